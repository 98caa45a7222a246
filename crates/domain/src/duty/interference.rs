//! Who tried to stop or delay a report: a record that is written once and kept from whoever it names.
//!
//! Preventing or deterring somebody who is under the duty is an offence in section 92 of the Crime and Policing Act 2026,
//! once it begins (MR-18); speaking only of timing, in the light of a child's best interests, is a defence (MR-19). The
//! record decides neither: it keeps who, what was said, when and how, and what the recorder did.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::course::been;
use super::judge::{Next, form, to_barring, to_regulator};
use super::{Event, LINE_CHARS_MAX, Means, Refusal, said};
use crate::agency::Nation;
use crate::cases::TEXT_CHARS_MAX;
use crate::id::{AccountId, AssessmentId, CaseId, InterferenceId, OrganisationId, ReportId};
use crate::reports::Known;
use crate::rules::head::{Force, Head};
use crate::rules::tables::{Recipient, Route};
use crate::rules::{Rulebook, known};

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Case(CaseId),
    /// A report that somebody can read: its reporter, or the desk that it waits at.
    Report(ReportId),
}

impl About {
    /// The matter, by its id.
    pub fn matter(self) -> String {
        match self {
            Self::Case(case) => case.to_string(),
            Self::Report(report) => report.to_string(),
        }
    }
}

/// The record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interference {
    pub about: About,
    pub organisation: OrganisationId,
    pub nation: Nation,
    /// Who wrote it.
    pub by: AccountId,
    /// Who tried: a name, as told.
    pub who: String,
    /// What they are: a post, as told.
    pub role: String,
    pub said: String,
    pub at: Timestamp,
    pub means: Means,
    /// Whether it was only about timing, in the light of the child's best interests (MR-19).
    pub timing_only: Known,
    /// What the recorder did then.
    pub did: String,
    #[serde(default)]
    pub assessment: Option<AssessmentId>,
    /// An earlier record that this one goes on from.
    #[serde(default)]
    pub refers_to: Option<InterferenceId>,
    /// Who works on the matter, and may read it.
    pub team: Vec<AccountId>,
    /// Whom it names: they never have its key.
    pub kept_from: Vec<AccountId>,
}

/// Records it. `before` is the record that lies there already: there is never a second.
pub fn record(before: Option<&Interference>, record: Interference, now: Timestamp) -> Result<Event, Refusal> {
    if before.is_some() {
        return Err(Refusal::WrittenOnce);
    }
    been(record.at, now)?;
    let record = Interference {
        who: said(&record.who, LINE_CHARS_MAX, Refusal::NoName)?,
        role: said(&record.role, LINE_CHARS_MAX, Refusal::NoName)?,
        said: said(&record.said, TEXT_CHARS_MAX, Refusal::NotSaid)?,
        did: said(&record.did, TEXT_CHARS_MAX, Refusal::NothingDone)?,
        ..record
    };
    Ok(Event::Interfered { record: Box::new(record) })
}

/// What lies there after one more event.
pub fn apply(before: Option<Interference>, event: Event) -> Option<Interference> {
    match (before, event) {
        (None, Event::Interfered { record }) => Some(*record),
        (_, Event::Erased) => None,
        (before, _) => before,
    }
}

/// Words of a post that say a safeguarding lead, in English and Welsh; in lower case.
const OF_A_LEAD: [&str; 13] = [
    "lead",
    "leads",
    "leader",
    "safeguarding",
    "protection",
    "designated",
    "dsl",
    "ddsl",
    "dsp",
    "arweinydd",
    "diogelu",
    "amddiffyn",
    "dynodedig",
];

/// Whether a post, as told, may be that of a safeguarding lead. Too often yes rather than too seldom: it decides from whom
/// a record is kept.
pub fn is_a_lead(role: &str) -> bool {
    let role = role.to_lowercase();
    role.split(|letter: char| !letter.is_alphanumeric()).any(|word| OF_A_LEAD.contains(&word))
}

