//! The two charts of a team's groups, in the reader's words.

use peil_questionnaires::Direction;

use super::Read;
use crate::{
    analyse::{Caution, Comparison, GroupFigures, GroupStanding, KindStanding, apart_by_chance},
    charts::{EffectSpot, Funnel, FunnelLimit, FunnelSpot, GroupEffects, Numerals},
    pages::{
        group_chart::numerals,
        measure::short_label,
        views::{Layout, TeamNumbers},
    },
    web::OwnLibrary,
};

/// Fewest clients at which a funnel begins, so that its mouth fits the picture.
const NARROWEST: usize = 5;

/// Groups of one kind that are compared, in the order asked for.
pub(super) struct Compared<'r, 'l> {
    layout: &'r Layout<'l>,
    comparison: &'r Comparison,
    pub(super) kind: KindStanding,
    measure: String,
    /// Number, group and standing with its sign turned so that more is better.
    spots: Vec<(u32, &'r GroupFigures, GroupStanding)>,
    numerals: Numerals,
}

/// What is compared; none where the page only describes.
pub(super) fn compared<'r, 'l>(
    read: &'r Read,
    library: &OwnLibrary,
    layout: &'r Layout<'l>,
) -> Option<Compared<'r, 'l>> {
    let comparison = read.reading.standings.comparison()?;
    let kind = comparison.kind(read.asked.kind?)?;
    let scale = read.asked.scale.as_ref()?;
    let (_, score) = scale.definition(library)?;
    let lower_is_better = score.direction() == Direction::LowerBetter;
    let up = |standing: GroupStanding| if lower_is_better { turned(standing) } else { standing };
    let mut groups: Vec<&GroupFigures> =
        read.reading.groups.iter().filter(|figures| figures.group.kind == kind.kind).collect();
    groups.sort_by(|one, other| read.asked.order.of(one, other));
    let told = groups.into_iter().filter_map(|figures| Some((figures, up(figures.standing?))));
    let spots: Vec<_> = (1..).zip(told).map(|(number, (figures, standing))| (number, figures, standing)).collect();
    let measure = short_label(scale, library, layout.language);
    let numerals = numerals(layout.language);
    (!spots.is_empty()).then_some(Compared { layout, comparison, kind, measure, spots, numerals })
}

/// The same counted the other way.
fn turned(standing: GroupStanding) -> GroupStanding {
    GroupStanding {
        effect: -standing.effect,
        lower: -standing.upper,
        upper: -standing.lower,
        difference: -standing.difference,
        ..standing
    }
}

impl Compared<'_, '_> {
    /// The number of a group in the charts.
    pub(super) fn number(&self, figures: &GroupFigures) -> Option<u32> {
        self.spots.iter().find(|(_, other, _)| other.group.id == figures.group.id).map(|(number, ..)| *number)
    }

    pub(super) fn effects(&self) -> GroupEffects {
        let intervals: Vec<(f64, f64)> =
            self.spots.iter().map(|(_, _, standing)| (standing.lower, standing.upper)).collect();
        let found = apart_by_chance(&intervals);
        let expected = self.numerals.write(found.expected, 1);
        let places: [(&str, &dyn crate::pages::texts::Place); 3] =
            [("apart", &found.apart), ("groups", &found.groups), ("expected", &expected)];
        let key = if found.more_than_chance { "team-effects-apart" } else { "team-effects-alike" };
        let title = self.layout.filled(key, &places);
        let subtitle = self.effects_key().join(" ");
        let described = self.layout.filled("team-effects-chance", &places);
        let spot = |(number, figures, standing): &(u32, &GroupFigures, GroupStanding)| EffectSpot {
            number: *number,
            name: figures.group.name.clone(),
            effect: standing.effect,
            lower: standing.lower,
            upper: standing.upper,
        };
        GroupEffects {
            id: "team-effects".to_owned(),
            description: format!("{title} {described} {subtitle}"),
            title,
            subtitle: format!("{described} {subtitle}"),
            scale_label: self.layout.t1("team-effects-axis", "measure", &self.measure),
            place_label: self.layout.t("team-group"),
            zero_label: self.layout.t("team-mean"),
            groups: self.spots.iter().map(spot).collect(),
            nothing_yet: self.layout.t("chart-none-title"),
            numerals: self.numerals,
        }
    }

