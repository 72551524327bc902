//! Ids: spelled as a definition wants them, with the names they had in the document.

use std::collections::{BTreeMap, BTreeSet};

/// What the linkIds of a questionnaire are called in its definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkIds {
    by_link_id: BTreeMap<String, Target>,
}

/// What a linkId stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The item with this id.
    Item(String),
    /// The score with this id.
    Score(String),
    /// Something the definition does not have.
    NotTaken,
}

impl LinkIds {
    /// What a linkId stands for; none for one the questionnaire does not have.
    pub fn get(&self, link_id: &str) -> Option<&Target> {
        self.by_link_id.get(link_id)
    }

    /// Every linkId with what it stands for.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Target)> {
        self.by_link_id.iter().map(|(link_id, target)| (link_id.as_str(), target))
    }

    pub(in crate::fhir) fn insert(&mut self, link_id: &str, target: Target) {
        self.by_link_id.insert(link_id.to_owned(), target);
    }
}

/// Gives out ids, each once.
#[derive(Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// An id as close to this name as the spelling of ids allows.
    pub(super) fn give(&mut self, name: &str) -> String {
        let wished = spelled(name);
        let mut id = wished.clone();
        let mut count = 1_usize;
        while !self.taken.insert(id.clone()) {
            count += 1;
            id = format!("{wished}-{count}");
        }
        id
    }
}

/// Lower-case letters, digits, `-` and `_`, starting with a letter; at most 64 of them.
pub(super) fn spelled(name: &str) -> String {
    let mut id = String::new();
    for letter in name.chars() {
        match letter.to_ascii_lowercase() {
            letter if letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_' => id.push(letter),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    let id = id.trim_end_matches('-');
    let id = if id.starts_with(|first: char| first.is_ascii_lowercase()) { id.to_owned() } else { format!("i-{id}") };
    id.chars().take(64).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_keeps_what_it_can_of_the_name() {
        for (name, id) in [
            ("H1/T1/Q1", "h1-t1-q1"),
            ("/44250-9", "i-44250-9"),
            ("PHQ-9.1", "phq-9-1"),
            ("Stanford University-slider-example", "stanford-university-slider-example"),
            ("", "i"),
            ("ÅØ", "i"),
        ] {
            assert_eq!(spelled(name), id);
        }
    }

    #[test]
    fn two_names_that_are_spelled_alike_stay_apart() {
        let mut ids = Ids::default();
        assert_eq!([ids.give("A.1"), ids.give("a 1"), ids.give("a-1-2")], ["a-1", "a-1-2", "a-1-2-2"]);
    }

    proptest! {
        #[test]
        fn any_name_gives_an_id(name in ".{0,100}") {
            let id = spelled(&name);
            prop_assert!(id.starts_with(|first: char| first.is_ascii_lowercase()) && id.len() <= 64);
        }
    }
}
