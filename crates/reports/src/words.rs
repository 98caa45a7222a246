//! The words around the questions: first page, confirmation, coming back.

use domain::reports::weigh::Reason;
use domain::words;
use domain::words::{Lang, Words};

words! {
    pub(crate) WHERE_IT_IS = "Who is responsible there", "Pwy sy'n gyfrifol yno";
    pub(crate) CHILDRENS_SERVICES = "children's services", "gwasanaethau plant";
    pub(crate) POLICE = "police", "yr heddlu";
    pub(crate) PERHAPS = "one of several that it may be", "un o sawl posibilrwydd";
    pub(crate) HOME_TITLE = "Tell someone what is happening", "Dywedwch wrth rywun beth sy'n digwydd";
    pub(crate) HOME_TEXT = "You can tell us about a child who is being hurt, threatened or used. It may be you. You do not need an account, and you do not have to give your name.", "Gallwch ddweud wrthym am blentyn sy'n cael ei frifo, ei fygwth neu ei ddefnyddio. Efallai mai chi ydyw. Nid oes angen cyfrif arnoch, ac nid oes rhaid i chi roi eich enw.";
    pub(crate) HOME_NOT_FAULT = "If someone is doing this to you, it is not your fault. You are not in trouble.", "Os oes rhywun yn gwneud hyn i chi, nid eich bai chi ydyw. Nid ydych mewn trwbl.";
    pub(crate) START = "Start", "Dechrau";
    pub(crate) THROUGH_WORK = "I know the child through my work: report on one page", "Rwy'n adnabod y plentyn drwy fy ngwaith: adrodd ar un dudalen";
    pub(crate) CONTINUE = "Continue", "Parhau";
    pub(crate) COME_BACK = "Come back with your code", "Dewch yn ôl gyda'ch cod";
    pub(crate) COME_BACK_HINT = "You have told us something before, or you saved what you were writing.", "Rydych wedi dweud rhywbeth wrthym o'r blaen, neu fe wnaethoch gadw'r hyn roeddech yn ei ysgrifennu.";
    pub(crate) REMOVE = "Get a picture or video of you taken down", "Cael llun neu fideo ohonoch wedi'i dynnu i lawr";
    pub(crate) REMOVE_HINT = "If somebody shared it, or says they will. Nobody has to see it.", "Os yw rhywun wedi'i rannu, neu'n dweud y bydd yn gwneud hynny. Does dim rhaid i neb ei weld.";
    pub(crate) TALK = "If you would rather talk", "Os byddai'n well gennych siarad";
    pub(crate) TALK_CHILD = "Childline: 0800 1111, free, day and night, for anyone under 19.", "Childline: 0800 1111, am ddim, ddydd a nos, i unrhyw un dan 19.";
    pub(crate) TALK_ADULT = "NSPCC helpline for adults: 0808 800 5000.", "Llinell gymorth yr NSPCC i oedolion: 0808 800 5000.";
    pub(crate) STAFF = "Staff", "Staff";
    pub(crate) STAFF_SIGN_IN = "Sign in to work on reports", "Mewngofnodi i weithio ar adroddiadau";
    pub(crate) WHAT_NEXT_TITLE = "What happens next", "Beth sy'n digwydd nesaf";
    pub(crate) SAVE = "Save and come back later", "Cadw a dod yn ôl yn nes ymlaen";
    pub(crate) SAVED_TITLE = "Saved for 28 days", "Wedi'i gadw am 28 diwrnod";
    pub(crate) SAVED_TEXT = "Nothing has been sent yet. Use this code to go on.", "Nid oes dim wedi'i anfon eto. Defnyddiwch y cod hwn i barhau.";
    pub(crate) GO_ON = "Go on now", "Parhau nawr";
    pub(crate) CHECK_TITLE = "Check what you have told us", "Gwiriwch yr hyn rydych wedi'i ddweud wrthym";
    pub(crate) CHECK_TEXT = "You can change anything. Nothing has been sent yet.", "Gallwch newid unrhyw beth. Nid oes dim wedi'i anfon eto.";
    pub(crate) CHECK_CHANGED = "Something has changed since that page was shown: check it again", "Mae rhywbeth wedi newid ers i'r dudalen honno gael ei dangos: gwiriwch eto";
    pub(crate) SEND = "Send", "Anfon";
    pub(crate) SENT_TITLE = "We have it", "Mae gennym ni";
    pub(crate) SENT_REFERENCE = "Your reference", "Eich cyfeirnod";
    pub(crate) SENT_THANKS_CHILD = "Well done for telling us. That was brave.", "Da iawn am ddweud wrthym. Roedd hynny'n ddewr.";
    pub(crate) SENT_THANKS = "Thank you for telling us.", "Diolch am ddweud wrthym.";
    pub(crate) SENT_NEXT_1 = "A person trained in keeping children safe reads it. The most urgent are read first.", "Mae person sydd wedi'i hyfforddi i gadw plant yn ddiogel yn ei ddarllen. Mae'r rhai mwyaf brys yn cael eu darllen gyntaf.";
    pub(crate) SENT_NEXT_2 = "They decide what to do and write to you here.", "Maen nhw'n penderfynu beth i'w wneud ac yn ysgrifennu atoch yma.";
    pub(crate) SENT_NEXT_3 = "If they think a child is not safe, they tell the people who can help, such as children's services or the police.", "Os ydyn nhw'n meddwl nad yw plentyn yn ddiogel, maen nhw'n dweud wrth y bobl a all helpu, fel gwasanaethau plant neu'r heddlu.";
    pub(crate) CODE_TITLE = "Your code to come back", "Eich cod i ddod yn ôl";
    pub(crate) CODE_TEXT = "Use it to read our answer and to tell us more. The numbers and the words mean the same: keep whichever is easier. We show them only now and nobody can find them again for you.", "Defnyddiwch ef i ddarllen ein hateb ac i ddweud mwy wrthym. Mae'r rhifau a'r geiriau Saesneg yn golygu'r un peth: cadwch pa un bynnag sydd hawsaf. Dim ond nawr rydym yn eu dangos ac ni all neb ddod o hyd iddynt eto i chi.";
    pub(crate) CODE_SAFE = "Only write it down where the person you are worried about will not find it.", "Peidiwch â'i ysgrifennu ond lle na fydd y person rydych yn poeni amdano yn dod o hyd iddo.";
    pub(crate) RECEIPT_TITLE = "Proof that you told us", "Prawf eich bod wedi dweud wrthym";
    pub(crate) RECEIPT_SAVE = "Save the proof that you told us", "Cadw'r prawf eich bod wedi dweud wrthym";
    pub(crate) RECEIPT_TEXT = "You do not need to keep this. It proves that your report is in our record and cannot be taken out without anybody seeing it. If you want it, copy it into a file whose name ends in .tlog-proof, somewhere safe.", "Nid oes angen i chi gadw hwn. Mae'n profi bod eich adroddiad yn ein cofnod ac na ellir ei dynnu allan heb i neb ei weld. Os ydych ei eisiau, copïwch ef i ffeil y mae ei henw'n gorffen gyda .tlog-proof, yn rhywle diogel.";
    pub(crate) SENDING_NOW = "Sending, and checking that it has arrived…", "Yn anfon, ac yn gwirio ei fod wedi cyrraedd…";
    pub(crate) SENDING_UNREACHED = "We do not know whether it arrived: there may be no connection. Press Send again in a moment. It is never sent twice.", "Ni wyddom a gyrhaeddodd: efallai nad oes cysylltiad. Pwyswch Anfon eto mewn munud. Ni chaiff byth ei anfon ddwywaith.";
    pub(crate) SENDING_UNPROVED = "Something arrived, but we cannot prove to you that it is what this page shows. Press Send again to see what we have. If it is not what you wrote, tell somebody by telephone: Childline 0800 1111, or 999 if somebody is in danger.", "Cyrhaeddodd rhywbeth, ond ni allwn brofi i chi mai dyna mae'r dudalen hon yn ei ddangos. Pwyswch Anfon eto i weld beth sydd gennym. Os nad dyna a ysgrifennoch, dywedwch wrth rywun dros y ffôn: Childline 0800 1111, neu 999 os oes rhywun mewn perygl.";
    pub(crate) PROOF_HOLDS = "Checked on this device: it holds.", "Wedi'i wirio ar y ddyfais hon: mae'n dal.";
    pub(crate) PROOF_FAILS = "Checked on this device: it does not hold. Keep it, and tell somebody by telephone what you reported.", "Wedi'i wirio ar y ddyfais hon: nid yw'n dal. Cadwch ef, a dywedwch wrth rywun dros y ffôn beth a adroddoch.";
    pub(crate) LEFT_NOW = "Leaving the proof with somebody independent…", "Yn gadael y prawf gyda rhywun annibynnol…";
    pub(crate) LEFT_NOT = "The proof could not be left with somebody independent just now. Your report is safe all the same. You can save the proof yourself, above.", "Ni ellid gadael y prawf gyda rhywun annibynnol nawr. Mae eich adroddiad yn ddiogel er hynny. Gallwch gadw'r prawf eich hun, uchod.";
    pub(crate) BACK_TITLE = "Get your proof back", "Cael eich prawf yn ôl";
    pub(crate) BACK_TEXT = "When you told somebody about a worry, a proof of it was left here, locked with your code. We are not the people you told, and we cannot read it. Type your code, in digits or as six words: it stays on this device.", "Pan ddywedoch wrth rywun am bryder, gadawyd prawf ohono yma, wedi'i gloi â'ch cod. Nid ni yw'r bobl y dywedoch wrthynt, ac ni allwn ei ddarllen. Teipiwch eich cod, mewn digidau neu fel chwe gair: mae'n aros ar y ddyfais hon.";
    pub(crate) BACK_NO_SCRIPT = "This page needs JavaScript, so that your code stays on this device.", "Mae angen JavaScript ar y dudalen hon, fel bod eich cod yn aros ar y ddyfais hon.";
    pub(crate) BACK_BUTTON = "Get it back", "Ei gael yn ôl";
    pub(crate) BACK_NOW = "Looking. This takes a few seconds.", "Yn chwilio. Mae hyn yn cymryd ychydig eiliadau.";
    pub(crate) BACK_TYPED = "That is not a code: it has 16 digits, or six words.", "Nid cod yw hwnnw: mae ganddo 16 digid, neu chwe gair.";
    pub(crate) BACK_NOTHING = "Nothing lies here for this code.", "Does dim byd yma ar gyfer y cod hwn.";
    pub(crate) BACK_UNREACHED = "There is no connection, or we have trouble here. Try again in a minute.", "Nid oes cysylltiad, neu mae trafferth gennym yma. Rhowch gynnig arall arni mewn munud.";
    pub(crate) BACK_HOLDS = "It holds: what you told is in their record, and we have seen it there.", "Mae'n dal: mae'r hyn a ddywedoch yn eu cofnod, ac rydym wedi'i weld yno.";
    pub(crate) BACK_ALONE = "It holds: they have signed that what you told is in their record. We had not seen it there yet when you got it.", "Mae'n dal: maent wedi llofnodi bod yr hyn a ddywedoch yn eu cofnod. Nid oeddem wedi'i weld yno eto pan gawsoch ef.";
    pub(crate) BACK_SAVE = "Save it as a file", "Ei gadw fel ffeil";
    pub(crate) PROOF_TITLE = "Check a receipt", "Gwirio derbynneb";
    pub(crate) PROOF_TEXT = "A receipt proves that a report is in our record. It is checked on your own device: nothing is sent to us, and it works without a connection once this page is open.", "Mae derbynneb yn profi bod adroddiad yn ein cofnod. Caiff ei gwirio ar eich dyfais eich hun: nid oes dim yn cael ei anfon atom, ac mae'n gweithio heb gysylltiad unwaith y mae'r dudalen hon ar agor.";
    pub(crate) PROOF_CODE_ONLY = "You kept only your code? Get your proof back from somebody independent", "Dim ond eich cod sydd gennych? Cael eich prawf yn ôl gan rywun annibynnol";
    pub(crate) PROOF_NO_SCRIPT = "This page needs JavaScript. A program does it too: hearken receipt verify FILE", "Mae angen JavaScript ar y dudalen hon. Mae rhaglen yn ei wneud hefyd: hearken receipt verify FILE";
    pub(crate) PROOF_FILE = "Your receipt", "Eich derbynneb";
    pub(crate) PROOF_FILE_HINT = "A file whose name ends in .tlog-proof", "Ffeil y mae ei henw'n gorffen gyda .tlog-proof";
    pub(crate) PROOF_HOLDS_FILE = "It holds: this is in our record, and independent witnesses have seen it there.", "Mae'n dal: mae hwn yn ein cofnod, ac mae tystion annibynnol wedi'i weld yno.";
    pub(crate) PROOF_ALONE = "It holds: this is in our record and we have signed for it. Independent witnesses have not seen it yet.", "Mae'n dal: mae hwn yn ein cofnod ac rydym wedi llofnodi drosto. Nid oes tystion annibynnol wedi'i weld eto.";
    pub(crate) PROOF_FAILS_FILE = "It does not hold: something in it was altered.", "Nid yw'n dal: newidiwyd rhywbeth ynddi.";
    pub(crate) PROOF_FOREIGN = "It is from another service: check it there.", "Mae o wasanaeth arall: gwiriwch hi yno.";
    pub(crate) PROOF_UNREADABLE = "This file is not a receipt.", "Nid derbynneb yw'r ffeil hon.";
    pub(crate) PROOF_KIND = "What happened", "Beth ddigwyddodd";
    pub(crate) PROOF_RECORD = "Record (and which entry of it)", "Cofnod (a pha gofnodiad ohono)";
    pub(crate) PROOF_TIME = "When", "Pryd";
    pub(crate) PROOF_PLACE = "Place in the log / its length", "Lle yn y log / ei hyd";
    pub(crate) PROOF_LOG = "Log", "Log";
    pub(crate) PROOF_WITNESSES = "Witnesses", "Tystion";
    pub(crate) CODE_LABEL = "Your code", "Eich cod";
    pub(crate) CODE_HINT = "16 numbers, like 1234 5678 9012 3456, or six words", "16 rhif, fel 1234 5678 9012 3456, neu chwe gair";
    pub(crate) CODE_WRONG = "We do not know that code. Check each number or word.", "Nid ydym yn adnabod y cod hwnnw. Gwiriwch bob rhif neu air.";
    pub(crate) PROGRESS = "Where it is now", "Ble mae hyn nawr";
    pub(crate) KEPT_TITLE = "We have kept what you told us", "Rydym wedi cadw'r hyn a ddywedoch";
    pub(crate) KEPT_TEXT = "It is safe, and nobody else can read it. Our system is having trouble at the moment, so it may take longer than usual until somebody reads it. You do not have to send it again. If somebody is in danger now, call 999.", "Mae'n ddiogel, ac ni all neb arall ei ddarllen. Mae ein system yn cael trafferth ar hyn o bryd, felly gallai gymryd mwy o amser nag arfer cyn i rywun ei ddarllen. Nid oes rhaid i chi ei anfon eto. Os oes rhywun mewn perygl nawr, ffoniwch 999.";
    pub(crate) KEPT_CODE = "With this code you can come back and read our answers, once the trouble is over. Write it down: we cannot give it to you again.", "Gyda'r cod hwn gallwch ddod yn ôl a darllen ein hatebion, unwaith y bydd y drafferth drosodd. Ysgrifennwch ef: ni allwn ei roi i chi eto.";
    pub(crate) PROGRESS_ERASED = "It was erased.", "Fe'i dilewyd.";
    pub(crate) ERASED_TITLE = "Your report was erased", "Dilewyd eich adroddiad";
    pub(crate) ERASED_TEXT = "What you told us can no longer be read, by anybody. The law asks for that after some time, and two people decided it together. Your receipt, if you kept it, still proves that we had your report.", "Ni all neb ddarllen yr hyn a ddywedoch wrthym mwyach. Mae'r gyfraith yn gofyn am hynny ar ôl peth amser, a phenderfynodd dau berson gyda'i gilydd. Mae'ch derbynneb, os cadwoch hi, yn dal i brofi bod eich adroddiad gennym.";
    pub(crate) ERASED_AGAIN = "If you are worried now, tell us again.", "Os ydych yn poeni nawr, dywedwch wrthym eto.";
    pub(crate) PROGRESS_RECEIVED = "We have it. Nobody has read it yet.", "Mae gennym ni. Does neb wedi'i ddarllen eto.";
    pub(crate) PROGRESS_REPLIED = "Someone has read it and written to you.", "Mae rhywun wedi'i ddarllen ac wedi ysgrifennu atoch.";
    pub(crate) PROGRESS_WORKED_ON = "Someone has read it and is working on it.", "Mae rhywun wedi'i ddarllen ac yn gweithio arno.";
    pub(crate) PROGRESS_LOOKED_AT = "Someone has read it and finished looking at it.", "Mae rhywun wedi'i ddarllen ac wedi gorffen edrych arno.";
    pub(crate) MESSAGES = "Messages", "Negeseuon";
    pub(crate) NO_MESSAGES = "There are no messages yet.", "Nid oes negeseuon eto.";
    pub(crate) FROM_YOU = "You wrote", "Ysgrifennoch chi";
    pub(crate) FROM_US = "We wrote", "Ysgrifennon ni";
    pub(crate) FROM_REPORTER = "The reporter wrote", "Ysgrifennodd y sawl a adroddodd";
    pub(crate) TO_REPORTER = "Answer to the reporter", "Ateb i'r sawl a adroddodd";
    pub(crate) WRITE_MORE = "Tell us more", "Dywedwch fwy wrthym";
    pub(crate) WRITE_MORE_BUTTON = "Send this too", "Anfon hwn hefyd";
    pub(crate) WRITE_MORE_DONE = "We have that too.", "Mae hwnnw gennym hefyd.";
    pub(crate) MINE_TITLE = "What you have reported", "Yr hyn rydych wedi'i adrodd";
    pub(crate) MINE_NONE = "You have not reported anything yet.", "Nid ydych wedi adrodd dim eto.";
    pub(crate) REFERENCE = "Reference", "Cyfeirnod";
    pub(crate) RECEIVED = "Received", "Derbyniwyd";
    pub(crate) INTERFERENCE = "Record that somebody tried to stop or delay a report", "Cofnodi bod rhywun wedi ceisio atal neu oedi adroddiad";
    pub(crate) REPORT_TITLE = "Report", "Adroddiad";
    pub(crate) FILES = "Files", "Ffeiliau";
    pub(crate) LAW_TITLE = "What the law asks of you", "Beth mae'r gyfraith yn ei ofyn gennych";
    pub(crate) LAW_DANGER = "If a child is in danger now, call 999 before you write anything here.", "Os yw plentyn mewn perygl nawr, ffoniwch 999 cyn ysgrifennu dim yma.";
    pub(crate) LAW_TELL = "Tell your safeguarding lead in person as well when it is urgent. Do not wait for an answer from here.", "Dywedwch wrth eich arweinydd diogelu yn bersonol hefyd pan fydd yn fater brys. Peidiwch ag aros am ateb oddi yma.";
    pub(crate) LAW_SHARE = "You do not need consent to share when a child may be at risk. Data protection law lets you.", "Nid oes angen caniatâd arnoch i rannu pan allai plentyn fod mewn perygl. Mae cyfraith diogelu data yn caniatáu hynny.";
    pub(crate) LAW_IMAGES = "Do not look at, copy, print or send on a nude picture of a child. Say that it exists.", "Peidiwch ag edrych ar lun noeth o blentyn, ei gopïo, ei argraffu na'i anfon ymlaen. Dywedwch ei fod yn bodoli.";
    pub(crate) LAW_OWN = "Your own duty is not done by telling a colleague: some duties, such as the one on female genital mutilation in England and Wales, are yours alone.", "Ni chyflawnir eich dyletswydd eich hun drwy ddweud wrth gydweithiwr: mae rhai dyletswyddau, fel yr un ar anffurfio organau cenhedlu benywod yng Nghymru a Lloegr, yn eiddo i chi yn unig.";
}

