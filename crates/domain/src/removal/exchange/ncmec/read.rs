//! Reading the documents that NCMEC sends.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::{Element, bounded, parse};
use super::{CLASSIFICATIONS, Page, Whoami, kind};
use crate::removal::exchange::Reason;
use crate::removal::exchange::wrong::{Asides, moment, shown};
use crate::removal::exchange::{
    Category, Medium, Member, Name, Opinion, Print, PrintKind, Problem, RECORDS_MAX, Read, Record, Scheme,
    Seen, Status, What, Wrong,
};

/// A page of entries. An entry that cannot be read is told and left out; a deletion needs its member and id only.
pub fn page(bytes: &[u8]) -> Result<Read<Page>, Wrong> {
    let text = bounded(bytes)?;
    let tree = parse(text)?;
    let root = Element::root(&tree, "queryResult")?;
    let (mut records, mut asides, mut greatest) = (Vec::new(), Asides::default(), None);
    for group in root.children() {
        let (medium, counts) = match group.name() {
            "images" => (Medium::Picture, ["image", "deletedImage"]),
            "videos" => (Medium::Video, ["video", "deletedVideo"]),
            _ => continue,
        };
        let said = group.attribute("maxTimestamp").and_then(|said| moment(said).ok());
        greatest = greatest.max(said);
        let before = records.len();
        for entry in group.children() {
            if records.len() >= RECORDS_MAX {
                return Err(group.wrong(Problem::TooMany(RECORDS_MAX)));
            }
            let Some(at) = counts.iter().position(|name| *name == entry.name()) else {
                asides.unknown(entry.place(), "entry", entry.name());
                continue;
            };
            let deleted = at == 1;
            match record(entry, medium, deleted, &mut asides) {
                Ok(record) => records.push(record),
                Err(wrong) => asides.tell(wrong.place, What::LeftOut(wrong.problem)),
            }
        }
        miscounted(group, records.len() - before, &mut asides);
    }
    let next = match root.one("paging")? {
        Some(paging) => paging.one("next")?.map(|next| next.text()).filter(|next| !next.is_empty()),
        None => None,
    };
    Ok(Read { of: Page { records, greatest, next }, asides: asides.done() })
}

fn miscounted(group: Element<'_, '_>, counted: usize, asides: &mut Asides) {
    if let Some(said) = group.attribute("count").filter(|said| said.trim().parse() != Ok(counted)) {
        asides.tell(group.place(), What::Unreliable { field: "count", said: shown(said), counted });
    }
}

fn record(
    entry: Element<'_, '_>,
    medium: Medium,
    deleted: bool,
    asides: &mut Asides,
) -> Result<Record, Wrong> {
    let name = Name::Given(filled(entry.must("id")?)?);
    let mut record = Record::new(name, if deleted { Status::Deleted } else { Status::Active });
    record.source = member(entry.must("member")?)?;
    record.medium = Some(medium);
    if let Some(at) = entry.one("timestamp")? {
        match moment(&at.text()) {
            Ok(moment) => record.at = Some(moment),
            Err(problem) => asides.tell(at.place(), What::DetailLeftOut(problem)),
        }
    }
    if deleted {
        return Ok(record);
    }
    if let Some(given) = entry.one("classification")?.filter(|given| !given.text().is_empty()) {
        if !CLASSIFICATIONS.contains(&given.text().as_str()) {
            asides.unknown(given.place(), "classification", &given.text());
        }
        record.category = Some(Category::new(Scheme::Ncmec, given.text()));
    }
    (record.prints, record.elsewhere) = fingerprints(entry, asides);
    if record.prints.is_empty() && record.elsewhere.is_empty() {
        return Err(entry.wrong(Problem::NoPrint));
    }
    record.seen =
        entry.all("feedback").flat_map(Element::children).flat_map(|vote| seen(vote, asides)).collect();
    Ok(record)
}

fn fingerprints(
    entry: Element<'_, '_>,
    asides: &mut Asides,
) -> (BTreeSet<Print>, BTreeMap<PrintKind, String>) {
    let (mut prints, mut elsewhere) = (BTreeSet::new(), BTreeMap::new());
    for element in entry.all("fingerprints").flat_map(Element::children) {
        let Some(kind) = kind(element.name()) else {
            asides.unknown(element.place(), "fingerprints", element.name());
            continue;
        };
        if let Some(address) = element.attribute("href") {
            let ours = address.starts_with("/v2/") && !address.contains("..");
            if ours {
                elsewhere.insert(kind, address.to_owned());
                asides.tell(element.place(), What::KeptElsewhere(kind));
            } else {
                asides.tell(element.place(), What::PrintLeftOut(Problem::MustBe("an address below /v2/")));
            }
            continue;
        }
        match element.text() {
            text if text.is_empty() => {}
            text => match Print::read(kind, &text) {
                Ok(print) => drop(prints.insert(print)),
                Err(why) => asides.tell(element.place(), What::PrintLeftOut(why.into())),
            },
        }
    }
    (prints, elsewhere)
}

