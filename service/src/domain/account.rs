//! Who somebody is to the service.

use super::group::words;

words! {
    /// What an account may do; the table of routes in `access` says what that is.
    Role, "role" {
        /// Leads groups and sees those only.
        Therapist => "therapist",
        /// Sees the groups of the own team.
        TeamLead => "team_lead",
        /// Leads groups out of own experience: holds the sessions, and sees nothing of what is measured.
        ExperienceExpert => "experience_expert",
        /// Pulls pseudonymised data and sees nobody.
        Researcher => "researcher",
        /// Keeps accounts and instruments and sees no answers.
        Administrator => "administrator",
    }
}
