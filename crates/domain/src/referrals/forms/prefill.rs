//! What the case writes in a form to begin with, so that nobody types what is known already.
//!
//! Who told it is not among it: reports are shared without their teller ([`SharedReport::of`]), and there is no source for
//! a name, an address or a number of theirs. Whatever is written can be changed.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::form::{Field, Form, Kind};
use crate::agency::Nation;
use crate::cases::SubjectKind;
use crate::place::{self, Place};
use crate::referrals::{SharedReport, SharedSubject};
use crate::reports::answers::{Row, field as told};
use crate::reports::{Answer, Answers, Harm, Known as Said, Urgency};

/// What of the case is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Nation,
    Harm,
    Urgency,
    CaseReference,
    /// The number of the referral itself, which says nothing of the case.
    ReferralReference,
    ChildName,
    ChildFirstName,
    ChildLastName,
    ChildAge,
    ChildSchool,
    /// Whether the child is under 18, as far as an age was told.
    Under18,
    Happened,
    DangerNow,
    /// The people whose conduct was told of, one a line.
    Suspects,
    /// Everybody else who was named and did not tell it.
    Others,
    Telephones,
    Handles,
    Vehicles,
    Places,
    Postcode,
    ChildrensServices,
    PoliceForce,
    SenderOrganisation,
    SenderName,
    SenderFirstName,
    SenderLastName,
    SenderEmail,
    EarlierReferrals,
}

/// What is known when a form is begun.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub nation: Nation,
    pub harm: Harm,
    pub urgency: Urgency,
    pub case_reference: &'a str,
    pub referral_reference: &'a str,
    /// The one whom the form is about, where the case names several: the name of a subject.
    pub about: Option<&'a str>,
    pub subjects: &'a [SharedSubject],
    pub reports: &'a [SharedReport],
    /// The sender: organisation, person, their address at work.
    pub organisation: &'a str,
    pub person: &'a str,
    pub email: &'a str,
    /// Referrals made from the case before, one line each.
    pub earlier: &'a [String],
}

/// What of a form can be written, question by question.
pub fn answers(form: &Form, known: &Known<'_>) -> Answers {
    let mut answers = Answers::default();
    for field in form.fields() {
        let texts = field.from.map(|source| known.texts(source)).unwrap_or_default();
        if let Some(answer) = answer(field, texts) {
            answers.set(&field.id, answer);
        }
    }
    answers
}

/// What is known as an answer of the question's shape; a code that the form does not know is left out.
fn answer(field: &Field, texts: Vec<String>) -> Option<Answer> {
    let first = texts.first()?.clone();
    // A question for a name takes no more than the name.
    let first = match field.from {
        Some(Source::Suspects) if field.kind == Kind::Text => named(&first).to_owned(),
        _ => first,
    };
    let same = |option: &&String| option.replace('-', "_") == first.replace('-', "_");
    match field.kind {
        Kind::Radios | Kind::Select => field.options.iter().find(same).cloned().map(Answer::One),
        Kind::Checkboxes => field.options.iter().find(same).cloned().map(|one| Answer::Many(vec![one])),
        Kind::Lines => Some(Answer::Many(texts)),
        Kind::Textarea => Some(Answer::One(texts.join("\n"))),
        Kind::Text | Kind::Email | Kind::Phone | Kind::Number => Some(Answer::One(first)),
        Kind::Date | Kind::Checkbox | Kind::Files => None,
    }
}

/// The name in a line that begins with one.
pub fn named(line: &str) -> &str {
    line.split_once(',').map_or(line, |(name, _)| name).trim()
}

