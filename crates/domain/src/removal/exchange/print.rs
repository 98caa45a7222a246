//! A fingerprint as partners give it: its kind and its bytes.
//!
//! Some are those that we match by ([`PrintKind::Pdq`] and the hashes of files). Others are only carried: PhotoDNA and its
//! like have no public form, so their text goes on as it came.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::fmt::Write as _;

use crate::removal::fingerprint::{Bits, Fingerprint};
use crate::role::coded;

coded! {
    /// What a fingerprint is.
    PrintKind {
        Pdq = "pdq",
        Md5 = "md5",
        Sha1 = "sha1",
        Sha256 = "sha256",
        PhotoDna = "photodna",
        NetClean = "netclean",
        Videntifier = "videntifier",
        TmkPdqf = "tmk_pdqf",
        SsvhPdna = "ssvh_pdna",
        SsvhSafer = "ssvh_safer_hash",
    }
}

/// The longest text of a fingerprint that is only carried: the TMK of a long video is far below it.
const CARRIED_BYTES_MAX: usize = 1024 * 1024;

impl PrintKind {
    /// How many bytes it has; nothing for a kind that is only carried.
    pub const fn bytes(self) -> Option<usize> {
        match self {
            Self::Pdq | Self::Sha256 => Some(32),
            Self::Md5 => Some(16),
            Self::Sha1 => Some(20),
            Self::PhotoDna
            | Self::NetClean
            | Self::Videntifier
            | Self::TmkPdqf
            | Self::SsvhPdna
            | Self::SsvhSafer => None,
        }
    }
}

/// Why a text is not the fingerprint that it is said to be. It never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAHash {
    #[error("a {} is {digits} hexadecimal digits, and this is not: write it so", .kind.code())]
    Digits { kind: PrintKind, digits: usize },
    #[error("a {} is a text of up to {CARRIED_BYTES_MAX} letters without blanks at its ends, and this is not: write it so", .0.code())]
    Text(PrintKind),
    #[error("the quality of a pdq is a whole number from 0 to 100: write it so")]
    Quality,
}

/// A fingerprint. Its `Debug` is its kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Print {
    kind: PrintKind,
    bytes: Vec<u8>,
    quality: Option<u8>,
}

impl Print {
    /// Reads its written form: hexadecimal in either case, or the text of a kind that is only carried.
    pub fn read(kind: PrintKind, text: &str) -> Result<Self, NotAHash> {
        let text = text.trim();
        let bytes = match kind.bytes() {
            Some(count) => {
                let bytes = match count {
                    16 => text.parse().map(|Bits::<16>(bytes)| bytes.to_vec()),
                    20 => text.parse().map(|Bits::<20>(bytes)| bytes.to_vec()),
                    _ => text.parse().map(|Bits::<32>(bytes)| bytes.to_vec()),
                };
                bytes.map_err(|_| NotAHash::Digits { kind, digits: count * 2 })?
            }
            None if text.is_empty() || text.len() > CARRIED_BYTES_MAX => return Err(NotAHash::Text(kind)),
            None => text.as_bytes().to_vec(),
        };
        Ok(Self { kind, bytes, quality: None })
    }

    /// With the quality that came with it.
    pub fn with_quality(self, quality: u8) -> Result<Self, NotAHash> {
        let fits = quality <= 100 && self.kind == PrintKind::Pdq;
        if fits { Ok(Self { quality: Some(quality), ..self }) } else { Err(NotAHash::Quality) }
    }

    pub const fn kind(&self) -> PrintKind {
        self.kind
    }

    /// The bytes of the hash; of a kind that is only carried, those of its text.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The quality of a PDQ, where the partner says it.
    pub const fn quality(&self) -> Option<u8> {
        self.quality
    }

