//! Settings: what two policies say beside their decisions, held against each other.
//!
//! Each comparison is a path, what either policy says, and which change of it lets more pass:
//!
//! ```text
//! classes.price.detect     trade.price, trade.quote -> trade.price      more permissive: less is looked for
//! unlock.u.max_uses        20 -> 5                                      stricter
//! ```

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::diff::SettingChange;
use crate::{Audit, Class, Keeping, Policy, Recorded, Transform};

/// The settings that differ.
pub(crate) fn settings(old: &Policy, new: &Policy) -> Vec<SettingChange> {
    let mut changes = Changes(Vec::new());
    changes.scales(old, new);
    changes.classes(old, new);
    changes.excludes(old, new);
    changes.places(old, new);
    changes.output(old, new);
    let (before, after) = (old.names(), new.names());
    changes.add(
        "names".to_owned(),
        shown(before),
        shown(after),
        after.unwrap_or_default() < before.unwrap_or_default(),
    );
    changes.add("tokens".to_owned(), old.tokens().as_str().to_owned(), new.tokens().as_str().to_owned(), false);
    changes.releases(old, new);
    changes.limits(old, new);
    changes.audit(old.audit(), new.audit());
    let kept = |policy: &Policy| {
        let retention = policy.retention().clone();
        [("audit", retention.audit), ("vault", retention.vault), ("approvals", retention.approvals)]
    };
    for ((kind, before), (_, after)) in kept(old).into_iter().zip(kept(new)) {
        changes.keeping(kind, &before, &after);
    }
    changes.0
}

struct Changes(Vec<SettingChange>);

impl Changes {
    fn add(&mut self, name: String, before: String, after: String, more_permissive: bool) {
        if before != after {
            self.0.push(SettingChange { name, before, after, more_permissive });
        }
    }

    /// A number that lets more pass the higher it is; nothing is no limit.
    fn limit(&mut self, name: String, before: Option<u32>, after: Option<u32>) {
        let rank = |limit: Option<u32>| limit.map_or(u64::MAX, u64::from);
        self.add(name, shown(before), shown(after), rank(after) > rank(before));
    }

    /// A flag that lets more pass when it is no longer set.
    fn flag(&mut self, name: String, before: bool, after: bool) {
        self.add(name, before.to_string(), after.to_string(), !after);
    }

    fn scales(&mut self, old: &Policy, new: &Policy) {
        let levels = |policy: &Policy| policy.levels().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
        self.add("levels".to_owned(), levels(old), levels(new), true);
        let risk = |policy: &Policy| policy.ai_act_risk().unwrap_or("-").to_owned();
        let rank =
            |policy: &Policy| policy.ai_act_risk().and_then(|own| crate::keys::RISKS.iter().position(|r| *r == own));
        self.add("use_case.ai_act_risk".to_owned(), risk(old), risk(new), rank(new) < rank(old));
    }

    fn classes(&mut self, old: &Policy, new: &Policy) {
        for class in old.classes() {
            let Some(other) = new.classes().iter().find(|other| other.name == class.name) else { continue };
            let path = |key: &str| format!("classes.{}.{key}", class.name);
            let detect = |class: &Class| class.detect.to_string();
            let narrower = !other.detect.widens(&class.detect);
            self.add(path("detect"), detect(class), detect(other), narrower);
            let (before, after) = (class.min_confidence, other.min_confidence);
            self.add(path("min_confidence"), before.as_str().to_owned(), after.as_str().to_owned(), after > before);
            let step = |class: &Class| class.round_to.map_or_else(|| "-".to_owned(), |step| step.to_string());
            let finer = match (class.round_to, other.round_to) {
                (Some(before), Some(after)) => before.is_coarser_than(after),
                (before, after) => before != after && class.detect.columns().next().is_some(),
            };
            self.add(path("round_to"), step(class), step(other), finer);
        }
    }

