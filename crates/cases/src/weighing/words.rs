//! What weighing says, in English and Welsh.

use domain::cases::Raised;
use domain::reports::weigh::Urgency;
use domain::rules::tables::Floor;
use domain::weighing::Origin;
use domain::words;
use domain::words::{Lang, Words};

words! {
    pub(super) TITLE = "What is weighed", "Beth sy'n cael ei bwyso";
    pub(super) TEXT = "Found in the words and in the answers, added or struck by people. It decides nothing.", "Wedi'i ganfod yn y geiriau ac yn yr atebion, wedi'i ychwanegu neu ei ddileu gan bobl. Nid yw'n penderfynu dim.";
    pub(super) CHANGE = "Add, strike, or set the urgency", "Ychwanegu, dileu, neu osod y brys";
    pub(super) MORE = "Who said what, and what to ask", "Pwy ddywedodd beth, a beth i'w ofyn";
    pub(super) NOW = "Urgency:", "Brys:";
    pub(super) WEIGHED = "As it weighs:", "Fel y mae'n pwyso:";
    pub(super) BY_FLOOR = "set by the floor", "wedi'i osod gan y llawr";
    pub(super) BY_INDICATORS = "set by the indicators that stand", "wedi'i osod gan y dangosyddion sy'n sefyll";
    pub(super) BY_ANSWERS = "set by what was answered", "wedi'i osod gan yr hyn a atebwyd";
    pub(super) FLOORS = "Floors that hold too", "Lloriau sy'n dal hefyd";
    pub(super) SET = "A person set it:", "Person a'i gosododd:";
    pub(super) HEAVIER = "It weighs more than the urgency that it has: look at it again.", "Mae'n pwyso mwy na'r brys sydd ganddo: edrychwch arno eto.";
    pub(super) INDICATORS = "Indicators", "Dangosyddion";
    pub(super) STRUCK = "Struck", "Wedi'i ddileu";
    pub(super) ADDED = "Added by", "Ychwanegwyd gan";
    pub(super) WEAK = "a weak sign by itself", "arwydd gwan ar ei ben ei hun";
    pub(super) ANSWERED = "As answered:", "Fel yr atebwyd:";
    pub(super) NOT_KNOWN = "What is not known", "Beth nad yw'n hysbys";
    pub(super) ALL_KNOWN = "Every question of the form was answered.", "Atebwyd pob cwestiwn ar y ffurflen.";
    pub(super) ASK = "What to ask next", "Beth i'w ofyn nesaf";
    pub(super) ASK_NOTHING = "The indicators that stand ask for nothing more.", "Nid yw'r dangosyddion sy'n sefyll yn gofyn am ddim mwy.";
    pub(super) ADD = "Add an indicator", "Ychwanegu dangosydd";
    pub(super) ADD_WHICH = "Which", "Pa un";
    pub(super) ADD_REASON = "The words, or what you saw", "Y geiriau, neu'r hyn a welsoch";
    pub(super) STRIKE = "Strike an indicator", "Dileu dangosydd";
    pub(super) STRIKE_WHICH = "Which of those that stand", "Pa un o'r rhai sy'n sefyll";
    pub(super) STRIKE_REASON = "Why it does not hold", "Pam nad yw'n dal";
    pub(super) STRIKE_TEXT = "It stays to be seen, with your name and your reason. What somebody writes later is weighed anew.", "Mae'n aros i'w weld, gyda'ch enw a'ch rheswm. Caiff yr hyn a ysgrifennir yn ddiweddarach ei bwyso o'r newydd.";
    pub(super) URGENCY = "Set another urgency", "Gosod brys arall";
    pub(super) URGENCY_WHICH = "Urgency", "Brys";
    pub(super) URGENCY_REASON = "Why", "Pam";
    pub(super) MEANT = "I know that this is below the floor, and I mean it", "Rwy'n gwybod bod hyn o dan y llawr, ac rwy'n ei olygu";
    pub(super) MEANT_LEGEND = "Below the floor", "O dan y llawr";
    pub(super) WHO = "Who must be told", "Wrth bwy mae'n rhaid dweud";
    pub(super) CHOOSE = "Choose one", "Dewiswch un";
}

/// Where words stand.
pub(super) const fn origin(origin: Origin) -> Words {
    match origin {
        Origin::Report => Words::new("In the report:", "Yn yr adroddiad:"),
        Origin::Message => {
            Words::new("In what the reporter wrote later:", "Yn yr hyn a ysgrifennodd yr adroddwr wedyn:")
        }
        Origin::Note => Words::new("In a note:", "Mewn nodyn:"),
    }
}

/// What made a case more urgent.
pub(crate) const fn raised_by(by: Raised) -> Words {
    match by {
        Raised::Report => Words::new(
            "A report that is more urgent joined the case.",
            "Ymunodd adroddiad mwy brys â'r achos.",
        ),
        Raised::Message => Words::new(
            "By what the reporter wrote later.",
            "Oherwydd yr hyn a ysgrifennodd yr adroddwr wedyn.",
        ),
        Raised::Note => Words::new("By what a note says.", "Oherwydd yr hyn y mae nodyn yn ei ddweud."),
    }
}

/// A question of the form that was left open.
pub(super) fn not_known(question: &str) -> Words {
    match question {
        "danger" => Words::new("whether somebody is in danger now", "a oes rhywun mewn perygl nawr"),
        "child" => Words::new("how old the child is", "faint yw oed y plentyn"),
        "threat" => Words::new("whether somebody threatens", "a oes rhywun yn bygwth"),
        "demand" => Words::new("whether something is demanded", "a oes rhywbeth yn cael ei fynnu"),
        "staff" => Words::new(
            "whether it is about somebody who works with children",
            "a yw am rywun sy'n gweithio gyda phlant",
        ),
        _ => Words::new("where the child is", "ble mae'r plentyn"),
    }
}

/// That an urgency is below a floor.
pub(crate) fn below(floor: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("Below the floor {floor}: whoever set it said that they mean it"),
        Lang::Cy => format!("O dan y llawr {floor}: dywedodd pwy bynnag a'i gosododd ei fod yn ei olygu"),
    }
}

/// A floor as it is read aloud: its text, and its id.
pub(super) fn floor(floor: &Floor, lang: Lang) -> String {
    format!("{} ({})", floor.head.text_in(lang), floor.head.id)
}

/// The codes of urgencies with their words.
pub(super) fn urgencies(lang: Lang) -> Vec<(String, String)> {
    let each =
        |one: &Urgency| (one.code().to_owned(), kit::page::urgency(one.rank().into()).of(lang).to_owned());
    let none = (String::new(), CHOOSE.of(lang).to_owned());
    std::iter::once(none).chain(Urgency::ALL.iter().map(each)).collect()
}
