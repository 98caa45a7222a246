//! The chain of custody as a table, for whoever opens it with a spreadsheet.
//!
//! A cell that begins like a formula would be worked out by the spreadsheet: names and notes come from people, so such a
//! cell gets an apostrophe before it (as OWASP advises), which spreadsheets do not show. It begins with a byte order mark, without
//! which some of them would take Welsh letters for others.

use crate::{Custody, Listed};

/// The columns. English, so that programs find them.
const COLUMNS: [&str; 9] =
    ["time_utc", "act", "name", "role", "organisation", "files", "exhibits", "note", "entry"];

/// The bytes of `custody.csv`, in the order of time.
pub(crate) fn table(custody: &[Custody], files: &[Listed]) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let never = "writing to memory does not fail";
    out.write_record(COLUMNS).expect(never);
    for link in in_order(custody) {
        let of = |pick: fn(&Listed) -> Option<&str>| {
            let each = link.originals.iter().map(|id| {
                let file = files.iter().find(|file| file.id.as_deref() == Some(id));
                file.map_or(Some(id.as_str()), pick)
            });
            each.flatten().collect::<Vec<_>>().join("; ")
        };
        let by = link.by.as_ref();
        let said = |text: Option<&String>| text.cloned().unwrap_or_default();
        let cells = [
            link.at.to_string(),
            link.act.shown(domain::words::Lang::En).to_owned(),
            by.map(|by| by.name.clone()).unwrap_or_default(),
            said(by.and_then(|by| by.role.as_ref())),
            said(by.and_then(|by| by.organisation.as_ref())),
            of(|file| Some(&file.path)),
            of(|file| file.exhibit.as_deref()),
            link.note.clone(),
            link.entry.clone(),
        ];
        out.write_record(cells.map(harmless)).expect(never);
    }
    out.into_inner().expect(never)
}

/// By time; what happened at once stays in the order given.
pub(crate) fn in_order(custody: &[Custody]) -> Vec<&Custody> {
    let mut links: Vec<_> = custody.iter().collect();
    links.sort_by_key(|link| link.at);
    links
}

fn harmless(cell: String) -> String {
    let begins = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}', '"', '\'']).chars().next();
    let formula = begins
        .is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    if formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Act, Person};

    #[test]
    fn a_cell_that_begins_like_a_formula_is_text() {
        for cell in ["=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "\"=1", "\u{feff}=1"]
        {
            assert_eq!(harmless(cell.to_owned()), format!("'{cell}"));
        }
        for cell in ["", "a=b", "2026-11-26T02:21:47Z", "0117 496 0000"] {
            assert_eq!(harmless(cell.to_owned()), cell);
        }
    }

    #[test]
    fn the_table_is_in_the_order_of_time_and_read_back_whole() {
        let link = |at: i64, name: &str| Custody {
            at: jiff::Timestamp::from_second(at).unwrap(),
            act: Act::Seen,
            by: Some(Person { id: "a".into(), name: name.into(), role: None, organisation: None }),
            originals: vec![],
            note: "a \"note\",\nof two lines".into(),
            entry: "ent_1".into(),
        };
        let bytes = table(&[link(2, "=cmd|' /C calc'!A0"), link(1, "Siân")], &[]);
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!((&rows[0][2], &rows[1][2]), ("Siân", "'=cmd|' /C calc'!A0"));
        assert_eq!(&rows[0][7], "a \"note\",\nof two lines");
    }
}
