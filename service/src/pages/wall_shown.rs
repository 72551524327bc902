//! From what the wall may tell to what stands on it: one sentence, of how many answers it is, and the picture with its
//! numbers.
//!
//! A picture of answers is also a file. Lines are none: they hang on a consent that can be taken back, and a file could not.

use serde::Deserialize;

use super::{
    group_chart::{numerals, scale_over},
    measure::{Scale, short_label},
    views::{ChartTable, Layout, WallBody, WallItemRow},
    wall_numbers::{fifths, numbers_of_evenings, numbers_of_items, numbers_of_lines, part_of},
};
use crate::{
    analyse::{Wall, WallEvening, WallItem, WallLines, WallPicture, outcome_scale, session_scale, wall_items},
    charts::{
        ChartError, Climate, ClimateSession, Fifths, GroupCourse, Member, Part, Rating, Size, Status, Switches, Theme,
        climate_svg, fifths_svg, group_course_svg,
    },
    domain::{JOINING_WALL, Most, Plan, Told},
    web::{OwnLibrary, Problem, ProblemKind},
};

/// As large as there is room for beside the words, on a screen of 1280 × 720.
const ON_WALL: Size = Size { width: 1180, height: 470, heading: false, ..Size::ROOM };
/// Evenings that one wall shows, at most.
const MOST_EVENINGS: usize = 12;
/// Answers lie far apart when their middle half reaches over so many parts more than one.
const WIDE: u8 = 3;
/// The second of five parts: a question whose middle is there or below it is named.
const LOW: u8 = 1;
/// The questions of our own scale, in the order in which a good one is told.
const TOLD_FIRST: [&str; 4] = ["belong", "open", "useful", "strain"];

/// Which way the wall looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WallLook {
    /// This session, question by question.
    #[default]
    Tonight,
    /// The evenings so far.
    Evenings,
    /// Each one's line, where all agreed.
    Lines,
}

impl WallLook {
    /// Every way.
    pub(super) const ALL: [Self; 3] = [Self::Tonight, Self::Evenings, Self::Lines];

    /// As in addresses.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Tonight => "tonight",
            Self::Evenings => "evenings",
            Self::Lines => "lines",
        }
    }
}

/// What a look shows.
pub(super) struct WallSeen {
    /// What is seen, as a sentence.
    pub(super) title: String,
    /// Of how many answers it is, and how it is read.
    pub(super) notes: Vec<String>,
    /// The picture on the wall.
    pub(super) body: WallBody,
    /// Its numbers, no finer than the picture.
    pub(super) numbers: Option<ChartTable>,
    /// The picture for a file.
    pub(super) drawn: Option<WallDrawn>,
}

/// A picture of the wall that may leave it.
pub(super) enum WallDrawn {
    /// This session, question by question.
    Items(Fifths),
    /// The sessions so far.
    Evenings(Climate),
}

impl WallDrawn {
    /// The picture with its own heading and colours.
    pub(super) fn svg(&self) -> Result<String, ChartError> {
        match self {
            Self::Items(view) => fifths_svg(view, Theme::Light, Size::SHEET),
            Self::Evenings(view) => climate_svg(view, Theme::Light, Size::SHEET),
        }
    }
}

impl WallSeen {
    /// Words without a picture.
    fn words(title: String, notes: Vec<String>) -> Self {
        Self { title, notes, body: WallBody::Nothing, numbers: None, drawn: None }
    }
}

/// A wall on its way to the screen.
pub(super) struct WallShown<'a, 'l> {
    pub(super) wall: &'a Wall,
    pub(super) plan: &'a Plan,
    pub(super) library: &'a OwnLibrary,
    pub(super) layout: &'a Layout<'l>,
    pub(super) session: i16,
    /// From how many answers on it shows anything.
    pub(super) fewest: usize,
}

impl WallShown<'_, '_> {
    pub(super) fn look(&self, look: WallLook) -> Result<WallSeen, Problem> {
        match look {
            WallLook::Tonight => Ok(self.tonight()),
            WallLook::Evenings => self.evenings(),
            WallLook::Lines => self.lines(),
        }
    }

