//! The key pair of a person or a desk: what is sealed to it, only it opens (HPKE, RFC 9180).
//!
//! X-Wing (X25519 and ML-KEM-768 together), HKDF-SHA-256, ChaCha20-Poly1305, base mode. Records live for 75 years:
//! what is recorded today must not be read by a machine that breaks X25519 alone.
//!
//! ```text
//! sealed = encapsulated key (1,120) || ciphertext (32) || tag (16)     base64 without padding
//! ```

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _};
use zeroize::Zeroizing;

use super::Secret;
use crate::{Fault, OrFault as _, chance};

type Private = <XWing as Kem>::PrivateKey;
type Encapsulated = <XWing as Kem>::EncappedKey;

const INFO: &[u8] = b"hearken seal/1";
const ENCAPSULATED_BYTES: usize = 1_120;

/// The public half.
#[derive(Clone)]
pub(crate) struct Public(<XWing as Kem>::PublicKey);

/// Both halves. The private one is 32 bytes, from which the rest follows.
pub(crate) struct Pair {
    secret: Secret,
    private: Private,
    pub(crate) public: Public,
}

impl Pair {
    /// A new pair.
    pub(crate) fn new() -> Self {
        let (private, public) = XWing::derive_keypair(&*Zeroizing::new(chance::bytes::<32>()));
        let secret = private.to_bytes().as_slice().try_into().expect("an X-Wing key is 32 bytes");
        Self { secret: Secret::new(secret), private, public: Public(public) }
    }

    /// The pair with this private half.
    pub(crate) fn of(secret: Secret) -> Result<Self, Fault> {
        let private = Private::from_bytes(&secret[..]).or_fault("reading a private key")?;
        let public = Public(XWing::sk_to_pk(&private));
        Ok(Self { secret, private, public })
    }

    /// The private half, to be wrapped.
    pub(crate) const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Opens what was sealed to it.
    pub(crate) fn open(&self, about: &str, sealed: &str) -> Option<Secret> {
        let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
        let (encapsulated, hidden) = bytes.split_at_checked(ENCAPSULATED_BYTES)?;
        let encapsulated = Encapsulated::from_bytes(encapsulated).ok()?;
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeR::Base,
            &self.private,
            &encapsulated,
            INFO,
            hidden,
            about.as_bytes(),
        );
        let opened = Zeroizing::new(opened.ok()?);
        Some(Secret::new(opened.as_slice().try_into().ok()?))
    }
}

impl Public {
    /// Seals a key to it.
    pub(crate) fn seal(&self, about: &str, secret: &Secret) -> Result<String, Fault> {
        let (encapsulated, hidden) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeS::Base,
            &self.0,
            INFO,
            &secret[..],
            about.as_bytes(),
        )
        .or_fault("sealing a key")?;
        Ok(STANDARD_NO_PAD.encode([encapsulated.to_bytes().as_slice(), &hidden].concat()))
    }

    pub(crate) fn text(&self) -> String {
        STANDARD_NO_PAD.encode(self.0.to_bytes())
    }

    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let bytes = STANDARD_NO_PAD.decode(text).or_fault("reading a public key")?;
        <XWing as Kem>::PublicKey::from_bytes(&bytes).map(Self).or_fault("reading a public key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_to_a_pair_only_it_opens_and_for_what_it_is_about() {
        let (one, other) = (Pair::new(), Pair::new());
        let public = Public::read(&one.public.text()).unwrap();
        let sealed = public.seal("a", &Secret::new([7; 32])).unwrap();
        assert_eq!(sealed.len(), 1_168_usize.div_ceil(3) * 4 - 2, "1,168 bytes for each who may open it");
        assert_eq!(*one.open("a", &sealed).unwrap(), [7; 32]);
        assert!(one.open("b", &sealed).is_none());
        assert!(other.open("a", &sealed).is_none());
        let again = Pair::of(Secret::new(**one.secret())).unwrap();
        assert_eq!(*again.open("a", &sealed).unwrap(), [7; 32]);
    }
}
