//! The modules of the return: the header, and each child with their episodes of need.
//!
//! A field holds what stands in the file, be it right or wrong: a code that does not exist is for [`super::rules`] to
//! name, by the Department's own code. Only a date must be a date to be held at all.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::Year;
use super::xml::{Field, Inside, Part, Unread, Writer};

/// Declares the modules: each field with its element, in the order in which it is written, and for a list in an element
/// of its own (`Disabilities`) the element inside (`/ Disability`).
macro_rules! modules {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty = $tag:literal $(/ $inner:literal)?,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind,)* }

        impl Part for $name {
            fn take(inside: &Inside<'_, '_>) -> Result<Self, Unread> {
                inside.holds_only(&[$($tag),*])?;
                Ok(Self { $($field: inside.field($tag, &[$($inner)?])?,)* })
            }

            fn put(&self, out: &mut Writer) {
                $(out.field(&self.$field, $tag, &[$($inner)?]);)*
            }

            fn is_bare(&self) -> bool {
                true $(&& Field::is_empty(&self.$field))*
            }
        }
    )*};
}

modules! {
    /// The whole return: the element `Message`.
    Census {
        header: Header = "Header",
        children: Vec<Child> = "Children" / "Child",
    }

    /// Whose return it is, and of when.
    Header {
        collection: Collection = "CollectionDetails",
        source: Source = "Source",
    }

    /// Which collection, and the last day of its year.
    Collection {
        /// `CIN`.
        name: Option<String> = "Collection",
        year: Option<String> = "Year",
        reference_date: Option<Date> = "ReferenceDate",
    }

    /// Who made the file, with what, when.
    Source {
        /// `L`: a local authority.
        level: Option<String> = "SourceLevel",
        /// The authority's number at the Department: three digits.
        authority: Option<String> = "LEA",
        software: Option<String> = "SoftwareCode",
        release: Option<String> = "Release",
        serial: Option<String> = "SerialNo",
        /// `2026-05-23T11:14:05`.
        made: Option<String> = "DateTime",
    }

    /// One child.
    Child {
        identifiers: Identifiers = "ChildIdentifiers",
        characteristics: Characteristics = "ChildCharacteristics",
        episodes: Vec<Episode> = "CINdetails",
    }

    /// Who the child is.
    Identifiers {
        /// The authority's own number for the child.
        la_child_id: Option<String> = "LAchildID",
        /// The unique pupil number.
        upn: Option<String> = "UPN",
        former_upn: Option<String> = "FormerUPN",
        /// Why there is no UPN.
        upn_unknown: Option<String> = "UPNunknown",
        born: Option<Date> = "PersonBirthDate",
        /// When an unborn child is expected.
        expected: Option<Date> = "ExpectedPersonBirthDate",
        sex: Option<String> = "Sex",
        died: Option<Date> = "PersonDeathDate",
    }

    /// What is recorded of the child.
    Characteristics {
        ethnicity: Option<String> = "Ethnicity",
        disabilities: Vec<String> = "Disabilities" / "Disability",
    }

    /// One episode of need: from a referral to its closure.
    Episode {
        referred: Option<Date> = "CINreferralDate",
        source: Option<String> = "ReferralSource",
        need: Option<String> = "PrimaryNeedCode",
        closed: Option<Date> = "CINclosureDate",
        closed_because: Option<String> = "ReasonForClosure",
        /// A conference that no enquiry of this authority led to: for a child who moved in with a plan.
        conference: Option<Date> = "DateOfInitialCPC",
        assessments: Vec<Assessment> = "Assessments",
        plans: Vec<CinPlan> = "CINPlanDates",
        enquiries: Vec<Enquiry> = "Section47",
        /// Whether the referral led to no further action: `true`, `1`, `false` or `0`.
        no_further_action: Option<String> = "ReferralNFA",
        protection: Vec<Protection> = "ChildProtectionPlans",
        proceedings: Vec<PreProceedings> = "PreProceedingsandFGDM",
    }

    /// An assessment under section 17 of the Children Act 1989.
    Assessment {
        started: Option<Date> = "AssessmentActualStartDate",
        reviewed: Option<Date> = "AssessmentInternalReviewDate",
        /// When it was finished.
        authorised: Option<Date> = "AssessmentAuthorisationDate",
        factors: Vec<String> = "FactorsIdentifiedAtAssessment" / "AssessmentFactors",
    }

    /// A child in need plan.
    CinPlan {
        started: Option<Date> = "CINPlanStartDate",
        ended: Option<Date> = "CINPlanEndDate",
    }

    /// An enquiry under section 47 of the Children Act 1989.
    Enquiry {
        started: Option<Date> = "S47ActualStartDate",
        /// By when the initial conference should be.
        target: Option<Date> = "InitialCPCtarget",
        conference: Option<Date> = "DateOfInitialCPC",
        /// Whether no conference was needed: `true`, `1`, `false` or `0`.
        not_needed: Option<String> = "ICPCnotRequired",
    }

    /// A child protection plan.
    Protection {
        started: Option<Date> = "CPPstartDate",
        ended: Option<Date> = "CPPendDate",
        category: Option<String> = "InitialCategoryOfAbuse",
        latest_category: Option<String> = "LatestCategoryOfAbuse",
        /// How many plans the child had before this one.
        plans_before: Option<String> = "NumberOfPreviousCPP",
        reviews: Vec<Review> = "Reviews",
    }

    /// A review of a child protection plan.
    Review {
        held: Option<Date> = "CPPreviewDate",
    }

    /// Family group decision making and the steps before care proceedings, from the census of 2025-26. It is read and
    /// written whole; no rule about it is published yet.
    PreProceedings {
        started: Option<Date> = "PPStartDate",
        letter_sent: Option<Date> = "LBPSentDate",
        meeting_offered: Option<String> = "FGDMMeetingOffer",
        meeting_held: Option<String> = "FGDMMeetingFac",
        first_meeting: Option<Date> = "InitialPPMeetingDate",
        review_meetings: Option<String> = "ReviewMeetingsCount",
        stepped: Option<Date> = "StepDecisionDate",
        outcome: Option<String> = "PPOutcome",
        applied_to_court: Option<Date> = "CourtAppDate",
        letter_of_proceedings: Option<Date> = "LetterInitCPDate",
    }
}

