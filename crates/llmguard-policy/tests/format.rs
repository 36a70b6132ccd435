//! Format: what each part of format 1 makes of a request.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use llmguard_policy::{Ask, ClassId, Diff, Direction, Found, Language, Mode, Policy, Ruling, Transform, Verdict};
use llmguard_types::{Code, Error};

const BASE: &str = r#"
levels = ["public", "internal", "confidential", "never"]
[use_case]
purpose = ["offers", "claims"]
[residual]
tokenize = "internal"
[classes]
price = { level = "confidential", detect = ["trade.price"] }
person = { level = "confidential", detect = ["person.*"] }
secret = { level = "never", detect = ["secret.*"] }
[destinations]
plant = { ceiling = "confidential" }
cloud = { ceiling = "internal" }
[sources]
crm = { label = "internal", trusted = true }
web = { label = "public" }
vault = { label = "confidential" }
[tools]
read = {}
mail = { ceiling = "internal" }
[roles]
buyer = { destinations = ["plant", "cloud"], purposes = ["offers"], tools = ["read", "mail"], may_unlock = ["price"] }
lead = { destinations = ["plant"], tools = ["*"] }
[[transform]]
classes = ["person"]
destinations = ["cloud"]
do = "tokenize"
"#;

fn source(head: &str, rest: &str) -> String {
    format!("format = 1\nid = 'x'\nversion = '1'\n{head}\n{BASE}\n{rest}")
}

fn policy(rest: &str) -> Policy {
    Policy::parse(&source("", rest)).unwrap()
}

fn refused(head: &str, rest: &str) -> Error {
    Policy::parse(&source(head, rest)).unwrap_err()
}

fn ask(destination: &str) -> Ask<'_> {
    Ask { roles: &["buyer"], purpose: Some("offers"), destination, ..Ask::default() }
}

fn decide(policy: &Policy, ask: &Ask<'_>, classes: &[&str]) -> Ruling {
    let classes: Vec<ClassId> = classes.iter().map(|name| policy.class(name).unwrap()).collect();
    let found: Vec<Found<'_>> = classes.chunks(1).map(|classes| Found { classes, level: policy.lowest() }).collect();
    policy.decide(ask, &found)
}

fn why(ruling: &Ruling) -> Vec<String> {
    ruling.reasons.iter().map(|r| format!("{} {}: {}", r.verdict.as_str(), r.rule, r.message())).collect()
}

#[test]
fn a_role_pursues_its_own_purposes_only() {
    let policy = policy("");
    assert_eq!(decide(&policy, &ask("plant"), &[]).verdict, Verdict::Allow);
    let claims = Ask { purpose: Some("claims"), ..ask("plant") };
    assert_eq!(why(&decide(&policy, &claims, &[])), ["deny roles: the purpose `claims` is not open to role `buyer`"]);
    let lead = Ask { roles: &["lead"], ..claims };
    assert_eq!(decide(&policy, &lead, &[]).verdict, Verdict::Allow);
}

#[test]
fn tools_have_to_be_known_open_and_below_their_ceiling() {
    let policy = policy("");
    let call = |tool| Ask { direction: Direction::ToolCall, tool, ..ask("plant") };
    assert_eq!(decide(&policy, &call(Some("read")), &["price"]).verdict, Verdict::Allow);
    assert_eq!(
        why(&decide(&policy, &call(Some("mail")), &["price"])),
        [
            "deny tools.mail.ceiling: class `price` would reach tool `mail` as `confidential`, above its ceiling `internal`"
        ]
    );
    let result = Ask { direction: Direction::ToolResult, ..call(Some("mail")) };
    assert_eq!(decide(&policy, &result, &["price"]).verdict, Verdict::Allow);
    let missing = decide(&policy, &call(None), &[]);
    assert_eq!((missing.verdict, missing.reasons[0].code), (Verdict::Deny, Some(Code::InputTool)));
    assert_eq!(missing.reasons[0].message(), "the request names no tool; known are `read`, `mail`");
    let unknown = decide(&policy, &call(Some("rm")), &[]);
    assert_eq!((unknown.verdict, unknown.reasons[0].code), (Verdict::Deny, Some(Code::InputTool)));
    let closed = Policy::parse(&source("", "").replace("tools = [\"read\", \"mail\"], ", "")).unwrap();
    assert_eq!(
        why(&decide(&closed, &call(Some("read")), &[])),
        ["deny roles: the tool `read` is not open to role `buyer`"]
    );
}

