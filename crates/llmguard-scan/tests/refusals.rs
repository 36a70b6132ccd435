//! Patterns the engine cannot promise to run in linear time and bounded memory are refused with their code.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use llmguard_scan::Program;
use llmguard_types::{Code, Detector, DetectorSpec};

fn refused(change: impl FnOnce(&mut DetectorSpec)) -> Code {
    let mut spec = DetectorSpec::plain("fake.bad", "foo");
    change(&mut spec);
    let error = Program::compile([Detector::from_spec(spec, None)]).unwrap_err();
    assert!(error.message().contains("fake.bad") && !error.how_to_mend().is_empty(), "{error}");
    error.code()
}

#[test]
fn each_refusal_has_its_code() {
    assert_eq!(refused(|d| d.pattern = "(foo".into()), Code::CompileSyntax);
    assert_eq!(refused(|d| d.pattern = r"\d{3}".into()), Code::CompileClass);
    assert_eq!(refused(|d| d.pattern = "foo[a-z]*".into()), Code::CompileUnbounded);
    assert_eq!(refused(|d| d.pattern = "foo[a-z]{9000}".into()), Code::CompileUnbounded);
    assert_eq!(refused(|d| d.pattern = "(?:foo)?".into()), Code::CompileEmpty);
    assert_eq!(refused(|d| d.lead = "x?".into()), Code::CompileEmpty);
    assert_eq!(refused(|d| d.pattern = "[a-zäöü]{1,3000}".into()), Code::CompileSize);
    assert_eq!(refused(|d| d.cues = vec![" ".into()]), Code::CompileCue);
    assert_eq!(refused(|d| d.pattern = "f(oo)".into()), Code::CompileGroups);
}

#[test]
fn nothing_looks_around_itself() {
    for anchored in ["^foo", "(?m)^foo", "foo$", r"\Afoo", r"foo\z", r"foo\b", r"\<foo", r"fo(?-u:\B)o"] {
        assert_eq!(refused(|d| d.pattern = anchored.into()), Code::CompileLook, "{anchored}");
    }
    assert_eq!(refused(|d| d.lead = "^x".into()), Code::CompileLook);
    assert_eq!(refused(|d| d.tail = "x$".into()), Code::CompileLook);
}

#[test]
fn two_detectors_with_one_id_are_refused() {
    let twice = || Detector::from_spec(DetectorSpec::plain("fake.twice", "foo"), None);
    assert_eq!(Program::compile([twice(), twice()]).unwrap_err().code(), Code::DetectorDuplicate);
}

#[test]
fn an_escaped_backslash_is_no_class() {
    let spec = DetectorSpec::plain("fake.share", r"\\\\digits");
    assert!(Program::compile([Detector::from_spec(spec, None)]).is_ok());
}
