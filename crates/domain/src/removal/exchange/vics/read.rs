//! Reading a document.

use jiff::Timestamp;

use super::{Case, Document, File, Media, Region, Said, Version};
use crate::person::Private;
use crate::removal::exchange::json::{Spot, parse};
use crate::removal::exchange::wrong::{Asides, moment, shown};
use crate::removal::exchange::{
    Category, Medium, Name, Print, PrintKind, Problem, RECORDS_MAX, Read, Record, Status, What, Wrong,
};

/// The most files or tags of one medium.
const DETAILS_MAX: usize = 100_000;

/// Reads a document. A medium that cannot be read is told with its place and left out.
pub fn read(bytes: &[u8], region: Region) -> Result<Read<Document>, Wrong> {
    let value = parse(bytes)?;
    let root = Spot::root(&value);
    let version = version(&root)?;
    let mut reading = Reading { region, asides: Asides::default(), media: 0 };
    let mut cases: Vec<Case> = Vec::new();
    for spot in root.must("value")?.list(RECORDS_MAX)? {
        if spot.has("Media") {
            cases.push(reading.case(&spot)?);
        } else {
            let media = reading.media(&spot)?;
            match cases.last_mut() {
                Some(case) if case.has_no_name() => case.media.extend(media),
                Some(_) | None => {
                    cases.push(Case { media: media.into_iter().collect(), ..Case::default() });
                }
            }
        }
    }
    Ok(Read { of: Document { version, cases }, asides: reading.asides.done() })
}

fn version(root: &Spot<'_>) -> Result<Version, Wrong> {
    let said = [root.field("@odata.context"), root.field("odata.metadata")].into_iter().flatten().next();
    let Some(said) = said else {
        return Err(root.wrong(Problem::Missing("@odata.context")));
    };
    let text = said.text()?;
    if text.contains("/1.3.xml") {
        Ok(Version::V1_3)
    } else if text.contains("/2.0.xml") {
        Ok(Version::V2_0)
    } else {
        Err(said.wrong(Problem::NotThis("VICS 1.3 or 2.0")))
    }
}

struct Reading {
    region: Region,
    asides: Asides,
    media: usize,
}

impl Reading {
    fn case(&mut self, spot: &Spot<'_>) -> Result<Case, Wrong> {
        let mut case = Case {
            id: self.text(spot, "CaseID"),
            number: self.text(spot, "CaseNumber"),
            program: self.text(spot, "SourceApplicationName"),
            program_version: self.text(spot, "SourceApplicationVersion"),
            media: Vec::new(),
        };
        let mut counted = 0;
        for media in spot.must("Media")?.list(RECORDS_MAX)? {
            counted += 1;
            case.media.extend(self.media(&media)?);
        }
        if let Some(total) = spot.field("TotalMediaFiles")
            && total.whole().ok() != i64::try_from(counted).ok()
        {
            let said = total.text_or_number().map_or_else(|_| "(not shown)".to_owned(), |said| shown(&said));
            self.asides.tell(&total.place, What::Unreliable { field: "TotalMediaFiles", said, counted });
        }
        Ok(case)
    }

    /// One medium; nothing where it has to be left out. More than a document may hold is an error.
    fn media(&mut self, spot: &Spot<'_>) -> Result<Option<Media>, Wrong> {
        self.media += 1;
        if self.media > RECORDS_MAX {
            return Err(spot.wrong(Problem::TooMany(RECORDS_MAX)));
        }
        if !spot.is_object() {
            self.asides.tell(&spot.place, What::LeftOut(Problem::MustBe("an object")));
            return Ok(None);
        }
        let mut record = self.record(spot);
        if record.prints.is_empty() {
            self.asides.tell(&spot.place, What::LeftOut(Problem::NoPrint));
            return Ok(None);
        }
        if spot.has("Exifs") {
            self.asides.tell(&spot.place, What::NotTaken("Exifs"));
        }
        let mime = self.text(spot, "MimeType");
        record.medium = mime.as_deref().and_then(medium);
        // What we write where only the kind is known is no type of a file.
        let mime = mime.filter(|mime| !mime.ends_with("/*"));
        let size = spot.field("MediaSize").and_then(|size| self.or_tell(size.whole()));
        Ok(Some(Media {
            record,
            size_bytes: size.and_then(|size| u64::try_from(size).ok()),
            mime,
            series: self.text(spot, "Series").map(Private::new),
            comments: self.text(spot, "Comments").map(Private::new),
            path: self.text(spot, "RelativeFilePath").map(Private::new),
            files: self.files(spot),
            said: self.said(spot),
        }))
    }