#[test]
fn sources_bring_their_label_and_have_to_be_allowed() {
    let policy = policy("");
    let from = |sources: &'static [&'static str], place| Ask { sources, direction: Direction::Document, ..ask(place) };
    let crm = decide(&policy, &from(&["crm", "web"], "cloud"), &[]);
    assert_eq!((crm.verdict, policy.level_name(crm.level)), (Verdict::Allow, "internal"));
    assert!(crm.transforms.is_empty());
    assert_eq!(decide(&policy, &from(&["vault"], "cloud"), &[]).verdict, Verdict::Deny);
    let why_level = policy.classify(&from(&["vault"], "plant"), &[]).1;
    assert_eq!(why_level[0].message(), "source `vault` is labelled `confidential`");
    let unknown = decide(&policy, &from(&["wiki"], "plant"), &[]);
    assert_eq!((unknown.verdict, unknown.reasons[0].code), (Verdict::Deny, Some(Code::InputSource)));

    let listed = source("allowed_sources = ['crm']", "").replace("cloud = {", "cloud = { allowed_sources = ['web'],");
    let listed = Policy::parse(&listed).unwrap();
    assert_eq!(decide(&listed, &from(&["crm"], "plant"), &[]).verdict, Verdict::Allow);
    assert_eq!(
        why(&decide(&listed, &from(&["crm"], "cloud"), &[])),
        ["deny destinations.cloud.allowed_sources: the source `crm` is not allowed at destination `cloud`"]
    );
    assert!(policy.source("crm").unwrap().trusted && !policy.source("web").unwrap().trusted);
}

#[test]
fn many_values_weigh_more_than_one() {
    let rest = "[[raise]]\nclass = 'price'\ndistinct_at_least = 3\nwith = ['person']\nto = 'never'";
    let policy = policy(rest);
    let price = policy.class("price").unwrap();
    let with = |n, classes: &[&str]| decide(&policy, &Ask { amounts: &[(price, n)], ..ask("plant") }, classes);
    assert_eq!(with(2, &["price", "person"]).verdict, Verdict::Allow);
    assert_eq!(with(3, &["price"]).verdict, Verdict::Allow);
    let raised = with(3, &["price", "person"]);
    assert_eq!((raised.verdict, policy.level_name(raised.level)), (Verdict::Deny, "never"));
    let (classes, level) = ([price], policy.lowest());
    let person = [policy.class("person").unwrap()];
    let found = [Found { classes: &classes, level }, Found { classes: &person, level }];
    let why_level = policy.classify(&Ask { amounts: &[(price, 3)], ..ask("plant") }, &found).1;
    assert_eq!(why_level[0].message(), "class `price` is `never` because 3 distinct values were found");
    assert!(policy.cumulates(price));
}

#[test]
fn a_rule_can_be_narrowed_to_roles_purposes_tools_and_directions() {
    for (narrow, asks, otherwise) in [
        ("roles = ['buyer']", ask("plant"), Ask { roles: &["lead"], ..ask("plant") }),
        ("purposes = ['offers']", ask("plant"), Ask { roles: &["lead"], purpose: Some("claims"), ..ask("plant") }),
        ("directions = ['prompt']", ask("plant"), Ask { direction: Direction::Document, ..ask("plant") }),
        (
            "tools = ['mail']",
            Ask { direction: Direction::ToolResult, tool: Some("mail"), ..ask("plant") },
            Ask { direction: Direction::ToolResult, tool: Some("read"), ..ask("plant") },
        ),
    ] {
        let rest = format!("[[transform]]\nclasses = ['price']\ndestinations = ['plant']\ndo = 'mask'\n{narrow}");
        let policy = policy(&rest);
        assert_eq!(decide(&policy, &asks, &["price"]).transforms, [Transform::Mask], "{narrow}");
        assert_eq!(decide(&policy, &otherwise, &["price"]).transforms, [Transform::Keep], "{narrow}");
    }
}

