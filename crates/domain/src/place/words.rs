//! What a person reads when a postcode cannot be read or is not known.

use crate::words;

words! {
    pub EMPTY = "Enter a postcode, like SN3 1RA, or its first half, like SN3",
        "Rhowch god post, fel SN3 1RA, neu ei hanner cyntaf, fel SN3";
    pub CHARACTER = "A postcode has only the letters A to Z and numbers. Enter it like SN3 1RA",
        "Dim ond y llythrennau A i Z a rhifau sydd mewn cod post. Rhowch ef fel SN3 1RA";
    pub SHORT = "This is too short to be a postcode. Enter it like SN3 1RA, or its first half, like SN3",
        "Mae hwn yn rhy fyr i fod yn god post. Rhowch ef fel SN3 1RA, neu ei hanner cyntaf, fel SN3";
    pub LONG = "This is too long to be a postcode. Enter only the postcode, like SN3 1RA",
        "Mae hwn yn rhy hir i fod yn god post. Rhowch y cod post yn unig, fel SN3 1RA";
    pub SHAPE = "This is not the shape of a postcode. Check it, and enter it like SN3 1RA",
        "Nid yw hwn ar ffurf cod post. Gwiriwch ef, a'i roi fel SN3 1RA";
    pub LAST_LETTERS = "No postcode has C, I, K, M or O in its last two letters. Check the end of it",
        "Nid oes C, I, K, M nac O yn nwy lythyren olaf unrhyw god post. Gwiriwch ei ddiwedd";
    pub NO_SUCH_POSTCODE = "This is not a postcode that we know. Check it, or choose the area instead",
        "Nid yw hwn yn god post rydym yn ei adnabod. Gwiriwch ef, neu dewiswch yr ardal yn lle hynny";
    pub NO_SUCH_OUTCODE = "No postcode that we know starts like this. Check it, or choose the area instead",
        "Nid oes cod post rydym yn ei adnabod yn dechrau fel hyn. Gwiriwch ef, neu dewiswch yr ardal yn lle hynny";
    pub OUTSIDE_UK = "This place is not in the United Kingdom, so its own police and services must be told",
        "Nid yw'r lle hwn yn y Deyrnas Unedig, felly rhaid dweud wrth ei heddlu a'i wasanaethau ei hun";
}
