//! A list by hand: one row a record, UTF-8, commas, the names of the columns in the first row.
//!
//! ```csv
//! id,source_id,source,medium,status,updated,category_scheme,category,pdq,pdq_quality,md5,sha1,sha256,photodna,tags
//! 17,,Example school,picture,active,2026-11-27T10:46:40Z,uk,C,,,d41d8cd98f00b204e9800998ecf8427e,,,,seen on a forum|cropped
//! ```
//!
//! Columns may stand in any order, be missing, or be others, which are passed over; one of the five hashes must be there. A
//! cell with several values has `|` between them; a backslash before `|` or `\` takes it as it is. A cell of words that a
//! spreadsheet would take for a formula (`=`, `+`, `-`, `@`) or that begins with `'` gets a `'` before it, which is taken
//! off again in reading. `pdq_quality` has as many values as `pdq`, empty where none is known.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord, WriterBuilder};

use super::wrong::{Asides, moment, text_of};
use super::{
    Category, Medium, Member, Name, Print, PrintKind, Problem, RECORDS_MAX, Read, Record, Scheme, Status,
    What, Written, Wrong,
};

const HASHES: [(&str, PrintKind); 5] = [
    ("pdq", PrintKind::Pdq),
    ("md5", PrintKind::Md5),
    ("sha1", PrintKind::Sha1),
    ("sha256", PrintKind::Sha256),
    ("photodna", PrintKind::PhotoDna),
];
const COLUMNS: [&str; 15] = [
    "id",
    "source_id",
    "source",
    "medium",
    "status",
    "updated",
    "category_scheme",
    "category",
    "pdq",
    "pdq_quality",
    "md5",
    "sha1",
    "sha256",
    "photodna",
    "tags",
];

/// Reads a list. A row that cannot be read is told with its line and left out.
pub fn read(bytes: &[u8]) -> Result<Read<Vec<Record>>, Wrong> {
    let text = text_of(bytes)?;
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let head = reader.headers().cloned().map_err(|_| Wrong::at("line 1", Problem::NotWellFormed("CSV")))?;
    let head = Head::of(&head)?;
    let (mut records, mut asides) = (Vec::new(), Asides::default());
    let mut rows = 0;
    let mut row = StringRecord::new();
    loop {
        let line = reader.position().line();
        let read = reader.read_record(&mut row);
        rows += 1;
        if rows > RECORDS_MAX + 1 {
            return Err(Wrong::at(format!("line {line}"), Problem::TooMany(RECORDS_MAX)));
        }
        match read {
            Ok(false) => break,
            Ok(true) => {
                let line = row.position().map_or(line, csv::Position::line);
                records.extend(Row { head: &head, cells: &row, line }.record(&mut asides));
            }
            Err(_) => {
                let what = What::LeftOut(Problem::MustBe("a row of as many cells as the first one"));
                asides.tell(format!("line {line}"), what);
            }
        }
    }
    Ok(Read { of: records, asides: asides.done() })
}

/// Where each column is.
struct Head([Option<usize>; COLUMNS.len()]);

impl Head {
    fn of(cells: &StringRecord) -> Result<Self, Wrong> {
        let mut at = [None; COLUMNS.len()];
        for (number, cell) in cells.iter().enumerate() {
            let name = cell.trim().to_ascii_lowercase();
            let Some(column) = COLUMNS.iter().position(|known| *known == name) else { continue };
            if at[column].replace(number).is_some() {
                return Err(Wrong::at("line 1", Problem::Twice(name)));
            }
        }
        let head = Self(at);
        if HASHES.iter().all(|(name, _)| head.place(name).is_none()) {
            return Err(Wrong::at("line 1", Problem::Missing("pdq, md5, sha1, sha256 or photodna")));
        }
        Ok(head)
    }

    fn place(&self, column: &str) -> Option<usize> {
        COLUMNS.iter().position(|known| *known == column).and_then(|column| self.0[column])
    }
}

