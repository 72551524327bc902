//! How a client stands, for the rules of the group.

use super::{ClientCourse, Level, Rule, Scale, Settings, client_findings};
use crate::expected::ExpectedCourse;

/// How a member of a group stood at the newest outcome score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// In the clinical range.
    pub clinical: bool,
    /// Stagnates (STAG), or is off track beyond the outer limit (OFF, red). Amber alone is not stuck: one in six clients
    /// on their expected course lies there.
    pub stuck: bool,
}

/// How a client stood at the newest outcome score; `None` without a score or a cut-off.
#[must_use]
pub fn standing(
    course: ClientCourse<'_>,
    scale: &Scale,
    expected: Option<&ExpectedCourse>,
    settings: &Settings,
) -> Option<Standing> {
    let then = course.until_newest_score();
    let clinical = scale.is_clinical(then.newest()?.1)?;
    let findings = client_findings(then, scale, expected, settings);
    let stuck = findings.iter().any(|finding| match finding.rule {
        Rule::Stagnation => true,
        Rule::OffTrack => finding.level == Level::Attention,
        _ => false,
    });
    Some(Standing { clinical, stuck })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::expected::Limits;
    use crate::signals::example::{expected, missed, phq9, weekly};

    fn stands(visits: &[super::super::Visit]) -> Option<Standing> {
        let course = ClientCourse::new(visits, None).unwrap();
        standing(course, &phq9(), Some(&expected()), &Settings::default())
    }

    #[test]
    fn the_newest_score_counts_whatever_came_after() {
        let mut visits = weekly(&[15.0; 9]);
        visits.push(missed(9));
        assert_eq!(stands(&visits), Some(Standing { clinical: true, stuck: true }));
        assert_eq!(stands(&weekly(&[15.0, 9.0])), Some(Standing { clinical: false, stuck: false }));
        assert_eq!(stands(&[missed(0)]), None);
    }

    #[test]
    fn amber_is_not_stuck_and_red_is() {
        let limits = expected().limits(20.0, 2.0);
        let at = |z: f64| stands(&weekly(&[20.0, 19.0, limits.worse(z)])).unwrap().stuck;
        assert!(!at(1.1) && at(Limits::Z_80 + 0.01));
    }
}
