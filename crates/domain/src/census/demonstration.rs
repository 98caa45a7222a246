//! A synthetic year of a small authority: every course that a referral can take, and every module of the return.
//!
//! Nobody in it exists. It is the same for the same arguments, so that the demonstration, the tests and
//! `hearken census demonstration` have one year between them. [`child`] makes one child of a [`Story`] that begins on a
//! day of the year: whatever the story and the day, no rule refuses it.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::Year;
use super::children::{
    Assessment, Census, Characteristics, Child, CinPlan, Enquiry, Episode, Header, Identifiers,
    PreProceedings, Protection, Review,
};
use super::rules::check_letter;
use crate::role::coded;
use crate::time::days::{self, Division};

coded! {
    /// What became of a child in the year.
    Story {
        /// Referred, and no further action taken.
        NotActedOn = "not_acted_on",
        /// Assessed, and nothing found.
        NothingFound = "nothing_found",
        /// Assessed, and passed to early help.
        EarlyHelp = "early_help",
        /// In need since the year before, with a plan that goes on.
        LongInNeed = "long_in_need",
        /// Assessed, with a plan that goes on.
        InNeed = "in_need",
        /// A plan that ended, and the case with it.
        Helped = "helped",
        /// An enquiry that needed no conference.
        Enquired = "enquired",
        /// A child protection plan that goes on.
        Protected = "protected",
        /// A child protection plan that became a child in need plan.
        SteppedDown = "stepped_down",
        /// Exploited by criminals: a factor, since there is no such category.
        Exploited = "exploited",
        /// Moved here with a plan of another authority.
        MovedIn = "moved_in",
        /// Not born when the year ended.
        Unborn = "unborn",
        Died = "died",
        /// Closed, and referred again.
        ReferredAgain = "referred_again",
        /// The assessment goes on when the year ends.
        BeingAssessed = "being_assessed",
        /// The enquiry goes on when the year ends.
        BeingEnquired = "being_enquired",
        /// The steps before care proceedings.
        BeforeCourt = "before_court",
    }
}

/// The last day of the year on which a [`Story`] can begin, counted from 0.
pub const FIRST_DAY_MAX: i32 = 110;

/// The whole year: one child of each story, and the number of an authority that exists.
pub fn census(year: Year, authority: &str, made: DateTime) -> Census {
    let number = |at: usize| u32::try_from(at).expect("there are fewer stories than that");
    let day = |at: usize| i32::try_from(at * 6).expect("there are fewer stories than that");
    let all = Story::ALL.iter().enumerate();
    Census {
        header: Header::of(year, authority, made),
        children: all.map(|(at, story)| child(*story, number(at) + 1, day(at), year)).collect(),
    }
}

/// One child whose story begins on this day of the year (see [`FIRST_DAY_MAX`]). Children of one return differ by number.
pub fn child(story: Story, number: u32, first_day: i32, year: Year) -> Child {
    let days = Days { year, first: first_day.clamp(0, FIRST_DAY_MAX) };
    let mut child = Child {
        identifiers: identifiers(story, number, days),
        characteristics: Characteristics {
            ethnicity: Some(ETHNICITIES[number as usize % ETHNICITIES.len()].to_owned()),
            disabilities: texts(disabilities(story)),
        },
        episodes: Vec::new(),
    };
    child.episodes = episodes(story, days);
    child
}

const ETHNICITIES: [&str; 6] = ["WBRI", "APKN", "BAFR", "MWBC", "WOTH", "NOBT"];

const fn disabilities(story: Story) -> &'static [&'static str] {
    match story {
        Story::LongInNeed => &["LD", "AUT"],
        Story::InNeed => &["MOB"],
        Story::SteppedDown => &["HEAR", "COMM"],
        Story::Exploited => &["BEH"],
        Story::ReferredAgain => &["VIS"],
        Story::Helped => &["CON", "DDA"],
        Story::Unborn => &[],
        Story::NotActedOn
        | Story::NothingFound
        | Story::EarlyHelp
        | Story::Enquired
        | Story::Protected
        | Story::MovedIn
        | Story::Died
        | Story::BeingAssessed
        | Story::BeingEnquired
        | Story::BeforeCourt => &["NONE"],
    }
}

