//! What the archive says to people, in English and Welsh. The machine-read tables say it in English.

use domain::words;
use domain::words::{Lang, Words};

use crate::Head;

words! {
    pub(crate) RECEIVED = "Received", "Derbyniwyd";
    pub(crate) SEEN = "Seen", "Gwelwyd";
    pub(crate) COPIED = "Copied", "Copïwyd";
    pub(crate) EXPORTED = "Exported", "Allforiwyd";
    pub(crate) TOOL = "Safeguarding case management", "Rheoli achosion diogelu";
    pub(crate) ABOUT_BUNDLE = "A case with its files, their provenance and their chain of custody", "Achos gyda'i ffeiliau, eu tarddiad a'u cadwyn gadwraeth";
    pub(crate) ABOUT_CUSTODY = "The chain of custody: who had what in hand, when", "Y gadwyn gadwraeth: pwy oedd â beth mewn llaw, a phryd";
    pub(crate) ABOUT_GRAPH = "The same for programs: CASE/UCO 1.4", "Yr un peth ar gyfer rhaglenni: CASE/UCO 1.4";
    pub(crate) ABOUT_PAGE = "A page that checks all of this on your own machine", "Tudalen sy'n gwirio hyn i gyd ar eich peiriant eich hun";
    pub(crate) ABOUT_README = "What this is and how to check it", "Beth yw hwn a sut i'w wirio";
}

