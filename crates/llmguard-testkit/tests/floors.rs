//! Floors: which crate may depend on which, checked on the manifests.
//!
//! `DESIGN.md` draws four floors; arrows point down only and a crate never names a sibling:
//!
//! | floor | crates |
//! |---|---|
//! | 3 | llmguard-cli, bindings/capi, bindings/python |
//! | 2 | llmguard |
//! | 1 | llmguard-catalog, llmguard-scan, llmguard-policy, llmguard-names, llmguard-vault, llmguard-view |
//! | 0 | llmguard-types |
//!
//! `llmguard-testkit` stands outside: everyone may test with it, nobody may ship it. [`mistakes`] is a pure function of
//! parsed manifests, so that the tests below can show it manifests it must refuse.

#![expect(clippy::expect_used, reason = "a test stops loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The crate for tests: allowed in `[dev-dependencies]` everywhere, in nothing else anywhere.
const TESTKIT: &str = "llmguard-testkit";

/// The highest floor that counts as the library; house rule 6 holds for it and below.
const LIBRARY: u8 = 2;

/// Name and floor. A new crate is entered here, so that somebody decides where it stands.
const FLOORS: &[(&str, u8)] = &[
    ("llmguard-types", 0),
    ("llmguard-catalog", 1),
    ("llmguard-names", 1),
    ("llmguard-policy", 1),
    ("llmguard-scan", 1),
    ("llmguard-vault", 1),
    ("llmguard-view", 1),
    ("llmguard", 2),
    ("llmguard-capi", 3),
    ("llmguard-cli", 3),
    // Trains the weights of llmguard-names; never published.
    ("llmguard-names-train", 3),
    ("llmguard-python", 3),
];

/// House rule 6: what the library may depend on.
const PERMITTED: &[&str] = &[
    "aho-corasick",
    "memchr",
    "miniz_oxide",
    "once_cell",
    "regex",
    "regex-automata",
    "regex-syntax",
    "serde",
    "serde_json",
    "toml",
    "unicode-normalization",
    "unicode-segmentation",
    // For keys: zeroize, subtle, getrandom, ed25519-dalek and what RustCrypto publishes.
    "aead",
    "aes",
    "aes-gcm",
    "aes-gcm-siv",
    "chacha20poly1305",
    "cipher",
    "crypto-common",
    "digest",
    "ed25519-dalek",
    "getrandom",
    "hkdf",
    "hmac",
    "pbkdf2",
    "sha2",
    "sha3",
    // Format-preserving encryption; only with the feature `fpe` of `llmguard`.
    "fpe",
    "subtle",
    "zeroize",
];

/// House rule 2: the crates with unsafe code to hide. Cargo cannot soften an inherited lint, so these repeat the
/// workspace's lints, with `unsafe_code = "deny"` in place of `forbid`.
const WITH_UNSAFE: &[&str] = &["llmguard-capi", "llmguard-scan"];

/// Which table of a manifest a dependency stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Normal,
    Build,
    Dev,
}

/// Every dependency of a manifest as (kind, package), those of a `[target.…]` included. A renamed one counts by its
/// real name.
fn dependencies(manifest: &Table, workspace: &Table) -> Vec<(Kind, String)> {
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    let tables = std::iter::once(manifest).chain(targets.filter_map(|(_, value)| value.as_table()));
    let kinds = [
        ("dependencies", Kind::Normal),
        ("build-dependencies", Kind::Build),
        ("build_dependencies", Kind::Build),
        ("dev-dependencies", Kind::Dev),
        ("dev_dependencies", Kind::Dev),
    ];
    let mut found = Vec::new();
    for table in tables {
        for (key, kind) in kinds {
            for (name, value) in table.get(key).and_then(Value::as_table).into_iter().flatten() {
                found.push((kind, package(name, value, workspace)));
            }
        }
    }
    found
}

/// The real name of a dependency, which `package` in its own entry or in the workspace's may state.
fn package(name: &str, value: &Value, workspace: &Table) -> String {
    let stated = |value: &Value| value.get("package").and_then(Value::as_str).map(String::from);
    let inherits = value.get("workspace").and_then(Value::as_bool).unwrap_or(false);
    let shared = || {
        let dependencies = workspace.get("workspace").and_then(|own| own.get("dependencies"));
        dependencies.and_then(|own| own.get(name)).filter(|_| inherits).and_then(stated)
    };
    stated(value).or_else(shared).unwrap_or_else(|| name.to_owned())
}

fn floor(name: &str) -> Option<u8> {
    FLOORS.iter().find(|(own, _)| *own == name).map(|(_, floor)| *floor)
}

