//! Verify: whether a grant is genuine and fits the request it comes with.
//!
//! The checks come in this order, each with its code; the first that fails is told:
//!
//! ```text
//! G002 signature   G003 rule   G004 policy   G005 request   G006 not yet   G007 expired or too long
//! G008 same person   G009 role of the signer   G010 justification
//! ```

use ed25519_dalek::{SigningKey, VerifyingKey};
use llmguard_types::{Code, Error};

use super::statement::{Grant, GrantKind, Statement};
use crate::quote::quote;
use crate::{Approval, Policy, Unlock};

/// Somebody who may sign, as the caller's own directory knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// As the caller names people.
    pub name: String,
    /// Their roles.
    pub roles: Vec<String>,
    /// Their Ed25519 public key.
    pub key: [u8; 32],
}

impl Signer {
    /// The public key of an Ed25519 secret key.
    #[must_use]
    pub fn public_key(secret: &[u8; 32]) -> [u8; 32] {
        SigningKey::from_bytes(secret).verifying_key().to_bytes()
    }
}

/// The request a grant comes with.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// Who asks.
    pub requester: Option<&'a str>,
    /// Their roles.
    pub roles: &'a [&'a str],
    /// Where to.
    pub destination: &'a str,
    /// The keyed digest of the request.
    pub request_digest: &'a str,
    /// The caller's clock, in milliseconds since 1970-01-01 UTC.
    pub now: Option<u64>,
}

const MINUTE: u64 = 60_000;

impl Policy {
    /// Whether a grant is genuine and fits a request under this policy. It is not spent by this.
    ///
    /// # Errors
    /// `G002` to `G010`, see the module.
    pub fn verify_grant(&self, grant: &Grant, situation: &Situation<'_>, signers: &[Signer]) -> Result<(), Error> {
        let statement = &grant.statement;
        let signer = signer(grant, signers)?;
        let rule = Rule::of(self, statement)?;
        if statement.policy_digest != self.digest() {
            return refuse(Code::GrantPolicy, "the grant was signed under another policy", "sign again under this one");
        }
        fits(statement, situation)?;
        in_time(statement, situation.now, rule.minutes())?;
        if rule.needs_somebody_else() && statement.signer == statement.requester {
            return refuse(Code::GrantSamePerson, "who asks has signed the grant too", "let somebody else sign");
        }
        rule.allows(signer, statement, situation)?;
        rule.justified(statement)
    }
}

fn refuse<T>(code: Code, message: &str, mend: &str) -> Result<T, Error> {
    Err(Error::new(code, message).mend(mend))
}

/// The signer, if the signature is theirs.
fn signer<'s>(grant: &Grant, signers: &'s [Signer]) -> Result<&'s Signer, Error> {
    let known = signers.iter().find(|signer| signer.name == grant.statement.signer);
    let genuine = |signer: &&Signer| {
        VerifyingKey::from_bytes(&signer.key)
            .is_ok_and(|key| key.verify_strict(&grant.statement.bytes(), &grant.signature).is_ok())
    };
    known.filter(genuine).ok_or_else(|| {
        Error::new(Code::GrantSignature, "the grant is not signed by anybody who is registered")
            .mend("register the signer with their public key, and pass the grant unchanged")
    })
}

/// The rule of the policy a grant is for.
enum Rule<'p> {
    Approval(&'p Approval),
    Unlock(&'p Unlock),
}

impl<'p> Rule<'p> {
    fn of(policy: &'p Policy, statement: &Statement) -> Result<Rule<'p>, Error> {
        let id = &statement.rule;
        let rule = match statement.kind {
            GrantKind::Approval => policy.approvals().iter().find(|own| own.id == *id).map(Rule::Approval),
            GrantKind::Unlock => policy.unlocks().iter().find(|own| own.id == *id).map(Rule::Unlock),
        };
        rule.ok_or_else(|| {
            Error::new(Code::GrantRule, format!("the policy has no such approval or unlock as {}", quote(id)))
                .mend("name the id that stands in the policy")
        })
    }

    fn minutes(&self) -> u32 {
        match self {
            Rule::Approval(approval) => approval.valid_minutes,
            Rule::Unlock(unlock) => unlock.max_minutes,
        }
    }

    fn needs_somebody_else(&self) -> bool {
        match self {
            Rule::Approval(approval) => approval.not_by_requester,
            Rule::Unlock(unlock) => unlock.second_person,
        }
    }

    /// Whether the signer may sign, and who asks may ask.
    fn allows(&self, signer: &Signer, statement: &Statement, situation: &Situation<'_>) -> Result<(), Error> {
        let (allowed, may_ask) = match self {
            Rule::Approval(approval) => (std::slice::from_ref(&approval.by), true),
            Rule::Unlock(unlock) => {
                let asks = situation.roles.iter().any(|role| unlock.roles.iter().any(|own| own == role));
                (unlock.roles.as_slice(), asks)
            }
        };
        if may_ask && signer.roles.iter().any(|role| allowed.contains(role)) {
            return Ok(());
        }
        let who = if may_ask { "the signer has" } else { "who asks has" };
        refuse(
            Code::GrantRole,
            &format!("{who} no role that {} asks for", quote(&statement.rule)),
            "let somebody with the role do it",
        )
    }

    fn justified(&self, statement: &Statement) -> Result<(), Error> {
        let Rule::Unlock(unlock) = self else { return Ok(()) };
        let words = statement.justification.as_deref().unwrap_or("").trim();
        let code = statement.reason_code.as_ref();
        let long_enough = u32::try_from(words.chars().count()).unwrap_or(u32::MAX) >= unlock.min_chars;
        let coded = unlock.reason_codes.is_empty() || code.is_some_and(|code| unlock.reason_codes.contains(code));
        if !unlock.justification || (long_enough && coded) {
            return Ok(());
        }
        refuse(
            Code::GrantJustification,
            "the justification is missing, too short, or has no reason code of the rule",
            "say why, as the rule asks",
        )
    }
}

/// Whether a grant is for this request.
fn fits(statement: &Statement, situation: &Situation<'_>) -> Result<(), Error> {
    let same_request = match statement.kind {
        GrantKind::Approval => statement.request_digest.as_deref() == Some(situation.request_digest),
        GrantKind::Unlock => true,
    };
    let same_person = situation.requester == Some(statement.requester.as_str());
    if same_request && same_person && statement.destination == situation.destination {
        return Ok(());
    }
    refuse(
        Code::GrantRequest,
        "the grant is for another request, person or destination",
        "ask for a grant for this request, and name its subject",
    )
}

fn in_time(statement: &Statement, now: Option<u64>, minutes: u32) -> Result<(), Error> {
    let Some(now) = now else {
        return refuse(Code::GrantNotYet, "the request does not say when it is", "set `now` to the caller's clock");
    };
    if now < statement.issued {
        return refuse(Code::GrantNotYet, "the grant was signed later than now", "check the clocks");
    }
    let lasts = statement.expires.saturating_sub(statement.issued);
    if now >= statement.expires || lasts > u64::from(minutes) * MINUTE {
        return refuse(
            Code::GrantExpired,
            "the grant has ended, or would last longer than the rule lets it",
            "sign again",
        );
    }
    Ok(())
}
