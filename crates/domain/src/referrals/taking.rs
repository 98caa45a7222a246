//! What the recipient of a referral gets in their own queue once they accept it: a report like any other, so that it is
//! weighed, worked and counted there, and a referral of their own can follow from it.
//!
//! It says what the referral said and nothing more, each thing in its place: who sent it is whoever told it there, and so
//! goes no further from there. Who told the sender stays with the sender.

use super::forms::Field;
use super::forms::prefill::Source;
use super::{Draft, forms};
use crate::reports::answers::Row;
use crate::reports::report::{Known, Teller};
use crate::reports::{Answer, Report};
use crate::words::Lang;

/// The report that an accepted referral makes; `from` is the name of the sender.
pub fn as_report(draft: &Draft, from: &str, lang: Lang) -> Report {
    let draft = draft.leaving();
    let answer = |source: Source| answered(&draft, source);
    let reports: Vec<&Report> = draft.reports.iter().map(|shared| &shared.report).collect();
    let first = |told: fn(&Report) -> Option<String>| reports.iter().find_map(|report| told(report));
    let any = |told: fn(&Report) -> Known| either(reports.iter().map(|report| told(report)));
    Report {
        teller: Teller::Professional,
        harm: draft.harm,
        danger_now: any(|report| report.danger_now),
        happened: told(&draft, from, lang),
        when: first(|report| Some(report.when.clone())).unwrap_or_default(),
        threat: any(|report| report.threat),
        demand: any(|report| report.demand),
        demands: all(&reports, |report| &report.demands),
        child_name: answer(Source::ChildName).or_else(|| first(|report| report.child_name.clone())),
        child_age: answer(Source::ChildAge)
            .and_then(|age| age.trim().parse().ok())
            .or_else(|| reports.iter().find_map(|report| report.child_age)),
        child_school: answer(Source::ChildSchool).or_else(|| first(|report| report.child_school.clone())),
        staff: any(|report| report.staff),
        post: first(|report| report.post.clone()),
        people: all(&reports, |report| &report.people),
        accounts: all(&reports, |report| &report.accounts),
        phones: all(&reports, |report| &report.phones),
        vehicles: all(&reports, |report| &report.vehicles),
        places: all(&reports, |report| &report.places),
        place: first(|report| report.place.clone()),
        school: None,
        evidence: any(|report| report.evidence),
        job: sender(&draft),
        reply: None,
        contact: None,
    }
}

/// Everything that the referral said, in its order, but for what the report holds in a place of its own.
fn told(draft: &Draft, from: &str, lang: Lang) -> String {
    let mut parts = vec![format!("{} {}: {from}", super::words::REFERRAL.of(lang), draft.reference)];
    parts.extend([draft.concern.clone(), draft.asks.clone()]);
    for subject in &draft.subjects {
        parts.push(format!("{}: {}", subject.name, subject.about));
    }
    if let Some(form) = &draft.form {
        for section in form.told(lang) {
            let lines = section.lines.iter().filter(|line| !has_its_place(line.field));
            parts.extend(lines.map(|line| format!("{}: {}", line.field.label_in(lang), line.text)));
        }
    }
    let said = parts.join("\n\n");
    let reports = draft.reports.iter().map(|shared| &shared.report.happened);
    parts.extend(reports.filter(|happened| !said.contains(happened.as_str())).cloned());
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

/// How the questions of a form begin that ask who sends it.
const SENDER: &str = "sender-";

/// Whether the report has a field for the answer to this question.
fn has_its_place(field: &Field) -> bool {
    let of_child = [Source::ChildName, Source::ChildAge, Source::ChildSchool, Source::Harm];
    field.id.starts_with(SENDER) || field.from.is_some_and(|from| of_child.contains(&from))
}

/// Who sent it, as the form says it: name, role, organisation, telephone, email.
fn sender(draft: &Draft) -> Option<Row> {
    let filled = draft.form.as_ref()?;
    let fields = filled.questions()?.fields().filter_map(|field| {
        let name = field.id.strip_prefix(SENDER)?;
        let Some(Answer::One(text)) = filled.typed.get(&field.id) else { return None };
        Some((name.to_owned(), text.clone()))
    });
    let row: Row = fields.collect();
    (!row.is_empty()).then_some(row)
}

/// The answer to the question of the form that the case writes from this source.
fn answered(draft: &Draft, source: Source) -> Option<String> {
    let filled = draft.form.as_ref()?;
    let form = forms::form(&filled.form)?;
    let field = form.fields().find(|field| field.from == Some(source))?;
    match filled.typed.get(&field.id)? {
        Answer::One(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Answer::Many(_) | Answer::Rows(_) => None,
    }
}

fn all<T: Clone + PartialEq>(reports: &[&Report], rows: fn(&Report) -> &Vec<T>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for row in reports.iter().flat_map(|report| rows(report)) {
        if !all.contains(row) {
            all.push(row.clone());
        }
    }
    all
}

/// Yes if any says so; no only if all do.
fn either(told: impl Iterator<Item = Known>) -> Known {
    let mut none = true;
    let mut all_no = true;
    for one in told {
        none = false;
        match one {
            Known::Yes => return Known::Yes,
            Known::NotKnown => all_no = false,
            Known::No => {}
        }
    }
    if all_no && !none { Known::No } else { Known::NotKnown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_is_said_only_where_every_report_says_it() {
        use Known::{No, NotKnown, Yes};
        for (told, expected) in [
            (vec![], NotKnown),
            (vec![No], No),
            (vec![No, NotKnown], NotKnown),
            (vec![No, NotKnown, Yes], Yes),
        ] {
            assert_eq!(either(told.clone().into_iter()), expected, "{told:?}");
        }
    }
}
