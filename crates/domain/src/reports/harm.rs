//! What may be happening to the child, in the words people choose from on the first page.
//!
//! These are the reporter's words, not a finding: a person decides what it is later.

use serde::{Deserialize, Serialize};

use crate::role::coded;

coded! {
    /// A kind of harm, as the reporter sees it.
    Harm {
        /// Blackmail with a nude or sexual picture ("sextortion").
        Sextortion = "sextortion",
        /// A nude picture was shared, or is online.
        Images = "images",
        /// Somebody online is being sexual, asks for secrets or to meet.
        Grooming = "grooming",
        /// Sexual abuse, or sex in exchange for something.
        SexualAbuse = "sexual_abuse",
        /// Made to carry, sell, hide or steal for others; county lines.
        CriminalExploitation = "criminal_exploitation",
        /// Hit or hurt.
        PhysicalAbuse = "physical_abuse",
        /// Not fed, cared for or kept safe at home.
        Neglect = "neglect",
        /// Put down, frightened or controlled; or sees this happen at home.
        EmotionalAbuse = "emotional_abuse",
        /// Harmed by another child: bullying, pressure, violence in a relationship.
        ChildOnChild = "child_on_child",
        /// The conduct of somebody who works or volunteers with children.
        StaffConduct = "staff_conduct",
        /// Hurting oneself, or thoughts of suicide.
        SelfHarm = "self_harm",
        Other = "other",
        NotSure = "not_sure",
    }
}

impl Harm {
    /// Whether somebody may be threatening, so that it is worth asking.
    pub const fn may_involve_threat(self) -> bool {
        matches!(
            self,
            Self::Sextortion
                | Self::Images
                | Self::Grooming
                | Self::SexualAbuse
                | Self::CriminalExploitation
                | Self::ChildOnChild
                | Self::NotSure
        )
    }

    /// Whether somebody may be asking for money, pictures or errands, so that it is worth asking.
    pub const fn may_involve_demand(self) -> bool {
        matches!(self, Self::Sextortion | Self::Images | Self::Grooming | Self::CriminalExploitation)
    }
}
