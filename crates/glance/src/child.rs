//! The whole life of the process that looks: confined, one file in, one answer out, gone.

use std::io::{Read as _, Write as _};
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use crate::{FILE_BYTES_MAX, Inspected, Look, NothingShown, Shown, answer, confine, inspect, render};

/// How the child ends when it could not be confined and therefore looked at nothing.
pub(crate) const NOT_CONFINED: u8 = 71;
/// How the child ends when it was fed too much, or could not read or write.
const NOT_DONE: u8 = 74;

/// What `hearken glance` does. Call it first thing in `main`: before any file is open, any thread runs or
/// any secret is read. Standard input is the file; standard output takes the answer, which only
/// [`crate::Glance`] reads.
pub fn child() -> ExitCode {
    if let Err(error) = confine() {
        // The parent hears of it by the code; this is for whoever tries the command by hand.
        let _nobody_listens = writeln!(std::io::stderr(), "nothing was looked at: {error}");
        return ExitCode::from(NOT_CONFINED);
    }
    let mut bytes = Vec::new();
    let limit = FILE_BYTES_MAX as u64 + 1;
    let read = std::io::stdin().lock().take(limit).read_to_end(&mut bytes);
    if read.is_err() || bytes.len() > FILE_BYTES_MAX {
        return ExitCode::from(NOT_DONE);
    }
    let written = answer::write(&look(bytes)).is_some_and(|answer| {
        let mut out = std::io::stdout().lock();
        out.write_all(&answer).and_then(|()| out.flush()).is_ok()
    });
    if written { ExitCode::SUCCESS } else { ExitCode::from(NOT_DONE) }
}

fn look(bytes: Vec<u8>) -> Look {
    let mut found = inspect(&bytes);
    let shown = match found.refused.take() {
        Some(refused) => Shown::Refused(refused),
        None => drawn(|| render::render(bytes, &mut found)),
    };
    let Inspected { kind, size, warnings, refused: _ } = found;
    Look { kind, size, warnings, shown }
}

/// A decoder that panics has found the file broken; what was noticed until then is still worth telling.
fn drawn(drawing: impl FnOnce() -> Option<Shown>) -> Shown {
    let drawn = std::panic::catch_unwind(AssertUnwindSafe(drawing)).unwrap_or(None);
    drawn.unwrap_or(Shown::Nothing(NothingShown::NotDecoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_panics_leaves_nothing_to_show_and_no_more() {
        let nothing = Shown::Nothing(NothingShown::NotDecoded);
        assert_eq!(drawn(|| panic!("broken file")), nothing);
        assert_eq!(drawn(|| None), nothing);
    }
}
