//! Writing a document.

use serde_json::{Map, Value, json};

use super::{Case, Document, File, Media, Region, Version};
use crate::person::Private;
use crate::removal::exchange::wrong::Asides;
use crate::removal::exchange::{
    Category, Medium, Member, Name, Print, PrintKind, Scheme, What, Written, meanings,
};

/// Writes a document for the tools of a country.
pub fn write(document: &Document, region: Region) -> Written {
    let mut writing = Writing { version: document.version, region, asides: Asides::default(), number: 0 };
    let whole = match document.version {
        Version::V1_3 => {
            let unnamed = document.cases.iter().all(Case::has_no_name);
            if !unnamed || document.cases.len() > 1 {
                writing.asides.tell("the document", What::NoPlaceFor("cases"));
            }
            let media = document.cases.iter().flat_map(|case| &case.media);
            let media: Vec<Value> = media.filter_map(|media| writing.media(media)).collect();
            json!({ "odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media", "value": media })
        }
        Version::V2_0 => {
            let cases: Vec<Value> = document.cases.iter().map(|case| writing.case(case)).collect();
            let context =
                "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media";
            json!({ "@odata.context": context, "value": cases })
        }
    };
    Written { text: whole.to_string(), asides: writing.asides.done() }
}

struct Writing {
    version: Version,
    region: Region,
    asides: Asides,
    number: usize,
}

/// An object whose fields are there only if they say something.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &str, value: Option<impl Into<Value>>) {
        self.0.extend(value.map(|value| (field.to_owned(), value.into())));
    }

    fn private(&mut self, field: &str, value: Option<&Private<String>>) {
        self.put(field, value.map(|value| value.reveal().as_str()));
    }
}

impl Writing {
    fn case(&mut self, case: &Case) -> Value {
        let media: Vec<Value> = case.media.iter().filter_map(|media| self.media(media)).collect();
        let mut fields = Fields::default();
        fields.put("CaseID", case.id.as_deref());
        fields.put("CaseNumber", case.number.as_deref());
        fields.put("SourceApplicationName", case.program.as_deref());
        fields.put("SourceApplicationVersion", case.program_version.as_deref());
        fields.put("TotalMediaFiles", Some(media.len()));
        fields.put("Media", Some(media));
        Value::Object(fields.0)
    }

    fn media(&mut self, media: &Media) -> Option<Value> {
        self.number += 1;
        let place = format!("record {}", self.number);
        let record = &media.record;
        if !record.status.counts() {
            self.asides.tell(place, What::NoPlaceFor("a withdrawn record, which is not written"));
            return None;
        }
        self.left_out(media, &place);
        let mut fields = Fields::default();
        let id = match &record.name {
            Name::Given(id) => Some(number_or_text(id)),
            Name::Itself => None,
        };
        fields.put("MediaID", id);
        fields.put("Category", self.category(record.category.as_ref(), &place));
        for (field, kind) in
            [("MD5", PrintKind::Md5), ("SHA1", PrintKind::Sha1), ("PhotoDNA", PrintKind::PhotoDna)]
        {
            fields.put(field, record.prints_of(kind).next().map(upper));
        }
        fields.put("MediaSize", media.size_bytes);
        fields.put("DateUpdated", record.at.map(|at| at.to_string()));
        fields.private("Series", media.series.as_ref());
        let said = media.said;
        fields.put("IsPrecategorized", said.precategorised);
        fields.put("OffenderIdentified", said.offender_identified);
        fields.put("VictimIdentified", said.victim_identified);
        fields.put("IsDistributed", said.distributed);
        if self.version == Version::V2_0 {
            newer(media, &mut fields);
        }
        Some(Value::Object(fields.0))
    }

    /// The number of a category in the country's list: as given there, or the one that means the same.
    fn category(&mut self, category: Option<&Category>, place: &str) -> Option<Value> {
        let category = category?;
        let scheme = self.region.scheme();
        let same = |code: &str| {
            meanings().iter().find(|row| {
                row.scheme == scheme && matches!(row.uk.as_slice(), [only] if only.code() == code)
            })
        };
        let number = match category.scheme {
            own if own == scheme => Some(category.given.as_str()),
            Scheme::Uk => same(&category.given).map(|row| row.code.as_str()),
            Scheme::Ncmec | Scheme::VicsUk | Scheme::VicsUs | Scheme::Vics | Scheme::Other => None,
        };
        if number.is_none() {
            self.asides.tell(place, What::NoPlaceFor("a category of another list"));
        }
        number.map(number_or_text)
    }

    fn left_out(&mut self, media: &Media, place: &str) {
        let record = &media.record;
        let old = self.version == Version::V1_3;
        for (is, what) in [
            (!record.seen.is_empty(), "what others said of it"),
            (!record.cases.is_empty(), "the requests behind it"),
            (!record.elsewhere.is_empty(), "fingerprints kept elsewhere"),
            (record.source != Member::default(), "who gave it"),
            (old && !record.tags.is_empty(), "tags"),
            (old && (record.medium.is_some() || media.mime.is_some()), "whether it is a picture or a video"),
            (old && media.comments.is_some(), "comments"),
            (old && (media.path.is_some() || !media.files.is_empty()), "files"),
            (old && (media.said.suspected.is_some() || media.said.self_generated.is_some()), "some answers"),
        ] {
            if is {
                self.asides.tell(place, What::NoPlaceFor(what));
            }
        }
        for print in &record.prints {
            let first = record.prints_of(print.kind()).next() == Some(print);
            let has_place = matches!(print.kind(), PrintKind::Md5 | PrintKind::Sha1 | PrintKind::PhotoDna);
            if !first || !has_place {
                self.asides.tell(place, What::NoPlaceForPrint(print.kind()));
            }
        }
    }
}

/// What only 2.0 has.
fn newer(media: &Media, fields: &mut Fields) {
    let only_kind = media.record.medium.map(|medium| match medium {
        Medium::Picture => "image/*",
        Medium::Video => "video/*",
    });
    fields.put("MimeType", media.mime.as_deref().or(only_kind));
    fields.private("RelativeFilePath", media.path.as_ref());
    fields.put("IsSuspected", media.said.suspected);
    fields.put("SelfGenerated", media.said.self_generated);
    let tags: Vec<&str> = media.record.tags.iter().map(String::as_str).collect();
    fields.put("Tags", (!tags.is_empty()).then_some(tags));
    fields.private("Comments", media.comments.as_ref());
    let files: Vec<Value> = media.files.iter().map(file).collect();
    fields.put("MediaFiles", (!files.is_empty()).then_some(files));
}

/// Upper case, as the tools write it; the text of a kind that is only carried stays as it is.
fn upper(print: &Print) -> String {
    if print.kind().bytes().is_some() { print.text().to_uppercase() } else { print.text() }
}

/// A number only where it is read back as the same text.
fn number_or_text(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => number.into(),
        Ok(_) | Err(_) => text.into(),
    }
}

fn file(file: &File) -> Value {
    let mut fields = Fields::default();
    fields.private("FileName", file.name.as_ref());
    fields.private("FilePath", file.path.as_ref());
    fields.put("Created", file.created.map(|at| at.to_string()));
    fields.put("Written", file.written.map(|at| at.to_string()));
    fields.put("Accessed", file.accessed.map(|at| at.to_string()));
    Value::Object(fields.0)
}
