//! The tasks that a referral leaves, in English and Welsh.

use domain::agency::Nation;
use domain::referrals::nrm::tasks::Task;
use domain::words::Lang;

/// What a referral to the National Referral Mechanism leaves to be done.
pub(super) fn owed(task: &Task, lang: Lang) -> String {
    let number = |id: &str| {
        let contact = domain::rules::rulebook().contact(id);
        contact.map(|contact| contact.phone.clone().or_else(|| contact.page.clone()).unwrap_or_default())
    };
    let of = |nation: &Nation| match nation {
        Nation::England | Nation::Wales => number("CON-ICTG"),
        Nation::Scotland => number("CON-GUARD-S"),
        Nation::NorthernIreland => number("CON-GUARD-NI"),
    };
    match (task, lang) {
        (Task::Guardian { nation }, Lang::En) => {
            format!("Refer the child to the independent guardians ({}).", of(nation).unwrap_or_default())
        }
        (Task::Guardian { nation }, Lang::Cy) => {
            format!("Atgyfeiriwch y plentyn at y gwarcheidwaid annibynnol ({}).", of(nation).unwrap_or_default())
        }
        (Task::GuardianUnknown { nation, area }, Lang::En) => format!(
            "Find out whether independent child trafficking guardians serve {area}, and refer the child to them if they do ({}).",
            of(nation).unwrap_or_default()
        ),
        (Task::GuardianUnknown { nation, area }, Lang::Cy) => format!(
            "Canfyddwch a yw gwarcheidwaid annibynnol masnachu plant yn gwasanaethu {area}, ac atgyfeiriwch y plentyn atynt os ydynt ({}).",
            of(nation).unwrap_or_default()
        ),
        (Task::AgePack { primary: Some(true) }, Lang::En) => {
            "Give the child the pack that explains the referral: the one for primary school, until 11.".to_owned()
        }
        (Task::AgePack { primary: Some(false) }, Lang::En) => {
            "Give the child the pack that explains the referral: the one for 11 to 18.".to_owned()
        }
        (Task::AgePack { primary: None }, Lang::En) => {
            "Give the child the pack that explains the referral: for primary school until 11, else for 11 to 18.".to_owned()
        }
        (Task::AgePack { .. }, Lang::Cy) => {
            "Rhowch i'r plentyn y pecyn sy'n egluro'r atgyfeiriad: i'r ysgol gynradd hyd at 11, fel arall i 11 hyd 18.".to_owned()
        }
        (Task::Approaching18 { birthday }, Lang::En) => format!(
            "Turns 18 on {}: without a conclusive grounds decision by then, they have to agree to stay in the mechanism. Ask in time.",
            birthday.strftime("%d/%m/%Y")
        ),
        (Task::Approaching18 { birthday }, Lang::Cy) => format!(
            "Yn troi'n 18 ar {}: heb benderfyniad ar seiliau terfynol erbyn hynny, rhaid iddynt gytuno i aros yn y mecanwaith. Gofynnwch mewn pryd.",
            birthday.strftime("%d/%m/%Y")
        ),
    }
}
