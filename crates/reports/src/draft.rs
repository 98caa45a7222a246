//! A report that somebody is still writing.
//!
//! It is found by a random token in the address, which also opens it: the store has neither, so whoever has the
//! store reads no draft. Nothing is kept on the device, and no IP address here.
//! After an hour without a touch it is gone, unless the writer asked to save it.

use domain::id::{AccountId, FileId, ReportId};
use domain::reports::Answers;
use domain::reports::course::Attachment;
use domain::words::Lang;
use jiff::{SignedDuration, Timestamp};
use kit::keys::Secret;
use kit::store::{Reads, Row, Tx, sql};
use kit::{Ctx, Failure, Fault, House, OrFault as _, chance, seal};

use crate::code::Proved;

/// How long an untouched draft lives.
const IDLE_MAX: SignedDuration = SignedDuration::from_hours(1);
/// How long a saved draft lives.
pub(crate) const SAVED_MAX: SignedDuration = SignedDuration::from_hours(28 * 24);

/// A draft.
#[derive(Debug, Clone)]
pub struct Draft {
    /// How it is stored: the digest of its token.
    pub(crate) digest: String,
    /// What its address holds.
    pub(crate) token: String,
    /// What the answers and files are sealed with, for whoever has the address or the code.
    pub(crate) key: Secret,
    pub(crate) answers: Answers,
    pub(crate) lang: Lang,
    pub(crate) account: Option<AccountId>,
    pub(crate) saved: bool,
    pub(crate) sent_as: Option<ReportId>,
}

impl Draft {
    /// The address of a page of this draft.
    pub(crate) fn at(&self, page: &str) -> String {
        format!("/r/{}/{page}", self.token)
    }
}