    fn tonight(&self) -> WallSeen {
        let layout = self.layout;
        let none = |title: String| WallSeen::words(title, self.counted(None));
        match &self.wall.picture {
            WallPicture::NotAsked => WallSeen::words(layout.t("wall-not-asked"), Vec::new()),
            // What cannot come yet is not promised.
            WallPicture::TooFew { .. } if self.wall.present < self.fewest => {
                none(layout.t1("wall-needs-answers", "fewest", self.fewest))
            }
            WallPicture::TooFew { more } => none(layout.t1("wall-too-few", "more", *more)),
            WallPicture::Gone => WallSeen::words(layout.t("wall-gone"), vec![layout.t("wall-gone-why")]),
            WallPicture::Shown { of, later, items } => {
                let notes = self.counted(Some((*of, *later)));
                if items.is_empty() {
                    return WallSeen::words(layout.t("wall-only-whole"), notes);
                }
                let (title, rows) = (self.said(items), self.rows(items));
                let told: Vec<(&WallItemRow, &Told)> = rows.iter().map(|(row, told)| (row, *told)).collect();
                WallSeen {
                    numbers: Some(numbers_of_items(&told, layout)),
                    drawn: Some(WallDrawn::Items(fifths(&told, (&title, &notes), layout))),
                    body: WallBody::Items(rows.into_iter().map(|(row, _)| row).collect()),
                    title,
                    notes,
                }
            }
        }
    }

    /// How many answered, and of how many the picture is.
    fn counted(&self, picture: Option<(usize, usize)>) -> Vec<String> {
        let (layout, wall) = (self.layout, self.wall);
        if wall.present == 0 {
            return vec![layout.t("wall-nobody")];
        }
        let mut notes = vec![layout.t2("wall-count", "answered", wall.answered, "present", wall.present)];
        if picture.is_none() && wall.present < self.fewest {
            notes.insert(0, layout.t1("wall-here", "present", wall.present));
        }
        if let Some((of, later)) = picture.filter(|(_, later)| *later > 0) {
            notes.push(layout.t2("wall-later", "of", of, "later", later));
            // Only while as many as it takes can still come.
            let open = wall.present.saturating_sub(wall.answered);
            if later + open >= JOINING_WALL {
                notes.push(layout.t1("wall-next", "more", JOINING_WALL.saturating_sub(later)));
            }
        }
        notes
    }

    /// What was good for most, and what was not good; where nothing was, that it was not easy, or that it differs. Most is
    /// said only where more than half of the answers of the picture lie there.
    fn said(&self, items: &[(String, Told)]) -> String {
        let is_own = session_scale(self.library, self.plan).is_some_and(|(found, _)| found.id() == "peil-session");
        let good = |id: &&str| items.iter().any(|(item, told)| item == *id && told.most == Some(Most::High));
        let best = items.iter().map(|(_, told)| told).max_by_key(|told| told.middle);
        let first = TOLD_FIRST.iter().filter(|id| good(id)).max_by_key(|id| {
            let at = items.iter().find(|(item, _)| item == **id).map(|(_, told)| (told.middle, told.low));
            // Of equals the first of the list.
            (at, std::cmp::Reverse(TOLD_FIRST.iter().position(|other| other == *id)))
        });
        let wide = items.iter().any(|(_, told)| told.high.number() - told.low.number() >= WIDE);
        let key = match (is_own.then_some(first).flatten(), best) {
            (Some(id), _) => format!("wall-said-{id}"),
            (None, Some(Told { most: Some(Most::High), .. })) => "wall-said-good".to_owned(),
            _ if wide => "wall-said-apart".to_owned(),
            (None, Some(Told { most: Some(Most::Between), .. })) => "wall-said-between".to_owned(),
            (None, Some(Told { most: Some(Most::Low), .. })) => "wall-said-hard".to_owned(),
            _ => "wall-said-mixed".to_owned(),
        };
        let low = items.iter().filter(|(_, told)| told.middle.number() <= LOW).min_by_key(|(_, told)| told.middle);
        let low =
            low.map(|(id, _)| id.as_str()).filter(|id| is_own && key != "wall-said-hard" && TOLD_FIRST.contains(id));
        let said = [Some(self.layout.t(&key)), low.map(|id| self.layout.t(&format!("wall-low-{id}")))];
        said.into_iter().flatten().collect::<Vec<_>>().join(". ")
    }

