//! The shape of each table. A key that is not here does not load.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Row;
pub use super::codes::{Channel, ClockKind, FormKind, Recipient, Unit};
use super::head::Head;
use super::tool::{Band, Item, Override};
use super::when::When;
use crate::screen::sign::Sign;
use crate::screen::{Harm, Level};
use crate::words::Lang;

/// One file: any of the tables.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tables {
    pub fact: Vec<Fact>,
    pub definition: Vec<Definition>,
    pub route: Vec<Route>,
    pub clock: Vec<Clock>,
    pub duty: Vec<Duty>,
    pub element: Vec<Element>,
    pub barring: Vec<Barring>,
    pub regulator: Vec<Regulator>,
    pub sharing: Vec<Sharing>,
    pub retention: Vec<Retention>,
    pub power: Vec<Power>,
    pub tool: Vec<Tool>,
    pub indicator: Vec<Indicator>,
    pub floor: Vec<Floor>,
    pub contact: Vec<Contact>,
    pub moment: Vec<Moment>,
}

/// What rules ask about: a question whose answer is yes, no or not known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub id: String,
    pub question: String,
    /// The question in Welsh.
    pub cy: String,
    /// Follows from the age: yes at this age in years and under.
    #[serde(default)]
    pub from_age: Option<u8>,
    /// `yes` where not knowing must not cost a child protection.
    #[serde(default)]
    pub unknown_counts_as: Option<CountsAs>,
    /// Facts that cannot be yes while this one is; `age` stands for an age that was given.
    #[serde(default)]
    pub never_with: Vec<String>,
}

impl Fact {
    /// The question in a language.
    pub fn question_in(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.question,
            Lang::Cy => &self.cy,
        }
    }
}

/// What not knowing counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountsAs {
    Yes,
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            #[serde(flatten)]
            pub head: Head,
            $($(#[$field_meta])* pub $field: $kind,)*
        }

        impl Row for $name {
            fn head(&self) -> &Head {
                &self.head
            }
        }
    )*};
}

