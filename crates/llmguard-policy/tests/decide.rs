//! Decide: what may go where, and the reasons given for it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use llmguard_policy::{Ask, Direction, Found, Policy, Ruling, Transform, Verdict};
use llmguard_types::Code;

/// The embedded example with one ask; `found` are class names, each a finding of its own.
fn einkauf(roles: &[&str], destination: &str, direction: Direction, found: &[&str]) -> Ruling {
    let policy = Policy::template("einkauf-copilot").unwrap();
    decide(&policy, &Ask { roles, destination, direction, ..Ask::default() }, found)
}

fn decide(policy: &Policy, ask: &Ask<'_>, found: &[&str]) -> Ruling {
    let classes: Vec<_> = found.iter().map(|name| policy.class(name).unwrap()).collect();
    let found: Vec<Found<'_>> = classes.chunks(1).map(|classes| Found { classes, level: policy.lowest() }).collect();
    policy.decide(ask, &found)
}

/// Verdict, rule and sentence of every reason, one a line.
fn why(ruling: &Ruling) -> Vec<String> {
    ruling.reasons.iter().map(|r| format!("{} {}: {}", r.verdict.as_str(), r.rule, r.message())).collect()
}

fn routes(ruling: &Ruling) -> Vec<String> {
    ruling.destinations.iter().map(|route| format!("{} {}", route.name, route.verdict.as_str())).collect()
}

/// A policy of two levels and two places with something of its own at the end.
fn small(rest: &str) -> Policy {
    Policy::parse(&format!(
        "format = 1\nid = 'x'\nversion = '1'\nlevels = ['low', 'mid', 'top']\n{rest}\n\
         [destinations]\nopen = {{ ceiling = 'top' }}\nshut = {{ ceiling = 'low' }}\n\
         [roles]\nuser = {{ destinations = ['open', 'shut'] }}\nnobody = {{ destinations = [] }}\n"
    ))
    .unwrap()
}

fn user(destination: &str) -> Ask<'_> {
    Ask { roles: &["user"], destination, ..Ask::default() }
}

#[test]
fn every_template_test_holds() {
    for (name, _) in Policy::templates() {
        let policy = Policy::template(name).unwrap();
        assert_eq!(policy.id(), *name);
        let outcomes = policy.run_tests();
        assert!(outcomes.len() >= 3 || policy.roles().count() == 0);
        assert_eq!(policy.lint(), [], "{name}");
        for outcome in outcomes {
            outcome.check().unwrap();
        }
    }
}

#[test]
fn the_strictest_rule_for_any_class_of_a_finding_wins() {
    let policy = Policy::template("einkauf-copilot").unwrap();
    let both = [policy.class("person_id").unwrap(), policy.class("art9").unwrap()];
    let one = [policy.class("person").unwrap()];
    let level = policy.lowest();
    let found = [Found { classes: &one, level }, Found { classes: &both, level }];
    let ruling = policy.decide(&Ask { roles: &["buyer"], destination: "eu", ..Ask::default() }, &found);
    assert_eq!(ruling.verdict, Verdict::Deny);
    assert_eq!(ruling.transforms, [Transform::Tokenize, Transform::Block]);
    assert_eq!(
        why(&ruling),
        [
            "deny transform[0]: class `art9` is blocked for destination `eu`",
            "transform transform[1]: class `person` is tokenized for destination `eu`"
        ]
    );
    assert_eq!(policy.level_name(ruling.level), "never");
    assert_eq!(policy.level_name(ruling.residual_level), "internal");
}

#[test]
fn a_ruling_says_where_it_would_be_permitted_in_the_order_of_the_roles() {
    let ruling = einkauf(&["buyer_lead"], "us", Direction::Prompt, &["know_how", "price"]);
    assert_eq!(ruling.verdict, Verdict::Deny);
    assert_eq!(ruling.would, Verdict::Deny);
    assert_eq!(routes(&ruling), ["local allow", "eu deny", "us deny"]);
    let ruling = einkauf(&["mes_agent", "buyer"], "local", Direction::Prompt, &["price"]);
    assert_eq!(routes(&ruling), ["local allow", "eu transform"]);
}

