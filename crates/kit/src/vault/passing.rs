//! Documents of Word, known by a name that stands anywhere in them: their first bytes say only which kind of box it is.
//!
//! An old one keeps the list of what is in it near its end, and whatever did not come from Word itself may name its text
//! late in a new one. So the whole file is looked at as it goes by.

use memchr::memmem;

/// How the boxes begin.
const BOXES: [&[u8]; 2] = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"PK\x03\x04"];
/// The stream of the text in an old document: `WordDocument`, in UTF-16.
const OLD: &[u8] = b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";
/// The file of the text in a new one, up to where writers differ.
const NEW: &[u8] = b"word/document";

/// What was seen of a file as it went by.
#[derive(Debug, Default)]
pub(super) struct Passing {
    /// The end of what went by: a name may be cut in two.
    tail: Vec<u8>,
    is_box: bool,
    old: bool,
    new: bool,
}

impl Passing {
    /// Looks at the next piece; `head` is how the file begins.
    pub(super) fn see(&mut self, head: &[u8], piece: &[u8]) {
        self.is_box |= BOXES.iter().any(|begins| head.starts_with(begins));
        if !self.is_box || self.old || self.new {
            return;
        }
        let seen = [self.tail.as_slice(), piece].concat();
        self.old = memmem::find(&seen, OLD).is_some();
        self.new = memmem::find(&seen, NEW).is_some();
        self.tail = seen[seen.len().saturating_sub(OLD.len())..].to_vec();
    }

    /// The kind of the whole, from that of its first bytes.
    pub(super) const fn kind(&self, sniffed: &'static str) -> &'static str {
        match (sniffed.as_bytes(), self.old, self.new) {
            (b"application/x-ole-storage", true, _) => "application/msword",
            (b"application/zip", _, true) => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            _ => sniffed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sniff;
    use super::*;

    fn kind(pieces: &[&[u8]]) -> &'static str {
        let (mut passing, mut head) = (Passing::default(), Vec::new());
        for piece in pieces {
            head.extend_from_slice(piece);
            passing.see(&head, piece);
        }
        passing.kind(sniff(&head))
    }

    #[test]
    fn a_document_of_word_is_known_wherever_it_says_so() {
        let (old, far) = (BOXES[0], [0_u8; 9_000]);
        let zip = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x04\0\0\0\x04\0\0\0\x01\0\0\0a1234";
        let (cut, rest) = OLD.split_at(7);
        let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        let cases: [(&[&[u8]], &str); 6] = [
            (&[old, &far, OLD], "application/msword"),
            (&[old, &far, cut, rest], "application/msword"),
            (&[old, &far, b"W\0o\0r\0k\0b\0o\0o\0k\0"], "application/x-ole-storage"),
            (&[zip, &far, b"word/document2.xml"], docx),
            (&[zip, &far, b"xl/workbook.xml"], "application/zip"),
            (&[b"%PDF-1.7\n", OLD, NEW], "application/pdf"),
        ];
        for (pieces, expected) in cases {
            assert_eq!(kind(pieces), expected, "{expected}");
        }
    }
}
