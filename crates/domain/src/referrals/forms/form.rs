//! A form as its file in `data/forms` says it: pages, questions, what the receiver calls each.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::files::FilesTaken;
use super::prefill::Source;
use super::when::When;
use crate::agency::Nation;
use crate::referrals::RecipientKind;
use crate::words::Lang;

/// How long a text may be where the form does not say, in characters.
pub const CHARS_MAX: usize = 15_000;

/// A whole form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub id: String,
    pub title: String,
    pub cy: String,
    /// What it was made from.
    pub source: String,
    /// Where that can be read; empty where it is not public.
    #[serde(default)]
    pub address: String,
    /// Whether somebody read the source itself.
    pub verified: bool,
    /// When it was read.
    pub read_on: Date,
    pub nations: Vec<Nation>,
    /// What kind of agency receives it.
    pub kind: RecipientKind,
    /// Who receives it in each of its nations.
    #[serde(rename = "receiver")]
    pub receivers: Vec<Receiver>,
    /// Whether reports and subjects of the case go with it, beside the answers.
    #[serde(default)]
    pub shares: bool,
    /// Whether it asks itself whether those it is about agree.
    #[serde(default)]
    pub asks_consent: bool,
    #[serde(rename = "page")]
    pub pages: Vec<Page>,
    #[serde(default, rename = "note")]
    pub notes: Vec<Note>,
}

/// Who receives a form in a nation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receiver {
    pub nation: Nation,
    pub name: String,
    pub cy: String,
    /// A row of the one list of contacts (`data/rules/contacts.toml`), so that no form keeps a number of its own.
    #[serde(default)]
    pub contact: Option<String>,
}

/// One page of questions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub id: String,
    pub title: String,
    pub cy: String,
    #[serde(default)]
    pub when: When,
    /// What must be known before the first question.
    #[serde(default)]
    pub lead: Option<Text>,
    /// Whether the pages after it stay shut until it is answered.
    #[serde(default)]
    pub first: bool,
    /// Whether it is ours alone: never in the receiver's object, but beside it.
    #[serde(default)]
    pub annex: bool,
    /// Whether it stands on one sheet with the page before it.
    #[serde(default)]
    pub together: bool,
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// A text in both languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub en: String,
    pub cy: String,
}

/// One question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub id: String,
    pub kind: Kind,
    pub label: String,
    pub cy: String,
    #[serde(default)]
    pub hint: Option<Text>,
    #[serde(default)]
    pub required: bool,
    /// The codes to choose from; what people read of each is in `data/forms/choices.toml`.
    #[serde(default)]
    pub options: Vec<String>,
    /// What people read of a choice here, where it means something else than in other forms.
    #[serde(default)]
    pub labels: BTreeMap<String, Text>,
    #[serde(default)]
    pub chars_max: Option<usize>,
    /// The most lines.
    #[serde(default)]
    pub lines_max: Option<usize>,
    #[serde(default)]
    pub must_be: Option<MustBe>,
    #[serde(default)]
    pub when: When,
    /// What of the case is written there to begin with.
    #[serde(default)]
    pub from: Option<Source>,
    /// What the receiver calls it.
    #[serde(default)]
    pub key: Option<String>,
    /// What the receiver calls each line, or each file: the key with 1, 2, 3 after it.
    #[serde(default)]
    pub numbered: Option<String>,
    /// Which files are taken, where files are chosen.
    #[serde(default)]
    pub files: Option<FilesTaken>,
    /// How the receiver wants each choice.
    #[serde(default)]
    pub sent_as: BTreeMap<String, String>,
    /// Other keys that the answer sets: for each, by the choice made, its text; `*` for any answer.
    #[serde(default)]
    pub also: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether it says who or where the person is.
    #[serde(default)]
    pub identity: bool,
    /// Whether it is a name of the person: where it is asked no more, no text may hold it either.
    #[serde(default)]
    pub names: bool,
}

/// The shape of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Text,
    Textarea,
    Email,
    Phone,
    Number,
    /// A day, written year-month-day.
    Date,
    Radios,
    Select,
    /// One box: `true` where it is ticked.
    Checkbox,
    Checkboxes,
    /// Several things, one a line.
    Lines,
    /// Files that are kept with the case.
    Files,
}

/// What an answer must be, beyond what its kind says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MustBe {
    /// A text that is no address of a page.
    NoAddress,
    /// A day that has been.
    Past,
    /// Each line a telephone number.
    Telephones,
}

/// What the form says once some answers are given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub when: When,
    pub text: String,
    pub cy: String,
    /// The rule of `data/rules` that says so.
    #[serde(default)]
    pub rule: Option<String>,
    /// The question with which it is told, where it means that the form is not for this: it cannot be sent.
    #[serde(default)]
    pub stops: Option<String>,
}

fn of<'a>(lang: Lang, en: &'a str, cy: &'a str) -> &'a str {
    match lang {
        Lang::En => en,
        Lang::Cy => cy,
    }
}

impl Form {
    /// Its title.
    pub fn title_in(&self, lang: Lang) -> &str {
        of(lang, &self.title, &self.cy)
    }

    /// Who receives it in a nation; nobody where it is not for that nation.
    pub fn receiver(&self, nation: Nation) -> Option<&Receiver> {
        self.receivers.iter().find(|receiver| receiver.nation == nation)
    }

    /// The page of this name.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// The pages as they are filled in: those that stand together as one sheet.
    pub fn sheets(&self) -> impl Iterator<Item = &[Page]> {
        self.pages.chunk_by(|_, next| next.together)
    }

    /// The sheet on which this page stands.
    pub fn sheet(&self, page: &str) -> Option<&[Page]> {
        self.sheets().find(|sheet| sheet.iter().any(|one| one.id == page))
    }

    /// Every question, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.pages.iter().flat_map(|page| &page.fields)
    }

    /// The question of this name.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|field| field.id == id)
    }
}

impl Receiver {
    /// Their name.
    pub fn name_in(&self, lang: Lang) -> &str {
        of(lang, &self.name, &self.cy)
    }
}

impl Page {
    /// Its title.
    pub fn title_in(&self, lang: Lang) -> &str {
        of(lang, &self.title, &self.cy)
    }
}

impl Text {
    /// The text.
    pub fn of(&self, lang: Lang) -> &str {
        of(lang, &self.en, &self.cy)
    }
}

impl Field {
    /// What is asked.
    pub fn label_in(&self, lang: Lang) -> &str {
        of(lang, &self.label, &self.cy)
    }

    /// A choice as people read it.
    pub fn choice<'a>(&'a self, code: &'a str, lang: Lang) -> &'a str {
        self.labels.get(code).map_or_else(|| super::choice(code, lang), |text| text.of(lang))
    }

    /// The longest answer, or line, in characters.
    pub fn chars_max(&self) -> usize {
        self.chars_max.unwrap_or(CHARS_MAX)
    }
}

impl Note {
    /// What it says.
    pub fn text_in(&self, lang: Lang) -> &str {
        of(lang, &self.text, &self.cy)
    }
}
