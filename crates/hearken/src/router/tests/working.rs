//! Working on a case: its team, its files, the cases it is linked with, and people named in it later.

use kit::jobs::Job as _;

use super::*;

/// A case that somebody opened on a new report: its address, and that of the report.
async fn case(service: &Service, cookie: &str) -> (String, String) {
    service.reported(&[("threat", "threat=yes")]).await;
    let report = link(&service.get("/queue", cookie).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), cookie, "").await.location().to_owned();
    (case, report)
}

/// The id of somebody in the list of who could join the team.
fn candidate(page: &str, name: &str) -> String {
    let at = page.find(&format!("\">{name}</option>")).unwrap_or_else(|| panic!("{name} is not in {page}"));
    page[..at].rsplit('"').next().unwrap().to_owned()
}

fn reference(page: &str) -> String {
    let heading = page.split("<h1 class=\"govuk-heading-l\">Case ").nth(1).unwrap();
    heading.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_joins_the_team_may_work_and_is_told_by_mail() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let worker = service.sign_in("worker@service.example").await;
    let (case, _) = case(&service, &lead).await;
    let page = service.get(&case, &lead).await.text;
    let account = candidate(&page, "Priya Raman");
    let note = format!("{case}/notes");
    assert_eq!(service.ask("POST", &note, &worker, "text=Hello").await.status, StatusCode::NOT_FOUND);
    service.ask("POST", &format!("{case}/team"), &lead, &format!("account={account}")).await;
    assert_eq!(service.ask("POST", &note, &worker, "text=Hello").await.status, StatusCode::SEE_OTHER);
    let mail = testing::last_mail_to(&service.house, "worker@service.example").await.unwrap();
    assert!(mail.contains("in the team"), "{mail}");
    let page = service.get(&case, &lead).await.text;
    assert!(page.contains("Somebody joined the team") && page.contains(": Priya Raman"), "{page}");
    service.ask("POST", &format!("{case}/team/{account}/leave"), &lead, "").await;
    assert_eq!(service.ask("POST", &note, &worker, "text=Hello").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn somebody_of_another_organisation_cannot_join_the_team() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (case, _) = case(&service, &lead).await;
    let stranger =
        accounts::store::account_by_email(&service.house.db, "lead@school.example").await.unwrap().unwrap();
    let form = format!("account={}", stranger.id);
    let refused = service.ask("POST", &format!("{case}/team"), &lead, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_suspect_named_in_the_case_who_works_here_finds_it_no_more() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let worker = service.sign_in("worker@service.example").await;
    let (case, report) = case(&service, &lead).await;
    let account = candidate(&service.get(&case, &lead).await.text, "Priya Raman");
    service.ask("POST", &format!("{case}/team"), &lead, &format!("account={account}")).await;
    assert_eq!(service.get(&case, &worker).await.status, StatusCode::OK);
    let named = "kind=suspect&name=Ms+Priya+RAMAN&about=seen+with+the+child";
    service.ask("POST", &format!("{case}/subjects"), &lead, named).await;
    assert_eq!(service.get(&case, &worker).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        service.ask("POST", &format!("{case}/glass"), &worker, "reason=I+must").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!service.get("/cases", &worker).await.text.contains("cas_"));
    let page = service.get(&case, &lead).await.text;
    assert!(!page.contains("\">Priya Raman</option>"), "they cannot be taken back in");
    for path in [&report, &report.replace("/queue/", "/reports/")] {
        assert_eq!(service.get(path, &lead).await.status, StatusCode::OK, "{path}");
        assert_eq!(service.get(path, &worker).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let reply = report.replace("/queue/", "/reports/") + "/reply";
    assert_eq!(service.ask("POST", &reply, &worker, "text=Say+nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_one_report_names_finds_the_others_of_the_case_no_more() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let worker = service.sign_in("worker@service.example").await;
    let (case, first) = case(&service, &lead).await;
    let named = "0.name=Priya+Raman&0.part=suspect";
    service.reported(&[("know", "know=people"), ("people", named)]).await;
    assert_eq!(service.get(&first, &worker).await.status, StatusCode::OK);
    let second = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let form = format!("case={}", case.replace("/cases/", ""));
    let joined = service.ask("POST", &format!("{second}/join"), &lead, &form).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
    for path in [&first, &second, &case] {
        assert_eq!(service.get(path, &worker).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_report_cannot_join_a_case_that_was_closed_meanwhile() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (case, _) = case(&service, &lead).await;
    service.ask("POST", &format!("{case}/decide"), &lead, "decision=do_not_refer&reason=Help+is+there").await;
    service.ask("POST", &format!("{case}/close"), &lead, "reason=done").await;
    service.reported(&[]).await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let form = format!("case={}", case.replace("/cases/", ""));
    let refused = service.ask("POST", &format!("{report}/join"), &lead, &form).await;
    assert!(refused.status == StatusCode::CONFLICT && refused.text.contains("closed"), "{}", refused.text);
    assert!(service.get("/queue", &lead).await.text.contains(&report), "it still waits");
}

#[tokio::test]
async fn cases_are_linked_both_ways_by_the_reference_that_is_read_aloud() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (first, _) = case(&service, &lead).await;
    let (second, _) = case(&service, &lead).await;
    let other = reference(&service.get(&second, &lead).await.text);
    let at = format!("{first}/links");
    let wrong = service.ask("POST", &at, &lead, "case=H7K-42QD-9&reason=the+same+telephone").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("the same telephone"));
    let form = format!("case={}&reason=the+same+telephone", other.to_lowercase());
    assert_eq!(service.ask("POST", &at, &lead, &form).await.status, StatusCode::SEE_OTHER);
    assert!(service.get(&first, &lead).await.text.contains(&format!("href=\"{second}\"")));
    assert!(service.get(&second, &lead).await.text.contains(&format!("href=\"{first}\"")));
    let again = service.ask("POST", &at, &lead, &form).await;
    assert!(again.text.contains("linked already"), "{}", again.text);
}

#[tokio::test]
async fn a_linked_case_that_names_the_reader_is_not_shown_to_them() {
    let service = Service::new().await;
    let worker = service.sign_in("worker@service.example").await;
    let lead = service.sign_in("lead@service.example").await;
    let (open, _) = case(&service, &worker).await;
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    service.reported(&[("know", "know=people"), ("people", named)]).await;
    let report = link(&service.get("/queue", &worker).await.text, "/queue/rep_").unwrap();
    let hidden = service.ask("POST", &format!("{report}/accept"), &worker, "").await.location().to_owned();
    let other = reference(&service.get(&hidden, &worker).await.text);
    let form = format!("case={other}&reason=the+same+teacher");
    service.ask("POST", &format!("{open}/links"), &worker, &form).await;
    assert!(service.get(&open, &worker).await.text.contains(&hidden));
    let page = service.get(&open, &lead).await;
    assert!(page.status == StatusCode::OK && !page.text.contains(&hidden) && !page.text.contains(&other));
    assert!(!page.text.contains("the same teacher"), "nor why");
}

#[tokio::test]
async fn a_file_of_a_case_is_kept_unchanged_and_given_to_its_readers_only() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (case, _) = case(&service, &lead).await;
    let body = "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"minutes.txt\"\r\n\r\nAgreed.\r\n--edge--\r\n";
    let request = HttpRequest::builder().method("POST").uri(format!("{case}/files"));
    let request = request.header(header::COOKIE, &lead);
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    let response = service.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let page = service.get(&case, &lead).await.text;
    let file = link(&page, &format!("{case}/files/fil_")).expect("a link to the file");
    let page = service.get(&file, &lead).await;
    assert!(page.status == StatusCode::OK && page.text.contains("minutes.txt"), "{}", page.text);
    let original = format!("{file}/original");
    let asked = service.ask("HEAD", &original, &lead, "").await;
    assert_eq!((asked.status, asked.text.as_str()), (StatusCode::OK, ""));
    assert!(!service.get(&file, &lead).await.text.contains("Took a copy"), "nothing was given out");
    let read = service.get(&original, &lead).await;
    assert_eq!((read.status, read.text.as_str()), (StatusCode::OK, "Agreed."));
    let worker = service.sign_in("worker@service.example").await;
    for at in [&file, &original] {
        assert_eq!(service.get(at, &worker).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(service.ask("POST", &format!("{file}/show"), &worker, "").await.status, StatusCode::NOT_FOUND);
    // Who was refused left no trace in the chain; who had it did.
    let page = service.get(&file, &lead).await.text;
    let acts: Vec<&str> = ["Received, and sealed", "Opened its page", "Took a copy"]
        .into_iter()
        .filter(|act| page.contains(act))
        .collect();
    assert_eq!(acts.len(), 3, "{page}");
    assert!(!page.contains("Priya Raman"));
}

/// A report of a teacher's with a file, and the address of the file.
async fn file_of_a_teacher(service: &Service) -> String {
    let house = &service.house;
    let teacher =
        accounts::store::account_by_email(&house.db, "teacher@school.example").await.unwrap().unwrap();
    let bytes =
        futures_util::stream::iter([Ok::<_, std::io::Error>(axum::body::Bytes::from_static(b"a chat"))]);
    let kept = house.vault.keep(chance::id(house.clock.now()), "chat.txt", bytes).await.unwrap().unwrap();
    let file = kept.file;
    let answers = super::programs::report()["answers"].clone();
    let sending = reports::receive::Sending {
        report: chance::id(house.clock.now()),
        answers: serde_json::from_value(answers).unwrap(),
        files: vec![kept],
        reporter: Some((teacher.id, teacher.organisation)),
        lang: domain::words::Lang::En,
        code: None,
    };
    let arrived =
        reports::receive::receive(house, Actor::Account(teacher.id), house.clock.now(), sending).await;
    assert!(arrived.is_ok(), "the report is received");
    format!("/files/{file}")
}

#[tokio::test]
async fn whoever_sent_a_file_sees_it_and_not_who_has_looked_at_it() {
    let service = Service::new().await;
    let file = file_of_a_teacher(&service).await;
    let teacher = service.sign_in("teacher@school.example").await;
    let mut knows = Vec::new();
    for worker in ["lead@service.example", "lead@school.example", "worker@service.example"] {
        let who = service.sign_in(worker).await;
        let page = service.get(&file, &who).await;
        if page.status == StatusCode::OK {
            assert!(page.text.contains("Who has had it"), "{worker}");
            knows.push(worker);
        }
    }
    assert!(!knows.is_empty(), "somebody works on it");
    let own = service.get(&file, &teacher).await;
    assert!(own.status == StatusCode::OK && own.text.contains("chat.txt"), "{}", own.text);
    assert!(
        !own.text.contains("Who has had it") && !own.text.contains("Ellery") && !own.text.contains("Abara")
    );
}

#[tokio::test]
async fn an_urgency_that_a_person_sets_orders_the_list_and_says_why() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    let (case, _) = case(&service, &lead).await;
    let at = format!("{case}/urgency");
    let silent = service.ask("POST", &at, &lead, "urgency=immediate").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    service.ask("POST", &at, &lead, "urgency=immediate&reason=He+is+outside+the+school").await;
    let page = service.get(&case, &lead).await.text;
    assert!(page.contains("Today → Now") && page.contains("He is outside the school"), "{page}");
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--immediate"));
}

#[tokio::test]
async fn what_was_typed_comes_back_when_the_rules_say_no() {
    let service = Service::new().await;
    let lead = service.sign_in("lead@service.example").await;
    service.reported(&[]).await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let form = "text=The+school+already+acts";
    let again = service.ask("POST", &format!("{report}/close"), &lead, form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("The school already acts") && again.text.contains("error-summary"));
}

#[tokio::test]
async fn without_a_key_nothing_opens_even_when_no_policy_forbids_it() {
    let service = Service::under(kit::access::Policies::none().unwrap()).await;
    let lead = service.sign_in("lead@service.example").await;
    let (case, report) = case(&service, &lead).await;
    service.ask("POST", &format!("{case}/notes"), &lead, "text=He+waits+by+the+gate").await;
    assert!(service.get(&case, &lead).await.text.contains("He waits by the gate"));
    // Of other organisations; and of the same, where the case is not theirs.
    for email in ["lead@school.example", "lead@council.example", "teacher@school.example"] {
        let stranger = service.sign_in(email).await;
        for path in [&case, &report] {
            let answer = service.get(path, &stranger).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{email} {path}");
        }
        let noted = service.ask("POST", &format!("{case}/notes"), &stranger, "text=Nothing").await;
        assert_eq!(noted.status, StatusCode::NOT_FOUND, "{email}");
    }
    let worker = service.sign_in("worker@service.example").await;
    assert_eq!(service.get(&report, &worker).await.status, StatusCode::OK, "the queue is theirs");
    let page = service.get(&case, &worker).await.text;
    assert!(page.contains("/glass") && !page.contains("He waits by the gate"), "{page}");
    assert_eq!(service.get(&case, "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_comes_after_a_report_that_names_a_colleague_still_has_a_queue() {
    let service = Service::new().await;
    let named = "0.name=Priya+Raman&0.part=suspect";
    service.reported(&[("know", "know=people"), ("people", named)]).await;
    service.reported(&[("threat", "threat=yes")]).await;
    let desk = accounts::store::organisation_by_code(&service.house.db, "service").await.unwrap().unwrap();
    service.account(desk.id, "Lena Voss", "new@service.example", &[Role::Practitioner]).await;
    let lines = |text: &str| text.matches("id=\"rep_").count();
    let lead = service.sign_in("lead@service.example").await;
    assert_eq!(lines(&service.get("/queue", &lead).await.text), 2);
    let late = service.sign_in("new@service.example").await;
    let queue = service.get("/queue", &late).await;
    assert_eq!((queue.status, lines(&queue.text)), (StatusCode::OK, 1), "{}", queue.text);
}

#[tokio::test]
async fn the_leads_are_told_once_that_a_report_cannot_wait_and_never_of_one_about_themselves() {
    let service = Service::new().await;
    let told = async || {
        cases::announce::TellOfUrgent.run(&service.house, service.house.clock.now()).await.unwrap();
        testing::last_mail_to(&service.house, "lead@service.example").await.unwrap_or_default()
    };
    service.reported(&[("harm", "harm=other"), ("happened", "happened=They+keep+talking+about+it")]).await;
    assert_eq!(told().await, "", "what can wait is no letter");
    service.reported(&[("danger", "danger=yes"), ("happened", "happened=He+is+outside+with+a+knife")]).await;
    let letter = told().await;
    assert!(letter.contains("A report that cannot wait") && letter.contains("/queue"), "{letter}");
    assert!(!letter.contains("knife"), "{letter}");
    for _ in 0..2 {
        service.reported(&[("danger", "danger=yes")]).await;
    }
    let about_the_lead = [
        ("danger", "danger=yes"),
        ("staff", "staff=yes"),
        ("post", "post=teacher"),
        ("people", "0.name=Morgan+Ellery&0.part=suspect"),
    ];
    service.reported(&about_the_lead).await;
    let letter = told().await;
    assert!(
        letter.contains("2 reports that cannot wait"),
        "those told of and the one about her not: {letter}"
    );
    let other = testing::last_mail_to(&service.house, "worker@service.example").await.unwrap();
    assert!(
        other.contains("A report that cannot wait"),
        "where every lead is kept from it, the others are told: {other}"
    );
}
