//! Setting up, for programs of administrators, team leads and, for members, therapists. By the cookie of a login.
//!
//! What comes in is JSON of named fields; each goes to one use case of `manage`, which names the field that it refuses.

pub(super) mod groups;
pub(super) mod members;
pub(super) mod organisation;
pub(super) mod people;

use std::{collections::BTreeMap, future::Ready, future::ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web::Data};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    clock::{SharedClock, local_date},
    manage::{Desk, Fields, Hand},
    store::{Store, Tenant},
    web::{CurrentLogin, Problem, ProblemKind},
};

/// What was made.
#[derive(Serialize, ToSchema)]
pub(super) struct Made {
    id: Uuid,
}

/// Who asks, and what answers.
pub(super) struct Counter {
    login: CurrentLogin,
    store: Data<Store>,
    now: Timestamp,
    today: Date,
}

impl Counter {
    fn desk<'a>(&'a self, tenant: &'a Tenant<'a>) -> Desk<'a> {
        Desk::new(tenant, Hand::Account(&self.login.who), (self.today, self.now))
    }
}

/// A body as fields: numbers as text, and null as left empty.
fn fields(body: &impl Serialize) -> Fields {
    let Ok(Value::Object(named)) = serde_json::to_value(body) else { return Fields::default() };
    let text = |value: Value| match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    Fields::new(named.into_iter().map(|(name, value)| (name, text(value))).collect::<BTreeMap<_, _>>())
}

impl FromRequest for Counter {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = || {
            let login = request.extensions().get::<CurrentLogin>().cloned();
            let login = login.ok_or_else(|| Problem::new(ProblemKind::NotLoggedIn))?;
            let missing = || Problem::new(ProblemKind::Internal);
            let now = request.app_data::<Data<SharedClock>>().ok_or_else(missing)?.now();
            let store = request.app_data::<Data<Store>>().ok_or_else(missing)?.clone();
            Ok(Self { store, today: local_date(now, &login.who.time_zone), now, login })
        };
        ready(parts())
    }
}