#[test]
fn what_observes_decides_nothing_but_is_told() {
    let rule = |mode: &str| {
        policy(&format!("[[transform]]\nclasses = ['price']\ndestinations = ['*']\ndo = 'block'\nmode = '{mode}'"))
    };
    for (mode, verdict) in [("observe", Verdict::Allow), ("warn", Verdict::Allow), ("enforce", Verdict::Deny)] {
        let ruling = decide(&rule(mode), &ask("plant"), &["price"]);
        assert_eq!((ruling.verdict, ruling.would), (verdict, Verdict::Deny), "{mode}");
        assert_eq!(ruling.observed.len(), usize::from(mode != "enforce"));
        for reason in &ruling.observed {
            assert_eq!((&*reason.rule, reason.mode.as_str()), ("transform[1]", mode));
        }
    }
}

#[test]
fn floors_and_the_top_level_cannot_be_observed() {
    let all = Policy::parse(&source(
        "mode = 'observe'",
        "[[transform]]\nclasses = ['secret']\ndestinations = ['*']\ndo = 'block'\n\
         [[transform]]\nclasses = ['price']\ndestinations = ['cloud']\ndo = 'block'\nfloor = true",
    ))
    .unwrap();
    assert_eq!(all.mode(), Mode::Observe);
    assert_eq!(decide(&all, &ask("plant"), &["secret"]).verdict, Verdict::Deny);
    assert_eq!(decide(&all, &ask("cloud"), &["price"]).verdict, Verdict::Deny);
    let person = decide(&all, &ask("cloud"), &["person"]);
    assert_eq!((person.verdict, person.would), (Verdict::Allow, Verdict::Transform));
    let unknown = decide(&all, &Ask { roles: &["boss"], ..ask("plant") }, &[]);
    assert_eq!(unknown.verdict, Verdict::Deny);
    let floor = "[[transform]]\nclasses = ['price']\ndestinations = ['*']\ndo = 'mask'\nfloor = true\nmode = 'warn'";
    let error = refused("", floor);
    assert_eq!((error.code(), error.message()), (Code::PolicyValue, "a floor cannot be observed"));
}

const APPROVAL: &str =
    "[[approval]]\nid = 'send'\nwhen = { tool = ['mail'], classes = ['person'] }\nby = 'lead'\nvalid_minutes = 60\n";

#[test]
fn an_approval_joins_the_verdict() {
    let policy = policy(APPROVAL);
    let call = Ask { direction: Direction::ToolResult, tool: Some("mail"), ..ask("cloud") };
    let asked = decide(&policy, &call, &["person"]);
    assert_eq!((asked.verdict, asked.transforms.as_slice()), (Verdict::Approval, [Transform::Tokenize].as_slice()));
    assert_eq!(
        why(&asked),
        [
            "approval approval.send: approval `send` is needed from somebody with role `lead`",
            "transform transform[0]: class `person` is tokenized for destination `cloud`"
        ]
    );
    assert_eq!(decide(&policy, &call, &["price"]).verdict, Verdict::Deny);
    assert_eq!(decide(&policy, &call, &[]).verdict, Verdict::Allow);
    let given = decide(&policy, &Ask { approved: &["send"], ..call }, &["person"]);
    assert_eq!((given.verdict, given.used.as_slice()), (Verdict::Transform, ["send".to_owned()].as_slice()));
    let unsure = "[[approval]]\nid = 'look'\nwhen = { answer_confidence_below = 80, directions = ['response'] }\nby = 'lead'\nvalid_minutes = 5\n";
    let policy = Policy::parse(&source("", unsure)).unwrap();
    let answer = |answer_confidence| Ask { direction: Direction::Response, answer_confidence, ..ask("plant") };
    for (sure, verdict) in [(None, Verdict::Approval), (Some(79), Verdict::Approval), (Some(80), Verdict::Allow)] {
        assert_eq!(decide(&policy, &answer(sure), &[]).verdict, verdict);
    }
}

