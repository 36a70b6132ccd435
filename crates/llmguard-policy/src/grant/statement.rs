//! Statement: the words that are signed, and the grant they become.
//!
//! What is signed is the statement as canonical JSON: sorted keys, no spaces. A grant is the same with one more key:
//!
//! ```text
//! {"destination":"us","expires":1,…,"signature":"4f…"}
//! ```

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use llmguard_types::{Code, Error};
use serde::{Deserialize, Serialize};

use crate::canonical::hex;

/// What a grant is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GrantKind {
    /// One text may go.
    Approval,
    /// A class may go for a while.
    Unlock,
}

/// What is signed. Times are the caller's clock, in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    // In the order of the alphabet, so that it is written as canonical JSON.
    /// Where the text may go.
    pub destination: String,
    /// When it ends.
    pub expires: u64,
    /// When it was signed.
    pub issued: u64,
    /// Why, in words; for an unlock that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// What for.
    pub kind: GrantKind,
    /// The digest of the policy it was signed under, see [`Policy::digest`](crate::Policy::digest).
    pub policy_digest: String,
    /// One of the rule's `reason_codes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<String>,
    /// The keyed digest of the request, for an approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_digest: Option<String>,
    /// Who asked for it, as the caller names people.
    pub requester: String,
    /// The id of the `[[approval]]` or `[[unlock]]`.
    pub rule: String,
    /// Its own number; no two grants have the same.
    pub serial: String,
    /// Who signed.
    pub signer: String,
}

/// A signed statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub(super) statement: Statement,
    pub(super) signature: Signature,
}

/// A grant as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    signature: String,
    statement: Statement,
}

impl Statement {
    /// The bytes that are signed.
    pub(super) fn bytes(&self) -> Vec<u8> {
        // A struct of strings and numbers is always JSON.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a statement: the keys are the names of the fields.
    ///
    /// # Errors
    /// `G001` if the text is not a statement.
    pub fn from_json(json: &str) -> Result<Statement, Error> {
        serde_json::from_str(json).map_err(|_| {
            Error::new(Code::GrantUnreadable, "the text is not a statement")
                .mend("write one JSON object with the fields of `Statement`")
        })
    }

    /// Signs the statement with an Ed25519 secret key of 32 bytes.
    #[must_use]
    pub fn sign(self, secret: &[u8; 32]) -> Grant {
        let signature = SigningKey::from_bytes(secret).sign(&self.bytes());
        Grant { statement: self, signature }
    }
}

impl Grant {
    /// What was signed. Nothing says yet that it is genuine.
    #[must_use]
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The grant as JSON: to be stored, sent and read again.
    #[must_use]
    pub fn to_json(&self) -> String {
        let signature = hex(&self.signature.to_bytes());
        let written = Written { signature, statement: self.statement.clone() };
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// Reads a grant. Nothing says yet that it is genuine.
    ///
    /// # Errors
    /// `G001` if the text is not a grant.
    ///
    /// # Example
    /// ```
    /// let error = llmguard_policy::Grant::from_json("{}").unwrap_err();
    /// assert_eq!(error.code().as_str(), "G001");
    /// ```
    pub fn from_json(json: &str) -> Result<Grant, Error> {
        let unreadable = || {
            Error::new(Code::GrantUnreadable, "the text is not a grant")
                .mend("pass the JSON of `Grant::to_json` as it is")
        };
        let written: Written = serde_json::from_str(json).map_err(|_| unreadable())?;
        let signature = unhex(&written.signature).ok_or_else(unreadable)?;
        Ok(Grant { statement: written.statement, signature: Signature::from_bytes(&signature) })
    }
}

fn unhex(text: &str) -> Option<[u8; 64]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks_exact(2);
    let bytes =
        pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect::<Option<Vec<u8>>>()?;
    bytes.try_into().ok().filter(|_| text.len() == 128)
}
