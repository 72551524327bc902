"""One run of statsmodels' MixedLM on a CSV file: prints wall seconds, CPU seconds, -2 log-likelihood (REML)."""

import sys
import time
import warnings

import pandas
import statsmodels.formula.api as models

warnings.filterwarnings("ignore")
rows = pandas.read_csv(sys.argv[1])
wall, cpu = time.perf_counter(), time.process_time()
clients = {"client": "0 + C(client)"}
model = models.mixedlm("score ~ week", rows, groups="group", re_formula="1", vc_formula=clients)
fit = model.fit(reml=True)
print(time.perf_counter() - wall, time.process_time() - cpu, -2 * fit.llf)