/// Begins a draft.
pub(crate) async fn begin(ctx: &Ctx, answers: &Answers, lang: Lang) -> Result<Draft, Failure> {
    let token = chance::token();
    let account = ctx.person().ok().map(|person| person.account);
    let draft = Draft {
        digest: chance::token_digest(&token),
        token,
        key: Secret::new(chance::bytes()),
        answers: answers.clone(),
        lang,
        account,
        saved: false,
        sent_as: None,
    };
    let mut tx = ctx.begin("begin a draft").await?;
    sql("-- reports.draft.begin
        INSERT INTO reports_draft (digest, wrapped, answers, lang, account, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(&draft.digest)
    .bind(draft.key.sealed(&chance::token_key(&draft.token), DRAFT)?)
    .bind(written(&draft)?)
    .bind(lang.code())
    .bind(account)
    .bind(ctx.now + IDLE_MAX)
    .run(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(draft)
}

/// The draft behind a token. A draft begun by somebody who was signed in opens only to them.
pub(crate) async fn find(ctx: &Ctx, token: &str) -> Result<Draft, Failure> {
    let draft = find_any(&ctx.db, token, ctx.now).await?.ok_or(Failure::NotFound)?;
    if draft.account.is_some() && draft.account != ctx.person().ok().map(|person| person.account) {
        return Err(Failure::NotFound);
    }
    Ok(draft)
}

pub(crate) async fn find_any(from: &impl Reads, token: &str, now: Timestamp) -> Result<Option<Draft>, Fault> {
    let row = sql("-- reports.draft.find
        SELECT digest, wrapped, answers, lang, account, code, sent_as FROM reports_draft WHERE digest = $1 AND expires_at > $2");
    let row = row.bind(chance::token_digest(token)).bind(now).one(from).await?;
    row.map(|row| read(&row, token)).transpose()
}

fn read(row: &Row, token: &str) -> Result<Draft, Fault> {
    let (answers, lang): (String, String) = (row.get("answers")?, row.get("lang")?);
    let key = Secret::opened(&chance::token_key(token), DRAFT, &row.get::<String>("wrapped")?);
    let key = key.ok_or("it is not its address").or_fault("opening a draft")?;
    let answers = match answers.as_str() {
        FORGOTTEN => Answers::default(),
        sealed => serde_json::from_str(&seal::open(&key, DRAFT, sealed)?)
            .or_fault("reading the answers of a draft")?,
    };
    Ok(Draft {
        digest: row.get("digest")?,
        token: token.to_owned(),
        key,
        answers,
        lang: Lang::from_code(&lang),
        account: row.maybe("account")?,
        saved: row.maybe::<String>("code")?.is_some(),
        sent_as: row.maybe("sent_as")?,
    })
}

/// Keeps the answers, and the draft for another while.
pub(crate) async fn keep(ctx: &Ctx, draft: &Draft) -> Result<(), Failure> {
    let lives = if draft.saved { SAVED_MAX } else { IDLE_MAX };
    let mut tx = ctx.begin("keep an answer").await?;
    sql("-- reports.draft.keep\nUPDATE reports_draft SET answers = $2, lang = $3, expires_at = $4 WHERE digest = $1 AND sent_as IS NULL")
        .bind(&draft.digest)
        .bind(written(draft)?)
        .bind(draft.lang.code())
        .bind(ctx.now + lives)
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Saves the draft under the hash of its code, to be come back to.
pub(crate) async fn save(ctx: &Ctx, draft: &Draft, code: &Proved) -> Result<(), Failure> {
    let mut tx = ctx.begin("save a draft").await?;
    sql("-- reports.draft.save\nUPDATE reports_draft SET code = $2, code_wrapped = $3, expires_at = $4 WHERE digest = $1 AND sent_as IS NULL")
        .bind(&draft.digest)
        .bind(&code.hash)
        .bind(draft.key.sealed(&code.key, DRAFT)?)
        .bind(ctx.now + SAVED_MAX)
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Gives a saved draft, found by its code, a new address: the old one may be in a history.
pub(crate) async fn reopen(ctx: &Ctx, code: &Proved) -> Result<Option<String>, Failure> {
    let token = chance::token();
    let digest = chance::token_digest(&token);
    let mut tx = ctx.begin("come back to a draft").await?;
    let row = sql(
        "-- reports.draft.by_code\nSELECT digest, code_wrapped FROM reports_draft WHERE code = $1 AND expires_at > $2 AND sent_as IS NULL",
    );
    let Some(row) = row.bind(&code.hash).bind(ctx.now).one(&tx).await? else { return Ok(None) };
    let old: String = row.get("digest")?;
    let key =
        Secret::opened(&code.key, DRAFT, &row.get::<String>("code_wrapped")?).ok_or(Failure::NotFound)?;
    sql("-- reports.draft.readdress\nUPDATE reports_draft SET digest = $2, wrapped = $3 WHERE digest = $1")
        .bind(&old)
        .bind(&digest)
        .bind(key.sealed(&chance::token_key(&token), DRAFT)?)
        .run(&mut tx)
        .await?;
    sql("-- reports.draft.readdress_files\nUPDATE reports_upload SET draft = $2 WHERE draft = $1")
        .bind(&old)
        .bind(&digest)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Makes sure that of two sends at once only one goes on.
pub(crate) async fn lock(tx: &mut Tx, draft: &Draft) -> Result<(), Failure> {
    let taken = sql(
        "-- reports.draft.lock\nUPDATE reports_draft SET expires_at = expires_at WHERE digest = $1 AND sent_as IS NULL",
    );
    if taken.bind(&draft.digest).run(tx).await? == 1 { Ok(()) } else { Err(Failure::Conflict) }
}

/// Lets go of the code of a saved draft, which its report will have.
pub(crate) async fn release_code(tx: &mut Tx, draft: &Draft) -> Result<(), Fault> {
    let release = sql(
        "-- reports.draft.release_code\nUPDATE reports_draft SET code = NULL, code_wrapped = NULL WHERE digest = $1",
    );
    release.bind(&draft.digest).run(tx).await.map(drop)
}

/// Marks a draft as sent; its answers are forgotten, the report has them.
pub(crate) async fn sent(tx: &mut Tx, draft: &Draft, report: ReportId) -> Result<(), Fault> {
    let forget_at = tx.now + SignedDuration::from_mins(10);
    sql("-- reports.draft.sent
        UPDATE reports_draft SET sent_as = $2, answers = $4, code = NULL, code_wrapped = NULL, expires_at = $3 WHERE digest = $1")
    .bind(&draft.digest)
    .bind(report)
    .bind(forget_at)
    .bind(FORGOTTEN)
    .run(tx)
    .await?;
    sql("-- reports.draft.files_sent\nDELETE FROM reports_upload WHERE draft = $1")
        .bind(&draft.digest)
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets a draft and its files: the writer left. A saved one stays.
pub async fn forget(ctx: &Ctx, token: &str) -> Result<(), Failure> {
    let Some(draft) = find_any(&ctx.db, token, ctx.now).await? else { return Ok(()) };
    if draft.saved {
        return Ok(());
    }
    remove(&ctx.house, &draft.digest, ctx.now).await?;
    Ok(())
}

async fn remove(house: &House, digest: &str, now: Timestamp) -> Result<(), Fault> {
    let rows = sql("-- reports.draft.files\nSELECT file FROM reports_upload WHERE draft = $1").bind(digest);
    let rows = rows.all(&house.db).await?;
    let mut tx = house.begin("forget a draft", domain::event::Actor::Reporter, now).await?;
    sql("-- reports.draft.forget\nDELETE FROM reports_draft WHERE digest = $1")
        .bind(digest)
        .run(&mut tx)
        .await?;
    sql("-- reports.draft.forget_files\nDELETE FROM reports_upload WHERE draft = $1")
        .bind(digest)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    for row in &rows {
        house.vault.forget_unsent(row.get("file")?).await?;
    }
    Ok(())
}

/// Forgets the drafts whose time is up. Safe to repeat.
pub struct ForgetDrafts;

#[async_trait::async_trait]
impl kit::jobs::Job for ForgetDrafts {
    fn name(&self) -> &'static str {
        "reports.forget_drafts"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(5)
    }

    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault> {
        forget_expired(house, now).await.map(drop)
    }
}

/// Forgets every draft whose time is up. Safe to repeat.
pub async fn forget_expired(house: &House, now: Timestamp) -> Result<usize, Fault> {
    let rows =
        sql("-- reports.draft.expired\nSELECT digest FROM reports_draft WHERE expires_at <= $1 LIMIT 200");
    let rows = rows.bind(now).all(&house.db).await?;
    for row in &rows {
        remove(house, &row.get::<String>("digest")?, now).await?;
    }
    Ok(rows.len())
}

/// The files of a draft, in the order in which they came.
pub(crate) async fn uploads(from: &impl Reads, draft: &Draft) -> Result<Vec<Attachment>, Fault> {
    let rows = sql("-- reports.draft.uploads
        SELECT file, sealed FROM reports_upload WHERE draft = $1 ORDER BY at, file");
    let read = |row: &Row| {
        let (file, sealed): (FileId, String) = (row.get("file")?, row.get("sealed")?);
        let text = seal::open(&draft.key, &file.to_string(), &sealed)?;
        serde_json::from_str(&text).or_fault("reading a file of a draft")
    };
    rows.bind(&draft.digest).all(from).await?.iter().map(read).collect()
}

/// Notes a file that was kept for a draft.
pub(crate) async fn add_upload(ctx: &Ctx, draft: &Draft, kept: &Attachment) -> Result<(), Failure> {
    let text = serde_json::to_string(kept).or_fault("writing a file of a draft")?;
    let mut tx = ctx.begin("note a file").await?;
    sql("-- reports.draft.add_upload
        INSERT INTO reports_upload (file, draft, sealed, at) VALUES ($1, $2, $3, $4)")
    .bind(kept.file)
    .bind(&draft.digest)
    .bind(seal::close(&draft.key, &kept.file.to_string(), &text)?)
    .bind(ctx.now)
    .run(&mut tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Takes a file back.
pub(crate) async fn remove_upload(ctx: &Ctx, digest: &str, file: FileId) -> Result<(), Failure> {
    let mut tx = ctx.begin("take a file back").await?;
    let removed =
        sql("-- reports.draft.remove_upload\nDELETE FROM reports_upload WHERE file = $1 AND draft = $2")
            .bind(file)
            .bind(digest)
            .run(&mut tx)
            .await?;
    tx.commit().await?;
    if removed == 1 { Ok(ctx.house.vault.forget_unsent(file).await?) } else { Err(Failure::NotFound) }
}

/// What the sealed parts of a draft are about. Not its digest: that changes when its writer comes back.
const DRAFT: &str = "hearken draft/1";

/// What stands in place of the answers once they were sent.
const FORGOTTEN: &str = "";

fn written(draft: &Draft) -> Result<String, Fault> {
    let text = serde_json::to_string(&draft.answers).or_fault("writing the answers of a draft")?;
    seal::close(&draft.key, DRAFT, &text)
}
