//! The lists for programs: which there are, what changed in them, and putting entries on one.

use axum::Extension;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::event;
use domain::id::{ListId, ListedId, OrganisationId};
use domain::removal::fingerprint::{Fingerprint, FingerprintKind, Medium};
use domain::removal::list::{self, Category, Confidence, List, ListKind, Listing, Provenance};
use domain::role::Act;
use jiff::Timestamp;
use kit::api::{self, Problems, Query, Sent};
use kit::store::sql;
use kit::{Ctx, Failure, FieldErrors, chance, journal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::enrolled;
use crate::node::Node;
use crate::store::{self, Cursor, Listed};

/// A list, with its limits.
#[derive(Debug, Serialize, ToSchema)]
pub struct HashList {
    #[schema(value_type = String)]
    list: ListId,
    name: String,
    #[schema(value_type = String)]
    kind: ListKind,
    /// In how many bits of 256 a PDQ hash may differ and still count as the same.
    within: u8,
    /// PDQ hashes of a lower quality are neither on the list nor found by it.
    quality_min: u8,
    /// Nothing of a list that is off is given out or found.
    on: bool,
}

/// The lists.
#[utoipa::path(get, path = "/api/v1/hashes/lists", tag = "hashes", security(("key" = [])),
    responses((status = 200, body = Vec<HashList>), Problems))]
pub async fn lists(ctx: Ctx) -> Result<Response, Failure> {
    enrolled::platform(&ctx, Act::PullHashes)?;
    let lists = store::lists(&ctx.db).await?;
    let shown = |(id, list): (ListId, List)| {
        let (name, kind, limits) = (list.name, list.kind, list.limits);
        HashList {
            list: id,
            name,
            kind,
            within: limits.within,
            quality_min: limits.quality_min,
            on: limits.on,
        }
    };
    api::shown(&lists.into_iter().map(shown).collect::<Vec<_>>())
}

/// Behind what, and how many.
#[derive(Debug, Deserialize)]
pub struct Page {
    #[serde(default)]
    after: String,
    #[serde(default)]
    limit: Option<u32>,
}

/// The most changes on one page; and how many where nobody says.
const CHANGES_MAX: u32 = 1_000;
const CHANGES: u32 = 500;

/// A hash.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HashText {
    /// `pdq`, `sha256`, `sha1` or `md5`.
    pub(crate) kind: String,
    /// Hexadecimal digits.
    pub(crate) hash: String,
    /// Of PDQ, 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quality: Option<u8>,
}

impl HashText {
    fn of(print: &Fingerprint) -> Self {
        Self { kind: print.kind().code().to_owned(), hash: print.reveal(), quality: print.quality() }
    }

    /// The hash; else what is wrong with the field, which is not repeated.
    pub(crate) fn read(&self, field: &str) -> Result<Fingerprint, Failure> {
        let kind = FingerprintKind::from_code(&self.kind);
        let kind =
            kind.ok_or_else(|| wrong(&format!("{field}.kind"), "is `pdq`, `sha256`, `sha1` or `md5`"))?;
        Fingerprint::read(kind, &self.hash, self.quality).map_err(|why| wrong(field, &why.to_string()))
    }
}

/// A field that is wrong, and how to put it right.
pub(crate) fn wrong(field: &str, fix: &str) -> Failure {
    Failure::Invalid(FieldErrors::one(field, fix), None)
}

/// An entry that counts, or one that counts no more: of that, only its id.
#[derive(Serialize, ToSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    Listed(ListedEntry),
    /// Withdrawn, disputed, quarantined, or its list is off: delete it.
    Gone {
        #[schema(value_type = String)]
        entry: ListedId,
    },
}

/// An entry that counts.
#[derive(Serialize, ToSchema)]
pub struct ListedEntry {
    #[schema(value_type = String)]
    entry: ListedId,
    #[schema(value_type = String)]
    list: ListId,
    #[schema(value_type = String)]
    medium: Medium,
    #[schema(value_type = String)]
    category: Category,
    #[schema(value_type = String)]
    confidence: Confidence,
    /// Whether a person of the service looked at what is known of it.
    confirmed: bool,
    hashes: Vec<HashText>,
    #[schema(value_type = String, format = DateTime)]
    listed_at: Timestamp,
}

/// What changed, and where to go on.
#[derive(Serialize, ToSchema)]
pub struct Changed {
    changes: Vec<Change>,
    /// Give this as `after` the next time, also when there is no more now.
    next: String,
    more: bool,
}

/// What changed since a cursor, in the order of the changes; from nothing, everything there is.
#[utoipa::path(get, path = "/api/v1/hashes/changes", tag = "hashes", security(("key" = [])),
    params(("after" = Option<String>, Query, description = "`next` of the last answer; nothing for everything."),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 1000)),
    responses((status = 200, body = Changed), Problems))]
