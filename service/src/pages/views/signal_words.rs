//! What a signal says: a heading, one sentence with its numbers, one with how often it errs. Every word is a locale's.

use fluent_bundle::FluentArgs;
use peil_stats::signals::{Evidence, RiskMark, Rule};
use serde_json::Value;

use super::format::decimal;
use crate::{
    domain::{Language, Urgency},
    pages::texts::{Place, Texts},
    signals::{Base, Counted, ErrorRate, LAST_RATINGS, OwnRates, Simulated},
};

/// Who speaks which language.
#[derive(Debug, Clone, Copy)]
pub struct Tongue<'t> {
    /// The texts of all languages.
    pub texts: &'t Texts,
    /// The one to use.
    pub language: Language,
}

impl Tongue<'_> {
    /// The text at a key with its places filled.
    fn say(self, key: &str, places: &[(&'static str, &dyn Place)]) -> String {
        let mut args = FluentArgs::new();
        for (name, place) in places {
            args.set(*name, place.fluent());
        }
        self.texts.get(self.language, key, Some(&args))
    }

    /// Points, with a decimal only where there is one.
    fn points(self, value: f64) -> String {
        let tenths = (10.0 * value).round() / 10.0;
        decimal(self.language, tenths, usize::from(tenths.fract() != 0.0))
    }

    fn hundredths(self, share: f64) -> String {
        decimal(self.language, 100.0 * share, 0)
    }

    /// A chance in a hundred; below one it is told as such.
    fn chance(self, share: f64) -> String {
        if share < 0.01 { self.say("sig-below-one", &[]) } else { self.hundredths(share) }
    }

    /// The heading of a signal about `name`; rules about a group name nobody.
    #[must_use]
    pub fn heading(self, rule: Rule, name: &str) -> String {
        let key = format!("sig-title-{}", rule.id().to_lowercase());
        self.say(&key, &[("name", &name)])
    }

    /// The heading of a signal that asks so much: what is only amber is told as little as it is.
    #[must_use]
    pub fn heading_at(self, rule: Rule, urgency: Urgency, name: &str) -> String {
        match (rule, urgency) {
            (Rule::OffTrack, Urgency::Note | Urgency::Watch) => self.say("sig-title-off-amber", &[("name", &name)]),
            _ => self.heading(rule, name),
        }
    }

    /// The sentence with the numbers of a stored signal: those of its evidence, and what was stored beside it.
    #[must_use]
    pub fn what_of(self, evidence: &Evidence, inputs: &Value) -> String {
        let rating = |of: &str| inputs.get(LAST_RATINGS)?.get(of)?.as_f64();
        match (evidence, rating("now").zip(rating("before"))) {
            (Evidence::DropoutMarks { marks, absences }, Some(ratings)) => self.marks(marks, *absences, Some(ratings)),
            _ => self.what(evidence),
        }
    }

    /// The sentence with the numbers.
    #[must_use]
    pub fn what(self, evidence: &Evidence) -> String {
        let points = |value: f64| self.points(value);
        match evidence {
            Evidence::Deterioration { change, limit, times, .. } => {
                self.say("sig-det", &[("points", &points(change.abs())), ("limit", &points(*limit)), ("times", times)])
            }
            Evidence::OffTrack { now, expected, limit, outer, .. } => self.say(
                if *outer { "sig-off-red" } else { "sig-off-amber" },
                // Always a decimal: a limit of 19.6 must not read as the score of 20 that lies beyond it.
                &[
                    ("now", &points(*now)),
                    ("expected", &points(*expected)),
                    ("limit", &decimal(self.language, *limit, 1)),
                ],
            ),
            Evidence::OffTrackByModel { own, expected, better, ahead, .. } => self.say(
                "sig-off-p",
                &[
                    ("weeks", &decimal(self.language, *ahead, 0)),
                    ("own", &decimal(self.language, *own, 1)),
                    ("expected", &decimal(self.language, *expected, 1)),
                    // Never all of a hundred.
                    ("better", &self.hundredths(better.min(0.99))),
                ],
            ),
            Evidence::Stagnation { change, limit, attended, .. } => self.say(
                "sig-stag",
                &[
                    ("attended", attended),
                    ("way", &if *change <= -*limit { "lost" } else { way(*change) }),
                    ("points", &points(change.abs())),
                    ("form", &form(&points(change.abs()))),
                    ("limit", &points(*limit)),
                ],
            ),
            Evidence::StagnationByModel { probability, points: needed, .. } => {
                self.say("sig-stag-p", &[("percent", &self.chance(*probability)), ("points", &points(*needed))])
            }
            Evidence::Relapse { best, now, change, limit } => self.say(
                "sig-rel",
                &[
                    ("best", &points(*best)),
                    ("now", &points(*now)),
                    ("points", &points(change.abs())),
                    ("limit", &points(*limit)),
                ],
            ),
            Evidence::Recovered { cutoff, times, .. } => {
                self.say("sig-rec", &[("times", times), ("cutoff", &points(*cutoff))])
            }
            Evidence::Silence { missed, .. } => self.say("sig-miss", &[("times", missed)]),
            Evidence::DropoutMarks { marks, absences } => self.marks(marks, *absences, None),
            Evidence::DropoutByModel { next, within, sessions, .. } => self.say(
                "sig-drop-model",
                &[
                    ("next", &self.chance(next.probability)),
                    ("next-lower", &self.chance(next.lower)),
                    ("next-upper", &self.chance(next.upper)),
                    ("sessions", sessions),
                    ("percent", &self.chance(within.probability)),
                    ("lower", &self.chance(within.lower)),
                    ("upper", &self.chance(within.upper)),
                ],
            ),
            _ => self.of_group(evidence),
        }
    }

    fn of_group(self, evidence: &Evidence) -> String {
        let points = |value: f64| self.points(value);
        match evidence {
            Evidence::GroupStall { interval, clinical, stuck, window, coverage, .. } => self.say(
                "sig-g-stall",
                &[
                    ("window", window),
                    ("percent", &decimal(self.language, 100.0 * coverage, 0)),
                    ("lower", &decimal(self.language, interval.0, 1)),
                    ("upper", &decimal(self.language, interval.1, 1)),
                    ("clinical", clinical),
                    ("stuck", stuck),
                ],
            ),
            Evidence::GroupRupture { mean, usual: Some(usual), by_mean: true, .. } => {
                self.say("sig-g-rupt-mean", &[("mean", &points(*mean)), ("usual", &points(*usual))])
            }
            Evidence::GroupRupture { mean, usual: Some(usual), fallen, .. } => self
                .say("sig-g-rupt-members", &[("fallen", fallen), ("mean", &points(*mean)), ("usual", &points(*usual))]),
            Evidence::GroupRupture { mean, fallen, .. } => {
                self.say("sig-g-rupt-members-first", &[("fallen", fallen), ("mean", &points(*mean))])
            }
            Evidence::GroupSplit { variance, usual, .. } => {
                // Told as a spread: a variance is nothing that anybody sees.
                let ratio = (variance / usual).sqrt();
                self.say("sig-g-split", &[("ratio", &decimal(self.language, ratio, 1))])
            }
            Evidence::GroupOutsider { score, others, times, .. } => {
                self.say("sig-g-out", &[("score", &points(*score)), ("others", &points(*others)), ("times", times)])
            }
            // Those about a client are told above.
            _ => String::new(),
        }
    }

    /// An answer that asks for a talk, by the number of its question in the questionnaire. How often it errs is not asked.
    #[must_use]
    pub fn risk(self, question: usize, instrument: &str) -> String {
        self.say("sig-risk", &[("question", &question), ("instrument", &instrument)])
    }

    fn marks(self, marks: &[RiskMark], absences: usize, ratings: Option<(f64, f64)>) -> String {
        let said = |mark: &RiskMark| match (mark, ratings) {
            (RiskMark::Absences, _) => self.say("sig-mark-absences", &[("absences", &absences)]),
            (RiskMark::SessionScore, Some((now, before))) => self
                .say("sig-mark-session-score-numbers", &[("now", &self.points(now)), ("before", &self.points(before))]),
            (RiskMark::SessionScore, None) => self.say("sig-mark-session-score", &[]),
            (RiskMark::Silence, _) => self.say("sig-mark-silence", &[]),
        };
        one_sentence(marks.iter().map(said))
    }

    /// The sentence with the error rate, for who has a signal before him: where it was measured elsewhere only, that is said.
    #[must_use]
    pub fn certainty(self, rate: ErrorRate) -> String {
        let said = self.rate(rate);
        match rate {
            ErrorRate::Simulated(Simulated { counted: Counted::Outsiders, .. }) => said,
            ErrorRate::Simulated(_) | ErrorRate::Ahead { .. } => {
                format!("{said} {}", self.say("sig-rate-not-here", &[("needed", &OwnRates::ENOUGH)]))
            }
            ErrorRate::Fact | ErrorRate::Unknown | ErrorRate::OwnSettings | ErrorRate::Own { .. } => said,
        }
    }

    /// How often a rule is right, as far as anybody knows.
    #[must_use]
    pub fn rate(self, rate: ErrorRate) -> String {
        match rate {
            ErrorRate::Fact => self.say("sig-rate-fact", &[]),
            ErrorRate::Unknown => self.say("sig-rate-unknown", &[]),
            ErrorRate::OwnSettings => self.say("sig-rate-own-settings", &[]),
            ErrorRate::Simulated(Simulated { counted, right_of_100, base_of_100 }) => {
                let key = match counted {
                    Counted::Stays => "sig-rate-simulated",
                    Counted::Amber => "sig-rate-amber",
                    Counted::Leaving => "sig-rate-leaving",
                    Counted::Sessions => "sig-rate-sessions",
                    Counted::Outsiders => "sig-rate-outsiders",
                };
                self.say(key, &[("right", &right_of_100), ("base", &base_of_100)])
            }
            ErrorRate::Ahead { right_of_100, base_of_100 } => {
                self.say("sig-rate-model", &[("right", &right_of_100), ("base", &base_of_100)])
            }
            ErrorRate::Own { said, right, interval: (lower, upper), base } => {
                let places: [(_, &dyn Place); 4] =
                    [("said", &said), ("right", &right), ("lower", &lower), ("upper", &upper)];
                let own = self.say("sig-rate-own", &places);
                base.map_or(own.clone(), |base| format!("{own} {}", self.usual(base)))
            }
        }
    }

    /// How often it is so without the signal.
    fn usual(self, base: Base) -> String {
        let key = match base.counted {
            Counted::Stays | Counted::Amber => "sig-usual-stays",
            Counted::Leaving => "sig-usual-leaving",
            Counted::Sessions | Counted::Outsiders => "sig-usual-sessions",
        };
        self.say(key, &[("base", &base.of_100)])
    }
}

/// Whether a written number takes the singular.
fn form(number: &str) -> &'static str {
    if number == "1" { "one" } else { "other" }
}

