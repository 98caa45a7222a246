//! The words of the questions: for a child, and for everybody else.

use domain::words::{Lang, Words};

use super::Speak;

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

/// What a question asks.
pub(crate) fn title(question: &str, speak: Speak) -> Words {
    match (question, speak) {
        ("who", _) => w("Who are you telling us about?", "Am bwy rydych chi'n dweud wrthym?"),
        ("harm", Speak::Child) => w("What is happening?", "Beth sy'n digwydd?"),
        ("harm", Speak::Adult) => w("What are you worried about?", "Beth sy'n eich poeni?"),
        ("danger", Speak::Child) => {
            w("Are you or your friend in danger right now?", "Ydych chi neu'ch ffrind mewn perygl nawr?")
        }
        ("danger", Speak::Adult) => w("Is anyone in danger right now?", "Oes unrhyw un mewn perygl nawr?"),
        ("happened", Speak::Child) => w("Tell us what happened", "Dywedwch wrthym beth ddigwyddodd"),
        ("happened", Speak::Adult) => w("What has happened?", "Beth sydd wedi digwydd?"),
        ("when", _) => w("When did it last happen?", "Pryd ddigwyddodd e ddiwethaf?"),
        ("threat", _) => w("Is anyone making threats?", "Oes rhywun yn bygwth?"),
        ("demand", _) => w(
            "Is anyone asking for money, pictures or favours?",
            "Oes rhywun yn gofyn am arian, lluniau neu ffafrau?",
        ),
        ("demands", _) => w("What do they ask for?", "Am beth maen nhw'n gofyn?"),
        ("child", Speak::Child) => {
            w("About the person this happened to", "Am y person y digwyddodd hyn iddo")
        }
        ("child", Speak::Adult) => w("About the child", "Am y plentyn"),
        ("staff", _) => w(
            "Is it about someone who works or helps with children?",
            "A yw'n ymwneud â rhywun sy'n gweithio neu'n helpu gyda phlant?",
        ),
        ("post", _) => w("What is their job?", "Beth yw eu swydd?"),
        ("know", Speak::Child) => {
            w("What do you know about who is doing it?", "Beth ydych chi'n ei wybod am bwy sy'n gwneud hyn?")
        }
        ("know", Speak::Adult) => w("What else do you know?", "Beth arall ydych chi'n ei wybod?"),
        ("people", _) => w("People", "Pobl"),
        ("accounts", _) => w("Online accounts", "Cyfrifon ar-lein"),
        ("phones", _) => w("Phone numbers", "Rhifau ffôn"),
        ("vehicles", _) => w("Cars and other vehicles", "Ceir a cherbydau eraill"),
        ("places", _) => w("Places", "Lleoedd"),
        ("where", Speak::Child) => w("Where do you live?", "Ble rydych chi'n byw?"),
        ("where", Speak::Adult) => w(
            "Where does the child live, or where did it happen?",
            "Ble mae'r plentyn yn byw, neu ble ddigwyddodd hyn?",
        ),
        ("tell_school", Speak::Child) => w(
            "Shall we tell the safeguarding lead at your school?",
            "A ddylem ddweud wrth yr arweinydd diogelu yn eich ysgol?",
        ),
        ("tell_school", Speak::Adult) => w(
            "Shall we tell the safeguarding lead at a school?",
            "A ddylem ddweud wrth yr arweinydd diogelu mewn ysgol?",
        ),
        ("school", _) => w("Which school?", "Pa ysgol?"),
        ("evidence", _) => w(
            "Do you have messages, pictures or other evidence?",
            "Oes gennych chi negeseuon, lluniau neu dystiolaeth arall?",
        ),
        ("files", _) => w("Add files, if you want", "Ychwanegwch ffeiliau, os dymunwch"),
        ("job", _) => w("About you", "Amdanoch chi"),
        ("reply", _) => w("How can we answer you?", "Sut allwn ni eich ateb?"),
        ("contact", _) => w("How to reach you", "Sut i'ch cyrraedd"),
        _ => w("", ""),
    }
}

