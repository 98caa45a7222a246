//! Searching words in what is sealed: each reader's own shelf, in memory alone.
//!
//! No index of words lies in the store: it would tell whoever steals it. When somebody searches, what they can open is
//! opened once and its words are kept, by matter, for a quarter of an hour; what has changed meanwhile is opened again. A shelf says where words may be found, never that they may be read: whoever shows what it found asks
//! the keys and the policies anew.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use domain::id::AccountId;
use domain::person::folded;
use jiff::{SignedDuration, Timestamp};

use crate::jobs::Job;
use crate::log::lock;
use crate::{Fault, House};

/// How long a shelf stays; then it is made anew, with whatever the reader may open by then.
const LIVES: SignedDuration = SignedDuration::from_mins(15);

/// The most matters on a shelf: the newest.
pub const MATTERS_MAX: usize = 5_000;

/// The shelves of those who search.
#[derive(Default)]
pub struct Shelves(Mutex<HashMap<AccountId, Arc<Shelf>>>);

/// The words of what somebody can open, by matter.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The last entry of the journal that it knows of.
    pub position: i64,
    made: Option<Timestamp>,
    words: HashMap<String, Arc<BTreeSet<String>>>,
}

impl Shelves {
    /// Somebody's shelf; an empty one when they have not searched for a while.
    pub fn of(&self, account: AccountId, now: Timestamp) -> Arc<Shelf> {
        self.forget(now);
        lock(&self.0)
            .get(&account)
            .cloned()
            .unwrap_or_else(|| Arc::new(Shelf { made: Some(now), ..Shelf::default() }))
    }

    /// Keeps it for the next question.
    pub fn keep(&self, account: AccountId, shelf: Arc<Shelf>) {
        lock(&self.0).insert(account, shelf);
    }

    /// Lets go of those whose time is up.
    fn forget(&self, now: Timestamp) {
        lock(&self.0).retain(|_, shelf| shelf.made.is_some_and(|made| now.duration_since(made) < LIVES));
    }

    /// Lets go of it: somebody signed out.
    pub fn clear(&self, account: AccountId) {
        lock(&self.0).remove(&account);
    }
}

impl Shelf {
    /// Whether nothing was ever put on it.
    pub fn is_new(&self) -> bool {
        self.position == 0
    }

    /// Puts a matter on it, or what it has become.
    pub fn put(&mut self, matter: &str, text: &str) {
        self.words.insert(matter.to_owned(), Arc::new(words(text)));
    }

    /// Takes a matter from it.
    pub fn remove(&mut self, matter: &str) {
        self.words.remove(matter);
    }

    /// The matters that have every word of the question, or one that begins so; the newest first.
    pub fn find(&self, question: &str) -> Vec<String> {
        let asked = words(question);
        if asked.is_empty() {
            return Vec::new();
        }
        let has = |there: &BTreeSet<String>, word: &String| {
            there.range(word.clone()..).next().is_some_and(|first| first.starts_with(word.as_str()))
        };
        let mut found: Vec<String> = self
            .words
            .iter()
            .filter(|(_, there)| asked.iter().all(|word| has(there, word)))
            .map(|(matter, _)| matter.clone())
            .collect();
        // An id begins with when it was made, after the letters of its kind.
        found.sort_by(|one, other| other.get(4..).cmp(&one.get(4..)));
        found
    }
}

/// The words of a text, in the one form in which they are compared.
pub fn words(text: &str) -> BTreeSet<String> {
    let folded = folded(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Lets go of shelves whose readers do not come back.
pub struct ForgetShelves;

#[async_trait::async_trait]
impl Job for ForgetShelves {
    fn name(&self) -> &'static str {
        "kit.forget_shelves"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(1)
    }

    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault> {
        house.shelves.forget(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance;

    fn shelf() -> Shelf {
        let made = Some(Timestamp::UNIX_EPOCH);
        let mut shelf = Shelf { position: 1, made, ..Shelf::default() };
        shelf.put("rep_01", "He said he'd tell Siân's mum. Ring 07700 900123.");
        shelf.put("cas_02", "Sian Hughes, trainers, county line");
        shelf
    }

    #[test]
    fn every_word_must_be_there_however_it_is_written_and_its_beginning_is_enough() {
        let shelf = shelf();
        let cases: [(&str, &[&str]); 7] = [
            ("sian", &["cas_02", "rep_01"]),
            ("SIÂN train", &["cas_02"]),
            ("hugh siân", &["cas_02"]),
            ("siân hughes mum", &[]),
            ("900123", &["rep_01"]),
            ("  ", &[]),
            ("ian", &[]),
        ];
        for (question, expected) in cases {
            assert_eq!(shelf.find(question), expected, "{question}");
        }
    }

    #[test]
    fn what_was_taken_away_is_not_found_and_a_shelf_does_not_outlive_its_reader() {
        let mut own = shelf();
        own.remove("rep_01");
        assert_eq!(own.find("sian"), ["cas_02"]);
        let (shelves, account) = (Shelves::default(), chance::id(Timestamp::UNIX_EPOCH));
        let now = Timestamp::UNIX_EPOCH;
        shelves.keep(account, Arc::new(own));
        assert!(!shelves.of(account, now + SignedDuration::from_mins(14)).is_new());
        assert!(shelves.of(account, now + SignedDuration::from_mins(15)).is_new());
        shelves.keep(account, Arc::new(shelf()));
        shelves.forget(now + LIVES);
        assert!(lock(&shelves.0).is_empty(), "nobody need come back for that");
        shelves.keep(account, Arc::new(shelf()));
        shelves.clear(account);
        assert!(shelves.of(account, now).is_new());
    }
}
