//! A client at a tablet, as the tablet's script talks to the service.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    answers::Given,
    person::{Person, Reply},
};

/// A session that was opened.
#[derive(Debug, Clone)]
pub struct Tonight {
    /// Its id.
    pub session: Uuid,
    /// What clients type.
    pub code: String,
    /// Its page.
    pub path: String,
}

/// A client whose codes were accepted.
#[derive(Clone)]
pub struct Client {
    tablet: Person,
    /// What opens the forms.
    pub token: String,
    /// What the service answered to both codes.
    pub entry: Value,
}

impl Client {
    /// Types both codes.
    ///
    /// # Panics
    ///
    /// When they are refused.
    pub async fn enter(tablet: &Person, code: &str, member: Uuid, own: &str) -> Self {
        let reply = type_codes(tablet, code, member, own).await;
        assert_eq!(reply.status, 201, "the codes are accepted: {}", reply.text());
        let entry = reply.json();
        let token = entry["token"].as_str().unwrap().to_owned();
        Self { tablet: tablet.clone(), token, entry }
    }

    /// The form of an instrument, as it came.
    ///
    /// # Panics
    ///
    /// When it is not asked.
    #[must_use]
    pub fn form(&self, instrument: &str) -> &Value {
        let forms = self.entry["forms"].as_array().unwrap();
        forms.iter().find(|form| form["instrument_id"] == instrument).expect("the form is asked tonight")
    }

    /// The assignment of a form.
    ///
    /// # Panics
    ///
    /// When it is not asked.
    #[must_use]
    pub fn assignment(&self, instrument: &str) -> Uuid {
        self.form(instrument)["assignment_id"].as_str().unwrap().parse().unwrap()
    }

    /// Saves one answer.
    pub async fn answer(&self, instrument: &str, item: &str, value: &str) -> Reply {
        self.put(self.assignment(instrument), item, &json!({ "value": value, "language": "nl" })).await
    }

    /// Saves answers one by one, as they are tapped.
    ///
    /// # Panics
    ///
    /// When one is refused.
    pub async fn fill_in(&self, instrument: &str, answers: &Given) {
        for (item, value) in answers {
            let reply = self.answer(instrument, item, value).await;
            assert_eq!(reply.status, 204, "{item} is saved: {}", reply.text());
        }
    }

    /// Sends what it is told to an answer's address.
    pub async fn put(&self, assignment: Uuid, item: &str, body: &Value) -> Reply {
        let path = format!("/api/v1/tablet/assignments/{assignment}/answers/{item}");
        self.tablet.send(self.tablet.request(Method::PUT, &path).bearer_auth(&self.token).json(body)).await
    }

    /// The message that submits a form, to be changed by tests that send a wrong one.
    #[must_use]
    pub fn message(&self, instrument: &str, answers: &Given) -> Value {
        let form = self.form(instrument);
        let answers: serde_json::Map<String, Value> =
            answers.iter().map(|(item, value)| (item.clone(), Value::from(value.as_str()))).collect();
        json!({
            "idempotency_key": Uuid::now_v7(),
            "instrument_id": form["instrument_id"],
            "instrument_version": form["instrument_version"],
            "item_hash": form["item_hash"],
            "language": "nl",
            "answers": answers,
        })
    }

    /// Sends a message to the address of a form.
    pub async fn send(&self, instrument: &str, message: &Value) -> Reply {
        self.send_bytes(instrument, serde_json::to_vec(message).unwrap()).await
    }

    /// Sends bytes, whatever they are, as JSON to the address of a form.
    pub async fn send_bytes(&self, instrument: &str, bytes: Vec<u8>) -> Reply {
        let path = format!("/api/v1/tablet/assignments/{}/response", self.assignment(instrument));
        let request = self.tablet.request(Method::POST, &path).bearer_auth(&self.token);
        self.tablet.send(request.header("content-type", "application/json").body(bytes)).await
    }

    /// Submits a form and returns the response's id.
    ///
    /// # Panics
    ///
    /// When it is not stored.
    pub async fn submit(&self, instrument: &str, answers: &Given) -> Uuid {
        let reply = self.send(instrument, &self.message(instrument, answers)).await;
        assert_eq!(reply.status, 201, "the form is stored: {}", reply.text());
        reply.json()["response_id"].as_str().unwrap().parse().unwrap()
    }
}

/// Types both codes, right or wrong.
pub async fn type_codes(tablet: &Person, code: &str, member: Uuid, own: &str) -> Reply {
    let body = json!({ "code": code, "membership_id": member, "client_code": own });
    tablet.post_json("/api/v1/tablet/entry", &body).await
}
