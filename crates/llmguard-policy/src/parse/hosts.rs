//! Hosts: where addresses may lead, as `example.com` or `*.example.com`.
//!
//! ```text
//! allow_hosts = ["https://example.com/"]        P009 line 1: `https://example.com/` is no host
//! ```

use llmguard_types::{Code, Error};

use crate::document::Table;
use crate::quote::quote;

/// The hosts under `allow_hosts`, in small letters; `None` without the key.
pub(super) fn listed(table: Table<'_>) -> Result<Option<Vec<String>>, Error> {
    if table.get("allow_hosts").is_none() {
        return Ok(None);
    }
    let words = table.words("allow_hosts").into_iter();
    let host = |word: crate::document::Word<'_>| {
        let host = word.text.to_lowercase();
        is_host(&host).then_some(host).ok_or_else(|| {
            Error::new(Code::PolicyValue, format!("{} is no host", quote(word.text)))
                .at_line(word.line)
                .mend("write `example.com`, or `*.example.com` for every host below it, without scheme, port and path")
        })
    };
    words.map(host).collect::<Result<_, _>>().map(Some)
}

fn is_host(host: &str) -> bool {
    let labels = host.strip_prefix("*.").unwrap_or(host).split('.');
    let sign = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    host.len() <= 253 && labels.into_iter().all(|label| !label.is_empty() && label.chars().all(sign))
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn hosts_are_names_of_machines() {
        for host in ["example.com", "*.example.com", "intranet", "10.0.0.1", "müller.example", "a_b.example"] {
            assert!(is_host(host), "{host}");
        }
        for other in
            ["", "*", "*.", "https://example.com", "example.com/a", "example.com:443", "a..b", "a b", "*example.com"]
        {
            assert!(!is_host(other), "{other}");
        }
    }
}
