//! Named SQL, so that one test can prepare all of it.

/// Declares statements as constants and lists them.
macro_rules! sql {
    ($($name:ident = $text:expr;)+) => {
        $(const $name: &str = $text;)+
        pub(super) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $text)),+];
    };
}
pub(super) use sql;

macro_rules! gather {
    ($($file:ident),+ $(,)?) => {
        /// Every statement of this room: file, name, text.
        #[must_use]
        pub fn statements() -> Vec<(&'static str, &'static str, &'static str)> {
            let mut all = Vec::new();
            $(all.extend(super::$file::STATEMENTS.iter().map(|(name, text)| (stringify!($file), *name, *text)));)+
            all
        }
    };
}

gather!(
    account_links,
    accounts,
    agreements,
    alerts,
    announced,
    answers,
    assignments,
    attempts,
    attendance,
    audit,
    baseline_figures,
    baselines,
    clients,
    comparisons,
    connection,
    consents,
    contacts,
    counters,
    dropout_models,
    duty,
    episode_changes,
    episodes,
    exchange,
    expected,
    fits,
    goals,
    group_set_up,
    groups,
    imports,
    instruments,
    judged_groups,
    line_consents,
    login_sessions,
    memberships,
    moments,
    organisations,
    outbox,
    own_instruments,
    plans,
    record_coverage,
    record_keys,
    reflections,
    research,
    responses,
    rooms,
    schedules,
    scores,
    selection,
    session_time,
    sessions,
    set_up_changes,
    signal_levels,
    signal_rules,
    signal_steps,
    signals,
    staff,
    tablet_entries,
    team_figures,
    teams,
    therapist_ratings,
    tonight,
    waiting,
    wall,
);