/// What helps with answering.
pub(crate) fn hint(question: &str, speak: Speak) -> Option<Words> {
    Some(match (question, speak) {
        ("danger", _) => w(
            "If yes, call 999 first. Then come back here.",
            "Os ydych, ffoniwch 999 yn gyntaf. Yna dewch yn ôl yma.",
        ),
        ("happened", Speak::Child) => w(
            "Use your own words. It does not have to be neat. Tell us only what you want to.",
            "Defnyddiwch eich geiriau eich hun. Does dim rhaid iddo fod yn daclus. Dywedwch dim ond yr hyn yr hoffech ei ddweud.",
        ),
        ("happened", Speak::Adult) => w(
            "Write what was seen and heard, in the words that were used. Say what is fact and what is your own view.",
            "Ysgrifennwch yr hyn a welwyd ac a glywyd, yn y geiriau a ddefnyddiwyd. Dywedwch beth sy'n ffaith a beth yw eich barn eich hun.",
        ),
        ("threat", _) => w(
            "For example to share a picture, to hurt someone, or to tell others.",
            "Er enghraifft rhannu llun, brifo rhywun, neu ddweud wrth eraill.",
        ),
        ("demands", _) => w(
            "Do not pay. If you have paid, you are not in trouble. Do not pay more.",
            "Peidiwch â thalu. Os ydych wedi talu, nid ydych mewn trwbl. Peidiwch â thalu mwy.",
        ),
        ("child", Speak::Child) => w(
            "You do not have to fill this in. A first name or nickname is fine.",
            "Does dim rhaid i chi lenwi hwn. Mae enw cyntaf neu lysenw yn iawn.",
        ),
        ("child", Speak::Adult) => w(
            "Give what you know. Leave the rest empty.",
            "Rhowch yr hyn rydych yn ei wybod. Gadewch y gweddill yn wag.",
        ),
        ("staff", _) => w(
            "For example a teacher, coach, carer or volunteer. They will not see what you write.",
            "Er enghraifft athro, hyfforddwr, gofalwr neu wirfoddolwr. Ni fyddant yn gweld yr hyn a ysgrifennwch.",
        ),
        ("know", _) => w(
            "Choose all that you know. You can leave it empty.",
            "Dewiswch bopeth rydych yn ei wybod. Gallwch ei adael yn wag.",
        ),
        ("people", _) => {
            w("Names, nicknames, or what they look like.", "Enwau, llysenwau, neu sut maen nhw'n edrych.")
        }
        ("accounts", _) => w(
            "The name of the app or site, and the name they use there.",
            "Enw'r ap neu'r wefan, a'r enw maen nhw'n ei ddefnyddio yno.",
        ),
        ("where", _) => w(
            "A postcode, or just its first half, like SN3. This tells us who can help near you.",
            "Cod post, neu ei hanner cyntaf yn unig, fel SN3. Mae hyn yn dweud wrthym pwy all helpu yn agos atoch.",
        ),
        ("tell_school", _) => w(
            "If it is about someone at the school, you can say no. We will find someone else.",
            "Os yw'n ymwneud â rhywun yn yr ysgol, gallwch ddweud na. Byddwn yn dod o hyd i rywun arall.",
        ),
        ("evidence", _) => w(
            "Do not delete it, even if it upsets you. It can help to stop them. Keep it before you block anyone.",
            "Peidiwch â'i ddileu, hyd yn oed os yw'n eich ypsetio. Gall helpu i'w hatal. Cadwch ef cyn i chi rwystro neb.",
        ),
        ("files", _) => w(
            "Never send a nude picture of anyone under 18, not even of yourself. Up to 20 files of 50 MB each.",
            "Peidiwch byth ag anfon llun noeth o unrhyw un dan 18, dim hyd yn oed ohonoch chi eich hun. Hyd at 20 ffeil o 50 MB yr un.",
        ),
        ("reply", _) => w(
            "With the code nothing is sent to your phone or email.",
            "Gyda'r cod ni chaiff dim ei anfon i'ch ffôn na'ch e-bost.",
        ),
        ("contact", _) => w(
            "Only give what is safe. Others may see your phone or email.",
            "Rhowch dim ond yr hyn sy'n ddiogel. Gall eraill weld eich ffôn neu'ch e-bost.",
        ),
        _ => return None,
    })
}

