//! The library that a request may use: that of its organisation, or what ships where there is none.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web::Data};
use futures_util::future::LocalBoxFuture;
use peil_questionnaires::Library;
use std::{ops::Deref, sync::Arc};

use super::{CurrentLogin, Problem, ProblemKind};
use crate::{
    collect::{Entry, Libraries},
    domain::OrganisationId,
    store::Store,
};

/// The library of the organisation that a login or a client at a tablet belongs to.
#[derive(Clone)]
pub struct OwnLibrary(Arc<Library>);

impl OwnLibrary {
    /// The library of an organisation that is known otherwise.
    ///
    /// # Errors
    ///
    /// [`Problem`] when the database does not answer.
    pub async fn of(libraries: &Libraries, store: &Store, organisation: OrganisationId) -> Result<Self, Problem> {
        let mut connection = store.connect().await?;
        let tenant = connection.begin(organisation).await?;
        Ok(Self(libraries.of(&tenant).await?))
    }
}

impl Deref for OwnLibrary {
    type Target = Library;

    fn deref(&self) -> &Library {
        &self.0
    }
}

impl FromRequest for OwnLibrary {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = request.app_data::<Data<Libraries>>().cloned().zip(request.app_data::<Data<Store>>().cloned());
        let login = request.extensions().get::<CurrentLogin>().map(|login| login.who.organisation);
        let organisation = login.or_else(|| request.extensions().get::<Entry>().map(|entry| entry.organisation));
        Box::pin(async move {
            let (libraries, store) = parts.ok_or_else(|| Problem::new(ProblemKind::Internal))?;
            match organisation {
                Some(organisation) => Self::of(&libraries, &store, organisation).await,
                None => Ok(Self(Arc::clone(libraries.shipped()))),
            }
        })
    }
}
