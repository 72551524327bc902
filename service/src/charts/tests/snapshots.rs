//! The pictures and their text alternatives as they were when somebody looked at them.

use super::*;

const REWRITE: &str = "PEIL_REWRITE_SNAPSHOTS";

/// One element a line, so that a difference can be read.
pub(in crate::charts) fn compare(name: &str, now: &str) {
    let file = format!("{}/src/charts/tests/snapshots/{name}", env!("CARGO_MANIFEST_DIR"));
    let now = now.replace("><", ">\n<");
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    let first = now.lines().zip(known.lines()).find(|(now, known)| now != known);
    assert!(now == known, "{name} differs (set {REWRITE}=1 to accept); first difference: {first:?}");
}

#[test]
fn the_pictures_are_the_ones_that_were_looked_at() {
    let group = sample::tuesday();
    let (inherit, card) = (Theme::Inherit, Size::CARD);
    compare("course.svg", &group_course_svg(&group, inherit, card).unwrap());
    compare("panels.svg", &group_panels_svg(&group, inherit, card).unwrap());
    compare("change.svg", &change_plot_svg(&sample::changes(&group), inherit, card).unwrap());
    compare("climate.svg", &climate_svg(&sample::climate(14), inherit, card).unwrap());
    compare("grid.svg", &session_grid_svg(&sample::grid(&group), inherit, card).unwrap());
    compare("climate-room.svg", &climate_svg(&sample::climate(14), Theme::Dark, Size::ROOM).unwrap());
    let switches = Switches { time: TimeAxis::Week, value: ValueAxis::Improvement, lines: LineKind::Observed };
    compare("course-switched.svg", &group_course_svg(&GroupCourse { switches, ..group }, inherit, card).unwrap());
}

struct Plain;

impl ChangePhrases for Plain {
    fn part(&self, status: Status, names: &[String], of: usize) -> String {
        format!("{} of {of} {status:?}: {}", names.len(), names.join(", "))
    }
}

impl ClimatePhrases for Plain {
    fn newest(&self, newest: &Newest) -> String {
        format!("session {}: {} ({:?}), {} answered", newest.name, newest.mean, newest.usual, newest.answered)
    }
    fn events(&self, kind: EventKind, sessions: &[String]) -> String {
        format!("{kind:?} in {}", sessions.join(", "))
    }
    fn unrated(&self, sessions: usize) -> String {
        format!("{sessions} without rating")
    }
}

impl GridPhrases for Plain {
    fn cell(&self, cell: &GridCell) -> String {
        format!("{cell:?}")
    }
    fn member(&self, label: &str, newest: Option<Status>, count: &GridCount) -> String {
        format!("{label}: {newest:?}, {} of {}, {} absent", count.answered, count.sessions, count.absent)
    }
}

#[test]
fn the_sentences_and_the_tables_are_the_ones_that_were_read() {
    let mut out = Vec::new();
    for group in [sample::tuesday(), sample::group(3, Vec::new())] {
        let (changes, grid) = (sample::changes(&group), sample::grid(&group));
        out.extend(change_sentences(&changes, &Plain));
        out.extend(
            changes
                .table()
                .rows
                .iter()
                .map(|row| format!("  {} {} {} {} {}", row.label, row.start, row.now, row.improvement, row.word)),
        );
        out.extend(grid_sentences(&grid, &Plain));
        out.extend(grid.table(&Plain).rows.iter().map(|(label, cells)| format!("  {label} {}", cells.join(" "))));
    }
    for climate in [sample::climate(14), sample::climate(0)] {
        out.extend(climate_sentences(&climate, &Plain));
        out.extend(climate.table().rows.iter().map(|row| format!("  {row:?}")));
    }
    compare("other-forms.txt", &(out.join("\n") + "\n"));
}
