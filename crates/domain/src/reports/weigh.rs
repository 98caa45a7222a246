//! How urgent a report is, with the reasons: the first ordering of the queue.
//!
//! This orders; it decides nothing. A person decides. The rules here are those that need no law:
//! danger now, threat, demand, age, kind of harm. What indicators and floors say more is worked out in
//! [`crate::weighing`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::harm::Harm;
use super::report::{Known, Report};
use crate::role::coded;
use crate::screen::Level;
use crate::weighing::{self, Hand, Told};

coded! {
    /// How soon somebody must look. The order of this list is the order of the queue.
    Urgency {
        /// Somebody may be hurt now.
        Immediate = "immediate",
        /// Today: a threat, a demand, a young child at serious risk.
        Urgent = "urgent",
        /// Within the day.
        Soon = "soon",
        /// Within the clock of the nation.
        Routine = "routine",
    }
}

impl Urgency {
    /// 0 for the most urgent; what the queue is ordered by.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Immediate => 0,
            Self::Urgent => 1,
            Self::Soon => 2,
            Self::Routine => 3,
        }
    }

    /// How soon, for how high indicators are. Nothing that words point to is *now*: that is asked.
    pub const fn of(level: Level) -> Self {
        match level {
            Level::Critical => Self::Urgent,
            Level::High => Self::Soon,
            Level::Medium | Level::Low => Self::Routine,
        }
    }
}

coded! {
    /// Why a report has its urgency. Shown to the person who decides.
    Reason {
        DangerNow = "danger_now",
        DangerNotKnown = "danger_not_known",
        Blackmail = "blackmail",
        Threat = "threat",
        Demand = "demand",
        Suicide = "suicide",
        YoungChildAtRisk = "young_child_at_risk",
        SeriousHarm = "serious_harm",
        WorksWithChildren = "works_with_children",
        HarmNotKnown = "harm_not_known",
        /// What indicators or a floor say is more than the answers alone do.
        Indicators = "indicators",
        NothingPressing = "nothing_pressing",
    }
}

/// The result: the urgency, and every reason, the one that set it first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighing {
    pub urgency: Urgency,
    pub reasons: Vec<Reason>,
}

/// Weighs a report and what its reporter wrote later. Pure: the same always weighs the same. Indicators and floors only
/// ever raise what the answers say.
pub fn weigh(report: &Report, later: &[&str]) -> Weighing {
    let mut told = Told::default();
    told.report(report, Timestamp::UNIX_EPOCH);
    for text in later {
        told.text(weighing::Origin::Message, text, Timestamp::UNIX_EPOCH);
    }
    let mut answers = by_fields(report);
    let urgency = weighing::weigh(&told, &Hand::default()).urgency;
    if urgency < answers.urgency {
        answers.reasons.retain(|reason| *reason != Reason::NothingPressing);
        answers.reasons.insert(0, Reason::Indicators);
        answers.urgency = urgency;
    }
    answers
}

/// Weighs the answers alone.
pub fn by_fields(report: &Report) -> Weighing {
    let serious = is_serious(report.harm);
    let young = report.child_age.is_some_and(|age| age <= weighing::fields::YOUNG_AGE_YEARS);
    let rules = [
        (report.danger_now == Known::Yes, Urgency::Immediate, Reason::DangerNow),
        (blackmailed(report), Urgency::Urgent, Reason::Blackmail),
        (report.threat == Known::Yes, Urgency::Urgent, Reason::Threat),
        (report.demand == Known::Yes, Urgency::Urgent, Reason::Demand),
        (report.harm == Harm::SelfHarm, Urgency::Urgent, Reason::Suicide),
        (serious && young, Urgency::Urgent, Reason::YoungChildAtRisk),
        (report.danger_now == Known::NotKnown && serious, Urgency::Urgent, Reason::DangerNotKnown),
        (serious, Urgency::Soon, Reason::SeriousHarm),
        (report.staff == Known::Yes, Urgency::Soon, Reason::WorksWithChildren),
        (report.harm == Harm::NotSure, Urgency::Soon, Reason::HarmNotKnown),
        (true, Urgency::Routine, Reason::NothingPressing),
    ];
    let mut met: Vec<(Urgency, Reason)> =
        rules.into_iter().filter(|rule| rule.0).map(|rule| (rule.1, rule.2)).collect();
    if met.len() > 1 {
        met.retain(|(_, reason)| *reason != Reason::NothingPressing);
    }
    let urgency = met.iter().map(|(urgency, _)| *urgency).min().unwrap_or(Urgency::Routine);
    Weighing { urgency, reasons: met.into_iter().map(|(_, reason)| reason).collect() }
}