    /// As what we match by; nothing for a kind that is only carried. Most partners say no quality of a PDQ: what is to be
    /// assumed then is for whoever keeps the list to say.
    pub fn fingerprint(&self, unsaid: u8) -> Option<Fingerprint> {
        let sized = || self.bytes.as_slice().try_into().ok();
        match self.kind {
            PrintKind::Pdq => sized()
                .map(|bits| Fingerprint::Pdq { bits: Bits(bits), quality: self.quality.unwrap_or(unsaid) }),
            PrintKind::Sha256 => sized().map(|bits| Fingerprint::Sha256(Bits(bits))),
            PrintKind::Sha1 => {
                self.bytes.as_slice().try_into().ok().map(|bits| Fingerprint::Sha1(Bits(bits)))
            }
            PrintKind::Md5 => self.bytes.as_slice().try_into().ok().map(|bits| Fingerprint::Md5(Bits(bits))),
            PrintKind::PhotoDna
            | PrintKind::NetClean
            | PrintKind::Videntifier
            | PrintKind::TmkPdqf
            | PrintKind::SsvhPdna
            | PrintKind::SsvhSafer => None,
        }
    }

    /// Its written form, lower case.
    pub fn text(&self) -> String {
        if self.kind.bytes().is_some() {
            self.bytes.iter().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
        } else {
            String::from_utf8_lossy(&self.bytes).into_owned()
        }
    }
}

impl From<&Fingerprint> for Print {
    fn from(print: &Fingerprint) -> Self {
        let (kind, bytes) = match print {
            Fingerprint::Pdq { bits, .. } => (PrintKind::Pdq, bits.0.to_vec()),
            Fingerprint::Sha256(bits) => (PrintKind::Sha256, bits.0.to_vec()),
            Fingerprint::Sha1(bits) => (PrintKind::Sha1, bits.0.to_vec()),
            Fingerprint::Md5(bits) => (PrintKind::Md5, bits.0.to_vec()),
        };
        Self { kind, bytes, quality: print.quality() }
    }
}

impl fmt::Debug for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Print({})", self.kind.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_in_either_case_and_written_in_one() {
        let text = "ADEBF3FA3C9BE7F73825E1CB9E2DEA09";
        let print = Print::read(PrintKind::Md5, text).unwrap();
        assert_eq!(print.text(), text.to_lowercase());
        assert_eq!(print.bytes().len(), 16);
    }

    #[test]
    fn what_we_match_by_goes_out_and_comes_back_the_same() {
        for written in [
            format!("pdq:{}:63", "0f".repeat(32)),
            format!("sha256:{}", "1a".repeat(32)),
            format!("sha1:{}", "2b".repeat(20)),
            format!("md5:{}", "3c".repeat(16)),
        ] {
            let ours: Fingerprint = written.parse().unwrap();
            let print = Print::from(&ours);
            assert_eq!(print.text(), ours.reveal());
            assert_eq!(print.fingerprint(0), Some(ours));
        }
        let unsaid = Print::read(PrintKind::Pdq, &"0f".repeat(32)).unwrap();
        assert_eq!(unsaid.fingerprint(50).and_then(|print| print.quality()), Some(50));
        assert_eq!(Print::read(PrintKind::PhotoDna, "0f").unwrap().fingerprint(50), None);
    }

    #[test]
    fn neither_debug_nor_an_error_holds_the_hash() {
        let text = "adebf3fa3c9be7f73825e1cb9e2dea09";
        let print = Print::read(PrintKind::Md5, text).unwrap();
        assert_eq!(format!("{print:?}"), "Print(md5)");
        let refused = Print::read(PrintKind::Sha1, text).unwrap_err();
        assert_eq!(refused.to_string(), "a sha1 is 40 hexadecimal digits, and this is not: write it so");
        for text in [
            "",
            "zz",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ] {
            assert!(Print::read(PrintKind::Md5, text).is_err());
        }
        assert!(Print::read(PrintKind::PhotoDna, "  ").is_err());
        assert!(print.with_quality(10).is_err(), "only a pdq has a quality");
    }
}
