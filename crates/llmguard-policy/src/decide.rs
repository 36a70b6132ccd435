//! Decide: what may happen with one text at one destination, and what would at the others.
//!
//! Every kind of finding is judged by itself, and the strictest judgement is the verdict; so neither the order of the
//! rules nor that of the findings matters. One judgement, buyer to `eu` with ceiling `internal`:
//!
//! ```text
//! classes      person (confidential)            level      confidential   the highest of detector, classes and raises
//! transform    tokenize, by transform[1]        sees       internal       the lower of level and residual.tokenize
//! verdict      transform                        because internal is not above the ceiling
//! ```
//!
//! All of it happens twice where a rule only observes or warns: once with the enforced rules, which is the verdict, and
//! once with every rule, which is what would be.

use crate::admit::Admission;
use crate::because;
use crate::policy::Policy;
use crate::rule::{Approval, Unlock};
use crate::scope::Site;
use crate::{Ask, ClassId, Direction, Found, Level, Mode, Reason, Route, Ruling, Transform, Verdict};

/// What one kind of finding comes to at one destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// Before the transform.
    pub(crate) level: Level,
    pub(crate) transform: Transform,
    /// The level the destination sees.
    pub(crate) sees: Level,
    /// Whether that is above the ceiling.
    pub(crate) over: bool,
    verdict: Verdict,
}

/// What decides how a class is treated, in the order in which reasons are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
    /// The class is of another policy.
    UnknownClass,
    /// `output.forbid`.
    Forbid,
    /// A `[[transform]]`, counted from 0.
    Rule(usize),
    /// An `[[unlock]]`, counted from 0.
    Unlock(usize),
}

/// One request at one destination, with everything that is the same for all its findings.
pub(crate) struct Case<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) site: Site<'a>,
    pub(crate) ask: &'a Ask<'a>,
    pub(crate) found: &'a [Found<'a>],
    /// The raises that apply: class, level, whether enforced.
    raised: &'a [(ClassId, Level, bool)],
    unlocks: &'a [(usize, &'a Unlock)],
    /// Every rule, not only the enforced ones.
    pub(crate) all: bool,
}

