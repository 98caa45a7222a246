//! What is wrong with an answer, in English and Welsh.

use super::check::Trouble;
use crate::words::Lang;

/// The sentence beside a question: what is asked, and what to do.
pub fn trouble(label: &str, trouble: &Trouble, lang: Lang) -> String {
    let fix = match lang {
        Lang::En => english(trouble),
        Lang::Cy => welsh(trouble),
    };
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
        | Trouble::NotEvidence
        | Trouble::FromCase
        | Trouble::NamesThem(_) => format!("{label}: {fix}"),
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
        Trouble::NotEvidence => "name files that end in .jpg, .png, .pdf, .doc or .docx".to_owned(),
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
        Trouble::NotEvidence => "enwch ffeiliau sy'n gorffen â .jpg, .png, .pdf, .doc neu .docx".to_owned(),
        Trouble::NamesThem(name) => {
            format!("tynnwch “{name}”: fel yr ateboch, nid yw'r person yn cael ei enwi")
        }
        Trouble::FromCase => "ysgrifennwch hyn o'r newydd heb ddweud am bwy y mae: nid yw'r hyn a ysgrifennodd yr achos yn gadael mewn hysbysiad nad yw'n enwi neb".to_owned(),
        Trouble::NotForThis(_, text) => text.clone(),
    }
}
