//! Figures of the baseline year that an administrator enters. What each was and became is written down, and stays.

use jiff::Timestamp;

use super::{
    definitions::{BASELINE_YEAR, Counter, GROWING, VERSION},
    figures::{Class, Period},
};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, ChangeId},
    store::{NewChange, StoreError, Tenant},
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

/// Which figure of the baseline year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaselineKey {
    counter: Counter,
    period: Period,
    class: Class,
}

/// A figure of the baseline year, checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BaselineFigure {
    key: BaselineKey,
    value: f64,
}

impl BaselineKey {
    /// A figure that growth can be measured from.
    ///
    /// # Errors
    ///
    /// [`BaselineError::Counter`].
    pub fn new(counter: Counter, period: Period, class: Class) -> Result<Self, BaselineError> {
        if GROWING.contains(&counter) { Ok(Self { counter, period, class }) } else { Err(BaselineError::Counter) }
    }

    fn stored(self) -> crate::store::FigureKey<'static> {
        let (quarter, setting) = (self.period.quarter().unwrap_or(0), self.class.number().unwrap_or(0));
        (BASELINE_YEAR, self.counter.word(), quarter, setting)
    }

    /// A figure as the list of changes says it.
    fn told(self, value: f64) -> String {
        let Self { counter, period, class } = self;
        format!("{} {BASELINE_YEAR} {} {}: {value}", counter.word(), period.word(), class.word())
    }
}

impl BaselineFigure {
    /// A figure as somebody typed it, with a comma or a point.
    ///
    /// # Errors
    ///
    /// [`BaselineError::Value`].
    pub fn read(key: BaselineKey, typed: &str) -> Result<Self, BaselineError> {
        let counter = key.counter;
        let plain = typed.trim().replace(',', ".");
        let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let value: f64 = plain.parse().ok().filter(|_| digits).ok_or(BaselineError::Value)?;
        let most = if counter == Counter::GroupShare { 100.0 } else { MOST };
        let whole = counter == Counter::GroupShare || value.fract() == 0.0;
        if value > 0.0 && value <= most && whole { Ok(Self { key, value }) } else { Err(BaselineError::Value) }
    }
}

/// Enters a figure in place of the one before, and writes down what both are; nothing where they are the same. `by` is none at
/// the machine's own command line.
///
/// # Errors
///
/// [`BaselineError::Store`] when the database does not answer.
pub async fn enter_baseline(
    tenant: &Tenant<'_>,
    BaselineFigure { key, value }: BaselineFigure,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), BaselineError> {
    let was = tenant.baseline_figure(key.stored()).await?;
    if was != Some(value) {
        tenant.save_baseline_figure(key.stored(), (value, VERSION), by, now).await?;
        note(tenant, "enter-baseline-figure", (was.map(|was| key.told(was)), Some(key.told(value))), by, now).await?;
    }
    Ok(())
}

/// Takes a figure back, and writes down what it was; `false` where there was none.
///
/// # Errors
///
/// [`BaselineError::Store`] when the database does not answer.
pub async fn remove_baseline(
    tenant: &Tenant<'_>,
    key: BaselineKey,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<bool, BaselineError> {
    let Some(was) = tenant.baseline_figure(key.stored()).await? else { return Ok(false) };
    tenant.remove_baseline_figure(key.stored()).await?;
    note(tenant, "remove-baseline-figure", (Some(key.told(was)), None), by, now).await?;
    Ok(true)
}

/// The audit names the row that says which figure it was, and from what to what.
async fn note(
    tenant: &Tenant<'_>,
    action: &'static str,
    (was, became): (Option<String>, Option<String>),
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), BaselineError> {
    let id = ChangeId::new(now);
    let change = NewChange {
        id,
        by,
        kind: "organisation",
        subject: tenant.organisation().uuid(),
        field: "baseline_figure",
        was: was.as_deref(),
        became: became.as_deref(),
    };
    tenant.insert_set_up_change(&change, now).await?;
    let actor = by.map_or(Actor::System, Actor::Account);
    record(tenant, &AuditEvent::new(actor, action).on("change", id.uuid()), now);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{BaselineError, BaselineFigure, BaselineKey, Class, Counter, Period};

    fn read(counter: Counter, typed: &str) -> Result<BaselineFigure, BaselineError> {
        BaselineFigure::read(BaselineKey::new(counter, Period::Year, Class::All)?, typed)
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
