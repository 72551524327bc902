//! Every page that can be opened has a test here that does what its user would do, or a reason why it needs none.

use std::collections::BTreeSet;

use peil_service::access::ROUTES;

/// A file of tests: its name, and its text.
type File = (&'static str, &'static str);

const ADMINISTRATOR: File = ("administrator", include_str!("administrator.rs"));
const ALERTS: File = ("alerts", include_str!("alerts.rs"));
const BASELINE: File = ("baseline", include_str!("baseline.rs"));
const COMPOSITION: File = ("composition", include_str!("composition.rs"));
const FELLOWS: File = ("fellows", include_str!("fellows.rs"));
const COUNTERS: File = ("counters", include_str!("counters.rs"));
const EVENING: File = ("evening", include_str!("evening.rs"));
const EXPERIENCE: File = ("experience", include_str!("experience.rs"));
const HOME: File = ("home", include_str!("home.rs"));
const LINE_CONSENT: File = ("line_consent", include_str!("line_consent.rs"));
const MEMBER: File = ("member", include_str!("member.rs"));
const PAPERS: File = ("papers", include_str!("papers.rs"));
const PLAN: File = ("plan", include_str!("plan.rs"));
const POWER: File = ("power", include_str!("power.rs"));
const RESEARCHER: File = ("researcher", include_str!("researcher.rs"));
const SET_UP: File = ("set_up", include_str!("set_up.rs"));
const SIGNALS: File = ("signals", include_str!("signals.rs"));
const TEAM: File = ("team", include_str!("team.rs"));
const VISITOR: File = ("visitor", include_str!("visitor.rs"));
const SELECTION: File = ("selection", include_str!("selection.rs"));
const WAITING: File = ("waiting", include_str!("waiting.rs"));
const WALK: File = ("walk", include_str!("walk.rs"));
const WALL: File = ("wall", include_str!("wall.rs"));

