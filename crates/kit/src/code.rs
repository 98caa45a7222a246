//! The code with which somebody comes back, in 16 digits or six words, and how it is kept.
//!
//! Only what follows from a slow hash is stored: Argon2id (19 MiB, two passes) with a secret of the node in place of a
//! salt of its own, so that a code can be found by its hash. Whoever steals the database without the
//! node's secret cannot even begin to guess; with it, 10^16 codes at a tenth of a second each.
//!
//! A code is worked out from the token of the form that it is for, not stored: if the answer to "send" is lost on
//! its way, sending again shows the same code, and nobody else can work it out.

use argon2::{Algorithm, Argon2, Params, Version};
use domain::reports::phrase::{self, NoPhrase};
use domain::words::Lang;
use hmac::{Hmac, KeyInit as _, Mac as _};
use maud::{Markup, html};
use sha2::Sha256;

use crate::page::words as around;
pub use crate::page::words::mistyped;
use crate::{Fault, House, chance, seal};

/// For what a code is: each has codes of its own from the same token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To come back to a report, or to the draft of one.
    Report,
    /// To come back to a request that pictures be taken down.
    Removal,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Report => b"hearken code\n",
            Self::Removal => b"hearken removal code\n",
        }
    }
}

/// The code that belongs to the form with this token.
pub fn of_token(house: &House, purpose: Purpose, token: &str) -> String {
    let draw = |turn: u32| {
        let mut mac = Hmac::<Sha256>::new_from_slice(house.settings.pepper.reveal())
            .expect("any length of key will do");
        mac.update(purpose.label());
        mac.update(&turn.to_be_bytes());
        mac.update(token.as_bytes());
        let digest = mac.finalize().into_bytes();
        // 128 bits taken modulo 10^16: what that favours one code over another is below 2^-70.
        let bits = u128::from_be_bytes(digest[..16].try_into().expect("sixteen of thirty-two bytes"));
        u64::try_from(bits % 10_u128.pow(16)).expect("sixteen digits are 54 bits")
    };
    // Every other code has a word that would hurt; the next one is drawn instead.
    let code = (0..1_000).map(draw).find(|code| phrase::is_kind(*code)).expect("half of all codes are kind");
    format!("{code:016}")
}

/// The words of a code.
pub fn words(code: &str) -> String {
    code.parse().map_or_else(|_| String::new(), phrase::of)
}

/// In groups of four, to be read and copied.
pub fn shown(code: &str) -> String {
    code.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect::<Vec<_>>().join(" ")
}

/// A code as it is shown to whoever must keep it: in digits, and in words.
pub fn card(code: &str, lang: Lang) -> Markup {
    html! {
        p class="hearken-code" { (shown(code)) }
        p class="govuk-body" { (around::CODE_AS_WORDS.of(lang)) }
        p class="hearken-code hearken-code--words" lang="en" { (words(code)) }
    }
}

/// The digits of a code as typed, in digits or in words.
pub fn typed(text: &str) -> Result<String, Mistyped> {
    // A letter among digits is a slip of the finger: an O for a nought.
    if text.chars().any(char::is_alphabetic) && !text.chars().any(|c| c.is_ascii_digit()) {
        return Ok(format!("{:016}", phrase::read(text)?));
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let only = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '-');
    (only && digits.len() == 16).then_some(digits).ok_or(Mistyped::Digits)
}

/// Why what was typed can be no code.
#[derive(Debug, PartialEq, Eq)]
pub enum Mistyped {
    Digits,
    Words(NoPhrase),
}

impl From<NoPhrase> for Mistyped {
    fn from(why: NoPhrase) -> Self {
        Self::Words(why)
    }
}

/// What a code is known by, and what it opens.
pub struct Proved {
    /// What is stored, and found again.
    pub hash: String,
    /// What nobody has who does not have the code.
    pub key: seal::Key,
}

/// Puts a code through the slow hash.
pub async fn prove(house: &House, code: &str) -> Result<Proved, Fault> {
    let (code, pepper) = (code.to_owned(), *house.settings.pepper.reveal());
    house.hash(move || slow(&code, &pepper)).await?
}

fn slow(code: &str, pepper: &[u8; 32]) -> Result<Proved, Fault> {
    let params = Params::new(19 * 1024, 2, 1, Some(32)).expect("parameters within the standard's bounds");
    let argon = Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params);
    let mut hash = [0; 32];
    argon
        .and_then(|argon| argon.hash_password_into(code.as_bytes(), b"hearken code 1", &mut hash))
        .map_err(|error| Fault::new(format!("hashing a code: {error}")))?;
    let stored = chance::hex(&seal::derived(&hash, "hearken code/2 found"));
    Ok(Proved { hash: stored, key: seal::derived(&hash, "hearken code/2 opens") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = "0123456789012345";
        for text in ["0123 4567 8901 2345", " 0123-4567-8901-2345 ", code] {
            assert_eq!(typed(text).as_deref(), Ok(code), "{text}");
        }
        for text in ["", "123", "01234567890123456", "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥"] {
            assert_eq!(typed(text), Err(Mistyped::Digits), "{text}");
        }
        assert_eq!(typed(&words(code)).as_deref(), Ok(code));
        assert_eq!(typed("zoo zoo"), Err(Mistyped::Words(NoPhrase::Count)));
        assert_eq!(shown(code), "0123 4567 8901 2345");
    }

    #[test]
    fn the_same_code_has_another_hash_in_another_house() {
        let (one, other) = (slow("1", &[1; 32]).unwrap(), slow("1", &[2; 32]).unwrap());
        assert_ne!(one.hash, other.hash);
        assert_eq!(one.hash, slow("1", &[1; 32]).unwrap().hash);
        assert_ne!(one.hash, chance::hex(&one.key), "what is stored opens nothing");
    }
}
