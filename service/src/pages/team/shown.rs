//! From what was read to the page of a team's groups.

use peil_stats::evaluation::Proportion;

use super::{
    Read,
    as_of::{as_of, described},
    asked::{Asked, Order, window_word},
    pictures::{Compared, compared},
};
use crate::{
    analyse::{FEWEST_TOLD, GroupFigures, Shares, Standings, Window},
    charts::{Size, Theme, funnel_svg, group_effects_svg},
    domain::SIGNAL_DAYS,
    pages::{
        chart_file::{self, chart_problem},
        measure::short_label,
        views::{Layout, Measure, TeamChoice, TeamPage, TeamPicture, TeamRow, TeamShares, format},
    },
    signals::ENOUGH_ENDED,
    web::{OwnLibrary, Problem},
};

const PAGE: &str = "/team/groups";
/// Two stand side by side: drawn narrower, their letters keep their size.
const HALF: Size = Size { width: 520, height: 400, ..Size::CARD };

/// The page; of who leads no team only the sentence that says so.
pub(super) fn page<'l>(read: Option<&Read>, library: &OwnLibrary, layout: Layout<'l>) -> Result<TeamPage<'l>, Problem> {
    let nothing = match read {
        None => Some(layout.t("team-no-team")),
        Some(read) if read.reading.groups.is_empty() => Some(layout.t("team-no-groups")),
        Some(_) => None,
    };
    let days = u32::try_from(SIGNAL_DAYS).unwrap_or(0);
    let notes = [layout.t1("team-shares-note", "ended", ENOUGH_ENDED), layout.t1("team-signals-note", "days", days)];
    let too_few = layout.t1("team-too-few", "fewest", FEWEST_TOLD);
    let empty = (Vec::new(), Vec::new(), None, Vec::new(), Vec::new(), Vec::new());
    let (choices, counted, caution, pictures, numbers, rows) = match read {
        Some(read) if nothing.is_none() => {
            let compared = compared(read, library, &layout);
            let caution = match &compared {
                Some(compared) => compared.caution(),
                None => described(read, &layout),
            };
            let pictures = match &compared {
                Some(compared) => vec![effects(compared, &read.asked)?, funnel(compared, &read.asked)?],
                None => Vec::new(),
            };
            let numbers = compared.as_ref().map(Compared::numbers).unwrap_or_default();
            let rows = rows(read, compared.as_ref(), &layout);
            (choices(read, library, &layout), counted(read, &layout), caution, pictures, numbers, rows)
        }
        _ => empty,
    };
    let counting = read.filter(|_| nothing.is_none()).and_then(counting);
    let notes = notes.into();
    Ok(TeamPage { layout, nothing, choices, counted, counting, caution, pictures, numbers, rows, too_few, notes })
}

/// Which stays count, of which moment the comparison is, and that it is no ranking.
fn counted(read: &Read, layout: &Layout<'_>) -> Vec<String> {
    let stays = match read.reading.since {
        Some(day) => layout.t1("team-counted-since", "day", format::day(layout.texts, layout.language, day)),
        None => layout.t("team-counted-all"),
    };
    [Some(stays), as_of(read, layout), Some(layout.t("team-no-rank"))].into_iter().flatten().collect()
}

/// Where the page asks whether the comparison is there; none where it waits for none.
fn counting(read: &Read) -> Option<String> {
    matches!(read.reading.standings, Standings::Counting).then(|| format!("{PAGE}/counted?{}", read.asked.query()))
}

fn choices(read: &Read, library: &OwnLibrary, layout: &Layout<'_>) -> Vec<TeamChoice> {
    let asked = &read.asked;
    let link =
        |label: String, to: Asked, current: bool| Measure { label, href: format!("{PAGE}?{}", to.query()), current };
    let scales = read.scales.iter().map(|scale| {
        let label = short_label(scale, library, layout.language);
        link(label, Asked { scale: Some(scale.clone()), ..asked.clone() }, asked.scale.as_ref() == Some(scale))
    });
    let kinds = read.reading.kinds().into_iter().map(|kind| {
        link(layout.label("kind", kind.word()), Asked { kind: Some(kind), ..asked.clone() }, asked.kind == Some(kind))
    });
    let windows = [Window::Year, Window::All].map(|window| {
        let label = layout.label("team-window", window_word(window));
        link(label, Asked { window, ..asked.clone() }, asked.window == window)
    });
    let orders = [Order::Name, Order::Start].map(|order| {
        link(layout.label("team-sort", order.word()), Asked { order, ..asked.clone() }, asked.order == order)
    });
    let lists: [(&str, Vec<Measure>); 4] = [
        ("team-choice-measure", scales.collect()),
        ("team-choice-kind", kinds.collect()),
        ("team-choice-window", windows.into()),
        ("team-choice-sort", orders.into()),
    ];
    let choice = |(key, options): (&str, Vec<Measure>)| TeamChoice { label: layout.t(key), options };
    lists.into_iter().filter(|(_, options)| !options.is_empty()).map(choice).collect()
}

