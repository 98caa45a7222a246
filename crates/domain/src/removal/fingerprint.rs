//! What stands for a picture or a video without showing it: its hashes.
//!
//! A hash of a child's picture is itself to be kept quiet: whoever has it can look for the picture. So nothing here
//! prints one: `Debug` gives the kind alone, there is no `Display`, and no error repeats what was typed. The written
//! form ([`Fingerprint::written`]) is for the store, where it is sealed, and for the programs of enrolled platforms.
//!
//! ```text
//! pdq:<64 hexadecimal digits>:<quality 0..100>     sha256:<64>     sha1:<40>     md5:<32>
//! ```

use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::role::coded;

coded! {
    /// What the hashes are of.
    Medium {
        Picture = "picture",
        Video = "video",
    }
}

coded! {
    /// How a hash was made.
    FingerprintKind {
        /// Near for pictures that look alike: 256 bits.
        Pdq = "pdq",
        Sha256 = "sha256",
        Sha1 = "sha1",
        Md5 = "md5",
    }
}

/// The bits of a hash; never printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bits<const N: usize>(pub [u8; N]);

impl<const N: usize> Bits<N> {
    /// Lower-case hexadecimal. The name says at the call that care is needed.
    pub fn reveal(&self) -> String {
        self.0.iter().fold(String::with_capacity(2 * N), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl<const N: usize> fmt::Debug for Bits<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bits({})", 8 * N)
    }
}

impl<const N: usize> FromStr for Bits<N> {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits = text.as_bytes();
        if digits.len() != 2 * N {
            return Err(NotAFingerprint::Length { digits: 2 * N });
        }
        let mut bits = [0; N];
        for (byte, pair) in bits.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bits))
    }
}

fn digit(digit: u8) -> Result<u8, NotAFingerprint> {
    let value = char::from(digit).to_digit(16).ok_or(NotAFingerprint::Digit)?;
    u8::try_from(value).map_err(|_| NotAFingerprint::Digit)
}

/// One hash of a picture, of a frame of a video, or of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fingerprint {
    Pdq { bits: Bits<32>, quality: u8 },
    Sha256(Bits<32>),
    Sha1(Bits<20>),
    Md5(Bits<16>),
}

/// The best quality of a PDQ hash.
pub const QUALITY_MAX: u8 = 100;

impl Fingerprint {
    pub const fn kind(&self) -> FingerprintKind {
        match self {
            Self::Pdq { .. } => FingerprintKind::Pdq,
            Self::Sha256(_) => FingerprintKind::Sha256,
            Self::Sha1(_) => FingerprintKind::Sha1,
            Self::Md5(_) => FingerprintKind::Md5,
        }
    }

    /// Reads a hash from its hexadecimal digits. Of PDQ, the quality must be known.
    pub fn read(kind: FingerprintKind, hex: &str, quality: Option<u8>) -> Result<Self, NotAFingerprint> {
        match kind {
            FingerprintKind::Pdq => {
                let quality = quality.filter(|quality| *quality <= QUALITY_MAX);
                Ok(Self::Pdq { bits: hex.parse()?, quality: quality.ok_or(NotAFingerprint::Quality)? })
            }
            FingerprintKind::Sha256 => hex.parse().map(Self::Sha256),
            FingerprintKind::Sha1 => hex.parse().map(Self::Sha1),
            FingerprintKind::Md5 => hex.parse().map(Self::Md5),
        }
    }

    /// The hexadecimal digits alone.
    pub fn reveal(&self) -> String {
        match self {
            Self::Pdq { bits, .. } | Self::Sha256(bits) => bits.reveal(),
            Self::Sha1(bits) => bits.reveal(),
            Self::Md5(bits) => bits.reveal(),
        }
    }

    /// The quality, where the kind has one.
    pub const fn quality(&self) -> Option<u8> {
        match self {
            Self::Pdq { quality, .. } => Some(*quality),
            Self::Sha256(_) | Self::Sha1(_) | Self::Md5(_) => None,
        }
    }

    /// The written form, as above.
    pub fn written(&self) -> String {
        let (kind, hex) = (self.kind().code(), self.reveal());
        self.quality().map_or_else(|| format!("{kind}:{hex}"), |quality| format!("{kind}:{hex}:{quality}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({})", self.kind().code())
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    /// Reads the written form.
    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let (kind, rest) = text.split_once(':').ok_or(NotAFingerprint::Kind)?;
        let kind = FingerprintKind::from_code(kind).ok_or(NotAFingerprint::Kind)?;
        match rest.split_once(':') {
            Some((hex, quality)) if kind == FingerprintKind::Pdq => {
                Self::read(kind, hex, Some(quality.parse().map_err(|_| NotAFingerprint::Quality)?))
            }
            Some(_) => Err(NotAFingerprint::Digit),
            None => Self::read(kind, rest, None),
        }
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written())
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why a text is not a hash. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAFingerprint {
    #[error("a hash begins with its kind, `pdq:`, `sha256:`, `sha1:` or `md5:`")]
    Kind,
    #[error("a hash of this kind has {digits} hexadecimal digits")]
    Length { digits: usize },
    #[error("a hash has hexadecimal digits only, 0 to 9 and a to f")]
    Digit,
    #[error("a PDQ hash comes with its quality, a whole number from 0 to 100")]
    Quality,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_a_hash_is_refused_without_being_repeated() {
        let pdq = "0f".repeat(32);
        let cases = [
            (pdq.clone(), NotAFingerprint::Kind),
            (format!("phash:{pdq}"), NotAFingerprint::Kind),
            (format!("pdq:{pdq}"), NotAFingerprint::Quality),
            (format!("pdq:{pdq}:101"), NotAFingerprint::Quality),
            (format!("pdq:{pdq}:-1"), NotAFingerprint::Quality),
            (format!("pdq:{}:90", &pdq[2..]), NotAFingerprint::Length { digits: 64 }),
            (format!("md5:{pdq}"), NotAFingerprint::Length { digits: 32 }),
            (format!("sha1:{}", "zz".repeat(20)), NotAFingerprint::Digit),
            (format!("sha256:{}", "é".repeat(32)), NotAFingerprint::Digit),
            (format!("sha256:{pdq}:90"), NotAFingerprint::Digit),
        ];
        for (text, why) in cases {
            assert_eq!(text.parse::<Fingerprint>(), Err(why));
            assert!(!why.to_string().contains("0f0f"));
        }
    }

    #[test]
    fn upper_case_is_read_and_lower_case_written() {
        let read: Fingerprint = format!("md5:{}", "AB".repeat(16)).parse().unwrap();
        assert_eq!(read.written(), format!("md5:{}", "ab".repeat(16)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_debug_shows_nothing_of_it(bits: [u8; 32], quality in 0u8..=100) {
            for print in [
                Fingerprint::Pdq { bits: Bits(bits), quality },
                Fingerprint::Sha256(Bits(bits)),
                Fingerprint::Sha1(Bits(bits[..20].try_into().unwrap())),
                Fingerprint::Md5(Bits(bits[..16].try_into().unwrap())),
            ] {
                prop_assert_eq!(print.written().parse(), Ok(print));
                let json = serde_json::to_string(&print).unwrap();
                prop_assert_eq!(serde_json::from_str::<Fingerprint>(&json).unwrap(), print);
                let shown = format!("{:?} {:?}", print, Bits(bits));
                prop_assert!(!shown.contains(&print.reveal()[..8]), "{}", shown);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = text.parse::<Fingerprint>();
        }
    }
}
