//! What has happened: the one list of events, who did it, and to what.
//!
//! An event is written in the journal as JSON: `{"system":"reports","event":{"kind":"received",…}}`.
//! Fields may be added with a default; nothing is ever renamed or removed, since the journal is kept
//! for as long as the law asks (75 years for some records).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, ApiTokenId, NotAnId, OrganisationId};
use crate::reports::course::Attachment;
use crate::{accounts, cases, duty, referrals, removal, reports};

/// Everything that can be in the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "system", content = "event", rename_all = "lowercase")]
pub enum Event {
    Accounts(accounts::Event),
    Reports(reports::Event),
    Cases(cases::Event),
    Referrals(referrals::Event),
    Duty(duty::Event),
    Removal(removal::Event),
}

impl Event {
    /// The system and the kind, like `reports.received`; one line each in `docs/events.md`.
    pub fn kind(&self) -> String {
        let (system, kind) = match self {
            Self::Accounts(event) => ("accounts", event.kind()),
            Self::Reports(event) => ("reports", event.kind()),
            Self::Cases(event) => ("cases", event.kind()),
            Self::Referrals(event) => ("referrals", event.kind()),
            Self::Duty(event) => ("duty", event.kind()),
            Self::Removal(event) => ("removal", event.kind()),
        };
        format!("{system}.{kind}")
    }

    /// The files that came with it, if any did.
    pub fn files(&self) -> &[Attachment] {
        match self {
            Self::Reports(reports::Event::Received { receipt }) => &receipt.files,
            Self::Reports(reports::Event::Added { files, .. }) => files,
            Self::Cases(cases::Event::FileAdded { file }) => std::slice::from_ref(file),
            Self::Accounts(_)
            | Self::Reports(_)
            | Self::Cases(_)
            | Self::Referrals(_)
            | Self::Duty(_)
            | Self::Removal(_) => &[],
        }
    }

    /// The organisation whose matter it makes, where it says so.
    pub fn tenant(&self) -> Option<OrganisationId> {
        match self {
            Self::Reports(reports::Event::Received { receipt }) => Some(receipt.organisation),
            Self::Cases(cases::Event::Opened { opening }) => Some(opening.organisation),
            Self::Reports(_)
            | Self::Cases(_)
            | Self::Accounts(_)
            | Self::Referrals(_)
            | Self::Duty(_)
            | Self::Removal(_) => None,
        }
    }

    /// The digest of what was sent, by whoever sent it: base64 of SHA-256, where that was kept.
    pub fn sent(&self) -> Option<&str> {
        match self {
            Self::Reports(reports::Event::Received { receipt }) => receipt.sent.as_deref(),
            Self::Reports(_)
            | Self::Cases(_)
            | Self::Accounts(_)
            | Self::Referrals(_)
            | Self::Duty(_)
            | Self::Removal(_) => None,
        }
    }

    /// Every kind that exists, sorted.
    pub fn kinds() -> Vec<String> {
        let systems: [(&str, &[&str]); 6] = [
            ("accounts", accounts::Event::KINDS),
            ("reports", reports::Event::KINDS),
            ("cases", cases::Event::KINDS),
            ("referrals", referrals::Event::KINDS),
            ("duty", duty::Event::KINDS),
            ("removal", removal::Event::KINDS),
        ];
        let mut kinds: Vec<String> = systems
            .iter()
            .flat_map(|(system, kinds)| kinds.iter().map(move |kind| format!("{system}.{kind}")))
            .collect();
        kinds.sort();
        kinds
    }
}

/// Declares a system's events with the written name of each, so that the list cannot be forgotten.
#[macro_export]
macro_rules! events {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$item_doc:meta])* $item:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })? = $kind:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "kind")]
        pub enum $name { $($(#[$item_doc])* #[serde(rename = $kind)] $item $({ $($(#[$field_doc])* $field: $type),* })?,)* }

        impl $name {
            /// The written names, for the list of events.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// The written name of this event.
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$item { .. } => $kind,)* }
            }
        }
    };
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Somebody who was signed in.
    Account(AccountId),
    /// A program with a key.
    Token(ApiTokenId),
    /// A reporter without an account. Nothing more is known, on purpose.
    Reporter,
    /// The recipient of a referral, who followed a single-use link.
    LinkHolder,
    /// Hearken itself: a clock ran out, a rule reacted.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => id.fmt(f),
            Self::Token(id) => id.fmt(f),
            Self::Reporter => f.write_str("reporter"),
            Self::LinkHolder => f.write_str("link_holder"),
            Self::System => f.write_str("system"),
        }
    }
}

impl FromStr for Actor {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        match text {
            "reporter" => Ok(Self::Reporter),
            "link_holder" => Ok(Self::LinkHolder),
            "system" => Ok(Self::System),
            token if token.starts_with("tok_") => token.parse().map(Self::Token),
            account => account.parse().map(Self::Account),
        }
    }
}
