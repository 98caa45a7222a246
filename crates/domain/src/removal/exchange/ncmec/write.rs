//! Writing what NCMEC's API answers, for partners whose programs speak it.

use jiff::{Timestamp, Unit};

use super::xml::Writer;
use super::{KINDS, Page, Whoami};
use crate::removal::exchange::Reason;
use crate::removal::exchange::wrong::Asides;
use crate::removal::exchange::{
    Medium, Member, Name, Opinion, PrintKind, Record, Scheme, Seen, What, Written,
};

/// A page of entries. What counts no more is written as a deletion: its member, id and time, and no fingerprint.
pub fn write_page(page: &Page) -> Written {
    let mut asides = Asides::default();
    let text = Writer::document("queryResult", |out| {
        for (medium, group, entry, deleted) in [
            (Medium::Picture, "images", "image", "deletedImage"),
            (Medium::Video, "videos", "video", "deletedVideo"),
        ] {
            let of_group: Vec<&Record> = page
                .records
                .iter()
                .filter(|record| record.medium == Some(medium) && has_id(record))
                .collect();
            let latest = of_group.iter().filter_map(|record| record.at).max();
            let Some(greatest) = page.greatest.or(latest).map(whole_seconds) else { continue };
            let count = of_group.len().to_string();
            out.element(group, &[("count", &count), ("maxTimestamp", &greatest)], |out| {
                for record in of_group {
                    let tag = if record.status.counts() { entry } else { deleted };
                    out.element(tag, &[], |out| one(record, out, &mut asides));
                }
            });
        }
        if let Some(next) = &page.next {
            out.element("paging", &[], |out| out.leaf("next", &[], next));
        }
    });
    for (at, record) in page.records.iter().enumerate() {
        let place = format!("record {}", at + 1);
        if record.medium.is_none() {
            asides.tell(place, What::NoPlaceFor("a record that is not said to be a picture or a video"));
        } else if !has_id(record) {
            asides.tell(place, What::NoPlaceFor("a record without an id"));
        } else if page.greatest.is_none() && record.at.is_none() {
            asides.tell(place, What::NoPlaceFor("a record without a time, on a page without one"));
        }
    }
    Written { text, asides: asides.done() }
}

fn has_id(record: &Record) -> bool {
    matches!(record.name, Name::Given(_))
}

/// Rounded down: whoever asks from it on sees the last entries again, and misses none.
pub(super) fn whole_seconds(at: Timestamp) -> String {
    at.round(jiff::TimestampRound::new().smallest(Unit::Second).mode(jiff::RoundMode::Floor))
        .unwrap_or(at)
        .to_string()
}

fn one(record: &Record, out: &mut Writer, asides: &mut Asides) {
    let id = match &record.name {
        Name::Given(id) => id.as_str(),
        Name::Itself => "",
    };
    member(&record.source, out);
    if let Some(at) = record.at {
        out.leaf("timestamp", &[], &at.to_string());
    }
    out.leaf("id", &[], id);
    if !record.status.counts() {
        return;
    }
    left_out(record, asides);
    if let Some(category) = record.category.as_ref().filter(|category| category.scheme == Scheme::Ncmec) {
        out.leaf("classification", &[], &category.given);
    }
    out.element("fingerprints", &[], |out| {
        for (kind, _, tag, _) in KINDS {
            for print in record.prints_of(kind) {
                out.leaf(tag, &[], &print.text());
            }
            if let Some(address) = record.elsewhere.get(&kind) {
                out.empty(tag, &[("rel", "self"), ("href", address)]);
            }
        }
    });
    let written: Vec<(&Seen, &str)> =
        record.seen.iter().filter_map(|seen| Some((seen, in_feedback(seen.of?)?))).collect();
    if written.iter().any(|(seen, _)| is_vote(seen)) {
        out.element("feedback", &[], |out| written.iter().for_each(|(seen, kind)| vote(seen, kind, out)));
    }
}

fn is_vote(seen: &Seen) -> bool {
    matches!(seen.opinion, Opinion::Agrees | Opinion::Disagrees)
}

fn in_feedback(kind: PrintKind) -> Option<&'static str> {
    KINDS.iter().find(|(known, ..)| *known == kind).map(|(.., name)| *name)
}

fn left_out(record: &Record, asides: &mut Asides) {
    let id = format!("record {:?}", record.name);
    let other = record.category.as_ref().is_some_and(|category| category.scheme != Scheme::Ncmec);
    let unsaid = |seen: &Seen| seen.of.and_then(in_feedback).is_none() || !is_vote(seen);
    for (is, what) in [
        (other, "a category of another list"),
        (!record.tags.is_empty() || record.seen.iter().any(|seen| !seen.tags.is_empty()), "tags"),
        (!record.cases.is_empty(), "the requests behind it"),
        (record.prints.iter().any(|print| print.quality().is_some()), "the quality of a pdq"),
        (record.seen.iter().any(unsaid), "an opinion that is no vote on one of its fingerprints"),
    ] {
        if is {
            asides.tell(&id, What::NoPlaceFor(what));
        }
    }
    for print in record.prints.iter().filter(|print| in_feedback(print.kind()).is_none()) {
        asides.tell(&id, What::NoPlaceForPrint(print.kind()));
    }
}

fn vote(seen: &Seen, kind: &str, out: &mut Writer) {
    let signed = |out: &mut Writer| out.element("members", &[], |out| member(&seen.by, out));
    match seen.opinion {
        Opinion::Agrees => out.element("affirmativeFeedback", &[("type", kind)], signed),
        Opinion::Disagrees => out.element("negativeFeedback", &[("type", kind)], |out| match &seen.reason {
            None => signed(out),
            Some(Reason { guid, name }) => out.element("reasons", &[], |out| {
                out.empty("reason", &[("guid", guid), ("name", name), ("type", kind)]);
                signed(out);
            }),
        }),
        Opinion::Noted
        | Opinion::QualityUnknown
        | Opinion::Pending
        | Opinion::Withdrawn
        | Opinion::Deleted => {}
    }
}

fn member(member: &Member, out: &mut Writer) {
    out.leaf("member", &[("id", &member.id)], &member.name);
}

/// The answer to `/v2/status`.
pub fn write_status(who: &Whoami) -> String {
    Writer::document("status", |out| {
        out.leaf("ipAddress", &[], &who.ip_address);
        out.leaf("username", &[], &who.username);
        member(&who.member, out);
    })
}

/// The answer to `/v2/members`.
pub fn write_members(members: &[Member]) -> String {
    Writer::document("members", |out| members.iter().for_each(|one| member(one, out)))
}

/// The answer to `/v2/feedback/{TYPE}/reasons`.
pub fn write_reasons(kind: PrintKind, reasons: &[Reason]) -> String {
    let kind = in_feedback(kind).unwrap_or_default();
    Writer::document("availableFeedbackReasons", |out| {
        for Reason { guid, name } in reasons {
            out.empty("reason", &[("guid", guid), ("name", name), ("type", kind)]);
        }
    })
}
