//! The duties to report on a case, and who tried to stop a report.

use jiff::SignedDuration;
use kit::jobs::Job as _;

use super::*;

/// A case that the practitioner opened on one report, with their cookie.
async fn with_case(service: &Service, answers: &[(&str, &str)]) -> (String, String) {
    service.reported(answers).await;
    let worker = service.sign_in("worker@service.example").await;
    let report = link(&service.get("/queue", &worker).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &worker, "").await.location().to_owned();
    (worker, case)
}

/// The moment as a form takes it.
fn typed(service: &Service, hours: i64) -> String {
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

/// What the practitioner records of the lead; the address of the record.
async fn interfered(service: &Service, of: &str, who: &str, more: &str) -> String {
    let more = if more.contains("account=") { more.to_owned() } else { format!("{more}&account=outside") };
    let form = format!(
        "who=Morgan+Ellery&role=Lead&said=Leave+it+until+after+the+inspection&at={}&means=in_person&timing=no\
         &did=I+rang+the+police{more}",
        typed(service, 0)
    );
    let answer = service.ask("POST", &format!("{of}/interference"), who, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

#[tokio::test]
async fn interference_by_the_lead_is_recorded_with_the_way_on_and_the_lead_finds_nothing() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let lead = service.sign_in("lead@service.example").await;
    let before = service.get(&format!("{case}/duty"), &lead).await;
    assert_eq!(before.status, StatusCode::OK, "the lead sees the case");
    let case_before = service.get(&case, &lead).await.text;
    let record = interfered(&service, &case, &worker, "").await;
    let page = service.get(&record, &worker).await.text;
    for told in ["MR-18", "Not begun", "RT-6", "data-next=\"dbs\"", "data-next=\"regulator\""] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("refer?form="), "a referral from the case would be seen by the lead");
    assert!(service.get(&format!("{case}/duty"), &worker).await.text.contains(&record));
    // The lead sees the case as it was, and the record nowhere.
    let absent = service.get("/interference/int_01890a5dac96774bbcceb302099a8057", &lead).await;
    let sought = service.get(&record, &lead).await;
    assert_eq!((sought.status, &sought.text), (StatusCode::NOT_FOUND, &absent.text));
    assert_eq!(service.get(&format!("{case}/duty"), &lead).await.text, before.text);
    let readings = |text: &str| text.matches("Priya Raman").count();
    assert_eq!(
        readings(&service.get(&case, &lead).await.text),
        readings(&case_before),
        "no trace of who wrote it"
    );
    let found = service.ask("POST", "/search", &lead, "question=inspection").await;
    assert!(!found.text.contains("Leave it until"), "{}", found.text);
    let on = format!("&earlier={}", record.rsplit('/').next().unwrap());
    let on = service
        .ask("POST", &format!("{case}/interference"), &lead, &format!("who=x&role=y&account=outside{on}"))
        .await;
    assert!(on.text.contains("no earlier record"), "{}", on.text);
}

/// What is told of somebody by another name than that of their account.
fn by_nickname(service: &Service, role: &str, account: &str) -> String {
    let at = typed(service, 0);
    format!("who=Mo&role={role}&said=Wait&at={at}&means=in_person&timing=no&did=Nothing+yet{account}")
}

#[tokio::test]
async fn a_lead_whom_the_writer_calls_by_a_nickname_and_a_post_finds_nothing() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let lead = service.sign_in("lead@service.example").await;
    let at = format!("{case}/interference");
    let nobody = service.ask("POST", &at, &worker, &by_nickname(&service, "Safeguarding+lead", "")).await;
    assert_eq!(
        nobody.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "who is kept from it is chosen, never assumed"
    );
    assert!(nobody.text.contains("account-error"), "{}", nobody.text);
    for (role, account, lead_finds) in [
        ("Safeguarding+lead", "&account=unknown", StatusCode::NOT_FOUND),
        ("Form+tutor", "&account=unknown", StatusCode::NOT_FOUND),
        ("Form+tutor", "&account=a_lead", StatusCode::NOT_FOUND),
        ("Form+tutor", "&account=outside", StatusCode::OK),
    ] {
        let record = service.ask("POST", &at, &worker, &by_nickname(&service, role, account)).await;
        assert_eq!(record.status, StatusCode::SEE_OTHER, "{}", record.text);
        let found = service.get(record.location(), &lead).await.status;
        assert_eq!(found, lead_finds, "{role} {account}");
        assert_eq!(service.get(record.location(), &worker).await.status, StatusCode::OK, "{role} {account}");
    }
}