const UNLOCK: &str = "[[unlock]]\nid = 'prices'\nroles = ['buyer']\nclasses = ['price']\ndestinations = ['cloud']\nlowers_to = 'keep'\nmax_minutes = 30\nmax_uses = 2\n";

#[test]
fn an_unlock_releases_what_it_names_and_nothing_else() {
    let policy = policy(UNLOCK);
    assert_eq!(decide(&policy, &ask("cloud"), &["price"]).verdict, Verdict::Deny);
    let open = Ask { unlocked: &["prices"], ..ask("cloud") };
    let released = decide(&policy, &open, &["price", "person"]);
    assert_eq!((released.verdict, released.used.as_slice()), (Verdict::Transform, ["prices".to_owned()].as_slice()));
    assert_eq!(released.transforms, [Transform::Keep, Transform::Tokenize]);
    assert_eq!(decide(&policy, &open, &["secret"]).verdict, Verdict::Deny);
    assert!(decide(&policy, &open, &["person"]).used.is_empty(), "what makes no difference is not spent");
    assert_eq!(decide(&policy, &Ask { unlocked: &["other"], ..open }, &["price"]).verdict, Verdict::Deny);
    let mut both = Vec::from([policy.class("price").unwrap()]);
    both.push(policy.class("person").unwrap());
    let found = [Found { classes: &both, level: policy.lowest() }];
    assert_eq!(policy.decide(&open, &found).transforms, [Transform::Tokenize], "the other class is not released");
}

#[test]
fn p016_unlocks_that_would_pass_a_floor_or_that_a_role_may_not() {
    let of = |class: &str| UNLOCK.replace("classes = ['price']", &format!("classes = ['{class}']"));
    let top = refused("", &of("secret"));
    assert_eq!(
        (top.code(), top.message()),
        (Code::PolicyUnlock, "the unlock would release the class `secret`, which is protected")
    );
    let floor = "[[transform]]\nclasses = ['price']\ndestinations = ['plant']\ndo = 'keep'\nfloor = true\n";
    assert_eq!(refused("", &format!("{floor}{UNLOCK}")).code(), Code::PolicyUnlock);
    let may = refused("", &of("person"));
    assert_eq!((may.code(), may.message()), (Code::PolicyUnlock, "the role `buyer` may not unlock `person`"));
    let twice = refused("", &format!("{UNLOCK}{}", APPROVAL.replace("'send'", "'prices'")));
    assert_eq!((twice.code(), twice.message()), (Code::PolicyValue, "the id `prices` is used twice"));
    let binds = refused("", &format!("{APPROVAL}binds = ['destination', 'request_digest']\n"));
    assert_eq!(binds.message(), "`binds` leaves out a digest");
}

const DERIVED: &str = "format = 1\nid = 'y'\nversion = '1'\nextends = 'base.toml'\nlevels = ['public', 'internal', 'confidential', 'never']\n[destinations]\n[roles]\n";

fn derive(head: &str, rest: &str) -> Result<Policy, Error> {
    let base = source(head, UNLOCK);
    Policy::parse_with(&format!("{DERIVED}{rest}"), &|name| {
        assert_eq!(name, "base.toml");
        Ok(base.clone())
    })
}

