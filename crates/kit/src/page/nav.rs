//! Where somebody who works here can go: only doors that open for them.

use domain::agency::AgencyKind;
use domain::role::Act;

use super::{Nav, words};
use crate::Ctx;
use crate::access::Matter;

/// The links at the top of every staff page.
pub fn navigation(ctx: &Ctx) -> Vec<Nav> {
    let Ok(person) = ctx.person() else { return Vec::new() };
    let own = Matter::of(person.organisation);
    let doors = [
        (Act::SeeQueue, "/queue", words::QUEUE),
        (Act::SeeQueue, "/cases", words::CASES),
        (Act::SeeQueue, "/search", words::SEARCH),
        (Act::SeeReferrals, "/referrals", words::REFERRALS),
        (Act::Report, "/report/professional", words::REPORT),
        (Act::ReadOwnReports, "/reports/mine", words::MINE),
        (Act::RunHashes, "/hashes", words::HASHES),
        (Act::ManageMembers, "/members", words::MEMBERS),
        (Act::ManageTokens, "/keys", words::KEYS),
        (Act::ManageInstallation, "/installation", words::INSTALLATION),
    ];
    doors
        .into_iter()
        .filter(|(act, ..)| ctx.could(*act, &own))
        // The lists of hashes are run by the service, not by every organisation here.
        .filter(|(act, ..)| *act != Act::RunHashes || person.agency == AgencyKind::SafeguardingService)
        .map(|(_, href, text)| Nav { href, text: text.of(ctx.lang), here: ctx.path == href })
        .collect()
}