fn effects(compared: &Compared<'_, '_>, asked: &Asked) -> Result<TeamPicture, Problem> {
    let view = compared.effects();
    let small = crate::charts::GroupEffects { id: format!("{}-small", view.id), ..view.clone() };
    let svg = |view, size| group_effects_svg(view, Theme::Inherit, size).map_err(chart_problem);
    Ok(TeamPicture {
        id: "team-effects-heading".to_owned(),
        svg: svg(&view, HALF)?,
        small_svg: svg(&small, Size::PHONE)?,
        files: chart_file::links(&format!("{PAGE}/effects"), &asked.query()),
        title: view.title,
        key: vec![view.subtitle],
    })
}

fn funnel(compared: &Compared<'_, '_>, asked: &Asked) -> Result<TeamPicture, Problem> {
    let view = compared.funnel();
    let small = crate::charts::Funnel { id: format!("{}-small", view.id), ..view.clone() };
    let svg = |view, size| funnel_svg(view, Theme::Inherit, size).map_err(chart_problem);
    Ok(TeamPicture {
        id: "team-funnel-heading".to_owned(),
        svg: svg(&view, HALF)?,
        small_svg: svg(&small, Size::PHONE)?,
        files: chart_file::links(&format!("{PAGE}/funnel"), &asked.query()),
        title: view.title,
        key: vec![view.subtitle],
    })
}

fn rows(read: &Read, compared: Option<&Compared<'_, '_>>, layout: &Layout<'_>) -> Vec<TeamRow> {
    let of_kind = |figures: &&GroupFigures| Some(figures.group.kind) == read.asked.kind;
    let mut groups: Vec<&GroupFigures> = read.reading.groups.iter().filter(of_kind).collect();
    groups.sort_by(|one, other| read.asked.order.of(one, other));
    let row = |figures: &GroupFigures| TeamRow {
        number: compared.and_then(|compared| compared.number(figures)),
        name: figures.group.name.clone(),
        href: format!("/groups/{}", figures.group.id),
        started: format::day(layout.texts, layout.language, figures.group.started_on),
        told: figures.told.as_ref().map(|told| shares(told, compared, layout)),
    };
    groups.into_iter().map(row).collect()
}

fn shares(told: &Shares, compared: Option<&Compared<'_, '_>>, layout: &Layout<'_>) -> TeamShares {
    TeamShares {
        clients: told.clients,
        effective: compared.map(|compared| compared.effective(told.clients)),
        completion: share(&told.completion, 1, layout),
        attendance: share(&told.attendance, 1, layout),
        dropout: share(&told.dropout, ENOUGH_ENDED, layout),
        signals: share(&told.signals, 1, layout),
    }
}

/// "92 % (85–96), 110 of 120"; of fewer than `enough` only the numbers.
fn share(share: &Proportion, enough: usize, layout: &Layout<'_>) -> String {
    let of = layout.t2("team-of", "part", share.successes, "whole", share.trials);
    let hundredths = |share: f64| format::decimal(layout.language, 100.0 * share, 0);
    match (share.estimate, share.lower, share.upper) {
        (Some(estimate), Some(lower), Some(upper)) if share.trials >= enough => layout.filled(
            "team-share",
            &[
                ("percent", &hundredths(estimate)),
                ("lower", &hundredths(lower)),
                ("upper", &hundredths(upper)),
                ("of", &of),
            ],
        ),
        (Some(_), ..) => of,
        (None, ..) => layout.t("team-nothing-counted"),
    }
}
