//! What is wrong with an answer, in English and Welsh.

use super::check::Trouble;
use super::files::Chosen;
use crate::words::Lang;

/// The sentence beside a question: what is asked, and what to do.
pub fn trouble(label: &str, trouble: &Trouble, lang: Lang) -> String {
    let fix = fix(trouble, lang);
    match trouble {
        Trouble::NotForThis(..) => fix,
        Trouble::Missing
        | Trouble::NotTicked
        | Trouble::NotAChoice
        | Trouble::TooLong(_)
        | Trouble::TooMany(_)
        | Trouble::NotAnEmail
        | Trouble::NotANumber
        | Trouble::NotATelephone
        | Trouble::NotADate
        | Trouble::Future
        | Trouble::AnAddress
        | Trouble::TooManyFiles(_)
        | Trouble::FilesTooLarge(..)
        | Trouble::FilesOfOtherKind(..)
        | Trouble::FromCase
        | Trouble::NamesThem(_) => format!("{label}: {fix}"),
    }
}

/// What to do, without the question.
pub fn fix(trouble: &Trouble, lang: Lang) -> String {
    match lang {
        Lang::En => english(trouble),
        Lang::Cy => welsh(trouble),
    }
}

fn english(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Missing => "this has to be answered".to_owned(),
        Trouble::NotTicked => "tick the box if it is so, or answer differently above".to_owned(),
        Trouble::NotAChoice => "choose one of the answers that are offered".to_owned(),
        Trouble::TooLong(limit) => format!("keep it under {limit} characters"),
        Trouble::TooMany(limit) => format!("keep it to {limit} lines"),
        Trouble::NotAnEmail => "write an email address like name@example.gov.uk".to_owned(),
        Trouble::NotANumber => "write a number in digits".to_owned(),
        Trouble::NotATelephone => {
            "write a telephone number, with the country's code if it is not British".to_owned()
        }
        Trouble::NotADate => "write a real date with day, month and year, from 1900 on".to_owned(),
        Trouble::Future => "write a date that is not in the future".to_owned(),
        Trouble::AnAddress => "describe it in words: the address of a page is not taken".to_owned(),
        Trouble::TooManyFiles(limit) => format!("choose no more than {limit} files"),
        Trouble::FilesTooLarge(names, limit) => format!(
            "“{names}” cannot go: a file may have up to {}. Add a smaller copy, or say below what you hold and how to ask you for it",
            megabytes(*limit)
        ),
        Trouble::FilesOfOtherKind(names, kinds) => format!(
            "“{names}” cannot go: by its content it is none of {kinds}. Save it as one of these and add that copy, or say below what you hold and how to ask you for it"
        ),
        Trouble::NamesThem(name) => format!("take out “{name}”: as you answered, the person is not named"),
        Trouble::FromCase => "write this anew without saying who it is about: what the case wrote does not leave in a notice that names nobody".to_owned(),
        Trouble::NotForThis(text, _) => text.clone(),
    }
}

fn welsh(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Missing => "rhaid ateb hwn".to_owned(),
        Trouble::NotTicked => "ticiwch y blwch os yw'n wir, neu atebwch yn wahanol uchod".to_owned(),
        Trouble::NotAChoice => "dewiswch un o'r atebion a gynigir".to_owned(),
        Trouble::TooLong(limit) => format!("cadwch ef o dan {limit} nod"),
        Trouble::TooMany(limit) => format!("cadwch ef i {limit} llinell"),
        Trouble::NotAnEmail => "ysgrifennwch gyfeiriad e-bost fel enw@enghraifft.gov.uk".to_owned(),
        Trouble::NotANumber => "ysgrifennwch rif mewn digidau".to_owned(),
        Trouble::NotATelephone => {
            "ysgrifennwch rif ffôn, gyda chod y wlad os nad yw'n un Prydeinig".to_owned()
        }
        Trouble::NotADate => {
            "ysgrifennwch ddyddiad go iawn gyda diwrnod, mis a blwyddyn, o 1900 ymlaen".to_owned()
        }
        Trouble::Future => "ysgrifennwch ddyddiad nad yw yn y dyfodol".to_owned(),
        Trouble::AnAddress => "disgrifiwch ef mewn geiriau: ni dderbynnir cyfeiriad tudalen".to_owned(),
        Trouble::TooManyFiles(limit) => format!("dewiswch ddim mwy na {limit} ffeil"),
        Trouble::FilesTooLarge(names, limit) => format!(
            "ni all “{names}” fynd: caiff ffeil fod hyd at {}. Ychwanegwch gopi llai, neu dywedwch isod beth sydd gennych a sut i ofyn i chi amdano",
            megabytes(*limit)
        ),
        Trouble::FilesOfOtherKind(names, kinds) => format!(
            "ni all “{names}” fynd: yn ôl ei gynnwys nid yw'n un o {kinds}. Cadwch ef fel un o'r rhain ac ychwanegwch y copi hwnnw, neu dywedwch isod beth sydd gennych a sut i ofyn i chi amdano"
        ),
        Trouble::NamesThem(name) => {
            format!("tynnwch “{name}”: fel yr ateboch, nid yw'r person yn cael ei enwi")
        }
        Trouble::FromCase => "ysgrifennwch hyn o'r newydd heb ddweud am bwy y mae: nid yw'r hyn a ysgrifennodd yr achos yn gadael mewn hysbysiad nad yw'n enwi neb".to_owned(),
        Trouble::NotForThis(_, text) => text.clone(),
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / (1024 * 1024))
}

/// A file that goes with a form, in one line: what is needed to see that it came whole.
pub fn file(file: &Chosen<'_>, lang: Lang) -> String {
    let bytes = match lang {
        Lang::En => "bytes",
        Lang::Cy => "beit",
    };
    format!("{} ({} {bytes}, SHA-256 {})", file.name, file.size_bytes, file.sha256)
}
