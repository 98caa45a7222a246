//! A body of JSON as it comes from a program.

use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Failure;

/// A body of JSON, yet to be read: first the handler asks who may, since the difference between a wrong
/// body and no such matter would tell a stranger that it exists.
pub struct Sent<T>(Result<T, Failure>);

impl<T> Sent<T> {
    /// The body, or what is wrong with it.
    pub fn read(self) -> Result<T, Failure> {
        self.0
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Infallible> {
        Ok(Self(body(request, state).await))
    }
}

async fn body<S: Send + Sync, T: DeserializeOwned>(request: Request, state: &S) -> Result<T, Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
        let fix = "send the body as JSON, with `Content-Type: application/json`".to_owned();
        return Err(Failure::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, fix));
    }
    let body = Bytes::from_request(request, state).await;
    let body = body.map_err(|refused| Failure::Unreadable(refused.status(), refused.body_text()))?;
    let read = if body.windows(NUL.len()).any(|six| six == NUL) {
        serde_json::from_slice(&body).and_then(|value| serde_json::from_value(without_nul(value)))
    } else {
        serde_json::from_slice(&body)
    };
    read.map_err(|error| {
        Failure::Unreadable(StatusCode::BAD_REQUEST, format!("the JSON: {}", unsaid(&error.to_string())))
    })
}

/// How JSON writes a NUL. It cannot be stored by every database and means nothing in a text, so it is left out.
const NUL: &[u8] = b"\\u0000";

fn without_nul(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace('\0', "")),
        Value::Array(all) => all.into_iter().map(without_nul).collect(),
        Value::Object(all) => {
            all.into_iter().map(|(name, value)| (name.replace('\0', ""), without_nul(value))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

/// What the parser says, without what it found: an error may be logged by whoever sent it, and what was sent may be of a
/// child, or be the hash of a picture.
fn unsaid(said: &str) -> String {
    let begins =
        ["invalid type: ", "invalid value: ", "unknown variant ", "unknown field ", "duplicate field "];
    let Some(begin) = begins.into_iter().find(|begin| said.starts_with(begin)) else {
        return said.to_owned();
    };
    let rest = &said[begin.len()..];
    // The kind of what was found (`string`, `integer`) is told, and stands before it.
    let kind: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    let ends = [", expected ", ", there are no fields", " at line "];
    let end = ends.iter().find_map(|end| rest.rfind(end)).map_or("", |at| &rest[at..]);
    format!("{}{end}", format!("{begin}{kind}").trim_end_matches([':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "it is only read")]
    struct Told {
        age: u8,
        harm: Harm,
    }

    #[derive(Debug, serde::Deserialize)]
    enum Harm {
        Grooming,
    }

    #[test]
    fn an_error_tells_where_and_what_is_expected_and_never_what_was_sent() {
        let cases = [
            (r#"{"age": "Sam, expected 4711"}"#, "invalid type: string, expected u8 at line 1"),
            (r#"{"age": 4711}"#, "invalid value: integer, expected u8 at line 1"),
            (r#"{"age": 4, "harm": "Sam 4711"}"#, "unknown variant, expected `Grooming` at line 1"),
            (r#"{"Sam 4711": 1}"#, "unknown field, expected `age` or `harm` at line 1"),
            (r#"{"age": 4}"#, "missing field `harm` at line 1"),
            ("{", "EOF while parsing an object at line 1"),
        ];
        for (sent, expected) in cases {
            let said = unsaid(&serde_json::from_str::<Told>(sent).unwrap_err().to_string());
            assert!(said.starts_with(expected), "{said}");
            assert!(!said.contains("4711") && !said.contains("Sam"), "{said}");
        }
    }
}
