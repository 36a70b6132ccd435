//! Catalogue compiler: detector files become one const table, validator files become one module.
//!
//! Nothing here is a list to extend. `catalog/*.toml` is read, checked and written as `$OUT_DIR/catalog.rs`, ordered by
//! id. Every `src/validators/*.rs` is included by path and every line of the form
//!
//! ```text
//! pub fn steuer_id(candidate: &[u8]) -> Option<Accept> {
//! ```
//!
//! in it is re-exported as `validators::steuer_id` and known to `validators::by_name`. A detector's `validate` is
//! emitted as that path, so a typo is a compile error.
//!
//! `lexicons/*.txt` become `$OUT_DIR/places.bin`, the table of place names; without the feature `places` it is empty, and
//! `catalog/place.toml` is left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use llmguard_types::{Bounds, DetectorFile, DetectorSpec, Entity, is_detector_id};

#[path = "src/place_hash.rs"]
mod place_hash;

const LEVELS: [&str; 5] = ["public", "internal", "confidential", "strictly-confidential", "never"];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?);
    println!("cargo:rerun-if-changed=build.rs");
    let validators = validators(&root.join("src/validators"))?;
    let places = env::var_os("CARGO_FEATURE_PLACES").is_some();
    let catalog = catalog(&root.join("catalog"), places)?;
    let table = if places { place_table(&root.join("lexicons"))? } else { Vec::new() };
    write(&out.join("places.bin"), table)?;
    write(&out.join("names.lexicon"), lexicon(&root.join("lexicons/names.tsv"))?)?;
    write(&out.join("validators.rs"), validators)?;
    write(&out.join("catalog.rs"), catalog)
}

/// The table `src/lexicon.rs` describes.
fn lexicon(path: &Path) -> Result<Vec<u8>, String> {
    println!("cargo:rerun-if-changed={}", path.display());
    println!("cargo:rerun-if-changed=src/lexicon_hash.rs");
    let mark = |all: u8, letter: char| {
        all | match letter {
            'g' => 1,
            'G' => 1 | 1 << 1,
            'f' => 1 << 2,
            'o' => 1 << 3,
            _ => 0,
        }
    };
    let mut words: BTreeMap<u32, u8> = BTreeMap::new();
    for line in read(path)?.lines() {
        let (word, letters) = line.split_once('\t').ok_or_else(|| format!("{}: no tab in `{line}`", path.display()))?;
        *words.entry(hash(word.as_bytes())).or_default() |= letters.chars().fold(0, mark);
    }
    // A given name that is no ordinary word has a mark of its own.
    words.values_mut().filter(|marks| **marks & (1 | 1 << 3) == 1).for_each(|marks| *marks |= 1 << 4);
    let hashes: Vec<u32> = words.keys().copied().collect();
    let mut table: Vec<u8> = Vec::new();
    for bucket in 0..=1u64 << 16 {
        let before = hashes.partition_point(|hash| u64::from(*hash) < bucket << 16);
        table.extend(u32::try_from(before).map_err(|e| e.to_string())?.to_le_bytes());
    }
    words.iter().for_each(|(hash, marks)| table.extend([hash.to_le_bytes()[0], hash.to_le_bytes()[1], *marks]));
    Ok(table)
}

include!("src/lexicon_hash.rs");

/// The module of all validators: one `mod` by path, one re-export and one name for each.
fn validators(folder: &Path) -> Result<String, String> {
    let mut modules = String::new();
    let mut names = String::new();
    for path in files(folder, "rs")? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(modules, "#[path = {:?}]\nmod {stem};", path.display().to_string()).map_err(|e| e.to_string())?;
        for name in read(&path)?.lines().filter_map(validator_name) {
            writeln!(modules, "pub use {stem}::{name};").map_err(|e| e.to_string())?;
            writeln!(names, "        {name:?} => Some({name}),").map_err(|e| e.to_string())?;
        }
    }
    Ok(format!(
        "{modules}\n/// The validator of this name, for users' detector files.\n#[must_use]\n\
         pub fn by_name(name: &str) -> Option<llmguard_types::Validate> {{\n    match name {{\n{names}        \
         _ => None,\n    }}\n}}\n"
    ))
}

/// The name of the validator a line of source declares.
fn validator_name(line: &str) -> Option<&str> {
    line.strip_prefix("pub fn ")?.strip_suffix("(candidate: &[u8]) -> Option<Accept> {")
}

/// The const table of all detectors, ordered by id.
fn catalog(folder: &Path, places: bool) -> Result<String, String> {
    let mut detectors = BTreeMap::new();
    for path in files(folder, "toml")? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name == "place.toml" && !places {
            continue;
        }
        let file: DetectorFile = toml::from_str(&read(&path)?).map_err(|e| format!("catalog/{name}: {e}"))?;
        for spec in file.detectors().map_err(|e| format!("catalog/{name}: {e}"))? {
            check(&spec).map_err(|e| format!("catalog/{name}: detector `{}`: {e}", spec.id))?;
            let rendered = render(&spec).map_err(|e| e.to_string())?;
            if let Some((other, _)) = detectors.insert(spec.id.clone(), (name.clone(), rendered)) {
                return Err(format!(
                    "catalog/{name}: detector `{}`: this id is also in catalog/{other}; rename one of them",
                    spec.id
                ));
            }
        }
    }
    let table: String = detectors.into_values().map(|(_, rendered)| rendered).collect();
    Ok(format!("pub(crate) const DETECTORS: &[Detector] = &[\n{table}];\n"))
}

