//! Admit: whether a request is one the policy knows at all, before any finding is looked at.
//!
//! Roles, purpose, tool and sources are looked up once; whatever is unknown or not permitted is a refusal.
//!
//! ```text
//! roles [buyer, boss], purpose none     boss is unknown -> I003      two purposes are declared -> I005
//! ```

use llmguard_types::Code;

use crate::cause::Cause;
use crate::policy::Role;
use crate::scope::Site;
use crate::{Ask, Direction, Policy, Reason, Verdict};

/// A request, looked up.
pub(crate) struct Admission<'a> {
    roles: Vec<usize>,
    purpose: Option<usize>,
    tool: Option<usize>,
    sources: Vec<usize>,
    /// The destinations the roles may use, in their order, without repeats.
    pub(crate) open: Vec<usize>,
    /// What refuses it everywhere.
    pub(crate) refusals: Vec<Reason>,
    ask: &'a Ask<'a>,
}

impl<'a> Admission<'a> {
    pub(crate) fn of(policy: &Policy, ask: &'a Ask<'a>) -> Admission<'a> {
        let mut refusals = Vec::new();
        let roles = roles(policy, ask, &mut refusals);
        let known: Vec<&Role> = roles.iter().filter_map(|role| policy.roles.get(*role)).collect();
        let purpose = purpose(policy, ask, &known, &mut refusals);
        let tool = tool(policy, ask, &known, &mut refusals);
        let sources = sources(policy, ask, &mut refusals);
        Admission { open: open_to(&known), roles, purpose, tool, sources, refusals, ask }
    }

    pub(crate) fn site(&self, destination: usize, direction: Direction) -> Site<'_> {
        Site { destination, roles: &self.roles, purpose: self.purpose, tool: self.tool, direction }
    }

    /// A source that may not go to a destination.
    pub(crate) fn closed_source(&self, policy: &Policy, destination: usize) -> Option<usize> {
        let allowed = &policy.destinations.get(destination)?.sources;
        self.sources.iter().copied().find(|source| !allowed.contains(*source))
    }

    /// What refuses the request at the destination it names.
    pub(crate) fn refusals_at(&self, policy: &Policy, ask: &Ask<'_>, place: Option<usize>) -> Vec<Reason> {
        let mut refusals = self.refusals.clone();
        let name = || ask.destination.to_owned();
        let Some(place) = place else {
            let cause = Cause::DestinationUnknown { name: name(), known: owned(policy.destination_names()) };
            refusals.push(Reason::refusal(Code::InputDestination, "destinations", cause));
            return refusals;
        };
        if !self.roles.is_empty() && !self.open.contains(&place) {
            let open = self.open.iter().filter_map(|place| policy.destinations.get(*place));
            let open = open.map(|open| open.name.clone()).collect();
            let cause = Cause::DestinationClosed { name: name(), roles: self.role_names(policy), open };
            refusals.push(closed("roles", cause));
        }
        if let Some(source) = self.closed_source(policy, place).and_then(|source| policy.sources.get(source)) {
            let cause = Cause::SourceClosed { name: source.name.clone(), destination: name() };
            refusals.push(closed(&format!("destinations.{}.allowed_sources", self.ask.destination), cause));
        }
        refusals
    }

    fn role_names(&self, policy: &Policy) -> Vec<String> {
        self.roles.iter().filter_map(|role| policy.roles.get(*role)).map(|role| role.name.clone()).collect()
    }
}

fn roles(policy: &Policy, ask: &Ask<'_>, refusals: &mut Vec<Reason>) -> Vec<usize> {
    let known = || owned(policy.roles());
    let refuse = |cause| Reason::refusal(Code::InputRole, "roles", cause);
    let mut roles = Vec::with_capacity(ask.roles.len());
    let mut unknown: Vec<&str> = Vec::new();
    for name in ask.roles {
        match policy.roles.iter().position(|role| role.name == *name) {
            Some(role) => roles.push(role),
            None => unknown.push(name),
        }
    }
    unknown.sort_unstable();
    unknown.dedup();
    let strangers = unknown.into_iter().map(|name| Cause::RoleUnknown { name: name.to_owned(), known: known() });
    refusals.extend(strangers.map(refuse));
    if ask.roles.is_empty() {
        refusals.push(refuse(Cause::RoleMissing { known: known() }));
    }
    roles
}

/// The purpose named, or the only one declared.
fn purpose(policy: &Policy, ask: &Ask<'_>, roles: &[&Role], refusals: &mut Vec<Reason>) -> Option<usize> {
    let known = || owned(policy.purposes());
    let place = match ask.purpose {
        Some(name) => policy.purposes.iter().position(|own| own == name),
        None => (policy.purposes.len() == 1).then_some(0),
    };
    let cause = match (ask.purpose, place) {
        (Some(name), None) => Cause::PurposeUnknown { name: name.to_owned(), known: known() },
        (None, None) if policy.purposes.len() > 1 => Cause::PurposeMissing { known: known() },
        (_, Some(place)) if !roles.is_empty() && !roles.iter().any(|role| role.purposes.contains(place)) => {
            let name = policy.purposes.get(place).cloned().unwrap_or_default();
            let roles = roles.iter().map(|role| role.name.clone()).collect();
            refusals.push(closed("roles", Cause::PurposeClosed { name, roles }));
            return None;
        }
        _ => return place,
    };
    refusals.push(Reason::refusal(Code::InputPurpose, "use_case.purpose", cause));
    None
}

/// The tool named; where the policy has tools, a call and a result have to name theirs.
fn tool(policy: &Policy, ask: &Ask<'_>, roles: &[&Role], refusals: &mut Vec<Reason>) -> Option<usize> {
    let known = || policy.tools.iter().map(|tool| tool.name.clone()).collect();
    let refuse = |cause| Reason::refusal(Code::InputTool, "tools", cause);
    let Some(name) = ask.tool else {
        let needed = matches!(ask.direction, Direction::ToolCall | Direction::ToolResult) && !policy.tools.is_empty();
        refusals.extend(needed.then(|| refuse(Cause::ToolMissing { known: known() })));
        return None;
    };
    let Some(place) = policy.tools.iter().position(|tool| tool.name == name) else {
        refusals.push(refuse(Cause::ToolUnknown { name: name.to_owned(), known: known() }));
        return None;
    };
    if !roles.is_empty() && !roles.iter().any(|role| role.tools.contains(place)) {
        let roles = roles.iter().map(|role| role.name.clone()).collect();
        refusals.push(closed("roles", Cause::ToolClosed { name: name.to_owned(), roles }));
    }
    Some(place)
}

fn sources(policy: &Policy, ask: &Ask<'_>, refusals: &mut Vec<Reason>) -> Vec<usize> {
    let mut places = Vec::new();
    for name in ask.sources {
        match policy.sources.iter().position(|source| source.name == *name) {
            Some(place) => places.push(place),
            None => {
                let known = policy.sources.iter().map(|source| source.name.clone()).collect();
                let cause = Cause::SourceUnknown { name: (*name).to_owned(), known };
                refusals.push(Reason::refusal(Code::InputSource, "sources", cause));
            }
        }
    }
    places
}

fn open_to(roles: &[&Role]) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    for place in roles.iter().flat_map(|role| &role.destinations) {
        if !open.contains(place) {
            open.push(*place);
        }
    }
    open
}

/// A refusal for what is known but not permitted: it has no code.
fn closed(rule: &str, cause: Cause) -> Reason {
    Reason::because(rule.to_owned(), Vec::new(), Verdict::Deny, cause)
}

fn owned<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    names.map(str::to_owned).collect()
}