#[test]
fn an_allow_names_the_role_that_permits_it() {
    let ruling = einkauf(&["mes_agent", "buyer"], "eu", Direction::Prompt, &[]);
    assert_eq!(why(&ruling), ["allow roles.buyer.destinations: role `buyer` may use destination `eu`"]);
    assert_eq!((ruling.level.index(), ruling.residual_level.index()), (0, 0));
}

#[test]
fn whatever_is_unknown_is_denied_with_code_and_what_is_known() {
    let known = "known are `buyer`, `buyer_lead`, `mes_agent`";
    let policy = Policy::template("einkauf-copilot").unwrap();
    let base = Ask { roles: &["buyer"], destination: "eu", ..Ask::default() };
    let long = "x".repeat(70);
    let cases: Vec<(Ask<'_>, Code, &str, String)> = vec![
        (Ask { roles: &[], ..base }, Code::InputRole, "roles", format!("the request names no role; {known}")),
        (
            Ask { roles: &["buyer", "bo\u{7}ss"], ..base },
            Code::InputRole,
            "roles",
            format!("the role `bo\\u{{7}}ss` is unknown; {known}"),
        ),
        (
            Ask { destination: &long, ..base },
            Code::InputDestination,
            "destinations",
            format!("the destination `{}…` is unknown; known are `local`, `eu`, `us`", "x".repeat(64)),
        ),
        (
            Ask { purpose: Some("gossip"), ..base },
            Code::InputPurpose,
            "use_case.purpose",
            "the purpose `gossip` is not declared; declared are `supplier-negotiation`".to_owned(),
        ),
    ];
    for (ask, code, rule, message) in cases {
        let ruling = decide(&policy, &ask, &["price"]);
        assert_eq!((ruling.verdict, ruling.transforms.as_slice()), (Verdict::Deny, [Transform::Block].as_slice()));
        assert_eq!(ruling.reasons.len(), 1);
        let reason = &ruling.reasons[0];
        assert_eq!((reason.code, &*reason.rule, reason.message()), (Some(code), rule, message.as_str()));
    }
}

#[test]
fn a_destination_that_no_role_permits_is_denied() {
    let ruling = einkauf(&["mes_agent", "buyer"], "us", Direction::Prompt, &[]);
    assert_eq!(
        why(&ruling),
        ["deny roles: the destination `us` is not open to roles `mes_agent`, `buyer`; open are `local`, `eu`"]
    );
    assert_eq!(routes(&ruling), ["local allow", "eu allow"]);
    let ruling = decide(&small(""), &Ask { roles: &["nobody"], destination: "open", ..Ask::default() }, &[]);
    assert_eq!(why(&ruling), ["deny roles: the destination `open` is not open to role `nobody`; open are none"]);
    assert_eq!(routes(&ruling), [""; 0]);
}

#[test]
fn the_only_declared_purpose_is_the_default() {
    let verdicts = |purposes: &str| {
        let policy = small(&format!("[use_case]\npurpose = {purposes}"));
        [None, Some("a"), Some("b")].map(|purpose| decide(&policy, &Ask { purpose, ..user("open") }, &[]).verdict)
    };
    let (allow, deny) = (Verdict::Allow, Verdict::Deny);
    assert_eq!(verdicts("[]"), [allow, deny, deny]);
    assert_eq!(verdicts("['a']"), [allow, allow, deny]);
    assert_eq!(verdicts("['a', 'b']"), [deny, allow, allow]);
    let ruling = decide(&small("[use_case]\npurpose = ['a', 'b']"), &user("open"), &[]);
    assert_eq!(ruling.reasons[0].message(), "the request names no purpose; declared are `a`, `b`");
    assert_eq!(routes(&ruling), ["open deny", "shut deny"]);
}

