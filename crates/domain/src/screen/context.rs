//! What makes words not count: negation before them, a question for a lesson, or that it was cleared up.
//!
//! Negation reaches a few words forward and ends with its sentence or at a comma or a `but`. It does not reach through
//! "I don't know", "I can't tell": those say nothing about what comes after. A sentence that asks what something is, or
//! speaks of homework and training, counts only where it is about somebody.

/// How many words a negation reaches.
const REACH_WORDS: usize = 5;

/// Words that negate what follows.
pub(super) const NEGATORS: &[&str] = &[
    "not", "no", "never", "nor", "without", "none", "nothing", "nobody", "neither", "isnt", "arent", "wasnt",
    "werent", "dont", "doesnt", "didnt", "hasnt", "havent", "hadnt", "wouldnt", "wont", "cannot", "cant",
    "aint", "denied", "denies", "deny", "nid", "nad", "nac", "dim", "ddim", "heb", "byth", "erioed", "neb",
    "sneb", "chafodd", "chaiff", "doedd", "dyw", "dydi", "dydy", "sdim", "smo", "sai",
];

/// Words after which a negation says nothing about what follows.
const EMPTY: &[&str] = &[
    "know",
    "tell",
    "want",
    "wanna",
    "think",
    "care",
    "say",
    "get",
    "understand",
    "believe",
    "feel",
    "remember",
    "stop",
    "go",
    "sleep",
    "eat",
    "breathe",
    "let",
    "leave",
    "only",
    "just",
    "idea",
    "matter",
    "gwybod",
    "gwbod",
    "dweud",
    "cofio",
    "isio",
    "eisiau",
    "moyn",
    "gallu",
    "stopio",
    "allowed",
    "talk",
    "report",
    "help",
    "be",
];

/// Where a negation ends.
const ENDS: &[&str] =
    &["but", "because", "cos", "coz", "bc", "until", "unless", "when", "and", "ond", "achos", "oherwydd"];

/// Where a condition begins: "if you don't pay I'll send it" denies nothing.
const CONDITIONS: &[&str] = &["if", "unless", "os"];

/// How many words after the beginning of a condition its negation stands.
const CONDITION_WORDS: usize = 3;

/// How far back a negation is looked for, in bytes.
const BACK_BYTES: usize = 120;

/// Whether a negation before `start` reaches it.
pub fn negated(folded: &[u8], start: usize) -> bool {
    let back = &folded[start.saturating_sub(BACK_BYTES)..start];
    let sentence = back.iter().rposition(|byte| b".?,".contains(byte)).map_or(0, |at| at + 1);
    let before = std::str::from_utf8(&back[sentence..]).unwrap_or_default();
    let words: Vec<&str> =
        before.split_ascii_whitespace().rev().take(REACH_WORDS + CONDITION_WORDS).collect();
    for (at, word) in words.iter().take(REACH_WORDS).enumerate() {
        if ENDS.contains(word) {
            return false;
        }
        let nothing = at.checked_sub(1).is_some_and(|next| EMPTY.contains(&words[next]));
        if NEGATORS.contains(word) && !nothing {
            return !words[at..].iter().take(CONDITION_WORDS).any(|before| CONDITIONS.contains(before));
        }
    }
    false
}

/// Sentences of a folded text: where each ends, and whether it asks.
#[derive(Debug, Default)]
pub struct Sentences {
    ends: Vec<usize>,
    asks: Vec<bool>,
}

impl Sentences {
    /// Finds them anew.
    pub fn read(&mut self, folded: &[u8]) {
        self.ends.clear();
        self.asks.clear();
        for (at, byte) in folded.iter().enumerate() {
            if matches!(byte, b'.' | b'?') {
                self.ends.push(at);
                self.asks.push(*byte == b'?');
            }
        }
        self.ends.push(folded.len());
        self.asks.push(false);
    }

    /// The number of the sentence of a place.
    pub fn of(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at)
    }

    /// Whether a sentence ends with a question mark.
    pub fn asks(&self, sentence: usize) -> bool {
        self.asks.get(sentence).copied().unwrap_or(false)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_reaches_what_it_negates_and_no_further() {
        let cases = [
            (" he has not asked for |money ", true),
            (" he never |asked me ", true),
            (" no one has ever |asked me ", true),
            (" there were no |pictures ", true),
            (" i dont know what to do he |threatened me ", false),
            (" i cant tell anyone he |hit me ", false),
            (" he didnt ask, he |demanded it ", false),
            (" no money but he |threatened me ", false),
            (" she is not at school. they |hit her ", false),
            (" nid oedd unrhyw |luniau ", true),
            (" he asked for |money ", false),
            (" if you dont pay ill |send it ", false),
            (" there was never a |threat ", true),
        ];
        for (text, expected) in cases {
            let at = text.find('|').unwrap();
            let folded = text.replace('|', "");
            assert_eq!(negated(folded.as_bytes(), at), expected, "{text}");
        }
    }

    #[test]
    fn sentences_are_counted_and_questions_known() {
        let mut sentences = Sentences::default();
        sentences.read(b" one. two? three ");
        assert_eq!(sentences.count(), 3);
        assert_eq!((sentences.of(1), sentences.of(6), sentences.of(12)), (0, 1, 2));
        assert!(!sentences.asks(0) && sentences.asks(1) && !sentences.asks(2));
    }
}
