//! Parse: from a text to a [`Policy`], or to the first mistake with its line.
//!
//! Four passes: a reader makes the tree, [`schema`] checks keys and types, [`extend`] puts it on top of what it extends,
//! and this module says what the values mean. Later parts name earlier ones, so the order is: levels, purposes, sources,
//! destinations, tools, classes, roles, rules, tests.
//!
//! ```text
//! [[transform]]
//! classes = ["prson"]        P006 line 2: the policy has no class `prson`; did you mean `person`?
//! ```

mod hosts;
mod names;
mod releases;
mod rules;
mod tests;

use llmguard_types::{Code, Confidence, Error};

use crate::class::Step;
use crate::document::{self, Table, Word};
use crate::names::Names;
use crate::policy::{Output, Policy, Residual, Role};
use crate::quote::quote;
use crate::scope::Places;
use crate::selectors::Selector;
use crate::{
    Audit, Budget, Class, ClassId, Destination, Exclude, Keeping, Level, Mode, Recorded, Retention, Selectors, Source,
    Tokens, Tool, Transform, canonical, extend, schema,
};
use names::{Noun, filled, find, find_class, find_level, name, repeated};

/// The policy a text describes; `resolve` reads what it extends.
pub(crate) fn policy(source: &str, resolve: &dyn Fn(&str) -> Result<String, Error>) -> Result<Policy, Error> {
    let own = document::read(source)?;
    check_format(own.root())?;
    schema::check(own.root())?;
    match own.root().text("extends") {
        None => from_document(own.root()),
        Some(word) => {
            let base = extend::base(word, resolve)?;
            let base_policy = from_document(base.root()).map_err(|error| error.in_file(word.text))?;
            let whole = extend::merge(&base, &own)?;
            let policy = from_document(whole.root())?;
            extend::check(word, &base_policy, &policy)?;
            Ok(policy)
        }
    }
}

/// The policy a checked document describes.
pub(crate) fn from_document(root: Table<'_>) -> Result<Policy, Error> {
    let use_case = root.table("use_case");
    let mut policy = Policy {
        id: name(root.word("id"))?,
        version: name(root.word("version"))?,
        owner: root.string("owner"),
        extensible: root.words("extensible").iter().map(|word| word.text.to_owned()).collect(),
        digest: canonical::digest(root),
        mode: mode(root).unwrap_or_default(),
        observes: false,
        levels: levels(root)?,
        residual: Residual([Level(0); Transform::ALL.len()]),
        use_case: use_case.and_then(|table| table.string("name")),
        ai_act_risk: use_case.and_then(|table| table.string("ai_act_risk")),
        tagging: root.text("names").map(|word| word.text.parse()).transpose()?,
        tokens: root.text("tokens").and_then(|word| Tokens::from_name(word.text)).unwrap_or_default(),
        purposes: purposes(root)?,
        classes: Vec::new(),
        destinations: Vec::new(),
        sources: Vec::new(),
        tools: Vec::new(),
        roles: Vec::new(),
        rules: Vec::new(),
        by_class: Vec::new(),
        raises: Vec::new(),
        approvals: Vec::new(),
        unlocks: Vec::new(),
        excludes: Vec::new(),
        output: None,
        budget: budget(root),
        audit: audit(root),
        retention: retention(root)?,
        tests: Vec::new(),
        names: Names::default(),
    };
    policy.residual = residual(root, &policy)?;
    policy.sources = sources(root, &policy)?;
    policy.destinations = destinations(root, &policy)?;
    policy.tools = tools(root, &policy)?;
    policy.classes = classes(root, &policy)?;
    policy.roles = roles(root, &policy)?;
    rules::add(root, &mut policy)?;
    add_output(root, &mut policy)?;
    policy.excludes = excludes(root, &policy)?;
    releases::add(root, &mut policy)?;
    let Policy { levels, classes, destinations, roles, rules, .. } = &policy;
    policy.names = Names::new(levels, classes, destinations, roles, rules.len());
    policy.tests = tests::tests(root, &policy)?;
    Ok(policy)
}

