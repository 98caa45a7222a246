//! The code of 16 digits with which somebody comes back, and how it is kept.
//!
//! Only a slow hash is stored: Argon2id (19 MiB, two passes) with a secret of the node in place of a
//! salt of its own, so that a code can be found by its hash. Whoever steals the database without the
//! node's secret cannot even begin to guess; with it, 10^16 codes at a tenth of a second each.
//!
//! The code is worked out from the address of the draft, not stored: if the answer to "send" is lost on
//! its way, sending again shows the same code, and nobody else can work it out.

use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kit::{Fault, House, chance};
use sha2::Sha256;

/// The code that belongs to a draft with this token.
pub(crate) fn of_draft(house: &House, token: &str) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(house.settings.pepper.reveal()).expect("any length of key will do");
    mac.update(b"hearken code\n");
    mac.update(token.as_bytes());
    let digest = mac.finalize().into_bytes();
    // 128 bits taken modulo 10^16: what that favours one code over another is below 2^-70.
    let bits = u128::from_be_bytes(digest[..16].try_into().expect("sixteen of thirty-two bytes"));
    format!("{:016}", bits % 10_u128.pow(16))
}

/// In groups of four, to be read and copied.
pub(crate) fn shown(code: &str) -> String {
    code.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect::<Vec<_>>().join(" ")
}

/// The digits of a code as typed; nothing when there are not sixteen.
pub(crate) fn typed(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let only = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '-');
    (only && digits.len() == 16).then_some(digits)
}

/// The slow hash that is stored.
pub(crate) async fn hash(house: &House, code: &str) -> Result<String, Fault> {
    let (code, pepper) = (code.to_owned(), *house.settings.pepper.reveal());
    house.hash(move || slow(&code, &pepper)).await?
}

fn slow(code: &str, pepper: &[u8; 32]) -> Result<String, Fault> {
    let params = Params::new(19 * 1024, 2, 1, Some(32)).expect("parameters within the standard's bounds");
    let argon = Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params);
    let mut hash = [0; 32];
    argon
        .and_then(|argon| argon.hash_password_into(code.as_bytes(), b"hearken code 1", &mut hash))
        .map_err(|error| Fault::new(format!("hashing a code: {error}")))?;
    Ok(chance::hex(&hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = "0123456789012345";
        for text in ["0123 4567 8901 2345", " 0123-4567-8901-2345 ", code] {
            assert_eq!(typed(text).as_deref(), Some(code), "{text}");
        }
        for text in ["", "123", "01234567890123456", "0123 4567 8901 234x", "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥"]
        {
            assert_eq!(typed(text), None, "{text}");
        }
        assert_eq!(shown(code), "0123 4567 8901 2345");
    }

    #[test]
    fn the_same_code_has_another_hash_in_another_house() {
        let (one, other) = (slow("1", &[1; 32]).unwrap(), slow("1", &[2; 32]).unwrap());
        assert_ne!(one, other);
        assert_eq!(one, slow("1", &[1; 32]).unwrap());
    }
}
