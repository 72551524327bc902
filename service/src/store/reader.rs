//! Reads a row column by column, each as the type that the row struct wants.

use tokio_postgres::{Row, types::FromSql};
use uuid::Uuid;

use super::{StoreError, connection::column};
use crate::domain::UnknownWord;

/// The next column of a row.
pub(super) struct Reader<'r> {
    row: &'r Row,
    sql: &'static str,
    position: usize,
}

impl<'r> Reader<'r> {
    /// Starts at the first column of a row that came from `sql`.
    pub(super) fn new(row: &'r Row, sql: &'static str) -> Self {
        Self { row, sql, position: 0 }
    }

    /// A plain value.
    pub(super) fn value<T: FromSql<'r>>(&mut self) -> Result<T, StoreError> {
        let position = self.position;
        self.position += 1;
        column(self.row, self.sql, position)
    }

    /// An identifier.
    pub(super) fn id<T: From<Uuid>>(&mut self) -> Result<T, StoreError> {
        Ok(T::from(self.value::<Uuid>()?))
    }

    /// An identifier that may be absent.
    pub(super) fn id_opt<T: From<Uuid>>(&mut self) -> Result<Option<T>, StoreError> {
        Ok(self.value::<Option<Uuid>>()?.map(T::from))
    }

    /// A word of a closed list.
    pub(super) fn word<T: std::str::FromStr<Err = UnknownWord>>(&mut self) -> Result<T, StoreError> {
        Ok(self.value::<&str>()?.parse()?)
    }

    /// A word that may be absent.
    pub(super) fn word_opt<T: std::str::FromStr<Err = UnknownWord>>(&mut self) -> Result<Option<T>, StoreError> {
        Ok(self.value::<Option<&str>>()?.map(str::parse).transpose()?)
    }
}
