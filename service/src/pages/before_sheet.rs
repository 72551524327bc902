//! From the page before a session to its sheet of paper: the same words, in order of what matters.

use jiff::civil::Date;

use super::views::{BeforePage, Category, Change, Layout, Person, Said, Tone, format};
use crate::print::{Block, Letters, Rank, Sheet};

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
        blocks
            .extend(page.others.iter().map(|said| Block::line(rank(said), format!("{}.", heading(said)), &said.what)));
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
        letters: Letters::Ordinary,
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
        Tone::Plain => "•",
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::*;
    use crate::{
        domain::Language,
        pages::{
            assets::Assets,
            texts::Texts,
            views::{Direction, Section},
        },
        print::fit,
    };

    const REWRITE: &str = "PEIL_REWRITE_SNAPSHOTS";

    fn said(tone: Tone, heading: &str, what: &str, weight: u8) -> Said {
        Said { tone, heading: heading.to_owned(), what: what.to_owned(), href: None, weight }
    }

    fn person(name: &str, scores: Option<(&str, &str)>, category: Category) -> Person {
        let change = Change::Judged {
            category,
            direction: Direction::Worse,
            points: "8".to_owned(),
            needed: "6".to_owned(),
            cutoff: None,
        };
        let scores = scores.map(|(first, last)| (first.to_owned(), last.to_owned()));
        Person {
            id: String::new(),
            href: String::new(),
            card_href: None,
            name: name.to_owned(),
            is_new: false,
            away: None,
            absence: None,
            scores,
            change,
            said: Vec::new(),
            last_time: None,
            goals: Vec::new(),
        }
    }

    /// Who gets worse and has more to talk about, who goes well, who is new, who will be away.
    fn people() -> Vec<Person> {
        let worse = said(Tone::Bad, "Berk gaat achteruit", "8 punten slechter dan bij de start.", 1);
        let off = said(Tone::Warn, "Berk wijkt af van wat te verwachten was", "Nu buiten de band.", 3);
        let well = said(Tone::Good, "Wilg gaat betrouwbaar vooruit", "9 punten beter dan bij de start.", 4);
        vec![
            Person {
                said: vec![worse, off],
                last_time: Some("Vorige keer: was er, vulde niet in".to_owned()),
                goals: vec!["Vaker om hulp vragen: 6,5 van 10 dichtbij".to_owned()],
                ..person("Berk", Some(("12", "20")), Category::Deteriorated)
            },
            Person { said: vec![well], ..person("Wilg", Some(("19", "10")), Category::Recovered) },
            Person { is_new: true, ..person("Iep", None, Category::Unchanged) },
            Person {
                away: Some("vanavond: vakantie".to_owned()),
                ..person("Linde", Some(("14", "13")), Category::Unchanged)
            },
        ]
    }

    fn page<'a>(texts: &'a Texts, assets: &'a Assets, language: Language) -> BeforePage<'a> {
        let layout = Layout {
            texts,
            language,
            assets,
            account: None,
            section: Section::Groups,
            csrf: String::new(),
            unseen_alerts: 0,
            path: String::new(),
        };
        BeforePage {
            layout,
            group_id: String::new(),
            name: "Dinsdaggroep".to_owned(),
            session: Some(15),
            planned: Some(20),
            when: Some("10 maart, 19:30".to_owned()),
            open_session: None,
            start: None,
            measure: "PHQ-9".to_owned(),
            people: people(),
            others: vec![said(Tone::Warn, "De groep is verdeeld", "De oordelen lagen verder uiteen dan anders.", 3)],
            signals_enabled: true,
            last: Some(("Vorige sessie, 3 maart".to_owned(), vec!["5 van 6 vulden in".to_owned(), "7,1".to_owned()])),
            agreed: vec!["Berk: vragen hoe de week was (sessie 14)".to_owned()],
            ahead: vec!["Nog vijf sessies".to_owned()],
        }
    }

    /// What stands on the paper, line by line, each with how much it matters.
    fn printed(sheet: &Sheet) -> String {
        let fitted = fit(sheet).unwrap();
        assert_eq!(fitted.left_out, 0, "a small group fits whole");
        let lines = fitted.kept.iter().map(|block| match block.is_heading() {
            true => format!("\n# {}", block.words()),
            false => format!("{:?}: {}", block.rank, block.words()),
        });
        let head = format!("{} ({})\n{}", sheet.title, sheet.language, sheet.subtitle);
        let lines: Vec<String> = lines.collect();
        format!("{head}\n{}\n\n{}\n", lines.join("\n"), sheet.footer)
    }

    #[test]
    fn the_words_on_paper_are_the_ones_that_were_read() {
        let (texts, assets) = (Texts::new().unwrap(), Assets::new());
        let sheets =
            [Language::Nl, Language::En].map(|language| sheet(&page(&texts, &assets, language), date(2026, 3, 10)));
        let now = sheets.each_ref().map(printed).join("\n----\n\n");
        let file = format!("{}/src/pages/snapshots/before_sheet.txt", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os(REWRITE).is_some() {
            std::fs::write(&file, &now).unwrap();
        }
        let known = std::fs::read_to_string(&file).unwrap_or_default();
        let first = now.lines().zip(known.lines()).find(|(now, known)| now != known);
        assert!(now == known, "the sheet differs (set {REWRITE}=1 to accept); first difference: {first:?}");
    }
}
