//! A hash: 256 bits, of which two that are near each other belong to pictures that look alike.

use std::fmt;
use std::str::FromStr;

/// A PDQ hash. Written as 64 lower-case hex digits, the highest bit first.
///
/// Bit *k* (of 0 to 255) tells whether the coefficient of row *k* / 16 and column *k* mod 16 of the picture's
/// cosine transform is above the median. In bytes, bit *k* is bit *k* mod 8 of byte 31 − *k* / 8.
///
/// `Debug` prints no bit of it: a hash of a child's picture is in no log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

/// Not 64 hex digits. The text itself is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAHash {
    #[error("a PDQ hash has 64 hex digits, this has {0} characters")]
    Length(usize),
    #[error("character {0} of a PDQ hash is not a hex digit (0 to 9, a to f)")]
    Digit(usize),
}

impl Hash {
    /// The hash of a picture without any feature: nothing can be matched with it.
    pub const NONE: Self = Self([0; 32]);

    /// From 32 bytes, the highest bit first.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// 32 bytes, the highest bit first.
    pub const fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// In how many bits they differ: 0 to 256. Up to 31, the pictures are taken to be the same.
    pub fn distance(&self, other: &Self) -> u32 {
        let (ours, theirs) = (self.words(), other.words());
        ours.iter().zip(theirs).map(|(ours, theirs)| (ours ^ theirs).count_ones()).sum()
    }

    /// As four numbers, in the order of the bytes.
    fn words(&self) -> [u64; 4] {
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(self.0.as_chunks().0) {
            *word = u64::from_be_bytes(*bytes);
        }
        words
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(to, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Hash(private)")
    }
}

impl FromStr for Hash {
    type Err = NotAHash;

    /// Upper case is read too.
    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(NotAHash::Length(text.chars().count()));
        }
        let value = |place: usize| match digits[place] {
            digit @ b'0'..=b'9' => Ok(digit - b'0'),
            digit @ b'a'..=b'f' => Ok(digit - b'a' + 10),
            digit @ b'A'..=b'F' => Ok(digit - b'A' + 10),
            _ => Err(NotAHash::Digit(place + 1)),
        };
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = value(2 * place)? << 4 | value(2 * place + 1)?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_else_is() {
        let text = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
        let hash: Hash = text.parse().unwrap();
        assert_eq!(hash.to_string(), text);
        assert_eq!(text.to_uppercase().parse(), Ok(hash));
        assert_eq!("".parse::<Hash>(), Err(NotAHash::Length(0)));
        assert_eq!(text[1..].parse::<Hash>(), Err(NotAHash::Length(63)));
        assert_eq!(format!("{}g", &text[1..]).parse::<Hash>(), Err(NotAHash::Digit(64)));
        // Sixty-four bytes, but not sixty-four digits.
        assert_eq!("ŵ".repeat(32).parse::<Hash>(), Err(NotAHash::Digit(1)));
    }

    #[test]
    fn no_bit_of_it_is_in_a_log() {
        assert_eq!(format!("{:?}", Hash::from_bytes([0xab; 32])), "Hash(private)");
    }

    #[test]
    fn a_distance_counts_bits() {
        let one = Hash::from_bytes([0xff; 32]);
        assert_eq!(one.distance(&Hash::NONE), 256);
        assert_eq!(one.distance(&one), 0);
        let mut bytes = [0; 32];
        bytes[31] = 0b101;
        assert_eq!(Hash::from_bytes(bytes).distance(&Hash::NONE), 2);
    }
}
