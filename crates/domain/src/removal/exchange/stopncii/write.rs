//! Writing what StopNCII's API answers, for partners whose programs speak it, and what it takes.

use serde_json::{Map, Value, json};

use super::{Feedback, Page, SIGNALS, STATUSES, opinion_code};
use crate::removal::exchange::wrong::Asides;
use crate::removal::exchange::{Medium, Name, Print, Record, Seen, Status, What, Written};

/// A page of records: one for each fingerprint that the API has a name for.
pub fn write_page(page: &Page) -> Written {
    let mut asides = Asides::default();
    let mut records = Vec::new();
    for (at, record) in page.records.iter().enumerate() {
        let place = format!("record {}", at + 1);
        left_out(record, &place, &mut asides);
        for print in &record.prints {
            match signal(record.medium, print) {
                Some(signal) => records.push(one(record, signal, print)),
                None => asides.tell(&place, What::NoPlaceForPrint(print.kind())),
            }
        }
    }
    let whole = json!({
        "count": records.len(),
        "nextPageToken": page.next_page,
        "nextSetTimestamp": page.next_set,
        "hasMoreRecords": page.more,
        "hashRecords": records,
    });
    Written { text: whole.to_string(), asides: asides.done() }
}

fn signal(medium: Option<Medium>, print: &Print) -> Option<&'static str> {
    let is = |known: &&(_, Medium, _)| Some(known.1) == medium && known.2 == print.kind();
    SIGNALS.iter().find(is).map(|(code, ..)| *code)
}

fn left_out(record: &Record, place: &str, asides: &mut Asides) {
    for (is, what) in [
        (record.name != Name::Itself, "an id"),
        (record.category.is_some(), "a category"),
        (!record.tags.is_empty(), "tags of the record"),
        (record.source != super::super::Member::default(), "who gave it"),
        (!record.elsewhere.is_empty(), "fingerprints kept elsewhere"),
        (record.prints.iter().any(|print| print.quality().is_some()), "the quality of a pdq"),
        (
            record.seen.iter().any(|seen| seen.of.is_some() || seen.reason.is_some()),
            "the reason of an opinion",
        ),
        (record.at.is_some_and(|at| at.subsec_nanosecond() != 0), "parts of a second"),
    ] {
        if is {
            asides.tell(place, What::NoPlaceFor(what));
        }
    }
}

fn one(record: &Record, signal: &str, print: &Print) -> Value {
    let cases: Map<String, Value> =
        record.cases.iter().map(|(number, status)| (number.clone(), status_code(*status).into())).collect();
    let mut value = json!({
        "signalType": signal,
        "hashValue": print.text(),
        "hashStatus": status_code(record.status),
        "caseNumbers": cases,
        "CSPFeedbacks": record.seen.iter().map(said).collect::<Vec<_>>(),
    });
    if let Some(at) = record.at {
        value["lastModtimestamp"] = at.as_second().into();
    }
    value
}

fn said(seen: &Seen) -> Value {
    json!({ "source": seen.by.name, "feedbackValue": opinion_code(seen.opinion), "tags": seen.tags })
}

fn status_code(status: Status) -> &'static str {
    STATUSES.iter().find(|(_, known)| *known == status).map_or("Deleted", |(code, _)| code)
}

/// The body of `SubmitFeedback`.
pub fn write_feedback(feedback: &[Feedback]) -> String {
    let one = |one: &Feedback| {
        json!({
            "hashValue": one.print.text(),
            "feedbackValue": opinion_code(one.opinion),
            "tags": one.tags,
        })
    };
    let all: Vec<Value> = feedback.iter().map(one).collect();
    json!({ "count": all.len(), "hashFeedbacks": all }).to_string()
}
