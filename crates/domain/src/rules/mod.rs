//! The rulebook: the law and the guidance of four nations as dated, sourced tables.
//!
//! The tables are TOML files in `data/rules`, one a subject; editing law means editing them. Each row
//! says where it holds, since when, what it says, where that is read, and whether somebody read it there.
//! Every question is asked for a nation and a day: a rule that was made but has not begun is *prospective*,
//! and is told apart from one that binds. Facts are yes, no or *not known*; what cannot be decided is never
//! dropped, and the answer says what to ask. Each answer carries the rows that led to it.
//!
//! Read in this order: [`head`], [`tables`], [`when`], [`facts`], then what is asked: [`route`], [`bases`],
//! [`duty`], [`clock`], [`compare`].

pub mod bases;
pub mod check;
pub mod clock;
mod codes;
pub mod compare;
pub mod duty;
pub mod facts;
pub mod head;
pub mod route;
pub mod tables;
pub mod tool;
pub mod when;

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::agency::Nation;
use head::{Force, Head};
use tables::{
    Barring, Clock, Contact, Definition, Duty, Element, Fact, Floor, Indicator, Moment, Power, Regulator,
    Retention, Route, Sharing, Tables, Tool,
};

/// All rows, in the order of the files.
#[derive(Debug, Default)]
pub struct Rulebook {
    pub facts: Vec<Fact>,
    pub definitions: Vec<Definition>,
    pub routes: Vec<Route>,
    pub clocks: Vec<Clock>,
    pub duties: Vec<Duty>,
    pub elements: Vec<Element>,
    pub barring: Vec<Barring>,
    pub regulators: Vec<Regulator>,
    pub sharing: Vec<Sharing>,
    pub retention: Vec<Retention>,
    pub powers: Vec<Power>,
    pub tools: Vec<Tool>,
    pub indicators: Vec<Indicator>,
    pub floors: Vec<Floor>,
    pub contacts: Vec<Contact>,
    pub moments: Vec<Moment>,
}

/// A file of the rulebook: its name, and what is in it.
pub type File = (&'static str, &'static str);

macro_rules! files {
    ($($name:literal),*) => {
        /// The files that are part of the binary.
        pub const FILES: &[File] = &[$(($name, include_str!(concat!("../../../../data/rules/", $name)))),*];
    };
}
files!(
    "facts.toml",
    "definitions.toml",
    "routes.toml",
    "clocks.toml",
    "duties.toml",
    "barring.toml",
    "regulators.toml",
    "sharing.toml",
    "retention.toml",
    "disruption.toml",
    "tools.toml",
    "indicators.toml",
    "contacts.toml"
);

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    Rulebook::read(FILES).expect("the rulebook is read and checked by a test of this crate")
});

/// The rulebook of this binary.
pub fn rulebook() -> &'static Rulebook {
    &RULEBOOK
}

/// A row of whatever table.
pub trait Row {
    /// What the row says of itself.
    fn head(&self) -> &Head;
}

/// What a row is about: the name of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Definitions,
    Routes,
    Clocks,
    Duties,
    Barring,
    Regulators,
    Sharing,
    Retention,
    Disruption,
    Tools,
    Indicators,
    Contacts,
}

impl Subject {
    pub const ALL: [Self; 12] = [
        Self::Routes,
        Self::Clocks,
        Self::Duties,
        Self::Definitions,
        Self::Barring,
        Self::Regulators,
        Self::Sharing,
        Self::Retention,
        Self::Disruption,
        Self::Indicators,
        Self::Tools,
        Self::Contacts,
    ];

    /// The name of the file, without its ending.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Definitions => "definitions",
            Self::Routes => "routes",
            Self::Clocks => "clocks",
            Self::Duties => "duties",
            Self::Barring => "barring",
            Self::Regulators => "regulators",
            Self::Sharing => "sharing",
            Self::Retention => "retention",
            Self::Disruption => "disruption",
            Self::Tools => "tools",
            Self::Indicators => "indicators",
            Self::Contacts => "contacts",
        }
    }

    /// Reads the written form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.code() == code)
    }
}

fn heads<R: Row>(subject: Subject, rows: &[R]) -> impl Iterator<Item = (Subject, &Head)> {
    rows.iter().map(move |row| (subject, row.head()))
}

impl Rulebook {
    /// Reads and checks the files. Every trouble is told, each with its file and line.
    pub fn read(files: &[File]) -> Result<Self, check::Troubles> {
        let mut book = Self::default();
        let mut troubles = Vec::new();
        for (name, text) in files {
            match toml::from_str::<Tables>(text) {
                Ok(tables) => book.take(tables),
                Err(error) => troubles.push(check::Trouble::unreadable(name, text, &error)),
            }
        }
        troubles.extend(check::troubles(&book, files));
        if troubles.is_empty() { Ok(book) } else { Err(check::Troubles(troubles)) }
    }

    fn take(&mut self, tables: Tables) {
        self.facts.extend(tables.fact);
        self.definitions.extend(tables.definition);
        self.routes.extend(tables.route);
        self.routes.sort_by_key(|route| route.order);
        self.clocks.extend(tables.clock);
        self.duties.extend(tables.duty);
        self.elements.extend(tables.element);
        self.barring.extend(tables.barring);
        self.regulators.extend(tables.regulator);
        self.sharing.extend(tables.sharing);
        self.retention.extend(tables.retention);
        self.powers.extend(tables.power);
        self.tools.extend(tables.tool);
        self.indicators.extend(tables.indicator);
        self.floors.extend(tables.floor);
        self.contacts.extend(tables.contact);
        self.moments.extend(tables.moment);
    }

    /// What every row says of itself, with its subject.
    pub fn heads(&self) -> impl Iterator<Item = (Subject, &Head)> {
        heads(Subject::Routes, &self.routes)
            .chain(heads(Subject::Clocks, &self.clocks))
            .chain(heads(Subject::Duties, &self.duties))
            .chain(heads(Subject::Duties, &self.elements))
            .chain(heads(Subject::Definitions, &self.definitions))
            .chain(heads(Subject::Barring, &self.barring))
            .chain(heads(Subject::Regulators, &self.regulators))
            .chain(heads(Subject::Sharing, &self.sharing))
            .chain(heads(Subject::Retention, &self.retention))
            .chain(heads(Subject::Disruption, &self.powers))
            .chain(heads(Subject::Indicators, &self.indicators))
            .chain(heads(Subject::Indicators, &self.floors))
            .chain(heads(Subject::Tools, &self.tools))
            .chain(heads(Subject::Contacts, &self.contacts))
    }

    /// The clock of this id that holds there on that day.
    pub fn clock(&self, id: &str, nation: Nation, on: Date) -> Option<&Clock> {
        known(&self.clocks, nation, on).map(|(clock, _)| clock).find(|clock| clock.head.id == id)
    }

    /// What the clocks that start so are counted from.
    pub fn moment(&self, id: &str) -> Option<&Moment> {
        self.moments.iter().find(|moment| moment.id == id)
    }

    /// The fact of this id.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// Who can be reached by this id, in any nation and on any day.
    pub fn contact(&self, id: &str) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.head.id == id)
    }
}

/// The rows that are known of there on that day, each with whether it binds: what is repealed is left out.
pub fn known<R: Row>(rows: &[R], nation: Nation, on: Date) -> impl Iterator<Item = (&R, Force)> {
    rows.iter().filter_map(move |row| {
        let force = row.head().on(nation, on)?;
        (force != Force::Repealed).then_some((row, force))
    })
}