impl Policy {
    /// Decides what may happen with a text in which `found` was found. Never fails: whatever is unknown is denied.
    ///
    /// Denied are, each with its reason: no role or an unknown one, an unknown destination or one that no role
    /// permits, an unknown purpose, tool or source or one that is not permitted, a finding whose transform is `block`,
    /// and one of which the destination still sees more than its ceiling. A finding at the top level is only lowered
    /// by `redact`. If the policy has `[output]`, a response is denied for the classes in `forbid`, and neither ceilings nor
    /// rules that do not name `response` apply to it: the text comes from the model.
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
    /// assert_eq!(ruling.reasons[0].message(), "class `price` is redacted for destination `us`");
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn decide(&self, ask: &Ask<'_>, found: &[Found<'_>]) -> Ruling {
        let admission = Admission::of(self, ask);
        // What a source says of itself counts like a finding of no class.
        let labels = ask.sources.iter().filter_map(|name| self.source(name));
        let kinds = found.len();
        let found: &[Found<'_>] = match ask.sources {
            [] => found,
            _ => &found
                .iter()
                .copied()
                .chain(labels.map(|source| Found { classes: &[], level: source.label }))
                .collect::<Vec<_>>(),
        };
        let raised = self.raised(ask, found);
        let unlocks: Vec<(usize, &Unlock)> =
            self.unlocks.iter().enumerate().filter(|(_, unlock)| ask.unlocked.contains(&unlock.id.as_str())).collect();
        let case = |destination: usize| Case {
            policy: self,
            site: admission.site(destination, ask.direction),
            ask,
            found,
            raised: &raised,
            unlocks: &unlocks,
            all: false,
        };

        let place = self.destinations.iter().position(|destination| destination.name == ask.destination);
        let refusals = admission.refusals_at(self, ask, place);
        let Some(place) = place.filter(|_| refusals.is_empty()) else {
            let ruling = self.refused(&raised, found, refusals, self.routes(&admission, &case, None));
            return Ruling { transforms: vec![Transform::Block; kinds], ..ruling };
        };

        let enforced = case(place);
        let judgements = enforced.judgements();
        let verdict = enforced.verdict(&judgements);
        let reasons = because::reasons(&enforced, &judgements);
        let (would, observed) = if self.observes {
            let all = Case { all: true, ..case(place) };
            let judgements = all.judgements();
            (all.verdict(&judgements), because::observed(&all, &judgements, &reasons))
        } else {
            (verdict, Vec::new())
        };
        Ruling {
            verdict,
            would,
            level: highest(&judgements, |judgement| judgement.level),
            residual_level: highest(&judgements, |judgement| judgement.sees),
            used: enforced.used(&judgements),
            transforms: judgements.iter().take(kinds).map(|judgement| judgement.transform).collect(),
            destinations: self.routes(&admission, &case, Some((place, verdict))),
            reasons,
            observed,
        }
    }

    /// What would be decided at each destination that is open, where it is not known yet; a refused request is denied at
    /// all of them.
    fn routes<'c>(
        &self,
        admission: &Admission<'_>,
        case: &impl Fn(usize) -> Case<'c>,
        known: Option<(usize, Verdict)>,
    ) -> Vec<Route> {
        let mut routes = Vec::with_capacity(admission.open.len());
        routes.extend(admission.open.iter().filter_map(|place| {
            let verdict = match known.filter(|(own, _)| own == place) {
                Some((_, verdict)) => verdict,
                None if !admission.refusals.is_empty() => Verdict::Deny,
                None if admission.closed_source(self, *place).is_some() => Verdict::Deny,
                None => case(*place).quick_verdict(),
            };
            Some(Route { name: self.names.destinations.get(*place)?.clone(), verdict })
        }));
        routes
    }

    /// A request that is denied whatever the rules say.
    fn refused(
        &self,
        raised: &[(ClassId, Level, bool)],
        found: &[Found<'_>],
        reasons: Vec<Reason>,
        destinations: Vec<Route>,
    ) -> Ruling {
        let level = |found: &Found<'_>| self.level_of(found, raised, false);
        Ruling {
            verdict: Verdict::Deny,
            would: Verdict::Deny,
            level: found.iter().map(level).max().unwrap_or_default(),
            residual_level: found
                .iter()
                .map(|found| self.sees(level(found), Transform::Block))
                .max()
                .unwrap_or_default(),
            transforms: Vec::new(),
            destinations,
            reasons,
            observed: Vec::new(),
            used: Vec::new(),
        }
    }

    /// The raises that apply.
    pub(crate) fn raised(&self, ask: &Ask<'_>, found: &[Found<'_>]) -> Vec<(ClassId, Level, bool)> {
        let applies = self.raises.iter().filter(|raise| {
            amount(ask, found, raise.class) >= raise.at_least
                && raise.with.iter().all(|class| amount(ask, found, *class) > 0)
        });
        applies.map(|raise| (raise.class, raise.to, raise.mode == Mode::Enforce)).collect()
    }

    /// The level of a finding before any transform.
    pub(crate) fn level_of(&self, found: &Found<'_>, raised: &[(ClassId, Level, bool)], all: bool) -> Level {
        let own = |class: &ClassId| self.classes.get(class.index()).map_or(self.top(), |class| class.level);
        let level = found.classes.iter().map(own).fold(found.level.min(self.top()), Level::max);
        let mine = raised.iter().filter(|(class, _, enforced)| (*enforced || all) && found.classes.contains(class));
        mine.map(|(_, to, _)| *to).fold(level, Level::max)
    }

    /// Whether the text is judged by `[output]`.
    pub(crate) fn is_answer(&self, direction: Direction) -> bool {
        direction == Direction::Response && self.output.is_some()
    }
}

