//! Answers: what a policy says of them, of the hosts that addresses may lead to, and what counts as more permissive.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use llmguard_policy::{Ask, Diff, Direction, Found, Policy, Transform, Verdict};

const BASE: &str = r#"
format = 1
id = "p"
version = "1"
levels = ["public", "never"]
[classes]
page = { level = "public", detect = ["output.render.*"] }
[destinations]
eu = { ceiling = "public" }
us = { ceiling = "public", allow_hosts = [] }
[tools]
fetch = { allow_hosts = ["API.example.com"] }
[roles]
user = { destinations = ["eu", "us"], tools = ["*"] }
"#;

fn policy(rest: &str) -> Policy {
    Policy::parse(&format!("{BASE}{rest}")).unwrap()
}

fn transform(policy: &Policy, direction: Direction) -> Transform {
    let page = [policy.class("page").unwrap()];
    let ask = Ask { roles: &["user"], destination: "eu", direction, tool: Some("fetch"), ..Ask::default() };
    policy.decide(&ask, &[Found { classes: &page, level: policy.lowest() }]).transforms[0]
}

#[test]
fn a_rule_is_for_answers_where_it_names_them() {
    let rule = "[[transform]]\nclasses = ['page']\ndestinations = ['*']\ndo = 'redact'\n";
    let named = format!("{rule}directions = ['response', 'tool-call']\n");
    for (rest, prompt, response) in [
        (rule.to_owned(), Transform::Redact, Transform::Redact),
        (format!("{rule}[output]\n"), Transform::Redact, Transform::Keep),
        (format!("{named}[output]\n"), Transform::Keep, Transform::Redact),
        (format!("{named}[output]\nforbid = ['page']\n"), Transform::Keep, Transform::Block),
    ] {
        let policy = policy(&rest);
        assert_eq!(
            (transform(&policy, Direction::Prompt), transform(&policy, Direction::Response)),
            (prompt, response),
            "{rest}"
        );
    }
    let observed = policy(&format!("{named}mode = 'observe'\n[output]\n"));
    let page = [observed.class("page").unwrap()];
    let ask = Ask { roles: &["user"], destination: "eu", direction: Direction::Response, ..Ask::default() };
    let ruling = observed.decide(&ask, &[Found { classes: &page, level: observed.lowest() }]);
    assert_eq!((ruling.verdict, ruling.would), (Verdict::Allow, Verdict::Transform));
}

#[test]
fn a_rule_for_answers_is_not_outdone_by_one_that_is_none() {
    let rules = "[[transform]]\nclasses = ['page']\ndestinations = ['*']\ndo = 'redact'\n\
                 [[transform]]\nclasses = ['page']\ndestinations = ['*']\ndirections = ['response']\ndo = 'mask'\n[output]\n";
    assert!(policy(rules).lint().iter().all(|lint| lint.code != "L001"));
}

#[test]
fn the_nearest_list_of_hosts_holds() {
    let none = policy("");
    assert_eq!((none.allowed_hosts("eu", None), none.other_hosts()), (None, Transform::Generalize));
    let own = policy("[output]\nallow_hosts = ['*.Example.com']\nother_hosts = 'redact'\n");
    assert_eq!(
        (own.allowed_hosts("eu", None).unwrap(), own.other_hosts()),
        (&["*.example.com".to_owned()][..], Transform::Redact)
    );
    assert_eq!(own.allowed_hosts("us", None), Some(&[][..]));
    assert_eq!(own.allowed_hosts("us", Some("fetch")).unwrap(), ["api.example.com"]);
    let no_host = policy("[output]\nother_hosts = 'keep'\n");
    assert_eq!((no_host.allowed_hosts("eu", None), no_host.other_hosts()), (Some(&[][..]), Transform::Keep));
}

#[test]
fn what_is_no_host_is_refused_with_its_line() {
    for (rest, what) in [
        (
            "[output]\nallow_hosts = ['https://example.com']\n",
            "P009 line 16: `https://example.com` is no host; write `example.com`, or `*.example.com` for every host below it, without scheme, port and path",
        ),
        (
            "[output]\nother_hosts = 'block'\n",
            "P009 line 16: `other_hosts` cannot be `block`; allowed: `keep`, `generalize`, `redact`",
        ),
        (
            "[output]\nscan = false\nallow_hosts = []\n",
            "P009 line 16: `output.scan` is false although `output.allow_hosts` names hosts; write `scan = true`, or remove `allow_hosts`: what is not scanned cannot be judged",
        ),
    ] {
        assert_eq!(Policy::parse(&format!("{BASE}{rest}")).unwrap_err().to_string(), what);
    }
}

#[test]
fn more_hosts_are_more_permissive() {
    let hosts = |list: &str| policy(&format!("[output]\nallow_hosts = [{list}]\n"));
    let more = |old: &Policy, new: &Policy| -> Vec<String> {
        let diff = Diff::of(old, new);
        diff.settings.iter().filter(|change| change.more_permissive).map(|change| change.name.clone()).collect()
    };
    assert_eq!(more(&hosts("'a.example'"), &hosts("'a.example', 'b.example'")), ["output.allow_hosts"]);
    assert_eq!(more(&hosts("'a.example', 'b.example'"), &hosts("'a.example'")), [""; 0]);
    assert_eq!(more(&hosts("'a.example'"), &policy("[output]\n")), ["output.allow_hosts"]);
    assert_eq!(more(&policy("[output]\n"), &hosts("'a.example'")), [""; 0]);
    let drops = policy("[output]\nallow_hosts = ['a.example']\nother_hosts = 'redact'\n");
    assert_eq!(more(&drops, &hosts("'a.example'")), ["output.other_hosts"]);
    let open = Policy::parse(&BASE.replace("allow_hosts = []", "allow_hosts = ['c.example']")).unwrap();
    assert_eq!(more(&policy(""), &open), ["destinations.us.allow_hosts"]);
    let tool = Policy::parse(&BASE.replace("API.example.com", "*.example.com")).unwrap();
    assert_eq!(more(&policy(""), &tool), ["tools.fetch.allow_hosts at eu", "tools.fetch.allow_hosts at us"]);
}
