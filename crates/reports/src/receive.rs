//! A report arrives: whole, weighed, in the right queue, kept from those it names, once.

use domain::agency::AgencyKind;
use domain::event::{Actor, Event};
use domain::id::{AccountId, OrganisationId, Reference, ReportId};
use domain::keys::Desk;
use domain::reports::course::{Attachment, Receipt};
use domain::reports::report::{Known, Problem};
use domain::reports::{self, Answers, Report, State, weigh};
use domain::words::Lang;
use jiff::Timestamp;
use kit::journal::Appended;
use kit::keys::{Fresh, Secret};
use kit::store::{Reads, Tx, sql};
use kit::{Failure, Fault, House, chance, journal, seal};
use serde::{Deserialize, Serialize};

use crate::code;

/// What is sent.
#[derive(Clone, Serialize, Deserialize)]
pub struct Sending {
    /// Its id, from the beginning: whatever happens on the way, it is taken once.
    pub report: ReportId,
    pub answers: Answers,
    pub files: Vec<Attachment>,
    /// The account that reports, if somebody is signed in, and its organisation.
    pub reporter: Option<(AccountId, OrganisationId)>,
    pub lang: Lang,
    /// The code with which to come back, if there is one.
    pub code: Option<String>,
}

/// The reference that was made is another report's already. There are 1.7 × 10^10; among a million reports some thirty
/// would be given twice. The store says so when it is written, which costs nothing; then all is prepared anew.
pub(crate) const TAKEN: &str = "another report has this reference";

/// Whether it failed by that.
pub(crate) fn clashed(failure: &Failure) -> bool {
    matches!(failure, Failure::Fault(fault) if fault.is(TAKEN))
}

/// What came of it.
pub struct Arrived {
    pub report: ReportId,
    pub reference: Reference,
    pub organisation: OrganisationId,
    /// The entry in the journal, with which its receipt is made.
    pub appended: Appended,
}

/// Why it was not taken.
pub enum NotTaken {
    /// These answers are missing or wrong.
    Problems(Vec<Problem>),
    Failure(Failure),
}

impl<T: Into<Failure>> From<T> for NotTaken {
    fn from(failure: T) -> Self {
        Self::Failure(failure.into())
    }
}

/// Prepares what will be written: everything that can fail or takes time, before the transaction.
pub struct Prepared {
    report: ReportId,
    received: Event,
    reference: Reference,
    organisation: OrganisationId,
    /// The key of the report; durable already.
    fresh: Fresh,
    /// The hash of the code, and what the code opens: the report's key for whoever has it, sealed.
    code: Option<(String, seal::Key, Secret)>,
}

/// Reads the answers, weighs them, and finds the queue and those who must not know.
pub async fn prepare(house: &House, sending: Sending) -> Result<Prepared, NotTaken> {
    let id = sending.report;
    let report = Report::from_answers(&sending.answers).map_err(NotTaken::Problems)?;
    let names: Vec<&str> = report.names_to_keep_out().collect();
    let (organisation, kept_from) = place(house, &report, &names, sending.reporter).await?;
    let receipt = Receipt {
        reference: chance::reference(),
        weighing: weigh::weigh(&report, &[]),
        organisation,
        reporter: sending.reporter.map(|(account, _)| account),
        kept_from,
        sent: Some(kit::log::receipt::sent(&sending.answers, &sending.files).to_string()),
        files: sending.files,
        lang: sending.lang,
        report,
    };
    let reference = receipt.reference.clone();
    let received = Event::Reports(reports::Event::Received { receipt: Box::new(receipt) });
    let opens = received.opens();
    let (fresh, code) = match &sending.code {
        Some(code) => {
            let proved = code::prove(house, code).await?;
            let (fresh, bearer) = house.keys.fresh_with_bearer(&opens).await?;
            (fresh, Some((proved.hash, proved.key, bearer)))
        }
        None => (house.keys.fresh(&opens).await?, None),
    };
    Ok(Prepared { report: id, received, reference, organisation, fresh, code })
}

/// Writes it, inside a transaction of the caller's.
pub async fn write(tx: &mut Tx, prepared: Prepared) -> Result<Arrived, Failure> {
    let Prepared { report, received, reference, organisation, fresh, code } = prepared;
    tx.expect(fresh);
    let appended = tx.append(report, 0, received, None).await?;
    if let Some((hash, key, bearer)) = code {
        sql("-- reports.receive.code\nUPDATE reports_report SET code = $2, bearer = $3 WHERE id = $1")
            .bind(report)
            .bind(hash)
            .bind(bearer.sealed(&key, &report.to_string())?)
            .run(tx)
            .await?;
    }
    Ok(Arrived { report, reference, organisation, appended })
}

