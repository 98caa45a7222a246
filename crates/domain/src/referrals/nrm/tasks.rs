//! What has to be done beside the referral of a child: a guardian (NRM-3), the pack that explains it (NRM-13), and what
//! changes with the eighteenth birthday (NRM-12).
//!
//! Where independent guardians serve is data with a date (`data/forms/guardians.toml`). Where that is not known the task is
//! to find out: a child is never left without because a list is old.

use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

use super::Made;
use crate::agency::Nation;
use crate::reports::Answers;

/// So many days before the eighteenth birthday it is said what changes then. The toolkit sets none: this is ours.
pub const APPROACHING_DAYS: i64 = 365;

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Refer the child to the guardians of their area.
    Guardian { nation: Nation },
    /// Find out whether guardians serve the area, and refer if they do.
    GuardianUnknown { nation: Nation, area: String },
    /// Give the child the pack for their age: the one for primary school until 11, the other from 11 on.
    AgePack { primary: Option<bool> },
    /// Without a conclusive decision by the birthday the person has to agree to stay in the mechanism.
    Approaching18 { birthday: Date },
}

/// Where guardians serve, nation by nation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guardians {
    pub source: String,
    pub read_on: Date,
    pub verified: bool,
    #[serde(rename = "nation")]
    pub nations: Vec<Cover>,
}

/// Where guardians serve in a nation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    pub nation: Nation,
    /// Whether they serve all of it. Where not said, only what is listed is known.
    pub everywhere: bool,
    /// Names of authorities where they are known to serve.
    #[serde(default)]
    pub areas: Vec<String>,
    pub source: String,
    pub verified: bool,
}

static GUARDIANS: LazyLock<Guardians> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../data/forms/guardians.toml"))
        .expect("data/forms/guardians.toml is read by a test of this file")
});

/// The list.
pub fn guardians() -> &'static Guardians {
    &GUARDIANS
}

/// What has to be done, from the answers on the current path and the day on which it was sent.
pub fn tasks(current: &Answers, today: Date) -> Vec<Task> {
    let under = current.one("pv-under-age");
    if Made::of(current) == Made::DutyToNotify || !matches!(under, Some("yes" | "not-sure")) {
        return Vec::new();
    }
    let born: Option<Date> = current.one("pv-dob").and_then(|text| text.parse().ok());
    let primary = born.map(|born| age(born, today) < 11);
    let mut tasks = vec![guardian(current), Task::AgePack { primary }];
    if let Some(birthday) = born.and_then(|born| born.checked_add(18.years()).ok()) {
        let days = today.until(birthday).map_or(0, |span| i64::from(span.get_days()));
        if (0..=APPROACHING_DAYS).contains(&days) {
            tasks.push(Task::Approaching18 { birthday });
        }
    }
    tasks
}

fn guardian(current: &Answers) -> Task {
    let nation = match current.one("fr-location") {
        Some("wales") => Nation::Wales,
        Some("scotland") => Nation::Scotland,
        Some("northern-ireland") => Nation::NorthernIreland,
        Some(_) | None => Nation::England,
    };
    let area = current.one("local-authority-contacted-about-child-local-authority-name").unwrap_or_default();
    let cover = guardians().nations.iter().find(|cover| cover.nation == nation);
    let serves = cover.is_some_and(|cover| {
        cover.everywhere || cover.areas.iter().any(|known| known.eq_ignore_ascii_case(area))
    });
    if serves { Task::Guardian { nation } } else { Task::GuardianUnknown { nation, area: area.to_owned() } }
}

/// Whole years between two days.
fn age(born: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::reports::Answer;

    const TODAY: Date = date(2026, 11, 26);

    fn child(answers: &[(&str, &str)]) -> Answers {
        let mut all = Answers::default();
        let usual = [("fr-location", "england"), ("pv-under-age", "yes")];
        for (field, text) in usual.iter().chain(answers) {
            all.set(field, Answer::One((*text).to_owned()));
        }
        all
    }

    #[test]
    fn a_child_is_referred_to_a_guardian_where_there_are_any_and_else_somebody_finds_out() {
        let area = "local-authority-contacted-about-child-local-authority-name";
        let cases = [
            (("fr-location", "scotland"), "Fife", Task::Guardian { nation: Nation::Scotland }),
            (("fr-location", "northern-ireland"), "", Task::Guardian { nation: Nation::NorthernIreland }),
            (
                ("fr-location", "england"),
                "Kingsdown",
                Task::GuardianUnknown { nation: Nation::England, area: "Kingsdown".to_owned() },
            ),
        ];
        for (nation, name, expected) in cases {
            assert_eq!(tasks(&child(&[nation, (area, name)]), TODAY)[0], expected, "{nation:?} {name}");
        }
    }

    #[test]
    fn the_pack_is_that_for_the_age_and_the_birthday_is_told_of_when_it_comes_near() {
        let cases = [
            ("2018-01-01", Some(true), None),
            ("2015-11-27", Some(true), None),
            ("2015-11-26", Some(false), None),
            ("2008-11-26", Some(false), Some(date(2026, 11, 26))),
            ("2009-11-26", Some(false), Some(date(2027, 11, 26))),
            ("2009-11-27", Some(false), None),
        ];
        for (born, primary, birthday) in cases {
            let found = tasks(&child(&[("pv-dob", born)]), TODAY);
            assert_eq!(found[1], Task::AgePack { primary }, "{born}");
            let told = birthday.map(|birthday| Task::Approaching18 { birthday });
            assert_eq!(found.get(2).cloned(), told, "{born}");
        }
        assert_eq!(tasks(&child(&[]), TODAY)[1], Task::AgePack { primary: None });
    }

    #[test]
    fn an_adult_has_none_of_them() {
        for agrees in ["yes", "no"] {
            let adult = child(&[("pv-under-age", "no"), ("pv-want-to-submit-nrm", agrees)]);
            assert_eq!(tasks(&adult, TODAY), [], "{agrees}");
        }
    }

    #[test]
    fn the_list_says_of_every_nation_where_it_is_from() {
        assert_eq!(guardians().nations.len(), Nation::ALL.len());
        for cover in &guardians().nations {
            assert!(!cover.source.is_empty(), "{:?}", cover.nation);
            assert!(cover.everywhere || !guardians().verified, "a list that is not whole is not verified");
        }
    }
}
