//! Lint: what a policy may say, but its owner hardly means, or the law does not like.
//!
//! Parsing refuses what makes no sense; lint looks at what does and still is a mistake:
//!
//! ```text
//! [destinations.us]                            L003 personal data may reach `us` (US) without a `transfer_basis`
//! jurisdiction = "US"
//! ceiling = "confidential"
//! ```
//!
//! Each code is one function of the policy, so that the list below is the whole of it.

use crate::quote::quote;
use crate::space::{Subject, answer};
use crate::{Cell, ClassId, Direction, Language, Level, Mode, Policy, Transform, Verdict};

/// Something a policy's owner should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lint {
    /// A stable code: `L001` …
    pub code: &'static str,
    /// Where it stands in the policy, counted from 1; 1 where it is about something that is missing.
    pub line: u32,
    english: String,
    german: String,
}

impl Lint {
    /// What is wrong and what to do, in one sentence without a full stop.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        match language {
            Language::En => &self.english,
            Language::De => &self.german,
        }
    }
}

/// Every check, in the order of the codes.
const CHECKS: &[fn(&Policy, &mut Vec<Lint>)] = &[
    unreachable_rules,
    missing_cells,
    transfers,
    training,
    audit_time,
    storage_limit,
    high_risk,
    prohibited,
    idle_names,
    observed_rules_behind_a_ceiling,
    no_tests,
];

impl Policy {
    /// What the policy's owner should look at, ordered by code and place. Empty for a clean policy.
    ///
    /// | code | what |
    /// |---|---|
    /// | `L001` | a rule, approval or unlock that can never make a difference |
    /// | `L002` | a class that is always denied at a destination, and no rule says so |
    /// | `L003` | personal data may reach a third country without `transfer_basis` |
    /// | `L004` | a destination trains on data (or does not say) and may see more than the lowest level |
    /// | `L005` | audit records are kept for less than the six months of the AI Act |
    /// | `L006` | records of people are kept without an end |
    /// | `L007` | a high-risk use case without approval, answer scan or audit |
    /// | `L008` | a prohibited use case |
    /// | `L009` | a destination, source, tool or role that nobody can use |
    /// | `L010` | a rule only observes, but without it the ceiling denies |
    /// | `L011` | the policy carries no tests |
    ///
    /// # Example
    /// ```
    /// use llmguard_policy::{Language, Policy};
    ///
    /// let source = Policy::templates()[0].1;
    /// assert!(Policy::parse(source)?.lint().is_empty());
    /// let trains = source.replace("trains_on_data = false, contract", "trains_on_data = true, contract");
    /// let lint = &Policy::parse(&trains)?.lint()[0];
    /// assert_eq!(lint.code, "L004");
    /// assert_eq!(
    ///     lint.message(Language::En),
    ///     "destination `eu` trains on what it is sent and may see more than `public`: lower its ceiling"
    /// );
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<Lint> {
        let mut lints = Vec::new();
        CHECKS.iter().for_each(|check| check(self, &mut lints));
        lints.sort_by_key(|lint| (lint.code, lint.line));
        lints
    }

    /// The levels a destination may see of a class in a prompt of any role that may use it, with what is done.
    fn outcomes(&self, class: &str, destination: &str) -> impl Iterator<Item = crate::Answer> {
        let roles = self.roles.iter().filter(move |role| {
            role.destinations
                .iter()
                .any(|place| self.destinations.get(*place).is_some_and(|own| own.name == destination))
        });
        let purposes = || {
            let named: Vec<Option<String>> = self.purposes.iter().cloned().map(Some).collect();
            if named.is_empty() { vec![None] } else { named }
        };
        roles.flat_map(move |role| {
            purposes().into_iter().map(move |purpose| {
                let cell = Cell {
                    role: role.name.clone(),
                    destination: destination.to_owned(),
                    subject: Subject::Class(class.to_owned()),
                    many: false,
                    granted: true,
                    direction: Direction::Prompt,
                    tool: None,
                    purpose,
                };
                answer(self, &cell)
            })
        })
    }
}