/// Comes before all other checks: a later format may have other keys.
pub(crate) fn check_format(root: Table<'_>) -> Result<(), Error> {
    let format = root.get("format");
    if format.is_some_and(|format| format.number() == Some(1)) {
        return Ok(());
    }
    let message =
        if format.is_some() { "the policy has a format other than 1" } else { "the policy does not state its format" };
    Err(Error::new(Code::PolicyFormat, message)
        .at_line(format.map_or(1, |format| format.line))
        .mend("write `format = 1`"))
}

/// The mode a table states; the schema knows the words.
fn mode(table: Table<'_>) -> Option<Mode> {
    table.text("mode").and_then(|word| Mode::from_name(word.text))
}

/// A number that the schema has found to fit.
fn number(table: Table<'_>, key: &str) -> Option<u32> {
    table.number(key).and_then(|number| u32::try_from(number).ok())
}

fn levels(root: Table<'_>) -> Result<Vec<String>, Error> {
    let words = root.words("levels");
    let line = root.line_of("levels");
    let wrong =
        |line, message: String, mend: &str| Err(Error::new(Code::PolicyLevel, message).at_line(line).mend(mend));
    if words.is_empty() {
        return wrong(line, "`levels` is empty".to_owned(), "list the levels from the lowest to the highest");
    }
    if words.len() > usize::from(u8::MAX) {
        return wrong(line, "`levels` has more than 255 levels".to_owned(), "keep to fewer");
    }
    match repeated(&words) {
        Some(word) => wrong(word.line, format!("`levels` repeats {}", quote(word.text)), "name every level once"),
        None => words.into_iter().map(name).collect(),
    }
}

fn residual(root: Table<'_>, policy: &Policy) -> Result<Residual, Error> {
    let table = root.table("residual");
    let mut residual = Residual([policy.top(); Transform::ALL.len()]);
    for (transform, level) in Transform::ALL.into_iter().zip(&mut residual.0) {
        match table.and_then(|table| table.text(transform.as_str())) {
            Some(word) => *level = find_level(word, policy)?,
            None if transform >= Transform::Redact => *level = policy.lowest(),
            None => {}
        }
    }
    Ok(residual)
}

fn purposes(root: Table<'_>) -> Result<Vec<String>, Error> {
    let words = root.table("use_case").map(|table| table.words("purpose")).unwrap_or_default();
    match repeated(&words) {
        Some(word) => Err(Error::new(Code::PolicyValue, format!("`use_case.purpose` repeats {}", quote(word.text)))
            .at_line(word.line)
            .mend("name every purpose once")),
        None => words.into_iter().map(name).collect(),
    }
}

fn sources(root: Table<'_>, policy: &Policy) -> Result<Vec<Source>, Error> {
    let source = |(key, table): (Word<'_>, Table<'_>)| {
        Ok(Source {
            name: name(key)?,
            label: find_level(table.word("label"), policy)?,
            trusted: table.flag("trusted") == Some(true),
            owner: table.string("owner"),
        })
    };
    root.named("sources").into_iter().map(source).collect()
}

fn destinations(root: Table<'_>, policy: &Policy) -> Result<Vec<Destination>, Error> {
    let destination = |(key, table): (Word<'_>, Table<'_>)| {
        let list = [table, root].into_iter().find(|table| table.get("allowed_sources").is_some());
        Ok(Destination {
            name: name(key)?,
            ceiling: find_level(table.word("ceiling"), policy)?,
            mode: mode(table).unwrap_or(policy.mode),
            model: table.string("model"),
            jurisdiction: table.string("jurisdiction"),
            network: table.string("network"),
            trains_on_data: table.flag("trains_on_data"),
            contract: table.string("contract"),
            transfer_basis: table.string("transfer_basis"),
            owner: table.string("owner"),
            allow_hosts: hosts::listed(table)?,
            line: key.line,
            sources: list.map_or(Ok(Places::ALL), |table| {
                names::places(table, "allowed_sources", Noun::Source, policy.sources.iter().map(|own| &*own.name))
            })?,
        })
    };
    root.named("destinations").into_iter().map(destination).collect()
}

