//! Where the walk stops: every page, seen by who has a reason to open it.

/// Who walks, in this order; the first without a login.
pub(super) const VISITORS: &[Option<&str>] =
    &[None, Some("anna"), Some("bram"), Some("dora"), Some("els"), Some("marieke"), Some("iris"), Some("wim")];

/// One page as one person opens it.
#[derive(Debug)]
pub(super) struct Stop {
    /// By first name; none is anybody.
    pub(super) who: Option<&'static str>,
    /// The route.
    pub(super) path: &'static str,
    /// What follows the path.
    pub(super) query: &'static str,
    /// Which of two things of a kind: tonight's session or the one before.
    pub(super) past: bool,
    /// Something that only this page shows.
    pub(super) shows: &'static str,
    /// The status that it comes with.
    pub(super) status: u16,
    /// Whether it is also looked at on a telephone.
    pub(super) phone: bool,
}

impl Stop {
    const fn of(who: Option<&'static str>, path: &'static str, shows: &'static str) -> Self {
        Self { who, path, query: "", past: false, shows, status: 200, phone: false }
    }

    const fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    const fn phone(self) -> Self {
        Self { phone: true, ..self }
    }

    const fn past(self) -> Self {
        Self { past: true, ..self }
    }

    const fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

const fn anybody(path: &'static str, shows: &'static str) -> Stop {
    Stop::of(None, path, shows)
}

const fn anna(path: &'static str, shows: &'static str) -> Stop {
    Stop::of(Some("anna"), path, shows)
}

const fn by(who: &'static str, path: &'static str, shows: &'static str) -> Stop {
    Stop::of(Some(who), path, shows)
}

const GROUP: &str = "/groups/{group_id}";
const MEMBER: &str = "/groups/{group_id}/members/{membership_id}";
const SESSION: &str = "/groups/{group_id}/sessions/{session_id}";
const AFTER: &str = "/groups/{group_id}/sessions/{session_id}/after";
const PLAN: &str = "/groups/{group_id}/plan";

/// Every stop; those of one person in their order.
pub(super) const STOPS: &[Stop] = &[
    anybody("/login", "#password").phone(),
    anybody("/about", "main h1"),
    anybody("/welcome/{token}", "#again").phone(),
    anybody("/signals/purpose", "main h1"),
    anna("/home", ".evening").phone(),
    anna("/groups", "main h1"),
    anna("/groups/{group_id}/before", ".people").phone(),
    anna(GROUP, "#panel .chart-holder svg").phone(),
    anna(GROUP, "#panel .chart-member").query("?measure=phq-9.total&chart=members"),
    anna(GROUP, "#panel .chart-no-change").query("?measure=phq-9.total&chart=change"),
    anna(GROUP, "#panel .chart-answered").query("?measure=phq-9.total&chart=climate"),
    anna(GROUP, "#panel .chart-key").query("?measure=phq-9.total&chart=grid"),
    anna(GROUP, "#panel .chart-holder svg").query("?time=week&value=improvement&lines=observed"),
    anna(GROUP, "#panel .chart-holder svg").query("?measure=peil-session.total"),
    anna(MEMBER, "#member-course").phone(),
    anna(MEMBER, "#member-course").query("?measure=peil-session.total"),
    anna(PLAN, "main h1").phone(),
    anna(PLAN, "main h1").query("?template=goals"),
    anna(PLAN, ".notice").query("?saved=yes"),
    anna("/groups/{group_id}/baseline", "main h1").phone(),
    anna("/groups/{group_id}/composition", "#composition .chart-dots").phone(),
    anna("/groups/{group_id}/new-member", "main h1"),
    anna("/groups/{group_id}/selection", "#on-the-way").phone(),
    anna("/groups/{group_id}/selection/{candidate_id}", "#diagnostic").phone(),
    anna("/groups/{group_id}/waiting", "main h1").phone(),
    anna(SESSION, "p.code").phone(),
    anna(SESSION, "main h1").past(),
    anna(AFTER, ".rated").phone(),
    anna(AFTER, "#time-asked").past().phone(),
    anna("/groups/{group_id}/sessions/{session_id}/code", "p.code").phone(),
    anna("/groups/{group_id}/sessions/{session_id}/code", "main h1").past(),
    anna("/groups/{group_id}/sessions/{session_id}/room", ".wall-items").phone(),
    anna("/groups/{group_id}/sessions/{session_id}/room", ".wall-chart svg").query("?look=evenings"),
    anna("/groups/{group_id}/sessions/{session_id}/room", ".by-consent svg").query("?look=lines"),
    anna("/groups/{group_id}/members/{membership_id}/card", "#card-line").phone(),
    anna("/groups/{group_id}/moments/{moment_id}", "p.code"),
    anna("/groups/{group_id}/signals/{episode_id}", "main h1").phone(),
    anna("/signals/performance", "main h1"),
    anna("/signals/dropout", "main h1").phone(),
    anna("/alerts", "main h1").phone(),
    anna("/alerts", "main h1").query("?show=closed"),
    anna("/alerts/{signal_id}", "main h1").phone(),
    // An evening is no moment.
    anna("/groups/{group_id}/moments/{moment_id}", "main h1").past().status(404),
    // Who has not rated yet sees a form where the other sees both.
    by("bram", AFTER, "[role=slider]").phone(),
    // On duty, without a group.
    by("dora", "/home", "main h1"),
    by("dora", "/groups", "main h1"),
    by("dora", "/alerts", "main h1"),
    by("marieke", "/home", "main h1"),
    by("marieke", "/groups", "main h1"),
    by("marieke", "/groups/{group_id}/before", "main h1"),
    by("marieke", "/admin/groups", "main h1"),
    by("marieke", GROUP, "#panel .chart-holder svg"),
    by("marieke", MEMBER, "#member-course"),
    by("marieke", PLAN, "main h1"),
    by("els", "/leading", ".evening").phone(),
    by("els", SESSION, "p.code").phone(),
    by("marieke", SESSION, "main h1"),
    by("marieke", AFTER, "main h1"),
    by("marieke", "/groups/{group_id}/signals/{episode_id}", "main h1"),
    by("marieke", "/alerts/{signal_id}", "main h1"),
    by("marieke", "/team/groups", ".team-shares").phone(),
    by("marieke", "/team/groups", ".team-shares").query("?window=all&sort=start"),
    by("iris", "/research", "main h1").phone(),
    by("iris", "/research", "main h1").query("?instrument=peil-session.total"),
    by("iris", "/research/power", "main h1").phone(),
    by("iris", "/research/power", "main .problem").query("?groups=many&arm=individuals"),
    by("iris", "/home", "main h1").status(403),
    by("marieke", "/organisation/composition", "main h1").phone(),
    by("marieke", "/organisation/counters", "main h1").phone(),
    by("wim", "/organisation/counters", "#baseline form").query("?year=2026&not_saved=value"),
    by("wim", "/admin", "main h1").phone(),
    by("wim", "/admin/alerts", "main h1").phone(),
    by("wim", "/admin/instruments", "main h1"),
    by("wim", "/admin/organisation", "main h1"),
    by("wim", "/admin/users", "main h1").phone(),
    by("wim", "/admin/users/{account_id}", "main h1").phone(),
    by("wim", "/admin/teams", "main h1"),
    by("wim", "/admin/groups", "main h1").phone(),
    by("wim", "/admin/groups/{group_id}", "main h1").phone(),
    by("wim", "/groups/{group_id}/new-member", "main h1").phone(),
    by("wim", "/groups/{group_id}/waiting", "main h1"),
    by("wim", "/groups/{group_id}/plan", "main h1"),
    by("wim", "/admin/rules", "main h1").phone(),
    by("wim", "/admin/changes", "main h1"),
    by("wim", "/signals/performance", "main h1"),
    by("wim", "/signals/dropout", "main h1"),
];

/// What can be opened and is no page of its own, and why.
pub(super) const NO_PAGES: &[(&str, &str)] = &[
    ("/", "leads on, to the own first page or the login"),
    ("/health", "a word for programs"),
    ("/assets/{path:.*}", "style sheets, scripts, fonts"),
    ("/groups/{group_id}/before.pdf", "a sheet to print"),
    ("/groups/{group_id}/panel", "a part of the group's page, which is a stop"),
    ("/groups/{group_id}/events", "a stream for the page's script"),
    ("/groups/{group_id}/chart.svg", "a file; the same picture stands in the group's page"),
    ("/groups/{group_id}/chart.png", "a file"),
    ("/groups/{group_id}/chart.pdf", "a file"),
    ("/groups/{group_id}/members/{membership_id}/chart.svg", "a file; the same picture stands in the member's page"),
    ("/groups/{group_id}/members/{membership_id}/chart.png", "a file"),
    ("/groups/{group_id}/members/{membership_id}/chart.pdf", "a file"),
    (
        "/groups/{group_id}/members/{membership_id}/card.pdf",
        "a sheet to print; the same stands on the card, which is a stop",
    ),
    ("/groups/{group_id}/members/{membership_id}/card/chart.svg", "a file; the same picture stands on the card"),
    ("/groups/{group_id}/members/{membership_id}/card/chart.png", "a file"),
    ("/groups/{group_id}/members/{membership_id}/card/chart.pdf", "a file"),
    ("/groups/{group_id}/sessions/{session_id}/room/chart.svg", "a file; the same picture stands on the room's screen"),
    ("/groups/{group_id}/sessions/{session_id}/room/chart.png", "a file"),
    ("/groups/{group_id}/sessions/{session_id}/room/chart.pdf", "a file"),
    ("/groups/{group_id}/baseline/chart.svg", "a file; the same picture stands in its page"),
    ("/groups/{group_id}/baseline/chart.png", "a file"),
    ("/groups/{group_id}/baseline/chart.pdf", "a file"),
    ("/groups/{group_id}/composition/chart.svg", "a file; the same picture stands in its page"),
    ("/groups/{group_id}/composition/chart.png", "a file"),
    ("/groups/{group_id}/composition/chart.pdf", "a file"),
    ("/signals/dropout/chart.svg", "a file; the same picture stands in its page"),
    ("/signals/dropout/chart.png", "a file"),
    ("/signals/dropout/chart.pdf", "a file"),
    ("/groups/{group_id}/members/{membership_id}/case.pdf", "a sheet to print"),
    ("/team/groups/counted", "no page: whether its page may be opened anew"),
    ("/team/groups/effects/chart.svg", "a file; the same picture stands in its page"),
    ("/team/groups/effects/chart.png", "a file"),
    ("/team/groups/effects/chart.pdf", "a file"),
    ("/team/groups/funnel/chart.svg", "a file; the same picture stands in its page"),
    ("/team/groups/funnel/chart.png", "a file"),
    ("/team/groups/funnel/chart.pdf", "a file"),
    ("/research/power/chart.svg", "a file; the same picture stands in its page"),
    ("/research/power/chart.png", "a file"),
    ("/research/power/chart.pdf", "a file"),
    ("/organisation/counters.csv", "a file; the same figures stand in its page"),
    ("/organisation/counters.pdf", "a sheet to print"),
    ("/organisation/counters/chart.svg", "a file; the same picture stands in its page"),
    ("/organisation/counters/chart.png", "a file"),
    ("/organisation/counters/chart.pdf", "a file"),
    ("/groups/{group_id}/sessions/{session_id}/room/panel", "a part of the room's screen, which is a stop"),
    ("/groups/{group_id}/sessions/{session_id}/answered", "a part of the session's page, which is a stop"),
    ("/alerts/panel", "a part of the page of alerts, which is a stop"),
    ("/alerts/events", "a stream for the page's script"),
    ("/api/v1/openapi.json", "for programs"),
    ("/api/v1/admin/organisation", "for programs"),
    ("/api/v1/admin/rules", "for programs"),
    ("/api/v1/admin/users", "for programs"),
    ("/api/v1/admin/teams", "for programs"),
    ("/api/v1/admin/groups", "for programs"),
    ("/api/v1/admin/groups/{group_id}/members", "for programs"),
    ("/api/v1/tablet/line", "a word for the script of the last page of the tablet, which is a stop"),
    ("/api/v1/groups", "for programs"),
    ("/api/v1/groups/{group_id}/course", "for programs"),
    ("/fhir/R4/metadata", "for programs"),
    ("/fhir/R4/Questionnaire", "for programs"),
    ("/fhir/R4/Questionnaire/{questionnaire_id}", "for programs"),
    ("/fhir/R4/QuestionnaireResponse", "for programs"),
    ("/fhir/R4/QuestionnaireResponse/{response_id}", "for programs"),
    ("/fhir/R4/Observation", "for programs"),
    ("/fhir/R4/Observation/{observation_id}", "for programs"),
];
