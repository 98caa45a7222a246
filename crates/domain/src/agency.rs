//! Who safeguards: kinds of organisation, and the four nations.

use serde::{Deserialize, Serialize};

/// A nation of the United Kingdom. Law and clocks differ between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nation {
    England,
    Wales,
    Scotland,
    NorthernIreland,
}

impl Nation {
    pub const ALL: [Self; 4] = [Self::England, Self::Wales, Self::Scotland, Self::NorthernIreland];

    /// The written form in the journal, the API and the data tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::England => "england",
            Self::Wales => "wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern_ireland",
        }
    }

    /// Reads the written form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nation| nation.code() == code)
    }
}

/// What kind of organisation this is; it decides which roles and which work it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// The safeguarding service that runs this installation and hears reports that name no one else.
    SafeguardingService,
    School,
    ChildrensServices,
    Police,
    Charity,
    Platform,
    Regulator,
}

impl AgencyKind {
    pub const ALL: [Self; 7] = [
        Self::SafeguardingService,
        Self::School,
        Self::ChildrensServices,
        Self::Police,
        Self::Charity,
        Self::Platform,
        Self::Regulator,
    ];

    /// The written form in the journal, the API and the tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SafeguardingService => "safeguarding_service",
            Self::School => "school",
            Self::ChildrensServices => "childrens_services",
            Self::Police => "police",
            Self::Charity => "charity",
            Self::Platform => "platform",
            Self::Regulator => "regulator",
        }
    }

    /// Reads the written form.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
