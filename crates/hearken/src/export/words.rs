//! What stands in an archive besides what was told.

use domain::words;

words! {
    pub(super) PAPER = "The case and its chronology", "Yr achos a'i gronoleg";
    pub(super) REFERRAL = "A referral", "Atgyfeiriad";
    pub(super) ORIGINAL = "A file as it was received", "Ffeil fel y'i derbyniwyd";
    pub(super) THIS_ARCHIVE = "This archive; its entry in the log holds the digest of its manifest", "Yr archif hon; mae ei chofnod yn y log yn dal crynodeb ei maniffest";
}
