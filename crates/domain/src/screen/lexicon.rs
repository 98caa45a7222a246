//! The lists of words, in English and Welsh, and the one automaton that finds all of them in one pass.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;

use super::fold::{Folder, Spellings};

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

/// A list was found: which, and where in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub concept: Concept,
    pub start: usize,
    pub end: usize,
}

/// All the words.
#[derive(Debug)]
pub struct Lexicon {
    automaton: AhoCorasick,
    /// For each pattern: the lists that it is in, and whether it is the beginning of a word.
    patterns: Vec<(Vec<Concept>, bool)>,
    names: BTreeMap<String, Concept>,
}

/// The spellings of `data/screen/spellings.csv`.
pub fn spellings() -> Spellings {
    let rows = include_str!("../../../../data/screen/spellings.csv").lines();
    let rows = rows.filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once(','));
    rows.map(|(written, usual)| (written.trim().as_bytes(), usual.trim())).collect()
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
            builder.words.extend(list.en.into_iter().chain(list.cy).map(|word| (word, concept)));
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
    pub fn build(self, spellings: &Spellings) -> Lexicon {
        let mut folder = Folder::new(spellings);
        let mut patterns: HashMap<(Vec<u8>, bool), Vec<Concept>> = HashMap::new();
        for (word, concept) in self.words {
            let begins = word.ends_with('*');
            let folded = folder.fold(word.trim_end_matches('*'));
            let bytes = folded.bytes.trim_ascii().to_vec();
            let lists = patterns.entry((bytes, begins)).or_default();
            if !lists.contains(&concept) {
                lists.push(concept);
            }
        }
        let mut patterns: Vec<_> = patterns.into_iter().filter(|((bytes, _), _)| !bytes.is_empty()).collect();
        patterns.sort();
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::Standard)
            .build(patterns.iter().map(|((bytes, _), _)| bytes))
            .expect("the words are few enough for an automaton");
        let patterns = patterns.into_iter().map(|((_, begins), lists)| (lists, begins)).collect();
        Lexicon { automaton, patterns, names: self.names }
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

    /// Every whole word of every list in a folded text, in the order of their ends.
    pub fn seen(&self, folded: &[u8], mut found: impl FnMut(Seen)) {
        for matched in self.automaton.find_overlapping_iter(folded) {
            let (lists, begins) = &self.patterns[matched.pattern().as_usize()];
            let (start, end) = (matched.start(), matched.end());
            let edge = |at: Option<&u8>| at.is_none_or(|byte| !byte.is_ascii_alphanumeric());
            if edge(start.checked_sub(1).and_then(|at| folded.get(at))) && (*begins || edge(folded.get(end)))
            {
                for concept in lists {
                    found(Seen { concept: *concept, start, end });
                }
            }
        }
    }
}