fn add(lints: &mut Vec<Lint>, code: &'static str, line: u32, english: String, german: String) {
    lints.push(Lint { code, line, english, german });
}

fn unreachable_rules(policy: &Policy, lints: &mut Vec<Lint>) {
    let (destinations, roles) = (policy.destinations.len(), policy.roles.len());
    for (index, rule) in policy.rules.iter().enumerate() {
        let outdone = |class: &ClassId| {
            let own = policy.by_class.get(class.index()).map_or(&[][..], Vec::as_slice);
            let before = own.iter().take_while(|other| **other != index).filter_map(|other| policy.rules.get(*other));
            let mut stricter = before.filter(|other| other.enforced() || !rule.enforced());
            stricter.any(|other| other.scope.covers(&rule.scope, destinations, roles))
        };
        let idle = rule.transform == Transform::Keep && !rule.floor;
        if idle || rule.classes.iter().all(outdone) {
            let (english, german) = (
                format!(
                    "transform[{index}] never makes a difference: a stricter rule is always there first; remove it"
                ),
                format!("transform[{index}] ändert nie etwas: immer gilt schon eine strengere Regel; entfernen"),
            );
            add(lints, "L001", rule.line, english, german);
        }
    }
    for unlock in &policy.unlocks {
        let changes = |class: &ClassId| {
            policy.destinations.iter().enumerate().any(|(place, destination)| {
                unlock.places.contains(place)
                    && policy
                        .outcomes(policy.class_name(*class), &destination.name)
                        .any(|answer| answer.verdict < Verdict::Deny && answer.transform <= unlock.lowers_to)
            })
        };
        if !unlock.classes.iter().any(changes) {
            let id = quote(&unlock.id);
            add(
                lints,
                "L001",
                unlock.line,
                format!("unlock {id} never makes a difference; remove it, or name other classes or destinations"),
                format!("die Freigabe {id} ändert nie etwas; entfernen oder andere Klassen oder Ziele nennen"),
            );
        }
    }
}

fn missing_cells(policy: &Policy, lints: &mut Vec<Lint>) {
    for destination in &policy.destinations {
        for (id, class) in (0..=u16::MAX).map(ClassId).zip(&policy.classes) {
            let mut answers = policy.outcomes(&class.name, &destination.name).peekable();
            let always = answers.peek().is_some() && answers.all(|answer| answer.would == Verdict::Deny);
            let place = policy.destinations.iter().position(|own| own.name == destination.name).unwrap_or_default();
            let blocked = policy.by_class.get(id.index()).is_some_and(|own| {
                own.iter()
                    .filter_map(|rule| policy.rules.get(*rule))
                    .any(|rule| rule.transform == Transform::Block && rule.scope.destinations.contains(place))
            });
            if always && !blocked {
                let (name, place) = (quote(&class.name), quote(&destination.name));
                add(
                    lints,
                    "L002",
                    class.line,
                    format!(
                        "class {name} is always above the ceiling of {place}, and no rule says what is done: add a transform, or `block` to show that it is meant"
                    ),
                    format!(
                        "die Klasse {name} liegt immer über der Obergrenze von {place}, und keine Regel sagt, was geschieht: Umwandlung ergänzen, oder `block`, wenn es so gemeint ist"
                    ),
                );
            }
        }
    }
}

/// Countries of the EU and the EEA, and those the Commission has found adequate. The US are not among them: the
/// framework covers certified firms only, and which one it is has to be said.
const ADEQUATE: &[&str] = &[
    "EU", "EEA", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO", "AD", "AR", "CH", "FO", "GB", "GG",
    "IL", "IM", "JE", "JP", "KR", "NZ", "UY",
];

/// Whether something of a class may be seen at a destination: more than what `redact` leaves.
fn may_see(policy: &Policy, class: &str, destination: &str) -> bool {
    let seen = |answer: crate::Answer| answer.verdict < Verdict::Deny && answer.transform < Transform::Redact;
    policy.outcomes(class, destination).any(seen)
}

