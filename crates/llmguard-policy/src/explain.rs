//! Explain: a ruling in plain sentences, for whoever was refused and for whoever has to answer for it.
//!
//! ```text
//! The text must not go to `eu`.
//! Because class `price` would reach destination `eu` as `confidential`, above its ceiling `internal`.
//! It may go to `local`.
//! `buyer_lead` may release `price` by unlock `benchmark-prices-eu`, for at most 120 minutes and 20 uses.
//! ```

use crate::quote::{list, quote};
use crate::{Ask, Language, Mode, Policy, Reason, Ruling, Unlock, Verdict};

impl Policy {
    /// A ruling in sentences: what happens and why, what only would, where the text may go instead, and who can approve
    /// or unlock.
    ///
    /// # Example
    /// ```
    /// use llmguard_policy::{Ask, Found, Language, Policy};
    ///
    /// let policy = Policy::template("einkauf-copilot")?;
    /// let know_how = [policy.class("know_how")?];
    /// let found = [Found { classes: &know_how, level: policy.lowest() }];
    /// let ask = Ask { roles: &["buyer"], destination: "eu", ..Ask::default() };
    /// let sentences = policy.explain(&ask, &policy.decide(&ask, &found), Language::De);
    /// assert_eq!(sentences[0], "Der Text darf nicht an `eu` gehen.");
    /// assert_eq!(sentences[1], "Denn die Klasse `know_how` wird für das Ziel `eu` gesperrt.");
    /// assert_eq!(sentences[2], "Er darf an `local` gehen.");
    /// # Ok::<(), llmguard_types::Error>(())
    /// ```
    #[must_use]
    pub fn explain(&self, ask: &Ask<'_>, ruling: &Ruling, language: Language) -> Vec<String> {
        let routes = ruling.destinations.iter().map(|route| (&*route.name, route.verdict));
        self.explain_verdict(ask.destination, ruling.verdict, &ruling.reasons, &ruling.observed, routes, language)
    }

    /// The same for the parts of a ruling: destination, verdict, reasons, what would be reasons, and every destination
    /// with its verdict.
    pub fn explain_verdict<'r>(
        &self,
        destination: &str,
        verdict: Verdict,
        reasons: &[Reason],
        observed: &[Reason],
        routes: impl Iterator<Item = (&'r str, Verdict)>,
        language: Language,
    ) -> Vec<String> {
        let told = Told { language };
        let mut sentences = vec![told.verdict(verdict, &quote(destination))];
        sentences.extend(reasons.iter().map(|reason| told.because(reason)));
        sentences.extend(observed.iter().map(|reason| told.observed(reason)));
        let other: Vec<&str> = routes
            .filter(|(name, own)| *own <= Verdict::Transform && *name != destination)
            .map(|(name, _)| name)
            .collect();
        if verdict >= Verdict::Approval {
            sentences.push(told.elsewhere(&other));
            sentences.extend(reasons.iter().filter_map(|reason| reason.approver()).map(|role| told.approver(role)));
            sentences.extend(self.unlocks_for(destination, reasons).map(|unlock| told.unlock(self, unlock)));
        }
        sentences
    }

    /// The unlocks that could lift one of these reasons.
    fn unlocks_for<'p>(&'p self, destination: &'p str, reasons: &'p [Reason]) -> impl Iterator<Item = &'p Unlock> {
        self.unlocks.iter().filter(move |unlock| {
            let touches =
                |reason: &Reason| unlock.classes(self).any(|class| reason.classes.iter().any(|own| **own == *class));
            unlock.is_for(self, destination)
                && reasons.iter().any(|reason| reason.verdict == Verdict::Deny && touches(reason))
        })
    }
}

/// Sentences of one language.
struct Told {
    language: Language,
}

impl Told {
    fn choose(&self, english: String, german: String) -> String {
        match self.language {
            Language::En => english,
            Language::De => german,
        }
    }

    fn verdict(&self, verdict: Verdict, place: &str) -> String {
        let (english, german) = match verdict {
            Verdict::Allow => (
                format!("The text may go to {place} as it is."),
                format!("Der Text darf unverändert an {place} gehen."),
            ),
            Verdict::Transform => (
                format!("The text may go to {place} once it was changed."),
                format!("Der Text darf geändert an {place} gehen."),
            ),
            Verdict::Approval => (
                format!("The text may go to {place} once somebody approved."),
                format!("Der Text darf an {place} gehen, sobald jemand zugestimmt hat."),
            ),
            Verdict::Deny => {
                (format!("The text must not go to {place}."), format!("Der Text darf nicht an {place} gehen."))
            }
        };
        self.choose(english, german)
    }

    fn because(&self, reason: &Reason) -> String {
        let what = reason.sentence(self.language);
        self.choose(format!("Because {what}."), format!("Denn {what}."))
    }

    fn observed(&self, reason: &Reason) -> String {
        let what = reason.sentence(self.language);
        let shown = reason.mode == Mode::Warn;
        self.choose(
            format!("{}: {what}; this is not enforced yet.", if shown { "Warning" } else { "Observed" }),
            format!("{}: {what}; das wird noch nicht durchgesetzt.", if shown { "Warnung" } else { "Beobachtet" }),
        )
    }

    fn elsewhere(&self, places: &[&str]) -> String {
        let names = list(places.iter().copied());
        match places {
            [] => self.choose("It may go nowhere else.".to_owned(), "Er darf auch sonst nirgendwohin.".to_owned()),
            _ => self.choose(format!("It may go to {names}."), format!("Er darf an {names} gehen.")),
        }
    }

    fn approver(&self, role: &str) -> String {
        let role = quote(role);
        self.choose(
            format!("Somebody else with role {role} can approve."),
            format!("Jemand anderes mit der Rolle {role} kann zustimmen."),
        )
    }

    fn unlock(&self, policy: &Policy, unlock: &Unlock) -> String {
        let (roles, classes) = (list(unlock.roles.iter().map(String::as_str)), list(unlock.classes(policy)));
        let (id, minutes, uses) = (quote(&unlock.id), unlock.max_minutes, unlock.max_uses);
        self.choose(
            format!("{roles} may release {classes} by unlock {id}, for at most {minutes} minutes and {uses} uses."),
            format!(
                "{roles} darf {classes} durch {id} freigeben, für höchstens {minutes} Minuten und {uses} Verwendungen."
            ),
        )
    }
}
