//! The custody of the keys by people: nothing opens unless somebody is there who may read it, and nobody loses a record
//! by forgetting a password.

use jiff::SignedDuration;
use kit::jobs::Job as _;
use kit::keys::recovery::NotRecovered;
use kit::keys::{Brought, Share};

use super::*;

const LEAD: &str = "lead@service.example";
const WORKER: &str = "worker@service.example";
const TOLD: &str = "He says he will send it to everyone";

impl Service {
    /// Gives the custody to everybody with an account: the shares that were made for it.
    async fn given_to_people(&self) -> [Share; 3] {
        let keys = &self.house.keys;
        let mut shares = None;
        let made = keys.make_shares(None, |made| {
            shares = Some(made.clone());
            Ok::<(), NotRecovered>(())
        });
        made.await.unwrap();
        let shares = shares.unwrap();
        let mut active = Vec::new();
        for one in accounts::store::organisations(&self.house.db, &[]).await.unwrap() {
            let members = accounts::store::members(&self.house.db, one.id).await.unwrap();
            active.extend(members.iter().map(|member| member.id));
        }
        assert!(
            keys.to_people(&active).await.is_err(),
            "it was not rehearsed that the shares open everything"
        );
        keys.drill(&shares[0], &shares[1]).await.unwrap();
        keys.drilled().await.unwrap();
        keys.to_people(&active).await.unwrap();
        shares
    }

    /// What the keeper of the root key reads of what was told.
    async fn by_root(&self) -> bool {
        let entries = kit::journal::latest(&self.house.as_custodian(), None, 10_000).await.unwrap();
        entries
            .iter()
            .any(|(_, entry)| entry.as_ref().is_some_and(|entry| !matches!(entry.event, Event::Accounts(_))))
    }

    /// Whether somebody finds the report in the queue and reads it.
    async fn reads(&self, cookie: &str) -> bool {
        let Some(report) = link(&self.get("/queue", cookie).await.text, "/queue/rep_") else { return false };
        self.get(&report, cookie).await.text.contains(TOLD)
    }

    async fn id(&self, email: &str) -> AccountId {
        accounts::store::account_by_email(&self.house.db, email).await.unwrap().unwrap().id
    }

    /// Forgets a password, and chooses another by the mailed link.
    async fn forgets(&self, email: &str, new: &str) {
        self.ask("POST", "/forgot", "", &format!("email={email}")).await;
        let mail = testing::last_mail_to(&self.house, email).await.unwrap();
        let link = mail[mail.find("/forgot/").unwrap()..].split_whitespace().next().unwrap().to_owned();
        let form = format!("password={}", new.replace(' ', "+"));
        assert_eq!(self.ask("POST", &link, "", &form).await.location(), "/sign-in");
    }
}

fn cookie(answer: &Answer) -> String {
    let cookie = answer.headers.get(header::SET_COOKIE).expect("a cookie").to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn in_the_custody_of_people_the_root_key_opens_nothing_and_they_read_on() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let before = service.sign_in(LEAD).await;
    let used = service.sign_in(LEAD).await;
    assert!(service.by_root().await && service.reads(&before).await);
    service.given_to_people().await;
    assert!(!service.by_root().await, "no desk's pair opens by the root key");
    assert!(service.reads(&used).await, "whoever has not signed in since still reads");
    let lead = service.sign_in(LEAD).await;
    assert!(service.reads(&lead).await);
    let custody = service.house.keys.custody().await.unwrap();
    assert!(custody.people && custody.by_own == 1, "{custody:?}");
    // A browser that was used meanwhile goes on; one that was not has no key of its own, and its person opens it.
    assert!(service.reads(&used).await);
    let shut = service.get("/queue", &before).await;
    assert_eq!(shut.location(), "/account/open?to=/queue");
    let wrong = service.ask("POST", "/account/open?to=/queue", &before, "password=wrong").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(service.ask("POST", "/account/open?to=/queue", &before, &form).await.location(), "/queue");
    assert!(service.reads(&before).await);
    // What is told from now on, too; and to whoever may not, nothing.
    service.reported(&[("harm", "harm=other")]).await;
    let page = service.get("/queue", &lead).await.text;
    assert_eq!(page.matches("href=\"/queue/rep_").count(), 2, "{page}");
    assert!(!service.by_root().await);
    let teacher = service.sign_in("teacher@school.example").await;
    assert!(!service.reads(&teacher).await);
}