fn transfers(policy: &Policy, lints: &mut Vec<Lint>) {
    for destination in policy.destinations.iter().filter(|destination| destination.transfer_basis.is_none()) {
        let inside = destination.network.as_deref() == Some("on-prem");
        let Some(place) = destination.jurisdiction.as_deref().or((!inside).then_some("?")) else { continue };
        let unknown = place == "?" && destination.network.is_none();
        if ADEQUATE.contains(&place) || unknown {
            continue;
        }
        let personal = policy.classes.iter().filter(|class| class.personal);
        let Some(class) = personal.into_iter().find(|class| may_see(policy, &class.name, &destination.name)) else {
            continue;
        };
        let (name, class) = (quote(&destination.name), quote(&class.name));
        add(
            lints,
            "L003",
            destination.line,
            format!(
                "personal data of class {class} may reach {name} ({place}) without a `transfer_basis`: state it, or redact the class"
            ),
            format!(
                "personenbezogene Daten der Klasse {class} dürfen ohne `transfer_basis` nach {name} ({place}): Grundlage nennen oder die Klasse unkenntlich machen"
            ),
        );
    }
}

fn training(policy: &Policy, lints: &mut Vec<Lint>) {
    for destination in policy.destinations.iter().filter(|destination| destination.ceiling > policy.lowest()) {
        let (name, lowest) = (quote(&destination.name), quote(policy.level_name(policy.lowest())));
        let outside = destination.network.as_deref() == Some("internet");
        match destination.trains_on_data {
            Some(true) => add(
                lints,
                "L004",
                destination.line,
                format!(
                    "destination {name} trains on what it is sent and may see more than {lowest}: lower its ceiling"
                ),
                format!(
                    "das Ziel {name} lernt aus dem, was es bekommt, und darf mehr als {lowest} sehen: Obergrenze senken"
                ),
            ),
            None if outside => add(
                lints,
                "L004",
                destination.line,
                format!(
                    "destination {name} is on the internet and does not say whether it trains on data: state `trains_on_data`"
                ),
                format!(
                    "das Ziel {name} liegt im Internet und sagt nicht, ob es aus Daten lernt: `trains_on_data` angeben"
                ),
            ),
            _ => {}
        }
    }
}

/// Six months, Art. 19 and 26(6) of the AI Act.
const SIX_MONTHS: u32 = 183;

fn audit_time(policy: &Policy, lints: &mut Vec<Lint>) {
    let audit = &policy.retention.audit;
    let short = audit.max_days.is_some_and(|days| days < SIX_MONTHS);
    let high = policy.ai_act_risk() == Some("high") && audit.min_days.unwrap_or(0) < SIX_MONTHS;
    if short || high {
        add(
            lints,
            "L005",
            1,
            format!(
                "audit records are kept for less than {SIX_MONTHS} days, the AI Act's six months: raise `retention.audit`"
            ),
            format!(
                "Protokolle werden weniger als {SIX_MONTHS} Tage aufbewahrt, die sechs Monate der KI-Verordnung: `retention.audit` anheben"
            ),
        );
    }
}

fn storage_limit(policy: &Policy, lints: &mut Vec<Lint>) {
    let retention = &policy.retention;
    for (kind, keeping) in [("audit", &retention.audit), ("vault", &retention.vault)] {
        if *keeping != crate::Keeping::default() && keeping.max_days.is_none() {
            add(
                lints,
                "L006",
                1,
                format!("`retention.{kind}` has no end, which the GDPR asks for: state `max_days`"),
                format!("`retention.{kind}` hat kein Ende, wie es die DSGVO verlangt: `max_days` angeben"),
            );
        }
    }
}