/// The sentences of the page, by the names that it calls them by. `{…}` is filled in there.
pub(crate) const PAGE: &[(&str, Words)] = &[
    ("title", Words::new("Check this evidence", "Gwirio'r dystiolaeth hon")),
    ("lang", Words::new("Cymraeg", "English")),
    (
        "lead",
        Words::new(
            "This page works out whether the files are those that were handed over, and whether the log of the service had the entries when it says so. Nothing leaves your machine: the page cannot use the network.",
            "Mae'r dudalen hon yn cyfrifo a yw'r ffeiliau yr un rhai â'r rhai a drosglwyddwyd, ac a oedd y cofnodion yn log y gwasanaeth pan ddywedir eu bod. Does dim yn gadael eich peiriant: ni all y dudalen ddefnyddio'r rhwydwaith.",
        ),
    ),
    (
        "noscript",
        Words::new(
            "This page needs JavaScript. README.txt says how to check the files without it.",
            "Mae angen JavaScript ar y dudalen hon. Mae README.txt yn dweud sut i wirio'r ffeiliau hebddo.",
        ),
    ),
    ("choose", Words::new("Choose what to check", "Dewis beth i'w wirio")),
    ("folder", Words::new("The unpacked folder", "Y ffolder wedi'i dadbacio")),
    (
        "folder_hint",
        Words::new(
            "Choose the folder that has manifest.json in it. Your browser may call this uploading: it is not.",
            "Dewiswch y ffolder sy'n cynnwys manifest.json. Efallai y bydd eich porwr yn galw hyn yn uwchlwytho: nid yw'n hynny.",
        ),
    ),
    ("zip", Words::new("Or the ZIP file, as it is", "Neu'r ffeil ZIP, fel y mae")),
    (
        "zip_hint",
        Words::new(
            "For a phone, or when you have not unpacked it.",
            "Ar gyfer ffôn, neu pan nad ydych wedi'i dadbacio.",
        ),
    ),
    ("policy", Words::new("Keys from somewhere else", "Allweddi o rywle arall")),
    (
        "policy_hint",
        Words::new(
            "The archive brings the keys that its proofs are checked with. Whoever forges all of it forges those too. So get the keys from where the service or a witness publishes them, and paste them here before you choose the files.",
            "Mae'r archif yn dod â'r allweddi y gwirir ei phrofion â nhw. Bydd pwy bynnag sy'n ffugio'r cyfan yn ffugio'r rheini hefyd. Felly mynnwch yr allweddi o'r man lle mae'r gwasanaeth neu dyst yn eu cyhoeddi, a'u gludo yma cyn dewis y ffeiliau.",
        ),
    ),
    ("policy_label", Words::new("A policy (C2SP tlog-policy)", "Polisi (C2SP tlog-policy)")),
    ("working", Words::new("Checking {at} of {of} files", "Yn gwirio {at} o {of} ffeil")),
    ("progress", Words::new("How much has been read", "Faint sydd wedi'i ddarllen")),
    ("verdict", Words::new("What was found", "Yr hyn a ganfuwyd")),
    (
        "good",
        Words::new(
            "Everything holds. Files as they were handed over: {files}. Proofs that hold: {proofs}.",
            "Mae popeth yn dal. Ffeiliau fel y'u trosglwyddwyd: {files}. Profion sy'n dal: {proofs}.",
        ),
    ),
    (
        "bad",
        Words::new(
            "Not everything holds. Problems: {problems}.",
            "Nid yw popeth yn dal. Problemau: {problems}.",
        ),
    ),
    (
        "bad_rest",
        Words::new(
            "Do not rely on what is named below. Ask whoever handed it over for a new copy, and tell them what this page says.",
            "Peidiwch â dibynnu ar yr hyn a enwir isod. Gofynnwch i bwy bynnag a'i trosglwyddodd am gopi newydd, a dywedwch wrthynt beth mae'r dudalen hon yn ei ddweud.",
        ),
    ),
    (
        "limits",
        Words::new(
            "What this shows: the files are those that the manifest lists. That the manifest is the one that was made is shown by its number: compare it with the one that you were told by another way, by telephone or on paper.",
            "Beth mae hyn yn ei ddangos: y ffeiliau yw'r rhai a restrir yn y maniffest. Mae ei rif yn dangos mai'r maniffest hwn a wnaed: cymharwch ef â'r un a ddywedwyd wrthych mewn ffordd arall, dros y ffôn neu ar bapur.",
        ),
    ),
    (
        "no_manifest",
        Words::new(
            "There is no manifest.json there. Choose the folder that was unpacked, or the ZIP file itself. If it ends in .age, open it first: README.txt or the sender says how.",
            "Does dim manifest.json yno. Dewiswch y ffolder a ddadbaciwyd, neu'r ffeil ZIP ei hun. Os yw'n gorffen yn .age, agorwch hi yn gyntaf: mae README.txt neu'r anfonwr yn dweud sut.",
        ),
    ),
    (
        "bad_manifest",
        Words::new(
            "manifest.json cannot be read. It was damaged, altered, or made by a version that this page does not know.",
            "Ni ellir darllen manifest.json. Fe'i difrodwyd, fe'i newidiwyd, neu fe'i gwnaed gan fersiwn nad yw'r dudalen hon yn ei hadnabod.",
        ),
    ),
    (
        "bad_zip",
        Words::new(
            "This ZIP file cannot be read here. Unpack it, and choose the folder.",
            "Ni ellir darllen y ffeil ZIP hon yma. Dadbaciwch hi, a dewiswch y ffolder.",
        ),
    ),
    ("about", Words::new("What it is", "Beth ydyw")),
    ("reference", Words::new("Case", "Achos")),
    ("made_at", Words::new("Made", "Gwnaed")),
    ("made_by", Words::new("Made by", "Gwnaed gan")),
    ("purpose", Words::new("Handed over for", "Trosglwyddwyd ar gyfer")),
    ("basis", Words::new("Legal basis", "Sail gyfreithiol")),
    ("recipients", Words::new("Sealed to", "Seliwyd i")),
    ("origin", Words::new("Log", "Log")),
    ("manifest", Words::new("SHA-256 of manifest.json", "SHA-256 manifest.json")),
    ("keys", Words::new("Keys that the proofs were checked with", "Allweddi y gwiriwyd y profion â nhw")),
    ("keys_given", Words::new("those that you pasted", "y rhai a ludwyd gennych")),
    ("keys_own", Words::new("those in the archive", "y rhai yn yr archif")),
    ("files", Words::new("Files", "Ffeiliau")),
    (
        "files_caption",
        Words::new(
            "Each file, what it is, and whether it is as it was handed over",
            "Pob ffeil, beth ydyw, ac a yw fel y'i trosglwyddwyd",
        ),
    ),
    ("file", Words::new("File", "Ffeil")),
    ("found", Words::new("Found", "Canfuwyd")),
    ("same", Words::new("As it was handed over", "Fel y'i trosglwyddwyd")),
    (
        "altered",
        Words::new(
            "ALTERED: its content is not what the manifest lists",
            "WEDI'I NEWID: nid yr hyn a restrir yn y maniffest yw ei gynnwys",
        ),
    ),
    (
        "missing",
        Words::new(
            "MISSING: the manifest lists it, and it is not there",
            "AR GOLL: mae'r maniffest yn ei restru, ac nid yw yno",
        ),
    ),
    (
        "additional",
        Words::new(
            "ADDITIONAL: it is there, and the manifest does not list it",
            "YCHWANEGOL: mae yno, ac nid yw'r maniffest yn ei restru",
        ),
    ),
    (
        "unreadable_file",
        Words::new(
            "UNREADABLE: your machine could not read it",
            "ANNARLLENADWY: ni allai eich peiriant ei ddarllen",
        ),
    ),
    ("received_as", Words::new("Received as", "Derbyniwyd fel")),
    ("exhibit", Words::new("Exhibit", "Arddangosyn")),
    (
        "in_log",
        Words::new(
            "Its SHA-256 is in what was sent, which was in the log by {at}",
            "Mae ei SHA-256 yn yr hyn a anfonwyd, a oedd yn y log erbyn {at}",
        ),
    ),
    ("proofs", Words::new("Proofs", "Profion")),
    (
        "proofs_caption",
        Words::new(
            "Each entry of the log, and whether its proof holds",
            "Pob cofnod yn y log, ac a yw ei brawf yn dal",
        ),
    ),
    ("no_proofs", Words::new("There are no proofs in this archive.", "Does dim profion yn yr archif hon.")),
    ("entry", Words::new("Entry", "Cofnod")),
    (
        "holds",
        Words::new(
            "It holds: {kind} of {record}, on {time}, is entry {index} of the log, signed when the log had {size} entries.",
            "Mae'n dal: {kind} o {record}, ar {time}, yw cofnod {index} y log, a lofnodwyd pan oedd gan y log {size} o gofnodion.",
        ),
    ),
    ("witnessed", Words::new("Seen by {name} on {at}.", "Gwelwyd gan {name} ar {at}.")),
    (
        "unwitnessed",
        Words::new(
            "The keys ask for no witness: the time is what the log says of itself.",
            "Nid yw'r allweddi'n gofyn am dyst: yr amser yw'r hyn y mae'r log yn ei ddweud amdano'i hun.",
        ),
    ),
    (
        "compared",
        Words::new(
            "What was sent is what the entry commits to.",
            "Yr hyn a anfonwyd yw'r hyn y mae'r cofnod yn ymrwymo iddo.",
        ),
    ),
    (
        "why_altered",
        Words::new("It does NOT hold: the proof was altered.", "NID yw'n dal: newidiwyd y prawf."),
    ),
    (
        "why_other_content",
        Words::new(
            "It does NOT hold: it is for other content than the manifest tells.",
            "NID yw'n dal: mae ar gyfer cynnwys gwahanol i'r hyn y mae'r maniffest yn ei ddweud.",
        ),
    ),
    (
        "why_not_signed",
        Words::new(
            "It does NOT hold: no log with these keys has signed it.",
            "NID yw'n dal: nid oes log â'r allweddi hyn wedi'i lofnodi.",
        ),
    ),
    (
        "why_not_witnessed",
        Words::new(
            "It does NOT hold fully: the log has signed it, but too few witnesses have.",
            "NID yw'n dal yn llawn: mae'r log wedi'i lofnodi, ond rhy ychydig o dystion.",
        ),
    ),
    (
        "why_unreadable",
        Words::new(
            "It does NOT hold: this is not a proof that can be read.",
            "NID yw'n dal: nid yw hwn yn brawf y gellir ei ddarllen.",
        ),
    ),
    (
        "why_unreadable_policy",
        Words::new(
            "It was not checked: the keys cannot be read.",
            "Ni wiriwyd: ni ellir darllen yr allweddi.",
        ),
    ),
    (
        "why_unable",
        Words::new(
            "It was not checked: this browser cannot. Use a newer one.",
            "Ni wiriwyd: ni all y porwr hwn. Defnyddiwch un mwy newydd.",
        ),
    ),
    // Not every browser knows Welsh dates.
    (
        "months",
        Words::new(
            "January February March April May June July August September October November December",
            "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
        ),
    ),
    ("print", Words::new("Print this", "Argraffu hwn")),
];

