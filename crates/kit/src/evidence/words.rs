//! What is said about evidence.

use domain::evidence::Handling;
use domain::words;
use domain::words::Words;

use super::Act;

words! {
    pub(super) KIND = "Kind, by its content", "Math, yn ôl ei gynnwys";
    pub(super) SIZE = "Size", "Maint";
    pub(super) BYTES = "bytes", "beit";
    pub(super) PIXELS = "Pixels", "Picseli";
    pub(super) DIGEST = "SHA-256", "SHA-256";
    pub(super) CAREFUL = "Be careful with this file. It is kept unchanged, as evidence. Open a copy only on a machine that is meant for it.", "Byddwch yn ofalus gyda'r ffeil hon. Fe'i cedwir heb ei newid, fel tystiolaeth. Agorwch gopi ar beiriant sydd wedi'i fwriadu at hynny yn unig.";
    pub(super) BLURRED_ALT = "A preview in which nothing can be made out", "Rhagolwg lle na ellir adnabod dim";
    pub(super) CLEAR_ALT = "A clear preview of the picture", "Rhagolwg clir o'r llun";
    pub(super) BEFORE_YOU_LOOK = "If this may be a nude or sexual picture of a child: do not look, copy it or send it on. Say that it exists, and tell the police.", "Os gallai hwn fod yn llun noeth neu rywiol o blentyn: peidiwch ag edrych, ei gopïo na'i anfon ymlaen. Dywedwch ei fod yn bodoli, a rhowch wybod i'r heddlu.";
    pub(super) SHOW_CLEAR = "Show the picture clearly", "Dangos y llun yn glir";
    pub(super) SHOW_TEXT = "Show the beginning of the text", "Dangos dechrau'r testun";
    pub(super) SAVE_TITLE = "A copy", "Copi";
    pub(super) SAVE_TEXT = "The file as it came, with everything hidden in it. What you do with it on your device is no longer protected here.", "Y ffeil fel y daeth, gyda phopeth sydd wedi'i guddio ynddi. Nid yw'r hyn a wnewch â hi ar eich dyfais wedi'i ddiogelu yma mwyach.";
    pub(super) SAVE = "Save the file unchanged", "Cadw'r ffeil heb ei newid";
    pub(super) CUSTODY = "Who has had it", "Pwy sydd wedi'i chael";
    pub(super) CUSTODY_TEXT = "Every look and every copy is recorded, in a record that cannot be changed afterwards.", "Cofnodir pob golwg a phob copi, mewn cofnod na ellir ei newid wedyn.";
}

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

/// What was done with a file.
pub const fn act(act: Act) -> Words {
    match act {
        Act::Received => w("Received, and sealed", "Derbyniwyd, a'i selio"),
        Act::Handled(Handling::Glimpsed) => w("Opened its page", "Agorodd ei thudalen"),
        Act::Handled(Handling::Seen) => w("Saw it clearly", "Ei gweld yn glir"),
        Act::Handled(Handling::Copied) => w("Took a copy", "Cymerodd gopi"),
        Act::Handled(Handling::Referred) => w("Sent it with a referral", "Ei hanfon gydag atgyfeiriad"),
        Act::Exported => w("Handed over with the case", "Trosglwyddwyd gyda'r achos"),
    }
}

/// Whether it was refused because of what it is, and not only because there is nothing to see.
pub(super) fn is_refusal(name: &str) -> bool {
    !matches!(name, "not_drawn" | "not_decoded" | "no_look" | "too_large")
}