#[test]
fn what_extends_a_policy_is_stricter() {
    let policy =
        derive("", "[[transform]]\nclasses = ['price']\ndestinations = ['plant']\ndo = 'mask'\n[classes]\nprice = { level = 'confidential', detect = ['trade.quote'] }").unwrap();
    assert_eq!(policy.id(), "y");
    assert_eq!(decide(&policy, &ask("plant"), &["price"]).transforms, [Transform::Mask]);
    let price = &policy.classes()[0];
    assert!(price.detect().selects("trade.price", "PRICE") && price.detect().selects("trade.quote", "PRICE"));
    for (rest, what) in [
        ("[[transform]]\nclasses = ['price']\ndestinations = ['cloud']\ndo = 'redact'", "deny -> transform (redact)"),
        ("[classes]\nprice = { level = 'public', detect = ['trade.price'] }", "class `price`"),
        ("[roles.guest]\ndestinations = ['plant']", "`guest` to `plant`"),
        ("[[exclude]]\ndetect = ['trade.price']\nvalues = ['1 EUR']", "exclude of trade.price: - -> 1 EUR"),
        ("[output]\nscan = false", "response"),
        ("[classes]\nperson = { level = 'never', detect = ['person.*'], min_confidence = 'high' }", "min_confidence"),
    ] {
        let error = derive("", rest).unwrap_err();
        assert_eq!((error.code(), error.line()), (Code::PolicyExtends, Some(4)), "{rest}: {error}");
        assert!(error.message().contains(what), "{error}");
    }
    let guest = derive("extensible = ['roles']", "[roles.guest]\ndestinations = ['plant']").unwrap();
    assert_eq!(decide(&guest, &Ask { roles: &["guest"], ..ask("plant") }, &[]).verdict, Verdict::Allow);
    assert!(derive("extensible = ['exclude']", "[[exclude]]\ndetect = ['trade.price']\nvalues = ['1 EUR']").is_ok());
    let minus = derive("", "[classes]\nprice = { level = 'confidential', detect = ['trade.x', '-trade.price'] }");
    assert_eq!(minus.unwrap_err().message(), "`detect` takes away from a class of the base");
}

#[test]
fn columns_are_named_and_their_numbers_rounded() {
    let with = |class: &str| Policy::parse(&format!("{}\n[classes.process]\n{class}", source("", UNLOCK)));
    let rounded =
        |to: &str| with(&format!("level = 'public'\ndetect = ['column:temp', '-column:temp-set']{to}")).unwrap();
    let policy = rounded("");
    let process = policy.classes().iter().find(|class| class.name() == "process").unwrap();
    assert!(
        process.detect().selects("column.temp", "TEMP") && !process.detect().selects("column.temp-set", "TEMP_SET")
    );
    assert_eq!(process.detect().columns().collect::<Vec<_>>(), ["temp", "temp-set"]);
    assert_eq!(
        (process.detect().lists().count(), process.detect().to_string().as_str()),
        (0, "column:temp, -column:temp-set")
    );
    assert_eq!(with("level = 'public'\ndetect = ['column:Temp']").unwrap_err().code(), Code::PolicySelector);

    let more_permissive = |old: &str, new: &str| {
        let diff = Diff::of(&rounded(old), &rounded(new));
        diff.settings
            .iter()
            .find(|change| change.name == "classes.process.round_to")
            .map(|change| change.more_permissive)
    };
    let to = |step: &str| format!("\nround_to = '{step}'");
    assert_eq!(more_permissive(&to("5"), &to("5")), None);
    assert_eq!(more_permissive(&to("0.5"), &to("2.5")), Some(false));
    assert_eq!(more_permissive(&to("10"), &to("9.99")), Some(true));
    assert_eq!(more_permissive("", &to("5")), Some(true));
    assert_eq!(more_permissive(&to("5"), ""), Some(true));
}

