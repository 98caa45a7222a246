//! What a node compares with: every entry that counts, in memory, near ones by their bits and files by their digest.

use std::collections::{BTreeMap, HashMap};

use domain::id::{ListId, ListedId};
use domain::removal::fingerprint::Fingerprint;
use domain::removal::list::{self, Category, List, ListKind, Unfit};

use crate::store::Listed;

/// An entry that is near what was looked for, and how near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) entry: ListedId,
    pub(crate) list: ListId,
    pub(crate) category: Category,
    pub(crate) distance: u32,
}

/// What there is of a hash.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The nearest first; each entry once.
    Matches(Vec<Match>),
    /// It is near something that is known to be harmless.
    Harmless,
    /// It cannot be looked for.
    Unfit(Unfit),
}

struct Held {
    id: ListedId,
    list: ListId,
    category: Category,
    prints: Vec<Fingerprint>,
}

/// The index.
#[derive(Default)]
pub(crate) struct Index {
    near: pdq::Index,
    exact: HashMap<Fingerprint, Vec<u64>>,
    held: HashMap<u64, Held>,
    numbers: HashMap<ListedId, u64>,
    lists: HashMap<ListId, List>,
    next: u64,
}

impl Index {
    /// These are the lists, with these limits.
    pub(crate) fn lists(&mut self, lists: Vec<(ListId, List)>) {
        self.lists = lists.into_iter().collect();
    }

    /// An entry is as it is now: in, changed, or gone.
    pub(crate) fn put(&mut self, entry: Listed) {
        self.remove(entry.id);
        if !entry.standing.counts() {
            return;
        }
        let number = self.next;
        self.next += 1;
        for print in &entry.prints {
            match print {
                Fingerprint::Pdq { bits, .. } => self.near.add(number, pdq::Hash::from_bytes(bits.0)),
                Fingerprint::Sha256(_) | Fingerprint::Sha1(_) | Fingerprint::Md5(_) => {
                    self.exact.entry(*print).or_default().push(number);
                }
            }
        }
        let Listed { id, list, category, prints, .. } = entry;
        self.numbers.insert(id, number);
        self.held.insert(number, Held { id, list, category, prints });
    }

    fn remove(&mut self, entry: ListedId) {
        let Some(number) = self.numbers.remove(&entry) else { return };
        let Some(held) = self.held.remove(&number) else { return };
        if held.prints.iter().any(|print| matches!(print, Fingerprint::Pdq { .. })) {
            self.near.remove(number);
        }
        for print in held.prints {
            if let Some(numbers) = self.exact.get_mut(&print) {
                numbers.retain(|other| *other != number);
                if numbers.is_empty() {
                    self.exact.remove(&print);
                }
            }
        }
    }

    /// Everything that is near enough by the limits of its list.
    pub(crate) fn find(&self, print: &Fingerprint) -> Answer {
        if let Err(why) = list::usable(print, 0) {
            return Answer::Unfit(why);
        }
        let found = self.candidates(print);
        let mut best: BTreeMap<u64, u32> = BTreeMap::new();
        for (number, distance) in found {
            let least = best.entry(number).or_insert(distance);
            *least = distance.min(*least);
        }
        let mut matches = Vec::new();
        for (number, distance) in best {
            let Some(held) = self.held.get(&number) else { continue };
            let Some(list) = self.lists.get(&held.list) else { continue };
            let good = print.quality().is_none_or(|quality| quality >= list.limits.quality_min);
            if !list.limits.on || !good || distance > u32::from(list.limits.within) {
                continue;
            }
            if list.kind == ListKind::Negative {
                return Answer::Harmless;
            }
            matches.push(Match { entry: held.id, list: held.list, category: held.category, distance });
        }
        matches.sort_by_key(|found| (found.distance, found.entry));
        Answer::Matches(matches)
    }

