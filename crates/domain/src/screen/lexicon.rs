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

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fold::{Folded, Folder};
use super::rows::Rows;
use super::vocabulary::{COMMA, UNKNOWN, Vocabulary, WordId};
use super::welsh::mutations;

/// A list of words that mean the same to a sign.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    id: String,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    cy: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    words: Vec<List>,
}

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

/// Where a phrase may go on.
#[derive(Debug, Default)]
struct Node {
    lists: Vec<Concept>,
    /// Beginnings of the next word, and the lists.
    begins: Vec<(Box<[u8]>, Concept)>,
    /// The next word, in the order of numbers.
    next: Vec<(WordId, usize)>,
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

/// Why lists cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("`{entry}`: there is no list of words `{list}`")]
    NoList { entry: String, list: String },
    #[error("`{0}`: a frame begins and ends with a list or a phrase, and gaps stand between them")]
    Gap(String),
    #[error("`{0}`: what a word begins with has at least three letters")]
    Short(String),
    #[error("`{0}`: lists name each other in a circle")]
    Circle(String),
}

/// Collects words, then builds what finds them.
#[derive(Debug, Default)]
pub struct Builder {
    names: BTreeMap<String, Concept>,
    /// A word ends with `*` where it is the beginning of one.
    words: Vec<(String, Concept)>,
}

impl Builder {
    /// The lists of `data/screen/words.toml`.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        let mut builder = Self::default();
        for list in toml::from_str::<Lists>(text)?.words {
            let concept = builder.concept(&list.id);
            let changed: Vec<String> =
                list.cy.iter().filter(|word| !word.contains('{')).flat_map(|word| mutations(word)).collect();
            let words = list.en.into_iter().chain(list.cy).chain(changed);
            builder.words.extend(words.map(|word| (word, concept)));
        }
        Ok(builder)
    }

    /// The list of a name, made if there is none.
    pub fn concept(&mut self, name: &str) -> Concept {
        let next = Concept::try_from(self.names.len()).expect("there are fewer than 65,536 lists");
        *self.names.entry(name.to_owned()).or_insert(next)
    }

    /// Whether there is a list of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// One more word of a list.
    pub fn word(&mut self, word: &str, concept: Concept) {
        self.words.push((word.to_owned(), concept));
    }

    /// What finds them. Words are folded as texts are, so that they can be written as people write.
    pub fn build(mut self, vocabulary: Vocabulary) -> Result<Lexicon, Unreadable> {
        let (frames, words): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.words).into_iter().partition(|(entry, _)| entry.contains('{'));
        self.words = words;
        let frames = frames
            .iter()
            .map(|(entry, concept)| self.frame(entry, *concept))
            .collect::<Result<Vec<_>, _>>()?;
        let mut growing = Growing { vocabulary, nodes: vec![Node::default()] };
        let mut folded = Folded::default();
        for (word, concept) in self.words {
            let begins = word.ends_with('*');
            Folder::new(&growing.vocabulary, &mut folded).fold(word.trim_end_matches('*'));
            if begins && folded.words.last().is_none_or(|last| last.end - last.start < 3) {
                return Err(Unreadable::Short(word));
            }
            growing.add(&folded, begins, concept);
        }
        let (mut above, mut ends) = (vec![Vec::new(); self.names.len()], vec![Vec::new(); self.names.len()]);
        let mut kept = Vec::new();
        for frame in frames {
            match frame.slots.as_slice() {
                [(only, _)] => above[usize::from(*only)].push(frame.concept),
                [.., (before, _), (last, gap)] => {
                    let number = u16::try_from(kept.len()).expect("there are fewer than 65,536 frames");
                    let gap = u8::try_from(*gap).unwrap_or(u8::MAX);
                    ends[usize::from(*last)].push(End { before: *before, gap, frame: number });
                    kept.push(frame);
                }
                [] => {}
            }
        }
        match circle(&self.names, &above) {
            Some(list) => Err(Unreadable::Circle(list)),
            None => Ok(growing.sealed(self.names, (above, ends), kept)),
        }
    }

    fn frame(&mut self, entry: &str, concept: Concept) -> Result<Frame, Unreadable> {
        let (mut slots, mut gap, mut phrase) = (Vec::new(), 0, Vec::new());
        for part in entry.split_ascii_whitespace().chain([""]) {
            let list = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let wide = match part {
                ".." => 3,
                "..." => 6,
                _ => 0,
            };
            if list.is_none() && wide == 0 && !part.is_empty() {
                phrase.push(part);
                continue;
            }
            if !phrase.is_empty() {
                let words = std::mem::take(&mut phrase).join(" ");
                let literal = self.concept(&format!("'{words}'"));
                self.word(&words, literal);
                slots.push((literal, std::mem::take(&mut gap)));
            }
            if let Some(list) = list {
                if !self.has(list) {
                    return Err(Unreadable::NoList { entry: entry.to_owned(), list: list.to_owned() });
                }
                slots.push((self.concept(list), std::mem::take(&mut gap)));
            }
            gap = gap.max(wide);
        }
        if gap > 0 || slots.first().is_none_or(|(_, before)| *before > 0) {
            return Err(Unreadable::Gap(entry.to_owned()));
        }
        Ok(Frame { concept, slots })
    }
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

