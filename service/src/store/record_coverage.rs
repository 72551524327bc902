//! Of which days and settings imports of a record system said that they hold everything.

use jiff::civil::Date;

use super::{StoreError, Tenant, reader::Reader, statement::sql};

sql! {
    OF_KIND = "SELECT r.setting, lower(d.days), upper(d.days)
               FROM record_coverage r CROSS JOIN LATERAL unnest(r.days) AS d (days)
               WHERE r.organisation_id = $1 AND r.kind = $2 ORDER BY 2, 3, 1";
    // Days that overlap or touch become one span.
    COVER = "INSERT INTO record_coverage AS r (organisation_id, kind, setting, days)
             SELECT $1, $2, n.setting, datemultirange(daterange($4, $5)) FROM unnest($3::smallint[]) AS n (setting)
             ON CONFLICT (organisation_id, kind, setting) DO UPDATE SET days = r.days + excluded.days";
    UNCOVER = "UPDATE record_coverage SET days = days - datemultirange(daterange($4, $5))
               WHERE organisation_id = $1 AND kind = $2 AND setting = ANY ($3)";
}

/// What of the record system is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordSource {
    /// Contacts with one client alone.
    IndividualContacts,
    /// Clients at group sessions.
    GroupSessions,
}

/// Spans of days of which everything was imported, setting by setting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Setting 1 to 8, the first day, and the day after the last.
    spans: Vec<(i16, Date, Date)>,
}

impl RecordSource {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::IndividualContacts => "individual_contacts",
            Self::GroupSessions => "group_sessions",
        }
    }
}

impl Coverage {
    /// Whether every day from one to before another was imported, of each of these settings.
    #[must_use]
    pub fn holds(&self, settings: &[i16], (from, before): (Date, Date)) -> bool {
        let held =
            |setting: &i16| self.spans.iter().any(|(of, first, end)| of == setting && *first <= from && *end >= before);
        settings.iter().all(held)
    }

    /// Whether nothing is covered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Each span with its settings: first day, last day, settings in order.
    #[must_use]
    pub fn spans(&self) -> Vec<(Date, Date, Vec<i16>)> {
        let mut spans: Vec<(Date, Date, Vec<i16>)> = Vec::new();
        for (setting, first, end) in &self.spans {
            let last = end.yesterday().unwrap_or(*end);
            match spans.iter_mut().find(|(of, until, _)| (of, until) == (first, &last)) {
                Some((.., settings)) => settings.push(*setting),
                None => spans.push((*first, last, vec![*setting])),
            }
        }
        spans
    }
}

impl Tenant<'_> {
    /// Of which days everything of a source was imported.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn record_coverage(&self, source: RecordSource) -> Result<Coverage, StoreError> {
        let rows = self.query(OF_KIND, &[&self.organisation().uuid(), &source.word()]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, OF_KIND);
            Ok((read.value()?, read.value()?, read.value()?))
        };
        Ok(Coverage { spans: rows.iter().map(read).collect::<Result<_, StoreError>>()? })
    }

    /// Notes that everything of these settings was imported, from one day to before another.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn cover_records(
        &self,
        source: RecordSource,
        settings: &[i16],
        (from, before): (Date, Date),
    ) -> Result<(), StoreError> {
        self.execute(COVER, &[&self.organisation().uuid(), &source.word(), &settings, &from, &before]).await?;
        Ok(())
    }

    /// Takes that back.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn uncover_records(
        &self,
        source: RecordSource,
        settings: &[i16],
        (from, before): (Date, Date),
    ) -> Result<(), StoreError> {
        self.execute(UNCOVER, &[&self.organisation().uuid(), &source.word(), &settings, &from, &before]).await?;
        Ok(())
    }
}
