//! Somebody with a browser, as far as HTTP goes: keeps a login, sends forms with their token, follows nothing.

use std::sync::OnceLock;

use reqwest::{
    Client, Method, RequestBuilder, Response,
    header::{ACCEPT, COOKIE, HeaderMap, SET_COOKIE},
    redirect::Policy,
};
use uuid::Uuid;

use crate::{page::csrf, tablet::Tonight};
use peil_service::domain::GroupId;

/// One person's browser.
#[derive(Clone)]
pub struct Person {
    client: Client,
    url: String,
    /// `name=value` of the login; a `Secure` cookie is not sent over plain HTTP by any jar, so it is kept by hand.
    cookie: Option<String>,
    token: OnceLock<String>,
}

/// What came back, read to its end.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Reply {
    pub(crate) async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    /// A header, or an empty text.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and end of the problem's type, such as `(404, "wrong-code")`.
    ///
    /// # Panics
    ///
    /// When it is no problem, or one whose status differs from its own.
    #[must_use]
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{} {}", self.status, self.text());
        let body = self.json();
        assert_eq!(body["status"], self.status);
        let kind = body["type"].as_str().unwrap();
        (self.status, kind.rsplit('/').next().unwrap_or_default().to_owned())
    }
}

impl Person {
    /// Somebody who did not log in, at the service of this address.
    ///
    /// # Panics
    ///
    /// When there are no connections to be had.
    #[must_use]
    pub fn new(url: &str) -> Self {
        // Connections are not kept: a service that is told to stop need not wait for them.
        let client = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0).no_proxy().build().unwrap();
        Self { client, url: url.to_owned(), cookie: None, token: OnceLock::new() }
    }

    /// Sends the login form and keeps the cookie that comes back.
    pub async fn log_in(&mut self, email: &str, password: &str) -> Reply {
        let form = [("email", email), ("password", password)];
        let reply = self.send(self.request(Method::POST, "/login").header(ACCEPT, "text/html").form(&form)).await;
        if let Some(set) = reply.headers.get(SET_COOKIE) {
            let set = set.to_str().unwrap();
            self.cookie = Some(set.split(';').next().unwrap_or_default().to_owned());
        }
        reply
    }

    /// The login's cookie as `name=value`, for another browser.
    #[must_use]
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// The same browser with another cookie in its jar.
    #[must_use]
    pub fn with_cookie(&self, cookie: &str) -> Self {
        Self { cookie: Some(cookie.to_owned()), ..self.clone() }
    }

    /// A request of this person, to be added to and sent with [`Person::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    /// Sends a request and reads the answer.
    ///
    /// # Panics
    ///
    /// When the service does not answer.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        Reply::read(request.send().await.unwrap()).await
    }

    /// Opens a page, as a browser does.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path).header(ACCEPT, "text/html")).await
    }

    /// Asks as a program does.
    pub async fn get_json(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path).header(ACCEPT, "application/json")).await
    }

    /// The text of a page.
    ///
    /// # Panics
    ///
    /// When it is not shown.
    pub async fn page(&self, path: &str) -> String {
        let reply = self.get(path).await;
        assert_eq!(reply.status, 200, "GET {path}: {}", reply.text());
        reply.text()
    }

    /// The token that this login's forms carry.
    pub async fn form_token(&self) -> String {
        match self.token.get() {
            Some(token) => token.clone(),
            None => {
                let token = csrf(&self.page("/about").await);
                self.token.get_or_init(|| token).clone()
            }
        }
    }

    /// Sends a form of our own pages, with its token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.form_token().await;
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", token.as_str())]).collect();
        self.send(self.request(Method::POST, path).form(&fields)).await
    }

    /// Sends JSON, as the tablet's script does.
    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Reply {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// Opens the group's next session and reads its code from the page.
    ///
    /// # Panics
    ///
    /// When it is refused.
    pub async fn open_session(&self, group: GroupId) -> Tonight {
        let reply = self.post(&format!("/groups/{group}/sessions"), &[]).await;
        assert_eq!(reply.status, 303, "the session opens: {}", reply.text());
        let path = reply.header("location").to_owned();
        let session: Uuid = path.rsplit('/').next().unwrap_or_default().parse().expect("the session's page follows");
        Tonight { session, code: self.session_code(&path).await, path }
    }

    /// The code that a session's page shows.
    ///
    /// # Panics
    ///
    /// When it shows none.
    pub async fn session_code(&self, path: &str) -> String {
        let page = self.page(path).await;
        let (_, rest) = page.split_once("<p class=\"code\">").expect("the page shows the code");
        rest.split_once('<').map_or_else(String::new, |(code, _)| code.trim().to_owned())
    }

    /// Closes a session.
    ///
    /// # Panics
    ///
    /// When it is refused.
    pub async fn close_session(&self, tonight: &Tonight) {
        let reply = self.post(&format!("{}/close", tonight.path), &[]).await;
        assert_eq!(reply.status, 303, "the session closes: {}", reply.text());
    }
}
