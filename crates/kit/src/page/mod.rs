//! What pages are made of: functions that write the HTML of GOV.UK Frontend's components.
//!
//! Text comes in as `&str`, already in the reader's language. The components match the package's own
//! fixtures (see `tests/fixtures.rs`), so that its styles and behaviour fit.

pub mod assets;
mod choice;
mod control;
mod date;
mod listing;
mod nav;
mod notice;
mod shell;
mod standing;
pub(crate) mod words;

pub use choice::{Checkboxes, Choice, Radios, Select};
pub use control::{Button, FileInput, Input, Textarea, button, hidden, submit};
pub use date::{DateInput, date_typed};
pub use listing::{Answer, Moment, chronology, not_given, summary_list, table, tag};
pub use nav::navigation;
pub use notice::{confirmation, details, error_summary, inset, success, warning};
pub use shell::{Audience, Nav, Shell, back, problem, said};
pub use standing::{clock_tag, urgency, urgency_tag};
