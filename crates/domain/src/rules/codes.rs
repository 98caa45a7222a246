//! The words that the tables of the rulebook are written in: who is told, how, by which form, and how time is counted.

use serde::{Deserialize, Serialize};

use crate::role::coded;

coded! {
    /// Who is told.
    Recipient {
        Emergency = "emergency",
        Police = "police",
        ChildrensServices = "childrens_services",
        Lado = "lado",
        ProfessionalConcerns = "professional_concerns",
        Reporter = "reporter",
        SafeguardingLead = "safeguarding_lead",
        Ceop = "ceop",
        Iwf = "iwf",
        Removal = "removal",
        Nrm = "nrm",
        Guardian = "guardian",
        OutsideTheHome = "outside_the_home",
        ContextConference = "context_conference",
        Dbs = "dbs",
        DisclosureScotland = "disclosure_scotland",
        Regulator = "regulator",
        Nca = "nca",
        Platform = "platform",
        Support = "support",
    }
}

coded! {
    /// How they are told.
    Channel {
        Telephone = "telephone",
        Online = "online",
        Written = "written",
        InPerson = "in_person",
    }
}

coded! {
    /// The form that the receiver expects.
    FormKind {
        MultiAgency = "multi_agency",
        Unocini = "unocini",
        Lado = "lado",
        Ceop = "ceop",
        Nrm = "nrm",
        Removal = "removal",
        Dbs = "dbs",
        TeachingRegulator = "teaching_regulator",
    }
}

coded! {
    /// What a limit is counted in.
    Unit {
        /// Nothing may come first.
        AtOnce = "at_once",
        /// Elapsed hours, whatever the clocks on the wall do.
        Hours = "hours",
        /// Working days of the nation's division.
        WorkingDays = "working_days",
        /// Days on which schools are open. Terms differ by school: counted as working days, which is never later.
        SchoolDays = "school_days",
        CalendarDays = "calendar_days",
        Months = "months",
    }
}

coded! {
    /// What the limit of a clock is: a rule that sets a least time is no deadline.
    ClockKind {
        /// At the latest so long after what starts it.
        Latest = "latest",
        /// No sooner than so long after what starts it.
        Earliest = "earliest",
        /// At the latest so long before what it is counted from.
        Before = "before",
    }
}
