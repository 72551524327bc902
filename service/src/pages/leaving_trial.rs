//! How well the model of leaving foretold in this organisation, in the reader's words. Numbers come from the trial that is
//! stored with the model; nothing is computed here.

use peil_stats::{
    dropout::{CalibrationRow, ForecastQuality, Named, SESSIONS_AHEAD, Validation, WithInterval},
    evaluation::Proportion,
};

use super::{
    texts::Place,
    views::{Layout, TrialCard, TrialNumbers, format},
};
use crate::signals::{ENOUGH_FOR_CERTAINTY, FEWEST_DROPOUTS, LeavingModel, LeavingTrial};

/// What is told of the trial; none without a model.
pub(super) fn card(model: &LeavingModel, layout: &Layout<'_>) -> Option<TrialCard> {
    model.fitted_at?;
    let without = |sentence: String| TrialCard { sentences: vec![sentence], numbers: None };
    Some(match &model.trial {
        None => without(layout.t("leaving-trial-later")),
        Some(LeavingTrial::Failed) => without(layout.t("leaving-trial-failed")),
        Some(LeavingTrial::TooFew) => without(layout.t3(
            "leaving-trial-few",
            "ended",
            model.ended_needed,
            "dropouts",
            model.dropouts_needed,
            "fewest",
            FEWEST_DROPOUTS,
        )),
        Some(LeavingTrial::Judged(found)) => {
            let words = Words { found, limit: model.limit, layout };
            TrialCard { sentences: words.sentences(), numbers: Some(words.numbers()) }
        }
    })
}

struct Words<'a, 'l> {
    found: &'a Validation,
    /// The chance from which DROP speaks now.
    limit: f64,
    layout: &'a Layout<'l>,
}

impl Words<'_, '_> {
    /// What the signal looks at, where it could be judged; else the next session.
    fn quality(&self) -> &ForecastQuality {
        self.found.within.as_ref().unwrap_or(&self.found.next)
    }

    fn sentences(&self) -> Vec<String> {
        let (layout, quality) = (self.layout, self.quality());
        let mut all = vec![layout.t1("leaving-trial-how", "ended", self.found.ended_at_first)];
        match &self.found.within {
            Some(_) => {
                all.push(self.named(&self.found.named));
                all.extend(self.of_another_limit(self.found.named.limit));
            }
            None => all.push(layout.t1("leaving-trial-next-only", "sessions", SESSIONS_AHEAD)),
        }
        let in_all = layout.t1("leaving-trial-in-all", "left", self.hundredths(quality.observed_to_expected));
        all.extend([self.order(&quality.auc), self.slope(&quality.slope), in_all, self.brier(quality)]);
        if quality.dropouts < ENOUGH_FOR_CERTAINTY {
            all.push(layout.t2(
                "leaving-trial-uncertain",
                "dropouts",
                quality.dropouts,
                "needed",
                ENOUGH_FOR_CERTAINTY,
            ));
        }
        all
    }

    /// Of those of whom the model would have had DROP speak, who left.
    fn named(&self, named: &Named) -> String {
        let percent = self.hundredths(named.limit);
        let shares = (named.left.estimate, named.left.lower, named.left.upper, named.of_all.estimate);
        let (Some(left), Some(lower), Some(upper), Some(all)) = shares else {
            return self.layout.t1("leaving-trial-named-none", "percent", percent);
        };
        self.layout.filled(
            "leaving-trial-named",
            &[
                ("named", &named.left.trials),
                ("percent", &percent),
                ("left", &self.hundredths(left)),
                ("lower", &self.hundredths(lower)),
                ("upper", &self.hundredths(upper)),
                ("all", &self.hundredths(all)),
            ],
        )
    }

    /// Where the organisation set another limit since: what was tried is the one of before.
    fn of_another_limit(&self, tried: f64) -> Option<String> {
        let percent = |limit| self.decimal(100.0 * limit, 0);
        let changed = (tried - self.limit).abs() > 1e-9;
        changed.then(|| self.layout.t2("leaving-trial-limit", "then", percent(tried), "now", percent(self.limit)))
    }

    fn order(&self, auc: &WithInterval) -> String {
        let [estimate, lower, upper] = [auc.estimate, auc.lower, auc.upper].map(|share| self.hundredths(share));
        self.layout.t3("leaving-trial-auc", "right", estimate, "lower", lower, "upper", upper)
    }