fn tools(root: Table<'_>, policy: &Policy) -> Result<Vec<Tool>, Error> {
    let tool = |(key, table): (Word<'_>, Table<'_>)| {
        let ceiling = table.text("ceiling").map(|word| find_level(word, policy)).transpose()?;
        Ok(Tool { name: name(key)?, ceiling, allow_hosts: hosts::listed(table)?, owner: table.string("owner") })
    };
    root.named("tools").into_iter().map(tool).collect()
}

fn classes(root: Table<'_>, policy: &Policy) -> Result<Vec<Class>, Error> {
    let named = root.named("classes");
    if let Some((key, _)) = named.get(usize::from(u16::MAX)) {
        return Err(Error::new(Code::PolicyValue, "the policy has more than 65535 classes")
            .at_line(key.line)
            .mend("join classes that are treated alike"));
    }
    let class = |(key, table): (Word<'_>, Table<'_>)| {
        let level = find_level(table.word("level"), policy)?;
        let confidence = table.text("min_confidence").and_then(|word| Confidence::from_name(word.text));
        let (name, detect) = (name(key)?, selectors(table)?);
        Ok(Class {
            personal: table.flag("personal").unwrap_or_else(|| detect.any_family(PERSONAL)),
            name,
            level,
            round_to: table.text("round_to").map(|word| round_to(word, &detect)).transpose()?,
            min_confidence: confidence.unwrap_or(Confidence::DEFAULT_THRESHOLD),
            detect,
            owner: table.string("owner"),
            protected: level == policy.top(),
            forbidden: false,
            line: key.line,
        })
    };
    named.into_iter().map(class).collect()
}

fn round_to(word: Word<'_>, detect: &Selectors) -> Result<Step, Error> {
    let (what, mend) = match Step::parse(word.text) {
        Some(step) if detect.columns().next().is_some() => return Ok(step),
        Some(_) => ("`round_to` says how columns are rounded, and the class has none", "add `column:NAME` to `detect`"),
        None => ("`round_to` is no number above 0", "write it as `5` or `0.5`"),
    };
    Err(Error::new(Code::PolicyValue, what).at_line(word.line).mend(mend))
}

/// The families of detectors that find personal data.
const PERSONAL: &[&str] = &["person", "contact", "id", "bank", "place", "date"];

fn roles(root: Table<'_>, policy: &Policy) -> Result<Vec<Role>, Error> {
    let role = |(key, table): (Word<'_>, Table<'_>)| {
        let destinations = table.words("destinations").into_iter();
        let destinations = destinations.map(|word| find(Noun::Destination, word, policy.destination_names()));
        let tools = || policy.tools.iter().map(|tool| &*tool.name);
        let unlocks = table.words("may_unlock").into_iter().map(|word| find_class(word, policy));
        Ok(Role {
            name: name(key)?,
            destinations: destinations.collect::<Result<_, _>>()?,
            purposes: match table.get("purposes") {
                Some(_) => names::places(table, "purposes", Noun::Purpose, policy.purposes())?,
                None => Places::ALL,
            },
            tools: names::places(table, "tools", Noun::Tool, tools())?,
            may_unlock: unlocks.collect::<Result<_, _>>()?,
            reveals: false,
            line: key.line,
        })
    };
    root.named("roles").into_iter().map(role).collect()
}

fn add_output(root: Table<'_>, policy: &mut Policy) -> Result<(), Error> {
    let Some(table) = root.table("output") else { return Ok(()) };
    for word in table.words("reveal_for") {
        let place = find(Noun::Role, word, policy.roles())?;
        policy.roles.iter_mut().skip(place).take(1).for_each(|role| role.reveals = true);
    }
    let forbid = table.words("forbid");
    for word in &forbid {
        let class = find_class(*word, policy)?;
        policy.classes.iter_mut().skip(class.index()).take(1).for_each(|class| class.forbidden = true);
    }
    let scan = table.flag("scan").unwrap_or(true);
    let other_hosts = table.text("other_hosts").and_then(|word| Transform::from_name(word.text));
    let allow_hosts = hosts::listed(table)?;
    let idle = [
        ("forbid", "names classes", !forbid.is_empty()),
        ("allow_hosts", "names hosts", allow_hosts.is_some()),
        ("other_hosts", "is stated", other_hosts.is_some()),
    ];
    if let Some((key, says, _)) = idle.into_iter().find(|(_, _, stated)| !scan && *stated) {
        let what = format!("`output.scan` is false although `output.{key}` {says}");
        return Err(Error::new(Code::PolicyValue, what)
            .at_line(table.line_of("scan"))
            .mend(format!("write `scan = true`, or remove `{key}`: what is not scanned cannot be judged")));
    }
    policy.output = Some(Output {
        scan,
        max_hold_bytes: number(table, "max_hold_bytes"),
        // Who says what becomes of other hosts means that there are some.
        allow_hosts: allow_hosts.or(other_hosts.map(|_| Vec::new())),
        other_hosts: other_hosts.unwrap_or(Transform::Generalize),
    });
    Ok(())
}

