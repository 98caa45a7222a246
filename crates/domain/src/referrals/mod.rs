//! Referrals: one agency asks another to act, and the clock runs until it answers.
//!
//! What is shared is chosen and frozen when it is drafted: the recipient reads what the sender decided to
//! tell, not what the case became later. The reporter's own details never go with it.
//!
//! A referral may carry the form of its receiver, filled in ([`forms`]). What leaves is [`Draft::leaving`]: of the form only
//! the answers whose questions are still asked.

pub mod course;
pub mod forms;
pub mod nrm;
pub mod taking;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::agency::{AgencyKind, Nation};
use crate::cases::{Clock, SubjectKind};
use crate::events;
use crate::id::{AccountId, CaseId, FileId, OrganisationId, Reference};
use crate::reports::course::Attachment;
use crate::reports::{Answers, Harm, Report, Urgency};
use crate::role::coded;

pub use course::{State, apply};
pub use forms::Filled;

coded! {
    /// What kind of agency it goes to.
    RecipientKind {
        ChildrensServices = "childrens_services",
        Police = "police",
        /// The National Crime Agency's command against child sexual exploitation online.
        Ceop = "ceop",
        Platform = "platform",
        /// The competent authority of the National Referral Mechanism.
        Nrm = "nrm",
        /// The officer whom allegations against people who work with children go to, or who stands for one.
        Lado = "lado",
        /// A body that bars or regulates people who work with children.
        Regulator = "regulator",
        Other = "other",
    }
}

impl RecipientKind {
    /// The kind that an organisation of this installation is.
    pub const fn of(agency: AgencyKind) -> Self {
        match agency {
            AgencyKind::ChildrensServices => Self::ChildrensServices,
            AgencyKind::Police => Self::Police,
            AgencyKind::Platform => Self::Platform,
            AgencyKind::SafeguardingService
            | AgencyKind::School
            | AgencyKind::Charity
            | AgencyKind::Regulator => Self::Other,
        }
    }
}

coded! {
    /// Whether the family knows and agrees. None of the answers stops a referral.
    Consent {
        Given = "given",
        /// Asking would put the child or evidence at risk, or cost time that there is not.
        NotAsked = "not_asked",
        Refused = "refused",
    }
}

coded! {
    /// Where a referral stands.
    Standing {
        Drafted = "drafted",
        Sent = "sent",
        /// They have it.
        Acknowledged = "acknowledged",
        /// They act on it.
        Accepted = "accepted",
        /// They do not, and said why.
        Declined = "declined",
        /// The sender took it back, and said why.
        Withdrawn = "withdrawn",
    }
}

/// Who it goes to: an organisation of this installation, or somebody outside, by email or by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    pub kind: RecipientKind,
    pub name: String,
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    /// Where the single-use link goes; without it the sender takes the paper there and records the answer.
    #[serde(default)]
    pub email: Option<String>,
}

/// A subject of the case, as it is shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedSubject {
    pub subject_kind: SubjectKind,
    pub name: String,
    pub about: String,
}

/// A report, as it is shared: without the reporter's own details.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedReport {
    pub reference: Reference,
    pub received_at: jiff::Timestamp,
    pub report: Report,
}

impl SharedReport {
    /// Leaves out who told it and how to reach them: they told us, not the recipient.
    pub fn of(reference: Reference, received_at: jiff::Timestamp, report: &Report) -> Self {
        let report = Report { job: None, reply: None, contact: None, ..report.clone() };
        Self { reference, received_at, report }
    }
}

/// All that a referral says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub reference: Reference,
    /// The sender.
    pub organisation: OrganisationId,
    pub nation: Nation,
    pub case: CaseId,
    pub case_reference: Reference,
    pub harm: Harm,
    pub urgency: Urgency,
    pub recipient: Recipient,
    /// Why it is made.
    pub concern: String,
    /// What the recipient is asked to do.
    pub asks: String,
    pub consent: Consent,
    /// Why it is made without consent; empty when it was given.
    #[serde(default)]
    pub consent_why: String,
    #[serde(default)]
    pub subjects: Vec<SharedSubject>,
    #[serde(default)]
    pub reports: Vec<SharedReport>,
    /// The receiver's form, as far as it is filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Filled>,
}