/// What a detector's table must have before anything is compiled. The message ends with the mend.
fn check(spec: &DetectorSpec) -> Result<(), String> {
    if !is_detector_id(&spec.id) {
        return Err("the id is malformed; write two or three segments of [a-z0-9-], joined by dots".into());
    }
    if Entity::from_label(&spec.entity).is_none() {
        return Err(format!("no entity is labelled `{}`; use one of llmguard_types::Entity", spec.entity));
    }
    if !LEVELS.contains(&spec.level.as_str()) {
        return Err(format!("no level is called `{}`; use one of {}", spec.level, LEVELS.join(", ")));
    }
    if spec.pattern.is_empty() {
        return Err("the pattern is empty; say what the finding looks like".into());
    }
    let lists = [("references", &spec.references), ("match", &spec.matches), ("reject", &spec.rejects)];
    match lists.iter().find(|(_, list)| list.is_empty()) {
        Some((key, _)) => Err(format!("`{key}` is empty; add at least one")),
        None => Ok(()),
    }
}

/// One detector as a const expression.
fn render(spec: &DetectorSpec) -> Result<String, std::fmt::Error> {
    let mut text = String::from("    Detector {\n");
    let strings = [
        ("id", &spec.id),
        ("title", &spec.title),
        ("entity", &spec.entity),
        ("level", &spec.level),
        ("lead", &spec.lead),
        ("pattern", &spec.pattern),
        ("tail", &spec.tail),
    ];
    for (field, value) in strings {
        writeln!(text, "        {field}: Cow::Borrowed({value:?}),")?;
    }
    let lists = [
        ("regions", &spec.regions),
        ("cues", &spec.cues),
        ("mentions", &spec.mentions),
        ("specimens", &spec.specimens),
        ("references", &spec.references),
        ("matches", &spec.matches),
        ("rejects", &spec.rejects),
    ];
    for (field, list) in lists {
        let items: Vec<String> = list.iter().map(|item| format!("Cow::Borrowed({item:?})")).collect();
        writeln!(text, "        {field}: Cow::Borrowed(&[{}]),", items.join(", "))?;
    }
    let bounds = match spec.bounds {
        Bounds::Token => "Token",
        Bounds::None => "None",
        Bounds::Line => "Line",
    };
    let validate = match &spec.validate {
        Some(name) => format!("Some(crate::validators::{name})"),
        None => "None".to_owned(),
    };
    let begins = match &spec.begins {
        Some(name) => format!("Some(crate::lexicon::{})", name.to_uppercase().replace('-', "_")),
        None => "None".to_owned(),
    };
    writeln!(text, "        begins: {begins},")?;
    writeln!(text, "        bounds: Bounds::{bounds},")?;
    writeln!(text, "        max_len: {:?},", spec.max_len)?;
    writeln!(text, "        prefix: {},", spec.prefix)?;
    writeln!(text, "        strength: {},", spec.strength)?;
    writeln!(text, "        announced: {},", spec.announced)?;
    writeln!(text, "        validate: {validate},\n    }},")?;
    Ok(text)
}

/// The table of place names: the slots of `src/places.rs`. A name with umlauts is in it twice. Regions come first, and what is there
/// stays.
fn place_table(folder: &Path) -> Result<Vec<u8>, String> {
    let mut slots = vec![0_u32; place_hash::SLOTS];
    let mut lexicons = files(folder, "txt")?;
    lexicons.sort_by_key(|path| path.file_name().is_some_and(|name| name != "regions.txt"));
    for path in lexicons {
        let text = read(&path)?;
        for name in text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split("; ")) {
            let (name, kind) = match (name.strip_suffix('~'), name.strip_suffix('?')) {
                (Some(borne), _) => (borne, 2),
                (_, Some(word)) => (word, 3),
                _ => (name, 1),
            };
            let ascii = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss")]
                .iter()
                .fold(name.to_owned(), |text, (from, to)| text.replace(from, to));
            for spelling in [name, &ascii] {
                insert(&mut slots, spelling, kind)?;
            }
        }
    }
    Ok(slots.iter().flat_map(|slot| slot.to_le_bytes()).collect())
}

/// Puts a name into the first free slot from where its hash leads.
fn insert(slots: &mut [u32], name: &str, kind: u32) -> Result<(), String> {
    if name.is_empty() {
        return Ok(());
    }
    let (first, print) = place_hash::slot(name.chars().fold(place_hash::SEED, place_hash::add));
    let (wrapped, from) = slots.split_at_mut(first);
    let mut free = from.iter_mut().chain(wrapped);
    let slot = free.find(|slot| **slot == 0 || **slot & !3 == print).ok_or("too many places: raise SLOTS")?;
    if *slot == 0 {
        *slot = print | kind;
    }
    Ok(())
}

/// The files of a folder with this extension, ordered by name; cargo watches the folder and each of them.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    for path in &paths {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    Ok(paths)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    fs::write(path, content).map_err(|e| format!("{}: {e}", path.display()))
}
