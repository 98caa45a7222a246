//! The duties to report on a case, and who tried to stop a report.

use jiff::SignedDuration;
use kit::jobs::Job as _;

use super::interfering::interfered;
use super::*;

/// A case that the practitioner opened on one report, with their cookie.
pub(super) async fn with_case(service: &Service, answers: &[(&str, &str)]) -> (String, String) {
    service.reported(answers).await;
    let worker = service.sign_in("worker@service.example").await;
    let report = link(&service.get("/queue", &worker).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &worker, "").await.location().to_owned();
    (worker, case)
}

/// The moment as a form takes it.
pub(super) fn typed(service: &Service, hours: i64) -> String {
    domain::time::field(service.house.clock.now() + SignedDuration::from_hours(hours))
}

/// Begins an assessment of what was suspected so many hours ago; its address.
async fn begun(service: &Service, case: &str, who: &str, hours_ago: i64) -> String {
    let form = format!("whose=The+form+tutor&since={}", typed(service, -hours_ago));
    let answer = service.ask("POST", &format!("{case}/duty"), who, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

/// The version that the form of answers shows, as it sends it.
async fn shown_version(service: &Service, at: &str, who: &str) -> String {
    let page = service.get(at, who).await.text;
    let (_, from) = page.split_once("name=\"version\" value=\"").expect("the form says what it shows");
    format!("version={}", &from[..from.find('"').unwrap()])
}

async fn answers(service: &Service, at: &str, who: &str, hours_ago: i64, yes: &str) {
    let (yes, version) = (yes.replace(' ', "=yes&"), shown_version(service, at, who).await);
    let since = typed(service, -hours_ago);
    let form = format!("{version}&nation=england&since={since}&{yes}=yes&exception_applies=no");
    let saved = service.ask("POST", &format!("{at}/answers"), who, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
}

const TEACHER: &str = "reporter_adult relevant_activity sexual_offence_suspected told_or_witnessed";

/// The part of the page about one duty.
async fn duty(service: &Service, at: &str, who: &str, id: &str) -> String {
    let text = service.get(at, who).await.text;
    let start = text.find(&format!("data-duty=\"{id}\"")).unwrap_or_else(|| panic!("no {id} in {text}"));
    text[start..start + text[start..].find("</section>").unwrap()].to_owned()
}

#[tokio::test]
async fn an_assessment_begins_with_what_the_case_tells_and_says_who_must_be_told() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[("threat", "threat=yes")]).await;
    assert!(service.get(&case, &worker).await.text.contains(&format!("href=\"{case}/duty\"")));
    let at = begun(&service, &case, &worker, 0).await;
    let page = service.get(&at, &worker).await.text;
    // Blackmail was told: CEOP is a step, with the way to make the referral and the rule.
    assert!(
        page.contains("data-step=\"RT-7\"") && page.contains(&format!("{case}/refer?form=ceop")),
        "{page}"
    );
    assert!(page.contains("name=\"relevant_activity\"") && page.contains("As the case tells it"));
    assert!(!page.contains("name=\"believes_another_will_notify\""), "it is recorded, not answered");
    answers(&service, &at, &worker, 0, TEACHER).await;
    let duty = duty(&service, &at, &worker, "DUTY-85").await;
    for told in ["It binds: notify", "Not begun", "The police or Children", "MR-13", "Section 85", "MR-20"] {
        assert!(duty.to_lowercase().contains(&told.to_lowercase()), "{told}: {duty}");
    }
    let page = service.get(&at, &worker).await.text;
    assert!(page.contains("data-next=\"dbs\"") && page.contains("data-next=\"regulator\""));
    let welsh = service.get("/cases", &worker).await;
    assert_eq!(welsh.status, StatusCode::OK);
}

#[tokio::test]
async fn a_duty_waits_while_a_belief_is_held_and_is_due_when_it_ends() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let at = begun(&service, &case, &worker, 1).await;
    answers(&service, &at, &worker, 1, TEACHER).await;
    let without = service.ask("POST", &format!("{at}/believe"), &worker, "belief=endangers").await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("belief=endangers&from={}&reason=He+is+at+home+with+her", typed(&service, 0));
    service.ask("POST", &format!("{at}/believe"), &worker, &form).await;
    assert!(duty(&service, &at, &worker, "DUTY-85").await.contains("It may wait"));
    service.ask("POST", &format!("{at}/believe-no-more"), &worker, "belief=0&reason=She+is+safe+now").await;
    assert!(duty(&service, &at, &worker, "DUTY-85").await.contains("It binds: notify"));
    // Nothing waits when the seven days are over, also if it was believed all the while.
    service.ask("POST", &format!("{at}/believe"), &worker, &form).await;
    service.house.clock.advance(SignedDuration::from_hours(24 * 7));
    let worker = service.sign_in("worker@service.example").await;
    assert!(duty(&service, &at, &worker, "DUTY-85").await.contains("Not met"));
    let late = format!("belief=another_will&from={}&reason=The+head+will", typed(&service, 0));
    let late = service.ask("POST", &format!("{at}/believe"), &worker, &late).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.text.contains("the seven days are over"));
}

