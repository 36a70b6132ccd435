//! Parse: from a TOML text to a [`Policy`], or to the first mistake with its line.
//!
//! Three passes: toml reads the text, [`schema`] checks keys and types, and this module what the values mean. Later
//! parts name earlier ones, so the order is: levels, destinations, roles, classes, rules, tests.
//!
//! ```text
//! [[transform]]
//! classes = ["prson"]        P006 line 2: the policy has no class `prson`; did you mean `person`?
//! ```

use llmguard_types::{Code, Confidence, Error};
use toml::de::DeTable;

use crate::document::{Lines, Table, Word};
use crate::outcome::Test;
use crate::policy::{Cell, Destination, Output, Policy, Residual, Role};
use crate::quote::{LONGEST, list, quote};
use crate::selectors::Selector;
use crate::{Class, ClassId, Direction, Exclude, Level, Selectors, Transform, Verdict, near, schema};

/// The policy a text describes.
pub(crate) fn policy(source: &str) -> Result<Policy, Error> {
    let lines = Lines::of(source);
    let tree = DeTable::parse(source).map_err(|error| lines.syntax(&error))?;
    let root = Table::root(tree.get_ref(), &lines);
    check_format(root)?;
    schema::check(root)?;
    check_always_deny(root)?;

    let levels = levels(root)?;
    let mut policy = Policy {
        id: name(root.word("id"))?,
        version: name(root.word("version"))?,
        owner: root.text("owner").map(|owner| owner.text.to_owned()),
        residual: Residual([Level(0); Transform::ALL.len()]),
        levels,
        purposes: purposes(root)?,
        classes: Vec::new(),
        destinations: Vec::new(),
        roles: Vec::new(),
        cells: Vec::new(),
        excludes: Vec::new(),
        output: None,
        tests: Vec::new(),
    };
    policy.residual = residual(root, &policy)?;
    policy.destinations = destinations(root, &policy)?;
    policy.roles = roles(root, &policy)?;
    policy.classes = classes(root, &policy)?;
    add_transforms(root, &mut policy)?;
    add_output(root, &mut policy)?;
    policy.excludes = excludes(root, &policy)?;
    policy.tests = tests(root, &policy)?;
    Ok(policy)
}

