//! What the matcher holds of the lists, and what it says of a picture.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use imprint::Digests;
use pdq::{Hash, Index};
use serde::{Deserialize, Serialize};

/// A list as the service tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct List {
    #[serde(rename = "list")]
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) within: u32,
    pub(crate) quality_min: u8,
    pub(crate) on: bool,
}

/// The kind of a list of what is known to be harmless.
const NEGATIVE: &str = "negative";

/// A hash as the service writes it. `Debug` prints its kind alone.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct HashText {
    pub(crate) kind: String,
    pub(crate) hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quality: Option<u8>,
}

impl std::fmt::Debug for HashText {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "HashText({})", self.kind)
    }
}

/// An entry that counts, or one that counts no more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub(crate) enum Change {
    Listed(Entry),
    Gone { entry: String },
}

/// An entry that counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    #[serde(rename = "entry")]
    pub(crate) id: String,
    pub(crate) list: String,
    pub(crate) category: String,
    pub(crate) hashes: Vec<HashText>,
}

/// One page of changes, as it is pulled and as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) changes: Vec<Change>,
    pub(crate) next: String,
    #[serde(default)]
    pub(crate) more: bool,
}

/// What a picture, or one hash, is asked with.
pub(crate) struct Asked {
    /// PDQ hashes, each with its quality and how it was made.
    pub(crate) looks: Vec<(Hash, u8, &'static str)>,
    /// Digests of the file: kind and lower-case digits.
    pub(crate) digests: Vec<(&'static str, String)>,
}

impl Asked {
    /// All ways to ask for a file. Why its picture cannot be asked for, if so: its digests can, all the same.
    pub(crate) fn of_file(file: &[u8]) -> (Self, Option<imprint::NotHashed>) {
        let digests = Digests::of(file);
        let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        let digests =
            vec![("sha256", hex(&digests.sha256)), ("sha1", hex(&digests.sha1)), ("md5", hex(&digests.md5))];
        match imprint::looks(file, &imprint::Limits::default()) {
            Ok(looks) => {
                let looks = looks.iter().map(|look| (look.hash, look.quality, look.how.name())).collect();
                (Self { looks, digests }, None)
            }
            Err(why) => (Self { looks: Vec::new(), digests }, Some(why)),
        }
    }
}

/// An entry that is near enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Match {
    pub(crate) entry: String,
    pub(crate) list: String,
    pub(crate) list_name: String,
    pub(crate) category: String,
    /// In how many bits of 256; 0 for a file that is the same.
    pub(crate) distance: u32,
    /// The file itself, or what was done to the picture before it was found.
    pub(crate) how: &'static str,
}

/// What is said of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Verdict {
    /// The nearest first; each entry once.
    pub(crate) matches: Vec<Match>,
    /// It is known to be harmless, so nothing else counts.
    pub(crate) harmless: bool,
}

/// The lists.
#[derive(Default)]
pub(crate) struct Held {
    lists: BTreeMap<String, List>,
    /// Lists that were turned off here, whatever the service says.
    off: BTreeSet<String>,
    entries: HashMap<u64, Entry>,
    numbers: HashMap<String, u64>,
    index: Index,
    digests: HashMap<(String, String), Vec<u64>>,
    next_number: u64,
    pub(crate) cursor: String,
}

impl Held {
    pub(crate) fn set_lists(&mut self, lists: Vec<List>) {
        self.lists = lists.into_iter().map(|list| (list.id.clone(), list)).collect();
    }

    /// Turns a list on or off here; `false` if there is no such list.
    pub(crate) fn turn(&mut self, list: &str, on: bool) -> bool {
        if on {
            self.off.remove(list)
        } else {
            self.off.insert(list.to_owned())
        };
        self.lists.contains_key(list)
    }

    /// Each list, whether it counts here, and how many entries there are.
    pub(crate) fn lists(&self) -> Vec<(List, bool, usize)> {
        let count = |list: &List| self.entries.values().filter(|entry| entry.list == list.id).count();
        self.lists.values().map(|list| (list.clone(), self.counts(list), count(list))).collect()
    }

