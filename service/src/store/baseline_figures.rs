//! Figures of the year that growth is measured against, as somebody entered them.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::AccountId;

sql! {
    OF_YEAR = "SELECT f.counter, f.quarter, f.setting, f.value, f.definitions, a.display_name, f.entered_at
               FROM baseline_figures f
               LEFT JOIN accounts a ON a.organisation_id = f.organisation_id AND a.account_id = f.entered_by
               WHERE f.organisation_id = $1 AND f.year = $2 ORDER BY f.counter, f.setting, f.quarter";
    SAVE = "INSERT INTO baseline_figures (organisation_id, year, counter, quarter, setting, value, definitions,
                                          entered_by, entered_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (organisation_id, year, counter, quarter, setting) DO UPDATE SET
                value = excluded.value, definitions = excluded.definitions, entered_by = excluded.entered_by,
                entered_at = excluded.entered_at";
    OF_KEY = "SELECT value FROM baseline_figures
              WHERE organisation_id = $1 AND year = $2 AND counter = $3 AND quarter = $4 AND setting = $5 FOR UPDATE";
    REMOVE = "DELETE FROM baseline_figures
              WHERE organisation_id = $1 AND year = $2 AND counter = $3 AND quarter = $4 AND setting = $5";
}

/// Which figure: the year, the counter's word, quarter (0 is the year) and setting (0 is all, 4 is 4 to 8).
pub type FigureKey<'a> = (i16, &'a str, i16, i16);

/// An entered figure.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselineFigureRow {
    /// The counter's word.
    pub counter: String,
    /// 0 is the whole year.
    pub quarter: i16,
    /// 0 is all settings, 4 is 4 to 8.
    pub setting: i16,
    /// The figure.
    pub value: f64,
    /// By which definitions it was entered.
    pub definitions: String,
    /// Who entered it; none by the command line of the machine.
    pub entered_by: Option<String>,
    /// When.
    pub entered_at: Timestamp,
}

impl Tenant<'_> {
    /// The figures of a year.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn baseline_figures(&self, year: i16) -> Result<Vec<BaselineFigureRow>, StoreError> {
        let rows = self.query(OF_YEAR, &[&self.organisation().uuid(), &year]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, OF_YEAR);
            Ok(BaselineFigureRow {
                counter: read.value()?,
                quarter: read.value()?,
                setting: read.value()?,
                value: read.value()?,
                definitions: read.value()?,
                entered_by: read.value()?,
                entered_at: read.value()?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Enters a figure, or another one in its place.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_baseline_figure(
        &self,
        (year, counter, quarter, setting): FigureKey<'_>,
        (value, definitions): (f64, &str),
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (organisation, by) = (self.organisation().uuid(), by.map(AccountId::uuid));
        self.execute(SAVE, &[&organisation, &year, &counter, &quarter, &setting, &value, &definitions, &by, &now])
            .await?;
        Ok(())
    }

    /// A figure as it is now, until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn baseline_figure(
        &self,
        (year, counter, quarter, setting): FigureKey<'_>,
    ) -> Result<Option<f64>, StoreError> {
        let organisation = self.organisation().uuid();
        let row = self.query_opt(OF_KEY, &[&organisation, &year, &counter, &quarter, &setting]).await?;
        row.map(|row| Reader::new(&row, OF_KEY).value()).transpose()
    }

    /// Takes a figure back; `false` when there was none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn remove_baseline_figure(
        &self,
        (year, counter, quarter, setting): FigureKey<'_>,
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        Ok(self.execute(REMOVE, &[&organisation, &year, &counter, &quarter, &setting]).await? == 1)
    }
}
