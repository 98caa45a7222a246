//! Reports that cannot wait: the leads are told by mail that there are some, never what they say.
//!
//! A lead who is kept from a report is not told of it; where every lead is, the others there are. Many at once are one letter.

mod words;

use std::collections::BTreeMap;

use domain::event::Actor;
use domain::id::{AccountId, OrganisationId, ReportId};
use domain::reports::Urgency;
use jiff::{SignedDuration, Timestamp};
use kit::directory::Contact;
use kit::jobs::Job;
use kit::store::{Db, Migration, Tx, sql};
use kit::{Fault, House, mail};

/// The schema.
pub(crate) const MIGRATION: Migration =
    Migration { name: "0027_cases_announced", sql: include_str!("announce.sql") };

/// Of how many reports one run tells.
const AT_ONCE: i64 = 500;

/// Looks each minute for urgent reports that nobody was told of. Safe to repeat: who was told stands beside the mail.
pub struct TellOfUrgent;

#[async_trait::async_trait]
impl Job for TellOfUrgent {
    fn name(&self) -> &'static str {
        "cases.tell_of_urgent"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(1)
    }

    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault> {
        let mut by_organisation: BTreeMap<OrganisationId, Vec<Waiting>> = BTreeMap::new();
        for waiting in untold(&house.db).await? {
            by_organisation.entry(waiting.organisation).or_default().push(waiting);
        }
        for (organisation, reports) in by_organisation {
            let mut tx = house.begin("tell of urgent reports", Actor::System, now).await?;
            tell(house, &mut tx, organisation, &reports).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

struct Waiting {
    report: ReportId,
    organisation: OrganisationId,
    urgency: i64,
    kept_from: Vec<AccountId>,
}

async fn untold(from: &Db) -> Result<Vec<Waiting>, Fault> {
    let rows = sql("-- cases.announce.untold
        SELECT i.report, i.organisation, i.urgency FROM cases_intake i
        LEFT JOIN cases_announced t ON t.report = i.report
        WHERE i.state = 'waiting' AND i.urgency <= $1 AND (t.report IS NULL OR t.urgency > i.urgency)
        ORDER BY i.urgency, i.report LIMIT $2");
    let mut all = Vec::new();
    for row in rows.bind(Urgency::Urgent.rank()).bind(AT_ONCE).all(from).await? {
        let report: ReportId = row.get("report")?;
        let kept = sql("-- cases.announce.kept_from\nSELECT account FROM cases_kept_from WHERE matter = $1");
        let kept = kept.bind(report).all(from).await?;
        let kept_from = kept.iter().map(|row| row.get("account")).collect::<Result<_, _>>()?;
        let (organisation, urgency) = (row.get("organisation")?, row.get("urgency")?);
        all.push(Waiting { report, organisation, urgency, kept_from });
    }
    Ok(all)
}

async fn tell(
    house: &House,
    tx: &mut Tx,
    organisation: OrganisationId,
    reports: &[Waiting],
) -> Result<(), Fault> {
    let leads = house.directory.leads(house, organisation).await?;
    let people = house.directory.people(house, organisation).await?;
    let mut letters: BTreeMap<AccountId, (&Contact, usize)> = BTreeMap::new();
    for waiting in reports {
        let may_know = |contact: &&Contact| !waiting.kept_from.contains(&contact.account);
        let mut told: Vec<&Contact> = leads.iter().filter(may_know).collect();
        if told.is_empty() {
            told = people.iter().filter(may_know).collect();
        }
        for contact in told {
            letters.entry(contact.account).or_insert((contact, 0)).1 += 1;
        }
    }
    for (contact, reports) in letters.into_values() {
        let (subject, body) = words::mail(reports, &house.settings.base_url, contact.lang);
        mail::write(tx, &contact.email, &subject, &body).await?;
    }
    for waiting in reports {
        sql("-- cases.announce.told
            INSERT INTO cases_announced (report, urgency) VALUES ($1, $2)
            ON CONFLICT (report) DO UPDATE SET urgency = excluded.urgency")
        .bind(waiting.report)
        .bind(waiting.urgency)
        .run(tx)
        .await?;
    }
    Ok(())
}