/// Phrases that are still being put together.
struct Growing {
    vocabulary: Vocabulary,
    /// The first is where every phrase begins.
    nodes: Vec<Node>,
}

impl Growing {
    fn add(&mut self, folded: &Folded, begins: bool, concept: Concept) {
        let mut node = 0;
        for (at, word) in folded.words.iter().enumerate() {
            let bytes = &folded.bytes[word.start as usize..word.end as usize];
            if word.comma && at > 0 {
                node = self.step(node, COMMA);
            }
            if begins && at + 1 == folded.words.len() {
                self.nodes[node].begins.push((Box::from(bytes), concept));
                return;
            }
            let id = self.vocabulary.word(bytes);
            node = self.step(node, id);
        }
        if node > 0 && !self.nodes[node].lists.contains(&concept) {
            self.nodes[node].lists.push(concept);
        }
    }

    /// The node after a word, made if there is none.
    fn step(&mut self, node: usize, word: WordId) -> usize {
        let new = self.nodes.len();
        match self.nodes[node].next.binary_search_by_key(&word, |(word, _)| *word) {
            Ok(at) => self.nodes[node].next[at].1,
            Err(at) => {
                self.nodes[node].next.insert(at, (word, new));
                self.nodes.push(Node::default());
                new
            }
        }
    }

    /// Puts everything side by side, and finds where phrases begin.
    fn sealed(
        mut self,
        names: BTreeMap<String, Concept>,
        (above, ends): (Vec<Vec<Concept>>, Vec<Vec<End>>),
        frames: Vec<Frame>,
    ) -> Lexicon {
        self.nodes[0].begins.sort();
        let mut heads = vec![0; HEADS / 64];
        for (begin, _) in &self.nodes[0].begins {
            let head = head(begin);
            heads[head / 64] |= 1 << (head % 64);
        }
        let mut begun_by = Vec::new();
        for word in self.vocabulary.spelt() {
            let mut lists = Vec::new();
            if !word.is_empty() {
                begun(&self.nodes[0].begins, word, |concept| lists.push(concept));
            }
            begun_by.push(lists);
        }
        let place = |node: usize| u32::try_from(node).expect("there are far fewer than 2^32 phrases");
        let mut roots = vec![0; self.vocabulary.words()];
        for (word, node) in &self.nodes[0].next {
            roots[usize::from(*word)] = place(*node);
        }
        let (mut begins, mut lists, mut next, mut follow) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for mut node in self.nodes {
            let mask = node.next.iter().fold(0, |mask, (word, _)| mask | 1 << (word % 64));
            follow.push(Follow { mask, begins: !node.begins.is_empty() });
            node.begins.sort();
            begins.push(node.begins);
            lists.push(node.lists);
            next.push(node.next.into_iter().map(|(word, node)| (word, place(node))).collect());
        }
        Lexicon {
            vocabulary: self.vocabulary,
            roots,
            begun: Rows::new(begun_by),
            heads,
            begins: Rows::new(begins),
            lists: Rows::new(lists),
            next: Rows::new(next),
            follow,
            above: Rows::new(above),
            ends: Rows::new(ends),
            frames,
            names,
        }
    }
}

/// A list that is a word of itself.
fn circle(names: &BTreeMap<String, Concept>, above: &[Vec<Concept>]) -> Option<String> {
    for (name, begin) in names {
        let (mut open, mut seen) = (vec![*begin], vec![false; above.len()]);
        while let Some(concept) = open.pop() {
            for next in &above[usize::from(concept)] {
                if next == begin {
                    return Some(name.clone());
                }
                if !std::mem::replace(&mut seen[usize::from(*next)], true) {
                    open.push(*next);
                }
            }
        }
    }
    None
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
