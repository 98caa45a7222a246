use proptest::prelude::*;

use super::*;

fn located(typed: &str) -> Located {
    locate(&Place::read(typed).unwrap())
}

#[test]
fn a_place_names_its_authority_its_force_and_its_nation() {
    let cases = [
        ("SN3 1RA", "E06000030", "Swindon", "Wiltshire Police", Nation::England),
        ("SN3", "E06000030", "Swindon", "Wiltshire Police", Nation::England),
        ("BT1", "N09000003", "Belfast", "Police Service of Northern Ireland", Nation::NorthernIreland),
        ("EH1", "S12000036", "City of Edinburgh", "Police Scotland", Nation::Scotland),
        ("CF10", "W06000015", "Cardiff", "South Wales Police", Nation::Wales),
        ("SW1A 1AA", "E09000033", "Westminster", "Metropolitan Police Service", Nation::England),
    ];
    for (typed, code, name, force, nation) in cases {
        let found = located(typed);
        let authority = found.authority().unwrap();
        assert_eq!((authority.code.as_str(), authority.name.as_str()), (code, name), "{typed}");
        assert_eq!(found.police_force().unwrap().name, force, "{typed}");
        assert_eq!(found.nation(), Some(nation), "{typed}");
    }
}

#[test]
fn a_district_answers_with_its_county() {
    let cambridge = located("CB1 1PT");
    assert_eq!(cambridge.authority().unwrap().name, "Cambridge");
    assert_eq!(cambridge.childrens_services().unwrap().name, "Cambridgeshire");
}

#[test]
fn an_outcode_in_two_authorities_gives_both_with_their_shares() {
    let found = located("SW1A");
    let Located::Several { candidates } = &found else { panic!("{found:?}") };
    let names: Vec<_> = candidates.iter().map(|candidate| candidate.authority.name.as_str()).collect();
    assert_eq!(names, ["Westminster", "Wandsworth"]);
    assert!(candidates[0].share > 0.9 && candidates[1].share > 0.0);
    assert_eq!(found.authority(), None);
    assert_eq!(found.childrens_services(), None);
    assert_eq!(found.police_force().unwrap().name, "Metropolitan Police Service");
}

#[test]
fn a_made_up_postcode_is_not_known_but_its_neighbourhood_is() {
    let found = located("SN3 9ZZ");
    let Located::NoSuchPostcode { postcode, nearby } = &found else { panic!("{found:?}") };
    assert_eq!(postcode.to_string(), "SN3 9ZZ");
    assert_eq!(nearby[0].authority.name, "Swindon");
    assert_eq!(found.authority(), None);
}

#[test]
fn a_half_that_starts_no_postcode_is_not_known() {
    assert!(matches!(located("QQ9"), Located::NoSuchOutcode { .. }));
    assert!(matches!(located("QQ9 9ZZ"), Located::NoSuchPostcode { nearby, .. } if nearby.is_empty()));
}

#[test]
fn the_islands_are_not_in_the_united_kingdom() {
    assert_eq!(located("IM1 1AA").nation(), None);
    assert_eq!(located("im1"), Located::OutsideUk { name: "Isle of Man" });
    assert_eq!(located("JE2"), Located::OutsideUk { name: "Channel Islands" });
}

#[test]
fn not_sure_is_an_answer() {
    for typed in ["not_sure", "Not sure", "not sure."] {
        assert_eq!(Place::read(typed), Ok(Place::NotSure), "{typed}");
    }
    assert_eq!(locate(&Place::NotSure), Located::NotSure);
    assert_eq!(Located::NotSure.nation(), None);
}

#[test]
fn the_api_says_what_was_found() {
    let written = serde_json::to_value(located("SN3 1RA")).unwrap();
    assert_eq!(written["found"], "one");
    assert_eq!(written["authority"]["police_force"]["name"], "Wiltshire Police");
    assert_eq!(
        serde_json::to_value(located("SW1A")).unwrap()["candidates"][1]["authority"]["name"],
        "Wandsworth"
    );
    assert_eq!(serde_json::to_value(located("SN3 9ZZ")).unwrap()["postcode"], "SN3 9ZZ");
}

#[test]
fn a_place_is_kept_as_it_is_written() {
    for (typed, written) in [("sn31ra", "SN3 1RA"), ("sn3", "SN3"), ("not sure", "not_sure")] {
        let place = Place::read(typed).unwrap();
        assert_eq!(place.to_string(), written);
        assert_eq!(Place::read(&place.to_string()), Ok(place));
        let kept = serde_json::to_string(&place).unwrap();
        assert_eq!(serde_json::from_str::<Place>(&kept).unwrap(), place, "{kept}");
    }
}

proptest! {
    #[test]
    fn every_place_that_can_be_read_has_an_answer(typed in "[A-Z]{1,2}[0-9]{1,2}[A-Z]? ?([0-9][A-Z]{2})?") {
        let Ok(place) = Place::read(&typed) else { return Ok(()) };
        let found = locate(&place);
        let shares: f64 = found.candidates().iter().map(|candidate| candidate.share).sum();
        prop_assert!(shares == 0.0 || (shares - 1.0).abs() < 1e-9, "{:?}", found);
        prop_assert_eq!(Place::read(&place.to_string()), Ok(place));
        if let Place::Postcode(postcode) = place && let Some(authority) = found.authority() {
            let around = locate(&Place::Outcode(postcode.outcode())).candidates();
            prop_assert!(around.iter().any(|candidate| candidate.authority == authority));
        }
    }

    #[test]
    fn anything_typed_gets_an_answer(typed in "\\PC{0,60}") {
        if let Ok(place) = Place::read(&typed) {
            let _ = locate(&place).nation();
        }
    }
}
