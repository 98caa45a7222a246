//! What harm outside the home says, in English and Welsh.

use domain::cases::{Category, Context};
use domain::words;
use domain::words::{Lang, Words};

words! {
    pub(super) TITLE = "Harm outside the home", "Niwed y tu allan i'r cartref";
    pub(super) TEXT = "Children are harmed in places, among peers, on the way and online. What must change there is the place or the group, not the parents.", "Caiff plant eu niweidio mewn lleoedd, ymhlith cyfoedion, ar y ffordd ac ar-lein. Y lle neu'r grŵp y mae'n rhaid iddo newid yno, nid y rhieni.";
    pub(super) CATEGORY = "Where the harm comes from", "O ble mae'r niwed yn dod";
    pub(super) CATEGORY_NONE = "nobody has said yet", "does neb wedi dweud eto";
    pub(super) CATEGORISE = "Say where the harm comes from", "Dweud o ble mae'r niwed yn dod";
    pub(super) CONTEXTS = "In which contexts (if it is outside the home)", "Ym mha gyd-destunau (os yw y tu allan i'r cartref)";
    pub(super) CHOOSE = "Choose one", "Dewiswch un";
    pub(super) PATHWAY = "What the rulebook asks for", "Beth mae'r llyfr rheolau'n gofyn amdano";
    pub(super) PATHWAY_NONE = "The rulebook has no step of its own for this in this nation.", "Nid oes gan y llyfr rheolau gam ei hun ar gyfer hyn yn y genedl hon.";
    pub(super) CONFERENCES = "Context conferences", "Cynadleddau cyd-destun";
    pub(super) CONFERENCES_NONE = "None has been held yet.", "Nid oes yr un wedi'i chynnal eto.";
    pub(super) CONFERENCE = "Context conference", "Cynhadledd gyd-destun";
    pub(super) NEW = "Record a context conference", "Cofnodi cynhadledd gyd-destun";
    pub(super) NAME_FIRST = "To record a context conference, first name the place or the group as a subject of the case.", "I gofnodi cynhadledd gyd-destun, enwch y lle neu'r grŵp fel pwnc yr achos yn gyntaf.";
    pub(super) NO_NAMES = "This record names no child. Write “a pupil of year 10”, never a name, not even a first name: a name of a child of this case is refused.", "Nid yw'r cofnod hwn yn enwi'r un plentyn. Ysgrifennwch “disgybl blwyddyn 10”, byth enw, nid hyd yn oed enw cyntaf: gwrthodir enw plentyn o'r achos hwn.";
    pub(super) NAMES_NONE = "This record is about a place or a group and names no child.", "Mae'r cofnod hwn am le neu grŵp ac nid yw'n enwi'r un plentyn.";
    pub(super) NOT_PRINTED = "This record is not printed: since it was kept, somebody was named here who is or may be a child, and a part of that name stands in it. Record the conference again without it.", "Nid yw'r cofnod hwn yn cael ei argraffu: ers ei gadw, enwyd rhywun yma sy'n blentyn neu a all fod yn blentyn, ac mae rhan o'r enw hwnnw ynddo. Cofnodwch y gynhadledd eto hebddo.";
    pub(super) HELD = "The day it was held", "Y diwrnod y'i cynhaliwyd";
    pub(super) ATTENDED = "Who was there", "Pwy oedd yno";
    pub(super) ATTENDED_TEXT = "By role and agency. Leave rows empty that you do not need.", "Yn ôl rôl ac asiantaeth. Gadewch resi nad oes eu hangen arnoch yn wag.";
    pub(super) ROLE = "Role", "Rôl";
    pub(super) AGENCY = "Agency", "Asiantaeth";
    pub(super) CONTEXT = "What the place or the group is", "Beth yw'r lle neu'r grŵp";
    pub(super) CONTEXT_HINT = "Where it is, who uses it, at what times.", "Ble mae, pwy sy'n ei ddefnyddio, ar ba adegau.";
    pub(super) DRAWS = "What draws harm there", "Beth sy'n denu niwed yno";
    pub(super) DRAWS_HINT = "What makes it easy, who comes because of it.", "Beth sy'n ei wneud yn hawdd, pwy sy'n dod o'i herwydd.";
    pub(super) GUARDIANS = "Who could see, hear and step in", "Pwy allai weld, clywed a chamu i mewn";
    pub(super) GUARDIANS_HINT = "Capable guardians: those who are there already, and what they need to act.", "Gwarcheidwaid galluog: y rhai sydd yno eisoes, a beth sydd ei angen arnynt i weithredu.";
    pub(super) STRENGTHS = "What is good there and can be built on (optional)", "Beth sy'n dda yno ac y gellir adeiladu arno (dewisol)";
    pub(super) PLAN = "Plan", "Cynllun";
    pub(super) ACTION = "What is done", "Beth a wneir";
    pub(super) OWNER = "By which role or agency", "Gan ba rôl neu asiantaeth";
    pub(super) DUE = "By when", "Erbyn pryd";
    pub(super) POWERS = "Powers that were considered", "Pwerau a ystyriwyd";
    pub(super) POWERS_HINT = "From the rulebook. Their tests and lengths have not been verified: ask the police or a lawyer.", "O'r llyfr rheolau. Nid yw eu profion a'u hyd wedi'u dilysu: gofynnwch i'r heddlu neu gyfreithiwr.";
    pub(super) POWERS_NONE = "The rulebook has no powers for this nation.", "Nid oes gan y llyfr rheolau bwerau ar gyfer y genedl hon.";
    pub(super) POWERS_TEXT = "What was decided on them (optional)", "Beth a benderfynwyd amdanynt (dewisol)";
    pub(super) REVIEW = "To be looked at again on", "I edrych arno eto ar";
    pub(super) KEEP = "Keep the record", "Cadw'r cofnod";
    pub(super) PRINT = "The record to be printed", "Y cofnod i'w argraffu";
    pub(super) REFERENCE = "Case", "Achos";
}

/// That a record names somebody who was named after it was kept.
pub(super) fn names_now(words: &[String], lang: Lang) -> String {
    let words = words.join(", ");
    match lang {
        Lang::En => format!(
            "Since this record was kept, somebody was named here who is or may be a child, and it has a part of that name: {words}. It is not printed. Give it to nobody, and record the conference again without it."
        ),
        Lang::Cy => format!(
            "Ers cadw'r cofnod hwn, enwyd rhywun yma sy'n blentyn neu a all fod yn blentyn, ac mae rhan o'r enw hwnnw ynddo: {words}. Nid yw'n cael ei argraffu. Peidiwch â'i roi i neb, a chofnodwch y gynhadledd eto hebddo."
        ),
    }
}

/// Where the harm comes from.
pub(crate) const fn category(category: Category) -> Words {
    match category {
        Category::IntraFamilial => Words::new("From home or the family", "O'r cartref neu'r teulu"),
        Category::ExtraFamilial => Words::new("From outside the home", "O'r tu allan i'r cartref"),
        Category::Both => Words::new("From both", "O'r ddau"),
        Category::NotKnown => Words::new("Not known yet", "Ddim yn hysbys eto"),
    }
}

/// A context outside the home.
pub(super) const fn context(context: Context) -> Words {
    match context {
        Context::PeerGroup => Words::new("Peer group", "Grŵp cyfoedion"),
        Context::School => Words::new("School", "Ysgol"),
        Context::Neighbourhood => Words::new("Neighbourhood, or a place in it", "Cymdogaeth, neu le ynddi"),
        Context::Online => Words::new("Online", "Ar-lein"),
    }
}
