//! The referrals made from a case, as the case shows them.

use domain::event::Event;
use domain::id::ReferralId;
use domain::referrals::{self, State, words as spoken};
use domain::role::Act;
use kit::journal::{self, Entry};
use kit::store::{Reads, sql};
use kit::{Ctx, Failure};
use maud::{Markup, html};

use crate::store::Opened;
use crate::words;

/// A referral with its entries.
pub(crate) struct Made {
    pub(crate) id: ReferralId,
    pub(crate) state: State,
    pub(crate) history: Vec<Entry>,
}

/// Every referral made from a case, the oldest first.
pub(crate) async fn of(from: &impl Reads, opened: &Opened) -> Result<Vec<Made>, Failure> {
    let rows = sql("-- cases.referred.of
        SELECT referral FROM cases_referral WHERE case_id = $1 ORDER BY referral");
    let mut made = Vec::new();
    for row in rows.bind(opened.id).all(from).await? {
        let id: ReferralId = row.get("referral")?;
        let history = journal::history(from, &id.to_string()).await?;
        let state = history.iter().fold(None, |state, entry| match &entry.event {
            Event::Referrals(event) => referrals::apply(state, event.clone(), entry.at),
            Event::Accounts(_) | Event::Reports(_) | Event::Cases(_) | Event::Duty(_) | Event::Removal(_) => {
                state
            }
        });
        made.extend(state.map(|state| Made { id, state, history }));
    }
    Ok(made)
}

/// The list on the page of a case, with the way to draft another.
pub(crate) fn list(ctx: &Ctx, opened: &Opened, made: &[Made]) -> Markup {
    let lang = ctx.lang;
    let may = !opened.state.closed && ctx.could(Act::Refer, &opened.matter(ctx.now));
    html! {
        h2 class="govuk-heading-m" { (words::REFERRALS.of(lang)) }
        @if made.is_empty() { p class="govuk-body" { (words::REFERRALS_NONE.of(lang)) } }
        ul class="govuk-list" {
            @for referral in made {
                li {
                    a class="govuk-link" href={ "/referrals/" (referral.id) } { (referral.state.draft.reference) }
                    " – " (referral.state.draft.recipient.name) " – "
                    (spoken::standing(referral.state.standing).of(lang))
                }
            }
        }
        @if may {
            p class="govuk-body" {
                a class="govuk-link" href={ "/cases/" (opened.id) "/refer" } { (words::REFER_FORM.of(lang)) } " · "
                a class="govuk-link" href={ "/referrals/new/" (opened.id) } { (words::REFER.of(lang)) }
            }
        }
    }
}
