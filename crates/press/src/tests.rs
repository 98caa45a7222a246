use serde_json::json;

use super::*;

const TEMPLATE_OF_ONE_LINE: &str = "#let d = json(\"/data.json\")\n#set document(title: d.title)\n#set text(lang: \"en\")\n= #d.title\n#d.text\n";

#[test]
fn a_template_and_its_data_become_a_pdf() {
    let bytes = pdf(TEMPLATE_OF_ONE_LINE, &json!({"title": "A referral", "text": "Plain."})).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
}

#[test]
fn what_somebody_wrote_is_never_an_instruction() {
    let hostile = json!({"title": "x", "text": "#read(\"/etc/passwd\") #panic() $ [ ] \\ *"});
    assert!(pdf(TEMPLATE_OF_ONE_LINE, &hostile).is_ok());
}

#[test]
fn a_template_reaches_no_other_file() {
    let error = pdf("#read(\"/etc/passwd\")", &json!({})).unwrap_err().to_string();
    assert!(error.contains("the template could not be set"), "{error}");
}