impl Source {
    /// Whether it is what somebody told, in words that may say who or where a person is.
    pub const fn is_told(self) -> bool {
        match self {
            Self::ChildName
            | Self::ChildFirstName
            | Self::ChildLastName
            | Self::ChildSchool
            | Self::Happened
            | Self::Suspects
            | Self::Others
            | Self::Telephones
            | Self::Handles
            | Self::Vehicles
            | Self::Places
            | Self::Postcode
            | Self::CaseReference
            | Self::EarlierReferrals => true,
            Self::Nation
            | Self::Harm
            | Self::Urgency
            | Self::ReferralReference
            | Self::ChildAge
            | Self::Under18
            | Self::DangerNow
            | Self::ChildrensServices
            | Self::PoliceForce
            | Self::SenderOrganisation
            | Self::SenderName
            | Self::SenderFirstName
            | Self::SenderLastName
            | Self::SenderEmail => false,
        }
    }
}

impl Known<'_> {
    fn texts(&self, source: Source) -> Vec<String> {
        let one = |text: &str| vec![text.to_owned()];
        let mut texts = match source {
            Source::Nation => one(self.nation.code()),
            Source::Harm => one(self.harm.code()),
            Source::Urgency => one(self.urgency.code()),
            Source::CaseReference => one(self.case_reference),
            Source::ReferralReference => one(self.referral_reference),
            Source::SenderOrganisation => one(self.organisation),
            Source::SenderName => one(self.person),
            Source::SenderFirstName => parts(self.person).0,
            Source::SenderLastName => parts(self.person).1,
            Source::SenderEmail => one(self.email),
            Source::EarlierReferrals => self.earlier.to_vec(),
            Source::ChildName => self.child().into_iter().collect(),
            Source::ChildFirstName => self.child().map(|name| parts(&name).0).unwrap_or_default(),
            Source::ChildLastName => self.child().map(|name| parts(&name).1).unwrap_or_default(),
            Source::ChildAge => self.age().map(|age| age.to_string()).into_iter().collect(),
            Source::Under18 => {
                self.age().map(|age| one(if age < 18 { "yes" } else { "no" })).unwrap_or_default()
            }
            Source::Suspects => self.suspects(),
            Source::ChildSchool
            | Source::Happened
            | Source::DangerNow
            | Source::Others
            | Source::Telephones
            | Source::Handles
            | Source::Vehicles
            | Source::Places
            | Source::Postcode
            | Source::ChildrensServices
            | Source::PoliceForce => self.told().flat_map(|shared| of_report(shared, source)).collect(),
        };
        let mut seen = BTreeSet::new();
        texts.retain(|text| !text.trim().is_empty() && seen.insert(text.clone()));
        texts
    }

    /// The one it is about, or the first child that the case or a report names.
    fn child(&self) -> Option<String> {
        let of_case = self.subjects.iter().find(|subject| subject.subject_kind == SubjectKind::Child);
        let of_report = || self.reports.iter().find_map(|shared| shared.report.child_name.clone());
        self.about.map(str::to_owned).or_else(|| of_case.map(|child| child.name.clone())).or_else(of_report)
    }

    /// The age that a report tells, where it may be of the one it is about.
    fn age(&self) -> Option<u8> {
        let child = self.child();
        let same =
            |shared: &&SharedReport| shared.report.child_name.is_none() || shared.report.child_name == child;
        self.reports.iter().filter(same).find_map(|shared| shared.report.child_age)
    }

    /// The reports that tell of the one it is about: where several are named, not those of another.
    fn told(&self) -> impl Iterator<Item = &SharedReport> {
        let of_another = |name: &str| self.about.is_some_and(|about| about != name);
        self.reports.iter().filter(move |shared| !shared.report.child_name.as_deref().is_some_and(of_another))
    }

    /// The names of children that the case knows, whole and in parts.
    pub fn names(&self) -> Vec<String> {
        let subjects = self.subjects.iter().filter(|subject| subject.subject_kind == SubjectKind::Child);
        let whole = subjects.map(|subject| subject.name.as_str());
        let told = self.reports.iter().filter_map(|shared| shared.report.child_name.as_deref());
        let whole: BTreeSet<&str> = whole.chain(told).chain(self.about).map(str::trim).collect();
        let parts = whole.iter().flat_map(|name| name.split_whitespace());
        let long = |name: &&str| name.chars().count() > 1;
        let all: BTreeSet<&str> = whole.iter().copied().chain(parts).filter(long).collect();
        all.into_iter().map(str::to_owned).collect()
    }

    fn suspects(&self) -> Vec<String> {
        let named = self.subjects.iter().filter(|subject| subject.subject_kind == SubjectKind::Suspect);
        let mut all: Vec<String> =
            named.map(|suspect| line(&[Some(&suspect.name), Some(&suspect.about)])).collect();
        all.extend(self.told().flat_map(|shared| people(shared, |part| part == Some("suspect"))));
        all
    }
}

