//! What clients answer.

/// Answers by item, as they go over the wire.
pub type Given = Vec<(String, String)>;

/// Nine signs for the nine items of the PHQ-9: `0`–`3`, or `-` for one left open.
#[must_use]
pub fn phq_9(signs: &str) -> Given {
    let items = (1..=9).map(|n| format!("phq{n}"));
    given(items, signs.chars().map(|sign| sign.to_string()))
}

/// Places on the four lines of the session scale; an empty word is one left open.
#[must_use]
pub fn peil_session(places: [&str; 4]) -> Given {
    given(["open", "belong", "strain", "useful"].map(str::to_owned).into_iter(), places.into_iter().map(str::to_owned))
}

/// Goals in words, each with its place on the line; an empty word is one left open.
#[must_use]
pub fn peil_goals(goals: &[(&str, &str)]) -> Given {
    let numbered = (1..).zip(goals);
    let pairs = numbered.flat_map(|(n, (words, near))| [(format!("goal{n}"), *words), (format!("near{n}"), *near)]);
    pairs.filter(|(_, said)| !said.is_empty()).map(|(item, said)| (item, said.to_owned())).collect()
}

fn given(items: impl Iterator<Item = String>, values: impl Iterator<Item = String>) -> Given {
    items.zip(values).filter(|(_, value)| value != "-" && !value.is_empty()).collect()
}