impl Case<'_> {
    pub(crate) fn judgements(&self) -> Vec<Judgement> {
        self.found.iter().map(|found| self.judge(found)).collect()
    }

    /// The verdict without keeping what it is made of.
    fn quick_verdict(&self) -> Verdict {
        let strictest = self.found.iter().map(|found| self.judge(found).verdict).fold(Verdict::Allow, Verdict::max);
        if self.approvals().next().is_some() { strictest.max(Verdict::Approval) } else { strictest }
    }

    fn verdict(&self, judgements: &[Judgement]) -> Verdict {
        let strictest = judgements.iter().map(|judgement| judgement.verdict).fold(Verdict::Allow, Verdict::max);
        if self.approvals().next().is_some() { strictest.max(Verdict::Approval) } else { strictest }
    }

    fn judge(&self, found: &Found<'_>) -> Judgement {
        let policy = self.policy;
        let level = policy.level_of(found, self.raised, self.all);
        let treated = found.classes.iter().map(|class| self.treat(*class, level).0).max();
        let transform = treated.unwrap_or(Transform::Keep);
        let sees = policy.sees(level, transform);
        let over = self.limit(level).is_some_and(|limit| sees > limit) && !self.released(found, level);
        let verdict = match transform {
            _ if over => Verdict::Deny,
            Transform::Block => Verdict::Deny,
            Transform::Keep => Verdict::Allow,
            _ => Verdict::Transform,
        };
        Judgement { level, transform, sees, over, verdict }
    }

    /// Whether a rule of this mode counts for a finding at this level: the top level is enforced whatever the mode.
    pub(crate) fn counts(&self, mode: Mode, level: Level) -> bool {
        self.all || mode == Mode::Enforce || level == self.policy.top()
    }

    /// What is done with a class whose finding stands at this level, and by which rule.
    pub(crate) fn treat(&self, class: ClassId, level: Level) -> (Transform, By) {
        let policy = self.policy;
        let Some(rules) = policy.by_class.get(class.index()) else { return (Transform::Block, By::UnknownClass) };
        if policy.is_answer(self.site.direction) && policy.output_forbids(class) {
            return (Transform::Block, By::Forbid);
        }
        let rules = rules.iter().filter_map(|index| Some((*index, policy.rules.get(*index)?)));
        let mut matching = rules.filter(|(_, rule)| self.counts(rule.mode, level) && rule.scope.matches(&self.site));
        let Some((index, rule)) = matching.next() else { return (Transform::Keep, By::Rule(0)) };
        match self.unlock(class).filter(|(_, unlock)| unlock.lowers_to < rule.transform && level < policy.top()) {
            Some((unlock, own)) => (own.lowers_to, By::Unlock(unlock)),
            None => (rule.transform, By::Rule(index)),
        }
    }

    /// The unlock in use for a class that leaves the weakest transform. No floor can be among what it releases.
    fn unlock(&self, class: ClassId) -> Option<(usize, &Unlock)> {
        let serving = self.unlocks.iter().filter(|(_, unlock)| {
            unlock.classes.contains(&class) && unlock.serves(self.site.destination, self.site.roles)
        });
        serving.min_by_key(|(_, unlock)| unlock.lowers_to).map(|(index, unlock)| (*index, *unlock))
    }

    /// Whether unlocks release a finding from the ceiling: all its classes, and not at the top level.
    fn released(&self, found: &Found<'_>, level: Level) -> bool {
        level < self.policy.top()
            && !found.classes.is_empty()
            && found.classes.iter().all(|class| self.unlock(*class).is_some())
    }

    /// The highest level the destination, and the tool that is called, may see of a finding at this level.
    pub(crate) fn limit(&self, level: Level) -> Option<Level> {
        if self.policy.is_answer(self.site.direction) {
            return None;
        }
        let destination = self.policy.destinations.get(self.site.destination);
        let place = destination.filter(|own| self.counts(own.mode, level)).map(|own| own.ceiling);
        match (place, self.tool_limit(level)) {
            (Some(place), Some(tool)) => Some(place.min(tool)),
            (place, tool) => place.or(tool),
        }
    }

    /// The ceiling of the tool that is called.
    pub(crate) fn tool_limit(&self, level: Level) -> Option<Level> {
        let tool = self.site.tool.filter(|_| self.site.direction == Direction::ToolCall)?;
        self.policy.tools.get(tool)?.ceiling.filter(|_| self.counts(self.policy.mode, level))
    }

    /// The approvals that are needed and were not given.
    pub(crate) fn approvals(&self) -> impl Iterator<Item = &Approval> {
        self.asked().filter(|approval| !self.ask.approved.contains(&approval.id.as_str()))
    }

    /// The approvals that are needed.
    fn asked(&self) -> impl Iterator<Item = &Approval> {
        self.policy.approvals.iter().filter(|approval| {
            (self.all || approval.mode == Mode::Enforce)
                && approval.scope.matches(&self.site)
                && (approval.classes.is_empty()
                    || self.found.iter().flat_map(|found| found.classes).any(|class| approval.classes.contains(class)))
                && approval.confidence_below.is_none_or(|below| self.ask.answer_confidence.unwrap_or(0) < below)
        })
    }

    /// What has to be spent: approvals that were asked for, and unlocks without which something would be stricter.
    fn used(&self, judgements: &[Judgement]) -> Vec<String> {
        let approved = self.asked().map(|approval| &approval.id);
        let mut used: Vec<String> = approved.filter(|id| self.ask.approved.contains(&id.as_str())).cloned().collect();
        for (index, unlock) in self.unlocks {
            let others: Vec<_> = self.unlocks.iter().copied().filter(|(other, _)| other != index).collect();
            let without = Case { unlocks: &others, ..*self };
            if without.judgements() != judgements {
                used.push(unlock.id.clone());
            }
        }
        used
    }
}

/// How many distinct values of a class were found, as far as is known.
pub(crate) fn amount(ask: &Ask<'_>, found: &[Found<'_>], class: ClassId) -> u32 {
    let stated = ask.amounts.iter().filter(|(own, _)| *own == class).map(|(_, count)| *count).max().unwrap_or(0);
    let seen = found.iter().filter(|found| found.classes.contains(&class)).count();
    stated.max(u32::try_from(seen).unwrap_or(u32::MAX))
}

fn highest(judgements: &[Judgement], level: impl Fn(&Judgement) -> Level) -> Level {
    judgements.iter().map(level).max().unwrap_or_default()
}
