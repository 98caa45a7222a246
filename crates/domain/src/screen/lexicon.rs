//! The lists of words, in English and Welsh, and what finds all of them in one pass over the words of a text.
//!
//! An entry of a list is a phrase, written as people write (`*` at its end: any ending), or a frame of lists and phrases:
//!
//! ```text
//! {says} .. {will} {hurt} me     other words may stand at `..`, up to three; up to six at `...`; none at the others
//! {threat}                       every word of that list is one of this
//! ```
//!
//! The words of a frame stand in one sentence, and nothing that negates stands in its gaps.

mod build;

use std::collections::BTreeMap;

use super::fold::Folded;
use super::rows::Rows;
use super::vocabulary::{COMMA, UNKNOWN, Vocabulary, WordId};

pub use build::{Builder, Unreadable};

/// The number of a list of words.
pub type Concept = u16;

/// A list was found: which, and its first and last word in the folded text. In the order of last words, then first ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen(u64);

impl Seen {
    /// A list at words of a piece, which has fewer than 2^20.
    #[inline]
    pub const fn new(concept: Concept, first: usize, last: usize) -> Self {
        Self((last as u64) << 40 | (first as u64) << 16 | concept as u64)
    }

    #[inline]
    pub const fn concept(self) -> Concept {
        (self.0 & 0xffff) as Concept
    }

    #[inline]
    pub const fn first(self) -> usize {
        (self.0 >> 16 & 0xff_ffff) as usize
    }

    #[inline]
    pub const fn last(self) -> usize {
        (self.0 >> 40) as usize
    }

    /// Adds one to those that are in order; each is there once, though a list may hold a phrase and its beginning. Phrases
    /// are short, so that its place is near the end.
    #[inline]
    pub fn put(self, seen: &mut Vec<Self>) {
        let mut at = seen.len();
        while let Some(before) = at.checked_sub(1)
            && seen[before] > self
        {
            at = before;
        }
        if at == 0 || seen[at - 1] != self {
            seen.insert(at, self);
        }
    }
}

/// Lists that stand one after the other, and the list that they then are a word of.
#[derive(Debug)]
pub struct Frame {
    pub concept: Concept,
    /// Each with how many other words may stand before it.
    pub slots: Vec<(Concept, usize)>,
}

/// A frame that ends with a list.
#[derive(Debug, Clone, Copy)]
pub struct End {
    /// The list that stands before, and with how many other words between.
    pub before: Concept,
    pub gap: u8,
    pub frame: u16,
}

/// What most words of a text have nothing to do with: for each place in a phrase, what may follow.
#[derive(Debug, Clone, Copy)]
struct Follow {
    /// A bit for the low bits of each next word.
    mask: u64,
    /// Whether beginnings may follow.
    begins: bool,
}

/// All the words.
#[derive(Debug)]
pub struct Lexicon {
    pub vocabulary: Vocabulary,
    /// For each word, the node after it where a phrase begins with it; 0 if none does.
    roots: Vec<u32>,
    /// For each word, the lists that have a beginning of it.
    begun: Rows<Concept>,
    /// A bit for the first three letters of what a word may begin with.
    heads: Vec<u64>,
    /// For each node, beginnings of the next word. The first node is where every phrase begins.
    begins: Rows<(Box<[u8]>, Concept)>,
    /// For each node, the lists that have the phrase up to it, and the next words, in the order of numbers.
    lists: Rows<Concept>,
    next: Rows<(WordId, u32)>,
    follow: Vec<Follow>,
    above: Rows<Concept>,
    ends: Rows<End>,
    pub frames: Vec<Frame>,
    names: BTreeMap<String, Concept>,
}

impl Lexicon {
    /// The list of a name.
    pub fn concept(&self, name: &str) -> Option<Concept> {
        self.names.get(name).copied()
    }

    /// How many lists there are.
    pub fn concepts(&self) -> usize {
        self.names.len()
    }

    /// The lists that have all words of a list too.
    #[inline]
    pub fn above(&self, concept: usize) -> &[Concept] {
        self.above.of(concept)
    }

    /// The frames that end with a list.
    #[inline]
    pub fn ends(&self, concept: usize) -> &[End] {
        self.ends.of(concept)
    }

    /// Every phrase of every list in a folded text, in order.
    pub fn seen(&self, folded: &Folded, found: &mut Vec<Seen>) {
        for (first, word) in folded.words.iter().enumerate() {
            if word.id == UNKNOWN {
                let bytes = &folded.bytes[word.start as usize..word.end as usize];
                let head = head(bytes);
                if self.heads[head / 64] >> (head % 64) & 1 != 0 {
                    begun(self.begins.of(0), bytes, |concept| Seen::new(concept, first, first).put(found));
                }
                continue;
            }
            for concept in self.begun.of(usize::from(word.id)) {
                Seen::new(*concept, first, first).put(found);
            }
            let root = self.roots[usize::from(word.id)] as usize;
            if root > 0 {
                self.walk(root, folded, first, found);
            }
        }
    }