    /// What a mark means, in plain words.
    fn effects_key(&self) -> Vec<String> {
        let week = self.numerals.write(self.comparison.week, 0);
        let kind = self.layout.label("kind", self.kind.kind.word());
        let first = self.layout.t3(
            "team-effects-key",
            "week",
            week,
            "measure",
            self.measure.clone(),
            "groups",
            self.kind.groups,
        );
        vec![first, self.layout.t1("team-effects-zero", "kind", kind), self.layout.t("team-effects-interval")]
    }

    pub(super) fn funnel(&self) -> Funnel {
        let spot = |(number, _, standing): &(u32, &GroupFigures, GroupStanding)| FunnelSpot {
            number: *number,
            clients: u32::try_from(standing.clients).unwrap_or(u32::MAX),
            difference: standing.difference,
        };
        let groups: Vec<FunnelSpot> = self.spots.iter().map(spot).collect();
        let largest = self.spots.iter().map(|(_, _, standing)| standing.clients).max().unwrap_or(NARROWEST);
        let limit = |clients: usize| {
            let (inner, outer) = self.comparison.limits(clients);
            FunnelLimit { clients: u32::try_from(clients).unwrap_or(u32::MAX), inner, outer }
        };
        let mut view = Funnel {
            id: "team-funnel".to_owned(),
            title: String::new(),
            subtitle: self.layout.t1("team-funnel-key", "measure", &self.measure),
            description: String::new(),
            scale_label: self.layout.t1("team-funnel-axis", "measure", &self.measure),
            clients_label: self.layout.t("team-clients"),
            zero_label: self.layout.t("team-as-expected"),
            limit_labels: (self.layout.t("team-limit-inner"), self.layout.t("team-limit-outer")),
            groups,
            limits: (NARROWEST..=largest + 1).map(limit).collect(),
            nothing_yet: self.layout.t("chart-none-title"),
            numerals: self.numerals,
        };
        let beyond: Vec<(bool, bool)> = view.groups.iter().map(|group| view.beyond(group)).collect();
        let (inner, outer) =
            (beyond.iter().filter(|(inner, _)| *inner).count(), beyond.iter().filter(|(_, outer)| *outer).count());
        view.title = match inner {
            0 => self.layout.t("team-funnel-inside"),
            _ => self.layout.t3("team-funnel-beyond", "inner", inner, "outer", outer, "groups", view.groups.len()),
        };
        view.description = format!("{} {}", view.title, view.subtitle);
        view
    }

    /// The table behind both charts.
    pub(super) fn numbers(&self) -> Vec<TeamNumbers> {
        let write = |points: f64| self.numerals.write(points, 1);
        let around = |limit: f64| format!("±{}", write(limit));
        let row = |(number, figures, standing): &(u32, &GroupFigures, GroupStanding)| {
            let (inner, outer) = self.comparison.limits(standing.clients);
            let (lower, upper) = (write(standing.lower), write(standing.upper));
            TeamNumbers {
                number: *number,
                name: figures.group.name.clone(),
                clients: (standing.clients, write(self.comparison.effective(standing.clients))),
                effect: self.layout.t3(
                    "team-interval",
                    "value",
                    write(standing.effect),
                    "lower",
                    lower,
                    "upper",
                    upper,
                ),
                difference: write(standing.difference),
                limits: (around(inner), around(outer)),
            }
        };
        self.spots.iter().map(row).collect()
    }

    /// For how many independent clients a group's count, by the model.
    pub(super) fn effective(&self, clients: usize) -> String {
        self.numerals.write(self.comparison.effective(clients), 1)
    }

    /// How sure a comparison of so few groups can be.
    pub(super) fn caution(&self) -> Option<String> {
        let few = self.kind.caution != Caution::None;
        few.then(|| self.layout.t1("team-few", "groups", self.kind.groups))
    }
}
