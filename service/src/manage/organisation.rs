//! An organisation: founded with its first administrator, renamed, and what is switched for all of it.

use jiff::{Timestamp, tz::TimeZone};
use peil_questionnaires::Library;

use super::{Desk, Fields, Hand, ManageError};
use crate::{
    access::Token,
    clock::local_date,
    collect::register_instruments,
    domain::{OrganisationId, OrganisationName, Role, WallRule},
    signals::judge_anew,
    store::{OrganisationRow, Store},
};

/// The most answers that the wall may wait for.
const MOST_FEWEST: i16 = 20;

/// Founds an organisation with its first administrator, and returns the link by which he chooses a password.
///
/// Fields: `name`, `time_zone`, and of the administrator `email`, `administrator` (his name) and `language`.
///
/// # Errors
///
/// [`ManageError::Field`], [`ManageError::NameTaken`], [`ManageError::EmailTaken`], or the store's own; nothing is left then.
pub async fn found_organisation(
    store: &Store,
    library: &Library,
    fields: &Fields,
    now: Timestamp,
) -> Result<Token, ManageError> {
    let name = fields.read("name", OrganisationName::parse)?;
    let known = |zone: &str| {
        TimeZone::get(zone).map(|_| zone.to_owned()).map_err(|_| "no such time zone, as in Europe/Amsterdam")
    };
    let zone = fields.read_opt("time_zone", known)?.unwrap_or_else(|| "Europe/Amsterdam".to_owned());
    let id = OrganisationId::new(now);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(id).await?;
    tenant.insert_organisation(name.as_str(), &zone, now).await?;
    register_instruments(&tenant, library, now).await?;
    let desk = Desk::new(&tenant, Hand::Console, (local_date(now, &zone), now));
    let became = Fields::default().with("name", name.as_str()).with("time_zone", zone.as_str());
    desk.note("add-organisation", ("organisation", id.uuid()), &Fields::default(), &became).await?;
    let administrator = Fields::default()
        .with("email", fields.text("email"))
        .with("name", fields.text("administrator"))
        .with("language", fields.text("language"))
        .with("role", Role::Administrator.word());
    let (_, link) = desk.add_staff(&administrator).await?;
    tenant.commit().await?;
    Ok(link)
}

impl Desk<'_> {
    /// Gives the organisation another name. Field: `name`.
    ///
    /// # Errors
    ///
    /// [`ManageError::Field`], [`ManageError::NameTaken`], [`ManageError::Forbidden`], or the store's own.
    pub async fn rename_organisation(&self, fields: &Fields) -> Result<(), ManageError> {
        self.whole_organisation()?;
        let name = fields.read("name", OrganisationName::parse)?;
        let was = self.own().await?.name;
        self.tenant.rename_organisation(name.as_str()).await?;
        self.note_own("rename-organisation", "name", was, name.as_str()).await
    }

    /// Switches the module of signals on or off, and has what came meanwhile judged. Field: `signals`, `on` or `off`.
    ///
    /// # Errors
    ///
    /// As above.
    pub async fn switch_signals(&self, fields: &Fields) -> Result<(), ManageError> {
        self.whole_organisation()?;
        let on = match fields.text("signals") {
            "on" => true,
            "off" => false,
            _ => return Err(ManageError::Field { field: "signals", why: "on or off".to_owned() }),
        };
        let was = self.own().await?.signals_enabled;
        self.tenant.set_signals_enabled(on).await?;
        // What came meanwhile was judged by nobody.
        if on && !was {
            judge_anew(self.tenant, self.now).await?;
        }
        let word = |on: bool| if on { "on" } else { "off" };
        let action = if on { "switch-signals-on" } else { "switch-signals-off" };
        self.note_own(action, "signals", word(was), word(on)).await
    }

    /// From how many answers on the wall of the room shows a picture. Field: `fewest`, 5 to 20.
    ///
    /// # Errors
    ///
    /// As above.
    pub async fn set_wall_fewest(&self, fields: &Fields) -> Result<(), ManageError> {
        self.whole_organisation()?;
        let fits = |text: &str| {
            let number =
                text.parse::<i16>().ok().filter(|fewest| *fewest <= MOST_FEWEST && WallRule::new(*fewest).is_ok());
            number.ok_or("a whole number from 5 to 20")
        };
        let fewest = fields.read("fewest", fits)?;
        let was = self.tenant.wall_fewest().await?;
        self.tenant.set_wall_fewest(fewest).await?;
        self.note_own("set-wall-fewest", "fewest", was.to_string(), fewest.to_string()).await
    }

    /// The organisation as it is.
    ///
    /// # Errors
    ///
    /// The store's own.
    pub async fn own(&self) -> Result<OrganisationRow, ManageError> {
        Ok(self.tenant.own_organisation().await?)
    }

    pub(super) async fn note_own(
        &self,
        action: &'static str,
        field: &str,
        was: impl Into<String>,
        became: impl Into<String>,
    ) -> Result<(), ManageError> {
        let id = self.tenant.organisation().uuid();
        let (was, became) = (Fields::default().with(field, was), Fields::default().with(field, became));
        self.note(action, ("organisation", id), &was, &became).await
    }
}
