//! Text: a corpus on disk, where every engine can read it.

use std::path::{Path, PathBuf};
use std::process::Command;

use llmguard_benches::corpora;

use crate::definition::{benches, target};

/// A corpus that is to be scanned, in several lengths.
pub(crate) struct Text {
    pub(crate) name: String,
    /// The same beginning, from short to long, with its bytes.
    pub(crate) lengths: Vec<(usize, PathBuf)>,
}

/// The beginnings of a corpus that slow engines are given instead of the whole of it.
const BEGINNINGS: [usize; 3] = [4 << 10, 64 << 10, 512 << 10];

/// A generated corpus of this many bytes.
pub(crate) fn generated(name: &str, bytes: usize) -> Result<Text, String> {
    let text = corpora::corpus(name, bytes).ok_or_else(|| format!("no corpus is called {name}"))?;
    written(name, &text)
}

/// The corpora of `$LLMGUARD_SHARED/data/bench`, by default `../shared` beside this repository; none if it is not there.
pub(crate) fn shared() -> Result<Vec<Text>, String> {
    let beside = benches().join("../../shared");
    let folder = std::env::var_os("LLMGUARD_SHARED").map_or(beside, PathBuf::from).join("data/bench");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("SKIPPED: no shared corpora in {}", folder.display());
        return Ok(Vec::new());
    };
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".txt.gz"));
    files.sort();
    files.iter().map(|path| unpacked(path)).collect()
}

fn unpacked(path: &Path) -> Result<Text, String> {
    let gzip = Command::new("gzip").arg("-dc").arg(path).output().map_err(|error| format!("gzip: {error}"))?;
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    written(&format!("shared-{}", file.trim_end_matches(".txt.gz")), &String::from_utf8_lossy(&gzip.stdout))
}

fn written(name: &str, text: &str) -> Result<Text, String> {
    let folder = target()?.join("bench-corpora");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut lengths = Vec::new();
    for bytes in BEGINNINGS.into_iter().filter(|bytes| *bytes < text.len()).chain([text.len()]) {
        let end = (0..=bytes).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let path = folder.join(format!("{name}-{end}.txt"));
        std::fs::write(&path, &text[..end]).map_err(|error| format!("{}: {error}", path.display()))?;
        lengths.push((end, path));
    }
    Ok(Text { name: name.to_owned(), lengths })
}
