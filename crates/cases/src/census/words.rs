//! What the census says, in English and Welsh. The messages of its rules are the Department's, in English.

use domain::census::codes;
use domain::words;
use domain::words::Lang;

words! {
    pub(crate) TOLD = "What the census asks was written down", "Ysgrifennwyd yr hyn y mae'r cyfrifiad yn ei ofyn";
    pub(super) TITLE = "Children in need census", "Cyfrifiad plant mewn angen";
    pub(super) TEXT = "The return that a local authority of England makes each year to the Department for Education, from 1 April to 31 March. It is made from the cases of the organisation. Looking at it is recorded as a reading of each case.", "Y ffurflen y mae awdurdod lleol yn Lloegr yn ei gwneud bob blwyddyn i'r Adran Addysg, o 1 Ebrill i 31 Mawrth. Fe'i gwneir o achosion y sefydliad. Cofnodir edrych arni fel darlleniad o bob achos.";
    pub(super) YEAR = "The year that ends on 31 March", "Y flwyddyn sy'n gorffen ar 31 Mawrth";
    pub(super) LOOK = "Look at this year", "Edrych ar y flwyddyn hon";
    pub(super) CHILDREN = "Children in the return", "Plant yn y ffurflen";
    pub(super) ERRORS = "Errors: the return would be refused", "Gwallau: byddai'r ffurflen yn cael ei gwrthod";
    pub(super) ERRORS_TEXT = "Put each right in its case; there is no file until then.", "Cywirwch bob un yn ei achos; nid oes ffeil tan hynny.";
    pub(super) QUERIES = "Queries: put right, or explained to the Department", "Ymholiadau: eu cywiro, neu eu hesbonio i'r Adran";
    pub(super) EMPTY = "No child is in it: there is no file. Name the children on their cases.", "Nid oes plentyn ynddi: nid oes ffeil. Enwch y plant ar eu hachosion.";
    pub(super) NONE_BROKEN = "No rule is broken.", "Nid oes unrhyw reol wedi'i thorri.";
    pub(super) EVERYWHERE = "The return as a whole", "Y ffurflen yn ei chyfanrwydd";
    pub(super) CHILDLESS = "Cases in which no child is named: they are not in the return", "Achosion lle nad enwir plentyn: nid ydynt yn y ffurflen";
    pub(super) SHUT = "Cases that your keys do not open: without them the return is not whole, and there is no file.", "Achosion nad yw'ch allweddi'n eu hagor: hebddynt nid yw'r ffurflen yn gyflawn, ac nid oes ffeil.";
    pub(super) NUMBER = "The number of your authority at the Department", "Rhif eich awdurdod yn yr Adran";
    pub(super) NUMBER_HINT = "Three digits, such as 201", "Tri digid, fel 201";
    pub(super) NUMBER_WRONG = "Enter the three digits of a local authority, such as 201", "Rhowch dri digid awdurdod lleol, fel 201";
    pub(super) DOWNLOAD = "Make the file", "Gwneud y ffeil";
    pub(super) PARTICULARS = "Census particulars", "Manylion y cyfrifiad";
    pub(super) PARTICULARS_TEXT = "What the children in need census asks about this child. Leave empty what is not so, or not known yet; the page of the census says what a return lacks.", "Yr hyn y mae'r cyfrifiad plant mewn angen yn ei ofyn am y plentyn hwn. Gadewch yn wag yr hyn nad yw felly, neu nad yw'n hysbys eto; mae tudalen y cyfrifiad yn dweud beth sydd ar goll.";
    pub(super) KNOWN = "What the case says by itself", "Yr hyn y mae'r achos yn ei ddweud ohono'i hun";
    pub(super) REFERRED = "Referred", "Atgyfeiriwyd";
    pub(super) CLOSED = "Closed", "Caewyd";
    pub(super) SAVE = "Save", "Cadw";
    pub(super) WHO = "The child", "Y plentyn";
    pub(super) REFERRAL = "The referral", "Yr atgyfeiriad";
    pub(super) LA_CHILD_ID = "The authority's number for the child", "Rhif yr awdurdod ar gyfer y plentyn";
    pub(super) UPN = "Unique pupil number (UPN)", "Rhif unigryw disgybl (UPN)";
    pub(super) FORMER_UPN = "Former UPN", "UPN blaenorol";
    pub(super) UPN_UNKNOWN = "Why there is no UPN", "Pam nad oes UPN";
    pub(super) BORN = "Date of birth", "Dyddiad geni";
    pub(super) EXPECTED = "Expected date of birth, of an unborn child", "Dyddiad geni disgwyliedig plentyn heb ei eni";
    pub(super) SEX = "Sex", "Rhyw";
    pub(super) DIED = "Date of death", "Dyddiad marw";
    pub(super) ETHNICITY = "Ethnicity", "Ethnigrwydd";
    pub(super) DISABILITIES = "Disabilities", "Anableddau";
    pub(super) SOURCE = "Who referred", "Pwy wnaeth yr atgyfeiriad";
    pub(super) NEED = "Primary need", "Prif angen";
    pub(super) CLOSED_BECAUSE = "Why it was closed", "Pam y'i caewyd";
    pub(super) CONFERENCE_ALONE = "Initial conference without an enquiry, of a child who moved here with a plan", "Cynhadledd gychwynnol heb ymholiad, plentyn a symudodd yma gyda chynllun";
    pub(super) ASSESSMENT = "Assessment", "Asesiad";
    pub(super) ENQUIRY = "Enquiry under section 47", "Ymholiad o dan adran 47";
    pub(super) PLAN = "Child in need plan", "Cynllun plentyn mewn angen";
    pub(super) PROTECTION = "Child protection plan", "Cynllun amddiffyn plant";
    pub(super) STARTED = "Started", "Dechreuodd";
    pub(super) ENDED = "Ended", "Daeth i ben";
    pub(super) AUTHORISED = "Finished", "Gorffennwyd";
    pub(super) FACTORS = "Factors found", "Ffactorau a ganfuwyd";
    pub(super) TARGET = "Initial conference due; empty: 15 working days after the start", "Cynhadledd gychwynnol yn ddyledus; gwag: 15 diwrnod gwaith ar ôl y dechrau";
    pub(super) CONFERENCE = "Initial conference held", "Cynhaliwyd y gynhadledd gychwynnol";
    pub(super) NOT_NEEDED = "Was no conference needed?", "Onid oedd angen cynhadledd?";
    pub(super) CATEGORY = "Category of abuse at the start", "Categori cam-drin ar y dechrau";
    pub(super) LATEST_CATEGORY = "Category of abuse now; empty: the same", "Categori cam-drin nawr; gwag: yr un peth";
    pub(super) PLANS_BEFORE = "How many plans the child had before", "Faint o gynlluniau a gafodd y plentyn o'r blaen";
    pub(super) REVIEWS = "Reviews held", "Adolygiadau a gynhaliwyd";
    pub(super) REVIEWS_HINT = "One date on each line: 2026-12-31", "Un dyddiad ar bob llinell: 2026-12-31";
    pub(super) CHOOSE = "Not told", "Heb ei ddweud";
    pub(super) YES = "Yes: none was needed", "Oedd: nid oedd angen un";
    pub(super) NO = "No: one was needed", "Nac oedd: roedd angen un";
    pub(super) TOO_LONG = "Enter at most 40 characters", "Rhowch 40 nod ar y mwyaf";
    pub(super) NOT_A_DATE = "Enter a date as year, month, day: 2026-12-31", "Rhowch ddyddiad fel blwyddyn, mis, diwrnod: 2026-12-31";
    pub(super) NOT_A_CHOICE = "Choose one from the list", "Dewiswch un o'r rhestr";
}

/// A code with what it means, where that is known.
pub(super) fn code(element: &str, code: &str, lang: Lang) -> String {
    match codes::meaning(element, code) {
        Some(meaning) => format!("{code} – {}", meaning.of(lang)),
        None => code.to_owned(),
    }
}
