//! `peil access`: the table of roles and routes, as Markdown.

use crate::{
    access::{Audience, ROUTES},
    domain::Role,
};

/// The table: a row a route, a column a role.
#[must_use]
pub fn table() -> String {
    let mut text = String::from(
        "| route | anybody | client | therapist | team lead | experience expert | researcher | administrator |\n",
    );
    text.push_str("|---|---|---|---|---|---|---|---|\n");
    for route in ROUTES {
        let everyone = route.audience == Audience::Everyone;
        let roles: &[Role] = match route.audience {
            Audience::Roles(roles) => roles,
            Audience::Everyone | Audience::Client => &[],
        };
        let mark = |allowed: bool| if allowed { "✓" } else { "" };
        let cells = [
            mark(everyone),
            mark(everyone || route.audience == Audience::Client),
            mark(everyone || roles.contains(&Role::Therapist)),
            mark(everyone || roles.contains(&Role::TeamLead)),
            mark(everyone || roles.contains(&Role::ExperienceExpert)),
            mark(everyone || roles.contains(&Role::Researcher)),
            mark(everyone || roles.contains(&Role::Administrator)),
        ];
        text.push_str(&format!("| `{} {}` | {} |\n", route.method, route.path, cells.join(" | ")));
    }
    text
}