impl Draft {
    /// The questions of its form, if it has one.
    pub fn questions(&self) -> Option<&'static forms::Form> {
        self.form.as_ref().and_then(Filled::questions)
    }

    /// What of it may leave: of the form, only answers whose questions are asked. Where the form alone goes, nothing else
    /// that could name anybody goes with it.
    #[must_use]
    pub fn leaving(&self) -> Self {
        let form = self.form.as_ref().map(Filled::leaving);
        let draft = Self { form, ..self.clone() };
        if self.questions().is_none_or(|form| form.shares) {
            return draft;
        }
        let (concern, asks, consent_why) = (String::new(), String::new(), String::new());
        Self { subjects: Vec::new(), reports: Vec::new(), concern, asks, consent_why, ..draft }
    }

    /// Whether it names nobody: then nothing may join it with the case either.
    pub fn is_anonymous(&self) -> bool {
        self.form.as_ref().is_some_and(Filled::is_anonymous)
    }
}

events! {
    /// What can happen to a referral.
    pub enum Event {
        /// A referral was drafted.
        Drafted { draft: Box<Draft> } = "drafted",
        /// The draft was written anew.
        Revised { draft: Box<Draft> } = "revised",
        /// Answers of its form were given, and these were emptied.
        Filled { given: Answers, emptied: Vec<String> } = "filled",
        /// It was sent, with these files. People named in it who work at the recipient are kept from it.
        Sent {
            clock: Option<Clock>,
            kept_from: Vec<AccountId>,
            /// With the key of each: it goes to whoever opens the referral, and not before it is sent.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            files: Vec<Attachment>,
        } = "sent",
        /// The recipient took a copy of a file that went with it.
        FileTaken { file: FileId } = "file_taken",
        /// The recipient opened it by the link.
        Opened = "opened",
        /// The recipient asked for a new link; it went to the same address.
        LinkRenewed = "link_renewed",
        /// No answer came: the recipient was reminded, and these of the sender were told.
        Reminded { times: u32, told: Vec<AccountId> } = "reminded",
        /// The recipient has it; said who.
        Acknowledged { by: String } = "acknowledged",
        /// The recipient acts on it.
        Accepted { by: String, note: String } = "accepted",
        /// The recipient does not act on it, with the reason.
        Declined { by: String, reason: String } = "declined",
        /// The sender took it back, with the reason.
        Withdrawn { reason: String } = "withdrawn",
    }
}

/// Why something cannot be done.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the case is closed: open it again before you refer from it")]
    CaseClosed,
    #[error("say who it goes to")]
    NoRecipient,
    #[error("say why you refer")]
    NoConcern,
    #[error("say what you ask them to do")]
    NoAsks,
    #[error("choose whether the family agreed")]
    NoConsent,
    #[error("say why it is made without their agreement")]
    NoConsentWhy,
    #[error("choose at least one report, person, place or thing to share")]
    NothingShared,
    #[error("write an email address like name@example.org")]
    NotAnEmail,
    #[error("that is too long: keep it under {} characters", crate::cases::TEXT_CHARS_MAX)]
    TooLong,
    #[error("this referral has been sent: withdraw it and draft another to change what it says")]
    AlreadySent,
    #[error("its form is not finished: {0} answers are missing or have to be put right")]
    FormUnfinished(usize),
    #[error("a referral to the National Referral Mechanism is made with its own form")]
    NeedsForm,
    #[error("choose whom it is about")]
    NobodyAbout,
    #[error("this referral has no form")]
    NoForm,
    #[error("choose among the files that are kept with the case")]
    NoSuchFile,
    #[error(
        "only a first responder can refer to the National Referral Mechanism: ask children's services or the police"
    )]
    NotAFirstResponder,
    #[error("this referral has not been sent")]
    NotSent,
    #[error("this referral has already been answered")]
    AlreadyAnswered,
    #[error("this referral was withdrawn")]
    Withdrawn,
    #[error("say who you are, so that the sender knows whom to call")]
    NobodyNamed,
    #[error("give the reason for it")]
    NoReason,
}
