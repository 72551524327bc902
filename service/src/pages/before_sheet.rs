//! From the page before a session to its sheet of paper: the same words, in order of what matters.

use jiff::civil::Date;

use super::views::{BeforePage, Category, Change, Layout, Person, Said, Tone, format};
use crate::print::{Block, Rank, Sheet};

/// The heaviest that may be missing on paper: what asks no talk.
const TALK: u8 = 2;

/// The sheet of a page.
pub(super) fn sheet(page: &BeforePage<'_>, today: Date) -> Sheet {
    let layout = &page.layout;
    let day = format::day(layout.texts, layout.language, today);
    let mut blocks = Vec::new();
    blocks.push(Block::heading(layout.t1("group-members", "members", page.people.len())));
    if page.people.is_empty() {
        blocks.push(Block::line(Rank::Must, "", layout.t("members-none")));
    }
    for person in &page.people {
        blocks.extend(of_person(page, person));
    }
    if !page.others.is_empty() {
        blocks.push(Block::heading(layout.t("before-others")));
        blocks.extend(page.others.iter().map(|said| Block::line(rank(said), heading(said), &said.what)));
    }
    if let Some((heading, said)) = &page.last {
        blocks.push(Block::heading(heading));
        blocks.push(Block::line(Rank::Should, "", said.join(" · ")));
    }
    blocks.push(Block::heading(layout.t("before-agreed")));
    if page.agreed.is_empty() {
        blocks.push(Block::line(Rank::May, "", layout.t("before-agreed-none")));
    }
    blocks.extend(page.agreed.iter().map(|said| Block::line(Rank::Should, "•", said)));
    if !page.ahead.is_empty() {
        blocks.push(Block::heading(layout.t("before-ahead")));
        blocks.extend(page.ahead.iter().map(|said| Block::line(Rank::May, "•", said)));
    }
    if page.signals_enabled {
        blocks.push(Block::line(Rank::May, "", layout.t("signals-caution")));
    }
    Sheet {
        title: layout.t1("before-title-of", "name", &page.name),
        subtitle: subtitle(page),
        footer: layout.t1("before-footer", "day", day),
        language: layout.language.word(),
        blocks,
    }
}

fn subtitle(page: &BeforePage<'_>) -> String {
    let layout = &page.layout;
    let number = page.session.map(|session| match page.planned {
        Some(planned) => layout.t2("session-of", "number", session, "planned", planned),
        None => layout.t1("session-number", "number", session),
    });
    let measure = layout.t1("before-scores", "measure", &page.measure);
    let parts = [number, page.when.clone(), Some(measure)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn of_person(page: &BeforePage<'_>, person: &Person) -> Vec<Block> {
    let layout = &page.layout;
    let scores = match &person.scores {
        Some((first, last)) => format!("{first} → {last}  {}", verdict(&person.change, layout)),
        None => layout.t("before-no-score"),
    };
    let new = person.is_new.then(|| layout.t("before-new"));
    let known: Vec<String> = [Some(scores), new, person.away.clone()].into_iter().flatten().collect();
    let mut blocks = vec![Block::line(Rank::Must, &person.name, known.join(" · "))];
    if let Some(first) = person.first() {
        blocks.push(Block::under(rank(first), format!("{}.", heading(first)), &first.what));
    }
    if let Some(next) = person.also().first() {
        let also: Vec<&str> = person.also().iter().map(|said| said.heading.as_str()).collect();
        blocks.push(Block::under(rank(next), "", format!("{} {}", layout.t("before-also"), also.join("; "))));
    }
    blocks.extend(person.last_time.iter().map(|said| Block::under(Rank::Should, "", said)));
    blocks.extend(person.goals.iter().map(|goal| Block::under(Rank::May, "", goal)));
    blocks
}

/// A heading with its sign.
fn heading(said: &Said) -> String {
    let sign = match said.tone {
        Tone::Bad => "▼",
        Tone::Warn => "●",
        Tone::Good => "✓",
    };
    format!("{sign} {}", said.heading)
}

fn rank(said: &Said) -> Rank {
    if said.weight <= TALK { Rank::Must } else { Rank::Should }
}

/// What a change means, with its sign.
fn verdict(change: &Change, layout: &Layout<'_>) -> String {
    let Change::Judged { category, .. } = change else { return layout.t("category-none") };
    let (sign, key) = match category {
        Category::Recovered => ("✓", "category-recovered"),
        Category::Improved => ("▲", "category-improved"),
        Category::Unchanged => ("–", "category-unchanged"),
        Category::Deteriorated => ("▼", "category-deteriorated"),
    };
    format!("{sign} {}", layout.t(key))
}