/// What a choice says.
pub(crate) fn choice(question: &str, code: &str, speak: Speak) -> Words {
    match (question, code) {
        ("who", "me") => w("Me – I am under 18", "Fi – rwyf dan 18"),
        ("who", "friend") => w("My friend – I am under 18", "Fy ffrind – rwyf dan 18"),
        ("who", "parent") => {
            w("My child, or a child I care for", "Fy mhlentyn, neu blentyn rwy'n gofalu amdano")
        }
        ("who", "professional") => {
            w("A child I know through my work", "Plentyn rwy'n ei adnabod drwy fy ngwaith")
        }
        ("who", "anyone") => w("Another child", "Plentyn arall"),
        ("harm", code) => harm(code, speak),
        ("when", "today") => w("Today or last night", "Heddiw neu neithiwr"),
        ("when", "week") => w("In the last week", "Yn yr wythnos ddiwethaf"),
        ("when", "month") => w("In the last month", "Yn y mis diwethaf"),
        ("when", "longer") => w("Longer ago", "Yn hirach yn ôl"),
        ("post", "head") => w("Head teacher or manager", "Pennaeth neu reolwr"),
        ("post", "lead") => w("Safeguarding lead", "Arweinydd diogelu"),
        ("post", "teacher") => w("Teacher or coach", "Athro neu hyfforddwr"),
        ("post" | "part" | "whose" | "what", "other") => {
            w("Someone or something else", "Rhywun neu rywbeth arall")
        }
        ("know", "people") => w("A name, or what they look like", "Enw, neu sut maen nhw'n edrych"),
        ("know", "accounts") => w("An online account", "Cyfrif ar-lein"),
        ("know", "phones") => w("A phone number", "Rhif ffôn"),
        ("know", "vehicles") => w("A car or other vehicle", "Car neu gerbyd arall"),
        ("know", "places") => w("A place", "Lle"),
        ("reply", "code") => w("I will come back here with a code", "Byddaf yn dod yn ôl yma gyda chod"),
        ("reply", "phone") => w("By phone", "Dros y ffôn"),
        ("reply", "email") => w("By email", "Drwy e-bost"),
        ("what", "money") => w("Money", "Arian"),
        ("what", "gift_card") => w("A gift card", "Cerdyn rhodd"),
        ("what", "crypto") => w("Cryptocurrency", "Arian cripto"),
        ("what", "pictures") => w("More pictures", "Mwy o luniau"),
        ("what", "errand") => w("To carry, sell or do something", "Cario, gwerthu neu wneud rhywbeth"),
        ("part" | "whose", "suspect") => w("The person doing it", "Y person sy'n gwneud hyn"),
        ("part", "child") => w("Another child it happens to", "Plentyn arall y mae'n digwydd iddo"),
        ("part", "witness") => w("Someone who saw it", "Rhywun a'i gwelodd"),
        ("part", "family") => w("Family", "Teulu"),
        ("whose", "child") => w("The child", "Y plentyn"),
        (_, "yes") => w("Yes", "Ydw / Oes"),
        (_, "no") => w("No", "Nac ydw / Nac oes"),
        (_, "not_sure") => w("I am not sure", "Nid wyf yn siŵr"),
        _ => w("", ""),
    }
}