/// Comes before all other checks: a later format may have other keys.
fn check_format(root: Table<'_>) -> Result<(), Error> {
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

/// The two keys that can only be written out, not chosen.
fn check_always_deny(root: Table<'_>) -> Result<(), Error> {
    for key in ["default", "on_error"] {
        if let Some(word) = root.text(key).filter(|word| word.text != "deny") {
            return Err(value(word, key, "`deny`"));
        }
    }
    Ok(())
}

fn levels(root: Table<'_>) -> Result<Vec<String>, Error> {
    let words = root.words("levels");
    let line = root.get("levels").map_or(root.line, |value| value.line);
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

fn destinations(root: Table<'_>, policy: &Policy) -> Result<Vec<Destination>, Error> {
    let named = root.named("destinations").into_iter();
    named
        .map(|(key, table)| Ok(Destination { name: name(key)?, ceiling: find_level(table.word("ceiling"), policy)? }))
        .collect()
}

fn roles(root: Table<'_>, policy: &Policy) -> Result<Vec<Role>, Error> {
    let named = root.named("roles").into_iter();
    named
        .map(|(key, table)| {
            let words = table.words("destinations").into_iter();
            let destinations = words.map(|word| find_destination(word, policy)).collect::<Result<_, _>>()?;
            Ok(Role { name: name(key)?, destinations, reveals: false })
        })
        .collect()
}

fn classes(root: Table<'_>, policy: &Policy) -> Result<Vec<Class>, Error> {
    let named = root.named("classes");
    if let Some((key, _)) = named.get(usize::from(u16::MAX)) {
        return Err(Error::new(Code::PolicyValue, "the policy has more than 65535 classes")
            .at_line(key.line)
            .mend("join classes that are treated alike"));
    }
    named
        .into_iter()
        .map(|(key, table)| {
            let level = find_level(table.word("level"), policy)?;
            let min_confidence = match table.text("min_confidence") {
                Some(word) => Confidence::from_name(word.text)
                    .ok_or_else(|| value(word, "min_confidence", &list(Confidence::ALL.iter().map(|c| c.as_str()))))?,
                None => Confidence::DEFAULT_THRESHOLD,
            };
            let (name, detect) = (name(key)?, selectors(table)?);
            Ok(Class { name, level, detect, min_confidence, protected: level == policy.top(), forbidden: false })
        })
        .collect()
}

/// Fills the table of class by destination with the strictest transform of all rules.
fn add_transforms(root: Table<'_>, policy: &mut Policy) -> Result<(), Error> {
    let width = policy.destinations.len();
    policy.cells = vec![Cell { transform: Transform::Keep, rule: 0 }; policy.classes.len() * width];
    for (rule, table) in root.tables("transform").into_iter().enumerate() {
        let word = table.word("do");
        let transform = Transform::from_name(word.text)
            .ok_or_else(|| value(word, "do", &list(Transform::ALL.iter().map(|transform| transform.as_str()))))?;
        let places = rule_destinations(table, policy)?;
        let classes = filled(table, "classes")?;
        for class in classes.into_iter().map(|word| find_class(word, policy)).collect::<Result<Vec<_>, _>>()? {
            let row = policy.cells.iter_mut().skip(class.index() * width).take(width);
            for (_, cell) in row.enumerate().filter(|(place, _)| places.contains(place)) {
                if transform > cell.transform {
                    *cell = Cell { transform, rule };
                }
            }
            if let Some(class) = policy.classes.get_mut(class.index()) {
                class.protected |= table.flag("floor") == Some(true);
            }
        }
    }
    Ok(())
}

/// The destinations of a rule; `*` is all of them.
fn rule_destinations(table: Table<'_>, policy: &Policy) -> Result<Vec<usize>, Error> {
    let mut places = Vec::new();
    for word in filled(table, "destinations")? {
        match word.text {
            "*" => places.extend(0..policy.destinations.len()),
            _ => places.push(find_destination(word, policy)?),
        }
    }
    Ok(places)
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
    if !scan && !forbid.is_empty() {
        return Err(Error::new(Code::PolicyValue, "`output.scan` is false although `output.forbid` names classes")
            .at_line(table.get("scan").map_or(table.line, |value| value.line))
            .mend("write `scan = true`, or remove `forbid`: what is not scanned cannot be forbidden"));
    }
    policy.output = Some(Output { scan });
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

fn tests(root: Table<'_>, policy: &Policy) -> Result<Vec<Test>, Error> {
    root.tables("test").into_iter().map(|table| test(table, policy)).collect()
}

fn test(table: Table<'_>, policy: &Policy) -> Result<Test, Error> {
    let given = table.table("given").unwrap_or(table);
    let (role, destination, purpose) = (given.word("role"), given.word("destination"), given.text("purpose"));
    find(Noun::Role, role, policy.roles())?;
    find_destination(destination, policy)?;
    purpose.map(|word| find(Noun::Purpose, word, policy.purposes())).transpose()?;
    let direction = match given.text("direction") {
        Some(word) => Direction::from_name(word.text).ok_or_else(|| {
            value(word, "direction", &list(Direction::ALL.iter().map(|direction| direction.as_str())))
        })?,
        None => Direction::Prompt,
    };
    let found = given.words("found").into_iter().map(|word| find_class(word, policy)).collect::<Result<_, _>>()?;
    let expect = table.word("expect");
    let expected = Verdict::from_name(expect.text)
        .ok_or_else(|| value(expect, "expect", &list(Verdict::ALL.iter().map(|verdict| verdict.as_str()))))?;
    Ok(Test {
        name: table.word("name").text.to_owned(),
        line: table.line,
        role: role.text.to_owned(),
        destination: destination.text.to_owned(),
        purpose: purpose.map(|word| word.text.to_owned()),
        direction,
        found,
        expected,
    })
}

fn selectors(table: Table<'_>) -> Result<Selectors, Error> {
    let words = table.words("detect").into_iter();
    let selectors = words.map(|word| Selector::parse(word.text).map_err(|error| error.at_line(word.line)));
    let line = table.get("detect").map_or(table.line, |value| value.line);
    Selectors::of(selectors.collect::<Result<_, _>>()?).map_err(|error| error.at_line(line))
}

/// What a name can be the name of.
#[derive(Clone, Copy)]
enum Noun {
    Level,
    Class,
    Destination,
    Role,
    Purpose,
}

fn find_level(word: Word<'_>, policy: &Policy) -> Result<Level, Error> {
    policy.level(word.text).ok_or_else(|| unknown(Noun::Level, word, policy.levels.iter().map(String::as_str)))
}

fn find_class(word: Word<'_>, policy: &Policy) -> Result<ClassId, Error> {
    policy.class(word.text).map_err(|_| unknown(Noun::Class, word, policy.classes.iter().map(Class::name)))
}

fn find_destination(word: Word<'_>, policy: &Policy) -> Result<usize, Error> {
    find(Noun::Destination, word, policy.destinations())
}

fn find<'k>(noun: Noun, word: Word<'_>, mut known: impl Iterator<Item = &'k str> + Clone) -> Result<usize, Error> {
    let all = known.clone();
    known.position(|name| name == word.text).ok_or_else(|| unknown(noun, word, all))
}

fn unknown<'k>(noun: Noun, word: Word<'_>, known: impl Iterator<Item = &'k str> + Clone) -> Error {
    let (code, noun) = match noun {
        Noun::Level => (Code::PolicyLevel, "level"),
        Noun::Class => (Code::PolicyClass, "class"),
        Noun::Destination => (Code::PolicyDestination, "destination"),
        Noun::Role => (Code::PolicyRole, "role"),
        Noun::Purpose => (Code::PolicyValue, "purpose"),
    };
    Error::new(code, format!("the policy has no {noun} {}", quote(word.text)))
        .at_line(word.line)
        .mend(near::mend(word.text, known))
}

/// A name the author chose.
fn name(word: Word<'_>) -> Result<String, Error> {
    let plain = |text: &str| !text.trim().is_empty() && text != "*" && !text.chars().any(char::is_control);
    if plain(word.text) && word.text.chars().count() <= LONGEST {
        return Ok(word.text.to_owned());
    }
    Err(Error::new(Code::PolicyValue, format!("{} cannot be a name", quote(word.text)))
        .at_line(word.line)
        .mend(format!("a name has 1 to {LONGEST} characters, no control characters, and is not `*`")))
}

/// A list that has to have something in it.
fn filled<'d>(table: Table<'d>, key: &str) -> Result<Vec<Word<'d>>, Error> {
    let words = table.words(key);
    if words.is_empty() {
        return Err(Error::new(Code::PolicyValue, format!("{} is empty, so the rule does nothing", quote(key)))
            .at_line(table.get(key).map_or(table.line, |value| value.line))
            .mend("fill the list or remove the rule"));
    }
    Ok(words)
}

fn value(word: Word<'_>, key: &str, allowed: &str) -> Error {
    Error::new(Code::PolicyValue, format!("{} cannot be {}", quote(key), quote(word.text)))
        .at_line(word.line)
        .mend(format!("allowed: {allowed}"))
}

/// The first word that stood before.
fn repeated<'d>(words: &[Word<'d>]) -> Option<Word<'d>> {
    let mut seen = std::collections::BTreeSet::new();
    words.iter().copied().find(|word| !seen.insert(word.text))
}
