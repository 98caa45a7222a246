//! From the lists as they are written to what finds their words.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::fold::{Folded, Folder};
use super::super::rows::Rows;
use super::super::vocabulary::{COMMA, Vocabulary, WordId};
use super::super::welsh::mutations;
use super::{Concept, End, Follow, Frame, HEADS, Lexicon, begun, head};

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

/// Where a phrase may go on.
#[derive(Debug, Default)]
struct Node {
    lists: Vec<Concept>,
    /// Beginnings of the next word, and the lists.
    begins: Vec<(Box<[u8]>, Concept)>,
    /// The next word, in the order of numbers.
    next: Vec<(WordId, usize)>,
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
                list.cy.iter().filter(|word| !is_frame(word)).flat_map(|word| mutations(word)).collect();
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
            std::mem::take(&mut self.words).into_iter().partition(|(entry, _)| is_frame(entry));
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

/// Whether an entry names lists, or leaves a gap.
fn is_frame(entry: &str) -> bool {
    entry.split_ascii_whitespace().any(|part| part.starts_with('{') || part == ".." || part == "...")
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