/// What a kind of harm is called, to the person who chooses it.
pub(crate) fn harm(code: &str, speak: Speak) -> Words {
    match (code, speak) {
        ("sextortion", Speak::Child) => w(
            "Someone threatens to share a nude picture or video",
            "Mae rhywun yn bygwth rhannu llun neu fideo noeth",
        ),
        ("sextortion", Speak::Adult) => {
            w("Blackmail with a nude picture or video", "Blacmel gyda llun neu fideo noeth")
        }
        ("images", _) => {
            w("A nude picture has been shared, or is online", "Mae llun noeth wedi'i rannu, neu ar-lein")
        }
        ("grooming", Speak::Child) => w(
            "Someone online is being sexual, or wants to meet or keep secrets",
            "Mae rhywun ar-lein yn rhywiol, neu eisiau cwrdd neu gadw cyfrinachau",
        ),
        ("grooming", Speak::Adult) => {
            w("Grooming, online or in person", "Meithrin perthynas amhriodol, ar-lein neu wyneb yn wyneb")
        }
        ("sexual_abuse", Speak::Child) => w(
            "Someone touches me or makes me do sexual things",
            "Mae rhywun yn fy nghyffwrdd neu'n gwneud i mi wneud pethau rhywiol",
        ),
        ("sexual_abuse", Speak::Adult) => {
            w("Sexual abuse or exploitation", "Cam-drin neu gamfanteisio rhywiol")
        }
        ("criminal_exploitation", Speak::Child) => w(
            "Someone makes me carry, sell, hide or steal things",
            "Mae rhywun yn gwneud i mi gario, gwerthu, cuddio neu ddwyn pethau",
        ),
        ("criminal_exploitation", Speak::Adult) => w(
            "Used by others for crime, such as dealing or carrying drugs",
            "Cael ei ddefnyddio gan eraill ar gyfer trosedd, fel gwerthu neu gario cyffuriau",
        ),
        ("physical_abuse", _) => w("Being hit or hurt", "Cael ei daro neu ei frifo"),
        ("neglect", _) => w("Not being cared for or kept safe", "Peidio â chael gofal na'i gadw'n ddiogel"),
        ("emotional_abuse", _) => w(
            "Being put down, frightened or controlled, or seeing it at home",
            "Cael ei fychanu, ei ddychryn neu ei reoli, neu ei weld gartref",
        ),
        ("child_on_child", _) => w(
            "Being hurt, bullied or pressed by another child",
            "Cael ei frifo, ei fwlio neu ei bwyso gan blentyn arall",
        ),
        ("staff_conduct", _) => w(
            "How someone who works with children behaves",
            "Sut mae rhywun sy'n gweithio gyda phlant yn ymddwyn",
        ),
        ("self_harm", _) => w(
            "Hurting oneself, or thoughts of not wanting to live",
            "Anafu eich hun, neu feddyliau o beidio â bod eisiau byw",
        ),
        ("other", _) => w("Something else", "Rhywbeth arall"),
        _ => w("I am not sure", "Nid wyf yn siŵr"),
    }
}

/// What a field is called.
pub(crate) fn field(question: &str, field: &str) -> Words {
    match (question, field) {
        ("child", "name") => w("First name or nickname", "Enw cyntaf neu lysenw"),
        (_, "name") => w("Name", "Enw"),
        (_, "age") => w("Age", "Oed"),
        (_, "school") => w("School", "Ysgol"),
        (_, "what") => w("What they ask for", "Am beth maen nhw'n gofyn"),
        (_, "amount") => w("How much", "Faint"),
        ("demands", "to") => {
            w("Where to send it: account, wallet or code", "Ble i'w anfon: cyfrif, waled neu god")
        }
        (_, "paid") => w("Has it been paid or sent?", "A yw wedi'i dalu neu ei anfon?"),
        (_, "part") => w("Who they are in this", "Pwy ydyn nhw yn hyn"),
        (_, "about") => w("Anything else", "Unrhyw beth arall"),
        (_, "platform") => w("App or site", "Ap neu wefan"),
        (_, "handle") => w("Name they use there", "Enw maen nhw'n ei ddefnyddio yno"),
        (_, "whose") => w("Whose is it?", "Pwy biau hwn?"),
        (_, "number") => w("Phone number", "Rhif ffôn"),
        (_, "plate") => w("Number plate", "Plât rhif"),
        (_, "place") => w("Place", "Lle"),
        (_, "role") => w("Your job", "Eich swydd"),
        (_, "organisation") => w("Where you work", "Ble rydych yn gweithio"),
        (_, "phone") => w("Phone", "Ffôn"),
        (_, "email") => w("Email", "E-bost"),
        (_, "safe") => w("When is it safe to contact you?", "Pryd mae'n ddiogel cysylltu â chi?"),
        _ => w("", ""),
    }
}

