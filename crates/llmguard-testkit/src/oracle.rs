//! Oracle: the findings of a text, found the slow and obvious way.
//!
//! For every detector alone and every position from left to right: match its whole regular expression with a PikeVM,
//! anchored, in the window the detector may fill; ask its validator; look for its cue words letter by letter. None of
//! the engine's triggers, automata or indexes is used; only the detectors, the confidence rule and the published
//! constants are shared.

use llmguard_scan::{CUE_LEFT, CUE_RIGHT, MAX_MENTIONED};
use llmguard_types::{
    Accept, Bounds, Confidence, Detector, DetectorIndex, Entities, Entity, Evidence, Finding, MAX_WORD, Span,
};
use llmguard_view::Views;
use regex_automata::nfa::thompson::pikevm::PikeVM;
use regex_automata::{Anchored, Input};

/// A set of detectors, each with its own PikeVM.
pub struct Oracle {
    rules: Vec<(Detector, PikeVM, usize)>,
}

impl Oracle {
    /// Prepares detectors, which must be acceptable to the engine.
    pub fn new(detectors: impl IntoIterator<Item = Detector>) -> Oracle {
        let mut detectors: Vec<Detector> = detectors.into_iter().collect();
        detectors.sort_by(|a, b| a.id.cmp(&b.id));
        let rules = detectors.into_iter().map(|detector| {
            let source = detector.regex();
            let vm = PikeVM::new(&source).expect("the engine accepted the pattern");
            let hir = regex_syntax::parse(&source).expect("the engine accepted the pattern");
            let stated = detector.max_len.map_or(usize::MAX, |len| len as usize);
            let longest = hir.properties().maximum_len().unwrap_or(usize::MAX).min(stated);
            (detector, vm, longest)
        });
        Oracle { rules: rules.collect() }
    }

    /// The same for a text and for its readings, which it shares with the library: a reading is scanned like any text.
    pub fn look(&self, text: &str) -> Vec<Finding> {
        let mut all = self.scan_all(text);
        let scan = |reading: &str| Ok::<_, std::convert::Infallible>(self.scan_all(reading));
        let Ok(seen) = Views::default().look(text, &all, scan, |_, _| false);
        all.extend(seen.reads.into_iter().map(|read| read.finding));
        all.sort_by_key(|f| (f.span.start, f.span.end, f.detector, std::cmp::Reverse(f.confidence), f.evidence.bits()));
        all.dedup_by_key(|f| (f.span, f.detector));
        all
    }

    /// Every finding of every detector, ordered as the engine orders them.
    pub fn scan_all(&self, text: &str) -> Vec<Finding> {
        let mut entities = Entities::default();
        let mut findings = Vec::new();
        let alone = self.rules.iter().enumerate().filter(|(_, (detector, ..))| detector.mentions.is_empty());
        for (index, (detector, vm, longest)) in alone {
            let entity = entities.intern(&detector.entity);
            let index = DetectorIndex(u32::try_from(index).expect("few detectors"));
            for (span, strength, evidence) in hits(detector, vm, *longest, text) {
                let cue = detector.has_context() || has_cue(detector, text, span);
                let evidence = [
                    (detector.prefix, Evidence::PREFIX),
                    (cue, Evidence::CUE),
                    (detector.strength > 1, Evidence::STRUCTURE),
                    (detector.is_specimen(&text[span.start..span.end]), Evidence::SPECIMEN),
                ]
                .into_iter()
                .filter(|(holds, _)| *holds)
                .fold(evidence, |set, (_, reason)| set.with(reason));
                let confidence = Confidence::of(detector.prefix, cue, strength);
                findings.push(Finding { span, detector: index, entity, confidence, evidence });
            }
        }
        let mut all = findings.clone();
        for (index, (detector, vm, _)) in self.rules.iter().enumerate().filter(|(_, (d, ..))| !d.mentions.is_empty()) {
            let index = DetectorIndex(u32::try_from(index).expect("few detectors"));
            let kinds: Vec<Entity> = detector.mentions.iter().map(|label| entities.intern(label)).collect();
            let entity = entities.intern(&detector.entity);
            all.extend(mentions(detector, vm, text, &findings, &kinds).into_iter().map(
                |(span, strength, evidence)| {
                    let specimen = detector.is_specimen(&text[span.start..span.end]);
                    let evidence = if specimen { evidence.with(Evidence::SPECIMEN) } else { evidence };
                    let confidence = Confidence::of(detector.prefix, true, strength);
                    Finding { span, detector: index, entity, confidence, evidence: evidence.with(Evidence::MENTION) }
                },
            ));
        }
        all.sort_by_key(|f| (f.span.start, f.span.end, f.detector));
        all
    }
}