impl Episode {
    /// Whether the referral led to further action; what is neither said nor readable is for rule 8568.
    pub(super) fn acted_on(&self) -> bool {
        says_no(self.no_further_action.as_deref())
    }

    /// Whether it led to none.
    pub(super) fn not_acted_on(&self) -> bool {
        says_yes(self.no_further_action.as_deref())
    }

    /// Whether it was closed after an assessment: with no further action (RC8), or early help (RC9).
    pub(super) fn closed_after_assessment(&self) -> bool {
        matches!(self.closed_because.as_deref(), Some("RC8" | "RC9"))
    }
}

impl Enquiry {
    /// Whether no conference was needed.
    pub(super) fn needs_none(&self) -> bool {
        says_yes(self.not_needed.as_deref())
    }
}

/// Whether a flag says yes.
pub(super) fn says_yes(flag: Option<&str>) -> bool {
    matches!(flag, Some("true" | "1"))
}

/// Whether a flag says no.
pub(super) fn says_no(flag: Option<&str>) -> bool {
    matches!(flag, Some("false" | "0"))
}

impl Header {
    /// The header of a return of this authority, made at this moment in London.
    pub fn of(year: Year, authority: &str, made: DateTime) -> Self {
        let text = |text: &str| Some(text.to_owned());
        Self {
            collection: Collection {
                name: text("CIN"),
                year: Some(year.number().to_string()),
                reference_date: Some(year.end()),
            },
            source: Source {
                level: text("L"),
                authority: text(authority),
                software: text("Hearken"),
                release: text(env!("CARGO_PKG_VERSION")),
                serial: text("001"),
                made: Some(made.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            },
        }
    }
}
