//! A small instrument for the tests of this crate.
#![allow(clippy::unwrap_used)]

use crate::decimal::Decimal;
use crate::definition::Instrument;
use crate::scoring::Answers;

/// Three lines, one choice, two scores, three alerts, two languages.
pub(crate) const MOOD: &str = r#"
schema = "peil-questionnaire/1"
id = "mood"
version = "1.0.0"
status = "active"
languages = ["nl", "en"]
respondent = "client"
title = { nl = "Stemming", en = "Mood" }
intro = { nl = "Hoe gaat het?", en = "How are you?" }
recall = { nl = "Vandaag", en = "Today" }
wording_status = { nl = "confirmed", en = "confirmed" }

[licence]
class = "A"
holder = "nobody"
evidence = "made up for a test"
notice = { nl = "Vrij.", en = "Free." }

[[source]]
id = "study"
cite = "A study, 2001"
seen = "paper"

[scale.line]
kind = "vas"
min = "0"
max = "10"
step = "0.1"

[scale.often]
kind = "choice"
[[scale.often.option]]
value = "0"
title = { nl = "Nooit", en = "Never" }
[[scale.often.option]]
value = "1"
title = { nl = "Soms", en = "Sometimes" }
[[scale.often.option]]
value = "2"
title = { nl = "Vaak", en = "Often" }

[[item]]
id = "calm"
scale = "line"
text = { nl = "Ik was rustig.", en = "I was calm." }
low = { nl = "Niet", en = "Not" }
high = { nl = "Wel", en = "Very" }

[[item]]
id = "rested"
scale = "line"
text = { nl = "Ik was uitgerust.", en = "I was rested." }
low = { nl = "Niet", en = "Not" }
high = { nl = "Wel", en = "Very" }

[[item]]
id = "tense"
scale = "line"
text = { nl = "Ik was gespannen.", en = "I was tense." }
low = { nl = "Niet", en = "Not" }
high = { nl = "Wel", en = "Very" }

[[item]]
id = "sleep"
scale = "often"
text = { nl = "Ik sliep slecht.", en = "I slept badly." }

[[score]]
id = "total"
title = { nl = "Totaal", en = "Total" }
items = ["calm", "rested", "tense"]
reverse = ["tense"]
method = "sum"
missing = { min_answered = 2, fill = "person_mean" }
round = { places = 1, mode = "half_away_from_zero" }
direction = "higher_better"
range = ["0", "30"]
[score.reliability]
kind = "alpha"
r = "0.9"
sd = "5"
n = 100
population = "people in a test"
source = "study"
validated = true
[[score.published_change]]
points = "5"
inclusive = true
source = "study"
[[score.cut_off]]
value = "15"
clinical = "below"
source = "study"
[[score.band]]
id = "low"
from = "0"
below = "15"
title = { nl = "Laag", en = "Low" }
source = "study"
[[score.band]]
id = "high"
from = "15"
below = "31"
title = { nl = "Hoog", en = "High" }
source = "study"

[[score]]
id = "average"
title = { nl = "Gemiddeld", en = "Average" }
items = ["calm", "rested", "tense"]
reverse = ["tense"]
method = "mean"
missing = { min_answered = 3, fill = "none" }
direction = "higher_better"
range = ["0", "10"]

[[alert]]
id = "no-sleep"
level = "safety"
when = { item = "sleep", op = "ge", value = "1" }
raise = "on_save"
to = ["case_lead"]
escalate = [{ op = "ge", value = "2", to = ["on_duty", "case_lead"] }]
title = { nl = "Slaapt slecht", en = "Sleeps badly" }

[[alert]]
id = "sleep-open"
level = "attention"
when = { item = "sleep", op = "missing_at_submit" }
to = ["case_lead"]
title = { nl = "Slaap niet ingevuld", en = "Sleep left open" }

[[alert]]
id = "low"
level = "attention"
when = { score = "total", op = "lt", value = "5" }
to = ["group_lead"]
title = { nl = "Laag", en = "Low" }

[[test]]
answers = { calm = "7.5", rested = "8", tense = "2", sleep = "0" }
expect = { total = "23.5", total_prorated = false, total_band = "high", average = "7.8333" }
[[test]]
answers = { calm = "7.5", tense = "2", sleep = "0" }
expect = { total = "23.25", total_prorated = true, average = "none" }
[[test]]
answers = { calm = "5", rested = "5", tense = "5", sleep = "0" }
expect = { total = "15", total_band = "high" }
[[test]]
answers = { calm = "4.9", rested = "5", tense = "5", sleep = "0" }
expect = { total = "14.9", total_band = "low" }
[[test]]
answers = { sleep = "2" }
expect = { total = "none", alerts = ["no-sleep"] }
"#;

/// The fixture, parsed.
pub(crate) fn mood() -> Instrument {
    Instrument::parse(MOOD).unwrap()
}

/// The fixture with its first `from` replaced by `to`.
pub(crate) fn mood_with(from: &str, to: &str) -> Instrument {
    assert!(MOOD.contains(from), "the fixture lost {from:?}");
    Instrument::parse(&MOOD.replacen(from, to, 1)).unwrap()
}

/// A decimal from its text.
pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Answers that are expected to be accepted.
pub(crate) fn answers(instrument: &Instrument, pairs: &[(&str, &str)]) -> Answers {
    let pairs = pairs.iter().map(|(item, value)| (*item, decimal(value)));
    Answers::new(instrument, pairs).unwrap()
}

/// The finding of this rule in the fixture with its first `from` replaced by `to`.
pub(crate) fn finding(from: &str, to: &str, rule: crate::Rule) -> crate::Finding {
    let findings = crate::check(&mood_with(from, to));
    let found = findings.iter().find(|finding| finding.rule() == rule);
    found.cloned().unwrap()
}
