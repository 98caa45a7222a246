//! What each act is called, in English and Welsh.

use domain::role::Act;
use domain::words::Words;

/// What a key may do, as the administrator chooses it.
pub(crate) const fn act(act: Act) -> Words {
    match act {
        Act::UseOwnAccount => Words::new("Use the account", "Defnyddio'r cyfrif"),
        Act::Report => Words::new("Report a concern", "Adrodd pryder"),
        Act::ReadOwnReports => Words::new("See own reports", "Gweld eich adroddiadau eich hun"),
        Act::SeeQueue => Words::new("See the queue", "Gweld y ciw"),
        Act::ReadReport => Words::new("Read reports", "Darllen adroddiadau"),
        Act::Triage => Words::new("Triage reports", "Brysbennu adroddiadau"),
        Act::ReadCase => Words::new("Read cases", "Darllen achosion"),
        Act::WorkCase => Words::new("Work on cases", "Gweithio ar achosion"),
        Act::BreakGlass => Words::new("Look in from outside the team", "Edrych i mewn o'r tu allan i'r tîm"),
        Act::EndRecord => Words::new("Hold or erase records", "Dal neu ddileu cofnodion"),
        Act::Refer => Words::new("Refer", "Atgyfeirio"),
        Act::SeeReferrals => Words::new("See the list of referrals", "Gweld y rhestr o atgyfeiriadau"),
        Act::ReadReferral => Words::new("Read referrals", "Darllen atgyfeiriadau"),
        Act::AnswerReferral => Words::new("Answer referrals", "Ateb atgyfeiriadau"),
        Act::MakeCensus => Words::new("Make the census return", "Gwneud ffurflen y cyfrifiad"),
        Act::ReadAudit => Words::new("Read who did what", "Darllen pwy wnaeth beth"),
        Act::ManageMembers => Words::new("Run accounts", "Rheoli cyfrifon"),
        Act::ManageInstallation => Words::new("Run the installation", "Rheoli'r gosodiad"),
        Act::ManageTokens => Words::new("Make keys", "Gwneud allweddi"),
        Act::PullHashes => Words::new("Take lists of hashes", "Cymryd rhestrau o hashau"),
        Act::MatchHashes => Words::new("Look hashes up", "Chwilio am hashau"),
        Act::FeedBackHashes => Words::new("Tell what became of hashes", "Dweud beth ddigwyddodd i hashau"),
        Act::RunHashes => Words::new("Run lists of hashes", "Rheoli rhestrau o hashau"),
    }
}
