//! The forms of receivers: what each asks, as data, read by one engine.
//!
//! A form is a file of `data/forms`: pages of questions, each with the condition under which it is asked, what of the case
//! is written there to begin with, and what the receiver calls it. The official form of the National Referral Mechanism is
//! one of them; what is the mechanism's alone is in [`super::nrm`].
//!
//! **Only answers whose questions are asked ever leave.** A condition looks at answers on the current path alone
//! ([`path`]), and everything that leaves is built from [`path::current`]: the receiver's object, the paper, the JSON, the
//! page of the recipient. So an answer that was changed upstream leaves no stale one behind in any of them.

pub mod check;
pub mod files;
pub mod filled;
pub mod form;
pub mod path;
pub mod payload;
pub mod prefill;
pub mod when;
pub mod words;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::agency::Nation;
use crate::words::Lang;
pub use filled::Filled;
pub use form::{Field, Form, Kind, Page, Text};

macro_rules! files {
    ($($name:literal),*) => { &[$(($name, include_str!(concat!("../../../../../data/forms/", $name)))),*] };
}

/// The files, in the order in which forms are offered.
const FILES: &[(&str, &str)] = files![
    "childrens_services.toml",
    "unocini.toml",
    "police.toml",
    "nrm.toml",
    "lado.toml",
    "ceop.toml",
    "dbs.toml",
    "teacher_regulator.toml"
];

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| toml::from_str(text).map_err(|wrong| format!("{name}: {wrong}"));
    FILES.iter().map(read).collect::<Result<_, _>>().expect("data/forms is read by a test of this module")
});

static CHOICES: LazyLock<BTreeMap<String, Text>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../data/forms/choices.toml"))
        .expect("data/forms/choices.toml is read by a test of this module")
});

/// Every form.
pub fn all() -> &'static [Form] {
    &FORMS
}

/// The form of this id.
pub fn form(id: &str) -> Option<&'static Form> {
    all().iter().find(|form| form.id == id)
}

/// The forms of a nation.
pub fn of(nation: Nation) -> impl Iterator<Item = &'static Form> {
    all().iter().filter(move |form| form.nations.contains(&nation))
}

/// A choice as people read it; its code where it has no words, which a test sees to.
pub fn choice(code: &str, lang: Lang) -> &str {
    CHOICES.get(code).map_or(code, |text| text.of(lang))
}
