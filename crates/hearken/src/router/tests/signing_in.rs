//! Accounts: second factors, recovery codes, forgotten passwords, roles, leaving, organisations let in.

use jiff::SignedDuration;
use totp_rs::{Builder, Secret};

use super::*;

const PATHS: &str = "http://localhost";

impl Service {
    /// The path of the link in the last mail to this address.
    async fn mailed(&self, address: &str) -> String {
        let mail = testing::last_mail_to(&self.house, address).await.expect("a mail");
        let start = mail.find(PATHS).expect("a link in the mail") + PATHS.len();
        mail[start..].split_whitespace().next().unwrap().to_owned()
    }

    /// The answer to a password, before any code.
    pub(super) async fn password(&self, email: &str, password: &str) -> Answer {
        let form = format!("email={email}&password={}", password.replace(' ', "+"));
        self.ask("POST", "/sign-in", "", &form).await
    }

    /// The code that the secret makes now.
    pub(super) fn code(&self, secret: &str) -> String {
        let secret = Secret::try_from_base32(secret).unwrap();
        let totp = Builder::new().with_secret(secret.as_bytes().to_vec()).build().unwrap();
        let now = u64::try_from(self.house.clock.now().as_second()).unwrap();
        totp.generate(now).to_string()
    }
}

fn cookie_of(answer: &Answer) -> Option<String> {
    let cookie = answer.headers.get(header::SET_COOKIE)?.to_str().ok()?;
    Some(cookie.split(';').next()?.to_owned())
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).unwrap_or_else(|| panic!("{before}: {text}")) + before.len();
    text[start..].split(after).next().unwrap()
}