struct Row<'a> {
    head: &'a Head,
    cells: &'a StringRecord,
    line: u64,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        self.head.place(column).and_then(|at| self.cells.get(at)).unwrap_or_default().trim()
    }

    fn words(&self, column: &str) -> String {
        let cell = self.cell(column);
        cell.strip_prefix('\'').unwrap_or(cell).to_owned()
    }

    fn at(&self, column: &str) -> String {
        format!("line {}, column `{column}`", self.line)
    }

    /// The value that a cell has a code for; an unknown one is told.
    fn coded<T>(&self, column: &'static str, read: fn(&str) -> Option<T>, asides: &mut Asides) -> Option<T> {
        let cell = self.cell(column);
        let value = read(&cell.to_ascii_lowercase());
        if value.is_none() && !cell.is_empty() {
            asides.unknown(self.at(column), column, cell);
        }
        value
    }

    fn record(&self, asides: &mut Asides) -> Option<Record> {
        let status = match self.coded("status", Status::from_code, asides) {
            Some(status) => status,
            None if self.cell("status").is_empty() => Status::Active,
            // Neither listed nor withdrawn: what it asks for is not known, and that was told.
            None => return None,
        };
        let id = self.words("id");
        let name = if id.is_empty() { Name::Itself } else { Name::Given(id) };
        let mut record = Record::new(name, status);
        record.prints = self.prints(asides);
        if record.prints.is_empty() && (status.counts() || record.name == Name::Itself) {
            asides.tell(format!("line {}", self.line), What::LeftOut(Problem::NoPrint));
            return None;
        }
        record.medium = self.coded("medium", Medium::from_code, asides);
        record.source = Member { id: self.words("source_id"), name: self.words("source") };
        record.category = self.category(asides);
        record.tags = split(&self.words("tags")).into_iter().filter(|tag| !tag.is_empty()).collect();
        match self.cell("updated") {
            "" => {}
            cell => match moment(cell) {
                Ok(at) => record.at = Some(at),
                Err(problem) => asides.tell(self.at("updated"), What::DetailLeftOut(problem)),
            },
        }
        Some(record)
    }

    fn category(&self, asides: &mut Asides) -> Option<Category> {
        let given = self.words("category");
        let scheme = self.coded("category_scheme", Scheme::from_code, asides).unwrap_or(Scheme::Other);
        (!given.is_empty()).then(|| Category::new(scheme, given))
    }

    fn prints(&self, asides: &mut Asides) -> BTreeSet<Print> {
        let mut prints = BTreeSet::new();
        let qualities = split(self.cell("pdq_quality"));
        for (column, kind) in HASHES {
            for (number, text) in
                split(self.cell(column)).iter().enumerate().filter(|(_, text)| !text.is_empty())
            {
                let quality = qualities.get(number).map_or("", String::as_str).trim();
                let print = Print::read(kind, text).and_then(|print| match quality {
                    _ if kind != PrintKind::Pdq => Ok(print),
                    "" => Ok(print),
                    said => print.with_quality(said.parse().unwrap_or(u8::MAX)),
                });
                match print {
                    Ok(print) => drop(prints.insert(print)),
                    Err(why) => asides.tell(self.at(column), What::PrintLeftOut(why.into())),
                }
            }
        }
        prints
    }
}

/// Writes a list.
pub fn write<'a>(records: impl IntoIterator<Item = &'a Record>) -> Written {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let mut asides = Asides::default();
    let writes = "a list in memory takes every row of as many cells";
    writer.write_record(COLUMNS).expect(writes);
    for (number, record) in records.into_iter().enumerate() {
        left_out(record, &format!("record {}", number + 1), &mut asides);
        writer.write_record(cells(record)).expect(writes);
    }
    let bytes = writer.into_inner().expect(writes);
    Written { text: String::from_utf8(bytes).expect("it was written from text"), asides: asides.done() }
}

fn left_out(record: &Record, place: &str, asides: &mut Asides) {
    for (is, what) in [
        (!record.seen.is_empty(), "what others said of it"),
        (!record.cases.is_empty(), "the requests behind it"),
        (!record.elsewhere.is_empty(), "fingerprints kept elsewhere"),
    ] {
        if is {
            asides.tell(place, What::NoPlaceFor(what));
        }
    }
    for print in &record.prints {
        if !HASHES.iter().any(|(_, kind)| *kind == print.kind()) {
            asides.tell(place, What::NoPlaceForPrint(print.kind()));
        }
    }
}

fn cells(record: &Record) -> [String; COLUMNS.len()] {
    let name = match &record.name {
        Name::Given(id) => plain(id),
        Name::Itself => String::new(),
    };
    let hashes = |kind| join(record.prints_of(kind).map(Print::text));
    let quality = |print: &Print| print.quality().map(|quality| quality.to_string()).unwrap_or_default();
    let qualities: Vec<String> = record.prints_of(PrintKind::Pdq).map(quality).collect();
    let said = qualities.iter().any(|quality| !quality.is_empty());
    let category = record.category.as_ref();
    [
        name,
        plain(&record.source.id),
        plain(&record.source.name),
        record.medium.map(Medium::code).unwrap_or_default().to_owned(),
        record.status.code().to_owned(),
        record.at.map(|at| at.to_string()).unwrap_or_default(),
        category.map(|category| category.scheme.code()).unwrap_or_default().to_owned(),
        category.map(|category| plain(&category.given)).unwrap_or_default(),
        hashes(PrintKind::Pdq),
        if said { join(qualities) } else { String::new() },
        hashes(PrintKind::Md5),
        hashes(PrintKind::Sha1),
        hashes(PrintKind::Sha256),
        hashes(PrintKind::PhotoDna),
        plain(&join(record.tags.iter().cloned())),
    ]
}

/// Words that a spreadsheet does not take for a formula.
fn plain(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\'']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

fn join(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> =
        parts.into_iter().map(|part| part.replace('\\', "\\\\").replace('|', "\\|")).collect();
    parts.join("|")
}

fn split(cell: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        let last = parts.last_mut().expect("there is always one");
        match letter {
            '\\' => last.extend(letters.next()),
            '|' => parts.push(String::new()),
            other => last.push(other),
        }
    }
    parts
}
