//! Who may do what: roles, acts, and how a person stands to a matter.
//!
//! The policies themselves are sentences in `crates/kit/policies/access.cedar`; the table they make
//! is `golden/access.txt`.

use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$item_doc])* #[serde(rename = $code)] $item,)* }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$item),*];

            /// The written form in the journal, the API, the policies and the tables.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$item => $code,)* }
            }

            /// Reads the written form.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// What somebody is in their organisation. A person may have several.
    Role {
        /// Works there and may report; sees only what they reported.
        Staff = "staff",
        /// Designated safeguarding lead, or the lead of a team: sees the organisation's matters.
        Lead = "lead",
        /// Social worker or case worker: works the cases whose team they are in.
        Practitioner = "practitioner",
        /// Police officer or staff.
        Officer = "officer",
        /// Trust and safety at a platform: answers referrals.
        Moderator = "moderator",
        /// Sees figures, not people.
        Analyst = "analyst",
        /// Inspects how an organisation works: reads its journal, not its cases.
        Inspector = "inspector",
        /// Recruits people to work with children.
        Recruiter = "recruiter",
        /// Runs the organisation's accounts; has no view of any matter by it.
        OrganisationAdmin = "organisation_admin",
        /// Runs the installation; has no view of any matter by it.
        Administrator = "administrator",
    }
}

coded! {
    /// One thing that can be done. Every route names the act that it asks for.
    Act {
        /// Use one's own account: name, password, second factors, sessions.
        UseOwnAccount = "use_own_account",
        /// Report a concern in one's professional role.
        Report = "report",
        /// See the reports one has made, and what became of them.
        ReadOwnReports = "read_own_reports",
        /// See the queue of the organisation.
        SeeQueue = "see_queue",
        /// Read one report.
        ReadReport = "read_report",
        /// Accept, merge, link or close a report; reply to the reporter.
        Triage = "triage",
        /// Read a case, its people, chronology and files.
        ReadCase = "read_case",
        /// Change a case: notes, tasks, people, decisions.
        WorkCase = "work_case",
        /// Open a matter outside one's team, with a reason, loudly.
        BreakGlass = "break_glass",
        /// Place a legal hold, ask to lift it, ask to erase a record, agree to what another asked.
        EndRecord = "end_record",
        /// Draft, send and withdraw a referral from a case.
        Refer = "refer",
        /// See the list of referrals from and to one's organisation.
        SeeReferrals = "see_referrals",
        /// Read a referral made by or to one's organisation.
        ReadReferral = "read_referral",
        /// Acknowledge, accept or decline a referral made to one's organisation.
        AnswerReferral = "answer_referral",
        /// Make the children in need return of one's organisation.
        MakeCensus = "make_census",
        /// Read who did what, and who read what, in one's organisation.
        ReadAudit = "read_audit",
        /// Invite people, change their roles, deactivate them.
        ManageMembers = "manage_members",
        /// Make organisations and their first administrators.
        ManageInstallation = "manage_installation",
        /// Make and revoke keys for programs.
        ManageTokens = "manage_tokens",
        /// Take the lists of hashes, and what changes in them.
        PullHashes = "pull_hashes",
        /// Ask whether hashes are on a list.
        MatchHashes = "match_hashes",
        /// Tell what became of an entry: matched, removed, not found, disputed.
        FeedBackHashes = "feed_back_hashes",
        /// Run the lists of hashes: their limits, what is put on them, what is decided of their entries.
        RunHashes = "run_hashes",
    }
}

impl Act {
    /// Whether it needs the keys of a matter: everything but the running of accounts, and reporting, which nothing may
    /// stand in the way of.
    pub const fn opens_matters(self) -> bool {
        !matches!(
            self,
            Self::UseOwnAccount
                | Self::Report
                | Self::ManageMembers
                | Self::ManageInstallation
                | Self::ManageTokens
                | Self::PullHashes
                | Self::MatchHashes
                | Self::FeedBackHashes
                | Self::RunHashes
        )
    }
}

coded! {
    /// How a person stands to a matter (a report, a case, a referral). The table has a row for each.
    Relation {
        /// Reported it.
        Reporter = "reporter",
        /// In the team that works on it.
        Team = "team",
        /// In the organisation that holds it, not in its team.
        SameOrganisation = "same_organisation",
        /// In the organisation, and has broken the glass with a reason that still holds.
        BrokeGlass = "broke_glass",
        /// In the organisation that a referral was sent to.
        Recipient = "recipient",
        /// In another organisation.
        Stranger = "stranger",
        /// Named in the allegation. Sees nothing, whatever else they are.
        Named = "named",
    }
}