#[tokio::test]
async fn the_clock_of_a_duty_runs_on_the_case_warns_and_stops_with_the_notification() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let at = begun(&service, &case, &worker, 0).await;
    answers(&service, &at, &worker, 0, "fgm_known teacher_or_health_reporter").await;
    assert!(service.get(&case, &worker).await.text.contains("(FGM-1)"));
    // A decision stops the clock of the first decision, not this one.
    service.ask("POST", &format!("{case}/decide"), &worker, "decision=monitor&reason=We+look+again").await;
    service.house.clock.advance(SignedDuration::from_hours(24 * 6));
    cases::warn::WarnOfClocks.run(&service.house, service.house.clock.now()).await.unwrap();
    let mail = testing::last_mail_to(&service.house, "worker@service.example").await;
    assert!(mail.is_some_and(|mail| mail.contains("cases")), "somebody is told that it is overdue");
    let worker = service.sign_in("worker@service.example").await;
    let form = format!(
        "to=police&whom=Duty+desk&at={}&means=telephone&reference=C-1&said=Mr+Dane",
        typed(&service, 0)
    );
    let told = service.ask("POST", &format!("{at}/notified"), &worker, &form).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
    assert!(duty(&service, &at, &worker, "DUTY-FGM").await.contains("Notified"));
    let page = service.get(&case, &worker).await.text;
    let clock = &page[..page.find("(FGM-1)").unwrap()];
    assert!(clock[clock.rfind("<p").unwrap()..].contains("hearken-clock--stopped"), "{clock}");
}

#[tokio::test]
async fn somebody_elses_notification_meets_it_until_it_is_believed_no_more() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let other = begun(&service, &case, &worker, 0).await;
    let at = begun(&service, &case, &worker, 0).await;
    answers(&service, &at, &worker, 0, TEACHER).await;
    let linked = other.rsplit('/').next().unwrap();
    let form = |linked: &str| {
        let when = typed(&service, 0);
        format!(
            "by=The+nurse&to=police&whom=Duty+desk&at={when}&means=telephone&why=She+showed+it&assessment={linked}"
        )
    };
    let absent = form("asm_01890a5dac96774bbcceb302099a8057");
    let absent = service.ask("POST", &format!("{at}/by-another"), &worker, &absent).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
    service.ask("POST", &format!("{at}/by-another"), &worker, &form(linked)).await;
    assert!(duty(&service, &at, &worker, "DUTY-85").await.contains("Met by somebody else"));
    service.ask("POST", &format!("{at}/doubt"), &worker, "notice=0&reason=There+was+no+call").await;
    assert!(duty(&service, &at, &worker, "DUTY-85").await.contains("It binds: notify"));
}

#[tokio::test]
async fn an_old_form_does_not_undo_what_a_colleague_answered() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let at = begun(&service, &case, &worker, 0).await;
    let old = shown_version(&service, &at, &worker).await;
    let lead = service.sign_in("lead@service.example").await;
    answers(&service, &at, &lead, 0, TEACHER).await;
    let undo =
        |version: &str| format!("{version}&nation=england&since={}&told_or_witnessed=no", typed(&service, 0));
    for version in [old.as_str(), "version="] {
        let undone = service.ask("POST", &format!("{at}/answers"), &worker, &undo(version)).await;
        assert_eq!(undone.status, StatusCode::CONFLICT, "{version}");
    }
    assert!(duty(&service, &at, &worker, "DUTY-85").await.contains("It binds: notify"));
    let new = shown_version(&service, &at, &worker).await;
    let changed = service.ask("POST", &format!("{at}/answers"), &worker, &undo(&new)).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "whoever saw the answers may change them");
}

#[tokio::test]
async fn dating_the_suspicion_later_is_asked_why_and_stands_in_the_history() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let at = begun(&service, &case, &worker, 48).await;
    let later = format!("nation=wales&since={}&age=9", typed(&service, -1));
    let form = format!("{}&{later}", shown_version(&service, &at, &worker).await);
    let silent = service.ask("POST", &format!("{at}/answers"), &worker, &form).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("since-reason-error"), "{}", silent.text);
    let form = format!("{form}&since-reason=She+spoke+today");
    service.ask("POST", &format!("{at}/answers"), &worker, &form).await;
    let page = service.get(&at, &worker).await.text;
    for told in ["She spoke today", "England → <strong>Wales", "→ <strong>9", "The seven days count from"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[tokio::test]
async fn a_notification_that_was_not_made_is_taken_back() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let at = begun(&service, &case, &worker, 0).await;
    answers(&service, &at, &worker, 0, &format!("{TEACHER} relevant_child_in_england_or_wales")).await;
    let before = duty(&service, &at, &worker, "DUTY-85").await;
    assert!(!before.contains("MR-5-P"), "the police alone take it only where no such child lives there");
    let form = format!("to=police&whom=Desk&at={}&means=telephone&said=Mr+Dane", typed(&service, 0));
    service.ask("POST", &format!("{at}/notified"), &worker, &form).await;
    assert!(duty(&service, &at, &worker, "DUTY-85").await.contains("Notified"));
    let back = "notice=0&reason=Nobody+picked+up";
    let back = service.ask("POST", &format!("{at}/take-back"), &worker, back).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    assert!(duty(&service, &at, &worker, "DUTY-85").await.contains("It binds: notify"));
    assert!(service.get(&at, &worker).await.text.contains("Nobody picked up"));
}