/// That the proof lies with the independent body, and where.
pub(crate) fn left_there(at: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "A proof that you told us lies with somebody independent, locked with your code. They cannot read it. You get it back at {at} with the code, even if we are gone."
        ),
        Lang::Cy => format!(
            "Mae prawf eich bod wedi dweud wrthym gyda rhywun annibynnol, wedi'i gloi â'ch cod. Ni allant ei ddarllen. Cewch ef yn ôl yn {at} gyda'r cod, hyd yn oed os ydym wedi mynd."
        ),
    }
}

/// Why a report is as urgent as it is.
pub(crate) fn why(reason: Reason) -> Words {
    match reason {
        Reason::DangerNow => Words::new("Someone is in danger now", "Mae rhywun mewn perygl nawr"),
        Reason::DangerNotKnown => Words::new(
            "Serious harm, and not known whether in danger now",
            "Niwed difrifol, ac ni wyddys a yw mewn perygl nawr",
        ),
        Reason::Blackmail => Words::new("Blackmail with a picture", "Blacmel gyda llun"),
        Reason::Threat => Words::new("Threats are being made", "Mae bygythiadau'n cael eu gwneud"),
        Reason::Demand => {
            Words::new("Money, pictures or favours are demanded", "Gofynnir am arian, lluniau neu ffafrau")
        }
        Reason::Suicide => {
            Words::new("Self-harm, or thoughts of suicide", "Hunan-niweidio, neu feddyliau am hunanladdiad")
        }
        Reason::YoungChildAtRisk => Words::new(
            "A child of 13 or under at serious risk",
            "Plentyn 13 oed neu iau mewn perygl difrifol",
        ),
        Reason::SeriousHarm => Words::new("A serious kind of harm", "Math difrifol o niwed"),
        Reason::WorksWithChildren => {
            Words::new("About someone who works with children", "Am rywun sy'n gweithio gyda phlant")
        }
        Reason::HarmNotKnown => {
            Words::new("The kind of harm is not known yet", "Nid yw'r math o niwed yn hysbys eto")
        }
        Reason::Indicators => Words::new(
            "What was told has signs that raise it",
            "Mae arwyddion yn yr hyn a ddywedwyd sy'n ei godi",
        ),
        Reason::NothingPressing => {
            Words::new("Nothing told makes it pressing", "Does dim a ddywedwyd yn ei wneud yn fater brys")
        }
    }
}