    /// The questions in the order in which they were asked, each line with its better end to the right.
    fn rows<'t>(&self, items: &'t [(String, Told)]) -> Vec<(WallItemRow, &'t Told)> {
        let Some((instrument, total)) = session_scale(self.library, self.plan) else { return Vec::new() };
        let language = super::entrance::form_language(self.layout.language);
        let row = |item: WallItem<'_>| {
            let asked = instrument.item(item.id)?;
            let (_, told) = items.iter().find(|(id, _)| id == item.id)?;
            let (low, high) = (asked.low(language)?.to_owned(), asked.high(language)?.to_owned());
            let (worse, better) = if item.is_reversed { (high, low) } else { (low, high) };
            let row = WallItemRow {
                text: asked.text(language)?.to_owned(),
                heard: self.heard(told, &worse, &better),
                worse,
                better,
                parts: std::array::from_fn(|part| word_of(part_of(told, part))),
            };
            Some((row, told))
        };
        wall_items(instrument, total).into_iter().filter_map(row).collect()
    }

    fn heard(&self, told: &Told, worse: &str, better: &str) -> String {
        let part = |fifth: crate::domain::Fifth| u32::from(fifth.number()) + 1;
        let (low, middle, high) = (part(told.low), part(told.middle), part(told.high));
        let ends = self.layout.t2("wall-heard-ends", "worse", worse.to_owned(), "better", better.to_owned());
        format!("{} {ends}", self.layout.t3("wall-heard", "low", low, "high", high, "middle", middle))
    }

    fn evenings(&self) -> Result<WallSeen, Problem> {
        let layout = self.layout;
        let Some((instrument, total)) = session_scale(self.library, self.plan) else {
            return Ok(WallSeen::words(layout.t("wall-not-asked"), Vec::new()));
        };
        let newest = &self.wall.evenings[self.wall.evenings.len().saturating_sub(MOST_EVENINGS)..];
        let newest = &newest[newest.iter().take_while(|evening| evening.told.is_none()).count()..];
        if newest.iter().all(|evening| evening.told.is_none()) {
            return Ok(WallSeen::words(layout.t("wall-no-evenings"), Vec::new()));
        }
        let scale = Scale { instrument: instrument.id().to_owned(), id: total.id().to_owned() };
        let measure = short_label(&scale, self.library, layout.language);
        let (low, high) = (total.range().0.to_f64(), total.range().1.to_f64());
        let whole = scale_over(total, vec![low, high]);
        // From the parts of the line back to its numbers; the chart turns a scale of complaints round by itself.
        let at = |fifths: f64| match whole.direction {
            crate::charts::Direction::HigherIsBetter => low + (high - low) * fifths / 5.0,
            crate::charts::Direction::LowerIsBetter => high - (high - low) * fifths / 5.0,
        };
        let number = |fifth: crate::domain::Fifth| f64::from(fifth.number());
        let rating = |told: Told| Rating {
            mean: at(number(told.middle) + 0.5),
            lower: at(number(told.low)).min(at(number(told.high) + 1.0)),
            upper: at(number(told.low)).max(at(number(told.high) + 1.0)),
        };
        let title = self.compared(newest);
        let view = Climate {
            id: "wall-evenings".to_owned(),
            subtitle: String::new(),
            description: self.told_evenings(newest),
            scale: whole,
            scale_label: layout.t1("chart-axis", "measure", measure),
            sessions: newest
                .iter()
                .map(|evening| ClimateSession {
                    name: evening.session.to_string(),
                    rating: evening.told.map(rating),
                    usual: None,
                    answered: u32::try_from(evening.of).unwrap_or(0),
                    events: Vec::new(),
                    therapists: Vec::new(),
                })
                .collect(),
            session_label: layout.t("chart-session"),
            answered_label: layout.t("wall-answers"),
            group_label: layout.t("wall-middle"),
            usual_label: String::new(),
            therapists: Vec::new(),
            nothing_yet: layout.t("wall-no-evenings"),
            numerals: numerals(layout.language),
            title: title.clone(),
        };
        let svg = climate_svg(&view, Theme::Inherit, ON_WALL).map_err(|error| Problem::internal(&error))?;
        let key = layout.t("wall-evenings-key");
        Ok(WallSeen {
            title,
            numbers: Some(numbers_of_evenings(newest, layout)),
            drawn: Some(WallDrawn::Evenings(Climate { subtitle: key.clone(), ..view })),
            notes: vec![key],
            body: WallBody::Chart { svg, by_consent: false },
        })
    }

    /// This evening beside the one before it that has a picture.
    fn compared(&self, evenings: &[WallEvening]) -> String {
        let mut told = evenings.iter().rev().filter_map(|evening| Some((evening.session, evening.told?.middle)));
        let key = match (told.next(), told.next()) {
            (Some((at, _)), _) if at != self.session => "wall-evenings-not-yet",
            (Some((_, now)), Some((_, before))) if now > before => "wall-evenings-better",
            (Some((_, now)), Some((_, before))) if now < before => "wall-evenings-worse",
            (Some(_), Some(_)) => "wall-evenings-same",
            _ => "wall-evenings-first",
        };
        self.layout.t(key)
    }

    fn told_evenings(&self, evenings: &[WallEvening]) -> String {
        let part = |fifth: crate::domain::Fifth| u32::from(fifth.number()) + 1;
        let said = evenings.iter().filter_map(|evening| {
            let told = evening.told?;
            let (session, middle) = (u32::try_from(evening.session).unwrap_or(0), part(told.middle));
            Some(self.layout.t2("wall-heard-evening", "session", session, "middle", middle))
        });
        said.collect::<Vec<_>>().join(" ")
    }

    fn lines(&self) -> Result<WallSeen, Problem> {
        let layout = self.layout;
        let nothing = || {
            let (title, why) = (layout.t("wall-no-lines"), layout.t("wall-no-lines-why"));
            if self.wall.present < self.fewest {
                let here = layout.t1("wall-here", "present", self.wall.present);
                return WallSeen::words(layout.t1("wall-needs-lines", "fewest", self.fewest), vec![here, why]);
            }
            WallSeen::words(title, vec![why])
        };
        let lines = match &self.wall.lines {
            WallLines::NotAgreed => return Ok(nothing()),
            WallLines::Over => {
                return Ok(WallSeen::words(layout.t("wall-lines-over"), vec![layout.t("wall-lines-over-why")]));
            }
            WallLines::Shown { lines, .. } => lines,
        };
        let Some((instrument, score)) = outcome_scale(self.library, self.plan) else { return Ok(nothing()) };
        let scale = Scale { instrument: instrument.id().to_owned(), id: score.id().to_owned() };
        let measure = short_label(&scale, self.library, layout.language);
        let values: Vec<f64> = lines.iter().flatten().copied().collect();
        let scale = scale_over(score, values);
        let rises = lines
            .iter()
            .filter(|line| line.first().zip(line.last()).is_some_and(|(from, to)| scale.improvement(*from, *to) > 0.0));
        let (rises, all) = (rises.count(), lines.len());
        let title = layout.t2("wall-lines-risen", "rises", rises, "all", all);
        let view = GroupCourse {
            id: "wall-lines".to_owned(),
            title: title.clone(),
            subtitle: String::new(),
            description: layout.t2("wall-heard-lines", "rises", rises, "all", all),
            scale,
            scale_label: layout.t1("chart-axis", "measure", measure),
            sessions: lines.iter().map(Vec::len).max().and_then(|most| u32::try_from(most).ok()).unwrap_or(1),
            session_label: layout.t("wall-measurement"),
            cut_off: None,
            group_label: String::new(),
            group: Vec::new(),
            members: lines.iter().map(|points| nameless(points)).collect(),
            nothing_yet: layout.t("chart-none-title"),
            numerals: numerals(layout.language),
            switches: Switches::default(),
            weeks: Vec::new(),
            zero_label: String::new(),
        };
        let svg =
            group_course_svg(&view, Theme::Inherit, ON_WALL).map_err(|_| Problem::new(ProblemKind::NothingToShow))?;
        Ok(WallSeen {
            title,
            notes: vec![layout.t("wall-lines-key")],
            body: WallBody::Chart { svg, by_consent: true },
            numbers: Some(numbers_of_lines(lines, (score, layout))),
            drawn: None,
        })
    }
}

/// What a part is called in the style sheet.
fn word_of(part: Part) -> &'static str {
    match part {
        Part::Middle => "middle",
        Part::Half => "half",
        Part::Empty => "",
    }
}

/// A line that says nothing about whose it is.
fn nameless(scores: &[f64]) -> Member {
    let points: Vec<Option<f64>> = scores.iter().copied().map(Some).collect();
    Member {
        label: String::new(),
        status: Status::Normal,
        word: String::new(),
        points: points.clone(),
        line: points,
        left: None,
    }
}
