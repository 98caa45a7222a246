//! Reading what comes from StopNCII, and what platforms send to it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Feedback, OPINIONS, Page, SIGNALS, STATUSES};
use crate::removal::exchange::json::{Spot, parse};
use crate::removal::exchange::wrong::{Asides, shown};
use crate::removal::exchange::{
    Member, Name, Opinion, Print, PrintKind, Problem, RECORDS_MAX, Read, Record, Seen, Status, What, Wrong,
};

/// The most tags, requests or opinions of one record.
const DETAILS_MAX: usize = 10_000;

/// A page of records. A record that cannot be read is told and left out.
pub fn page(bytes: &[u8]) -> Result<Read<Page>, Wrong> {
    let value = parse(bytes)?;
    let root = Spot::root(&value);
    let mut asides = Asides::default();
    let mut records = Vec::new();
    let mut counted = 0;
    for spot in root.must("hashRecords")?.list(RECORDS_MAX)? {
        counted += 1;
        match record(&spot, &mut asides) {
            Ok(record) => records.extend(record),
            Err(wrong) => asides.tell(wrong.place, What::LeftOut(wrong.problem)),
        }
    }
    miscounted(&root, counted, &mut asides);
    let token = root.field("nextPageToken").map(|token| token.text()).transpose()?;
    let page = Page {
        records,
        next_page: token.filter(|token| !token.is_empty()).map(str::to_owned),
        next_set: root.must("nextSetTimestamp")?.whole()?,
        more: root.must("hasMoreRecords")?.yes_or_no()?.unwrap_or(false),
    };
    Ok(Read { of: page, asides: asides.done() })
}

fn miscounted(root: &Spot<'_>, counted: usize, asides: &mut Asides) {
    let Some(count) = root.field("count") else { return };
    if count.whole().ok() != i64::try_from(counted).ok() {
        let said = count.text_or_number().map_or_else(|_| "something else".to_owned(), |said| shown(&said));
        asides.tell(&count.place, What::Unreliable { field: "count", said, counted });
    }
}

fn record(spot: &Spot<'_>, asides: &mut Asides) -> Result<Option<Record>, Wrong> {
    let signal = spot.must("signalType")?;
    let Some((_, medium, kind)) = SIGNALS.iter().find(|(code, ..)| Ok(*code) == signal.text()) else {
        match signal.text()? {
            "Text" => asides.tell(&signal.place, What::NotAPicture("text")),
            "URL" => asides.tell(&signal.place, What::NotAPicture("web address")),
            other => asides.unknown(&signal.place, "signalType", other),
        }
        return Ok(None);
    };
    let Some(status) = status(&spot.must("hashStatus")?, "hashStatus", asides)? else { return Ok(None) };
    let hash = spot.must("hashValue")?;
    let print = Print::read(*kind, hash.text()?).map_err(|why| hash.wrong(why.into()))?;
    let mut record = Record::new(Name::Itself, status);
    record.medium = Some(*medium);
    record.prints = BTreeSet::from([print]);
    details(spot, &mut record, asides);
    Ok(Some(record))
}

/// What a record can do without: what cannot be read of it is told, and the rest counts.
fn details(spot: &Spot<'_>, record: &mut Record, asides: &mut Asides) {
    if let Some(at) = spot.field("lastModtimestamp") {
        match at.whole().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()) {
            Some(moment) => record.at = Some(moment),
            None => asides.tell(&at.place, What::DetailLeftOut(Problem::MustBe("seconds since 1970"))),
        }
    }
    let mut left_out = |wrong: Wrong| asides.tell(wrong.place, What::DetailLeftOut(wrong.problem));
    let cases = spot.field("caseNumbers").map(|cases| cases.pairs()).transpose();
    let seen = spot.field("CSPFeedbacks").map(|list| list.list(DETAILS_MAX)).transpose();
    let cases = cases.map_err(&mut left_out).ok().flatten().unwrap_or_default();
    let seen: Vec<_> = seen.map_err(&mut left_out).ok().flatten().into_iter().flatten().collect();
    let mut of_people = BTreeMap::new();
    for (number, spot) in cases.into_iter().take(DETAILS_MAX) {
        match status(&spot, "caseNumbers", asides) {
            Ok(status) => of_people.extend(status.map(|status| (number, status))),
            Err(wrong) => asides.tell(wrong.place, What::DetailLeftOut(wrong.problem)),
        }
    }
    record.cases = of_people;
    for spot in seen {
        match said(&spot, asides) {
            Ok(said) => record.seen.extend(said),
            Err(wrong) => asides.tell(wrong.place, What::DetailLeftOut(wrong.problem)),
        }
    }
}

fn status(spot: &Spot<'_>, field: &'static str, asides: &mut Asides) -> Result<Option<Status>, Wrong> {
    let text = spot.text()?;
    let known = STATUSES.iter().find(|(code, _)| *code == text).map(|(_, status)| *status);
    if known.is_none() {
        asides.unknown(&spot.place, field, text);
    }
    Ok(known)
}

fn said(spot: &Spot<'_>, asides: &mut Asides) -> Result<Option<Seen>, Wrong> {
    let Some(opinion) = opinion(spot, asides)? else { return Ok(None) };
    let source = spot.field("source").map(|source| source.text()).transpose()?.unwrap_or_default();
    let by = Member { id: String::new(), name: source.to_owned() };
    Ok(Some(Seen { by, of: None, opinion, reason: None, tags: tags(spot)? }))
}

fn opinion(spot: &Spot<'_>, asides: &mut Asides) -> Result<Option<Opinion>, Wrong> {
    let value = spot.must("feedbackValue")?;
    let text = value.text()?;
    let known = OPINIONS.iter().find(|(code, _)| *code == text).map(|(_, opinion)| *opinion);
    if known.is_none() {
        asides.unknown(&value.place, "feedbackValue", text);
    }
    Ok(known)
}

fn tags(spot: &Spot<'_>) -> Result<BTreeSet<String>, Wrong> {
    let Some(tags) = spot.field("tags") else { return Ok(BTreeSet::new()) };
    tags.list(DETAILS_MAX)?.map(|tag| Ok(tag.text()?.to_owned())).collect()
}

/// What a platform sends with `SubmitFeedback`. The kind of a hash is not said there: it is told by its length.
pub fn feedback(bytes: &[u8]) -> Result<Read<Vec<Feedback>>, Wrong> {
    let value = parse(bytes)?;
    let root = Spot::root(&value);
    let (mut found, mut asides, mut counted) = (Vec::new(), Asides::default(), 0);
    for spot in root.must("hashFeedbacks")?.list(RECORDS_MAX)? {
        counted += 1;
        match one_feedback(&spot, &mut asides) {
            Ok(one) => found.extend(one),
            Err(wrong) => asides.tell(wrong.place, What::LeftOut(wrong.problem)),
        }
    }
    miscounted(&root, counted, &mut asides);
    Ok(Read { of: found, asides: asides.done() })
}

fn one_feedback(spot: &Spot<'_>, asides: &mut Asides) -> Result<Option<Feedback>, Wrong> {
    let hash = spot.must("hashValue")?;
    let text = hash.text()?.trim();
    let print = [PrintKind::Pdq, PrintKind::Md5, PrintKind::TmkPdqf]
        .into_iter()
        .find_map(|kind| Print::read(kind, text).ok())
        .ok_or_else(|| hash.wrong(Problem::NoPrint))?;
    let Some(opinion) = opinion(spot, asides)? else { return Ok(None) };
    Ok(Some(Feedback { print, opinion, tags: tags(spot)? }))
}