#[test]
fn a_finding_without_a_class_counts_at_the_level_of_its_detector() {
    let policy = small("");
    let found = [Found { classes: &[], level: policy.level("mid").unwrap() }];
    let ruling = policy.decide(&user("shut"), &found);
    assert_eq!(
        why(&ruling),
        [
            "deny destinations.shut.ceiling: a finding without a class would reach destination `shut` as `mid`, above its ceiling `low`"
        ]
    );
    assert_eq!(policy.decide(&user("open"), &found).verdict, Verdict::Allow);
}

#[test]
fn a_class_raises_the_level_of_a_detector_and_never_lowers_it() {
    let policy = small("[classes]\na = { level = 'mid', detect = ['a.b'] }");
    let class = [policy.class("a").unwrap()];
    for (detector, expected) in [("low", "mid"), ("mid", "mid"), ("top", "top")] {
        let found = [Found { classes: &class, level: policy.level(detector).unwrap() }];
        assert_eq!(policy.level_name(policy.decide(&user("open"), &found).level), expected);
    }
}

#[test]
fn residual_levels_and_the_top_level() {
    let rules = |transform: &str, residual: &str| {
        small(&format!(
            "{residual}\n[classes]\na = {{ level = 'mid', detect = ['a.b'] }}\nt = {{ level = 'top', detect = ['t.b'] }}\n\
             [[transform]]\nclasses = ['a', 't']\ndestinations = ['*']\ndo = '{transform}'\n"
        ))
    };
    let seen = |policy: &Policy, class: &str| {
        let ruling = decide(policy, &user("open"), &[class]);
        policy.level_name(ruling.residual_level).to_owned()
    };
    for transform in ["generalize", "mask", "tokenize"] {
        let silent = rules(transform, "");
        assert_eq!((seen(&silent, "a").as_str(), seen(&silent, "t").as_str()), ("mid", "top"), "{transform}");
        let low = rules(transform, &format!("[residual]\n{transform} = 'low'"));
        assert_eq!((seen(&low, "a").as_str(), seen(&low, "t").as_str()), ("low", "top"), "{transform}");
        assert_eq!(decide(&low, &user("shut"), &["a"]).verdict, Verdict::Transform);
        assert_eq!(decide(&low, &user("shut"), &["t"]).verdict, Verdict::Deny);
        let high = rules(transform, &format!("[residual]\n{transform} = 'top'"));
        assert_eq!(seen(&high, "a"), "mid", "a transform never raises a level");
    }
    assert_eq!(seen(&rules("redact", ""), "t"), "low");
    assert_eq!(seen(&rules("redact", "[residual]\nredact = 'mid'"), "t"), "mid");
    assert_eq!(seen(&rules("block", ""), "t"), "low");
    assert_eq!(decide(&rules("redact", ""), &user("shut"), &["a", "t"]).verdict, Verdict::Transform);
}

