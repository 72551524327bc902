//! The table of roles and routes: the only place that says who may call what. The guard refuses every route that is not
//! in it, a test walks it with every role, and the README prints it.

use crate::domain::Role;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anybody, also without a login.
    Everyone,
    /// A client at a tablet, by both codes.
    Client,
    /// Accounts with one of these roles.
    Roles(&'static [Role]),
}

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// Who may call it.
    pub audience: Audience,
}

const EVERYONE: Audience = Audience::Everyone;
const CLIENT: Audience = Audience::Client;
const ANY_ROLE: Audience = Audience::Roles(Role::ALL);
/// Which of the groups is decided by the use case: own groups for therapists, the team's for team leads; of alerts also
/// what was escalated, for those on duty.
const CARE: Audience = Audience::Roles(&[Role::Therapist, Role::TeamLead]);
/// Who holds a session of an own group: what is needed for that, and nothing of what was measured.
const EVENING: Audience = Audience::Roles(&[Role::Therapist, Role::TeamLead, Role::ExperienceExpert]);
/// Who leads a group out of own experience.
const EXPERTS: Audience = Audience::Roles(&[Role::ExperienceExpert]);
/// Who works with signals, and who answers for them.
const SIGNALS: Audience = Audience::Roles(&[Role::Therapist, Role::TeamLead, Role::Administrator]);
/// Who steers: the figures of the whole organisation, never by client or therapist.
const STEERING: Audience = Audience::Roles(&[Role::TeamLead, Role::Administrator]);
/// Who answers for the groups of a team.
const TEAM: Audience = Audience::Roles(&[Role::TeamLead]);
const RESEARCH: Audience = Audience::Roles(&[Role::Researcher]);
const ADMINISTRATION: Audience = Audience::Roles(&[Role::Administrator]);

/// Which of the groups is decided by the use case: all for administrators, the own team's for team leads.
const GROUP_SET_UP: Audience = Audience::Roles(&[Role::TeamLead, Role::Administrator]);
/// Which of the groups is decided by the use case: all for administrators, for others what they lead.
const MEMBERS: Audience = Audience::Roles(&[Role::Therapist, Role::TeamLead, Role::Administrator]);

const fn route(method: &'static str, path: &'static str, audience: Audience) -> Route {
    Route { method, path, audience }
}

