//! The hazard that a simulated world really has for whom a client's own past is known: Bayes' rule over when, and whether, the
//! client will leave, with every number of the world known. The plan and what happens to the group are known too.

use peil_stats::signals::{Form, Presence};
use peil_stats::simulate::{GroupTruth, WorldGroup, WorldMember, WorldSettings};

/// Deviations of a client's usual rating between clients and between groups, and what it drops by before a leaving that shows.
const RATES: (f64, f64) = (0.9, 0.4);
const DROP: f64 = 1.2;
/// Absences without and with notice, and forms missed, of who is about to leave and shows it, and of others.
const FADING: [f64; 3] = [0.35, 0.10, 0.35];
const USUAL: [f64; 3] = [0.03, 0.06, 0.04];

/// When a client leaves, and whether that shows; `None` is who stays.
type Leaving = Option<(usize, bool)>;

/// The probability that the member in this seat leaves after the first `held` sessions (2 or more), by what they showed of the
/// member; none where nobody leaves any more.
pub(crate) fn hazard(settings: &WorldSettings, group: &WorldGroup, seat: usize, held: usize) -> Option<f64> {
    let member = &group.members[seat];
    let last = usize::try_from(group.sessions).ok()?.checked_sub(2).filter(|last| (2..=*last).contains(&held))?;
    let of = |leaving: Leaving| {
        (prior(settings, group.sessions, leaving).ln() + evidence(settings, group, (seat, member), held, leaving)).exp()
    };
    let at = |after: usize| of(Some((after, true))) + of(Some((after, false)));
    let now = at(held);
    Some(now / (now + (held + 1..=last).map(at).sum::<f64>() + of(None)))
}

/// Most leave in the first half: the share of the stay that they see is a uniform number to the power 1.5.
fn prior(settings: &WorldSettings, sessions: u32, leaving: Leaving) -> f64 {
    let Some((after, shows)) = leaving else { return 1.0 - settings.leaving };
    let before = |count: usize| (count as f64 / f64::from(sessions - 3)).powf(2.0 / 3.0);
    let shown = if shows { settings.forewarned } else { 1.0 - settings.forewarned };
    settings.leaving * (before(after - 1) - before(after - 2)) * shown
}

/// The log-likelihood of what was seen, up to a constant; the client's usual rating is integrated out.
fn evidence(
    settings: &WorldSettings,
    group: &WorldGroup,
    (seat, member): (usize, &WorldMember),
    held: usize,
    leaving: Leaving,
) -> f64 {
    let (mut seen, mut rated, mut sum, mut squares) = (0.0, 0.0, 0.0, 0.0);
    for (session, visit) in (1..).zip(&member.visits[..held]) {
        let fading = leaving.is_some_and(|(after, shows)| shows && session + 2 >= after);
        let [silent, told, missed] = if fading { FADING } else { USUAL };
        let missed = match (session, leaving) {
            (1, None) => settings.first_missed.0,
            (1, Some(_)) => settings.first_missed.1,
            _ => missed,
        };
        seen += match visit.presence {
            // Everybody comes to the first session.
            Presence::Present if session == 1 => 0.0,
            Presence::Present => (1.0 - silent - told).ln(),
            Presence::AbsentWithoutNotice => silent.ln(),
            _ => told.ln(),
        };
        if visit.presence == Presence::Present {
            seen += if visit.form == Form::Completed { 1.0 - missed } else { missed }.ln();
        }
        if let Some(rating) = visit.process {
            let rest = rating - 7.0 - happens(group.truth, session, seat) + if fading { DROP } else { 0.0 };
            (rated, sum, squares) = (rated + 1.0, sum + rest, squares + rest * rest);
        }
    }
    let (own, evening) = settings.process_noise;
    let (noise, between) = (own.powi(2) + evening.powi(2), RATES.0.powi(2) + RATES.1.powi(2));
    seen - 0.5 * (squares - between * sum * sum / (noise + rated * between)) / noise
}

/// By how much what happens to the group moves this member's rating.
fn happens(truth: GroupTruth, session: usize, seat: usize) -> f64 {
    let since = |from: u32| session as f64 - f64::from(from);
    match truth {
        GroupTruth::Rupture(at) if since(at) >= 0.0 => -2.5 * (-since(at) / 1.5).exp(),
        GroupTruth::Splitting(from) if since(from) >= 0.0 && seat.is_multiple_of(2) => {
            -0.8 * (since(from) + 1.0).min(4.0)
        }
        GroupTruth::Outsider(from) if since(from) >= 0.0 && seat == 0 => -2.5,
        _ => 0.0,
    }
}
