//! What every handler of a page needs: the frame around it, and the way from a view to an answer.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, http::header};
use askama::Template;

use super::{
    assets::Assets,
    texts::{Texts, TextsError},
    views::{AccountView, Layout, Section},
};
use crate::{
    domain::Language,
    web::{CurrentLogin, Problem, UnseenAlerts, form_token, language_of},
};

/// Texts, assets and the public address: the same for every request.
pub struct Pages {
    /// Every word.
    pub texts: Texts,
    /// Every file.
    pub assets: Assets,
    /// The address that browsers and tablets use, without a slash at its end.
    pub public_url: String,
}

impl Pages {
    /// Reads texts and assets.
    ///
    /// # Errors
    ///
    /// [`TextsError`] when a locale file is broken.
    pub fn new(public_url: String) -> Result<Self, TextsError> {
        Ok(Self { texts: Texts::new()?, assets: Assets::new(), public_url })
    }

    /// The frame of a page for whoever is logged in.
    #[must_use]
    pub fn layout(&self, request: &HttpRequest, login: Option<&CurrentLogin>, section: Section) -> Layout<'_> {
        let account = login.map(|login| AccountView { name: login.who.display_name.clone(), role: login.who.role });
        Layout {
            texts: &self.texts,
            language: language_of(request).0,
            assets: &self.assets,
            account,
            section,
            csrf: login.map(|login| form_token(&login.token)).unwrap_or_default(),
            unseen_alerts: request.extensions().get::<UnseenAlerts>().copied().unwrap_or_default().0,
            path: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        }
    }

    /// The frame of a page without a login, in a language.
    #[must_use]
    pub fn plain_layout(&self, language: Language, path: &str) -> Layout<'_> {
        Layout {
            texts: &self.texts,
            language,
            assets: &self.assets,
            account: None,
            section: Section::None,
            csrf: String::new(),
            unseen_alerts: 0,
            path: path.to_owned(),
        }
    }
}

/// Renders a view.
///
/// # Errors
///
/// [`Problem`] when a template fails, which is a fault of ours.
pub(super) fn html(view: &impl Template) -> Result<HttpResponse, Problem> {
    let body = view.render().map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body))
}

/// Goes on to another page after a form.
#[must_use]
pub(super) fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
