//! Who may do what: the policies asked, and how a person stands to a matter.
//!
//! The policies are sentences in `policies/access.cedar`. A "no" about a matter is always
//! [`Failure::NotFound`]: 403 would tell that it exists.

use std::collections::{BTreeSet, HashMap, HashSet};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request, RestrictedExpression,
};
use domain::id::{AccountId, OrganisationId};
use domain::role::{Act, Relation, Role};

use crate::ctx::Person;
use crate::{Failure, Fault, OrFault as _};

/// The policies, read once.
pub struct Policies {
    set: PolicySet,
    authorizer: Authorizer,
}

/// What decides how somebody stands to a matter.
#[derive(Debug, Clone, Default)]
pub struct Matter {
    /// The organisation that holds it.
    pub organisation: Option<OrganisationId>,
    pub reporter: Option<AccountId>,
    pub team: Vec<AccountId>,
    /// Organisations that a referral was sent to.
    pub recipients: Vec<OrganisationId>,
    /// Who broke the glass and still may look.
    pub broke_glass: Vec<AccountId>,
    /// Who must never know: the people named in the allegation.
    pub kept_from: Vec<AccountId>,
}

impl Matter {
    /// A matter that is the organisation itself: its queue, its members, its journal.
    pub fn of(organisation: OrganisationId) -> Self {
        Self { organisation: Some(organisation), ..Self::default() }
    }

    /// Every way in which this person stands to it.
    pub fn relations(&self, account: AccountId, organisation: OrganisationId) -> BTreeSet<Relation> {
        let inside = self.organisation == Some(organisation);
        let stands = [
            (Relation::Reporter, self.reporter == Some(account)),
            (Relation::Team, inside && self.team.contains(&account)),
            (Relation::SameOrganisation, inside),
            (Relation::BrokeGlass, inside && self.broke_glass.contains(&account)),
            (Relation::Recipient, self.recipients.contains(&organisation)),
            (Relation::Named, self.kept_from.contains(&account)),
        ];
        let mut relations: BTreeSet<Relation> =
            stands.into_iter().filter(|(_, yes)| *yes).map(|(relation, _)| relation).collect();
        if relations.is_empty() {
            relations.insert(Relation::Stranger);
        }
        relations
    }
}

impl Policies {
    /// Reads the policies that come with the binary.
    pub fn load() -> Result<Self, Fault> {
        let set = include_str!("../policies/access.cedar").parse().or_fault("reading the access policies")?;
        Ok(Self { set, authorizer: Authorizer::new() })
    }

    /// Policies that allow everything: for tests of what holds without them.
    #[cfg(feature = "testing")]
    pub fn none() -> Result<Self, Fault> {
        let set = "permit (principal, action, resource);".parse().or_fault("reading the access policies")?;
        Ok(Self { set, authorizer: Authorizer::new() })
    }

    /// Whether somebody with these roles, who stands so to a matter, may do it.
    pub fn allows(&self, act: Act, roles: &[Role], relations: &BTreeSet<Relation>) -> Result<bool, Fault> {
        let (principal, resource) = (uid("Person", "asking")?, uid("Matter", "asked")?);
        let action = uid("Action", act.code())?;
        let strings = |codes: Vec<&str>| {
            RestrictedExpression::new_set(
                codes.into_iter().map(|code| RestrictedExpression::new_string(code.to_owned())),
            )
        };
        let has =
            |wanted: &[Role]| RestrictedExpression::new_bool(roles.iter().any(|role| wanted.contains(role)));
        let person = HashMap::from([
            ("roles".to_owned(), strings(roles.iter().map(|role| role.code()).collect())),
            ("works_cases".to_owned(), has(&[Role::Lead, Role::Practitioner, Role::Officer])),
            (
                "answers_referrals".to_owned(),
                has(&[Role::Lead, Role::Practitioner, Role::Officer, Role::Moderator]),
            ),
        ]);
        let relations = strings(relations.iter().map(|relation| relation.code()).collect());
        let matter = HashMap::from([("relations".to_owned(), relations)]);
        let entities = [(principal.clone(), person), (resource.clone(), matter)]
            .into_iter()
            .map(|(uid, attributes)| Entity::new(uid, attributes, HashSet::new()))
            .collect::<Result<Vec<_>, _>>()
            .or_fault("describing who asks for what")?;
        let entities =
            Entities::from_entities(entities, None).or_fault("putting together who asks for what")?;
        let request = Request::new(principal, action, resource, Context::empty(), None);
        let request = request.or_fault("asking the access policies")?;
        Ok(self.authorizer.is_authorized(&request, &self.set, &entities).decision() == Decision::Allow)
    }

