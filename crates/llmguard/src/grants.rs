//! Grants: approvals and unlocks that come with a request, checked before step 8 and spent before anything goes out.
//!
//! ```text
//! verify each grant ── one is wrong ──> Deny with its code
//!        │
//! decide with what they permit ── verdict rests on some of them ── spend these ── ledger refuses ──> Deny
//! ```
//!
//! A grant that makes no difference is not spent.

use std::sync::Arc;

use llmguard_policy::{GrantKind, GrantLedger, Reason, Signer, Situation, SpendError, Spending};
use llmguard_types::{Code, Error};

use crate::guard::Inner;
use crate::keyed::Key;
use crate::request::Request;

/// Who may sign, and who keeps count.
#[derive(Clone)]
pub(crate) struct Grants {
    pub(crate) signers: Vec<Signer>,
    pub(crate) ledger: Option<Arc<dyn GrantLedger>>,
}

/// What verified grants permit: ids of rules.
#[derive(Debug, Default)]
pub(crate) struct Granted {
    pub(crate) approved: Vec<String>,
    pub(crate) unlocked: Vec<String>,
}

/// Whether a request comes with grants.
pub(crate) fn any(request: &Request) -> bool {
    !request.grants.is_empty()
}

/// What the grants of a request permit, or why one of them is refused. Approvals are for one text: without it, unlocks alone
/// count.
pub(crate) fn verified(inner: &Inner, text: Option<&str>, request: &Request) -> Result<Granted, Box<Reason>> {
    let mut granted = Granted::default();
    if request.grants.is_empty() {
        return Ok(granted);
    }
    let roles: Vec<&str> = request.roles.iter().map(String::as_str).collect();
    let digest = text.map(|text| digest(inner, text, request)).transpose().map_err(|error| refusal(&error))?;
    let situation = Situation {
        requester: request.subject.as_deref(),
        roles: &roles,
        destination: &request.destination,
        request_digest: digest.as_deref().unwrap_or_default(),
        now: request.now,
    };
    for grant in request.grants.iter().filter(|grant| text.is_some() || grant.statement().kind == GrantKind::Unlock) {
        inner.policy.verify_grant(grant, &situation, &inner.grants.signers).map_err(|error| refusal(&error))?;
        let list = match grant.statement().kind {
            GrantKind::Approval => &mut granted.approved,
            GrantKind::Unlock => &mut granted.unlocked,
        };
        list.push(grant.statement().rule.clone());
    }
    Ok(granted)
}

/// Spends the grants that a verdict rests on.
pub(crate) fn spend(inner: &Inner, request: &Request, used: &[String]) -> Result<(), Box<Reason>> {
    for grant in request.grants.iter().filter(|grant| used.contains(&grant.statement().rule)) {
        let statement = grant.statement();
        let unlock = inner.policy.unlocks().iter().find(|unlock| unlock.id == statement.rule);
        let uses = unlock.map_or(1, |unlock| unlock.max_uses);
        let now = request.now.unwrap_or(0);
        let spending = Spending { serial: &statement.serial, uses, now, expires: statement.expires };
        let spent = inner.grants.ledger.as_ref().map_or(Err(SpendError::Unavailable), |ledger| ledger.spend(&spending));
        let (code, message, mend) = match spent {
            Ok(()) => continue,
            Err(SpendError::Spent) => {
                (Code::GrantSpent, "the grant was used as often as it may be", "ask for another one")
            }
            Err(SpendError::ClockBackwards) => (Code::GrantClock, "the clock went backwards", "check the clock"),
            Err(SpendError::Unavailable) => (
                Code::GrantLedger,
                "there is no ledger, or it could not say how often the grant was used",
                "give the guard a ledger that works",
            ),
        };
        return Err(refusal(&Error::new(code, message).mend(mend)));
    }
    Ok(())
}

/// The keyed digest of a text and of everything about its request that a decision depends on.
pub(crate) fn digest(inner: &Inner, text: &str, request: &Request) -> Result<String, Error> {
    let key: &Key = inner.key.as_ref().ok_or_else(|| {
        Error::new(Code::GrantLedger, "the guard has no key to make digests with")
            .mend("give it one: `GuardBuilder::key`")
    })?;
    let mut fields: Vec<&[u8]> =
        vec![text.as_bytes(), request.destination.as_bytes(), request.direction.as_str().as_bytes()];
    for list in [&request.roles, &request.source_labels, &request.sources] {
        fields.push(b"[");
        fields.extend(list.iter().map(|word| word.as_bytes()));
        fields.push(b"]");
    }
    for word in [&request.subject, &request.purpose, &request.tool, &request.model, &request.model_version] {
        fields.push(if word.is_some() { b"1" } else { b"0" });
        fields.push(word.as_deref().unwrap_or("").as_bytes());
    }
    let confidence = request.answer_confidence.map(|percent| percent.to_string()).unwrap_or_default();
    fields.push(confidence.as_bytes());
    Ok(key.digest("request", fields))
}

fn refusal(error: &Error) -> Box<Reason> {
    let english = format!("{}; {}", error.message(), error.how_to_mend());
    let german = match error.code() {
        Code::GrantUnreadable => "der Text ist keine Freigabe",
        Code::GrantSignature => "die Freigabe ist von niemandem unterschrieben, der eingetragen ist",
        Code::GrantRule => "das Regelwerk kennt keine solche Genehmigung oder Freigabe",
        Code::GrantPolicy => "die Freigabe wurde unter einem anderen Regelwerk unterschrieben",
        Code::GrantRequest => "die Freigabe gilt für eine andere Anfrage, eine andere Person oder ein anderes Ziel",
        Code::GrantNotYet => "die Freigabe wurde später unterschrieben als jetzt, oder die Anfrage nennt keine Zeit",
        Code::GrantExpired => "die Freigabe ist abgelaufen, oder sie dauert länger als erlaubt",
        Code::GrantSamePerson => "wer anfragt, hat die Freigabe selbst unterschrieben",
        Code::GrantRole => "wer unterschrieben hat oder anfragt, hat keine Rolle, die dafür nötig ist",
        Code::GrantJustification => "die Begründung fehlt, ist zu kurz oder nennt keinen Grund aus der Liste",
        Code::GrantSpent => "die Freigabe ist verbraucht",
        Code::GrantClock => "die Uhr ging rückwärts",
        _ => "es gibt kein Verzeichnis der Freigaben, oder es konnte nicht antworten",
    };
    Box::new(Reason::denial(Some(error.code()), "grants", english, german.to_owned()))
}