#[tokio::test]
async fn whoever_is_named_has_no_key_to_the_record_whatever_the_policies_say() {
    let service = Service::under(kit::access::Policies::none().unwrap()).await;
    let (worker, case) = with_case(&service, &[]).await;
    let record = interfered(&service, &case, &worker, "").await;
    assert_eq!(service.get(&record, &worker).await.status, StatusCode::OK);
    let lead = service.sign_in("lead@service.example").await;
    assert_eq!(service.get(&case, &lead).await.status, StatusCode::OK, "the case is theirs");
    assert_eq!(service.get(&record, &lead).await.status, StatusCode::NOT_FOUND);
    let school = service.sign_in("lead@school.example").await;
    assert_eq!(service.get(&record, &school).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_record_of_interference_is_written_once_and_another_goes_on_from_it() {
    let service = Service::new().await;
    let (worker, case) = with_case(&service, &[]).await;
    let record = interfered(&service, &case, &worker, "").await;
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let changed = service.ask(method, &record, &worker, "said=Nothing").await;
        assert_eq!(changed.status, StatusCode::NOT_FOUND, "{method}");
    }
    let id = record.rsplit('/').next().unwrap().to_owned();
    let next = interfered(&service, &case, &worker, &format!("&earlier={id}")).await;
    assert!(service.get(&next, &worker).await.text.contains(&record));
    let history = kit::journal::version(&service.house.db, &id).await.unwrap();
    assert_eq!(history, 1, "nothing was added to the first");
    let missing =
        service.ask("POST", &format!("{case}/interference"), &worker, "who=Ann&account=outside").await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.text.contains("at-error"), "{}", missing.text);
}

#[tokio::test]
async fn a_teacher_records_interference_with_their_own_report_and_others_find_neither() {
    let service = Service::new().await;
    let teacher = service.sign_in("teacher@school.example").await;
    let job =
        [("who", "who=professional"), ("job", "0.name=Tom+Whitcombe&0.organisation=Ridgeway&0.role=Teacher")];
    let sent = service.report(&teacher, &job).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    let report = link(&service.get("/reports/mine", &teacher).await.text, "/reports/rep_").unwrap();
    assert!(service.get(&report, &teacher).await.text.contains("/interference"));
    let of_another = interfered(&service, &report, &teacher, "").await;
    let of_a_lead = interfered(&service, &report, &teacher, "&account=a_lead").await;
    for record in [&of_another, &of_a_lead] {
        let page = service.get(record, &teacher).await;
        assert!(page.status == StatusCode::OK && page.text.contains("I rang the police"), "{}", page.text);
    }
    // The report is the school's: its lead reads it, unless it may be them.
    let (found, absent) = (StatusCode::OK, StatusCode::NOT_FOUND);
    for (email, of_another_is) in [
        ("lead@school.example", found),
        ("lead@service.example", absent),
        ("lead@council.example", absent),
        ("worker@service.example", absent),
    ] {
        let who = service.sign_in(email).await;
        assert_eq!(service.get(&of_another, &who).await.status, of_another_is, "{email}");
        assert_eq!(service.get(&of_a_lead, &who).await.status, absent, "{email}");
    }
}

#[tokio::test]
async fn a_record_ends_with_its_case_but_not_by_the_hand_of_whom_it_names() {
    let (service, one, other) = ending::two_leads().await;
    let (case, ..) = ending::closed_case(&service, &one).await;
    let about = |who: &str, said: &str| {
        let at = typed(&service, 0);
        format!(
            "who={who}&role=Lead&said={said}&at={at}&means=in_person&timing=no&did=Nothing+yet&account=outside"
        )
    };
    let at = format!("{case}/interference");
    let of_another = service.ask("POST", &at, &one, &about("Ann+Lowe", "Wait+for+Quentin")).await;
    let of_sam = service.ask("POST", &at, &one, &about("Sam+Boyd", "Say+nothing+to+Ottoline")).await;
    assert_eq!(of_sam.status, StatusCode::SEE_OTHER, "{}", of_sam.text);
    let record = format!("{case}/record");
    service.ask("POST", &format!("{record}/erase"), &one, "ground=mistake&reason=It+was+a+test").await;
    let agreed = service.ask("POST", &format!("{record}/agree"), &other, "").await;
    assert_eq!(agreed.location(), case, "{}", agreed.text);
    let left = ending::readable(&service).await;
    assert!(!left.contains("Quentin"), "it went with the case");
    assert!(left.contains("Ottoline"), "whom it names cannot end it");
    assert_eq!(service.get(of_another.location(), &one).await.status, StatusCode::NOT_FOUND);
    assert_eq!(service.get(of_sam.location(), &other).await.status, StatusCode::NOT_FOUND);
}