#[tokio::test]
async fn a_forgotten_password_opens_nothing_until_a_printed_code_does() {
    let service = Service::new().await;
    service.reported(&[]).await;
    service.given_to_people().await;
    let worker = service.sign_in(WORKER).await;
    let page = service.ask("POST", "/account/code", &worker, "").await.text;
    let code = page.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    service.forgets(WORKER, "a heron on the ladder").await;
    let again = service.password(WORKER, "a heron on the ladder").await;
    assert!(again.location().starts_with("/account/open"), "{}", again.location());
    let worker = cookie(&again);
    assert!(!service.reads(&worker).await, "whoever has the mail box has nothing");
    let open = async |form: &str| {
        let form = format!("password=a+heron+on+the+ladder{form}");
        service.ask("POST", "/account/open", &worker, &form).await
    };
    assert!(open("").await.text.contains("closed with another password"));
    assert!(open("&code=H7K4-2QD9").await.text.contains("not your printed code"));
    assert_eq!(open(&format!("&code={}", code.to_lowercase())).await.location(), "/work");
    assert!(service.reads(&worker).await);
    let next = cookie(&service.password(WORKER, "a heron on the ladder").await);
    assert!(service.reads(&next).await, "the new password opens them from now on");
}

#[tokio::test]
async fn who_begins_anew_or_joins_is_let_in_by_a_colleague_and_by_nobody_else() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let [one, _, three] = service.given_to_people().await;
    let lead = service.sign_in(LEAD).await;
    service.sign_in(WORKER).await;
    service.forgets(WORKER, "a heron on the ladder").await;
    let worker = cookie(&service.password(WORKER, "a heron on the ladder").await);
    let anew = "password=a+heron+on+the+ladder&anew=yes";
    assert_eq!(service.ask("POST", "/account/open", &worker, anew).await.location(), "/work");
    assert!(!service.reads(&worker).await);
    assert!(service.get("/queue", &worker).await.text.contains("A colleague must let you in"));
    let mail = testing::last_mail_to(&service.house, LEAD).await.unwrap();
    assert!(mail.contains("Priya Raman cannot read anything yet"), "{mail}");
    let at = format!("/account/let-in/{}", service.id(WORKER).await);
    for stranger in [&worker, &service.sign_in("lead@school.example").await] {
        assert_eq!(service.ask("POST", &at, stranger, "").await.status, StatusCode::NOT_FOUND);
    }
    assert!(service.get("/account", &lead).await.text.contains("Let Priya Raman in"));
    assert_eq!(service.ask("POST", &at, &lead, "").await.location(), "/account");
    assert!(service.reads(&worker).await);
    // Whoever runs the accounts can make one, and give it any role: it reads nothing.
    let desk =
        accounts::store::account_by_email(&service.house.db, LEAD).await.unwrap().unwrap().organisation;
    service.account(desk, "New Comer", "new@service.example", &[Role::Lead]).await;
    let new = service.sign_in("new@service.example").await;
    assert!(!service.reads(&new).await);
    let at = format!("/account/let-in/{}", service.id("new@service.example").await);
    service.ask("POST", &at, &lead, "").await;
    assert!(service.reads(&new).await);
    // What was sealed to the worker alone before is open again with two shares.
    let pairs = service.house.keys.admit((&one, &three), service.id(WORKER).await).await.unwrap();
    assert_eq!(pairs, 3, "their own from before, and the keys of both desks");
}

#[tokio::test]
async fn the_node_warns_and_reminds_without_a_key_and_a_program_has_one_from_its_person() {
    let service = Service::new().await;
    service.given_to_people().await;
    let lead = service.sign_in(LEAD).await;
    service.reported(&[("threat", "threat=yes")]).await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    let to = "to=platform&name=Chirrup&email=trust@chirrup.example";
    let referral = referring::drafted(&service, &lead, &case, to).await;
    service.ask("POST", &format!("{referral}/send"), &lead, "").await;
    service.house.clock.advance(SignedDuration::from_hours(73));
    let now = service.house.clock.now();
    for job in crate::house::jobs() {
        job.run(&service.house, now).await.unwrap();
    }
    let mail = testing::last_mail_to(&service.house, "trust@chirrup.example").await.unwrap();
    assert!(mail.contains("waits for your answer") && !mail.contains("/hand/"), "{mail}");
    let lead = service.sign_in(LEAD).await;
    assert!(service.get(&referral, &lead).await.text.contains("The recipient was reminded"));
    let page = service.get(&case, &lead).await.text;
    assert!(page.contains("A clock warned"), "{page}");
    // A key that somebody else made for a person opens nothing, and says so.
    let theirs = programs::program(&service, LEAD, &[domain::role::Act::SeeQueue]).await;
    let (status, answer) = theirs.get("/api/v1/queue").await;
    assert_eq!(
        (status, answer["type"].as_str()),
        (StatusCode::UNAUTHORIZED, Some("urn:hearken:problem:open-keys"))
    );
}

