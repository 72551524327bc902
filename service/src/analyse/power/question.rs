//! A question about power that can be answered.

use peil_stats::power::{Control, Design, Dimension, Effect, Shares, Trial};

use super::field::{FieldFault, PowerField};

/// Level of the two-sided test.
const ALPHA: f64 = 0.05;
/// The power to reach.
const TARGET: f64 = 0.8;
/// Groups and clients leave at least so much of the variance for the session.
const LEFT: f64 = 0.01;

/// What was typed, before anything is known of it.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// One text a field, in the order of [`PowerField::ALL`]; none stands for the usual number.
    pub numbers: [Option<String>; PowerField::ALL.len()],
    /// The other arm is individual care or a waiting list.
    pub individuals: bool,
    /// What the curve runs over.
    pub grows: Option<Dimension>,
}

/// A question whose every number is possible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerQuestion {
    numbers: [f64; PowerField::ALL.len()],
    trial: Trial,
    grows: Dimension,
}

impl PowerQuestion {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Every field that cannot be used, with why.
    pub fn read(typed: &Typed) -> Result<Self, Vec<(PowerField, FieldFault)>> {
        let mut faults = Vec::new();
        let mut numbers = PowerField::ALL.map(|field| field.reach().usual);
        for (at, field) in PowerField::ALL.into_iter().enumerate() {
            // What does not count is not read either.
            if field == PowerField::PerMember && !typed.individuals {
                continue;
            }
            match typed.numbers[at].as_deref().map(|text| field.read(text)) {
                Some(Ok(number)) => numbers[at] = number,
                Some(Err(fault)) => faults.push((field, fault)),
                None => {}
            }
        }
        let of = |field| number(&numbers, field);
        if faults.is_empty() && of(PowerField::Icc) + of(PowerField::ClientShare) > 1.0 - LEFT + 1e-9 {
            faults.push((PowerField::ClientShare, FieldFault::NothingLeft));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let trial = trial(&numbers, typed.individuals).map_err(|fault| vec![fault])?;
        Ok(Self { numbers, trial, grows: typed.grows.unwrap_or(Dimension::Groups) })
    }

    /// A number of it.
    #[must_use]
    pub fn number(&self, field: PowerField) -> f64 {
        number(&self.numbers, field)
    }

    /// The trial that it means.
    #[must_use]
    pub fn trial(&self) -> &Trial {
        &self.trial
    }

    /// What the curve runs over.
    #[must_use]
    pub fn grows(&self) -> Dimension {
        self.grows
    }

    /// The power to reach.
    #[must_use]
    pub fn target(&self) -> f64 {
        TARGET
    }

    /// The seed of its simulation: the same question gives the same number.
    pub(super) fn seed(&self) -> u64 {
        self.seed_over(&self.numbers)
    }

    /// The seed of the search for the smallest design, which does not follow the number that is looked for.
    pub(super) fn seed_of_search(&self) -> u64 {
        let sought = match self.grows {
            Dimension::Groups => PowerField::Groups,
            Dimension::Members => PowerField::Members,
            Dimension::Sessions => PowerField::Sessions,
        };
        let mut numbers = self.numbers;
        let of_it = PowerField::ALL.iter().zip(&mut numbers).filter(|(field, _)| **field == sought);
        of_it.for_each(|(_, number)| *number = 0.0);
        self.seed_over(&numbers)
    }

    /// FNV-1a over what counts.
    fn seed_over(&self, numbers: &[f64]) -> u64 {
        let individuals = u64::from(self.trial.design.control != Control::Groups);
        let bits = numbers.iter().map(|number| number.to_bits()).chain([individuals]);
        bits.flat_map(u64::to_le_bytes)
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

fn number(numbers: &[f64; PowerField::ALL.len()], field: PowerField) -> f64 {
    PowerField::ALL.iter().zip(numbers).find(|(other, _)| **other == field).map_or(0.0, |(_, number)| *number)
}

fn trial(numbers: &[f64; PowerField::ALL.len()], individuals: bool) -> Result<Trial, (PowerField, FieldFault)> {
    let of = |field| number(numbers, field);
    let whole = |field| of(field) as usize;
    let per_member = of(PowerField::PerMember);
    let design = Design {
        groups: whole(PowerField::Groups),
        members: whole(PowerField::Members),
        sessions: whole(PowerField::Sessions),
        spacing: 1.0,
        dropout: of(PowerField::Dropout) / 100.0,
        control: if individuals { Control::Individuals { per_member } } else { Control::Groups },
    };
    if design.clients_in_control() < 2 {
        return Err((PowerField::PerMember, FieldFault::Outside));
    }
    let shares = Shares {
        deviation: 1.0,
        icc: of(PowerField::Icc),
        client_share: of(PowerField::ClientShare),
        slope_variance: of(PowerField::SlopeVariance),
        slope_icc: of(PowerField::Icc),
    };
    let variances = shares.variances().map_err(|_| (PowerField::ClientShare, FieldFault::NothingLeft))?;
    Ok(Trial { design, variances, effect: Effect::End(of(PowerField::Effect)), alpha: ALPHA })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(numbers: &[(PowerField, &str)]) -> Typed {
        let text = |field| numbers.iter().find(|(other, _)| *other == field).map(|(_, text)| (*text).to_owned());
        Typed { numbers: PowerField::ALL.map(text), ..Typed::default() }
    }

    #[test]
    fn nothing_typed_is_the_usual_question() {
        let question = PowerQuestion::read(&Typed::default()).unwrap();
        assert_eq!((question.trial().design.groups, question.number(PowerField::Icc)), (10, 0.06));
        assert_eq!(question.trial().design.control, Control::Groups);
    }

    #[test]
    fn every_wrong_field_is_told_with_its_reason() {
        let wrong = typed(&[
            (PowerField::Groups, "many"),
            (PowerField::Members, "7.5"),
            (PowerField::Dropout, "-1"),
            (PowerField::Effect, "NaN"),
        ]);
        let faults = PowerQuestion::read(&wrong).unwrap_err();
        assert_eq!(
            faults,
            [
                (PowerField::Groups, FieldFault::NoNumber),
                (PowerField::Members, FieldFault::NotWhole),
                (PowerField::Effect, FieldFault::NoNumber),
                (PowerField::Dropout, FieldFault::Outside),
            ]
        );
        let nothing_left = typed(&[(PowerField::Icc, "0,2"), (PowerField::ClientShare, "0.8")]);
        assert_eq!(
            PowerQuestion::read(&nothing_left).unwrap_err(),
            [(PowerField::ClientShare, FieldFault::NothingLeft)]
        );
    }

    #[test]
    fn the_seed_follows_the_question_and_not_what_the_curve_runs_over() {
        let seed = |typed: &Typed| PowerQuestion::read(typed).unwrap().seed();
        let usual = seed(&Typed::default());
        assert_eq!(usual, seed(&Typed { grows: Some(Dimension::Members), ..Typed::default() }));
        assert_ne!(usual, seed(&Typed { individuals: true, ..Typed::default() }));
        assert_ne!(usual, seed(&typed(&[(PowerField::Groups, "11")])));
    }
}