#[test]
fn a_ceiling_denies_with_one_reason_a_level() {
    let policy = small(
        "[classes]\na = { level = 'mid', detect = ['a.b'] }\nb = { level = 'mid', detect = ['b.b'] }\nt = { level = 'top', detect = ['t.b'] }",
    );
    let ruling = decide(&policy, &user("shut"), &["b", "t", "a"]);
    assert_eq!(
        why(&ruling),
        [
            "deny destinations.shut.ceiling: class `t` would reach destination `shut` as `top`, above its ceiling `low`",
            "deny destinations.shut.ceiling: classes `a`, `b` would reach destination `shut` as `mid`, above its ceiling `low`"
        ]
    );
    assert_eq!(ruling.reasons[1].classes.iter().map(|class| &**class).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(routes(&ruling), ["open allow", "shut deny"]);
}

#[test]
fn responses_are_judged_by_output_alone() {
    let ruling = einkauf(&["buyer"], "eu", Direction::Response, &["know_how", "secret", "person"]);
    assert_eq!(why(&ruling), ["deny output.forbid: class `secret` is forbidden in a response"]);
    assert_eq!(ruling.transforms, [Transform::Keep, Transform::Block, Transform::Keep]);
    assert_eq!(einkauf(&["buyer"], "eu", Direction::Response, &["know_how", "art9"]).verdict, Verdict::Allow);
    assert_eq!(einkauf(&["buyer"], "us", Direction::Response, &[]).verdict, Verdict::Deny);
    for direction in [Direction::Prompt, Direction::ToolCall, Direction::ToolResult, Direction::Document] {
        assert_eq!(einkauf(&["buyer"], "eu", direction, &["know_how"]).verdict, Verdict::Deny);
    }
}

#[test]
fn without_output_a_response_is_judged_like_a_prompt() {
    let policy = small("[classes]\na = { level = 'mid', detect = ['a.b'] }");
    let ask = Ask { direction: Direction::Response, ..user("shut") };
    assert_eq!(decide(&policy, &ask, &["a"]).verdict, Verdict::Deny);
    let policy = small("[classes]\na = { level = 'mid', detect = ['a.b'] }\n[output]\nscan = false");
    assert_eq!(decide(&policy, &ask, &["a"]).verdict, Verdict::Allow);
    assert!(!policy.scans_output());
}

#[test]
fn a_class_of_another_policy_is_denied() {
    let foreign = [Policy::template("einkauf-copilot").unwrap().class("marked").unwrap()];
    for rest in ["", "[output]\nscan = true"] {
        let policy = small(rest);
        for direction in Direction::ALL {
            let found = [Found { classes: &foreign, level: policy.lowest() }];
            let ruling = policy.decide(&Ask { direction, ..user("open") }, &found);
            assert_eq!((ruling.verdict, ruling.reasons[0].code), (Verdict::Deny, Some(Code::InputClass)));
        }
    }
}

#[test]
fn a_single_level_is_the_top() {
    let policy = Policy::parse(
        "format = 1\nid = 'x'\nversion = '1'\nlevels = ['all']\n[classes]\na = { level = 'all', detect = ['a.b'] }\n\
         [destinations]\nd = { ceiling = 'all' }\n[roles]\nr = { destinations = ['d', 'd'] }\n",
    )
    .unwrap();
    let ruling = decide(&policy, &Ask { roles: &["r", "r"], destination: "d", ..Ask::default() }, &["a"]);
    assert_eq!((ruling.verdict, routes(&ruling)), (Verdict::Allow, vec!["d allow".to_owned()]));
    assert!(policy.is_protected(policy.class("a").unwrap()));
}

#[test]
fn no_further_rule_takes_the_protection_of_a_class() {
    let policy = small(
        "[classes]\na = { level = 'low', detect = ['a.b'] }\nt = { level = 'top', detect = ['t.b'] }\n\
         [[transform]]\nclasses = ['a']\ndestinations = ['shut']\ndo = 'keep'\nfloor = true\n\
         [[transform]]\nclasses = ['a', 't']\ndestinations = ['*']\ndo = 'mask'\nfloor = false\n",
    );
    assert!(["a", "t"].iter().all(|name| policy.is_protected(policy.class(name).unwrap())));
}

#[test]
fn words_are_spelled_alike_everywhere() {
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::from_name(verdict.as_str()), Some(verdict));
    }
    assert_eq!(Transform::ALL.map(Transform::as_str), ["keep", "generalize", "mask", "tokenize", "redact", "block"]);
    assert_eq!(Direction::ALL.map(Direction::as_str), ["prompt", "response", "tool-call", "tool-result", "document"]);
    assert_eq!(Transform::from_name("Keep"), None);
    struct Written<T>(T);
    impl<T: serde::Serialize> std::fmt::Display for Written<T> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.serialize(f)
        }
    }
    assert!(Verdict::ALL.iter().all(|verdict| Written(verdict).to_string() == verdict.as_str()));
    assert!(Transform::ALL.iter().all(|transform| Written(transform).to_string() == transform.as_str()));
    assert!(Direction::ALL.iter().all(|direction| Written(direction).to_string() == direction.as_str()));
}