fn high_risk(policy: &Policy, lints: &mut Vec<Lint>) {
    if policy.ai_act_risk() != Some("high") {
        return;
    }
    let enforced = policy.approvals.iter().any(|approval| approval.mode == Mode::Enforce);
    for (holds, what, german) in [
        (enforced, "no `[[approval]]` by a person", "keine Genehmigung (`[[approval]]`) durch einen Menschen"),
        (policy.scans_output(), "answers that are not scanned", "Antworten, die nicht geprüft werden"),
        (!policy.audit.record.is_empty(), "no `[audit]`", "kein Protokoll (`[audit]`)"),
        (policy.owner.is_some(), "no `owner`", "keinen Verantwortlichen (`owner`)"),
    ] {
        if !holds {
            add(
                lints,
                "L007",
                1,
                format!("the use case has a high risk by the AI Act and {what}: add what is missing"),
                format!("der Anwendungsfall hat nach der KI-Verordnung ein hohes Risiko und {german}: ergänzen"),
            );
        }
    }
}

fn prohibited(policy: &Policy, lints: &mut Vec<Lint>) {
    if policy.ai_act_risk() == Some("prohibited") {
        add(
            lints,
            "L008",
            1,
            "the use case is prohibited by Art. 5 of the AI Act: no policy makes it lawful".to_owned(),
            "der Anwendungsfall ist nach Art. 5 der KI-Verordnung verboten: kein Regelwerk macht ihn zulässig"
                .to_owned(),
        );
    }
}

fn idle_names(policy: &Policy, lints: &mut Vec<Lint>) {
    let mut idle = |noun: &str, german: &str, name: &str, line: u32| {
        let name = quote(name);
        let english = format!("{noun} {name} can be used by nobody: remove it, or open it to a role or destination");
        let german =
            format!("{german} {name} kann niemand nutzen: entfernen, oder für eine Rolle oder ein Ziel öffnen");
        add(lints, "L009", line, english, german);
    };
    for (place, destination) in policy.destinations.iter().enumerate() {
        if !policy.roles.iter().any(|role| role.destinations.contains(&place)) {
            idle("destination", "das Ziel", &destination.name, destination.line);
        }
    }
    for (place, source) in policy.sources.iter().enumerate() {
        let fits = |own: &crate::Destination| own.sources.contains(place) && source.label <= own.ceiling;
        if !policy.destinations.iter().any(fits) {
            idle("source", "die Quelle", &source.name, 1);
        }
    }
    for (place, tool) in policy.tools.iter().enumerate() {
        if !policy.roles.iter().any(|role| role.tools.contains(place)) {
            idle("tool", "das Werkzeug", &tool.name, 1);
        }
    }
    for role in policy.roles.iter().filter(|role| role.destinations.is_empty()) {
        if !policy.approvals.iter().any(|approval| approval.by == role.name) {
            idle("role", "die Rolle", &role.name, role.line);
        }
    }
}

fn observed_rules_behind_a_ceiling(policy: &Policy, lints: &mut Vec<Lint>) {
    for (index, rule) in policy.rules.iter().enumerate().filter(|(_, rule)| !rule.enforced()) {
        let denied = policy.destinations.iter().enumerate().any(|(place, destination)| {
            let seen = rule.classes.iter().any(|class| {
                let level = policy.classes.get(class.index()).map_or(Level::default(), |class| class.level);
                level > destination.ceiling && policy.sees(level, rule.transform) <= destination.ceiling
            });
            rule.scope.destinations.contains(place) && destination.mode == Mode::Enforce && seen
        });
        if denied {
            add(
                lints,
                "L010",
                rule.line,
                format!(
                    "transform[{index}] only observes, but without it the ceiling denies: observe at the destination as well"
                ),
                format!(
                    "transform[{index}] beobachtet nur, doch ohne diese Regel verbietet die Obergrenze: auch am Ziel beobachten"
                ),
            );
        }
    }
}

fn no_tests(policy: &Policy, lints: &mut Vec<Lint>) {
    // Where nobody may do anything, as in a policy to be extended, there is nothing to test.
    if policy.tests.is_empty() && !policy.roles.is_empty() {
        add(
            lints,
            "L011",
            1,
            "the policy carries no tests: say with `[[test]]` what it is meant to do".to_owned(),
            "das Regelwerk enthält keine Tests: mit `[[test]]` sagen, was es tun soll".to_owned(),
        );
    }
}
