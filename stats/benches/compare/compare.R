# Times lme4, lmerTest, pbkrtest and nlme (and statsmodels) beside peil-stats on the same rows, in one run, on one thread.
# Started by script/compare:  Rscript compare.R TIME_FIT PYTHON|none REPEATS FOLDER SIZE…
# Every run of another program is followed at once by runs of peil-stats; the ratio is the median over these pairs.
suppressMessages({ library(lme4); library(nlme) })
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
given <- commandArgs(TRUE)
time_fit <- given[1]; python <- given[2]; repeats <- as.integer(given[3]); folder <- given[4]; sizes <- given[-(1:4)]
source(file.path(here, "runs.R")); source(file.path(here, "table.R"))

has <- function(package) requireNamespace(package, quietly = TRUE)
slopes <- "score ~ week + (1 + week | group) + (1 + week | client)"
intercepts <- "score ~ week + (1 | group/client)"
crossed <- "y ~ 1 + (1 | s) + (1 | d) + (1 | dept)"
hazard <- "dropout ~ week + z + climate + (1 | group/client)"

# The names of the columns that are factors are the same for R and for peil.
read_rows <- function(file, factors) {
  rows <- read.csv(file)
  rows[factors] <- lapply(rows[factors], factor)
  rows
}

compare_sizes <- function() for (size in sizes) {
  file <- file.path(folder, paste0("sessions_", size, ".csv"))
  rows <- read_rows(file, c("group", "client"))
  n <- nrow(rows)
  ours <- function(formula, step, ...) peil(file, formula, "group,client", step, ...)
  fitted <- function(formula, reml = TRUE, programs) compare(formula, n, programs, ours(formula, c("build", "fit")))

  fitted(slopes, programs = c(
    list("lme4, default" = lmer_default(slopes, rows), "lme4, fast" = lmer_fast(slopes, rows)),
    if (n < 2e5) list("nlme" = lme_run(score ~ week, list(group = ~week, client = ~week), rows))))
  fitted(intercepts, programs = c(
    list("lme4, default" = lmer_default(intercepts, rows), "lme4, fast" = lmer_fast(intercepts, rows)),
    if (n < 2e5) list("nlme" = lme_run(score ~ week, ~ 1 | group / client, rows)),
    if (python != "none" && n < 2e4) list("statsmodels" = statsmodels_run(file))))

  if (n < 2e5) {
    model <- lmer_fast(slopes, rows)()$model
    if (has("lmerTest")) compare(paste("Satterthwaite of", slopes), n,
      list("lmerTest" = satterthwaite_run(model)), ours(slopes, "df", "df=satterthwaite"))
    if (has("pbkrtest") && n < 2e4) compare(paste("Kenward-Roger of", slopes), n,
      list("pbkrtest" = kenward_roger_run(model)), ours(slopes, "df", "df=kenward-roger"))
  }
  if (n < 2e4) compare(paste("logit, Laplace:", hazard), n, list("lme4" = glmer_run(hazard, rows)),
    ours(hazard, c("build", "fit"), "binomial=laplace"))
}

compare_insteval <- function() {
  file <- file.path(Sys.getenv("PEIL_SHARED", "../shared"), "reference/data/insteval.csv")
  if (!file.exists(file)) return(message("insteval is not here (", file, "): the crossed model is skipped"))
  rows <- read_rows(file, c("s", "d", "dept"))
  compare(paste("insteval, ML:", crossed), nrow(rows),
    list("lme4, default" = lmer_default(crossed, rows, REML = FALSE), "lme4, fast" = lmer_fast(crossed, rows, REML = FALSE)),
    peil(file, crossed, "s,d,dept", c("build", "fit"), "method=ml"))
}

run <- function() {
  before <- load_average()
  # Also after Ctrl-C: what was measured until then.
  on.exit({ print_machine(before, load_average()); print_table() })
  compare_sizes()
  compare_insteval()
}
run()