    fn candidates(&self, print: &Fingerprint) -> Vec<(u64, u32)> {
        match print {
            Fingerprint::Pdq { bits, .. } => {
                let widest =
                    self.lists.values().filter(|list| list.limits.on).map(|list| list.limits.within).max();
                let Some(widest) = widest else { return Vec::new() };
                let found = self.near.find(&pdq::Hash::from_bytes(bits.0), widest.into());
                found.into_iter().map(|found| (found.id, found.distance)).collect()
            }
            Fingerprint::Sha256(_) | Fingerprint::Sha1(_) | Fingerprint::Md5(_) => {
                self.exact.get(print).into_iter().flatten().map(|number| (*number, 0)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::Id;
    use domain::removal::entry::Standing;
    use domain::removal::fingerprint::{Bits, Medium};
    use domain::removal::list::{Confidence, Limits};
    use uuid::Uuid;

    use super::*;

    fn print(flipped: usize) -> Fingerprint {
        let mut bits = [0x5a; 32];
        for at in 0..flipped {
            bits[at / 8] ^= 1 << (at % 8);
        }
        Fingerprint::Pdq { bits: Bits(bits), quality: 80 }
    }

    fn list_id(number: u128) -> ListId {
        Id::from_uuid(Uuid::from_u128(number))
    }

    fn entry(number: u128, list: u128, prints: Vec<Fingerprint>, standing: Standing) -> Listed {
        Listed {
            id: Id::from_uuid(Uuid::from_u128(number)),
            list: list_id(list),
            medium: Medium::Picture,
            category: Category::A,
            confidence: Confidence::High,
            prints,
            standing,
            turn: 1,
            at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn index(limits: Limits) -> Index {
        let list = |kind, limits| List { name: "A list".to_owned(), kind, limits };
        let mut index = Index::default();
        let negative = Limits { within: 10, ..Limits::default() };
        index.lists(vec![
            (list_id(1), list(ListKind::Partner, limits)),
            (list_id(2), list(ListKind::Negative, negative)),
        ]);
        index
    }

    fn distances(answer: &Answer) -> Vec<u32> {
        match answer {
            Answer::Matches(matches) => matches.iter().map(|found| found.distance).collect(),
            Answer::Harmless | Answer::Unfit(_) => panic!("no matches: {answer:?}"),
        }
    }

    #[test]
    fn what_is_near_by_the_limits_of_its_list_is_found_and_nothing_else() {
        for (within, flipped, found) in
            [(31, 31, true), (31, 32, false), (10, 11, false), (63, 63, true), (63, 64, false)]
        {
            let mut index = index(Limits { within, ..Limits::default() });
            index.put(entry(7, 1, vec![print(0)], Standing::Unreviewed));
            let expected = if found { vec![u32::try_from(flipped).unwrap()] } else { Vec::new() };
            assert_eq!(distances(&index.find(&print(flipped))), expected, "{within} {flipped}");
        }
    }

    #[test]
    fn what_stopped_or_is_gone_or_is_on_a_list_that_is_off_is_not_found() {
        for standing in Standing::ALL {
            let mut index = index(Limits::default());
            index.put(entry(7, 1, vec![print(0)], Standing::Unreviewed));
            index.put(entry(7, 1, vec![print(0)], *standing));
            assert_eq!(distances(&index.find(&print(0))).is_empty(), !standing.counts(), "{standing:?}");
        }
        let mut index = index(Limits { on: false, ..Limits::default() });
        index.put(entry(7, 1, vec![print(0)], Standing::Unreviewed));
        assert_eq!(index.find(&print(0)), Answer::Matches(Vec::new()));
    }

    #[test]
    fn what_is_near_something_harmless_is_no_match() {
        let mut index = index(Limits::default());
        index.put(entry(7, 1, vec![print(0)], Standing::Unreviewed));
        index.put(entry(8, 2, vec![print(20)], Standing::Unreviewed));
        assert_eq!(index.find(&print(15)), Answer::Harmless);
        assert_eq!(distances(&index.find(&print(5))), [5], "too far from what is harmless");
    }

    #[test]
    fn a_file_is_found_by_its_digest_and_a_video_once_by_its_nearest_frame() {
        let file = Fingerprint::Md5(Bits([7; 16]));
        let mut index = index(Limits::default());
        index.put(entry(7, 1, vec![print(3), print(9), file], Standing::Confirmed));
        assert_eq!(distances(&index.find(&file)), [0]);
        assert_eq!(distances(&index.find(&print(10))), [1]);
        assert_eq!(distances(&index.find(&Fingerprint::Md5(Bits([8; 16])))), [0; 0]);
        index.put(entry(7, 1, Vec::new(), Standing::Withdrawn));
        assert_eq!(distances(&index.find(&file)), [0; 0]);
        assert!(index.exact.is_empty() && index.near.is_empty() && index.held.is_empty());
    }

    #[test]
    fn what_would_find_too_much_is_not_looked_for() {
        let index = index(Limits::default());
        let flat = Fingerprint::Pdq { bits: Bits([0; 32]), quality: 100 };
        assert_eq!(index.find(&flat), Answer::Unfit(Unfit::Featureless));
    }
}
