//! What the mail about urgent reports says, in English and Welsh.

use domain::words::Lang;

/// Tells that reports wait, how many, and where; nothing of what they say.
pub(crate) fn mail(reports: usize, base_url: &str, lang: Lang) -> (String, String) {
    let subject = match (lang, reports) {
        (Lang::En, 1) => "A report that cannot wait is in the queue".to_owned(),
        (Lang::En, many) => format!("{many} reports that cannot wait are in the queue"),
        (Lang::Cy, 1) => "Mae adroddiad na all aros yn y ciw".to_owned(),
        (Lang::Cy, many) => format!("Mae {many} o adroddiadau na allant aros yn y ciw"),
    };
    let body = match lang {
        Lang::En => format!("{subject}. Sign in to read it: {base_url}/queue\n"),
        Lang::Cy => format!("{subject}. Mewngofnodwch i'w ddarllen: {base_url}/queue\n"),
    };
    (subject, body)
}