#[tokio::test]
async fn what_a_reporter_writes_later_makes_the_case_more_urgent_without_its_key() {
    let service = Service::new().await;
    service.given_to_people().await;
    let sent = service.report("", &[("harm", "harm=other")]).await.text;
    let lead = service.sign_in(LEAD).await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    let visit = super::weighing::back(&service, &sent).await;
    let more = "more=He+says+he+will+post+my+pics+unless+I+pay+him";
    assert_eq!(service.ask("POST", &visit, "", more).await.status, StatusCode::SEE_OTHER);
    assert!(service.get("/cases", &lead).await.text.contains("hearken-urgency--urgent"));
    assert!(service.get(&case, &lead).await.text.contains("wrote later"));
}

#[tokio::test]
async fn the_key_of_a_password_waits_for_the_code_and_opens_with_it() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let before = service.sign_in(LEAD).await;
    let (secret, _) = signing_in::second_factor(&service, &before).await;
    service.given_to_people().await;
    service.house.clock.advance(SignedDuration::from_mins(1));
    let halfway = service.password(LEAD, PASSWORD).await.location().to_owned();
    let form = format!("code={}", service.code(&secret));
    let lead = cookie(&service.ask("POST", halfway.split('?').next().unwrap(), "", &form).await);
    assert!(service.reads(&lead).await);
    let custody = service.house.keys.custody().await.unwrap();
    assert_eq!(
        custody.by_own, 1,
        "the pair was wrapped by the password, which came before the code: {custody:?}"
    );
    // A password that is changed by whoever knows the old one goes on opening.
    let new = "password=a+heron+on+the+ladder";
    assert_eq!(service.ask("POST", "/account/password", &lead, new).await.location(), "/account");
    service.house.clock.advance(SignedDuration::from_mins(2));
    let halfway = service.password(LEAD, "a heron on the ladder").await.location().to_owned();
    let form = format!("code={}", service.code(&secret));
    let again = cookie(&service.ask("POST", halfway.split('?').next().unwrap(), "", &form).await);
    assert!(service.reads(&again).await);
    // Signed out, and the session over: what its cookie held opens nothing.
    service.ask("POST", "/sign-out", &again, "").await;
    accounts::door::ForgetSessions.run(&service.house, service.house.clock.now()).await.unwrap();
    assert_eq!(service.get("/queue", &again).await.location(), "/sign-in?to=/queue");
}

#[tokio::test]
async fn new_shares_need_old_ones_and_with_two_the_root_key_has_the_custody_again() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let [one, two, three] = service.given_to_people().await;
    let lead = service.sign_in(LEAD).await;
    let keys = &service.house.keys;
    let none = keys.make_shares(None, |_| Ok::<(), NotRecovered>(())).await;
    assert!(matches!(none, Err(NotRecovered::NeedsOld { .. })), "{none:?}");
    keys.drill(&one, &three).await.unwrap();
    let mut shares = None;
    let made = keys.make_shares(Some((&one, &two)), |made| {
        shares = Some(made.clone());
        Ok::<(), NotRecovered>(())
    });
    made.await.unwrap();
    let [new, other, _] = shares.unwrap();
    let found = keys.drill(&new, &other).await.unwrap();
    assert!(found.pairs_shut.is_empty() && found.matters_shut.is_empty(), "{found:?}");
    assert!(keys.to_root((&one, &two)).await.is_err(), "shares from before open nothing any more");
    assert!(!service.by_root().await);
    keys.to_root((&new, &other)).await.unwrap();
    assert!(service.by_root().await && service.reads(&lead).await);
}

