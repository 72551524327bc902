//! Which groups the organisation has, before anybody sits in them.

/// What a group does: the six kinds of Dutch practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// Group psychotherapy.
    Psychotherapy,
    /// Psycho-education.
    PsychoEducation,
    /// Skills training.
    Skills,
    /// Expressive therapy (vaktherapie): art, drama, music, movement.
    ExpressiveTherapy,
    /// Recovery group, often with an expert by experience.
    Recovery,
    /// System group, with relatives.
    System,
}

/// Who may come in, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupFormat {
    /// Members come and go at any session.
    Open,
    /// All start together and nobody joins.
    Closed,
    /// New members join at fixed moments only.
    Phased,
}

/// What happens to a group as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupStory {
    /// Nothing out of the ordinary.
    Ordinary,
    /// From this session on hardly anybody moves.
    Stalls {
        /// The session, the first is 1.
        from_session: u32,
    },
    /// In this session something breaks: the session scale falls for everybody and recovers in some weeks.
    Rupture {
        /// The session, the first is 1.
        at_session: u32,
    },
}

/// The plan of one group. Sessions are weekly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupPlan {
    /// What it does.
    pub kind: GroupKind,
    /// Who may come in.
    pub format: GroupFormat,
    /// What happens to it.
    pub story: GroupStory,
    /// Members at the start, and the most at a time.
    pub size: u32,
    /// Sessions planned.
    pub planned_sessions: u32,
    /// Sessions held so far; fewer than planned while the group runs.
    pub held_sessions: u32,
}

/// The twelve groups of the demonstration: six kinds, three formats, seven still running, one that stalls, one with a
/// rupture.
#[must_use]
pub fn demonstration_plans() -> Vec<GroupPlan> {
    use GroupFormat::{Closed, Open, Phased};
    use GroupKind::{ExpressiveTherapy, PsychoEducation, Psychotherapy, Recovery, Skills, System};
    let plan = |kind, format, size, planned_sessions, held_sessions| GroupPlan {
        kind,
        format,
        story: GroupStory::Ordinary,
        size,
        planned_sessions,
        held_sessions,
    };
    let rupture = GroupStory::Rupture { at_session: 12 };
    let stalls = GroupStory::Stalls { from_session: 7 };
    vec![
        plan(Psychotherapy, Closed, 8, 30, 30),
        plan(Psychotherapy, Open, 7, 30, 24),
        plan(Psychotherapy, Phased, 8, 30, 21),
        GroupPlan { story: rupture, ..plan(Psychotherapy, Closed, 8, 24, 16) },
        plan(PsychoEducation, Closed, 8, 10, 10),
        plan(PsychoEducation, Closed, 7, 8, 8),
        plan(PsychoEducation, Open, 7, 12, 9),
        plan(Skills, Closed, 8, 20, 20),
        GroupPlan { story: stalls, ..plan(Skills, Phased, 8, 24, 18) },
        plan(ExpressiveTherapy, Open, 7, 26, 20),
        plan(Recovery, Open, 6, 20, 20),
        plan(System, Closed, 6, 12, 8),
    ]
}