fn excludes(root: Table<'_>, policy: &Policy) -> Result<Vec<Exclude>, Error> {
    root.tables("exclude").into_iter().map(|table| exclude(table, policy)).collect()
}

fn exclude(table: Table<'_>, policy: &Policy) -> Result<Exclude, Error> {
    let detect = selectors(table)?;
    for class in policy.classes.iter().filter(|class| class.protected) {
        if let Some(pattern) = detect.shares(&class.detect) {
            let text = pattern.to_string();
            let words = table.words("detect");
            let line = words.iter().find(|word| word.text == text).map_or(table.line, |word| word.line);
            let message = format!("the exclude of {} would lift the class {}", quote(&text), quote(&class.name));
            return Err(Error::new(Code::PolicyExclude, message)
                .at_line(line)
                .mend("name other detectors: a floor or a class at the top level cannot be lifted"));
        }
    }
    let values = filled(table, "values")?;
    if let Some(empty) = values.iter().find(|value| value.text.trim().is_empty()) {
        return Err(Error::new(Code::PolicyValue, "`values` has an empty value").at_line(empty.line).mend("remove it"));
    }
    Ok(Exclude { detect, values: values.iter().map(|value| value.text.to_owned()).collect(), line: table.line })
}

fn selectors(table: Table<'_>) -> Result<Selectors, Error> {
    let words = table.words("detect").into_iter();
    let selectors = words.map(|word| Selector::parse(word.text).map_err(|error| error.at_line(word.line)));
    Selectors::of(selectors.collect::<Result<_, _>>()?).map_err(|error| error.at_line(table.line_of("detect")))
}

fn budget(root: Table<'_>) -> Budget {
    root.table("budget").map_or_else(Budget::default, |table| Budget {
        steps: number(table, "steps"),
        tool_calls: number(table, "tool_calls"),
        bytes: number(table, "bytes"),
    })
}

fn audit(root: Table<'_>) -> Audit {
    root.table("audit").map_or_else(Audit::default, |table| Audit {
        record: table.words("record").iter().map(|word| word.text.to_owned()).collect(),
        digest: table.text("content").is_some_and(|word| word.text == "digest-only"),
        subject: match table.text("subject").map(|word| word.text) {
            Some("pseudonym") => Recorded::Pseudonym,
            Some("none") => Recorded::Nothing,
            _ => Recorded::Plain,
        },
    })
}

fn retention(root: Table<'_>) -> Result<Retention, Error> {
    let keeping = |kind: &str| -> Result<Keeping, Error> {
        let Some(table) = root.table("retention").and_then(|table| table.table(kind)) else {
            return Ok(Keeping::default());
        };
        let (min_days, max_days) = (number(table, "min_days"), number(table, "max_days"));
        if let (Some(min), Some(max)) = (min_days, max_days)
            && min > max
        {
            return Err(Error::new(
                Code::PolicyValue,
                format!("`retention.{kind}` keeps {min} days at least and {max} at most"),
            )
            .at_line(table.line_of("max_days"))
            .mend("write a `max_days` that is not below `min_days`"));
        }
        Ok(Keeping { min_days, max_days, erase: table.string("erase") })
    };
    Ok(Retention { audit: keeping("audit")?, vault: keeping("vault")?, approvals: keeping("approvals")? })
}

/// The classes of a list.
fn class_list(words: Vec<Word<'_>>, policy: &Policy) -> Result<Vec<ClassId>, Error> {
    words.into_iter().map(|word| find_class(word, policy)).collect()
}
