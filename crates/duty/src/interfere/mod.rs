//! Who tried to stop or delay a report: recorded by anybody who can read the matter, a case or a report; also where it is
//! the lead who tried.
//!
//! The record is a matter of its own with a key of its own. Whoever it names has no seal of that key, and finds it in no
//! list, count, search or reading; it leaves no trace in the case. It is written once: there is no address that changes
//! it, and another record may go on from it.

mod page;
pub(crate) mod words;

use axum::extract::Path;
use axum::response::Redirect;
use domain::agency::Nation;
use domain::duty::interference::{self, About, Interference};
use domain::duty::{Means, Refusal};
use domain::event;
use domain::id::{AccountId, InterferenceId, OrganisationId, kind};
use domain::reports::Known;
use domain::role::Act;
use domain::time;
use kit::access::Matter;
use kit::api::Query;
use kit::form::Fields;
use kit::{Ctx, Failure, FieldErrors, chance, journal};
use maud::Markup;
use serde::Deserialize;

pub(crate) use page::list;

use crate::assess::{self, words as common};
use crate::store::{self, Recorded};

/// What a record is made about.
struct Place {
    about: About,
    organisation: OrganisationId,
    nation: Nation,
    reference: String,
    team: Vec<AccountId>,
    /// The page of the matter.
    back: String,
    /// The form's own address.
    at: String,
}

/// What the address says of a new record.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    assessment: Option<String>,
    earlier: Option<String>,
}

async fn of_case(ctx: &Ctx, case: &str) -> Result<Place, Failure> {
    let brief = assess::brief(ctx, case, Act::ReadCase).await?;
    Ok(Place {
        about: About::Case(brief.case),
        organisation: brief.organisation,
        nation: brief.nation,
        reference: brief.reference.to_string(),
        team: brief.matter.team,
        back: format!("/cases/{case}/duty"),
        at: format!("/cases/{case}/interference"),
    })
}

async fn of_report(ctx: &Ctx, report: &str) -> Result<Place, Failure> {
    let id = report.parse().map_err(|_| Failure::NotFound)?;
    let brief = ctx.house.briefing.of_report(&ctx.db, id).await?.ok_or(Failure::NotFound)?;
    let person = ctx.may_on(Act::ReadReport, &brief.matter)?;
    Ok(Place {
        about: About::Report(id),
        organisation: brief.organisation,
        nation: person.nation,
        reference: brief.reference.to_string(),
        team: Vec::new(),
        back: format!("/reports/{report}"),
        at: format!("/reports/{report}/interference"),
    })
}

/// The form, about a case.
pub async fn new_on_case(
    ctx: Ctx,
    Path(case): Path<String>,
    Query(from): Query<From>,
) -> Result<Markup, Failure> {
    let place = of_case(&ctx, &case).await?;
    page::form(&ctx, &place, &fresh(&ctx, &from), &FieldErrors::default()).await
}

/// The form, about a report.
pub async fn new_on_report(
    ctx: Ctx,
    Path(report): Path<String>,
    Query(from): Query<From>,
) -> Result<Markup, Failure> {
    let place = of_report(&ctx, &report).await?;
    page::form(&ctx, &place, &fresh(&ctx, &from), &FieldErrors::default()).await
}

fn fresh(ctx: &Ctx, from: &From) -> Fields {
    Fields::from([
        ("at", time::field(ctx.now).as_str()),
        ("assessment", from.assessment.as_deref().unwrap_or_default()),
        ("earlier", from.earlier.as_deref().unwrap_or_default()),
    ])
}

/// Records it, about a case.
pub async fn record_on_case(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let place = of_case(&ctx, &case).await?;
    record(&ctx, &place, &fields).await
}

/// Records it, about a report.
pub async fn record_on_report(
    ctx: Ctx,
    Path(report): Path<String>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let place = of_report(&ctx, &report).await?;
    record(&ctx, &place, &fields).await
}

async fn record(ctx: &Ctx, place: &Place, fields: &Fields) -> Result<Redirect, Failure> {
    let kept_from = named(ctx, place, fields).await?;
    let earlier = earlier(ctx, fields).await?;
    let told = kept_from.and_then(|kept_from| told(ctx, place, fields, (kept_from, earlier?)));
    match told.and_then(|told| interference::record(None, told, ctx.now)) {
        Ok(event) => {
            let id: InterferenceId = chance::id(ctx.now);
            let mut tx = ctx.begin("record an interference").await?;
            tx.append::<kind::Interference>(id, 0, event::Event::Duty(event), None).await?;
            tx.commit().await?;
            Ok(Redirect::to(&format!("/interference/{id}")))
        }
        Err(why) => {
            let errors = FieldErrors::one(control(fields, &why), common::refusal(&why, ctx.lang));
            let again = page::form(ctx, place, fields, &errors).await?;
            Err(Failure::Invalid(errors, Some(Box::new(again))))
        }
    }
}

fn told(
    ctx: &Ctx,
    place: &Place,
    fields: &Fields,
    (kept_from, refers_to): (Vec<AccountId>, Option<InterferenceId>),
) -> Result<Interference, Refusal> {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    Ok(Interference {
        about: place.about,
        organisation: place.organisation,
        nation: place.nation,
        by: ctx.person().map_err(|_| Refusal::NoName)?.account,
        who: text("who"),
        role: text("role"),
        said: text("said"),
        at: time::typed(&text("at")).ok_or(Refusal::NoTime)?,
        means: Means::from_code(&text("means")).ok_or(Refusal::NotAChoice)?,
        timing_only: match text("timing").as_str() {
            "yes" => Known::Yes,
            "no" => Known::No,
            _ => Known::NotKnown,
        },
        did: text("did"),
        assessment: text("assessment").parse().ok(),
        refers_to,
        team: place.team.clone(),
        kept_from,
    })
}

