//! Disk: the few things a vault asks of a file system, so that tests can let each of them fail.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use llmguard_types::{Code, Error};

/// Where a vault lies: its file, and at times a second one beside it that is to take its place.
pub(crate) trait Disk: Send {
    /// The vault's file, if there is one.
    fn open(&self) -> io::Result<Option<Box<dyn Bytes>>>;
    /// An empty file beside it; nothing else is beside it then.
    fn create_beside(&self) -> io::Result<Box<dyn Bytes>>;
    /// The file beside it, if one was left there.
    fn open_beside(&self) -> io::Result<Option<Box<dyn Bytes>>>;
    /// Removes the file beside it.
    fn remove_beside(&self) -> io::Result<()>;
    /// Puts the file beside it in its place. Done, or not done at all, also after a power loss.
    fn replace(&self) -> io::Result<()>;
}

/// An open file.
pub(crate) trait Bytes: Send {
    fn len(&mut self) -> io::Result<u64>;
    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> io::Result<()>;
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    fn set_len(&mut self, len: u64) -> io::Result<()>;
    /// Returns when what was written survives a power loss.
    fn sync(&mut self) -> io::Result<()>;
}

/// What the system says, as an error of ours.
pub(crate) fn failed(error: &io::Error) -> Error {
    Error::new(Code::VaultWrite, format!("the vault file cannot be read or written: {}", error.kind()))
        .mend("check the path, its permissions and the space that is left")
}

/// A path, locked for this handle.
pub(crate) struct Locked {
    path: PathBuf,
    lock: File,
    /// The process that took the lock.
    process: u32,
}

impl Locked {
    /// Takes the lock, a file `PATH.lock` that stays.
    pub(crate) fn lock(path: &Path) -> Result<Locked, Error> {
        let lock = private().truncate(false).open(with(path, ".lock")).map_err(|error| failed(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Locked { path: path.to_owned(), lock, process: std::process::id() }),
            Err(TryLockError::WouldBlock) => {
                Err(Error::new(Code::VaultLocked, "another process or another handle uses the vault")
                    .mend("share one handle within a process; let one process have the vault"))
            }
            Err(TryLockError::Error(error)) => Err(failed(&error)),
        }
    }

    fn beside(&self) -> PathBuf {
        with(&self.path, ".new")
    }
}

impl Drop for Locked {
    /// Gives the lock back. Closing the file would not, as long as a process that was forked meanwhile has it open, too; but
    /// there it is not that process's to give back.
    fn drop(&mut self) {
        if self.process == std::process::id() {
            // What cannot be unlocked is closed.
            drop(self.lock.unlock());
        }
    }
}

impl Disk for Locked {
    fn open(&self) -> io::Result<Option<Box<dyn Bytes>>> {
        open(&self.path)
    }

    fn create_beside(&self) -> io::Result<Box<dyn Bytes>> {
        Ok(Box::new(private().truncate(true).open(self.beside())?))
    }

    fn open_beside(&self) -> io::Result<Option<Box<dyn Bytes>>> {
        open(&self.beside())
    }

    fn remove_beside(&self) -> io::Result<()> {
        std::fs::remove_file(self.beside())
    }

    fn replace(&self) -> io::Result<()> {
        std::fs::rename(self.beside(), &self.path)?;
        // Elsewhere a folder cannot be opened, and the system keeps its own log of names.
        #[cfg(unix)]
        File::open(self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?
            .sync_all()?;
        Ok(())
    }
}

impl Bytes for File {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.seek(SeekFrom::Start(at))?;
        self.read_exact(buffer)
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.seek(SeekFrom::Start(at))?;
        self.write_all(bytes)
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        File::set_len(self, len)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

fn open(path: &Path) -> io::Result<Option<Box<dyn Bytes>>> {
    match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => Ok(Some(Box::new(file))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Files that nobody else may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// Overwrites all of a file with zeros.
pub(crate) fn overwrite(file: &mut dyn Bytes) -> io::Result<()> {
    let (len, zeros) = (file.len()?, [0; 8192]);
    let mut at = 0;
    while at < len {
        let part = zeros.len().min(usize::try_from(len - at).unwrap_or(zeros.len()));
        file.write_at(at, zeros.get(..part).unwrap_or_default())?;
        at += part as u64;
    }
    file.sync()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_ends_with_its_handle_though_a_child_has_the_file_open() {
        let path = std::env::temp_dir().join(format!("llmguard-disk-{}", std::process::id()));
        let locked = Locked::lock(&path).unwrap();
        let inherited = locked.lock.try_clone().unwrap();
        assert!(Locked::lock(&path).is_err());
        drop(locked);
        assert!(Locked::lock(&path).is_ok());
        drop(inherited);
        std::fs::remove_file(with(&path, ".lock")).unwrap();
    }
}