rows! {
    /// What a term means.
    Definition {
        term: String,
        kind: DefinitionKind,
        #[serde(default)]
        penalty: Option<String>,
    }

    /// Who must be told, when, and how: one step.
    Route {
        /// Its place in the sequence of steps.
        order: u32,
        when: When,
        to: Recipient,
        channel: Channel,
        #[serde(default)]
        form: Option<FormKind>,
        /// The id of the clock that whoever tells must keep.
        #[serde(default)]
        clock: Option<String>,
        /// The id of the clock that whoever is told must keep from then on.
        #[serde(default)]
        then_clock: Option<String>,
        /// Ids of contacts.
        #[serde(default)]
        contacts: Vec<String>,
    }

    /// What must happen, how soon after what, and what ends the wait.
    Clock {
        kind: ClockKind,
        /// The id of the moment that it is counted from.
        starts: String,
        /// Any of these stops it.
        stops: Vec<String>,
        limit: u32,
        unit: Unit,
        /// What it may wait for.
        #[serde(default)]
        pause: Option<String>,
        /// Whether it is the clock of the first decision on a report.
        #[serde(default)]
        first_decision: bool,
    }

    /// What somebody must do by law.
    Duty {
        name: String,
        name_cy: String,
        to: Vec<Recipient>,
        /// The id of the clock that whoever has the duty must keep.
        #[serde(default)]
        clock: Option<String>,
        /// The id of the clock that whoever is told must keep from then on.
        #[serde(default)]
        then_clock: Option<String>,
        /// What follows from failing.
        sanction: String,
        /// The same in Welsh.
        sanction_cy: String,
    }

    /// One element of a duty.
    Element {
        /// The id of the duty.
        duty: String,
        role: ElementRole,
        #[serde(default)]
        when: Option<When>,
    }

    /// A piece of the barring law.
    Barring {
        part: BarringPart,
        #[serde(default)]
        when: Option<When>,
        #[serde(default)]
        limit: Option<u32>,
        #[serde(default)]
        unit: Option<Unit>,
    }

    /// Who regulates whom.
    Regulator {
        person: String,
        name: String,
        #[serde(default)]
        replies_within: Option<String>,
        /// How to refer.
        #[serde(default)]
        takes: Option<String>,
    }

    /// A rule, step, basis, duty or limit of sharing information.
    Sharing {
        part: SharingPart,
        #[serde(default)]
        order: Option<u32>,
        #[serde(default)]
        when: Option<When>,
    }

    /// How long a record is kept.
    Retention {
        record: String,
        /// Nothing where the row gives no period of its own.
        #[serde(default)]
        keep: Option<u32>,
        #[serde(default)]
        unit: Option<PeriodUnit>,
        from: KeptFrom,
        then: Then,
        #[serde(default)]
        longer_of: Option<String>,
    }

    /// A power that disrupts those who exploit.
    Power {
        power: String,
        applicant: String,
        test: String,
        court: bool,
        effect: String,
        duration: String,
        breach: String,
        harms: Vec<String>,
    }

    /// A screening tool that can be filled in.
    Tool {
        name: String,
        name_cy: String,
        version: String,
        area: String,
        scale: Scale,
        rescreen_on: Vec<String>,
        item: Vec<Item>,
        band: Vec<Band>,
        #[serde(default, rename = "override")]
        overrides: Vec<Override>,
    }

    /// A sign of harm that words can show.
    Indicator {
        harms: Vec<Harm>,
        level: Level,
        /// The upper end where the source gives a range, of which `level` is the lower one.
        #[serde(default)]
        up_to: Option<Level>,
        /// Ids of facts that somebody should ask when it is seen.
        #[serde(default)]
        asks: Vec<String>,
        signs: Vec<Sign>,
    }

    /// What sets how soon somebody must look, whatever else is known.
    Floor {
        /// Over lists of words, answers of a report (`crate::weighing::fields`), and `any_high`.
        when: When,
        at_least: Level,
        /// Whether somebody must look at once, before all else that is critical.
        #[serde(default)]
        at_once: bool,
    }

    /// Whom people can reach.
    Contact {
        name: String,
        kind: ContactKind,
        #[serde(default)]
        phone: Option<String>,
        #[serde(default)]
        email: Option<String>,
        #[serde(default)]
        page: Option<String>,
        #[serde(default)]
        hours: Option<String>,
        for_whom: Vec<Audience>,
        check_by: Date,
    }
}

/// What a clock is counted from, in words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    pub id: String,
    pub text: String,
    pub cy: String,
}

impl Duty {
    /// Its name.
    pub fn name_in(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_cy)
    }

    /// What follows from failing.
    pub fn sanction_in(&self, lang: Lang) -> &str {
        lang.pick(&self.sanction, &self.sanction_cy)
    }
}

impl Moment {
    /// The moment in a language.
    pub fn text_in(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.text,
            Lang::Cy => &self.cy,
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($item:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($item),* }
    )*};
}

kinds! {
    /// What a definition is part of.
    DefinitionKind { Category, Guidance, Offence, Order, Recommendation, Defence }
    /// What an element does to its duty.
    ElementRole {
        // All of these must hold.
        Needs,
        // Any of these ends it.
        Excepts,
        // Any of these meets it.
        Discharges,
        // It waits while one of these holds.
        Pauses,
        // What follows.
        Says,
    }
    /// A piece of the barring law.
    BarringPart { Condition, Duty, Power, Exclusion, Recognition }
    /// A piece of the law of sharing.
    SharingPart { GoldenRule, Step, Basis, Duty, Limit }
    /// Years or months.
    PeriodUnit { Years, Months }
    /// The day a period of keeping is counted from.
    KeptFrom { Birth, Creation, Allegation, Decision, Report }
    /// What happens when it is over.
    Then { Review, Destroy }
    /// How the signs of a tool are answered.
    Scale { YesNoPossible, LowMediumHigh, ZeroToFive, Tick }
    /// What a contact is.
    ContactKind { Helpline, Police, ReportPage, Regulator, Removal, Mail }
    /// Who may use a contact.
    Audience { Child, Parent, Professional }
}