/// An earlier record that the writer can read; whatever else they typed is refused in the same words.
async fn earlier(ctx: &Ctx, fields: &Fields) -> Result<Result<Option<InterferenceId>, Refusal>, Failure> {
    let Some(typed) = fields.get("earlier") else { return Ok(Ok(None)) };
    let known = Failure::found(readable(ctx, typed).await)?;
    Ok(known.map(|recorded| Some(recorded.id)).ok_or(Refusal::NoSuchRecord))
}

/// Who it was, as the writer chose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Account(AccountId),
    ALead,
    Unknown,
    Outside,
}

impl Chosen {
    fn of(typed: &str) -> Option<Self> {
        match typed {
            page::A_LEAD => Some(Self::ALead),
            page::UNKNOWN => Some(Self::Unknown),
            page::OUTSIDE => Some(Self::Outside),
            account => account.parse().ok().map(Self::Account),
        }
    }

    /// Whether it may have been any of the leads of an organisation. A name can be a nickname, so the post counts too;
    /// where nothing matches, a lead is who must not read it by mistake.
    fn may_be_any_lead(self, role: &str, somebody_matches: bool, of_the_writer: bool) -> bool {
        match self {
            Self::Account(_) => false,
            Self::ALead => true,
            Self::Unknown => !somebody_matches || interference::is_a_lead(role),
            Self::Outside => !of_the_writer && interference::is_a_lead(role),
        }
    }
}

/// The accounts of whoever is named, here and where the matter lies; never that of the writer, who knows already.
async fn named(
    ctx: &Ctx,
    place: &Place,
    fields: &Fields,
) -> Result<Result<Vec<AccountId>, Refusal>, Failure> {
    let (person, text) = (ctx.person()?, |name: &str| fields.get(name).unwrap_or_default());
    let Some(chosen) = Chosen::of(text("account")) else { return Ok(Err(Refusal::NotAChoice)) };
    let mut found: Vec<AccountId> = Vec::new();
    if let Chosen::Account(account) = chosen {
        found.push(account);
    }
    let (directory, organisations) = (&ctx.house.directory, [person.organisation, place.organisation]);
    for organisation in organisations {
        found.extend(directory.who_may_be(&ctx.house, organisation, &[text("who")], None).await?);
    }
    found.retain(|account| *account != person.account);
    let matches = !found.is_empty();
    for organisation in organisations {
        if chosen.may_be_any_lead(text("role"), matches, organisation == person.organisation) {
            found.extend(directory.who_may_be(&ctx.house, organisation, &[], Some("lead")).await?);
        }
    }
    found.retain(|account| *account != person.account);
    found.sort_unstable();
    found.dedup();
    Ok(Ok(found))
}

fn control(fields: &Fields, why: &Refusal) -> &'static str {
    let missing = |name: &str| fields.get(name).is_none();
    let nobody_chosen = fields.get("account").and_then(Chosen::of).is_none();
    match why {
        Refusal::NoName if missing("who") => "who",
        Refusal::NoName => "role",
        Refusal::NoTime | Refusal::InTheFuture => "at",
        Refusal::NotAChoice if nobody_chosen => "account",
        Refusal::NotAChoice => "means",
        Refusal::NothingDone => "did",
        Refusal::NoSuchRecord => "earlier",
        Refusal::NoReason
        | Refusal::NotSaid
        | Refusal::TooLong { .. }
        | Refusal::BeforeTheSuspicion
        | Refusal::LaterWithoutReason
        | Refusal::NotifiedBefore
        | Refusal::NoSuchNotification
        | Refusal::NotAnAge
        | Refusal::NothingNew
        | Refusal::NoSuchBelief
        | Refusal::BelievedAlready
        | Refusal::TooLateToWait
        | Refusal::NoSuchNotice
        | Refusal::WrittenOnce
        | Refusal::CaseClosed => "said",
    }
}

/// A record, for whoever may read it: those who may read its matter, but for whom it names, and whoever wrote it.
async fn readable(ctx: &Ctx, id: &str) -> Result<Recorded, Failure> {
    let id: InterferenceId = id.parse().map_err(|_| Failure::NotFound)?;
    let recorded = store::recorded(&ctx.db, id).await?;
    let record = &recorded.record;
    let own = ctx.person()?.account == record.by;
    let (mut matter, act) = match record.about {
        About::Case(case) => {
            let matter = ctx.house.briefing.matter(&ctx.house, case).await?.ok_or(Failure::NotFound)?;
            (matter, if own { Act::ReadReport } else { Act::ReadCase })
        }
        About::Report(report) => {
            let brief = ctx.house.briefing.of_report(&ctx.db, report).await?;
            let matter = brief.map_or_else(|| Matter::of(record.organisation), |brief| brief.matter);
            (matter, Act::ReadReport)
        }
    };
    matter.reporter = Some(record.by);
    matter.kept_from.extend(&record.kept_from);
    ctx.may_on(act, &matter)?;
    Ok(recorded)
}

/// The page of a record: what was told, and where to go with it.
pub async fn show(ctx: Ctx, Path(interference): Path<String>) -> Result<Markup, Failure> {
    let recorded = readable(&ctx, &interference).await?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &interference, "interference").await?;
    tx.commit().await?;
    page::show(&ctx, &recorded).await
}
