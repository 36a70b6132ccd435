//! OPC UA NodeId: a namespace and an identifier of one of four kinds.
//!
//! `ns=2;s=Line1.Press3.Temp`, `ns=3;i=1002`, `ns=1;g=09087e75-8e5e-499b-954f-f2a9603db28a`, `ns=1;b=M/RbKBsRVkePCePcx24oRA==`.

use llmguard_types::Accept;

/// OPC 10000-6 §5.3.1.10. The shape is rare: counted as 20.
#[must_use]
pub fn opcua_nodeid(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (namespace, identifier) = text.rsplit_once(";i=").map_or((text, None), |(n, i)| (n, Some(i)));
    if identifier.is_some_and(|i| i.parse::<u32>().is_err()) {
        return None;
    }
    let index = namespace.strip_prefix("ns=").map(|rest| rest.split(';').next().unwrap_or(rest));
    if index.is_some_and(|index| index.parse::<u16>().is_err()) {
        return None;
    }
    let end = text.trim_end_matches(['.', ':', '!', '?']).len();
    Some(Accept::structure(candidate, 20)?.shortened(end))
}
