//! Paper: a template and its data become a PDF that a screen reader can read too (PDF/UA-1).
//!
//! A template is Typst markup with two files in reach: itself and `/data.json`. It cannot reach a disk, a
//! network or a clock, so the same data is always the same paper. Text is data, never markup: what a
//! child wrote cannot become an instruction.

mod sheet;

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::sheet::Sheet;

/// Why there is no paper: the template is wrong.
#[derive(Debug, thiserror::Error)]
#[error("the template could not be set: {0}")]
pub struct NotSet(String);

impl NotSet {
    fn because(diagnostics: &[SourceDiagnostic]) -> Self {
        Self(diagnostics.iter().map(|known| known.message.as_str()).collect::<Vec<_>>().join("; "))
    }
}

/// The bytes of the PDF. Takes tens of milliseconds of a core.
pub fn pdf(template: &str, data: &serde_json::Value) -> Result<Vec<u8>, NotSet> {
    let sheet = Sheet::new(template, data);
    let document = typst::compile::<PagedDocument>(&sheet).output.map_err(|all| NotSet::because(&all))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| NotSet(error.message().to_string()))?;
    let options = PdfOptions { standards, creator: Smart::Custom(None), ..PdfOptions::default() };
    let printed = typst_pdf::pdf(&document, &options).map_err(|all| NotSet::because(&all));
    // What was set stays in a cache otherwise, and it tells of children.
    typst::comemo::evict(0);
    printed
}

#[cfg(test)]
mod tests;