    pub(crate) fn off(&self) -> &BTreeSet<String> {
        &self.off
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    fn counts(&self, list: &List) -> bool {
        list.on && !self.off.contains(&list.id)
    }

    /// Takes what changed. A hash that cannot be read is left out, and told by the count that comes back.
    pub(crate) fn take(&mut self, page: Page) -> usize {
        let mut unread = 0;
        for change in page.changes {
            match change {
                Change::Gone { entry } => self.forget(&entry),
                Change::Listed(entry) => {
                    self.forget(&entry.id);
                    unread += self.add(entry);
                }
            }
        }
        self.cursor = page.next;
        unread
    }

    fn add(&mut self, entry: Entry) -> usize {
        let (number, mut unread) = (self.next_number, 0);
        self.next_number += 1;
        let quality_min = self.lists.get(&entry.list).map_or(0, |list| list.quality_min);
        for text in &entry.hashes {
            if text.kind == "pdq" {
                match text.hash.parse() {
                    Ok(hash) if text.quality.unwrap_or(100) >= quality_min => self.index.add(number, hash),
                    Ok(_) => {}
                    Err(_) => unread += 1,
                }
            } else {
                let key = (text.kind.clone(), text.hash.to_lowercase());
                self.digests.entry(key).or_default().push(number);
            }
        }
        self.numbers.insert(entry.id.clone(), number);
        self.entries.insert(number, entry);
        unread
    }

    fn forget(&mut self, entry: &str) {
        let Some(number) = self.numbers.remove(entry) else { return };
        self.index.remove(number);
        let Some(entry) = self.entries.remove(&number) else { return };
        for text in entry.hashes.iter().filter(|text| text.kind != "pdq") {
            let key = (text.kind.clone(), text.hash.to_lowercase());
            if let Some(numbers) = self.digests.get_mut(&key) {
                numbers.retain(|one| *one != number);
            }
        }
    }

    /// What is said of it.
    pub(crate) fn verdict(&self, asked: &Asked) -> Verdict {
        let mut nearest: BTreeMap<u64, (u32, &'static str)> = BTreeMap::new();
        for (kind, digits) in &asked.digests {
            let key = ((*kind).to_owned(), digits.clone());
            for number in self.digests.get(&key).into_iter().flatten() {
                let Some((_, list)) = self.counting(*number) else { continue };
                if list.kind == NEGATIVE {
                    return Verdict { matches: Vec::new(), harmless: true };
                }
                nearest.insert(*number, (0, "file"));
            }
        }
        let harmless = self.look(asked, &mut nearest);
        let mut matches: Vec<Match> = nearest.into_iter().filter_map(|found| self.told(found)).collect();
        matches.sort_by_key(|found| found.distance);
        Verdict { harmless: harmless && matches.is_empty(), matches }
    }

    /// Whether a look that is near something harmless was left out.
    fn look(&self, asked: &Asked, nearest: &mut BTreeMap<u64, (u32, &'static str)>) -> bool {
        let within = self.lists.values().map(|list| list.within).max().unwrap_or(0);
        let mut harmless = false;
        for (hash, quality, how) in &asked.looks {
            let near = self.index.find(hash, within).into_iter().filter_map(|found| {
                let (_, list) = self.counting(found.id)?;
                let fits = found.distance <= list.within && *quality >= list.quality_min;
                fits.then_some((found, list.kind == NEGATIVE))
            });
            let near: Vec<_> = near.collect();
            if near.iter().any(|(_, negative)| *negative) {
                harmless = true;
                continue;
            }
            for (found, _) in near {
                let known = nearest.entry(found.id).or_insert((found.distance, how));
                *known = (*known).min((found.distance, how));
            }
        }
        harmless
    }

    fn counting(&self, number: u64) -> Option<(&Entry, &List)> {
        let entry = self.entries.get(&number)?;
        let list = self.lists.get(&entry.list).filter(|list| self.counts(list))?;
        Some((entry, list))
    }

    fn told(&self, (number, (distance, how)): (u64, (u32, &'static str))) -> Option<Match> {
        let (entry, list) = self.counting(number)?;
        let (entry, category) = (entry.id.clone(), entry.category.clone());
        Some(Match { entry, list: list.id.clone(), list_name: list.name.clone(), category, distance, how })
    }
}
