//! What one node knows of the lists by heart: the index, how far it has followed the changes, who asked how much.
//!
//! Before every answer the node reads the turn of the last change, which is one row, and what changed since. So whatever
//! is durable, by whichever node, counts in the next answer of every node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::removal::fingerprint::Fingerprint;
use jiff::Timestamp;
use kit::store::Db;
use kit::{Failure, Fault, House};

use crate::index::{Answer, Index};
use crate::store::{self, Cursor};

/// So many entries are read at a time.
const PAGE: u32 = 1_000;
/// More hashes than these are looked up off the threads that answer requests.
const AT_ONCE: usize = 16;

/// What one node knows; it is the same behind every handle.
#[derive(Clone, Default)]
pub struct Node(Arc<Known>);

#[derive(Default)]
struct Known {
    read: tokio::sync::Mutex<Read>,
    index: RwLock<Index>,
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Read {
    turn: i64,
    upto: Cursor,
}

/// Who asked how much in this minute.
#[derive(Default)]
struct Asked {
    minute: i64,
    amounts: HashMap<(String, &'static str), u32>,
}

const MINUTE_S: i64 = 60;

impl Node {
    /// Reads what changed since it last read.
    async fn follow(&self, db: &Db) -> Result<(), Fault> {
        let mut read = self.0.read.lock().await;
        let turn = store::turn(db).await?;
        if turn == read.turn {
            return Ok(());
        }
        self.write(Index::lists, store::lists(db).await?);
        loop {
            let changed = store::since(db, &read.upto, PAGE).await?;
            let Some(last) = changed.last() else { break };
            read.upto = Cursor::behind(last);
            self.write(|index, changed| changed.into_iter().for_each(|entry| index.put(entry)), changed);
        }
        read.turn = turn;
        Ok(())
    }

    fn write<T>(&self, change: impl FnOnce(&mut Index, T), with: T) {
        change(&mut self.0.index.write().unwrap_or_else(PoisonError::into_inner), with);
    }

    /// What there is of each hash, by all that is durable now.
    pub(crate) async fn find(&self, house: &House, prints: Vec<Fingerprint>) -> Result<Vec<Answer>, Fault> {
        self.follow(&house.db).await?;
        let (known, few) = (Arc::clone(&self.0), prints.len() <= AT_ONCE);
        let find = move || {
            let index = known.index.read().unwrap_or_else(PoisonError::into_inner);
            prints.iter().map(|print| index.find(print)).collect::<Vec<_>>()
        };
        if few { Ok(find()) } else { house.hash(find).await }
    }

    /// Takes so much of what somebody may ask in a minute; refused when there is no more.
    pub(crate) fn take(
        &self,
        (who, what): (String, &'static str),
        amount: u32,
        most: u32,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let minute = now.as_second().div_euclid(MINUTE_S);
        let mut asked = self.0.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.minute != minute {
            *asked = Asked { minute, amounts: HashMap::new() };
        }
        let taken = asked.amounts.entry((who, what)).or_default();
        if taken.saturating_add(amount) > most {
            let left = MINUTE_S - now.as_second().rem_euclid(MINUTE_S);
            return Err(Failure::TooMany { retry_after_s: u32::try_from(left).unwrap_or(1) });
        }
        *taken += amount;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_in_a_minute_has_its_limit_for_each_who_asks() {
        let (node, now) = (Node::default(), Timestamp::from_second(120).unwrap());
        let take = |who: &str, amount, now| node.take((who.to_owned(), "match"), amount, 10, now);
        assert!(take("one", 10, now).is_ok());
        assert!(matches!(take("one", 1, now), Err(Failure::TooMany { retry_after_s: 60 })));
        assert!(take("other", 1, now).is_ok());
        assert!(take("one", 1, Timestamp::from_second(180).unwrap()).is_ok());
        assert!(take("one", 11, Timestamp::from_second(240).unwrap()).is_err());
    }
}