/// What is wrong with one crate's manifest; `workspace` is the root manifest.
fn mistakes(manifest: &Table, workspace: &Table) -> Vec<String> {
    let name = manifest.get("package").and_then(|own| own.get("name")).and_then(Value::as_str).unwrap_or_default();
    let mut mistakes: Vec<String> =
        inheritance(name, manifest, workspace).into_iter().map(|what| format!("{name} {what}")).collect();
    let own = match floor(name) {
        Some(own) => own,
        // The testkit stands above everything that it tests.
        None if name == TESTKIT => LIBRARY + 1,
        None => {
            mistakes.push(format!("{name} is not in the floor table"));
            return mistakes;
        }
    };
    for (kind, dependency) in dependencies(manifest, workspace) {
        if dependency == TESTKIT {
            if kind != Kind::Dev {
                mistakes.push(format!("{name} ships {TESTKIT}"));
            }
        } else if let Some(below) = floor(&dependency) {
            if below >= own {
                mistakes.push(format!("{name} (floor {own}) names {dependency} (floor {below})"));
            }
        } else if dependency.starts_with("llmguard") {
            mistakes.push(format!("{name} names {dependency}, which is not in the floor table"));
        } else if own <= LIBRARY && kind != Kind::Dev && !PERMITTED.contains(&dependency.as_str()) {
            mistakes.push(format!("{name} depends on {dependency}, which house rule 6 does not list"));
        }
    }
    mistakes
}

/// What a member does not take from the workspace although it should.
fn inheritance(name: &str, manifest: &Table, workspace: &Table) -> Vec<String> {
    let mut mistakes = Vec::new();
    let own_lints = manifest.get("lints").and_then(Value::as_table).filter(|_| WITH_UNSAFE.contains(&name));
    for (path, what) in [
        (["lints", "workspace"].as_slice(), "lints"),
        (&["package", "version", "workspace"], "version"),
        (&["package", "edition", "workspace"], "edition"),
        (&["package", "rust-version", "workspace"], "rust-version"),
        (&["package", "license", "workspace"], "license"),
    ] {
        let inherited = find(manifest, path).and_then(Value::as_bool) == Some(true);
        let repeated = what == "lints" && own_lints.is_some_and(|own| repeats(own, workspace));
        if !inherited && !repeated {
            mistakes.push(format!("does not take `{what}` from the workspace"));
        }
    }
    mistakes
}

/// Whether a crate's own lints hold every lint of the workspace, `unsafe_code` alone denied instead of forbidden.
fn repeats(own: &Table, workspace: &Table) -> bool {
    let Some(lints) = find(workspace, &["workspace", "lints"]).and_then(Value::as_table) else { return false };
    lints.iter().all(|(tool, lints)| {
        lints.as_table().into_iter().flatten().all(|(lint, level)| {
            let own = find(own, &[tool, lint]);
            own == Some(level) || (lint == "unsafe_code" && own.and_then(Value::as_str) == Some("deny"))
        })
    })
}

fn find<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(table.get(*first)?, |value, key| value.get(*key))
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

fn parse(source: &str) -> Table {
    source.parse().expect("a manifest is TOML")
}

/// The manifests of every crate under `crates/` and `bindings/`, members of the workspace or not.
fn manifests() -> Vec<Table> {
    let folders = ["crates", "bindings"].into_iter().filter_map(|folder| fs::read_dir(root().join(folder)).ok());
    let crates = folders.flatten().filter_map(Result::ok).map(|entry| entry.path().join("Cargo.toml"));
    crates.filter_map(|path| fs::read_to_string(path).ok()).map(|source| parse(&source)).collect()
}

#[test]
fn every_crate_keeps_to_its_floor() {
    let workspace = parse(&fs::read_to_string(root().join("Cargo.toml")).unwrap());
    let manifests = manifests();
    assert!(manifests.len() >= 7, "only {} manifests found", manifests.len());
    let mistakes: Vec<String> = manifests.iter().flat_map(|manifest| mistakes(manifest, &workspace)).collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
}

/// A manifest that takes everything from the workspace, with `rest` behind it.
fn crate_with(name: &str, rest: &str) -> Table {
    parse(&format!(
        "package = {{ name = '{name}', version.workspace = true, edition.workspace = true, \
         rust-version.workspace = true, license.workspace = true }}\nlints.workspace = true\n{rest}"
    ))
}

fn refused(name: &str, rest: &str) -> Vec<String> {
    let workspace = parse("[workspace.dependencies]\nharmless = { package = 'tokio', version = '1' }");
    mistakes(&crate_with(name, rest), &workspace)
}

