//! Image: the compiled form of detectors, as bytes that are saved once and loaded without compiling anything.
//!
//! ```text
//! magic 8 · digest 8 · payload:  plans, each behind the fingerprint of its detector · groups · what all share
//! ```
//!
//! Numbers are LEB128, byte strings carry their length. The tables of an image in static memory are used where they lie.
//! The digest finds damage, not malice: an image is as trusted as the program that loads it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use llmguard_types::{Code, Detector, Error};

use crate::group::{self, Group};
use crate::plan::Plan;
use crate::shared::Shared;

/// Format and version of an image.
const MAGIC: &[u8; 8] = b"LLMGIM16";

/// The compiled form of detectors.
///
/// # Example
///
/// ```
/// use llmguard_scan::{Image, Program};
/// use llmguard_types::{Detector, DetectorSpec};
///
/// let detector = Detector::from_spec(DetectorSpec::plain("test.badge", "BG-[0-9]{6}"), None);
/// let bytes = Image::compile([&detector])?.to_bytes();
/// let program = Program::load(&Image::from_bytes(&bytes)?, [detector])?;
/// assert_eq!(program.detectors().len(), 1);
/// # Ok::<(), llmguard_types::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    plans: BTreeMap<u64, Arc<Plan>>,
    groups: Vec<Arc<Group>>,
    shared: Option<Shared>,
}

impl Image {
    /// Compiles detectors, smallest form first, however long it takes.
    ///
    /// # Errors
    ///
    /// `C001`–`C005`, `C007` or `C009` when a pattern is refused.
    pub fn compile<'a>(detectors: impl IntoIterator<Item = &'a Detector>) -> Result<Image, Error> {
        let mut detectors: Vec<&Detector> = detectors.into_iter().collect();
        detectors.sort_by(|a, b| a.id.cmp(&b.id));
        let mut plans = BTreeMap::new();
        for detector in &detectors {
            plans.insert(fingerprint(detector), Arc::new(Plan::of(detector, true)?));
        }
        let planned = detectors.iter().filter_map(|d| plans.get(&fingerprint(d)).map(|plan| (*d, &**plan)));
        let groups = group::build(planned.clone(), true)?.into_iter().map(Arc::new).collect();
        let shared = Some(Shared::of(planned)?);
        Ok(Image { plans, groups, shared })
    }

    /// The image as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.number(self.plans.len());
        for (fingerprint, plan) in &self.plans {
            out.word(*fingerprint);
            plan.write(&mut out);
        }
        out.number(self.groups.len());
        for group in &self.groups {
            group.write(&mut out);
        }
        out.number(usize::from(self.shared.is_some()));
        if let Some(shared) = &self.shared {
            shared.write(&mut out);
        }
        [MAGIC.as_slice(), &digest(&out.0).to_le_bytes(), &out.0].concat()
    }

    /// Reads an image from a file's bytes, which are copied.
    ///
    /// # Errors
    ///
    /// `C008` when it is damaged or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Image, Error> {
        let payload = bytes.get(16..).filter(|p| bytes.get(8..16) == Some(&digest(p).to_le_bytes()[..]));
        if payload.is_none() || !bytes.starts_with(MAGIC) {
            return Err(damaged());
        }
        Image::parse(Reader { rest: bytes.get(16..).unwrap_or_default(), fixed: None })
    }

    /// Reads an image that was embedded when the program was built. Its digest is not checked again and its tables are
    /// not copied.
    ///
    /// # Errors
    ///
    /// `C008` when it is of another version.
    pub fn embedded(bytes: &'static [u8]) -> Result<Image, Error> {
        if !bytes.starts_with(MAGIC) {
            return Err(damaged());
        }
        let payload = bytes.get(16..).unwrap_or_default();
        Image::parse(Reader { rest: payload, fixed: Some(payload) })
    }

    fn parse(mut input: Reader<'_>) -> Result<Image, Error> {
        let read = |input: &mut Reader<'_>| {
            let mut image = Image::default();
            for _ in 0..input.number()? {
                image.plans.insert(input.word()?, Arc::new(Plan::read(input)?));
            }
            image.groups = input.list(|input| Group::read(input).map(Arc::new))?;
            if input.number()? != 0 {
                image.shared = Some(Shared::read(input)?);
            }
            input.rest.is_empty().then_some(image)
        };
        read(&mut input).ok_or_else(damaged)
    }

    /// The plan of the detector with this fingerprint.
    pub(crate) fn plan(&self, fingerprint: u64) -> Option<&Arc<Plan>> {
        self.plans.get(&fingerprint)
    }

    pub(crate) fn groups(&self) -> &[Arc<Group>] {
        &self.groups
    }

    /// What all its detectors share.
    pub(crate) fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }
}

fn damaged() -> Error {
    Error::new(Code::CompileImage, "the compiled detectors are damaged or of another version")
        .mend("compile them again with this version of llmguard")
}

/// Tells detectors apart by what their plan is made of.
pub(crate) fn fingerprint(detector: &Detector) -> u64 {
    let parts = [&detector.id, &detector.lead, &detector.pattern, &detector.tail];
    let mut out = Writer(Vec::with_capacity(parts.iter().map(|part| part.len() + 16).sum()));
    for part in parts {
        out.bytes(part.as_bytes());
    }
    out.number(detector.bounds as usize);
    out.number(usize::from(detector.announced));
    out.number(usize::from(detector.begins.is_some()));
    out.number(usize::from(!detector.mentions.is_empty()));
    out.number(detector.max_len.map_or(0, |len| len as usize));
    digest(&out.0)
}

/// 64 bits of all bytes, eight at a time.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    let mut state = bytes.len() as u64 ^ 0x9e37_79b9_7f4a_7c15;
    for chunk in bytes.chunks(8) {
        let word = chunk.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        state = (state ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
        state ^= state >> 32;
    }
    state
}

/// Writes numbers and byte strings.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn written(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    pub(crate) fn word(&mut self, word: u64) {
        self.0.extend(word.to_le_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.0.extend(bytes);
    }
}

/// Reads what [`Writer`] wrote; `None` where something else stands.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    /// The same bytes, if they live for ever: then byte strings are borrowed.
    fixed: Option<&'static [u8]>,
}

impl Reader<'_> {
    /// As many of something as a number says.
    pub(crate) fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        let mut list = Vec::with_capacity(count.min(self.rest.len()));
        for _ in 0..count {
            list.push(one(self)?);
        }
        Some(list)
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        let mut number = 0usize;
        for shift in (0..usize::BITS).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(crate) fn word(&mut self) -> Option<u64> {
        let (word, rest) = self.rest.split_first_chunk::<8>()?;
        self.rest = rest;
        Some(u64::from_le_bytes(*word))
    }

    pub(crate) fn words<const N: usize>(&mut self) -> Option<[u64; N]> {
        let mut words = [0; N];
        for word in &mut words {
            *word = self.word()?;
        }
        Some(words)
    }

    pub(crate) fn bytes(&mut self) -> Option<Cow<'static, [u8]>> {
        let len = self.number()?;
        let (bytes, rest) = self.rest.split_at_checked(len)?;
        let from_end = self.rest.len();
        self.rest = rest;
        Some(match self.fixed {
            Some(all) => Cow::Borrowed(all.get(all.len() - from_end..)?.get(..len)?),
            None => Cow::Owned(bytes.to_vec()),
        })
    }
}
