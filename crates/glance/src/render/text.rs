//! The beginning of a text, tamed: nothing in it moves, hides or turns round what stands beside it.

use std::fmt::Write as _;

use crate::{Inspected, Shown, Warning};

/// In characters of the file.
const CHARS_MAX: usize = 4000;
/// A mark such as `[U+E0041]` takes nine characters for one.
const TAMED_CHARS_MAX: usize = CHARS_MAX * 9;

/// The first characters of a file of UTF-8. A cut character at its end is left out.
pub(super) fn excerpt(bytes: &[u8], found: &mut Inspected) -> Shown {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            found.warn(Warning::CutShort);
            bytes.get(..error.valid_up_to()).and_then(|valid| str::from_utf8(valid).ok()).unwrap_or_default()
        }
    };
    let begins: String = text.chars().take(CHARS_MAX).collect();
    let tame = tamed(&begins);
    if tame != begins.replace("\r\n", "\n") {
        found.warn(Warning::HiddenCharacters);
    }
    Shown::Text { excerpt: tame, cut: begins.len() < text.len() }
}

fn tamed(text: &str) -> String {
    let mut tame = String::with_capacity(text.len());
    let mut in_flag = false;
    for letter in text.replace("\r\n", "\n").chars() {
        in_flag = letter == BLACK_FLAG || (in_flag && is_tag(letter));
        if is_wild(letter) && !in_flag {
            // Writing into a string cannot fail.
            let _written = write!(tame, "[U+{:04X}]", u32::from(letter));
        } else {
            tame.push(letter);
        }
    }
    tame
}

/// Whether an excerpt is as this module makes them.
pub(crate) fn is_tame(excerpt: &str) -> bool {
    excerpt.chars().count() <= TAMED_CHARS_MAX && tamed(excerpt) == excerpt
}

/// The flags of England, Scotland and Wales are this, spelt out in tags.
const BLACK_FLAG: char = '\u{1F3F4}';

/// Tags spell words that nobody sees.
fn is_tag(letter: char) -> bool {
    matches!(letter, '\u{E0000}'..='\u{E007F}')
}

/// Characters that command rather than write. The joiners stay: Indian and Arabic scripts and emoji need them.
fn is_wild(letter: char) -> bool {
    // Marks, embeddings, overrides and isolates of direction (Unicode Standard Annex 9).
    let turns = matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    // Separators of lines and paragraphs; characters without width; fillers that look like nothing.
    let hides = matches!(
        letter,
        '\u{2028}' | '\u{2029}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' |
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
    );
    turns || hides || is_tag(letter) || (letter.is_control() && !matches!(letter, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    const WALES: &str = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}";

    fn shown(bytes: &[u8]) -> (String, bool, Vec<Warning>) {
        let mut found = Inspected::new(Kind::Text);
        let Shown::Text { excerpt, cut } = excerpt(bytes, &mut found) else {
            panic!("text is shown as text")
        };
        (excerpt, cut, found.warnings)
    }

    #[test]
    fn what_turns_text_round_becomes_a_mark() {
        let (text, _, warnings) = shown("safe\u{202E}gpj.exe".as_bytes());
        assert_eq!(
            (text.as_str(), warnings.as_slice()),
            ("safe[U+202E]gpj.exe", &[Warning::HiddenCharacters][..])
        );
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in ["Ydw i'n iawn? ŵ\n\tie", "family \u{1F469}\u{200D}\u{1F467}", WALES, ""] {
            assert_eq!(shown(text.as_bytes()), (text.to_owned(), false, vec![]));
        }
        assert_eq!(shown(b"one\r\ntwo").0, "one\ntwo");
    }

    #[test]
    fn only_the_beginning_is_shown() {
        let (text, cut, _) = shown("ŵ".repeat(5000).as_bytes());
        assert_eq!((text.chars().count(), cut), (4000, true));
    }

    #[test]
    fn an_excerpt_of_the_wildest_text_still_counts_as_tame() {
        let (text, _, _) = shown("\u{E0041}".repeat(5000).as_bytes());
        assert!(is_tame(&text));
        assert!(!is_tame("a\u{202E}b") && !is_tame(&"a".repeat(36_001)));
    }

    #[test]
    fn a_text_cut_inside_a_character_is_shown_up_to_it() {
        assert_eq!(shown(b"caf\xC3"), ("caf".to_owned(), false, vec![Warning::CutShort]));
    }
}
