//! Forms of our own pages: read only with the token of the login they were shown to.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web::Form};
use serde::de::DeserializeOwned;
use std::{collections::BTreeMap, future::Future, pin::Pin};

use crate::domain::GroupId;
use crate::web::{CurrentLogin, Problem, ProblemKind, is_valid_form_token};

/// Where a form of a group leads back to: the page that it names when it is one of this group, or the group's own.
pub(super) fn way_back(group: GroupId, named: &str) -> String {
    let own = format!("/groups/{group}");
    let of_group = named.strip_prefix(&own).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    if of_group && named.bytes().all(|byte| byte.is_ascii_graphic()) { named.to_owned() } else { own }
}

/// The fields of a form that came with the right token.
pub(super) struct OwnForm<T>(pub(super) T);

impl<T: DeserializeOwned + 'static> FromRequest for OwnForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let login = request.extensions().get::<CurrentLogin>().cloned();
        let fields = Form::<BTreeMap<String, String>>::from_request(request, payload);
        Box::pin(async move {
            let mut fields = fields.await?.into_inner();
            let sent = fields.remove("csrf").unwrap_or_default();
            let own = login.is_some_and(|login| is_valid_form_token(&login.token, &sent));
            if !own {
                return Err(Problem::new(ProblemKind::CrossSite).into());
            }
            let read = serde_json::to_value(fields).and_then(serde_json::from_value);
            read.map(Self).map_err(|_| Problem::new(ProblemKind::MalformedBody).into())
        })
    }
}