/// Turns a second factor on: its secret and its recovery codes.
pub(super) async fn second_factor(service: &Service, cookie: &str) -> (String, Vec<String>) {
    let page = service.get("/account/second-factor", cookie).await.text;
    let secret = between(&page, "hearken-secret\">", "<").to_owned();
    let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
    let wrong = service.ask("POST", "/account/second-factor", cookie, &format!("token={token}&code=1")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("token={token}&code={}", service.code(&secret));
    let on = service.ask("POST", "/account/second-factor", cookie, &form).await.text;
    let codes = on.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    (secret, codes)
}

#[tokio::test]
async fn with_a_second_factor_the_password_alone_lets_nobody_in() {
    let service = Service::new().await;
    let email = "lead@school.example";
    let cookie = service.sign_in(email).await;
    let (secret, codes) = second_factor(&service, &cookie).await;
    assert_eq!(codes.len(), 10);
    service.house.clock.advance(SignedDuration::from_mins(5));

    let half = service.password(email, PASSWORD).await;
    assert!(cookie_of(&half).is_none(), "the password alone");
    let at = half.location().to_owned();
    let code = service.code(&secret);
    let whole = service.ask("POST", &at, "", &format!("code={code}")).await;
    let signed_in = cookie_of(&whole).expect("password and code");
    assert_eq!(service.get("/account", &signed_in).await.status, StatusCode::OK);

    let again = service.password(email, PASSWORD).await.location().to_owned();
    let twice = service.ask("POST", &again, "", &format!("code={code}")).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is good once");
    let recovered = service.ask("POST", &again, "", &format!("code={}", codes[0].to_lowercase())).await;
    assert!(cookie_of(&recovered).is_some(), "{}", recovered.text);
    let third = service.password(email, PASSWORD).await.location().to_owned();
    let spent = service.ask("POST", &third, "", &format!("code={}", codes[0])).await;
    assert_eq!(spent.status, StatusCode::UNPROCESSABLE_ENTITY, "a recovery code is good once");
}

#[tokio::test]
async fn codes_cannot_be_guessed_one_after_the_other() {
    let service = Service::new().await;
    let email = "lead@school.example";
    let cookie = service.sign_in(email).await;
    second_factor(&service, &cookie).await;
    let at = service.password(email, PASSWORD).await.location().to_owned();
    let mut last = StatusCode::OK;
    for guess in 0..6 {
        last = service.ask("POST", &at, "", &format!("code=00000{guess}")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_dangerous_act_asks_for_the_code_too() {
    let service = Service::new().await;
    let cookie = service.sign_in("lead@school.example").await;
    let (secret, _) = second_factor(&service, &cookie).await;
    service.house.clock.advance(SignedDuration::from_mins(16));
    let stale = service.ask("POST", "/account/second-factor/off", &cookie, "").await;
    assert_eq!(stale.location(), "/prove?to=/account");
    let password = format!("password={}", PASSWORD.replace(' ', "+"));
    let alone = service.ask("POST", "/prove?to=/account", &cookie, &password).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let both = format!("{password}&code={}", service.code(&secret));
    assert_eq!(service.ask("POST", "/prove?to=/account", &cookie, &both).await.location(), "/account");
    assert_eq!(service.ask("POST", "/account/second-factor/off", &cookie, "").await.location(), "/account");
    assert!(cookie_of(&service.password("lead@school.example", PASSWORD).await).is_some());
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_mailed_link_good_once() {
    let service = Service::new().await;
    let email = "teacher@school.example";
    let before = service.sign_in(email).await;
    let known = service.ask("POST", "/forgot", "", &format!("email={email}")).await;
    let unknown = service.ask("POST", "/forgot", "", "email=nobody@school.example").await;
    assert_eq!((known.status, known.text), (unknown.status, unknown.text), "the page tells nothing");
    assert!(testing::last_mail_to(&service.house, "nobody@school.example").await.is_none());
    let link = service.mailed(email).await;
    let short = service.ask("POST", &link, "", "password=short").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let new = "password=a+heron+on+the+ladder";
    assert_eq!(service.ask("POST", &link, "", new).await.location(), "/sign-in");
    assert_eq!(service.ask("POST", &link, "", new).await.status, StatusCode::NOT_FOUND);
    assert_eq!(service.get("/account", &before).await.location(), "/sign-in?to=/account");
    assert!(cookie_of(&service.password(email, PASSWORD).await).is_none());
    assert!(cookie_of(&service.password(email, "a heron on the ladder").await).is_some());
    let told = testing::last_mail_to(&service.house, email).await.unwrap();
    assert!(told.contains("Your password was changed"), "{told}");
    service.house.clock.advance(SignedDuration::from_mins(6));
    service.ask("POST", "/forgot", "", &format!("email={email}")).await;
    let stale = service.mailed(email).await;
    let cookie = service.password(email, "a heron on the ladder").await;
    let changed = "password=another+heron+on+it";
    service.ask("POST", "/account/password", &cookie_of(&cookie).unwrap(), changed).await;
    let late = service.ask("POST", &stale, "", new).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND, "a link from before the change opens nothing");
}

#[tokio::test]
async fn an_organisation_is_let_in_by_a_person_after_its_address_is_confirmed() {
    let service = Service::new().await;
    let desk = service.organisation("hub", AgencyKind::Charity).await;
    let administrator = "root@hub.example";
    service.account(desk, "Ada Bell", administrator, &[Role::Administrator, Role::OrganisationAdmin]).await;
    let form = "organisation=Hillside+School&agency=school&postcode=SN3+1RA&name=Ruth+Amadi&email=head@hillside.example";
    let bad = service.ask("POST", "/register", "", &form.replace("SN3+1RA", "Swindon")).await;
    assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.text.contains("whole postcode"));
    assert_eq!(service.ask("POST", "/register", "", form).await.status, StatusCode::OK);
    let link = service.mailed("head@hillside.example").await;
    let admin = service.sign_in(administrator).await;
    let shown = service.get(&link, "").await.text;
    assert!(shown.contains("Hillside School") && shown.contains("Swindon"), "what is confirmed is seen");
    assert!(
        !service.get("/installation", &admin).await.text.contains("Hillside"),
        "looking confirms nothing"
    );
    assert_eq!(service.ask("POST", &link, "", "").await.status, StatusCode::OK);
    let told = testing::last_mail_to(&service.house, administrator).await.unwrap();
    assert!(told.contains("Hillside School"), "{told}");

    let page = service.get("/installation", &admin).await.text;
    let accept = format!("/installation/{}", between(&page, "action=\"/installation/reg_", "\"").to_owned());
    let accept = accept.replace("/installation/", "/installation/reg_");
    let odd = service.ask("POST", &accept.replace("accept", "perhaps"), &admin, "reason=x").await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
    let silent = service.ask("POST", &accept, &admin, "").await;
    assert_eq!(silent.status, StatusCode::CONFLICT, "a reason is needed");
    let reason = "reason=Rang+the+school+on+its+published+number";
    assert_eq!(service.ask("POST", &accept, &admin, reason).await.location(), "/installation");
    let join = service.mailed("head@hillside.example").await;
    assert!(join.starts_with("/join/"), "{join}");
    let joined = service.ask("POST", &join, "", "name=Ruth+Amadi&password=a+heron+on+the+ladder").await;
    let cookie = cookie_of(&joined).expect("signed in");
    let members = service.get("/members", &cookie).await.text;
    assert!(members.contains("head@hillside.example") && members.contains("Safeguarding lead"), "{members}");
    let other = service.sign_in("lead@service.example").await;
    assert_eq!(service.get("/installation", &other).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn roles_change_at_once_and_somebody_always_runs_the_accounts() {
    let service = Service::new().await;
    let office = service.organisation("office", AgencyKind::Charity).await;
    service.account(office, "Ada Bell", "admin@office.example", &[Role::OrganisationAdmin]).await;
    service.account(office, "Bo Lind", "staff@office.example", &[Role::Staff]).await;
    let admin = service.sign_in("admin@office.example").await;
    let staff = service.sign_in("staff@office.example").await;
    let page = service.get("/members", &admin).await.text;
    let of = |name: &str| {
        let at = page.rfind(&format!(">{name}<")).unwrap();
        let start = page[..at].rfind("/members/").unwrap();
        page[start..at].split('"').next().unwrap().to_owned()
    };
    let (own, other) = (of("Ada Bell"), of("Bo Lind"));
    assert_eq!(service.get("/queue", &staff).await.status, StatusCode::NOT_FOUND);
    service.ask("POST", &format!("{other}/roles"), &admin, "roles=lead").await;
    assert_eq!(service.get("/queue", &staff).await.status, StatusCode::OK);

    let alone = service.ask("POST", &format!("{own}/roles"), &admin, "roles=staff").await;
    assert!(alone.status == StatusCode::CONFLICT && alone.text.contains("Nobody else runs"));
    assert_eq!(service.ask("POST", "/account/leave", &admin, "").await.status, StatusCode::CONFLICT);
    service.ask("POST", &format!("{other}/roles"), &admin, "roles=lead&roles=organisation_admin").await;
    assert_eq!(service.ask("POST", "/account/leave", &admin, "").await.location(), "/");
    assert_eq!(service.get("/members", &admin).await.location(), "/sign-in?to=/members");
    assert!(cookie_of(&service.password("admin@office.example", PASSWORD).await).is_none());
    let told = testing::last_mail_to(&service.house, "staff@office.example").await.unwrap();
    assert!(told.contains("The roles of Bo Lind were changed"), "{told}");
    let stranger = service.sign_in("lead@school.example").await;
    assert_eq!(service.get(&other, &stranger).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_administrator_gives_their_own_address_and_comes_back_with_it() {
    let service = Service::new().await;
    let desk = service.organisation("office", AgencyKind::Charity).await;
    let mut tx = service.house.begin("found", Actor::System, service.house.clock.now()).await.unwrap();
    let (into, roles) = ((desk, "office"), [Role::Administrator, Role::OrganisationAdmin]);
    let founder = accounts::join::FOUNDER;
    let link = accounts::join::invite(&mut tx, &service.house, into, founder, &roles).await.unwrap();
    tx.commit().await.unwrap();
    let link = link.replace(PATHS, "");
    let form = "name=Ada+Bell&password=a+heron+on+the+ladder";
    assert_eq!(service.ask("POST", &link, "", form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let joined = service.ask("POST", &link, "", &format!("{form}&email=ada@office.example")).await;
    assert!(cookie_of(&joined).is_some(), "{}", joined.text);
    assert!(cookie_of(&service.password("ada@office.example", "a heron on the ladder").await).is_some());
    let alone = service.ask("POST", "/account/leave", &cookie_of(&joined).unwrap(), "").await;
    assert_eq!(alone.status, StatusCode::CONFLICT, "the installation must have an administrator");
}

#[tokio::test]
async fn an_invitation_is_told_to_the_leads_and_can_be_taken_back() {
    let service = Service::new().await;
    let office = service.organisation("office", AgencyKind::Charity).await;
    service.account(office, "Ada Bell", "admin@office.example", &[Role::OrganisationAdmin]).await;
    service.account(office, "Bo Lind", "lead@office.example", &[Role::Lead]).await;
    let admin = service.sign_in("admin@office.example").await;
    let form = "email=new@office.example&roles=lead";
    service.house.clock.advance(SignedDuration::from_mins(16));
    assert_eq!(service.ask("POST", "/members/invite", &admin, form).await.location(), "/prove?to=/members");
    let password = format!("password={}", PASSWORD.replace(' ', "+"));
    service.ask("POST", "/prove?to=/members", &admin, &password).await;
    service.ask("POST", "/members/invite", &admin, form).await;
    let told = testing::last_mail_to(&service.house, "lead@office.example").await.unwrap();
    assert!(told.contains("new@office.example was invited"), "{told}");
    let link = service.mailed("new@office.example").await;
    let page = service.get("/members", &admin).await.text;
    let take_back = format!("/members/invitations/{}", between(&page, "/members/invitations/", "\""));
    assert_eq!(service.ask("POST", &take_back, &admin, "").await.location(), "/members");
    assert_eq!(service.get(&link, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn guesses_that_come_all_at_once_are_counted_one_by_one() {
    let service = Service::new().await;
    let guess = || service.password("lead@school.example", "a wrong guess at it");
    let answers = futures_util::future::join_all((0..12).map(|_| guess())).await;
    let looked_at = answers.iter().filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(looked_at.count(), 5, "the sixth and later were refused unlooked-at");
}

#[tokio::test]
async fn one_address_has_one_account_until_it_is_closed() {
    let service = Service::new().await;
    let office = service.organisation("office", AgencyKind::Charity).await;
    let email = "teacher@school.example";
    let invite = async || {
        let mut tx =
            service.house.begin("invite somebody", Actor::System, service.house.clock.now()).await.unwrap();
        let into = (office, "office");
        accounts::join::invite(&mut tx, &service.house, into, email, &[Role::Staff]).await.unwrap();
        tx.commit().await.unwrap();
        service.mailed(email).await
    };
    let form = "name=Tom+Whitcombe&password=a+heron+on+the+ladder";
    let second = service.ask("POST", &invite().await, "", form).await;
    assert!(second.status == StatusCode::CONFLICT && second.text.contains("has an account already"));
    let teacher = service.sign_in(email).await;
    service.ask("POST", "/account/leave", &teacher, "").await;
    let moved = service.ask("POST", &invite().await, "", form).await;
    assert!(cookie_of(&moved).is_some(), "{}", moved.text);
    assert!(cookie_of(&service.password(email, "a heron on the ladder").await).is_some());
}

#[tokio::test]
async fn pages_speak_the_language_that_the_person_chose() {
    let service = Service::new().await;
    let cookie = service.sign_in("lead@school.example").await;
    service.ask("POST", "/account/language", &cookie, "language=cy").await;
    let page = service.get("/account", &cookie).await.text;
    assert!(page.contains("lang=\"cy\"") && page.contains("Eich cyfrif"));
    let absent = service.get("/cases/nothing", &cookie).await.text;
    assert!(absent.contains("lang=\"cy\""), "problems too");
}
