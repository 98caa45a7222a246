//! How the subjects of a case are spoken of, wherever they are shown.

use super::SubjectKind;
use crate::words::Words;

const fn w(en: &'static str, cy: &'static str) -> Words {
    Words::new(en, cy)
}

/// What it is.
pub const fn subject(kind: SubjectKind) -> Words {
    match kind {
        SubjectKind::Child => w("child", "plentyn"),
        SubjectKind::PeerGroup => w("peer group", "grŵp cyfoedion"),
        SubjectKind::Place => w("place", "lle"),
        SubjectKind::School => w("school", "ysgol"),
        SubjectKind::Account => w("online account", "cyfrif ar-lein"),
        SubjectKind::PhoneLine => w("phone line", "llinell ffôn"),
        SubjectKind::Vehicle => w("vehicle", "cerbyd"),
        SubjectKind::Suspect => w("suspect", "rhywun dan amheuaeth"),
    }
}
