//! The form of the therapists' own rating.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use peil_questionnaires::{FormItem, Input, form};
use uuid::Uuid;

use super::page::{Evening, Showing};
use crate::{
    clock::SharedClock,
    collect::{self, CollectError, Comparison, Rated, Said, therapists_instrument},
    jobs::{Changed, LiveUpdates, What},
    pages::{
        entrance::form_language,
        frame::see,
        own_form::OwnForm,
        views::{LineField, RatingForm},
    },
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind, language_of},
};

/// `POST …/rating`: one field for each line, `mark-<item>`; those who were there.
pub(in crate::pages) async fn rate(
    request: HttpRequest,
    login: CurrentLogin,
    (store, library, clock, live): (Data<Store>, OwnLibrary, Data<SharedClock>, Data<LiveUpdates>),
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<BTreeMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let marks = form.0.iter().filter_map(|(field, value)| Some((field.strip_prefix("mark-")?, value.trim())));
    let marks = marks.filter(|(_, value)| !value.is_empty());
    let answers = marks.map(|(item, value)| (item.to_owned(), Said::new(value.replace(',', ".")))).collect();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let evening = Evening::open(&tenant, &login, path.into_inner(), now).await?;
    let key = form.0.get("key").and_then(|key| key.parse().ok());
    let key = key.ok_or_else(|| Problem::new(ProblemKind::MalformedBody))?;
    let rated = Rated { key, language: language_of(&request).0, answers };
    match collect::rate(&tenant, &library, (evening.session.id, evening.reader), &rated, now).await {
        Ok(()) => tenant.commit().await?,
        Err(CollectError::NothingMarked) => {
            return Ok(see(&format!("{}/after?problem=nothing-marked#rating", evening.href())));
        }
        Err(error) => return Err(error.into()),
    }
    live.tell(Changed { organisation: login.who.organisation, group: evening.group.id, what: What::Written });
    Ok(see(&format!("{}/after?saved=rating#rating", evening.href())))
}

impl Showing<'_> {
    /// The form, with the reader's own marks once he sent them; none for who does not rate.
    pub(super) fn rating_form(&self, seen: &Comparison) -> Option<RatingForm> {
        let reader = self.evening.reader;
        let instrument = therapists_instrument(self.library).filter(|_| reader.writes)?;
        let own = seen.ratings.iter().find(|row| row.account == reader.account);
        let asked = form(instrument, form_language(self.layout.language));
        let marked =
            |item: &str| own?.answers.iter().find(|(id, _)| id == item).map(|(_, value)| format!("{value:.1}"));
        Some(RatingForm {
            key: self.key(),
            intro: asked.intro.unwrap_or_default(),
            lines: asked.items.into_iter().filter_map(|item| line(&marked, item)).collect(),
            corrects: own.is_some(),
        })
    }
}

/// A line to mark; none for an item that is answered otherwise.
fn line(marked: &impl Fn(&str) -> Option<String>, item: FormItem) -> Option<LineField> {
    let Input::Vas { min, max, step, low, high, .. } = item.input else { return None };
    Some(LineField {
        value: marked(&item.id),
        id: item.id,
        text: item.text.unwrap_or_default(),
        low: low.unwrap_or_default(),
        high: high.unwrap_or_default(),
        min: min.to_string(),
        max: max.to_string(),
        step: step.to_string(),
    })
}