/// The days of a story.
#[derive(Clone, Copy)]
struct Days {
    year: Year,
    first: i32,
}

impl Days {
    /// So many days after the story began, or the working day after that.
    fn at(self, days: i32) -> Date {
        working(self.year.start().saturating_add((self.first + days).days()))
    }

    /// So many days before the year ends, or the working day after that.
    fn left(self, days: i32) -> Date {
        working(self.year.end().saturating_sub(days.days()))
    }
}

fn working(day: Date) -> Date {
    let works = |day: &Date| days::is_working(*day, Division::EnglandAndWales).unwrap_or(true);
    day.series(1.day()).find(works).unwrap_or(day)
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn identifiers(story: Story, number: u32, days: Days) -> Identifiers {
    let mut who = Identifiers {
        la_child_id: Some(format!("HK{number:06}")),
        sex: text(if number.is_multiple_of(2) { "F" } else { "M" }),
        born: Some(days.year.end_less(14).saturating_sub(days.first.days())),
        ..Identifiers::default()
    };
    match story {
        Story::Unborn => {
            (who.born, who.sex, who.upn_unknown) = (None, text("U"), text("UN1"));
            who.expected = Some(days.year.end().saturating_add(2.months()));
        }
        Story::MovedIn => {
            (who.born, who.upn_unknown) = (Some(days.year.end_less(2)), text("UN1"));
        }
        Story::NotActedOn => who.upn_unknown = text("UN7"),
        Story::Died => (who.died, who.upn) = (Some(days.at(60)), Some(upn(number))),
        Story::NothingFound
        | Story::EarlyHelp
        | Story::LongInNeed
        | Story::InNeed
        | Story::Helped
        | Story::Enquired
        | Story::Protected
        | Story::SteppedDown
        | Story::Exploited
        | Story::ReferredAgain
        | Story::BeingAssessed
        | Story::BeingEnquired
        | Story::BeforeCourt => who.upn = Some(upn(number)),
    }
    who
}

/// A pupil number of nobody, with its check letter.
fn upn(number: u32) -> String {
    let rest = format!("201{:09}", number % 1_000_000_000);
    let letter = check_letter(&format!("A{rest}")).expect("twelve digits have a check letter");
    format!("{letter}{rest}")
}

fn referral(day: Date) -> Episode {
    Episode {
        referred: Some(day),
        source: text("6"),
        need: text("N1"),
        no_further_action: text("false"),
        ..Episode::default()
    }
}

fn assessed(mut episode: Episode, days: Days, from: i32, factors: &[&str]) -> Episode {
    episode.assessments.push(Assessment {
        started: Some(days.at(from)),
        reviewed: None,
        authorised: Some(days.at(from + 28)),
        factors: texts(factors),
    });
    episode
}

fn closed(mut episode: Episode, day: Date, reason: &str) -> Episode {
    (episode.closed, episode.closed_because) = (Some(day), text(reason));
    episode
}

fn planned(mut episode: Episode, started: Date, ended: Option<Date>) -> Episode {
    episode.plans.push(CinPlan { started: Some(started), ended });
    episode
}

/// An enquiry that led to a conference, and a plan from that day.
fn protected(mut episode: Episode, days: Days, category: &str, ended: Option<Date>) -> Episode {
    let conference = Some(days.at(20));
    episode.enquiries.push(Enquiry {
        started: Some(days.at(4)),
        target: Some(days.at(22)),
        conference,
        not_needed: text("false"),
    });
    episode.protection.push(plan(conference, category, ended, days));
    episode
}

fn plan(started: Option<Date>, category: &str, ended: Option<Date>, days: Days) -> Protection {
    let reviews = std::iter::once(days.at(100)).chain(ended);
    Protection {
        started,
        ended,
        category: text(category),
        latest_category: text(category),
        plans_before: text("0"),
        reviews: reviews.map(|day| Review { held: Some(day) }).collect(),
    }
}

fn episodes(story: Story, days: Days) -> Vec<Episode> {
    let first = referral(days.at(0));
    let found = |factors: &[&str]| assessed(first.clone(), days, 2, factors);
    let one = match story {
        Story::NotActedOn => {
            Episode { no_further_action: text("true"), need: None, source: text("1A"), ..first }
        }
        Story::NothingFound => closed(found(&["21"]), days.at(30), "RC8"),
        Story::EarlyHelp => closed(found(&["3A", "4B"]), days.at(30), "RC9"),
        Story::LongInNeed => long_in_need(days),
        Story::InNeed => planned(found(&["6A"]), days.at(35), None),
        Story::Helped => {
            closed(planned(found(&["2B"]), days.at(35), Some(days.at(150))), days.at(150), "RC7")
        }
        Story::Enquired => enquired(planned(found(&["17A"]), days.at(35), None), days),
        Story::Protected => protected(found(&["16A"]), days, "NEG", None),
        Story::SteppedDown => {
            planned(protected(found(&["3B", "16A"]), days, "EMO", Some(days.at(200))), days.at(200), None)
        }
        Story::Exploited => protected(found(&["10A", "13A", "24A"]), days, "PHY", None),
        Story::MovedIn => moved_in(found(&["17A"]), days),
        Story::Unborn => planned(unborn(days), days.left(20), None),
        Story::Died => closed(found(&["20"]), days.at(60), "RC2"),
        Story::ReferredAgain => {
            let again = assessed(referral(days.at(90)), days, 92, &["3A"]);
            let again = planned(again, days.at(125), None);
            return vec![closed(found(&["21"]), days.at(30), "RC8"), again];
        }
        Story::BeingAssessed => being_assessed(days),
        Story::BeingEnquired => {
            let mut episode = being_assessed(days);
            let enquiry = Enquiry {
                started: Some(days.left(12)),
                target: Some(days.left(-8)),
                conference: None,
                not_needed: text("false"),
            };
            episode.enquiries.push(enquiry);
            episode
        }
        Story::BeforeCourt => before_court(protected(found(&["4B", "16A"]), days, "NEG", None), days),
    };
    vec![one]
}

fn long_in_need(days: Days) -> Episode {
    let before = |weeks: i64| days.year.start().saturating_sub(weeks.weeks());
    let mut episode = planned(referral(before(30)), before(24), None);
    (episode.need, episode.source) = (text("N2"), text("3B"));
    episode
}

fn enquired(mut episode: Episode, days: Days) -> Episode {
    let started = Some(days.at(4));
    episode.enquiries.push(Enquiry {
        started,
        target: Some(days.at(22)),
        conference: None,
        not_needed: text("true"),
    });
    episode
}

fn moved_in(mut episode: Episode, days: Days) -> Episode {
    episode.source = text("5C");
    episode.conference = Some(days.at(12));
    let mut plan = plan(episode.conference, "NEG", None, days);
    plan.plans_before = text("1");
    episode.protection.push(plan);
    episode
}

fn unborn(days: Days) -> Episode {
    let mut episode = referral(days.left(60));
    episode.source = text("3F");
    let (started, authorised) = (Some(days.left(58)), Some(days.left(25)));
    episode.assessments.push(Assessment { started, reviewed: None, authorised, factors: texts(&["3B"]) });
    episode
}

fn being_assessed(days: Days) -> Episode {
    let mut episode = referral(days.left(21));
    episode.source = text("2A");
    episode.assessments.push(Assessment { started: Some(days.left(18)), ..Assessment::default() });
    episode
}

fn before_court(mut episode: Episode, days: Days) -> Episode {
    episode.proceedings.push(PreProceedings {
        started: Some(days.at(120)),
        letter_sent: Some(days.at(121)),
        meeting_offered: text("1"),
        meeting_held: text("1"),
        first_meeting: Some(days.at(135)),
        review_meetings: text("1"),
        ..PreProceedings::default()
    });
    episode
}
