//! No grants: what stands in the place of [`grants`](crate) where the feature is not built in. Nothing is ever granted.

use llmguard_policy::Reason;
use llmguard_types::{Code, Error};

use crate::guard::Inner;
use crate::request::Request;

/// What grants permit: nothing.
#[derive(Debug, Default)]
pub(crate) struct Granted {
    pub(crate) approved: Vec<String>,
    pub(crate) unlocked: Vec<String>,
}

pub(crate) fn any(_: &Request) -> bool {
    false
}

pub(crate) fn verified(_: &Inner, _: Option<&str>, _: &Request) -> Result<Granted, Box<Reason>> {
    Ok(Granted::default())
}

pub(crate) fn spend(_: &Inner, _: &Request, _: &[String]) -> Result<(), Box<Reason>> {
    Ok(())
}

pub(crate) fn digest(_: &Inner, _: &str, _: &Request) -> Result<String, Error> {
    Err(Error::new(Code::GrantLedger, "llmguard was built without grants"))
}