impl Interference {
    /// Where to go with it: the report itself first, which nobody may stop; then, unless it was only about timing, the
    /// police, whoever looks at people who work with children, the regulator, and the barring service.
    pub fn next<'a>(&self, book: &'a Rulebook, on: Date) -> Vec<Next<'a>> {
        let route = |is: &dyn Fn(&Route) -> bool| {
            known(&book.routes, self.nation, on).find(|(route, _)| is(route)).map(|(route, force)| Next {
                to: route.to,
                form: form(route),
                force,
                because: vec![&route.head],
            })
        };
        let mut next: Vec<Next<'a>> =
            route(&|one| one.to == Recipient::ChildrensServices).into_iter().collect();
        if self.timing_only == Known::Yes {
            return next;
        }
        next.extend(self.to_police(book, on));
        // What was done may be a crime today, whatever has begun.
        next.extend(route(&|one| one.head.id == "RT-2"));
        next.extend(route(&|one| matches!(one.to, Recipient::Lado | Recipient::ProfessionalConcerns)));
        next.push(to_regulator(book, (self.nation, on), &[], Force::InForce));
        next.push(to_barring(book, (self.nation, on), &[], Force::InForce));
        next
    }

    /// The offence of obstructing, with its defence where that is not ruled out.
    fn to_police<'a>(&self, book: &'a Rulebook, on: Date) -> Option<Next<'a>> {
        let (offence, force) = self.element(book, on, "MR-18")?;
        let defence = self.element(book, on, "MR-19").filter(|_| self.timing_only != Known::No);
        let because = std::iter::once(offence).chain(defence.map(|(head, _)| head)).collect();
        Some(Next { to: Recipient::Police, form: Some("police"), force, because })
    }

    /// An element of the law there and on that day.
    pub fn element<'a>(&self, book: &'a Rulebook, on: Date, id: &str) -> Option<(&'a Head, Force)> {
        let mut elements = known(&book.elements, self.nation, on);
        elements.find(|(element, _)| element.head.id == id).map(|(element, force)| (&element.head, force))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::event::Event as Any;
    use crate::keys::{Desk, Holder};
    use crate::rules::rulebook;

    fn account(number: u128) -> AccountId {
        AccountId::from_uuid(Uuid::from_u128(number))
    }

    fn told() -> Interference {
        Interference {
            about: About::Case(CaseId::from_uuid(Uuid::from_u128(1))),
            organisation: OrganisationId::from_uuid(Uuid::from_u128(2)),
            nation: Nation::England,
            by: account(3),
            who: "Morgan Ellery".to_owned(),
            role: "Lead".to_owned(),
            said: "Leave it until after the inspection".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            means: Means::InPerson,
            timing_only: Known::No,
            did: "I rang the police".to_owned(),
            assessment: None,
            refers_to: None,
            team: vec![account(3), account(4), account(5)],
            kept_from: vec![account(4)],
        }
    }

    #[test]
    fn a_record_is_written_once_and_says_what_it_must() {
        let now = Timestamp::UNIX_EPOCH;
        let before = told();
        assert_eq!(record(Some(&before), told(), now), Err(Refusal::WrittenOnce));
        let other =
            apply(Some(told()), record(None, Interference { who: "x".to_owned(), ..told() }, now).unwrap());
        assert_eq!(other, Some(told()), "what lies there stays");
        let cases = [
            (Interference { who: " ".to_owned(), ..told() }, Refusal::NoName),
            (Interference { role: String::new(), ..told() }, Refusal::NoName),
            (Interference { said: String::new(), ..told() }, Refusal::NotSaid),
            (Interference { did: String::new(), ..told() }, Refusal::NothingDone),
            (Interference { at: now + jiff::SignedDuration::from_secs(1), ..told() }, Refusal::InTheFuture),
        ];
        for (told, why) in cases {
            assert_eq!(record(None, told, now), Err(why));
        }
    }

    #[test]
    fn a_post_says_a_lead_in_either_language() {
        for post in ["Safeguarding lead", "the DSL", "deputy designated person", "Arweinydd Diogelu", "Lead"]
        {
            assert!(is_a_lead(post), "{post}");
        }
        for post in ["Form tutor", "Leading hand", "Head", ""] {
            assert!(!is_a_lead(post), "{post}");
        }
    }

    #[test]
    fn the_person_named_has_no_seal_of_the_key_and_never_gets_one() {
        let event = record(None, told(), Timestamp::UNIX_EPOCH).unwrap();
        let opens = Any::Duty(event).opens();
        assert_eq!(opens.never, [account(4)]);
        assert!(
            !opens.to.contains(&Holder::Account(account(4)))
                && opens.to.contains(&Holder::Account(account(5)))
        );
        assert!(opens.to.contains(&Holder::Desk(told().organisation, Desk::Leads)));
        assert!(
            !opens.to.iter().any(|holder| matches!(holder, Holder::Case(_))),
            "the team has the key of the case"
        );
    }

    #[test]
    fn the_next_steps_are_those_of_the_nation_with_the_offence_as_not_begun() {
        let on = date(2026, 11, 26);
        let next = |nation: Nation, timing_only: Known| -> Vec<(Recipient, Force, String)> {
            let record = Interference { nation, timing_only, ..told() };
            let next = record.next(rulebook(), on);
            next.iter().map(|one| (one.to, one.force, one.because[0].id.clone())).collect()
        };
        let england = next(Nation::England, Known::No);
        assert!(england.contains(&(Recipient::Police, Force::Prospective, "MR-18".to_owned())));
        assert!(
            england.contains(&(Recipient::Police, Force::InForce, "RT-2".to_owned())),
            "what applies today"
        );
        assert!(england.contains(&(Recipient::Lado, Force::InForce, "RT-6".to_owned())));
        assert!(england.iter().any(|(to, ..)| *to == Recipient::Dbs));
        assert!(england.iter().any(|(to, ..)| *to == Recipient::Regulator));
        assert_eq!(england[0].0, Recipient::ChildrensServices, "the report itself comes first");
        let scotland = next(Nation::Scotland, Known::No);
        assert!(!scotland.iter().any(|(.., rule)| rule == "MR-18"));
        assert!(scotland.iter().any(|(to, ..)| *to == Recipient::DisclosureScotland));
        // MR-19: words about timing alone are no more than a reason to make the report.
        assert_eq!(next(Nation::England, Known::Yes).len(), 1);
    }
}