pub async fn changes(
    ctx: Ctx,
    Extension(node): Extension<Node>,
    Query(page): Query<Page>,
) -> Result<Response, Failure> {
    let platform = enrolled::platform(&ctx, Act::PullHashes)?.organisation;
    enrolled::take(&ctx, &node, (Act::PullHashes, enrolled::PULLED_A_MINUTE), 1)?;
    let limit = page.limit.unwrap_or(CHANGES);
    if !(1..=CHANGES_MAX).contains(&limit) {
        return Err(wrong("limit", "is a whole number from 1 to 1,000"));
    }
    let after = Cursor::read(&page.after)
        .ok_or_else(|| wrong("after", "is `next` of an earlier answer, or nothing"))?;
    let mut found = store::since(&ctx.db, &after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    pulled(&ctx, platform, &found, more).await?;
    let next = found.last().map_or(after, Cursor::behind).written();
    let lists = store::lists(&ctx.db).await?;
    let changes = found.into_iter().map(|entry| change(entry, &lists)).collect();
    api::shown(&Changed { changes, next, more })
}

fn change(entry: Listed, lists: &[(ListId, List)]) -> Change {
    let on = lists.iter().any(|(id, list)| *id == entry.list && list.limits.on);
    if !on || !entry.standing.counts() {
        return Change::Gone { entry: entry.id };
    }
    Change::Listed(ListedEntry {
        entry: entry.id,
        list: entry.list,
        medium: entry.medium,
        category: entry.category,
        confidence: entry.confidence,
        confirmed: entry.standing == domain::removal::entry::Standing::Confirmed,
        hashes: entry.prints.iter().map(HashText::of).collect(),
        listed_at: entry.at,
    })
}

/// Notes how much a platform took, and how far it is now.
async fn pulled(ctx: &Ctx, platform: OrganisationId, found: &[Listed], more: bool) -> Result<(), Failure> {
    let mut tx = ctx.begin("note what a platform took").await?;
    enrolled::note(&mut tx, platform, Act::PullHashes, found.len()).await?;
    // The last turn of a page that is not the last may go on behind it.
    let upto = found.last().map_or(0, |last| last.turn - i64::from(more));
    sql("-- removal.api.pulled
        INSERT INTO removal_pull (platform, turn, at) VALUES ($1, $2, $3)
        ON CONFLICT (platform) DO UPDATE
        SET at = $3, turn = CASE WHEN removal_pull.turn > $2 THEN removal_pull.turn ELSE $2 END")
    .bind(platform)
    .bind(upto)
    .bind(ctx.now)
    .run(&mut tx)
    .await?;
    Ok(tx.commit().await?)
}

/// An entry to be put on a list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntry {
    #[schema(value_type = String)]
    medium: Medium,
    #[schema(value_type = String)]
    category: Category,
    #[schema(value_type = String)]
    confidence: Confidence,
    hashes: Vec<HashText>,
    /// The partner that the entry is from, and its own id there; else it is your organisation's own.
    #[serde(default)]
    partner: Option<FromPartner>,
}

/// From whom an entry is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FromPartner {
    name: String,
    id: String,
}

/// Entries to be put on a list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntries {
    entries: Vec<NewEntry>,
}

/// The ids of what was put on the list, in the same order.
#[derive(Serialize, ToSchema)]
pub struct PutEntries {
    #[schema(value_type = Vec<String>)]
    entries: Vec<ListedId>,
}

/// Puts entries on a list: all, or none. For the safeguarding service.
#[utoipa::path(post, path = "/api/v1/hashes/lists/{list}/entries", tag = "hashes", security(("key" = [])),
    params(("list" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]+$")),
    request_body = NewEntries, responses((status = 201, body = PutEntries), Problems))]
pub async fn put(ctx: Ctx, Path(list): Path<String>, new: Sent<NewEntries>) -> Result<Response, Failure> {
    let organisation = enrolled::service(&ctx)?.organisation;
    let id: ListId = list.parse().map_err(|_| Failure::NotFound)?;
    let known = store::list(&ctx.db, id).await?.ok_or(Failure::NotFound)?;
    let entries = listings(&ctx, organisation, new.read()?)?;
    let ids = entries.iter().map(|entry| entry.id).collect();
    let listed =
        list::put(&known, entries).map_err(|(at, why)| wrong(&format!("entries.{at}"), &why.to_string()))?;
    let mut tx = ctx.begin("put entries on a list").await?;
    let version = journal::version(&tx, &id.to_string()).await?;
    tx.append(id, version, event::Event::Removal(listed), None).await?;
    api::done(&ctx, tx, StatusCode::CREATED, &PutEntries { entries: ids }).await
}

const PARTNER_BYTES_MAX: usize = 200;

fn listings(ctx: &Ctx, organisation: OrganisationId, new: NewEntries) -> Result<Vec<Listing>, Failure> {
    let listing = |(at, entry): (usize, NewEntry)| {
        let hashes = entry.hashes.iter().enumerate();
        let fingerprints = hashes.map(|(hash, text)| text.read(&format!("entries.{at}.hashes.{hash}")));
        let from = match entry.partner {
            Some(from) if from.name.len().max(from.id.len()) > PARTNER_BYTES_MAX => {
                return Err(wrong(&format!("entries.{at}.partner"), "has at most 200 bytes in each field"));
            }
            Some(FromPartner { name, id }) => Provenance::Partner { name, id },
            None => Provenance::Organisation { organisation },
        };
        let (medium, category, confidence) = (entry.medium, entry.category, entry.confidence);
        let fingerprints = fingerprints.collect::<Result<_, _>>()?;
        Ok(Listing { id: chance::id(ctx.now), medium, fingerprints, category, confidence, from })
    };
    new.entries.into_iter().enumerate().map(listing).collect()
}
