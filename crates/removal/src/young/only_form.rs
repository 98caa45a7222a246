//! The one body that is read: a form of at most 256 kB in the characters that forms are made of.
//!
//! A picture cannot come through here, on purpose. Its content type is refused, no body without a content type is read,
//! and bytes that are no characters of a form are refused whatever they call themselves.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use kit::Failure;
use kit::form::Fields;

/// The longest form, in bytes: twenty videos of sixty frames, as they are written in a form, are half of it.
const FORM_BYTES_MAX: usize = 256 * 1024;

/// A form, and nothing else.
#[derive(Debug)]
pub struct OnlyForm(pub Fields);

impl<S: Send + Sync> FromRequest<S> for OnlyForm {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
        if kind != Some("application/x-www-form-urlencoded") {
            return Err(refused(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "no picture and no file is taken here: send the form as application/x-www-form-urlencoded",
            ));
        }
        let body = to_bytes(request.into_body(), FORM_BYTES_MAX).await.map_err(|_| {
            refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                "the form is longer than 256 kB: send fewer hashes at once",
            )
        })?;
        if !body.iter().copied().all(is_of_a_form) {
            return Err(refused(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "these bytes are not a form: no picture is taken here",
            ));
        }
        Ok(Self(Fields::parse(&body)))
    }
}

/// What an encoded form is written in; everything else stands in it as a percent sign and two digits.
const fn is_of_a_form(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'&' | b'=' | b'+' | b'%' | b'*' | b'-' | b'.' | b'_')
}

fn refused(status: StatusCode, fix: &str) -> Failure {
    Failure::Unreadable(status, fix.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_of_every_kind_of_picture_are_no_form() {
        let pictures: [&[u8]; 6] = [
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0",
            b"GIF89a\x01\x00",
            b"RIFF\x10\x00\x00\x00WEBP",
            b"\0\0\0\x18ftypheic",
            b"BM\x36\x00",
        ];
        for picture in pictures {
            assert!(!picture.iter().copied().all(is_of_a_form), "{picture:?}");
        }
        assert!(
            b"age=13_15&items=%5B%7B%22of%22%3A%22picture%22%7D%5D&more=a+b*-._"
                .iter()
                .copied()
                .all(is_of_a_form)
        );
    }
}
