//! What a form sends: names and values, in order, names repeated.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};

use crate::Failure;

/// The fields of a posted form (`application/x-www-form-urlencoded`).
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a field without blanks around it; empty counts as not given.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.raw(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The value as typed, spaces and all: for passwords and long texts.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a repeated field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a button or checkbox of this name was used.
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Every name and value, as sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Reads an urlencoded text.
    pub fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded(text))
    }
}

/// Why the parts of a form with files could not be read.
pub fn unreadable(error: &MultipartError) -> Failure {
    let status = error.status();
    let status = if status.is_server_error() { StatusCode::BAD_REQUEST } else { status };
    Failure::Unreadable(status, format!("the files could not be read: {}", error.body_text()))
}

impl<const N: usize> From<[(&str, &str); N]> for Fields {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

fn form_urlencoded(text: &[u8]) -> Vec<(String, String)> {
    text.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let cut = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (decode(&pair[..cut]), decode(pair.get(cut + 1..).unwrap_or_default()))
        })
        .collect()
}

fn decode(part: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part;
    while let Some((byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (byte, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(decoded)) => {
                bytes.push(decoded);
                rest = &after[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
        rest = after;
    }
    typed(bytes)
}

/// What somebody typed, from what their browser made of it.
pub fn typed(mut bytes: Vec<u8>) -> String {
    // A NUL cannot be stored by every database and means nothing in a text.
    bytes.retain(|byte| *byte != 0);
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if kind.is_some_and(|kind| !kind.starts_with("application/x-www-form-urlencoded")) {
            let fix = "send the form as application/x-www-form-urlencoded".to_owned();
            return Err(Failure::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, fix));
        }
        let body = Bytes::from_request(request, state).await.map_err(|refused| {
            Failure::Unreadable(refused.status(), "the form is too long to be read".to_owned())
        })?;
        Ok(Self::parse(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_typed() {
        let form = Fields::parse(b"text=Caf%C3%A9+%26%0D%0Atea&know=people&know=phones&odd=%zz&empty=");
        assert_eq!(form.raw("text"), Some("Café &\ntea"));
        assert_eq!(form.all("know").collect::<Vec<_>>(), ["people", "phones"]);
        assert_eq!((form.raw("odd"), form.get("empty"), form.get("absent")), (Some("%zz"), None, None));
    }
}