/// Which way a change went, as the texts tell it apart.
fn way(change: f64) -> &'static str {
    match change.partial_cmp(&0.0) {
        Some(std::cmp::Ordering::Greater) => "better",
        Some(std::cmp::Ordering::Less) => "worse",
        _ => "same",
    }
}

/// Sentences as one, parted by semicolons.
fn one_sentence(sentences: impl Iterator<Item = String>) -> String {
    let mut parts = sentences.map(|sentence| sentence.trim_end_matches('.').to_owned());
    let first = parts.next().unwrap_or_default();
    let further = parts.map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
        format!("; {first}{}", letters.as_str())
    });
    format!("{first}{}.", further.collect::<String>())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rating_that_fell_is_told_with_both_its_numbers_and_amber_as_little_as_it_is() {
        let texts = Texts::new().unwrap();
        let tongue = Tongue { texts: &texts, language: Language::Nl };
        let inputs = json!({ "kind": "dropout_marks", "marks": ["session_score"], "absences": 0 });
        let evidence: Evidence = serde_json::from_value(inputs.clone()).unwrap();
        assert!(tongue.what_of(&evidence, &inputs).ends_with("dan de vorige."), "as stored before there were numbers");
        let mut inputs = inputs;
        inputs[LAST_RATINGS] = json!({ "now": 11.5, "before": 30.0 });
        let evidence: Evidence = serde_json::from_value(inputs.clone()).unwrap();
        let told = tongue.what_of(&evidence, &inputs).replace(['\u{2068}', '\u{2069}'], "");
        assert!(told.ends_with("11,5, en de vorige 30."), "{told}");
        let heading = |urgency| tongue.heading_at(Rule::OffTrack, urgency, "Berk");
        assert_ne!(heading(Urgency::Note), heading(Urgency::Attention));
        assert_eq!(heading(Urgency::Attention), tongue.heading(Rule::OffTrack, "Berk"));
    }

    #[test]
    fn a_group_that_stands_still_is_told_of_with_the_settings_that_found_it() {
        let texts = Texts::new().unwrap();
        let tongue = Tongue { texts: &texts, language: Language::Nl };
        let mut inputs = json!({ "kind": "group_stall", "slope": 0.1, "interval": [-0.2, 0.4], "own": 0.1,
                                 "shrunken": false, "clinical": 4, "stuck": 2 });
        let told = |inputs: &serde_json::Value| {
            let evidence: Evidence = serde_json::from_value(inputs.clone()).unwrap();
            tongue.what_of(&evidence, inputs).replace(['\u{2068}', '\u{2069}'], "")
        };
        assert!(told(&inputs).starts_with("Over de laatste 4 gemeten sessies") && told(&inputs).contains("80 %"));
        (inputs["window"], inputs["coverage"]) = (json!(6), json!(0.9));
        assert!(told(&inputs).starts_with("Over de laatste 6 gemeten sessies") && told(&inputs).contains("90 %"));
    }
}
