//! What makes words not count: negation before them, a question for a lesson, or that it was cleared up.
//!
//! Negation reaches a few words forward and ends with its sentence or at a comma or a `but`. It does not reach through
//! "I don't know", "I can't tell": those say nothing about what comes after. A sentence that asks what something is, or
//! speaks of homework and training, counts only where it is about somebody.

use super::fold::Word;
use super::vocabulary::{Vocabulary, flag};

/// How many words a negation reaches.
pub(super) const REACH_WORDS: usize = 5;

/// Words that negate what follows.
const NEGATORS: &[&str] = &[
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

/// Tells the vocabulary what those words do.
pub fn flags(vocabulary: &mut Vocabulary) {
    let kinds =
        [(NEGATORS, flag::NEGATOR), (EMPTY, flag::EMPTY), (ENDS, flag::ENDS), (CONDITIONS, flag::CONDITION)];
    for (words, flag) in kinds {
        for word in words {
            vocabulary.flag(word.as_bytes(), flag);
        }
    }
}

/// Whether a negation before a word reaches it.
pub fn negated(words: &[Word], at: usize) -> bool {
    if words[at].flags & flag::REACHED == 0 {
        return false;
    }
    let mut after = 0;
    for back in 1..=REACH_WORDS {
        let Some(flags) = before(words, at, back) else { return false };
        if flags & flag::ENDS != 0 {
            return false;
        }
        if flags & flag::NEGATOR != 0 && after & flag::EMPTY == 0 {
            let near = (back..back + CONDITION_WORDS)
                .map_while(|back| before(words, at, back))
                .any(|flags| flags & flag::CONDITION != 0);
            return !near;
        }
        after = flags;
    }
    false
}

/// What a word is that stands so many words before another, in one sentence and with no comma between.
#[inline]
fn before(words: &[Word], at: usize, back: usize) -> Option<u8> {
    let here = at.checked_sub(back)?;
    let parted = words[here + 1].comma || words[here].sentence != words[at].sentence;
    (!parted).then(|| words[here].flags)
}

/// Whether a word between two words of a frame turns its meaning.
pub const fn turns(word: Word) -> bool {
    word.flags & flag::NEGATOR != 0
}

#[cfg(test)]
mod tests {
    use super::super::fold::{Folded, Folder};
    use super::*;

    #[test]
    fn a_negation_reaches_what_it_negates_and_no_further() {
        let cases = [
            ("he has not asked for |money", true),
            ("he never |asked me", true),
            ("no one has ever |asked me", true),
            ("there were no |pictures", true),
            ("i dont know what to do he |threatened me", false),
            ("i cant tell anyone he |hit me", false),
            ("he didnt ask, he |demanded it", false),
            ("no money but he |threatened me", false),
            ("she is not at school. they |hit her", false),
            ("no!they |hit her", false),
            ("i didnt.He |threatened me", false),
            ("not fine 🙃 they |hit her", false),
            ("no\nthey |hit her", false),
            ("nid oedd unrhyw |luniau", true),
            ("he asked for |money", false),
            ("if you dont pay ill |send it", false),
            ("there was never a |threat", true),
        ];
        let mut vocabulary = Vocabulary::new("");
        flags(&mut vocabulary);
        for (text, expected) in cases {
            let (mut folded, at) = (Folded::default(), text.find('|').unwrap());
            Folder::new(&vocabulary, &mut folded).fold(&text.replace('|', ""));
            let word = folded.words.iter().position(|word| word.from as usize == at).unwrap();
            assert_eq!(negated(&folded.words, word), expected, "{text}");
        }
    }
}