#[tokio::test]
async fn the_store_alone_tells_neither_who_is_kept_from_a_record_nor_what_it_is_about() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    for _ in 0..2 {
        interfered(&service, &case, &worker, "").await;
    }
    // As a thief reads it, who asks no crate whose table it is.
    let mut all: Vec<String> = Vec::new();
    for (column, table) in [("account", "duty_kept_from"), ("DISTINCT matter", "duty_interference")] {
        let rows = format!("-- duty.test.stolen\nSELECT {column} AS one FROM {table}");
        let rows = kit::store::sql(rows).all(&service.house.db).await.unwrap();
        all.extend(rows.iter().map(|row| row.get::<String>("one").unwrap()));
    }
    assert!(all.iter().all(|one| one.len() == 64 && one.chars().all(|c| c.is_ascii_hexdigit())), "{all:?}");
    let different: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(
        (all.len(), different.len()),
        (3, 3),
        "two records do not show that they name the same person"
    );
}

#[tokio::test]
async fn interference_with_a_report_is_found_on_the_case_that_is_made_from_it() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let worker = service.sign_in("worker@service.example").await;
    let report = link(&service.get("/queue", &worker).await.text, "/queue/rep_").unwrap();
    let record = interfered(&service, &report.replace("/queue/", "/reports/"), &worker, "").await;
    let case = service.ask("POST", &format!("{report}/accept"), &worker, "").await.location().to_owned();
    assert!(service.get(&format!("{case}/duty"), &worker).await.text.contains(&record));
    assert_eq!(service.get(&record, &worker).await.status, StatusCode::OK);
    let lead = service.sign_in("lead@service.example").await;
    assert!(!service.get(&format!("{case}/duty"), &lead).await.text.contains(&record), "whom it names");
}

#[tokio::test]
async fn what_is_missing_is_named_and_what_was_typed_stays() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let nobody = service.ask("POST", &format!("{case}/duty"), &worker, "whose=&since=2026-01-01T10:00").await;
    assert!(nobody.status == StatusCode::UNPROCESSABLE_ENTITY && nobody.text.contains("whose-error"));
    let at = begun(&service, &case, &worker, 0).await;
    for (act, form, control) in [
        ("answers", "nation=england&since=never", "since-error"),
        ("answers", "nation=france&since=2026-01-01T10:00", "nation-error"),
        ("answers", "nation=england&since=2026-01-01T10:00&age=old", "age-error"),
        ("believe", "belief=magic&from=2026-01-01T10:00&reason=x", "belief-error"),
        ("notified", "to=police&at=NOW&means=telephone", "notified-whom-error"),
        ("notified", "to=nobody&at=2026-01-01T10:00", "notified-to-error"),
        ("by-another", "by=Ann&to=iwf&whom=x&at=2026-01-01T10:00&means=online&why=Typed", "another-to-error"),
        ("doubt", "notice=9&reason=x", "records"),
        ("take-back", "notice=9&reason=x", "records"),
        ("notified", "to=police&whom=PC&at=2020-01-01T10:00&means=telephone&said=He", "notified-at-error"),
    ] {
        let form = form.replace("NOW", &typed(&service, 0));
        let form = format!("{form}&{}", shown_version(&service, &at, &worker).await);
        let refused = service.ask("POST", &format!("{at}/{act}"), &worker, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{act} {form}: {}", refused.text);
        assert!(refused.text.contains(control), "{act} {form}: {}", refused.text);
    }
    assert_eq!(service.ask("POST", &format!("{at}/magic"), &worker, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_person_named_in_the_case_finds_no_assessment_and_a_stranger_neither() {
    let service = Service::new().await;
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    let (worker, case) = with_case(&service, &[("know", "know=people"), ("people", named)]).await;
    let at = begun(&service, &case, &worker, 0).await;
    for email in ["lead@service.example", "lead@school.example", "teacher@school.example"] {
        let who = service.sign_in(email).await;
        for path in [format!("{case}/duty"), at.clone(), format!("{case}/interference")] {
            assert_eq!(service.get(&path, &who).await.status, StatusCode::NOT_FOUND, "{email} {path}");
        }
        let answers = service.ask("POST", &format!("{at}/answers"), &who, "danger_now=yes").await;
        assert_eq!(answers.status, StatusCode::NOT_FOUND, "{email}");
    }
}
