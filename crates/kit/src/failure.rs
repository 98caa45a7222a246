//! The one place where failing becomes an answer.
//!
//! A system returns [`Failure`]; the outermost layer of the router ([`crate::answer`]) turns it
//! into a page for people or problem details (RFC 9457) for programs.

use std::error::Error;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::Markup;

/// Ours, not theirs: what we were doing, and what went wrong below. Never shown to anybody.
#[derive(Debug, thiserror::Error)]
#[error("{doing}")]
pub struct Fault {
    doing: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault with no cause below it.
    pub fn new(doing: impl Into<String>) -> Self {
        Self { doing: doing.into(), source: None }
    }

    /// A fault with its cause.
    pub fn because(doing: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { doing: doing.into(), source: Some(source.into()) }
    }

    /// Whether it is this one, for whoever can do something about it.
    pub fn is(&self, doing: &str) -> bool {
        self.doing == doing
    }

    /// The whole chain on one line, for the log.
    pub fn chain(&self) -> String {
        let mut text = self.doing.clone();
        let mut next = self.source();
        while let Some(error) = next {
            text.push_str(": ");
            text.push_str(&error.to_string());
            next = error.source();
        }
        text
    }
}

/// Says what we were doing when something below failed.
pub trait OrFault<T> {
    fn or_fault(self, doing: &str) -> Result<T, Fault>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> OrFault<T> for Result<T, E> {
    fn or_fault(self, doing: &str) -> Result<T, Fault> {
        self.map_err(|error| Fault::because(doing, error))
    }
}

/// What is wrong with a form, by the name of the field, in the order in which it was found: that of the fields on
/// the page. Messages are already in the reader's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// The first message for a field stands.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        if self.of(field).is_none() {
            self.0.push((field.to_owned(), message.into()));
        }
    }

    pub fn of(&self, field: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == field).map(|(_, message)| message)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field and message, for the summary at the top of the page.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, message)| (field.as_str(), message.as_str()))
    }

    /// One error.
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.add(field, message);
        errors
    }
}

/// Why a request did not do what it asked.
#[derive(Debug)]
pub enum Failure {
    /// The thing is absent, or its existence is not this person's to know.
    NotFound,
    /// Nobody is signed in, and somebody must be.
    SignInFirst,
    /// Signed in too long ago for an act as dangerous as this.
    ProveAgain,
    /// Signed in, but nothing that they may read opens: their keys are shut in this browser.
    OpenKeys,
    /// The rules say no; the sentence is shown to the person as it stands.
    Refused(String),
    /// The form has errors; the page is the form again, with the summary on top. Programs get the errors.
    Invalid(FieldErrors, Option<Box<Markup>>),
    /// What was sent could not be read at all (not JSON, not a form, too large): the fix is in the sentence.
    Unreadable(StatusCode, String),
    /// Somebody else changed it meanwhile.
    Conflict,
    /// Too many tries; after so many seconds.
    TooMany { retry_after_s: u32 },
    /// Nothing can be taken now, for a reason that an administrator is told. Reporters are told whom to call.
    Shut(String),
    /// Logged once, here, and shown as a reference number only.
    Fault(Fault),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Failure {
    /// What was found; nothing where there is nothing, or no key to it.
    pub fn found<T>(result: Result<T, Self>) -> Result<Option<T>, Self> {
        match result {
            Ok(found) => Ok(Some(found)),
            Err(Self::NotFound) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// A refusal of the rules, from the enum of a system.
    pub fn refused(refusal: impl std::fmt::Display) -> Self {
        Self::Refused(refusal.to_string())
    }

    /// The HTTP status that says it.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInFirst | Self::ProveAgain | Self::OpenKeys => StatusCode::UNAUTHORIZED,
            Self::Refused(_) | Self::Conflict => StatusCode::CONFLICT,
            Self::Invalid(..) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable(status, _) => *status,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Shut(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// A failure on its way out; the outermost layer finds it in the response and writes the answer.
#[derive(Clone)]
pub struct Failed(pub Arc<Failure>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failed(Arc::new(self)));
        response
    }
}
