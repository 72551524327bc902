//! Figures of the baseline year that an administrator enters.

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    definitions::{BASELINE_YEAR, Counter, GROWING, VERSION},
    figures::{Class, Period},
};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::AccountId,
    store::{StoreError, Tenant},
};

/// The largest number of consults that can be entered.
const MOST: f64 = 1e9;

/// Why a figure cannot be entered.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// Growth is not followed for this counter.
    #[error("a baseline is kept of group_consults, clients and group_share")]
    Counter,
    /// Not a number that the counter can have.
    #[error("write a number above 0, without signs; consults and clients are whole, a share is at most 100")]
    Value,
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A figure of the baseline year, checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BaselineFigure {
    counter: Counter,
    period: Period,
    class: Class,
    value: f64,
}

impl BaselineFigure {
    /// A figure as somebody typed it, with a comma or a point.
    ///
    /// # Errors
    ///
    /// [`BaselineError::Counter`] or [`BaselineError::Value`].
    pub fn read(counter: Counter, period: Period, class: Class, typed: &str) -> Result<Self, BaselineError> {
        if !GROWING.contains(&counter) {
            return Err(BaselineError::Counter);
        }
        let plain = typed.trim().replace(',', ".");
        let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let value: f64 = plain.parse().ok().filter(|_| digits).ok_or(BaselineError::Value)?;
        let most = if counter == Counter::GroupShare { 100.0 } else { MOST };
        let whole = counter == Counter::GroupShare || value.fract() == 0.0;
        if value > 0.0 && value <= most && whole {
            Ok(Self { counter, period, class, value })
        } else {
            Err(BaselineError::Value)
        }
    }
}

/// Enters a figure in place of the one before, and writes down who did.
///
/// # Errors
///
/// [`BaselineError::Store`] when the database does not answer.
pub async fn enter_baseline(
    tenant: &Tenant<'_>,
    figure: BaselineFigure,
    by: AccountId,
    now: Timestamp,
) -> Result<(), BaselineError> {
    let BaselineFigure { counter, period, class, value } = figure;
    let key = key(counter, period, class);
    tenant.save_baseline_figure(key, (value, VERSION), by, now).await?;
    record(tenant, &event("enter-baseline-figure", tenant.organisation().uuid(), by), now);
    Ok(())
}

/// Takes a figure back, and writes down who did; nothing where there was none.
///
/// # Errors
///
/// [`BaselineError`] for a counter without a baseline, or when the database does not answer.
pub async fn remove_baseline(
    tenant: &Tenant<'_>,
    (counter, period, class): (Counter, Period, Class),
    by: AccountId,
    now: Timestamp,
) -> Result<(), BaselineError> {
    if !GROWING.contains(&counter) {
        return Err(BaselineError::Counter);
    }
    if tenant.remove_baseline_figure(key(counter, period, class)).await? {
        record(tenant, &event("remove-baseline-figure", tenant.organisation().uuid(), by), now);
    }
    Ok(())
}

fn key(counter: Counter, period: Period, class: Class) -> crate::store::FigureKey<'static> {
    (BASELINE_YEAR, counter.word(), period.quarter().unwrap_or(0), class.number().unwrap_or(0))
}

fn event(action: &'static str, organisation: Uuid, by: AccountId) -> AuditEvent {
    AuditEvent::new(Actor::Account(by), action).on("organisation", organisation)
}

#[cfg(test)]
mod tests {
    use super::{BaselineError, BaselineFigure, Class, Counter, Period};

    fn read(counter: Counter, typed: &str) -> Result<BaselineFigure, BaselineError> {
        BaselineFigure::read(counter, Period::Year, Class::All, typed)
    }

    #[test]
    fn a_figure_is_a_plain_number_that_its_counter_can_have() {
        assert!(matches!(read(Counter::GroupConsults, " 1200 "), Ok(figure) if figure.value == 1200.0));
        assert!(matches!(read(Counter::GroupShare, "12,5"), Ok(figure) if figure.value == 12.5));
        for (counter, typed) in [
            (Counter::GroupConsults, "12,5"),
            (Counter::GroupConsults, "-3"),
            (Counter::Clients, "0"),
            (Counter::Clients, "1e3"),
            (Counter::Clients, "1.200,5"),
            (Counter::GroupShare, "100,1"),
            (Counter::Clients, "inf"),
            (Counter::Clients, ""),
        ] {
            assert!(matches!(read(counter, typed), Err(BaselineError::Value)), "{counter:?} {typed}");
        }
        assert!(matches!(read(Counter::Sessions, "3"), Err(BaselineError::Counter)));
    }
}