    fn record(&mut self, spot: &Spot<'_>) -> Record {
        let name = self.text(spot, "MediaID").map_or(Name::Itself, Name::Given);
        let mut record = Record::new(name, Status::Active);
        let hashes = [("MD5", PrintKind::Md5), ("SHA1", PrintKind::Sha1), ("PhotoDNA", PrintKind::PhotoDna)];
        for (field, kind) in hashes {
            let Some(hash) = spot.field(field) else { continue };
            match hash.text().map(str::trim) {
                Ok("") => {}
                Ok(text) => match Print::read(kind, text) {
                    Ok(print) => drop(record.prints.insert(print)),
                    Err(why) => self.asides.tell(&hash.place, What::PrintLeftOut(why.into())),
                },
                Err(wrong) => self.asides.tell(wrong.place, What::PrintLeftOut(wrong.problem)),
            }
        }
        let category = self.text(spot, "Category");
        record.category = category.map(|given| Category::new(self.region.scheme(), given));
        if let Some(category) = record.category.as_ref().filter(|_| self.region != Region::Unsaid)
            && category.meaning().is_none()
        {
            self.asides.unknown(format!("{}.Category", spot.place), "Category", &category.given);
        }
        record.at = self.moment(spot, "DateUpdated");
        record.tags = self.tags(spot).into_iter().filter(|tag| !tag.is_empty()).collect();
        record
    }

    /// A text that is a list, or one text.
    fn tags(&mut self, spot: &Spot<'_>) -> Vec<String> {
        let Some(tags) = spot.field("Tags") else { return Vec::new() };
        if let Ok(one) = tags.text() {
            return vec![one.to_owned()];
        }
        let list = tags.list(DETAILS_MAX).map(Iterator::collect::<Vec<_>>);
        let list = self.or_tell(list).unwrap_or_default();
        list.iter().filter_map(|tag| self.or_tell(tag.text())).map(str::to_owned).collect()
    }

    fn files(&mut self, spot: &Spot<'_>) -> Vec<File> {
        let Some(files) = spot.field("MediaFiles") else { return Vec::new() };
        let list = files.list(DETAILS_MAX).map(Iterator::collect::<Vec<_>>);
        let list = self.or_tell(list).unwrap_or_default();
        list.iter()
            .map(|file| File {
                name: self.text(file, "FileName").map(Private::new),
                path: self.text(file, "FilePath").map(Private::new),
                created: self.moment(file, "Created"),
                written: self.moment(file, "Written"),
                accessed: self.moment(file, "Accessed"),
            })
            .collect()
    }

    fn said(&mut self, spot: &Spot<'_>) -> Said {
        let mut of = |field| spot.field(field).and_then(|said| self.or_tell(said.yes_or_no())).flatten();
        Said {
            precategorised: of("IsPrecategorized"),
            suspected: of("IsSuspected"),
            offender_identified: of("OffenderIdentified"),
            victim_identified: of("VictimIdentified"),
            distributed: of("IsDistributed"),
            self_generated: of("SelfGenerated"),
        }
    }

    fn text(&mut self, spot: &Spot<'_>, field: &str) -> Option<String> {
        let text = self.or_tell(spot.field(field)?.text_or_number())?;
        (!text.is_empty()).then_some(text)
    }

    fn moment(&mut self, spot: &Spot<'_>, field: &str) -> Option<Timestamp> {
        let at = spot.field(field)?;
        let text = at.text().ok().filter(|text| !text.trim().is_empty())?;
        self.or_tell(moment(text).map_err(|problem| at.wrong(problem)))
    }

    /// What was read; what could not be is a detail, and is told.
    fn or_tell<T>(&mut self, read: Result<T, Wrong>) -> Option<T> {
        read.map_err(|wrong| self.asides.tell(wrong.place, What::DetailLeftOut(wrong.problem))).ok()
    }
}

fn medium(mime: &str) -> Option<Medium> {
    match mime.split_once('/')?.0.to_ascii_lowercase().as_str() {
        "image" => Some(Medium::Picture),
        "video" => Some(Medium::Video),
        _ => None,
    }
}
