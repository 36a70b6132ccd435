//! Decide: what may happen with one text at one destination, and what would at the others.
//!
//! Every kind of finding is judged by itself, and the strictest judgement is the verdict; so neither the order of the
//! rules nor that of the findings matters. One judgement, buyer to `eu` with ceiling `internal`:
//!
//! ```text
//! classes      person (confidential)            level      confidential   the highest of detector and classes
//! transform    tokenize, by transform[1]        sees       internal       the lower of level and residual.tokenize
//! verdict      transform                        because internal is not above the ceiling
//! ```

use crate::policy::Role;
use crate::reason::{self, Rule};
use crate::{Ask, ClassId, Direction, Found, Level, Policy, Reason, Route, Ruling, Transform, Verdict};

/// What one kind of finding comes to at one destination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judgement {
    /// Before the transform.
    level: Level,
    pub(crate) transform: Transform,
    /// The level the destination sees.
    pub(crate) sees: Level,
    /// Whether that is above the ceiling.
    pub(crate) over: bool,
    verdict: Verdict,
}

impl Policy {
    /// Decides what may happen with a text in which `found` was found. Never fails: whatever is unknown is denied.
    ///
    /// Denied are, each with its reason: no role or an unknown one, an unknown destination or one that no role
    /// permits, an unknown purpose or none where several are declared, a finding whose transform is `block`, and one
    /// of which the destination still sees more than its ceiling. A finding at the top level is only lowered by
    /// `redact`. If the policy has `[output]`, a response is denied for the classes in `forbid` only, and neither
    /// transforms nor ceilings apply to it: the text comes from the model.
    ///
    /// # Example
    /// ```
    /// use llmguard_policy::{Ask, Found, Policy, Verdict};
    ///
    /// let policy = Policy::template("einkauf-copilot")?;
    /// let price = [policy.class("price")?];
    /// let found = [Found { classes: &price, level: policy.lowest() }];
    /// let ruling = policy.decide(&Ask { roles: &["buyer_lead"], destination: "us", ..Ask::default() }, &found);
    /// assert_eq!(ruling.verdict, Verdict::Transform);
    /// assert_eq!(ruling.reasons[0].message, "class `price` is redacted for destination `us`");
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn decide(&self, ask: &Ask<'_>, found: &[Found<'_>]) -> Ruling {
        let roles: Vec<&Role> = ask.roles.iter().filter_map(|name| self.role(name)).collect();
        let mut refusals = reason::refusals(self, ask);
        let open = open_to(&roles);
        let destinations = self.routes(&open, ask.direction, found, !refusals.is_empty());

        let place = self.destinations().position(|name| name == ask.destination);
        refusals.extend(reason::refusal_of_destination(self, ask, place, &roles, &open));
        let place = place.filter(|_| refusals.is_empty());

        let judgements: Vec<Judgement> = found.iter().map(|found| self.judge(place, ask.direction, found)).collect();
        let verdict = place.map_or(Verdict::Deny, |_| strictest(judgements.iter().copied()));
        let reasons = match place {
            Some(place) => self.reasons(place, ask, &roles, found, &judgements),
            None => refusals,
        };
        Ruling {
            verdict,
            would: verdict,
            level: judgements.iter().map(|judgement| judgement.level).max().unwrap_or(self.lowest()),
            residual_level: judgements.iter().map(|judgement| judgement.sees).max().unwrap_or(self.lowest()),
            transforms: judgements.iter().map(|judgement| judgement.transform).collect(),
            destinations,
            reasons,
        }
    }

    /// What would be decided at each of these destinations; a refused request is denied at all of them.
    fn routes(&self, open: &[usize], direction: Direction, found: &[Found<'_>], refused: bool) -> Vec<Route> {
        let route = |place: usize| {
            let name = self.destinations.get(place)?.name.clone();
            let judgements = found.iter().map(|found| self.judge(Some(place), direction, found));
            Some(Route { name, verdict: if refused { Verdict::Deny } else { strictest(judgements) } })
        };
        open.iter().copied().filter_map(route).collect()
    }

    /// Judges one kind of finding at a destination; at none, it is blocked.
    fn judge(&self, place: Option<usize>, direction: Direction, found: &Found<'_>) -> Judgement {
        let classes = found.classes.iter();
        let level_of = |class: &ClassId| self.classes.get(class.index()).map_or(self.top(), |class| class.level);
        let level = classes.clone().map(level_of).fold(found.level.min(self.top()), Level::max);
        let destination = place.and_then(|place| Some((place, self.destinations.get(place)?)));
        let transform = match destination {
            Some((place, _)) => classes.map(|class| self.treat(*class, place, direction).0).max(),
            None => Some(Transform::Block),
        };
        let transform = transform.unwrap_or(Transform::Keep);
        let sees = self.sees(level, transform);
        let over = !self.is_answer(direction) && destination.is_some_and(|(_, destination)| sees > destination.ceiling);
        let verdict = match transform {
            _ if over => Verdict::Deny,
            Transform::Block => Verdict::Deny,
            Transform::Keep => Verdict::Allow,
            _ => Verdict::Transform,
        };
        Judgement { level, transform, sees, over, verdict }
    }

    /// What is done with a class at a destination, and by which rule.
    pub(crate) fn treat(&self, class: ClassId, place: usize, direction: Direction) -> (Transform, Rule) {
        match self.cell(class, place) {
            None => (Transform::Block, Rule::UnknownClass),
            Some(_) if self.is_answer(direction) && self.output_forbids(class) => (Transform::Block, Rule::Forbid),
            Some(_) if self.is_answer(direction) => (Transform::Keep, Rule::Forbid),
            Some(cell) => (cell.transform, Rule::Transform(cell.rule)),
        }
    }

    /// Whether the text is judged by `[output]`.
    fn is_answer(&self, direction: Direction) -> bool {
        direction == Direction::Response && self.output.is_some()
    }

    /// What the verdict at an admitted destination rests on, strictest first.
    fn reasons(
        &self,
        place: usize,
        ask: &Ask<'_>,
        roles: &[&Role],
        found: &[Found<'_>],
        judgements: &[Judgement],
    ) -> Vec<Reason> {
        let judged = || found.iter().zip(judgements);
        let mut reasons = reason::of_rules(self, place, ask.direction, judged());
        reasons.extend(reason::of_ceiling(self, place, judged()));
        if reasons.is_empty() {
            reasons.extend(reason::of_permission(self, place, roles));
        }
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.verdict));
        reasons
    }
}

/// The destinations the roles may use, in their order, without repeats.
fn open_to(roles: &[&Role]) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    for place in roles.iter().flat_map(|role| &role.destinations) {
        if !open.contains(place) {
            open.push(*place);
        }
    }
    open
}

fn strictest(judgements: impl Iterator<Item = Judgement>) -> Verdict {
    judgements.map(|judgement| judgement.verdict).fold(Verdict::Allow, Verdict::max)
}
