//! What a case tells whatever is made from it, and whose a report is. Implemented by `cases`.

use domain::agency::Nation;
use domain::cases::course::Subject;
use domain::id::{CaseId, OrganisationId, Reference, ReportId};
use domain::reports::course::Attachment;
use domain::reports::{Harm, Report, Urgency};
use jiff::Timestamp;

use crate::access::Matter;
use crate::store::Db;
use crate::{Fault, House};

/// A case in brief.
#[derive(Debug, Clone)]
pub struct Brief {
    pub case: CaseId,
    pub reference: Reference,
    pub organisation: OrganisationId,
    pub nation: Nation,
    pub harm: Harm,
    pub urgency: Urgency,
    pub closed: bool,
    /// Who stands how to the case, now.
    pub matter: Matter,
    pub subjects: Vec<Subject>,
    /// Its reports: reference, when each arrived, what it tells.
    pub reports: Vec<(Reference, Timestamp, Report)>,
    /// The ids of its reports, in the same order.
    pub report_ids: Vec<ReportId>,
    /// The files that are kept with it: those that came with its reports, and those that were added.
    pub files: Vec<CaseFile>,
}

/// A file that is kept with a case.
#[derive(Debug, Clone)]
pub struct CaseFile {
    pub file: Attachment,
    /// The report that it came with; none where it was added to the case.
    pub report: Option<ReportId>,
}

/// A report in brief: whose it is, and who stands how to it.
#[derive(Debug, Clone)]
pub struct ReportBrief {
    pub report: ReportId,
    pub reference: Reference,
    pub organisation: OrganisationId,
    pub matter: Matter,
}

/// Tells of cases.
#[async_trait::async_trait]
pub trait Briefing: Send + Sync {
    /// The case with this id, for whoever has a key to it; nothing when there is none.
    async fn brief(&self, from: &Db, house: &House, case: CaseId) -> Result<Option<Brief>, Fault>;
    /// The report with this id, for whoever has a key to it; nothing when there is none.
    async fn of_report(&self, from: &Db, report: ReportId) -> Result<Option<ReportBrief>, Fault>;
    /// How people stand to a case, which needs no key.
    async fn matter(&self, house: &House, case: CaseId) -> Result<Option<Matter>, Fault>;
}