/// Blackmail with a picture where nothing says that no threat was made: children are threatened
/// within the hour, so not knowing counts as a threat.
fn blackmailed(report: &Report) -> bool {
    report.harm == Harm::Sextortion && report.threat != Known::No
}

const fn is_serious(harm: Harm) -> bool {
    matches!(
        harm,
        Harm::Sextortion
            | Harm::Images
            | Harm::Grooming
            | Harm::SexualAbuse
            | Harm::CriminalExploitation
            | Harm::PhysicalAbuse
            | Harm::StaffConduct
    )
}

#[cfg(test)]
mod tests {
    use super::super::report::Teller;
    use super::*;

    fn told(harm: Harm) -> Report {
        let nothing = serde_json::json!({
            "teller": Teller::Me, "harm": harm, "danger_now": "no", "happened": "", "when": "today",
            "threat": "no", "demand": "no", "staff": "no", "evidence": "no",
        });
        serde_json::from_value(nothing).unwrap()
    }

    #[test]
    fn urgency_follows_from_what_was_told() {
        use Known::{No, NotKnown, Yes};
        use Urgency::{Immediate, Routine, Soon, Urgent};
        let cases = [
            (Harm::Neglect, Yes, No, No, None, Immediate, Reason::DangerNow),
            (Harm::Sextortion, No, Yes, Yes, Some(15), Urgent, Reason::Blackmail),
            (Harm::Sextortion, No, NotKnown, No, None, Urgent, Reason::Blackmail),
            (Harm::Sextortion, No, No, No, Some(16), Soon, Reason::SeriousHarm),
            (Harm::Grooming, No, No, No, Some(13), Urgent, Reason::YoungChildAtRisk),
            (Harm::Grooming, No, No, No, Some(14), Soon, Reason::SeriousHarm),
            (Harm::Grooming, NotKnown, No, No, Some(14), Urgent, Reason::DangerNotKnown),
            (Harm::SelfHarm, No, No, No, None, Urgent, Reason::Suicide),
            (Harm::Other, No, No, No, None, Routine, Reason::NothingPressing),
            (Harm::NotSure, No, No, No, None, Soon, Reason::HarmNotKnown),
        ];
        for (harm, danger_now, threat, demand, child_age, urgency, first) in cases {
            let report = Report { danger_now, threat, demand, child_age, ..told(harm) };
            let weighed = weigh(&report, &[]);
            assert_eq!((weighed.urgency, weighed.reasons[0]), (urgency, first), "{harm:?} {child_age:?}");
        }
    }

    #[test]
    fn every_weighing_has_a_reason() {
        for harm in Harm::ALL {
            assert!(!weigh(&told(*harm), &[]).reasons.is_empty());
        }
    }

    #[test]
    fn what_the_words_point_to_raises_it_and_says_so() {
        let happened = "He says he will post my pics unless I pay him".to_owned();
        let weighed = weigh(&Report { happened, ..told(Harm::Other) }, &[]);
        assert_eq!((weighed.urgency, weighed.reasons), (Urgency::Urgent, vec![Reason::Indicators]));
    }

    #[test]
    fn what_the_reporter_writes_later_raises_it_too() {
        let report = told(Harm::Other);
        assert_eq!(weigh(&report, &["the weather is nice"]).urgency, Urgency::Routine);
        let later = weigh(&report, &["He says he will post my pics unless I pay him"]);
        assert_eq!(later.urgency, Urgency::Urgent);
    }

    #[test]
    fn indicators_never_lower_what_the_answers_say() {
        for harm in Harm::ALL {
            for danger_now in [Known::Yes, Known::No, Known::NotKnown] {
                let report = Report { danger_now, ..told(*harm) };
                assert!(weigh(&report, &[]).urgency <= by_fields(&report).urgency, "{harm:?}");
            }
        }
    }
}
