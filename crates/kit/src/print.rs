//! Paper. Implemented by the binary, which alone names the typesetter.

use serde_json::Value;

use crate::Fault;

/// Prints.
pub trait Print: Send + Sync {
    /// The bytes of a PDF, from a template and its data. Keeps a core busy for tens of milliseconds.
    fn pdf(&self, template: &str, data: &Value) -> Result<Vec<u8>, Fault>;
}