/// Prepares and writes in one go; whoever acknowledges it waits for the receipt first.
pub async fn receive(
    house: &House,
    actor: Actor,
    now: Timestamp,
    sending: Sending,
) -> Result<Arrived, NotTaken> {
    loop {
        let prepared = prepare(house, sending.clone()).await?;
        let mut tx = house.begin("receive a report", actor, now).await?;
        match write(&mut tx, prepared).await {
            Err(failure) if clashed(&failure) => {}
            written => {
                let arrived = written?;
                tx.commit().await?;
                return Ok(arrived);
            }
        }
    }
}

/// Which queue it joins, and which accounts there must never know of it.
///
/// The reporter's choice of a school holds, unless the report is about its head, its lead or somebody
/// unknown there, or everyone who could read it is named or has no keys yet: then the safeguarding service has it.
async fn place(
    house: &House,
    report: &Report,
    names: &[&str],
    reporter: Option<(AccountId, OrganisationId)>,
) -> Result<(OrganisationId, Vec<AccountId>), Failure> {
    let post = report.post.as_deref();
    let wanted = wanted(house, report, reporter.map(|(_, organisation)| organisation)).await?;
    let too_near = report.staff == Known::Yes && matches!(post, Some("head" | "lead" | "not_sure") | None);
    if let Some(wanted) = wanted.filter(|_| !too_near) {
        let kept_from = kept_from(house, wanted, names, post, reporter).await?;
        let readers = house.directory.who_leads(house, wanted).await?;
        for lead in readers.iter().filter(|lead| !kept_from.contains(lead)) {
            if house.keys.opens(*lead, wanted, Desk::Workers).await? {
                return Ok((wanted, kept_from));
            }
        }
    }
    let desk = desk(house).await?;
    let kept_from = kept_from(house, desk, names, None, reporter).await?;
    Ok((desk, kept_from))
}

/// The organisation that the reporter wants to have it.
async fn wanted(
    house: &House,
    report: &Report,
    own: Option<OrganisationId>,
) -> Result<Option<OrganisationId>, Fault> {
    if let Some(code) = &report.school {
        let schools = house.directory.listed(house, AgencyKind::School).await?;
        return Ok(schools.into_iter().find(|school| school.code == *code).map(|school| school.id));
    }
    Ok(own)
}

/// Never the reporter themselves: naming oneself must not lock one out of one's own report.
async fn kept_from(
    house: &House,
    organisation: OrganisationId,
    names: &[&str],
    post: Option<&str>,
    reporter: Option<(AccountId, OrganisationId)>,
) -> Result<Vec<AccountId>, Fault> {
    if names.is_empty() && post.is_none() {
        return Ok(Vec::new());
    }
    let found = house.directory.who_may_be(house, organisation, names, post).await?;
    Ok(found.into_iter().filter(|account| reporter.is_none_or(|(own, _)| own != *account)).collect())
}

/// The safeguarding service of this installation.
async fn desk(house: &House) -> Result<OrganisationId, Fault> {
    let services = house.directory.listed(house, AgencyKind::SafeguardingService).await?;
    let missing =
        "there is no safeguarding service to hear reports: follow the link that `hearken serve` prints";
    services.into_iter().next().map(|service| service.id).ok_or_else(|| Fault::new(missing))
}

/// The receipt of a report that arrived before.
pub(crate) async fn receipt(
    from: &impl Reads,
    house: &House,
    report: ReportId,
) -> Result<kit::log::Receipt, Failure> {
    let history = journal::history(from, &report.to_string()).await?;
    let first = history.first().ok_or(Failure::NotFound)?;
    house.log.receipt_of(first).await
}

/// A report as it stands, and its version, from its entries.
pub async fn load(from: &impl Reads, report: ReportId) -> Result<Option<(State, u32)>, Failure> {
    let history = journal::history(from, &report.to_string()).await?;
    let version = history.last().map_or(0, |entry| entry.version);
    let events = history.into_iter().filter_map(|entry| match entry.event {
        Event::Reports(event) => Some(event),
        Event::Accounts(_) | Event::Cases(_) | Event::Referrals(_) | Event::Duty(_) | Event::Removal(_) => {
            None
        }
    });
    Ok(events.fold(None, reports::course::apply).map(|state| (state, version)))
}
