//! The course of a report: received, added to, replied to. Nothing takes it back.

use serde::{Deserialize, Serialize};

use super::report::Report;
use super::weigh::{Weighing, weigh};
use crate::events;
use crate::evidence::Handling;
use crate::id::{AccountId, FileId, OrganisationId, Reference};

/// A file that came with a report. Its bytes are in the vault; this is what is known of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub file: FileId,
    /// The name the reporter's device gave it.
    pub name: String,
    /// From the content, never from the name: `image/png`, or `application/octet-stream` if unknown.
    pub kind: String,
    pub size_bytes: u64,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// What its bytes are sealed with in the vault.
    #[serde(default, skip_serializing_if = "FileKey::is_none")]
    pub key: FileKey,
}

impl Attachment {
    /// What may be told of it to others: not its key.
    #[must_use]
    pub fn told(&self) -> Self {
        Self { key: FileKey::default(), ..self.clone() }
    }
}

/// The key of a file, base64 of 32 bytes; empty for one from before files were sealed. It stands in the sealed entry
/// that tells of the file, and so goes with the key of its matter.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileKey(pub String);

impl FileKey {
    /// Whether there is none.
    pub const fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey")
    }
}

/// All that is fixed when a report arrives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub reference: Reference,
    pub report: Report,
    pub weighing: Weighing,
    /// The organisation whose queue it joins.
    pub organisation: OrganisationId,
    /// The account that made it, if somebody was signed in.
    #[serde(default)]
    pub reporter: Option<AccountId>,
    /// Accounts that must never know of it: they may be the person the report is about.
    #[serde(default)]
    pub kept_from: Vec<AccountId>,
    #[serde(default)]
    pub files: Vec<Attachment>,
    /// The language the reporter used, to be answered in it.
    #[serde(default)]
    pub lang: crate::words::Lang,
    /// The digest of what was sent, base64 of SHA-256: whoever sent it can work it out from what they have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
}

events! {
    /// What can happen to a report.
    pub enum Event {
        /// It arrived, whole.
        Received { receipt: Box<Receipt> } = "received",
        /// The reporter wrote more.
        Added { text: String, files: Vec<Attachment> } = "added",
        /// A worker wrote to the reporter.
        Replied { text: String } = "replied",
        /// It weighs differently than before.
        Weighed { before: Weighing, after: Weighing } = "weighed",
        /// Another account was found to be that of a person named in it.
        KeptFrom { account: AccountId } = "kept_from",
        /// Somebody looked at a file of it, or took a copy.
        FileHandled { file: FileId, how: Handling } = "file_handled",
    }
}

/// A message between the reporter and those who work on the report.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    FromReporter { text: String, files: Vec<Attachment> },
    ToReporter { text: String },
}

/// A report as its events have made it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub receipt: Receipt,
    pub weighing: Weighing,
    pub messages: Vec<Message>,
    pub kept_from: Vec<AccountId>,
}

impl State {
    /// Every file that came with it, also later.
    pub fn files(&self) -> impl Iterator<Item = &Attachment> {
        let later = self.messages.iter().flat_map(|message| match message {
            Message::FromReporter { files, .. } => files.as_slice(),
            Message::ToReporter { .. } => &[],
        });
        self.receipt.files.iter().chain(later)
    }
}

impl State {
    /// What the reporter wrote later.
    pub fn told_later(&self) -> Vec<&str> {
        let texts = self.messages.iter().filter_map(|message| match message {
            Message::FromReporter { text, .. } => Some(text.as_str()),
            Message::ToReporter { .. } => None,
        });
        texts.collect()
    }
}

/// Why something cannot be done to a report.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("write something before you send it")]
    Empty,
    #[error("that is too long: keep it under {chars_max} characters")]
    TooLong { chars_max: usize },
}

/// The longest message either way, in characters.
pub const MESSAGE_CHARS_MAX: usize = 15_000;

/// The reporter writes more. It is always heard: there is no state in which it is refused.
pub fn add(text: &str, files: Vec<Attachment>) -> Result<Event, Refusal> {
    if files.is_empty() {
        message(text)?;
    } else {
        within(text)?;
    }
    Ok(Event::Added { text: text.trim().to_owned(), files })
}

/// A worker writes to the reporter.
pub fn reply(text: &str) -> Result<Event, Refusal> {
    message(text)?;
    Ok(Event::Replied { text: text.trim().to_owned() })
}

fn message(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Empty) } else { within(text) }
}

fn within(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > MESSAGE_CHARS_MAX {
        return Err(Refusal::TooLong { chars_max: MESSAGE_CHARS_MAX });
    }
    Ok(())
}

/// Weighs again; nothing happens when the weight is the same.
pub fn weigh_again(state: &State) -> Option<Event> {
    let after = weigh(&state.receipt.report, &state.told_later());
    (after != state.weighing).then(|| Event::Weighed { before: state.weighing.clone(), after })
}

/// A report after one more event. The first event must be `Received`.
pub fn apply(state: Option<State>, event: Event) -> Option<State> {
    match (state, event) {
        (None, Event::Received { receipt }) => {
            let (weighing, kept_from) = (receipt.weighing.clone(), receipt.kept_from.clone());
            Some(State { receipt: *receipt, weighing, messages: Vec::new(), kept_from })
        }
        (Some(mut state), event) => {
            match event {
                Event::Received { .. } | Event::FileHandled { .. } => {}
                Event::Added { text, files } => state.messages.push(Message::FromReporter { text, files }),
                Event::Replied { text } => state.messages.push(Message::ToReporter { text }),
                Event::Weighed { after, .. } => state.weighing = after,
                Event::KeptFrom { account } => state.kept_from.push(account),
            }
            Some(state)
        }
        (None, _) => None,
    }
}