/// One detector's mentions: at every word, what was found before it is read again from the beginning.
fn mentions(
    detector: &Detector,
    vm: &PikeVM,
    text: &str,
    found: &[Finding],
    kinds: &[Entity],
) -> Vec<(Span, u32, Evidence)> {
    let of_kind = |f: &&Finding| f.confidence >= Confidence::Medium && kinds.contains(&f.entity);
    let mut names: Vec<&Finding> = found.iter().filter(of_kind).collect();
    names.sort_by_key(|f| (f.span.end, f.span.start, f.detector));
    let dominated = |name: &&Finding| {
        let longer = |f: &Finding| f.span.contains(name.span) && f.span.len() > name.span.len();
        found.iter().any(|f| f.confidence >= Confidence::Medium && !kinds.contains(&f.entity) && longer(f))
    };
    let learnt: Vec<(usize, Vec<String>)> = names
        .iter()
        .filter(|name| !dominated(name))
        .map(|name| (name.span.end, remembered(&text[name.span.start..name.span.end])))
        .collect();
    let mut hits = Vec::new();
    let mut until = 0;
    for (at, _) in text.char_indices() {
        if at < until || text[..at].ends_with(is_word) {
            continue;
        }
        let mut known: Vec<&String> = Vec::new();
        for word in learnt.iter().take_while(|(end, _)| *end <= at).flat_map(|(_, words)| words) {
            known.retain(|old| *old != word);
            known.push(word);
        }
        let known = &known[known.len().saturating_sub(MAX_MENTIONED)..];
        let Some(run) = known_run(text, at, known) else { continue };
        let mut captures = vm.create_captures();
        vm.captures(&mut vm.create_cache(), Input::new(text).range(at..run).anchored(Anchored::Yes), &mut captures);
        if captures.get_group(1).is_none_or(|found| found.end != run) {
            continue;
        }
        let accept = match detector.validate {
            Some(validate) => validate(&text.as_bytes()[at..run]),
            None => Accept::structure(&text.as_bytes()[at..run], 1),
        };
        let Some(accept) = accept.filter(|accept| accept.strength > 0) else { continue };
        let end = at + accept.len;
        if end < run && text[end..].starts_with(is_word) {
            continue;
        }
        until = end;
        if !names.iter().any(|name| name.span.contains(Span::new(at, end))) {
            let evidence = Evidence::PATTERN.with(if accept.strength > 1 { accept.evidence } else { Evidence::NONE });
            hits.push((Span::new(at, end), detector.strength.max(accept.strength), evidence));
        }
    }
    hits
}

/// Where the longest run of known words ends that begins at `at`.
fn known_run(text: &str, at: usize, known: &[&String]) -> Option<usize> {
    let (mut end, mut from) = (None, at);
    for _ in 0..4 {
        let word: String = text[from..].chars().take_while(|c| c.is_alphabetic()).collect();
        let genitive = word.strip_suffix(['s', 'S']).map(fold);
        let holds = word.len() <= MAX_WORD
            && (known.contains(&&fold(&word)) || genitive.is_some_and(|stem| known.contains(&&stem)));
        if word.is_empty() || !holds {
            break;
        }
        end = Some(from + word.len());
        match text[from + word.len()..].chars().next().filter(|c| [' ', '\u{a0}', '-'].contains(c)) {
            Some(gap) => from += word.len() + gap.len_utf8(),
            None => break,
        }
    }
    end
}

fn remembered(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphabetic());
    words.filter(|w| w.chars().count() >= 3 && w.starts_with(char::is_uppercase)).map(fold).collect()
}

fn fold(word: &str) -> String {
    word.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss")
}

/// One detector's verified matches: leftmost, disjoint, restarted at the next position after a veto.
fn hits(detector: &Detector, vm: &PikeVM, longest: usize, text: &str) -> Vec<(Span, u32, Evidence)> {
    let mut cache = vm.create_cache();
    let mut hits = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text.is_char_boundary(at)
            && may_begin(detector, text, at)
            && let Some(hit) = hit_at(detector, vm, &mut cache, longest, text, at)
        {
            at = hit.0.end;
            if hit.1 > 0 {
                hits.push(hit);
            }
        } else {
            at += 1;
        }
    }
    hits
}

/// Digits of a detector that is announced need a cue before them, and some begin with a word of a lexicon.
pub fn may_begin(detector: &Detector, text: &str, at: usize) -> bool {
    let digit = text.as_bytes()[at].is_ascii_digit();
    let before = || {
        (at.saturating_sub(CUE_LEFT)..at).filter(|from| text.is_char_boundary(*from)).any(|from| {
            let ends = detector.cues.iter().flat_map(|cue| cue_ends(text, from, cue));
            ends.into_iter().any(|end| end <= at && text[end..at].matches('\n').count() <= 1)
        })
    };
    let begins = || {
        detector.begins.is_none_or(|begins| {
            let word: String = text[at..].chars().take_while(|c| c.is_alphabetic()).collect();
            word.len() <= MAX_WORD && (begins.lexicon)(word.as_bytes()) & begins.marks != 0
        })
    };
    (!(detector.announced && digit) || before()) && begins()
}