    /// Asks on behalf of a person, about a matter.
    pub fn ask(&self, person: &Person, act: Act, matter: &Matter) -> Result<(), Failure> {
        let relations = matter.relations(person.account, person.organisation);
        if self.allows(act, &person.roles, &relations)? { Ok(()) } else { Err(Failure::NotFound) }
    }

    /// The table of who may do what: act, role, relation; printed to `golden/access.txt`.
    pub fn table(&self) -> Result<String, Fault> {
        let mut text = String::from("act | role | may, when they stand to the matter as\n");
        for act in Act::ALL {
            for role in Role::ALL {
                let may: Vec<&str> = Relation::ALL
                    .iter()
                    .filter(|relation| self.allows(*act, &[*role], &standing(**relation)).unwrap_or(false))
                    .map(|relation| relation.code())
                    .collect();
                let may = if may.is_empty() { "never".to_owned() } else { may.join(", ") };
                let line = [act.code(), role.code(), &may].join(" | ");
                text.push_str(&line);
                text.push('\n');
            }
        }
        Ok(text)
    }
}

/// A relation with those that it implies: a team is inside its organisation. One who is named is named
/// in spite of being in the team and the organisation, which is the case that matters.
fn standing(relation: Relation) -> BTreeSet<Relation> {
    match relation {
        Relation::Team | Relation::BrokeGlass => BTreeSet::from([relation, Relation::SameOrganisation]),
        Relation::Named => {
            BTreeSet::from([relation, Relation::SameOrganisation, Relation::Team, Relation::Reporter])
        }
        Relation::Reporter | Relation::SameOrganisation | Relation::Recipient | Relation::Stranger => {
            BTreeSet::from([relation])
        }
    }
}

fn uid(kind: &str, name: &str) -> Result<EntityUid, Fault> {
    format!("{kind}::\"{name}\"").parse().or_fault("naming who asks for what")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_person_named_may_do_nothing_whatever_their_role() {
        let policies = Policies::load().unwrap();
        for act in Act::ALL {
            for role in Role::ALL {
                assert!(
                    !policies.allows(*act, &[*role], &standing(Relation::Named)).unwrap(),
                    "{act:?} {role:?}"
                );
            }
        }
    }

    #[test]
    fn a_stranger_may_touch_no_matter() {
        let policies = Policies::load().unwrap();
        let matters = [
            Act::ReadReport,
            Act::Triage,
            Act::ReadCase,
            Act::WorkCase,
            Act::BreakGlass,
            Act::EndRecord,
            Act::Refer,
        ];
        for act in matters {
            assert!(!policies.allows(act, Role::ALL, &standing(Relation::Stranger)).unwrap(), "{act:?}");
        }
    }

    #[test]
    fn administrators_see_no_matter_by_their_office() {
        let policies = Policies::load().unwrap();
        let roles = [Role::Administrator, Role::OrganisationAdmin];
        for act in [Act::ReadReport, Act::ReadCase, Act::SeeQueue, Act::ReadReferral] {
            assert!(!policies.allows(act, &roles, &standing(Relation::SameOrganisation)).unwrap(), "{act:?}");
        }
    }

    #[test]
    fn a_practitioner_outside_the_team_may_only_break_the_glass() {
        let policies = Policies::load().unwrap();
        let may = |act, relation| policies.allows(act, &[Role::Practitioner], &standing(relation)).unwrap();
        assert!(!may(Act::ReadCase, Relation::SameOrganisation));
        assert!(may(Act::BreakGlass, Relation::SameOrganisation));
        assert!(may(Act::ReadCase, Relation::BrokeGlass));
        assert!(!may(Act::WorkCase, Relation::BrokeGlass));
        assert!(may(Act::WorkCase, Relation::Team));
    }
}