#[test]
fn siblings_and_upper_floors_are_refused() {
    let cases = [
        ("llmguard-scan", "dependencies.llmguard-catalog.workspace = true", "names llmguard-catalog (floor 1)"),
        ("llmguard-scan", "dev-dependencies.llmguard-catalog.workspace = true", "names llmguard-catalog (floor 1)"),
        ("llmguard-types", "dependencies.llmguard-scan = '0.1'", "names llmguard-scan (floor 1)"),
        ("llmguard-policy", "build-dependencies.llmguard.path = '../llmguard'", "names llmguard (floor 2)"),
        ("llmguard-cli", "dependencies.llmguard-capi.workspace = true", "names llmguard-capi (floor 3)"),
        ("llmguard-testkit", "dependencies.llmguard-cli.workspace = true", "names llmguard-cli (floor 3)"),
        ("llmguard", "target.'cfg(unix)'.dependencies.llmguard-cli.workspace = true", "names llmguard-cli (floor 3)"),
        ("llmguard-scan", "dependencies.cat = { package = 'llmguard-catalog' }", "names llmguard-catalog (floor 1)"),
    ];
    for (name, rest, expected) in cases {
        let mistakes = refused(name, rest);
        assert!(mistakes.len() == 1 && mistakes[0].ends_with(expected), "{name}, {rest}: {mistakes:?}");
    }
}

#[test]
fn the_testkit_is_for_tests() {
    for table in ["dependencies", "build-dependencies"] {
        let mistakes = refused("llmguard-cli", &format!("{table}.llmguard-testkit.workspace = true"));
        assert_eq!(mistakes, ["llmguard-cli ships llmguard-testkit"]);
    }
    assert!(refused("llmguard-types", "dev-dependencies.llmguard-testkit.workspace = true").is_empty());
}

#[test]
fn the_library_gains_no_dependency_unseen() {
    for rest in [
        "dependencies.tokio = '1'",
        "build-dependencies.tokio = '1'",
        "target.'cfg(unix)'.dependencies.tokio = { version = '1', optional = true }",
        "dependencies.serde = { package = 'tokio', version = '1' }",
        "dependencies.harmless.workspace = true",
    ] {
        assert_eq!(
            refused("llmguard", rest),
            ["llmguard depends on tokio, which house rule 6 does not list"],
            "{rest}"
        );
    }
    assert!(refused("llmguard", "dev-dependencies.proptest.workspace = true").is_empty());
    assert!(refused("llmguard-cli", "dependencies.clap.workspace = true").is_empty());
    assert!(refused("llmguard", "dependencies.serde.workspace = true").is_empty());
}

#[test]
fn an_unknown_crate_is_refused() {
    assert_eq!(refused("llmguard-cloud", ""), ["llmguard-cloud is not in the floor table"]);
    let mistakes = refused("llmguard-cli", "dependencies.llmguard-cloud.workspace = true");
    assert_eq!(mistakes, ["llmguard-cli names llmguard-cloud, which is not in the floor table"]);
}

#[test]
fn a_member_with_its_own_lints_or_version_is_refused() {
    let workspace = Table::new();
    let manifest = parse("[package]\nname = 'llmguard-cli'\nversion = '2.0.0'\n[lints.rust]\nunsafe_code = 'allow'");
    let expected = ["lints", "version", "edition", "rust-version", "license"]
        .map(|what| format!("llmguard-cli does not take `{what}` from the workspace"));
    assert_eq!(mistakes(&manifest, &workspace), expected);
}

#[test]
fn a_crate_with_unsafe_code_repeats_every_other_lint() {
    let workspace = parse("[workspace.lints.rust]\nunsafe_code = 'forbid'\nmissing_docs = 'deny'");
    let lints = |name: &str, rust: &str| {
        let mut manifest = crate_with(name, "");
        manifest.insert("lints".into(), parse(&format!("rust = {{ {rust} }}")).into());
        mistakes(&manifest, &workspace)
    };
    let all = "unsafe_code = 'deny', missing_docs = 'deny', dead_code = 'deny'";
    assert!(lints("llmguard-capi", all).is_empty());
    for (name, rust) in [
        ("llmguard-capi", "unsafe_code = 'deny'"),
        ("llmguard-capi", "unsafe_code = 'allow', missing_docs = 'deny'"),
        ("llmguard-cli", all),
    ] {
        assert_eq!(lints(name, rust), [format!("{name} does not take `lints` from the workspace")], "{rust}");
    }
}