/// The page, the file, and the test in it that walks there.
const WALKED: &[(&str, File, &str)] = &[
    ("/", WALK, "client_to_therapist_to_chart"),
    ("/about", VISITOR, "from_the_front_door_to_the_groups_and_out_again"),
    ("/login", VISITOR, "from_the_front_door_to_the_groups_and_out_again"),
    ("/t", WALK, "client_to_therapist_to_chart"),
    ("/t/done", LINE_CONSENT, "a_lost_reply_is_told_as_not_known_and_asked_after"),
    ("/t/{code}", LINE_CONSENT, "the_question_warns_after_two_minutes_and_leaves_after_three"),
    ("/leading", EXPERIENCE, "a_session_is_held_out_of_own_experience"),
    ("/home", HOME, "the_evening_begins_by_keyboard_alone"),
    ("/groups", VISITOR, "from_the_front_door_to_the_groups_and_out_again"),
    ("/groups/{group_id}", WALK, "client_to_therapist_to_chart"),
    ("/groups/{group_id}/before", EVENING, "walk_of_one_evening"),
    ("/groups/{group_id}/before.pdf", PAPERS, "sheet_and_charts_are_kept_as_files"),
    ("/groups/{group_id}/chart.svg", PAPERS, "sheet_and_charts_are_kept_as_files"),
    ("/groups/{group_id}/chart.png", PAPERS, "sheet_and_charts_are_kept_as_files"),
    ("/groups/{group_id}/chart.pdf", PAPERS, "sheet_and_charts_are_kept_as_files"),
    ("/groups/{group_id}/members/{membership_id}", MEMBER, "a_member_is_one_click_from_the_group"),
    ("/groups/{group_id}/members/{membership_id}/chart.svg", PAPERS, "sheet_and_charts_are_kept_as_files"),
    ("/groups/{group_id}/members/{membership_id}/chart.png", PAPERS, "sheet_and_charts_are_kept_as_files"),
    ("/groups/{group_id}/members/{membership_id}/chart.pdf", PAPERS, "sheet_and_charts_are_kept_as_files"),
    ("/groups/{group_id}/members/{membership_id}/card", PAPERS, "a_client_takes_his_own_card_home"),
    ("/groups/{group_id}/members/{membership_id}/card.pdf", PAPERS, "a_client_takes_his_own_card_home"),
    ("/groups/{group_id}/members/{membership_id}/case.pdf", TEAM, "a_case_is_taken_to_intervision"),
    ("/groups/{group_id}/baseline", BASELINE, "from_planning_to_result"),
    ("/groups/{group_id}/composition", COMPOSITION, "who_sits_in_the_group_and_who_may_join"),
    ("/groups/{group_id}/plan", PLAN, "a_plan_is_set_up_in_five_clicks"),
    ("/groups/{group_id}/sessions/{session_id}", EVENING, "walk_of_one_evening"),
    ("/groups/{group_id}/sessions/{session_id}/code", EVENING, "a_slip_is_taken_back_and_the_code_is_shown_alone"),
    ("/groups/{group_id}/sessions/{session_id}/room", WALL, "the_wall_follows_what_clients_answer_and_allow"),
    ("/groups/{group_id}/sessions/{session_id}/after", EVENING, "walk_of_one_evening"),
    ("/groups/{group_id}/moments/{moment_id}", VISITOR, "a_start_is_measured_before_the_first_session"),
    ("/groups/{group_id}/signals/{episode_id}", SIGNALS, "a_signal_is_read_discussed_closed_and_counted"),
    ("/signals/purpose", SIGNALS, "a_signal_is_read_discussed_closed_and_counted"),
    ("/signals/performance", SIGNALS, "a_signal_is_read_discussed_closed_and_counted"),
    ("/signals/dropout", SIGNALS, "who_stops_and_when_is_seen_heard_and_read"),
    ("/alerts", ALERTS, "an_answer_about_death_reaches_the_therapist_while_the_form_is_filled_in"),
    ("/alerts/{signal_id}", ALERTS, "an_answer_about_death_reaches_the_therapist_while_the_form_is_filled_in"),
    ("/team/groups", TEAM, "a_team_lead_looks_at_the_groups_side_by_side"),
    ("/research", RESEARCHER, "a_researcher_downloads_what_the_page_tells"),
    ("/research/power", POWER, "a_slider_moved_by_keyboard_changes_the_answer"),
    ("/organisation/composition", FELLOWS, "a_team_lead_asks_whether_it_matters_who_sits_together"),
    ("/organisation/counters", COUNTERS, "figures_are_read_understood_compared_and_taken_along"),
    ("/organisation/counters.csv", COUNTERS, "figures_are_read_understood_compared_and_taken_along"),
    ("/organisation/counters/chart.svg", COUNTERS, "figures_are_read_understood_compared_and_taken_along"),
    ("/admin", ADMINISTRATOR, "an_administrator_sets_up_and_finds_it_in_the_audit"),
    ("/welcome/{token}", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/groups/{group_id}/selection", SELECTION, "from_sign_up_to_the_first_day"),
    ("/groups/{group_id}/selection/{candidate_id}", SELECTION, "from_sign_up_to_the_first_day"),
    ("/groups/{group_id}/waiting", WAITING, "from_the_waiting_list_into_the_group_or_off_it"),
    ("/groups/{group_id}/new-member", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/users", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/users/{account_id}", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/teams", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/groups", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/groups/{group_id}", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/organisation", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/rules", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/changes", SET_UP, "a_new_organisation_without_a_programmer"),
    ("/admin/instruments", ADMINISTRATOR, "an_administrator_sets_up_and_finds_it_in_the_audit"),
    ("/admin/alerts", ADMINISTRATOR, "an_administrator_sets_up_and_finds_it_in_the_audit"),
];

const PART: &str = "a part or a stream of a page above, fetched by its script in the walks of that page";
const FILES: &str =
    "a picture of a page above as a file: the tests of the API open each, and such links are pressed in `papers`";
const PROGRAMS: &str = "for programs: no person opens it, and the tests of the API ask it";

/// What no person opens, and why.
const NOT_WALKED: &[(&str, &str)] = &[
    ("/health", PROGRAMS),
    ("/assets/{path:.*}", PART),
    ("/groups/{group_id}/panel", PART),
    ("/groups/{group_id}/events", PART),
    ("/groups/{group_id}/sessions/{session_id}/answered", PART),
    ("/groups/{group_id}/sessions/{session_id}/room/panel", PART),
    ("/groups/{group_id}/members/{membership_id}/card/chart.svg", FILES),
    ("/groups/{group_id}/members/{membership_id}/card/chart.png", FILES),
    ("/groups/{group_id}/members/{membership_id}/card/chart.pdf", FILES),
    ("/groups/{group_id}/sessions/{session_id}/room/chart.svg", FILES),
    ("/groups/{group_id}/sessions/{session_id}/room/chart.png", FILES),
    ("/groups/{group_id}/sessions/{session_id}/room/chart.pdf", FILES),
    ("/groups/{group_id}/baseline/chart.svg", FILES),
    ("/groups/{group_id}/baseline/chart.png", FILES),
    ("/groups/{group_id}/baseline/chart.pdf", FILES),
    ("/groups/{group_id}/composition/chart.svg", FILES),
    ("/groups/{group_id}/composition/chart.png", FILES),
    ("/groups/{group_id}/composition/chart.pdf", FILES),
    ("/signals/dropout/chart.svg", FILES),
    ("/signals/dropout/chart.png", FILES),
    ("/signals/dropout/chart.pdf", FILES),
    ("/team/groups/counted", "asked by the page itself while it waits; walked with it"),
    ("/team/groups/effects/chart.svg", FILES),
    ("/team/groups/effects/chart.png", FILES),
    ("/team/groups/effects/chart.pdf", FILES),
    ("/team/groups/funnel/chart.svg", FILES),
    ("/team/groups/funnel/chart.png", FILES),
    ("/team/groups/funnel/chart.pdf", FILES),
    ("/research/power/chart.svg", FILES),
    ("/research/power/chart.png", FILES),
    ("/research/power/chart.pdf", FILES),
    ("/organisation/counters.pdf", FILES),
    ("/organisation/counters/chart.png", FILES),
    ("/organisation/counters/chart.pdf", FILES),
    ("/alerts/panel", PART),
    ("/alerts/events", PART),
    ("/api/v1/tablet/line", PART),
    ("/api/v1/openapi.json", PROGRAMS),
    ("/api/v1/groups", PROGRAMS),
    ("/api/v1/groups/{group_id}/course", PROGRAMS),
    ("/api/v1/admin/organisation", PROGRAMS),
    ("/api/v1/admin/rules", PROGRAMS),
    ("/api/v1/admin/users", PROGRAMS),
    ("/api/v1/admin/teams", PROGRAMS),
    ("/api/v1/admin/groups", PROGRAMS),
    ("/api/v1/admin/groups/{group_id}/members", PROGRAMS),
    ("/fhir/R4/metadata", PROGRAMS),
    ("/fhir/R4/Questionnaire", PROGRAMS),
    ("/fhir/R4/Questionnaire/{questionnaire_id}", PROGRAMS),
    ("/fhir/R4/QuestionnaireResponse", PROGRAMS),
    ("/fhir/R4/QuestionnaireResponse/{response_id}", PROGRAMS),
    ("/fhir/R4/Observation", PROGRAMS),
    ("/fhir/R4/Observation/{observation_id}", PROGRAMS),
];

#[test]
fn every_page_is_walked_or_says_why_not() {
    let opened: BTreeSet<&str> = ROUTES.iter().filter(|route| route.method == "GET").map(|route| route.path).collect();
    let walked: BTreeSet<&str> = WALKED.iter().map(|(path, ..)| *path).collect();
    let not: BTreeSet<&str> = NOT_WALKED.iter().map(|(path, _)| *path).collect();
    assert_eq!(walked.intersection(&not).collect::<Vec<_>>(), Vec::<&&str>::new(), "walked or not");
    assert_eq!(walked.union(&not).copied().collect::<BTreeSet<&str>>(), opened);
    for (path, (file, text), test) in WALKED {
        let stands = text.contains(&format!("#[tokio::test]\nasync fn {test}()"));
        assert!(stands, "{path} is walked by {test}, which does not stand in {file}.rs");
    }
}