#[tokio::test]
async fn a_case_is_handed_over_by_somebody_who_can_open_it() {
    use crate::export::opened;
    let service = Service::new().await;
    service.reported(&[]).await;
    service.given_to_people().await;
    service.sign_in(LEAD).await;
    let tell = |typed: &'static str| move |_: &str| Ok(typed.to_owned());
    let nobody = opened(&service.house, None, tell(PASSWORD)).await.err().unwrap().to_string();
    assert!(nobody.contains("--opened-by"), "{nobody}");
    for (typed, opens) in [("wrong", false), (PASSWORD, true)] {
        let db = opened(&service.house, Some(LEAD), tell(typed)).await.unwrap();
        let entries = kit::journal::latest(&db, None, 100).await.unwrap();
        let told = entries.iter().filter_map(|(_, entry)| entry.as_ref());
        assert_eq!(
            told.filter(|entry| matches!(entry.event, Event::Reports(_))).count() > 0,
            opens,
            "{typed}"
        );
    }
}

#[tokio::test]
async fn a_desk_whose_only_reader_lost_their_keys_hears_again_and_old_records_wait_for_shares() {
    let service = Service::new().await;
    let lead = "lead@school.example";
    let school =
        [("where", "where=not_sure"), ("tell_school", "tell_school=yes"), ("school", "school=ridgeway")];
    service.given_to_people().await;
    service.sign_in(lead).await;
    let teacher = service.sign_in("teacher@school.example").await;
    let (house, id) = (&service.house, service.id(lead).await);
    let own = accounts::store::account_by_id(&house.db, id).await.unwrap().unwrap().organisation;
    let desk = domain::keys::Desk::Workers;
    assert!(house.keys.opens(id, own, desk).await.unwrap());
    assert!(service.report(&teacher, &school).await.status == StatusCode::OK);
    service.forgets(lead, "a heron on the ladder").await;
    let shut = cookie(&service.password(lead, "a heron on the ladder").await);
    let anew = "password=a+heron+on+the+ladder&anew=yes";
    assert_eq!(service.ask("POST", "/account/open", &shut, anew).await.location(), "/work");
    assert!(!service.reads(&shut).await, "what was told before waits for two shares");
    assert!(house.keys.opens(id, own, desk).await.unwrap(), "what is told from now on does not");
    assert!(house.keys.deserted().await.unwrap().is_empty());
    assert!(service.report(&teacher, &school).await.status == StatusCode::OK);
    assert!(service.reads(&shut).await);
    // A second lead waits for the first, and is no reader until then.
    service.account(own, "New Comer", "new@school.example", &[Role::Lead]).await;
    let new = service.sign_in("new@school.example").await;
    assert!(
        !service.reads(&new).await
            && !house.keys.opens(service.id("new@school.example").await, own, desk).await.unwrap()
    );
}

#[tokio::test]
async fn whoever_waits_has_the_keys_when_the_root_key_has_the_custody_again() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let [one, two, _] = service.given_to_people().await;
    let desk =
        accounts::store::account_by_email(&service.house.db, LEAD).await.unwrap().unwrap().organisation;
    service.account(desk, "New Comer", "new@service.example", &[Role::Lead]).await;
    let new = service.sign_in("new@service.example").await;
    assert!(!service.reads(&new).await);
    service.house.keys.to_root((&one, &two)).await.unwrap();
    assert!(service.reads(&new).await);
    assert!(service.house.keys.custody().await.unwrap().waiting.is_empty());
}

#[tokio::test]
async fn a_passkey_alone_does_not_take_the_password_away_as_a_way() {
    let service = Service::new().await;
    service.reported(&[]).await;
    service.given_to_people().await;
    let (keys, lead) = (&service.house.keys, service.id(LEAD).await);
    let passkey = Brought::passkey(chance::id(service.house.clock.now()), &"A".repeat(43)).unwrap();
    let session = Brought::session(chance::id(service.house.clock.now()), "a cookie");
    assert!(keys.signs_in(lead, std::slice::from_ref(&passkey), &session).await.unwrap());
    assert_eq!(keys.custody().await.unwrap().by_own, 0);
    assert!(service.reads(&service.sign_in(LEAD).await).await, "the right password still opens them");
    assert_eq!(keys.custody().await.unwrap().by_own, 1);
    assert!(keys.signs_in(lead, &[passkey], &session).await.unwrap(), "and so does the passkey");
}