    fn walk(&self, root: usize, folded: &Folded, first: usize, found: &mut Vec<Seen>) {
        let (mut node, mut last) = (root, first);
        loop {
            for concept in self.lists.of(node) {
                Seen::new(*concept, first, last).put(found);
            }
            let follow = self.follow[node];
            let Some(word) = folded.words.get(last + 1) else { return };
            let may = follow.begins || follow.mask >> (word.id % 64) & 1 != 0 || word.comma;
            if !may || word.sentence != folded.words[first].sentence {
                return;
            }
            if word.comma {
                let Some(after) = self.next(node, COMMA) else { return };
                node = after;
            }
            last += 1;
            if self.follow[node].begins {
                let bytes = &folded.bytes[word.start as usize..word.end as usize];
                begun(self.begins.of(node), bytes, |concept| Seen::new(concept, first, last).put(found));
            }
            let Some(after) = Some(word.id).filter(|id| *id != UNKNOWN).and_then(|id| self.next(node, id))
            else {
                return;
            };
            node = after;
        }
    }

    #[inline]
    fn next(&self, node: usize, word: WordId) -> Option<usize> {
        if self.follow[node].mask >> (word % 64) & 1 == 0 {
            return None;
        }
        let next = self.next.of(node);
        next.binary_search_by_key(&word, |(word, _)| *word).ok().map(|at| next[at].1 as usize)
    }
}

/// How many different first three letters are told apart.
const HEADS: usize = 1 << 15;

/// A number for the first three letters; shorter words and beginnings have those of a longer one.
#[inline]
fn head(word: &[u8]) -> usize {
    let letter = |at: usize| usize::from(word.get(at).copied().unwrap_or_default() & 31);
    letter(0) << 10 | letter(1) << 5 | letter(2)
}

/// The beginnings that a word has. They have three letters and more.
#[inline]
fn begun(begins: &[(Box<[u8]>, Concept)], word: &[u8], mut found: impl FnMut(Concept)) {
    let Some(three) = word.first_chunk::<3>() else { return };
    // In order, so that most words are done with after a few steps.
    let number = |[one, two, three]: &[u8; 3]| u32::from_be_bytes([0, *one, *two, *three]);
    let head = number(three);
    let head_of = |begin: &[u8]| begin.first_chunk().map_or(0, number);
    let from = begins.partition_point(|(begin, _)| head_of(begin) < head);
    for (begin, concept) in begins[from..].iter().take_while(|(begin, _)| head_of(begin) == head) {
        if word.starts_with(begin) {
            found(*concept);
        }
    }
}

/// The spellings of `data/screen/spellings.csv`.
pub fn vocabulary() -> Vocabulary {
    Vocabulary::new(include_str!("../../../../data/screen/spellings.csv"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fold::Folder;
    use super::*;

    const PHRASES: &[&str] = &["he", "he hit", "hit me", "pay, or", "photo*", "hit me hard", "my photo*"];

    fn lexicon() -> Lexicon {
        let mut builder = Builder::default();
        for phrase in PHRASES {
            let concept = builder.concept(phrase);
            builder.word(phrase, concept);
        }
        builder.build(Vocabulary::new("")).unwrap()
    }

    /// The same by looking for each phrase at each place of the text.
    fn slowly(folded: &Folded) -> Vec<(Concept, usize, usize)> {
        let text = std::str::from_utf8(&folded.bytes).unwrap();
        let mut found = Vec::new();
        for (concept, phrase) in PHRASES.iter().enumerate() {
            for (at, _) in text.match_indices(phrase.trim_end_matches('*')) {
                let end = at + phrase.trim_end_matches('*').len();
                let rest = text[end..].find(|next: char| !next.is_alphanumeric()).unwrap();
                let whole = text[..at].ends_with(' ') && (rest == 0 || phrase.ends_with('*'));
                found.extend(whole.then_some((Concept::try_from(concept).unwrap(), at, end + rest)));
            }
        }
        found.sort_unstable();
        found
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_looking_for_each_phrase_finds(
            parts in prop::collection::vec(
                ("he|hit|me|pay|or|my|photo|photos|hard|x", prop::sample::select(vec![" ", ", ", ". ", "? "])),
                0..30,
            ),
        ) {
            let text: String = parts.iter().flat_map(|(word, after)| [word.as_str(), *after]).collect();
            let (lexicon, mut folded) = (lexicon(), Folded::default());
            Folder::new(&lexicon.vocabulary, &mut folded).fold(&text);
            let mut found = Vec::new();
            let mut seen = Vec::new();
            lexicon.seen(&folded, &mut seen);
            prop_assert!(seen.is_sorted());
            for seen in seen {
                let (first, last) = (folded.words[seen.first()], folded.words[seen.last()]);
                let name = PHRASES.iter().position(|phrase| lexicon.concept(phrase) == Some(seen.concept()));
                let name = Concept::try_from(name.unwrap()).unwrap();
                found.push((name, first.start as usize, last.end as usize));
            }
            found.sort_unstable();
            prop_assert_eq!(found, slowly(&folded));
        }
    }

    #[test]
    fn what_cannot_be_read_says_which_entry() {
        let build = |text: &str| Builder::read(text).unwrap().build(Vocabulary::new("")).map(|_| ());
        let list = |id: &str, entry: &str| format!("[[words]]\nid = \"{id}\"\nen = [\"{entry}\"]\n");
        let entry = "{gone} me".to_owned();
        let missing = Unreadable::NoList { entry: entry.clone(), list: "gone".to_owned() };
        assert_eq!(build(&list("hit", &entry)), Err(missing));
        assert_eq!(build(&list("hit", "{hit} ..")), Err(Unreadable::Gap("{hit} ..".to_owned())));
        assert_eq!(build(&list("hit", "to*")), Err(Unreadable::Short("to*".to_owned())));
        let circle = list("one", "{two}") + &list("two", "{one}");
        assert_eq!(build(&circle), Err(Unreadable::Circle("one".to_owned())));
    }
}
