//! The way through the form: which pages come, and which questions are asked on them.

use std::collections::BTreeSet;

use super::form::{Field, Step, form};
use crate::reports::Answers;

/// The first page that asks something.
pub const START: &str = "/reference";

/// The pages that come for these answers, in their order.
pub fn steps(answers: &Answers) -> Vec<&'static Step> {
    let mut steps: Vec<&'static Step> = Vec::new();
    let mut next = Some(START);
    while let Some(step) = next.and_then(|name| form().step(name)) {
        if steps.iter().any(|before| before.step == step.step) {
            break;
        }
        steps.push(step);
        let fork = step.forks.iter().find(|fork| fork.when.holds(answers));
        next = fork.map(|fork| fork.to.as_str()).or(step.next.as_deref());
    }
    steps
}

/// The questions of a page that are asked for these answers.
pub fn asked_on(step: &Step, answers: &Answers) -> Vec<&'static Field> {
    let fields = step.fields.iter().filter_map(|name| form().field(name));
    fields.filter(|field| field.only_if.as_ref().is_none_or(|only| only.holds(answers))).collect()
}

/// Every question that is asked for these answers, once each.
pub fn asked(answers: &Answers) -> Vec<&'static Field> {
    let mut seen = BTreeSet::new();
    let all = steps(answers).into_iter().flat_map(|step| asked_on(step, answers));
    all.filter(|field| seen.insert(field.field.as_str())).collect()
}

/// Only the answers whose questions are asked: what may leave the draft.
pub fn current(answers: &Answers) -> Answers {
    let mut current = Answers::default();
    for field in asked(answers) {
        if let Some(answer) = answers.get(&field.field) {
            current.set(&field.field, answer.clone());
        }
    }
    current
}