    fn excludes(&mut self, old: &Policy, new: &Policy) {
        let all = |policy: &Policy| -> BTreeSet<(String, String)> {
            let pairs = policy
                .excludes()
                .iter()
                .flat_map(|exclude| exclude.values.iter().map(|value| (exclude.detect.to_string(), value.clone())));
            pairs.collect()
        };
        let (before, after) = (all(old), all(new));
        let none = || "-".to_owned();
        for (detect, value) in before.difference(&after) {
            self.add(format!("exclude of {detect}"), value.clone(), none(), false);
        }
        for (detect, value) in after.difference(&before) {
            self.add(format!("exclude of {detect}"), none(), value.clone(), true);
        }
    }

    fn places(&mut self, old: &Policy, new: &Policy) {
        for place in old.destinations() {
            let Some(other) = new.destinations().iter().find(|other| other.name == place.name) else { continue };
            let path = |key: &str| format!("destinations.{}.{key}", place.name);
            let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            let trains = |trains: Option<bool>| trains.map_or_else(|| "-".to_owned(), |trains| trains.to_string());
            self.add(
                path("trains_on_data"),
                trains(place.trains_on_data),
                trains(other.trains_on_data),
                other.trains_on_data != Some(false),
            );
            self.add(path("jurisdiction"), text(&place.jurisdiction), text(&other.jurisdiction), true);
            self.add(path("network"), text(&place.network), text(&other.network), true);
            self.add(path("model"), text(&place.model), text(&other.model), false);
            let weaker = |before: &Option<String>, after: &Option<String>| before.is_some() && after.is_none();
            self.add(
                path("contract"),
                text(&place.contract),
                text(&other.contract),
                weaker(&place.contract, &other.contract),
            );
            self.add(
                path("transfer_basis"),
                text(&place.transfer_basis),
                text(&other.transfer_basis),
                weaker(&place.transfer_basis, &other.transfer_basis),
            );
        }
        for source in old.sources() {
            let Some(other) = new.source(&source.name) else { continue };
            let name = format!("sources.{}.trusted", source.name);
            self.add(name, source.trusted.to_string(), other.trusted.to_string(), other.trusted);
        }
    }

    fn output(&mut self, old: &Policy, new: &Policy) {
        self.flag("output.scan".to_owned(), old.scans_output(), new.scans_output());
        let roles: BTreeSet<&str> = old.roles().chain(new.roles()).collect();
        for role in roles {
            let (before, after) = (old.may_reveal(&[role]), new.may_reveal(&[role]));
            self.add(format!("output.reveal_for {role}"), before.to_string(), after.to_string(), after);
        }
        self.limit("output.max_hold_bytes".to_owned(), old.max_hold_bytes(), new.max_hold_bytes());
        let (before, after) = (old.other_hosts(), new.other_hosts());
        let name = |transform: Transform| transform.as_str().to_owned();
        self.add("output.other_hosts".to_owned(), name(before), name(after), after < before);
        self.hosts(old, new);
    }

    /// Where addresses may lead, each where it differs from what holds more widely.
    fn hosts(&mut self, old: &Policy, new: &Policy) {
        let lists = |place: &str, tool: Option<&str>| (old.allowed_hosts(place, tool), new.allowed_hosts(place, tool));
        let wide = lists("", None);
        self.list("output.allow_hosts".to_owned(), wide);
        for place in
            old.destinations().iter().filter(|own| new.destinations().iter().any(|other| other.name == own.name))
        {
            let narrow = lists(&place.name, None);
            if narrow != wide {
                self.list(format!("destinations.{}.allow_hosts", place.name), narrow);
            }
            for tool in old.tools().iter().filter(|own| new.tools().iter().any(|other| other.name == own.name)) {
                let own = lists(&place.name, Some(&tool.name));
                if own != narrow {
                    self.list(format!("tools.{}.allow_hosts at {}", tool.name, place.name), own);
                }
            }
        }
    }