/// A first and a last name, as far as there are two.
fn parts(name: &str) -> (Vec<String>, Vec<String>) {
    match name.trim().rsplit_once(' ') {
        Some((first, last)) => (vec![first.to_owned()], vec![last.to_owned()]),
        None => (vec![name.trim().to_owned()], Vec::new()),
    }
}

fn line(parts: &[Option<&str>]) -> String {
    let said = parts.iter().flatten().filter(|part| !part.trim().is_empty());
    said.copied().collect::<Vec<_>>().join(", ")
}

fn people(shared: &SharedReport, part: fn(Option<&str>) -> bool) -> Vec<String> {
    let people = shared.report.people.iter().filter(|person| part(told(person, "part")));
    people.map(|person| line(&[told(person, "name"), told(person, "about")])).collect()
}

fn of_report(shared: &SharedReport, source: Source) -> Vec<String> {
    let report = &shared.report;
    let rows = |rows: &[Row], names: [&str; 2]| -> Vec<String> {
        rows.iter().map(|row| line(&[told(row, names[0]), told(row, names[1])])).collect()
    };
    let place = report.place.as_deref();
    let theirs = |row: &&Row| told(row, "whose") == Some("suspect");
    match source {
        Source::ChildSchool => report.child_school.clone().into_iter().collect(),
        Source::Happened => vec![report.happened.clone()],
        Source::DangerNow => match report.danger_now {
            Said::Yes => vec!["yes".to_owned()],
            Said::No => vec!["no".to_owned()],
            Said::NotKnown => Vec::new(),
        },
        Source::Others => people(shared, |part| part != Some("suspect")),
        Source::Telephones => report
            .phones
            .iter()
            .filter(theirs)
            .filter_map(|row| told(row, "number"))
            .map(str::to_owned)
            .collect(),
        Source::Handles => {
            let line = |row: &Row| line(&[told(row, "handle"), told(row, "platform")]);
            report.accounts.iter().filter(theirs).map(line).collect()
        }
        Source::Vehicles => rows(&report.vehicles, ["plate", "about"]),
        Source::Places => rows(&report.places, ["place", "about"]),
        Source::Postcode => place.map(str::to_owned).into_iter().collect(),
        Source::ChildrensServices => located(place, place::Located::childrens_services),
        Source::PoliceForce => located(place, place::Located::police_force),
        Source::Nation
        | Source::Harm
        | Source::Urgency
        | Source::CaseReference
        | Source::ReferralReference
        | Source::ChildName
        | Source::ChildFirstName
        | Source::ChildLastName
        | Source::ChildAge
        | Source::Under18
        | Source::Suspects
        | Source::SenderOrganisation
        | Source::SenderName
        | Source::SenderFirstName
        | Source::SenderLastName
        | Source::SenderEmail
        | Source::EarlierReferrals => Vec::new(),
    }
}

fn located(place: Option<&str>, who: fn(&place::Located) -> Option<&'static place::Body>) -> Vec<String> {
    let found = place.and_then(|typed| Place::read(typed).ok()).map(|place| place::locate(&place));
    found.as_ref().and_then(who).map(|body| body.name.clone()).into_iter().collect()
}

#[cfg(test)]
pub(crate) mod tests;
