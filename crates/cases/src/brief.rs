//! What a case tells a referral that is made from it.

use domain::id::{CaseId, ReportId};
use jiff::Timestamp;
use kit::access::Matter;
use kit::briefing::{Brief, Briefing, CaseFile, ReportBrief};
use kit::store::Db;
use kit::{Failure, Fault, House};

use crate::store;

/// Tells of cases.
pub struct Telling;

#[async_trait::async_trait]
impl Briefing for Telling {
    async fn matter(&self, house: &House, case: CaseId) -> Result<Option<Matter>, Fault> {
        store::matter(&house.db, case, house.clock.now()).await
    }

    async fn of_report(&self, from: &Db, report: ReportId) -> Result<Option<ReportBrief>, Fault> {
        match store::waiting(from, report).await {
            Ok(waiting) => {
                let matter = waiting.matter();
                let receipt = waiting.state.receipt;
                let (reference, organisation) = (receipt.reference, receipt.organisation);
                Ok(Some(ReportBrief { report, reference, organisation, matter }))
            }
            Err(Failure::Fault(fault)) => Err(fault),
            Err(_) => Ok(None),
        }
    }

    async fn brief(&self, from: &Db, house: &House, case: CaseId) -> Result<Option<Brief>, Fault> {
        match brief(from, house, case).await {
            Ok(brief) => Ok(Some(brief)),
            Err(Failure::Fault(fault)) => Err(fault),
            // A case that is not there, or not theirs, fails in no other way.
            Err(_) => Ok(None),
        }
    }
}

async fn brief(from: &Db, house: &House, case: CaseId) -> Result<Brief, Failure> {
    let opened = store::opened(from, &case.to_string()).await?;
    let mut reports = Vec::with_capacity(opened.state.reports.len());
    let mut files = Vec::new();
    for report in &opened.state.reports {
        let waiting = store::waiting(from, *report).await?;
        let came = waiting.state.files();
        files.extend(came.map(|file| CaseFile { file: file.clone(), report: Some(*report) }));
        let receipt = waiting.state.receipt;
        reports.push((receipt.reference, waiting.received_at, receipt.report));
    }
    let now: Timestamp = house.clock.now();
    let matter = opened.matter(now);
    let state = opened.state;
    files.extend(state.files.iter().map(|file| CaseFile { file: file.clone(), report: None }));
    Ok(Brief {
        case,
        reference: state.opening.reference,
        organisation: state.opening.organisation,
        nation: state.opening.nation,
        harm: state.opening.harm,
        urgency: state.urgency,
        closed: state.closed,
        matter,
        subjects: state.subjects,
        reports,
        report_ids: state.reports,
        files,
    })
}