/// What is wrong, with the question: for a page with several.
pub(crate) fn which(question: Words, wrong: &str, lang: Lang) -> String {
    let question = question.of(lang);
    if question.ends_with('?') { format!("{question} {wrong}") } else { format!("{question}: {wrong}") }
}

domain::words! {
    pub(crate) NOT_SURE_WHERE = "I am not sure, or I do not want to say", "Nid wyf yn siŵr, neu nid wyf am ddweud";
    pub(crate) POSTCODE = "Postcode or its first half", "Cod post neu ei hanner cyntaf";
    pub(crate) WHOLE_TITLE = "Report a concern about a child you know through your work", "Rhoi gwybod am bryder ynghylch plentyn rydych yn ei adnabod drwy eich gwaith";
    pub(crate) WHOLE_DANGER = "If a child is in danger now, call 999 first.", "Os yw plentyn mewn perygl nawr, ffoniwch 999 yn gyntaf.";
    pub(crate) WHOLE_LEARN = "Before you write: what to do, and what the law asks of you", "Cyn i chi ysgrifennu: beth i'w wneud, a beth mae'r gyfraith yn ei ofyn gennych";
    pub(crate) WHOLE_MORE = "You can name more than one on the next page.", "Gallwch enwi mwy nag un ar y dudalen nesaf.";
    pub(crate) PART_WHAT = "What has happened", "Beth sydd wedi digwydd";
    pub(crate) PART_WHO = "The child and others", "Y plentyn ac eraill";
    pub(crate) PART_WHERE = "Place and evidence", "Lle a thystiolaeth";
    pub(crate) PART_YOU = "You", "Chi";
    pub(crate) ANOTHER = "Add another", "Ychwanegu un arall";
    pub(crate) CHOOSE = "Choose", "Dewiswch";
    pub(crate) ONE_OF_MANY = "Number", "Rhif";
    pub(crate) UPLOAD = "Choose files", "Dewis ffeiliau";
    pub(crate) UPLOAD_BUTTON = "Add these files", "Ychwanegu'r ffeiliau hyn";
    pub(crate) UPLOADED = "Files you have added", "Ffeiliau rydych wedi'u hychwanegu";
    pub(crate) REMOVE = "Remove", "Tynnu";
    pub(crate) MISSING_TEXT = "Write something, even one sentence", "Ysgrifennwch rywbeth, hyd yn oed un frawddeg";
    pub(crate) MISSING_CHOICE = "Choose one answer", "Dewiswch un ateb";
    pub(crate) MISSING_PLACE = "Enter a postcode or its first half, or choose that you are not sure", "Rhowch god post neu ei hanner cyntaf, neu dewiswch nad ydych yn siŵr";
    pub(crate) MISSING_SCHOOL = "Choose a school", "Dewiswch ysgol";
    pub(crate) MISSING_FIELDS = "Fill in at least one of these", "Llenwch o leiaf un o'r rhain";
    pub(crate) NOT_A_CHOICE = "Choose one of the answers shown", "Dewiswch un o'r atebion a ddangosir";
    pub(crate) TOO_LONG = "That is too long. Shorten it, or add the rest as a file.", "Mae hynny'n rhy hir. Byrhewch ef, neu ychwanegwch y gweddill fel ffeil.";
    pub(crate) TOO_MANY = "That is too many. Add the rest to what happened.", "Mae hynny'n ormod. Ychwanegwch y gweddill at yr hyn a ddigwyddodd.";
    pub(crate) TOO_LARGE = "is larger than 50 MB", "yn fwy na 50 MB";
    pub(crate) EMPTY_FILE = "is empty", "yn wag";
    pub(crate) CUT_SHORT = "did not arrive whole: try again", "heb gyrraedd yn gyfan: rhowch gynnig arall arni";
    pub(crate) TWENTY_FILES = "You can add up to 20 files", "Gallwch ychwanegu hyd at 20 ffeil";
}
