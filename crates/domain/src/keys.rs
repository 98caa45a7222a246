//! Who can open what. Everything that is told is sealed under the key of its matter; that key is sealed to those
//! named here and to nobody else. What the policies forbid, a missing seal makes impossible.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::duty::interference::{About, Interference};
use crate::event::Event;
use crate::id::{AccountId, CaseId, OrganisationId};
use crate::role::{Role, coded};
use crate::{cases, duty, referrals, reports};

coded! {
    /// A desk of an organisation: everybody there with one of its roles has its key.
    Desk {
        /// The safeguarding leads: every case.
        Leads = "leads",
        /// Whoever works cases: every report in the queue; a case only as its team, or by breaking the glass.
        Workers = "workers",
        /// Whoever answers referrals made to the organisation.
        Answering = "answering",
    }
}

impl Desk {
    /// The desks at which somebody with these roles works.
    pub fn of(roles: &[Role]) -> Vec<Self> {
        let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
        let works = has(&[Role::Lead, Role::Practitioner, Role::Officer]);
        let works_at = |desk: &Self| match desk {
            Self::Leads => has(&[Role::Lead]),
            Self::Workers => works,
            Self::Answering => works || has(&[Role::Moderator]),
        };
        Self::ALL.iter().copied().filter(works_at).collect()
    }
}

/// Who may have a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    Desk(OrganisationId, Desk),
    Account(AccountId),
    /// Whoever can open this case.
    Case(CaseId),
    /// A desk that uses the key only for a while, after one of it broke the glass.
    Glass(OrganisationId, Desk),
}

/// How an event changes who can open its matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opens {
    pub to: Vec<Holder>,
    /// Who must never have the key, also when their desk has it: then it goes to the others one by one.
    pub never: Vec<AccountId>,
    pub no_longer: Vec<AccountId>,
    /// Who looks through the glass, and until when.
    pub glass: Option<(AccountId, Timestamp)>,
    /// Whether a legal hold begins, or ends: an extra seal that erasing cannot pass.
    pub hold: Option<bool>,
    /// Nobody opens it any more: its key is destroyed, and the entry that says so is sealed with the node's.
    pub ends: bool,
}

impl Event {
    /// Whether the node writes it by itself, with nobody there who could open the matter: that a time was running out,
    /// that a reminder went, that a case is more urgent now. Nothing that was told stands in it, so it is sealed with the
    /// node's key. The lists of hashes are so too: the node compares with them by itself, while nobody is there.
    pub const fn is_clerical(&self) -> bool {
        matches!(
            self,
            Self::Accounts(_)
                | Self::Cases(cases::Event::ClockWarned { .. } | cases::Event::UrgencyRaised { .. })
                | Self::Referrals(referrals::Event::Reminded { .. })
        ) || matches!(self, Self::Removal(event) if !event.is_asking())
    }

    /// How it changes who can open its matter.
    pub fn opens(&self) -> Opens {
        match self {
            Self::Reports(event) => of_report(event),
            Self::Cases(event) => of_case(event),
            Self::Referrals(referrals::Event::Drafted { draft }) => {
                Opens { to: vec![Holder::Case(draft.case)], ..Opens::default() }
            }
            Self::Referrals(referrals::Event::Sent { kept_from, .. }) => {
                Opens { never: kept_from.clone(), ..Opens::default() }
            }
            Self::Duty(event) => of_duty(event),
            // A young person's request is opened by their code, and by nobody else.
            Self::Referrals(_) | Self::Accounts(_) | Self::Removal(_) => Opens::default(),
        }
    }
}

fn of_report(event: &reports::Event) -> Opens {
    match event {
        reports::Event::Received { receipt } => {
            let desk = Holder::Desk(receipt.organisation, Desk::Workers);
            let to = std::iter::once(desk).chain(receipt.reporter.map(Holder::Account)).collect();
            Opens { to, never: receipt.kept_from.clone(), ..Opens::default() }
        }
        reports::Event::KeptFrom { account } => Opens { never: vec![*account], ..Opens::default() },
        reports::Event::Added { .. }
        | reports::Event::Replied { .. }
        | reports::Event::Weighed { .. }
        | reports::Event::FileHandled { .. } => Opens::default(),
    }
}