/// Why there is no preview.
pub(super) fn nothing(name: &str) -> Words {
    match name {
        "not_drawn" => {
            w("There is no preview of this kind of file.", "Nid oes rhagolwg o'r math hwn o ffeil.")
        }
        "not_decoded" => w(
            "There is no preview: the file is broken, or would take too long to draw.",
            "Nid oes rhagolwg: mae'r ffeil wedi torri, neu byddai'n cymryd gormod o amser i'w lunio.",
        ),
        "too_large" => w(
            "There is no preview: the file is too large for one.",
            "Nid oes rhagolwg: mae'r ffeil yn rhy fawr.",
        ),
        "pixel_flood" => w(
            "The picture claims to be so large that drawing it would overwhelm a machine. It was not opened.",
            "Mae'r llun yn honni ei fod mor fawr fel y byddai ei lunio yn llethu peiriant. Ni chafodd ei agor.",
        ),
        "archive_bomb" | "too_many_members" | "overlapping_members" | "nested_archive" => w(
            "The archive would unpack to more than a machine can hold. It was not opened.",
            "Byddai'r archif yn dadbacio i fwy nag y gall peiriant ei ddal. Ni chafodd ei hagor.",
        ),
        "contradictory_archive" | "unlisted" => w(
            "What is in the archive cannot be told without unpacking it. It was not opened.",
            "Ni ellir dweud beth sydd yn yr archif heb ei dadbacio. Ni chafodd ei hagor.",
        ),
        "polyglot" | "header_not_first" => w(
            "The file is two kinds of file at once, as files are that attack whoever opens them. It was not opened.",
            "Mae'r ffeil yn ddau fath o ffeil ar unwaith, fel ffeiliau sy'n ymosod ar bwy bynnag sy'n eu hagor. Ni chafodd ei hagor.",
        ),
        _ => w(
            "There is no preview right now. The file is kept.",
            "Nid oes rhagolwg ar hyn o bryd. Cedwir y ffeil.",
        ),
    }
}

/// What is odd about a file.
pub(super) fn warning(name: &str) -> Words {
    match name {
        "pdf_script" => w("The PDF carries a script.", "Mae'r PDF yn cynnwys sgript."),
        "pdf_acts_by_itself" | "pdf_launches" => w(
            "The PDF does something by itself when it is opened.",
            "Mae'r PDF yn gwneud rhywbeth ar ei ben ei hun pan gaiff ei agor.",
        ),
        "embedded_files" => w("Other files are inside.", "Mae ffeiliau eraill y tu mewn."),
        "macros" => w("The document carries macros.", "Mae'r ddogfen yn cynnwys macros."),
        "encrypted" => {
            w("Some or all of it needs a password.", "Mae angen cyfrinair ar rywfaint ohoni neu'r cyfan.")
        }
        "holds_program" => w("The archive holds a program.", "Mae'r archif yn dal rhaglen."),
        "unsafe_paths" => w(
            "The archive would write outside its folder.",
            "Byddai'r archif yn ysgrifennu y tu allan i'w ffolder.",
        ),
        "hidden_bytes" | "trailing_bytes" => w(
            "It has bytes that belong to nothing in it.",
            "Mae ganddi feitiau nad ydynt yn perthyn i ddim ynddi.",
        ),
        "second_picture" => w("A second picture follows the first.", "Mae ail lun yn dilyn y cyntaf."),
        "carries_film" => w("A short film follows the picture.", "Mae ffilm fer yn dilyn y llun."),
        "cut_short" => w("The end of it is missing.", "Mae ei diwedd ar goll."),
        "animated" => w(
            "The picture moves: only its first frame is shown.",
            "Mae'r llun yn symud: dim ond ei ffrâm gyntaf a ddangosir.",
        ),
        "more_pages" => w("Only the first page is shown.", "Dim ond y dudalen gyntaf a ddangosir."),
        "markup" => w("The text would be a page in a browser.", "Byddai'r testun yn dudalen mewn porwr."),
        "hidden_characters" => w(
            "Characters that hide or turn round the text are shown as marks.",
            "Dangosir nodau sy'n cuddio neu'n troi'r testun fel marciau.",
        ),
        _ => w("There is something unusual about it.", "Mae rhywbeth anarferol amdani."),
    }
}
