//! What the pages about interference say, in English and Welsh.

use domain::time::shown;
use domain::words;
use domain::words::Lang;
use jiff::Timestamp;

words! {
    pub(crate) BEFORE = "Recorded before", "Cofnodwyd o'r blaen";
    pub(crate) TITLE = "Interference with a report", "Ymyrraeth ag adroddiad";
    pub(crate) RECORD = "Record that somebody tried to stop or delay a report", "Cofnodi bod rhywun wedi ceisio atal neu oedi adroddiad";
    pub(crate) TEXT = "Nobody may stop or delay a report that the law asks for, whatever their post. Write down what happened. Whoever you name here is kept from this record and is not told of it.", "Ni chaiff neb atal nac oedi adroddiad y mae'r gyfraith yn gofyn amdano, beth bynnag fo'i swydd. Ysgrifennwch beth ddigwyddodd. Cedwir y cofnod hwn rhag pwy bynnag a enwch yma, ac ni ddywedir wrthynt amdano.";
    pub(crate) ONCE = "It is written once and cannot be changed. If there is more later, make another record that goes on from it.", "Fe'i hysgrifennir unwaith ac ni ellir ei newid. Os bydd mwy yn ddiweddarach, gwnewch gofnod arall sy'n parhau ohono.";
    pub(crate) WHO = "Who tried to stop or delay it", "Pwy geisiodd ei atal neu ei oedi";
    pub(crate) ROLE = "What they are: their post", "Beth ydynt: eu swydd";
    pub(crate) ACCOUNT = "Which account is theirs", "Pa gyfrif yw eu cyfrif nhw";
    pub(crate) ACCOUNT_HINT = "Choose them, so that the record is surely kept from them. If you do not know and no name here matches, or their post is that of a lead, it is kept from every safeguarding lead.", "Dewiswch nhw, fel bod y cofnod yn sicr o gael ei gadw rhagddynt. Os nad ydych yn gwybod ac nad oes enw yma yn cyfateb, neu os swydd arweinydd sydd ganddynt, fe'i cedwir rhag pob arweinydd diogelu.";
    pub(crate) NOT_KNOWN = "I do not know", "Nid wyf yn gwybod";
    pub(crate) NOT_HERE = "They are not somebody of this organisation", "Nid ydynt yn rhywun o'r sefydliad hwn";
    pub(crate) SOME_LEAD = "A safeguarding lead, I do not know which: keep it from all of them", "Arweinydd diogelu, ni wn pa un: ei gadw rhag pob un";
    pub(crate) SAID = "What was said or done", "Beth a ddywedwyd neu a wnaed";
    pub(crate) TIMING = "Was it only about timing, in the light of the child's best interests?", "Ai am amseriad yn unig yr oedd, yng ngoleuni lles pennaf y plentyn?";
    pub(crate) TIMING_HINT = "For example, to wait until the child is out of the house", "Er enghraifft, i aros nes bod y plentyn allan o'r tŷ";
    pub(crate) DID = "What you did then", "Beth wnaethoch chi wedyn";
    pub(crate) SAVE = "Record it", "Ei gofnodi";
    pub(crate) NEXT = "Where to go with it", "Ble i fynd ag ef";
    pub(crate) NEXT_TEXT = "Make the report all the same. You need nobody's leave for any of these.", "Gwnewch yr adroddiad beth bynnag. Nid oes angen caniatâd neb arnoch ar gyfer dim o'r rhain.";
    pub(crate) NOT_FROM_CASE = "Tell them yourself, by telephone or on their own page: what is written on the case can be seen by whoever works on it, also by whom you named.", "Dywedwch wrthynt eich hun, dros y ffôn neu ar eu tudalen eu hunain: gall pwy bynnag sy'n gweithio ar yr achos weld yr hyn a ysgrifennir arno, gan gynnwys pwy a enwyd gennych.";
    pub(crate) LAW = "What the law says of it", "Beth mae'r gyfraith yn ei ddweud amdano";
    pub(crate) NOT_BEGUN = "The offence is made, but has not begun. What applies today stands in the list above.", "Gwnaed y drosedd, ond nid yw wedi dechrau. Mae'r hyn sy'n gymwys heddiw yn y rhestr uchod.";
    pub(crate) GO_ON = "Make another record that goes on from this one", "Gwneud cofnod arall sy'n parhau o'r un hwn";
    pub(crate) EARLIER = "It goes on from", "Mae'n parhau o";
    pub(crate) EARLIER_LINK = "an earlier record", "gofnod cynharach";
}

/// Who wrote it and when.
pub(crate) fn recorded(lang: Lang, who: &str, at: Timestamp) -> String {
    let at = shown(at);
    match lang {
        Lang::En => format!("Recorded by {who} on {at}. It cannot be changed."),
        Lang::Cy => format!("Cofnodwyd gan {who} ar {at}. Ni ellir ei newid."),
    }
}
