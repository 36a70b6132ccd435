//! Support: a folder of one test's own, in which the command runs.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of one test's own, with a key in it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path).with("key", "07".repeat(32) + "\n")
    }

    pub(crate) fn with(self, name: &str, content: impl AsRef<[u8]>) -> Folder {
        std::fs::write(self.0.join(name), content).unwrap();
        self
    }

    pub(crate) fn run(&self, args: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_llmguard"))
            .args(args.split_whitespace())
            .current_dir(&self.0)
            .output()
            .unwrap()
    }

    /// Standard output of a run that must succeed.
    pub(crate) fn answer(&self, args: &str) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(0), "{args}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Standard error of a run that must fail, and that leaves nothing behind.
    pub(crate) fn refusal(&self, args: &str) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(1), "{args}");
        assert!(output.stdout.is_empty(), "{args}");
        assert!(!args.contains("--out out") || !self.0.join("out").exists(), "{args}");
        String::from_utf8(output.stderr).unwrap()
    }
}