fn hit_at(
    detector: &Detector,
    vm: &PikeVM,
    cache: &mut regex_automata::nfa::thompson::pikevm::Cache,
    longest: usize,
    text: &str,
    at: usize,
) -> Option<(Span, u32, Evidence)> {
    let mut end = at.saturating_add(longest).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut captures = vm.create_captures();
    vm.captures(cache, Input::new(text).range(at..end).anchored(Anchored::Yes), &mut captures);
    let found = captures.get_group(1)?;
    let (span, mut strength, mut evidence) = (Span::new(found.start, found.end), detector.strength, Evidence::PATTERN);
    let Some(validate) = detector.validate else { return Some((span, strength, evidence)) };
    let accept = validate(&text.as_bytes()[found.start..found.end])?;
    let kept = Span::new(span.start, span.start + accept.len);
    if kept.is_empty() || kept.end > span.end || !text.is_char_boundary(kept.end) {
        return None;
    }
    if kept != span {
        let next = text[kept.end..].chars().next();
        let free = match detector.bounds {
            Bounds::Token => !next.is_some_and(is_word),
            Bounds::Line => next.is_none_or(|c| c == '\n' || c == '\r'),
            Bounds::None => true,
        };
        if !free || !detector.tail.is_empty() {
            return None;
        }
    }
    strength = if accept.strength == 0 { 0 } else { strength.max(accept.strength) };
    if accept.strength > 1 {
        evidence = evidence.with(accept.evidence);
    }
    Some((kept, strength, evidence))
}

/// Whether one of the detector's cues stands near enough, tried letter by letter at every position of the window.
fn has_cue(detector: &Detector, text: &str, span: Span) -> bool {
    let window = span.start.saturating_sub(CUE_LEFT)..(span.end + CUE_RIGHT).min(text.len());
    window.filter(|at| text.is_char_boundary(*at)).any(|at| {
        detector.cues.iter().any(|cue| {
            cue_ends(text, at, cue).into_iter().any(|end| {
                let left = end <= span.start && text[end..span.start].matches('\n').count() <= 1;
                let right = at >= span.end && end <= span.end + CUE_RIGHT && !text[span.end..at].contains('\n');
                left || right
            })
        })
    })
}

/// The ends of a cue that stands at `at` as a word or as the tail of a compound; one for each way it is spelled there.
///
/// ASCII letters have any case. Letters beyond are all small, all capitals, or only a cue's first letter is a capital.
fn cue_ends(text: &str, at: usize, cue: &str) -> Vec<usize> {
    // Where a spelling ends so far, and which letters beyond ASCII it wrote as capitals.
    let mut stems: Vec<(usize, Vec<bool>)> = vec![(at, Vec::new())];
    for c in cue.chars() {
        let pairs: &[&str] = match c {
            'ä' => &["ae"],
            'ö' => &["oe"],
            'ü' => &["ue"],
            'ß' => &["ss"],
            _ => &[],
        };
        let cased = !c.is_ascii() && c.to_uppercase().count() == 1 && !c.to_uppercase().eq([c]);
        stems = stems
            .into_iter()
            .flat_map(|(end, capitals)| {
                let rest = &text[end..];
                let same =
                    rest.chars().next().filter(|t| t.eq_ignore_ascii_case(&c) || (cased && c.to_uppercase().eq([*t])));
                let pair = pairs.iter().find(|p| rest.get(..2).is_some_and(|r| r.eq_ignore_ascii_case(p)));
                let same = same.map(|t| {
                    let flags = capitals.iter().copied().chain(cased.then_some(t != c)).collect();
                    (end + t.len_utf8(), flags)
                });
                [same, pair.map(|_| (end + 2, capitals.clone()))]
            })
            .flatten()
            .collect();
    }
    let first = cue.chars().next().is_some_and(|c| !c.is_ascii());
    let fits = |capitals: &[bool]| match capitals {
        [] => true,
        [head, tail @ ..] => tail.iter().all(|flag| flag == head) || (first && *head && tail.iter().all(|flag| !flag)),
    };
    stems.into_iter().filter(|(_, capitals)| fits(capitals)).filter_map(|(end, _)| cue_end(text, at, end)).collect()
}

fn cue_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let stem = &text[at..end];
    let before = text[..at].chars().next_back();
    let compound = stem.chars().count() >= 6 && before.is_some_and(char::is_alphabetic);
    if stem.starts_with(is_word) && before.is_some_and(is_word) && !compound {
        return None;
    }
    if !stem.ends_with(is_word) {
        return Some(end);
    }
    let word: usize = text[end..].chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum();
    let ending = &text[end..end + word];
    ["", "s", "n", "e", "es", "er", "en", "ern"].iter().any(|e| ending.eq_ignore_ascii_case(e)).then_some(end + word)
}

fn is_word(c: char) -> bool {
    regex_syntax::is_word_character(c)
}
