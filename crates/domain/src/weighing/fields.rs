//! Which indicators the fields of a report show: rows of `data/weighing/fields.toml`, each a condition over what was
//! answered. What was answered "not sure" is not known, and is never taken for no.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::reports::answers::field;
use crate::reports::report::Teller;
use crate::reports::{Harm, Known, Report};
use crate::rules::when::When;
use crate::words::Lang;

/// One answer, or several together, that show an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The id of the indicator.
    pub indicator: String,
    when: When,
    text: String,
    cy: String,
}

impl Field {
    /// What was answered, as a sentence.
    pub fn text_in(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.text,
            Lang::Cy => &self.cy,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    field: Vec<Field>,
}

static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../../../data/weighing/fields.toml"))
        .expect("the table is read by a test of this crate");
    table.field
});

/// Every row.
pub fn fields() -> &'static [Field] {
    &FIELDS
}

/// The rows that hold for a report.
pub fn holding(report: &Report) -> impl Iterator<Item = &'static Field> {
    fields().iter().filter(move |field| field.when.holds(&|id| fact(report, id)) == Known::Yes)
}

/// What a report says of a fact: `harm_` with a kind of harm, or one of those below; not known for any other.
pub fn fact(report: &Report, id: &str) -> Known {
    match id {
        "threat" => report.threat,
        "threat_possible" => yes(report.threat != Known::No),
        "danger_now" => report.danger_now,
        "asked_money" => asked(report, &["money", "gift_card", "crypto"]),
        "asked_pictures" => asked(report, &["pictures"]),
        "asked_errand" => asked(report, &["errand"]),
        "age_13_or_under" => report.child_age.map_or(Known::NotKnown, |age| yes(age <= YOUNG_AGE_YEARS)),
        "told_by_child" => yes(report.teller == Teller::Me),
        "self_harm" => yes(report.harm == Harm::SelfHarm),
        harm => match harm.strip_prefix("harm_").and_then(Harm::from_code) {
            Some(harm) => yes(report.harm == harm),
            None => Known::NotKnown,
        },
    }
}

/// Up to this age in years any high indicator sets the urgency (`F-2` of `data/rules/indicators.toml`).
pub const YOUNG_AGE_YEARS: u8 = 13;

const fn yes(holds: bool) -> Known {
    if holds { Known::Yes } else { Known::No }
}

/// Whether one of these was demanded. A demand of which nobody said what for may be for any of them.
fn asked(report: &Report, kinds: &[&str]) -> Known {
    match report.demand {
        Known::No => Known::No,
        Known::NotKnown => Known::NotKnown,
        Known::Yes => {
            let mut told = report.demands.iter().filter_map(|row| field(row, "what")).peekable();
            if told.peek().is_none() {
                return Known::NotKnown;
            }
            yes(told.any(|what| kinds.contains(&what)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rulebook;

    #[test]
    fn every_row_names_an_indicator_and_asks_what_a_report_can_say() {
        let own = [
            "threat",
            "threat_possible",
            "danger_now",
            "asked_money",
            "asked_pictures",
            "asked_errand",
            "age_13_or_under",
            "told_by_child",
            "self_harm",
        ];
        assert!(!fields().is_empty());
        for field in fields() {
            let known = rulebook().indicators.iter().any(|row| row.head.id == field.indicator);
            assert!(known, "there is no indicator {}", field.indicator);
            for fact in field.when.facts() {
                let harm = fact.strip_prefix("harm_").and_then(Harm::from_code);
                assert!(harm.is_some() || own.contains(&fact), "{}: {fact}", field.indicator);
            }
        }
    }

    #[test]
    fn a_demand_of_which_nobody_said_what_for_is_not_known_to_be_none() {
        let mut report = crate::weighing::tests::told(Harm::Sextortion);
        let cases = [
            (Known::No, None, Known::No),
            (Known::NotKnown, None, Known::NotKnown),
            (Known::Yes, None, Known::NotKnown),
            (Known::Yes, Some("money"), Known::Yes),
            (Known::Yes, Some("crypto"), Known::Yes),
            (Known::Yes, Some("errand"), Known::No),
        ];
        for (demand, what, expected) in cases {
            report.demand = demand;
            report.demands =
                what.map(|what| [("what".to_owned(), what.to_owned())].into()).into_iter().collect();
            assert_eq!(fact(&report, "asked_money"), expected, "{demand:?} {what:?}");
        }
    }
}