    /// By where 1 lies: in the interval, above it or below it.
    fn slope(&self, slope: &WithInterval) -> String {
        let key = match (slope.lower <= 1.0, slope.upper >= 1.0) {
            (true, true) => "leaving-trial-slope-right",
            (true, false) => "leaving-trial-slope-extreme",
            (false, _) => "leaving-trial-slope-flat",
        };
        let [estimate, lower, upper] = [slope.estimate, slope.lower, slope.upper].map(|value| self.decimal(value, 2));
        self.layout.t3(key, "slope", estimate, "lower", lower, "upper", upper)
    }

    /// Against giving everybody the share that left: by where that lies beside the interval.
    fn brier(&self, quality: &ForecastQuality) -> String {
        let (own, share) = (&quality.brier, quality.brier_of_share);
        let key = match (own.upper < share, own.lower > share) {
            (true, _) => "leaving-trial-brier-better",
            (false, true) => "leaving-trial-brier-worse",
            (false, false) => "leaving-trial-brier-unclear",
        };
        let [estimate, lower, upper, share] =
            [own.estimate, own.lower, own.upper, share].map(|value| self.decimal(value, 4));
        let values: [(&str, &dyn Place); 4] =
            [("brier", &estimate), ("lower", &lower), ("upper", &upper), ("share", &share)];
        self.layout.filled(key, &values)
    }

    fn numbers(&self) -> TrialNumbers {
        let layout = self.layout;
        let within = layout.t1("leaving-trial-within", "sessions", SESSIONS_AHEAD);
        let columns = [(layout.t("leaving-trial-next"), Some(&self.found.next)), (within, self.found.within.as_ref())];
        let (columns, qualities): (Vec<String>, Vec<&ForecastQuality>) =
            columns.into_iter().filter_map(|(name, quality)| Some((name, quality?))).unzip();
        let row = |key: &str, of: &dyn Fn(&ForecastQuality) -> String| {
            (layout.label("leaving-trial-row", key), qualities.iter().map(|quality| of(quality)).collect())
        };
        let with = |value: &WithInterval, digits| {
            let [estimate, lower, upper] =
                [value.estimate, value.lower, value.upper].map(|value| self.decimal(value, digits));
            layout.t3("leaving-trial-interval", "estimate", estimate, "lower", lower, "upper", upper)
        };
        let rows = vec![
            row("forecasts", &|quality| quality.forecasts.to_string()),
            row("dropouts", &|quality| quality.dropouts.to_string()),
            row("observed", &|quality| self.decimal(100.0 * quality.observed_to_expected, 0)),
            row("auc", &|quality| with(&quality.auc, 2)),
            row("brier", &|quality| with(&quality.brier, 3)),
            row("brier-share", &|quality| self.decimal(quality.brier_of_share, 3)),
            row("slope", &|quality| with(&quality.slope, 2)),
            row("intercept", &|quality| with(&quality.intercept, 2)),
        ];
        let of = columns.last().cloned().unwrap_or_default();
        TrialNumbers {
            caption: layout.t1("leaving-trial-tenths", "of", of),
            columns,
            rows,
            tenths: self.quality().table.iter().map(|row| self.tenth(row)).collect(),
        }
    }

    fn tenth(&self, row: &CalibrationRow) -> [String; 4] {
        let ends = self.layout.t2(
            "leaving-trial-range",
            "lowest",
            self.percent(row.lowest),
            "highest",
            self.percent(row.highest),
        );
        let counts = format!("{}/{}", row.observed.successes, row.observed.trials);
        [ends, self.percent(row.expected), self.share(&row.observed), counts]
    }

    fn share(&self, share: &Proportion) -> String {
        let (Some(estimate), Some(lower), Some(upper)) = (share.estimate, share.lower, share.upper) else {
            return "–".to_owned();
        };
        let [estimate, lower, upper] = [estimate, lower, upper].map(|share| self.percent(share));
        self.layout.t3("leaving-trial-interval", "estimate", estimate, "lower", lower, "upper", upper)
    }

    fn decimal(&self, value: f64, digits: usize) -> String {
        format::decimal(self.layout.language, value, digits)
    }

    fn hundredths(&self, share: f64) -> String {
        self.decimal(100.0 * share, 0)
    }

    /// In a hundred, with a decimal: chances of leaving are small.
    fn percent(&self, share: f64) -> String {
        self.decimal(100.0 * share, 1)
    }
}