    /// Hosts that are allowed: nothing stated is every one of them.
    fn list(&mut self, name: String, (before, after): (Option<&[String]>, Option<&[String]>)) {
        let shown = |hosts: Option<&[String]>| hosts.map_or_else(|| "-".to_owned(), |hosts| hosts.join(", "));
        let more = match (before, after) {
            (Some(before), Some(after)) => after.iter().any(|host| !before.contains(host)),
            (Some(_), None) => true,
            (None, _) => false,
        };
        self.add(name, shown(before), shown(after), more);
    }

    fn releases(&mut self, old: &Policy, new: &Policy) {
        for unlock in old.unlocks() {
            let Some(other) = new.unlocks().iter().find(|other| other.id == unlock.id) else { continue };
            let path = |key: &str| format!("unlock.{}.{key}", unlock.id);
            self.limit(path("max_minutes"), Some(unlock.max_minutes), Some(other.max_minutes));
            self.limit(path("max_uses"), Some(unlock.max_uses), Some(other.max_uses));
            self.flag(path("second_person"), unlock.second_person, other.second_person);
            self.flag(path("justification.required"), unlock.justification, other.justification);
            let (before, after) = (unlock.min_chars, other.min_chars);
            self.add(path("justification.min_chars"), before.to_string(), after.to_string(), after < before);
            let codes = |codes: &[String]| codes.join(", ");
            let more = other.reason_codes.iter().any(|code| !unlock.reason_codes.contains(code))
                || (other.reason_codes.is_empty() && !unlock.reason_codes.is_empty());
            self.add(
                path("justification.reason_codes"),
                codes(&unlock.reason_codes),
                codes(&other.reason_codes),
                more && !unlock.reason_codes.is_empty(),
            );
        }
        for approval in old.approvals() {
            let Some(other) = new.approvals().iter().find(|other| other.id == approval.id) else { continue };
            let path = |key: &str| format!("approval.{}.{key}", approval.id);
            self.limit(path("valid_minutes"), Some(approval.valid_minutes), Some(other.valid_minutes));
            self.flag(path("not_by_requester"), approval.not_by_requester, other.not_by_requester);
            self.add(path("by"), approval.by.clone(), other.by.clone(), true);
        }
    }

    fn limits(&mut self, old: &Policy, new: &Policy) {
        let (before, after) = (old.budget(), new.budget());
        self.limit("budget.steps".to_owned(), before.steps, after.steps);
        self.limit("budget.tool_calls".to_owned(), before.tool_calls, after.tool_calls);
        self.limit("budget.bytes".to_owned(), before.bytes, after.bytes);
    }

    fn audit(&mut self, before: &Audit, after: &Audit) {
        let missing = before.record.iter().any(|kept| !after.record.contains(kept));
        self.add("audit.record".to_owned(), before.record.join(", "), after.record.join(", "), missing);
        self.flag("audit.content".to_owned(), before.digest, after.digest);
        let name = |subject: Recorded| match subject {
            Recorded::Plain => "plain",
            Recorded::Pseudonym => "pseudonym",
            Recorded::Nothing => "none",
        };
        let shows_more = after.subject == Recorded::Plain;
        self.add("audit.subject".to_owned(), name(before.subject).into(), name(after.subject).into(), shows_more);
    }

    fn keeping(&mut self, kind: &str, before: &Keeping, after: &Keeping) {
        let path = |key: &str| format!("retention.{kind}.{key}");
        self.limit(path("max_days"), before.max_days, after.max_days);
        let less = after.min_days.unwrap_or(0) < before.min_days.unwrap_or(0);
        self.add(path("min_days"), shown(before.min_days), shown(after.min_days), less);
        let shown = |erase: &Option<String>| erase.clone().unwrap_or_else(|| "-".to_owned());
        let weaker = before.erase.as_deref() == Some("crypto-shred");
        self.add(path("erase"), shown(&before.erase), shown(&after.erase), weaker);
    }
}

fn shown<T: Display>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