fn of_case(event: &cases::Event) -> Opens {
    match event {
        cases::Event::Opened { opening } => {
            let organisation = opening.organisation;
            let mut to =
                vec![Holder::Desk(organisation, Desk::Leads), Holder::Glass(organisation, Desk::Workers)];
            to.extend(opening.team.iter().copied().map(Holder::Account));
            Opens { to, never: opening.kept_from.clone(), ..Opens::default() }
        }
        cases::Event::ReportJoined { kept_from, .. } => {
            Opens { never: kept_from.clone(), ..Opens::default() }
        }
        cases::Event::KeptFrom { account } => Opens { never: vec![*account], ..Opens::default() },
        cases::Event::TeamJoined { account } => {
            Opens { to: vec![Holder::Account(*account)], ..Opens::default() }
        }
        cases::Event::TeamLeft { account } => Opens { no_longer: vec![*account], ..Opens::default() },
        cases::Event::GlassBroken { account, until, .. } => {
            Opens { glass: Some((*account, *until)), ..Opens::default() }
        }
        cases::Event::TakenOn { .. }
        | cases::Event::JoinedCase { .. }
        | cases::Event::ClosedAtTriage { .. }
        | cases::Event::SubjectNamed { .. }
        | cases::Event::CensusTold { .. }
        | cases::Event::NoteWritten { .. }
        | cases::Event::TaskGiven { .. }
        | cases::Event::TaskDone { .. }
        | cases::Event::Decided { .. }
        | cases::Event::FileAdded { .. }
        | cases::Event::FileHandled { .. }
        | cases::Event::Exported { .. }
        | cases::Event::Linked { .. }
        | cases::Event::ClockStarted { .. }
        | cases::Event::ClockStopped { .. }
        | cases::Event::ClockWarned { .. }
        | cases::Event::UrgencySet { .. }
        | cases::Event::UrgencyRaised { .. }
        | cases::Event::IndicatorAdded { .. }
        | cases::Event::IndicatorStruck { .. }
        | cases::Event::ToolFilled { .. }
        | cases::Event::Categorised { .. }
        | cases::Event::ContextConference { .. }
        | cases::Event::Closed { .. }
        | cases::Event::Reopened { .. }
        | cases::Event::ReleaseAsked { .. }
        | cases::Event::ErasureAsked { .. }
        | cases::Event::NotAgreed { .. } => Opens::default(),
        cases::Event::Held { .. } => Opens { hold: Some(true), ..Opens::default() },
        cases::Event::Released { .. } => Opens { hold: Some(false), ..Opens::default() },
        cases::Event::Erased { .. } => Opens { ends: true, ..Opens::default() },
    }
}

fn of_duty(event: &duty::Event) -> Opens {
    match event {
        // Whoever can open the case; it ends with the key of the case.
        duty::Event::Begun { opening } => Opens { to: vec![Holder::Case(opening.case)], ..Opens::default() },
        duty::Event::Interfered { record } => of_interference(record),
        duty::Event::Erased => Opens { ends: true, ..Opens::default() },
        duty::Event::Answered { .. }
        | duty::Event::Believed { .. }
        | duty::Event::BeliefEnded { .. }
        | duty::Event::Notified { .. }
        | duty::Event::NoticeTakenBack { .. }
        | duty::Event::MetByAnother { .. }
        | duty::Event::Doubted { .. }
        | duty::Event::ClocksSet { .. } => Opens::default(),
    }
}

/// Not by the key of the case, which the person named may have as one of its team or leads.
fn of_interference(record: &Interference) -> Opens {
    let desk = match record.about {
        About::Case(_) => Desk::Leads,
        About::Report(_) => Desk::Workers,
    };
    let people = record.team.iter().chain([&record.by]).filter(|account| !record.kept_from.contains(account));
    let mut to = vec![Holder::Desk(record.organisation, desk)];
    to.extend(people.copied().map(Holder::Account));
    Opens { to, never: record.kept_from.clone(), ..Opens::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_and_inspectors_have_no_key_by_their_office() {
        for role in
            [Role::Administrator, Role::OrganisationAdmin, Role::Inspector, Role::Analyst, Role::Staff]
        {
            assert_eq!(Desk::of(&[role]), [], "{role:?}");
        }
        assert_eq!(Desk::of(&[Role::Lead]), Desk::ALL);
        assert_eq!(Desk::of(&[Role::Practitioner]), [Desk::Workers, Desk::Answering]);
        assert_eq!(Desk::of(&[Role::Moderator]), [Desk::Answering]);
    }
}