/// What one element of feedback says, once for each member that said it.
fn seen(vote: Element<'_, '_>, asides: &mut Asides) -> Vec<Seen> {
    let opinion = match vote.name() {
        "affirmativeFeedback" => Opinion::Agrees,
        "negativeFeedback" => Opinion::Disagrees,
        other => {
            asides.unknown(vote.place(), "feedback", other);
            return Vec::new();
        }
    };
    let of = vote.attribute("type").and_then(kind);
    if of.is_none() {
        asides.unknown(vote.place(), "type", vote.attribute("type").unwrap_or_default());
    }
    let one = |by, reason| Seen { by, of, opinion, reason, tags: BTreeSet::new() };
    let mut found = Vec::new();
    for by in vote.all("members").flat_map(|list| members_in(list, asides)) {
        found.push(one(by, None));
    }
    for reasons in vote.all("reasons") {
        let mut reason = None;
        for child in reasons.children() {
            if child.name() == "reason" {
                found.extend(reason.take().map(|unsigned| one(Member::default(), unsigned)));
                let of_child = |name| child.attribute(name).unwrap_or_default().to_owned();
                let given = Some(Reason { guid: of_child("guid"), name: of_child("name") });
                let inside: Vec<Member> =
                    child.all("members").chain([child]).flat_map(|list| members_in(list, asides)).collect();
                if inside.is_empty() {
                    reason = Some(given);
                } else {
                    found.extend(inside.into_iter().map(|by| one(by, given.clone())));
                }
            } else if child.name() == "members" {
                let given = reason.take().flatten();
                found.extend(members_in(child, asides).into_iter().map(|by| one(by, given.clone())));
            }
        }
        found.extend(reason.map(|unsigned| one(Member::default(), unsigned)));
    }
    found
}

fn members_in(list: Element<'_, '_>, asides: &mut Asides) -> Vec<Member> {
    let mut found = Vec::new();
    for element in list.all("member") {
        match member(element) {
            Ok(member) => found.push(member),
            Err(wrong) => asides.tell(wrong.place, What::DetailLeftOut(wrong.problem)),
        }
    }
    found
}

fn member(element: Element<'_, '_>) -> Result<Member, Wrong> {
    let id = element.attribute("id").map(str::trim).filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| element.wrong(Problem::Missing("id")))?;
    Ok(Member { id: id.to_owned(), name: element.text() })
}

fn filled(element: Element<'_, '_>) -> Result<String, Wrong> {
    let text = element.text();
    if text.is_empty() { Err(element.wrong(Problem::MustBe("a text"))) } else { Ok(text) }
}

/// The answer to `/v2/status`: who we are there.
pub fn status(bytes: &[u8]) -> Result<Whoami, Wrong> {
    let tree = parse(bounded(bytes)?)?;
    let root = Element::root(&tree, "status")?;
    let text = |name| Ok(root.one(name)?.map(|element| element.text()).unwrap_or_default());
    Ok(Whoami {
        ip_address: text("ipAddress")?,
        username: text("username")?,
        member: member(root.must("member")?)?,
    })
}

/// The answer to `/v2/members`.
pub fn members(bytes: &[u8]) -> Result<Vec<Member>, Wrong> {
    let tree = parse(bounded(bytes)?)?;
    Element::root(&tree, "members")?.all("member").map(member).collect()
}

/// The answer to `/v2/feedback/{TYPE}/reasons`.
pub fn reasons(bytes: &[u8]) -> Result<Vec<Reason>, Wrong> {
    let tree = parse(bounded(bytes)?)?;
    let reason = |element: Element<'_, '_>| {
        let text = |name| element.attribute(name).ok_or_else(|| element.wrong(Problem::Missing(name)));
        Ok(Reason { guid: text("guid")?.to_owned(), name: text("name")?.to_owned() })
    };
    Element::root(&tree, "availableFeedbackReasons")?.all("reason").map(reason).collect()
}