#[test]
fn what_is_extended_has_to_be_found() {
    let error = Policy::parse(DERIVED).unwrap_err();
    assert_eq!((error.code(), error.line()), (Code::PolicyExtends, Some(4)));
    let circle = Policy::parse_with(DERIVED, &|_| Ok(DERIVED.to_owned())).unwrap_err();
    assert_eq!(circle.message(), "policies extend each other more than 8 times");
    let template = DERIVED.replace("base.toml", "template:observe").replace(
        "['public', 'internal', 'confidential', 'never']",
        "['public', 'internal', 'confidential', 'strictly-confidential', 'never']",
    );
    let policy = Policy::parse(&template).unwrap();
    assert_eq!(policy.roles().collect::<Vec<_>>(), ["user"]);
    let bad = Policy::parse(&template.replace("template:observe", "template:nothing")).unwrap_err();
    assert_eq!((bad.code(), bad.line()), (Code::PolicyTemplate, Some(4)));
}

#[test]
fn the_digest_is_of_the_content() {
    let plain = source("", UNLOCK);
    let digest = |source: &str| Policy::parse(source).unwrap().digest().to_owned();
    assert_eq!(
        digest(&plain),
        digest(&format!("# a comment\n{}", plain.replace("id = 'x'\nversion = '1'", "version = \"1\"\nid = 'x'")))
    );
    assert_ne!(digest(&plain), digest(&plain.replace("max_uses = 2", "max_uses = 3")));
    assert_eq!(digest(&plain).len(), 64);
}

#[test]
fn what_decides_nothing_is_checked_and_handed_out() {
    let policy = policy(
        "[budget]\nsteps = 5\nbytes = 100\n[audit]\nrecord = ['who', 'when']\ncontent = 'digest-only'\nsubject = 'pseudonym'\n\
         on_write_failure = 'deny'\n[retention]\naudit = { min_days = 183, max_days = 400 }\nvault = { max_days = 30, erase = 'crypto-shred' }\n\
         [output]\nmax_hold_bytes = 8192\n",
    );
    assert_eq!((policy.budget().steps, policy.budget().tool_calls, policy.budget().bytes), (Some(5), None, Some(100)));
    assert_eq!(policy.audit().record, ["who", "when"]);
    assert_eq!(policy.retention().audit.min_days, Some(183));
    assert_eq!(policy.retention().vault.erase.as_deref(), Some("crypto-shred"));
    assert_eq!(policy.max_hold_bytes(), Some(8192));
    for (rest, message) in [
        (
            "[retention]\naudit = { min_days = 9, max_days = 8 }",
            "`retention.audit` keeps 9 days at least and 8 at most",
        ),
        ("[output]\nmax_hold_bytes = 100", "`max_hold_bytes` cannot be 100"),
        ("[audit]\ncontent = 'all'", "`content` cannot be `all`"),
        ("[budget]\nsteps = 0", "`steps` cannot be 0"),
    ] {
        let error = refused("", rest);
        assert_eq!((error.code(), error.message()), (Code::PolicyValue, message));
    }
}

#[test]
fn every_reason_has_a_sentence_in_german() {
    let policy = policy(&format!("{APPROVAL}{UNLOCK}"));
    let tell = |ask: &Ask<'_>, classes: &[&str]| decide(&policy, ask, classes).reasons[0].sentence(Language::De);
    assert_eq!(
        tell(&ask("cloud"), &["person"]),
        "die Klasse `person` wird für das Ziel `cloud` durch Platzhalter ersetzt"
    );
    assert_eq!(tell(&ask("plant"), &[]), "die Rolle `buyer` darf das Ziel `plant` nutzen");
    assert_eq!(
        tell(&ask("cloud"), &["price"]),
        "die Klasse `price` erreichte das Ziel `cloud` als `confidential`, über der Obergrenze `internal`"
    );
    let mail = Ask { direction: Direction::ToolResult, tool: Some("mail"), ..ask("cloud") };
    assert_eq!(tell(&mail, &["person"]), "die Genehmigung `send` ist nötig, durch jemanden mit der Rolle `lead`");
}