/// The text of `README.txt`.
pub(crate) fn readme(head: &Head) -> String {
    let Head { reference, origin, .. } = head;
    let made = head.made_at.strftime("%Y-%m-%d %H:%M UTC");
    format!(
        "{ENGLISH_TITLE}\n\nCase {reference}, from the log {origin}, made {made}.\n\n{ENGLISH}\n\n\
         ------------------------------------------------------------------------\n\n\
         {WELSH_TITLE}\n\nAchos {reference}, o'r log {origin}, gwnaed {made}.\n\n{WELSH}\n"
    )
}

const ENGLISH_TITLE: &str = "EVIDENCE EXPORTED FROM HEARKEN";
const WELSH_TITLE: &str = "TYSTIOLAETH A ALLFORIWYD O HEARKEN";

const ENGLISH: &str = "\
It holds material about children. Keep it as the law and your own rules ask; do not open the originals where others
can see them, and do not keep an unsealed copy longer than you need it.

Opening it. It came sealed (age, https://age-encryption.org). With your private key in key.txt:

    age -d -i key.txt -o case.zip case.zip.age
    unzip case.zip -d case

What is in it
    documents/      written for the reader: start there
    originals/      the files as they were received, byte for byte
    custody.csv     who had what in hand, when (times in UTC)
    proofs/         receipts of entries in the log (C2SP tlog-proof)
    manifest.json   each file with its SHA-256; for whom and under which law this was made; whose keys count
    case.jsonld     the same for programs (CASE/UCO 1.4)

Checking it, the easy way: open verify.html in a browser and choose this folder. It needs no network. If you think that
somebody may have forged this page too, use that of an archive that you trust: it checks others as well.

Checking it with common tools, in this folder:

    sha256sum -c SHA256SUMS         (Linux; macOS: shasum -a 256 -c SHA256SUMS)
    hearken receipt verify --policy policy.txt proofs/NAME.tlog-proof

policy.txt is the text of \"policy\" in manifest.json; better, the keys that the service publishes itself. Then
compare the SHA-256 of manifest.json with the one that you were told by telephone or on paper: all else follows from it.
A name that was unsafe for a disk was changed here; manifest.json has it as it was received.";

const WELSH: &str = "\
Mae'n cynnwys deunydd am blant. Cadwch ef fel y mae'r gyfraith a'ch rheolau eich hun yn gofyn; peidiwch ag agor y
ffeiliau gwreiddiol lle gall eraill eu gweld, na chadw copi heb ei selio yn hirach nag sydd ei angen.

Ei agor. Daeth wedi'i selio (age, https://age-encryption.org). Gyda'ch allwedd breifat yn key.txt:

    age -d -i key.txt -o case.zip case.zip.age
    unzip case.zip -d case

Beth sydd ynddo
    documents/      a ysgrifennwyd ar gyfer y darllenydd: dechreuwch yno
    originals/      y ffeiliau fel y'u derbyniwyd, beit am feit
    custody.csv     pwy oedd â beth mewn llaw, a phryd (amserau mewn UTC)
    proofs/         derbynebau cofnodion yn y log (C2SP tlog-proof)
    manifest.json   pob ffeil gyda'i SHA-256; i bwy ac o dan ba gyfraith y'i gwnaed; allweddi pwy sy'n cyfrif
    case.jsonld     yr un peth ar gyfer rhaglenni (CASE/UCO 1.4)

Ei wirio, y ffordd hawdd: agorwch verify.html mewn porwr a dewiswch y ffolder hon. Nid oes angen rhwydwaith. Os ydych
yn meddwl y gallai rhywun fod wedi ffugio'r dudalen hon hefyd, defnyddiwch un archif arall yr ydych yn ymddiried ynddi.

Ei wirio ag offer cyffredin, yn y ffolder hon:

    sha256sum -c SHA256SUMS         (Linux; macOS: shasum -a 256 -c SHA256SUMS)
    hearken receipt verify --policy policy.txt proofs/NAME.tlog-proof

policy.txt yw testun \"policy\" yn manifest.json; neu'n well, yr allweddi y mae'r gwasanaeth ei hun yn eu cyhoeddi. Yna
cymharwch SHA-256 manifest.json â'r un a ddywedwyd wrthych dros y ffôn neu ar bapur: mae popeth arall yn dilyn ohono.
Newidiwyd enw a oedd yn anniogel i ddisg yma; mae manifest.json yn ei gadw fel y'i derbyniwyd.";

/// The sentences of the page as JSON, by language and name.
pub(crate) fn page() -> serde_json::Value {
    let of =
        |lang: Lang| PAGE.iter().map(|(name, words)| ((*name).to_owned(), words.of(lang).into())).collect();
    let languages = Lang::ALL.map(|lang| (lang.code().to_owned(), serde_json::Value::Object(of(lang))));
    serde_json::Value::Object(languages.into_iter().collect())
}