/// Every route of the service.
pub const ROUTES: &[Route] = &[
    route("GET", "/", EVERYONE),
    route("GET", "/health", EVERYONE),
    route("GET", "/about", EVERYONE),
    route("GET", "/assets/{path:.*}", EVERYONE),
    route("GET", "/login", EVERYONE),
    route("POST", "/login", EVERYONE),
    route("GET", "/welcome/{token}", EVERYONE),
    route("POST", "/welcome/{token}", EVERYONE),
    route("POST", "/logout", ANY_ROLE),
    route("POST", "/language", EVERYONE),
    route("GET", "/t", EVERYONE),
    route("GET", "/t/done", EVERYONE),
    route("GET", "/t/{code}", EVERYONE),
    route("GET", "/home", CARE),
    route("GET", "/leading", EXPERTS),
    route("POST", "/groups/{group_id}/schedule", MEMBERS),
    route("GET", "/groups/{group_id}/before", CARE),
    route("GET", "/groups/{group_id}/before.pdf", CARE),
    route("GET", "/groups", CARE),
    route("GET", "/groups/{group_id}", CARE),
    route("GET", "/groups/{group_id}/panel", CARE),
    route("GET", "/groups/{group_id}/events", EVENING),
    route("GET", "/groups/{group_id}/chart.svg", CARE),
    route("GET", "/groups/{group_id}/chart.png", CARE),
    route("GET", "/groups/{group_id}/chart.pdf", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/chart.svg", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/chart.png", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/chart.pdf", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/case.pdf", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/card", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/card.pdf", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/card/chart.svg", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/card/chart.png", CARE),
    route("GET", "/groups/{group_id}/members/{membership_id}/card/chart.pdf", CARE),
    route("GET", "/groups/{group_id}/plan", MEMBERS),
    route("POST", "/groups/{group_id}/plan", MEMBERS),
    route("GET", "/groups/{group_id}/baseline", CARE),
    route("POST", "/groups/{group_id}/baseline", CARE),
    route("POST", "/groups/{group_id}/baseline/draw", CARE),
    route("POST", "/groups/{group_id}/baseline/waiting", CARE),
    route("POST", "/groups/{group_id}/baseline/end", CARE),
    route("POST", "/groups/{group_id}/baseline/cancel", CARE),
    route("GET", "/groups/{group_id}/baseline/chart.svg", CARE),
    route("GET", "/groups/{group_id}/baseline/chart.png", CARE),
    route("GET", "/groups/{group_id}/baseline/chart.pdf", CARE),
    route("GET", "/groups/{group_id}/composition", CARE),
    route("GET", "/groups/{group_id}/composition/chart.svg", CARE),
    route("GET", "/groups/{group_id}/composition/chart.png", CARE),
    route("GET", "/groups/{group_id}/composition/chart.pdf", CARE),
    route("GET", "/groups/{group_id}/new-member", MEMBERS),
    route("POST", "/groups/{group_id}/new-member", MEMBERS),
    route("POST", "/groups/{group_id}/members/{membership_id}/consent", MEMBERS),
    route("POST", "/groups/{group_id}/members/{membership_id}/joined", MEMBERS),
    route("GET", "/groups/{group_id}/selection", CARE),
    route("POST", "/groups/{group_id}/selection", CARE),
    route("GET", "/groups/{group_id}/selection/{candidate_id}", CARE),
    route("POST", "/groups/{group_id}/selection/{candidate_id}", CARE),
    route("GET", "/groups/{group_id}/waiting", MEMBERS),
    route("POST", "/groups/{group_id}/waiting/{membership_id}", MEMBERS),
    route("POST", "/groups/{group_id}/waiting/{membership_id}/gave-up", MEMBERS),
    route("POST", "/groups/{group_id}/sessions", EVENING),
    route("GET", "/groups/{group_id}/sessions/{session_id}", EVENING),
    route("POST", "/groups/{group_id}/sessions/{session_id}/attendance", EVENING),
    route("GET", "/groups/{group_id}/sessions/{session_id}/answered", EVENING),
    route("POST", "/groups/{group_id}/sessions/{session_id}/close", EVENING),
    route("POST", "/groups/{group_id}/sessions/{session_id}/reopen", EVENING),
    route("GET", "/groups/{group_id}/sessions/{session_id}/code", EVENING),
    route("POST", "/groups/{group_id}/sessions/{session_id}/code", EVENING),
    route("POST", "/groups/{group_id}/sessions/{session_id}/time", EVENING),
    route("POST", "/groups/{group_id}/sessions/{session_id}/time-confirmed", EVENING),
    route("POST", "/groups/{group_id}/sessions/{session_id}/minutes", CARE),
    route("GET", "/groups/{group_id}/sessions/{session_id}/room", CARE),
    route("GET", "/groups/{group_id}/sessions/{session_id}/room/panel", CARE),
    route("GET", "/groups/{group_id}/sessions/{session_id}/room/chart.svg", CARE),
    route("GET", "/groups/{group_id}/sessions/{session_id}/room/chart.png", CARE),
    route("GET", "/groups/{group_id}/sessions/{session_id}/room/chart.pdf", CARE),
    route("POST", "/groups/{group_id}/sessions/{session_id}/lines/{membership_id}/withdraw", CARE),
    route("GET", "/groups/{group_id}/sessions/{session_id}/after", CARE),
    route("POST", "/groups/{group_id}/sessions/{session_id}/rating", CARE),
    route("POST", "/groups/{group_id}/sessions/{session_id}/note", CARE),
    route("POST", "/groups/{group_id}/sessions/{session_id}/joint-note", CARE),
    route("POST", "/groups/{group_id}/sessions/{session_id}/agreements", CARE),
    route("POST", "/groups/{group_id}/agreements/{agreement_id}", CARE),
    route("POST", "/groups/{group_id}/members/{membership_id}/code", CARE),
    route("POST", "/groups/{group_id}/members/{membership_id}/absence", CARE),
    route("POST", "/groups/{group_id}/members/{membership_id}/end", CARE),
    route("POST", "/groups/{group_id}/members/{membership_id}/moments", CARE),
    route("GET", "/groups/{group_id}/moments/{moment_id}", CARE),
    route("GET", "/groups/{group_id}/signals/{episode_id}", CARE),
    route("POST", "/groups/{group_id}/signals/{episode_id}/steps", CARE),
    route("GET", "/signals/purpose", EVERYONE),
    route("GET", "/signals/performance", SIGNALS),
    route("GET", "/signals/dropout", SIGNALS),
    route("GET", "/signals/dropout/chart.svg", SIGNALS),
    route("GET", "/signals/dropout/chart.png", SIGNALS),
    route("GET", "/signals/dropout/chart.pdf", SIGNALS),
    route("GET", "/alerts", CARE),
    route("GET", "/alerts/panel", CARE),
    route("GET", "/alerts/events", CARE),
    route("GET", "/alerts/{signal_id}", CARE),
    route("POST", "/alerts/{signal_id}/acted", CARE),
    route("POST", "/alerts/{signal_id}/closed", CARE),
    route("GET", "/team/groups", TEAM),
    route("GET", "/team/groups/counted", TEAM),
    route("GET", "/team/groups/effects/chart.svg", TEAM),
    route("GET", "/team/groups/effects/chart.png", TEAM),
    route("GET", "/team/groups/effects/chart.pdf", TEAM),
    route("GET", "/team/groups/funnel/chart.svg", TEAM),
    route("GET", "/team/groups/funnel/chart.png", TEAM),
    route("GET", "/team/groups/funnel/chart.pdf", TEAM),
    route("GET", "/research", RESEARCH),
    route("POST", "/research/export", RESEARCH),
    route("GET", "/research/power", ANY_ROLE),
    route("GET", "/research/power/chart.svg", ANY_ROLE),
    route("GET", "/research/power/chart.png", ANY_ROLE),
    route("GET", "/research/power/chart.pdf", ANY_ROLE),
    route("GET", "/organisation/composition", STEERING),
    route("GET", "/organisation/counters", STEERING),
    route("GET", "/organisation/counters.csv", STEERING),
    route("GET", "/organisation/counters.pdf", STEERING),
    route("GET", "/organisation/counters/chart.svg", STEERING),
    route("GET", "/organisation/counters/chart.png", STEERING),
    route("GET", "/organisation/counters/chart.pdf", STEERING),
    route("POST", "/organisation/counters/baseline", ADMINISTRATION),
    route("POST", "/organisation/counters/baseline/remove", ADMINISTRATION),
    route("GET", "/admin", ADMINISTRATION),
    route("GET", "/admin/instruments", ADMINISTRATION),
    route("GET", "/admin/changes", ADMINISTRATION),
    route("GET", "/admin/organisation", ADMINISTRATION),
    route("POST", "/admin/organisation", ADMINISTRATION),
    route("POST", "/admin/organisation/signals", ADMINISTRATION),
    route("POST", "/admin/organisation/wall", ADMINISTRATION),
    route("GET", "/admin/rules", ADMINISTRATION),
    route("POST", "/admin/rules", ADMINISTRATION),
    route("GET", "/admin/users", ADMINISTRATION),
    route("POST", "/admin/users", ADMINISTRATION),
    route("GET", "/admin/users/{account_id}", ADMINISTRATION),
    route("POST", "/admin/users/{account_id}", ADMINISTRATION),
    route("POST", "/admin/users/{account_id}/access", ADMINISTRATION),
    route("POST", "/admin/users/{account_id}/link", ADMINISTRATION),
    route("GET", "/admin/teams", ADMINISTRATION),
    route("POST", "/admin/teams", ADMINISTRATION),
    route("POST", "/admin/teams/{team_id}", ADMINISTRATION),
    route("GET", "/admin/groups", GROUP_SET_UP),
    route("POST", "/admin/groups", GROUP_SET_UP),
    route("GET", "/admin/groups/{group_id}", GROUP_SET_UP),
    route("POST", "/admin/groups/{group_id}", GROUP_SET_UP),
    route("POST", "/admin/groups/{group_id}/therapists", GROUP_SET_UP),
    route("POST", "/admin/groups/{group_id}/therapists/end", GROUP_SET_UP),
    route("POST", "/admin/wording", ADMINISTRATION),
    route("GET", "/admin/alerts", ADMINISTRATION),
    route("POST", "/admin/alerts", ADMINISTRATION),
    route("POST", "/admin/alerts/duty", ADMINISTRATION),
    route("POST", "/admin/alerts/duty/end", ADMINISTRATION),
    route("GET", "/api/v1/openapi.json", EVERYONE),
    route("POST", "/api/v1/tablet/session", EVERYONE),
    route("POST", "/api/v1/tablet/entry", EVERYONE),
    route("PUT", "/api/v1/tablet/assignments/{assignment_id}/answers/{item_id}", CLIENT),
    route("POST", "/api/v1/tablet/assignments/{assignment_id}/response", CLIENT),
    route("GET", "/api/v1/tablet/line", CLIENT),
    route("PUT", "/api/v1/tablet/line", CLIENT),
    route("GET", "/api/v1/groups", CARE),
    route("GET", "/api/v1/groups/{group_id}/course", CARE),
    route("GET", "/api/v1/admin/organisation", ADMINISTRATION),
    route("PUT", "/api/v1/admin/organisation", ADMINISTRATION),
    route("GET", "/api/v1/admin/rules", ADMINISTRATION),
    route("PUT", "/api/v1/admin/rules", ADMINISTRATION),
    route("GET", "/api/v1/admin/users", ADMINISTRATION),
    route("POST", "/api/v1/admin/users", ADMINISTRATION),
    route("PUT", "/api/v1/admin/users/{account_id}", ADMINISTRATION),
    route("PUT", "/api/v1/admin/users/{account_id}/access", ADMINISTRATION),
    route("POST", "/api/v1/admin/users/{account_id}/link", ADMINISTRATION),
    route("GET", "/api/v1/admin/teams", ADMINISTRATION),
    route("POST", "/api/v1/admin/teams", ADMINISTRATION),
    route("PUT", "/api/v1/admin/teams/{team_id}", ADMINISTRATION),
    route("GET", "/api/v1/admin/groups", GROUP_SET_UP),
    route("POST", "/api/v1/admin/groups", GROUP_SET_UP),
    route("PUT", "/api/v1/admin/groups/{group_id}", GROUP_SET_UP),
    route("POST", "/api/v1/admin/groups/{group_id}/therapists", GROUP_SET_UP),
    route("PUT", "/api/v1/admin/groups/{group_id}/therapists", GROUP_SET_UP),
    route("GET", "/api/v1/admin/groups/{group_id}/members", MEMBERS),
    route("POST", "/api/v1/admin/groups/{group_id}/members", MEMBERS),
    route("PUT", "/api/v1/admin/groups/{group_id}/members/{membership_id}", MEMBERS),
    route("GET", "/fhir/R4/metadata", EVERYONE),
    route("GET", "/fhir/R4/Questionnaire", ANY_ROLE),
    route("GET", "/fhir/R4/Questionnaire/{questionnaire_id}", ANY_ROLE),
    route("GET", "/fhir/R4/QuestionnaireResponse", CARE),
    route("GET", "/fhir/R4/QuestionnaireResponse/{response_id}", CARE),
    route("GET", "/fhir/R4/Observation", CARE),
    route("GET", "/fhir/R4/Observation/{observation_id}", CARE),
];

/// Who may call this route; none when it is not in the table. `HEAD` goes where `GET` goes.
#[must_use]
pub fn audience(method: &str, pattern: &str) -> Option<Audience> {
    let method = if method == "HEAD" { "GET" } else { method };
    ROUTES.iter().find(|route| route.method == method && route.path == pattern).map(|route| route.audience)
}
