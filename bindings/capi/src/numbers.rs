//! Numbers: what the words of the library are called in C. They never change and are never reused.

use llmguard::{Confidence, Direction, Language, Names, Neutralize, OffsetUnit, Transform, Verdict};

use crate::fail::Fail;

/// Verdict: the text may go as it is.
pub const LLMGUARD_VERDICT_ALLOW: u32 = 1;
/// Verdict: the output may go, the text itself may not.
pub const LLMGUARD_VERDICT_TRANSFORM: u32 = 2;
/// Verdict: a person has to approve first; there is no output.
pub const LLMGUARD_VERDICT_APPROVAL: u32 = 3;
/// Verdict: the text must not go; there is no output.
pub const LLMGUARD_VERDICT_DENY: u32 = 4;

/// Direction: from a person to a model.
pub const LLMGUARD_DIRECTION_PROMPT: u32 = 0;
/// Direction: from a model to a person.
pub const LLMGUARD_DIRECTION_RESPONSE: u32 = 1;
/// Direction: from a model to a tool.
pub const LLMGUARD_DIRECTION_TOOL_CALL: u32 = 2;
/// Direction: from a tool to a model.
pub const LLMGUARD_DIRECTION_TOOL_RESULT: u32 = 3;
/// Direction: from a store of documents to a model.
pub const LLMGUARD_DIRECTION_DOCUMENT: u32 = 4;

/// Confidence: the shape alone fits.
pub const LLMGUARD_CONFIDENCE_LOW: u32 = 1;
/// Confidence: one independent reason.
pub const LLMGUARD_CONFIDENCE_MEDIUM: u32 = 2;
/// Confidence: two independent reasons.
pub const LLMGUARD_CONFIDENCE_HIGH: u32 = 3;
/// Confidence: check digits or a structure that hardly occurs by accident.
pub const LLMGUARD_CONFIDENCE_VERIFIED: u32 = 4;

/// Transform: left as it is.
pub const LLMGUARD_TRANSFORM_KEEP: u32 = 1;
/// Transform: replaced by something less exact.
pub const LLMGUARD_TRANSFORM_GENERALIZE: u32 = 2;
/// Transform: partly hidden.
pub const LLMGUARD_TRANSFORM_MASK: u32 = 3;
/// Transform: replaced by a placeholder that leads back.
pub const LLMGUARD_TRANSFORM_TOKENIZE: u32 = 4;
/// Transform: replaced by something that leads nowhere.
pub const LLMGUARD_TRANSFORM_REDACT: u32 = 5;
/// Transform: not sent at all.
pub const LLMGUARD_TRANSFORM_BLOCK: u32 = 6;

/// Names: by cues and lists alone.
pub const LLMGUARD_NAMES_OFF: u32 = 1;
/// Names: also where one is nearly certain.
pub const LLMGUARD_NAMES_PRECISE: u32 = 2;
/// Names: also where one is likelier than none.
pub const LLMGUARD_NAMES_BALANCED: u32 = 3;
/// Names: also where one is possible.
pub const LLMGUARD_NAMES_THOROUGH: u32 = 4;

/// Citation: of a source that may be named.
pub const LLMGUARD_CITATION_PERMITTED: u32 = 1;
/// Citation: of a source that may not be named.
pub const LLMGUARD_CITATION_FOREIGN: u32 = 2;
/// Citation: missing, since no source is named that may be.
pub const LLMGUARD_CITATION_MISSING: u32 = 3;

/// Sentences are told in English.
pub const LLMGUARD_LANGUAGE_EN: u32 = 0;
/// Sentences are told in German.
pub const LLMGUARD_LANGUAGE_DE: u32 = 1;

/// Offsets count bytes of UTF-8.
pub const LLMGUARD_UNIT_BYTE: u32 = 0;
/// Offsets count Unicode code points.
pub const LLMGUARD_UNIT_CODEPOINT: u32 = 1;
/// Offsets count UTF-16 code units.
pub const LLMGUARD_UNIT_UTF16: u32 = 2;

pub(crate) fn verdict(verdict: Verdict) -> u32 {
    match verdict {
        Verdict::Allow => LLMGUARD_VERDICT_ALLOW,
        Verdict::Transform => LLMGUARD_VERDICT_TRANSFORM,
        Verdict::Approval => LLMGUARD_VERDICT_APPROVAL,
        Verdict::Deny => LLMGUARD_VERDICT_DENY,
    }
}

pub(crate) fn direction(number: u32) -> Result<Direction, Fail> {
    Ok(match number {
        LLMGUARD_DIRECTION_PROMPT => Direction::Prompt,
        LLMGUARD_DIRECTION_RESPONSE => Direction::Response,
        LLMGUARD_DIRECTION_TOOL_CALL => Direction::ToolCall,
        LLMGUARD_DIRECTION_TOOL_RESULT => Direction::ToolResult,
        LLMGUARD_DIRECTION_DOCUMENT => Direction::Document,
        _ => return Err(Fail::BAD_VALUE),
    })
}

pub(crate) fn confidence(confidence: Confidence) -> u32 {
    match confidence {
        Confidence::Low => LLMGUARD_CONFIDENCE_LOW,
        Confidence::Medium => LLMGUARD_CONFIDENCE_MEDIUM,
        Confidence::High => LLMGUARD_CONFIDENCE_HIGH,
        Confidence::Verified => LLMGUARD_CONFIDENCE_VERIFIED,
    }
}

/// A threshold; 0 is "the default".
pub(crate) fn threshold(number: u32) -> Result<Option<Confidence>, Fail> {
    if number == 0 {
        return Ok(None);
    }
    Confidence::ALL.into_iter().find(|known| confidence(*known) == number).map(Some).ok_or(Fail::BAD_VALUE)
}

pub(crate) fn transform(transform: Transform) -> u32 {
    match transform {
        Transform::Keep => LLMGUARD_TRANSFORM_KEEP,
        Transform::Generalize => LLMGUARD_TRANSFORM_GENERALIZE,
        Transform::Mask => LLMGUARD_TRANSFORM_MASK,
        Transform::Tokenize => LLMGUARD_TRANSFORM_TOKENIZE,
        Transform::Redact => LLMGUARD_TRANSFORM_REDACT,
        Transform::Block => LLMGUARD_TRANSFORM_BLOCK,
    }
}

pub(crate) fn unit(number: u32) -> Result<OffsetUnit, Fail> {
    Ok(match number {
        LLMGUARD_UNIT_BYTE => OffsetUnit::Byte,
        LLMGUARD_UNIT_CODEPOINT => OffsetUnit::Codepoint,
        LLMGUARD_UNIT_UTF16 => OffsetUnit::Utf16,
        _ => return Err(Fail::BAD_VALUE),
    })
}

pub(crate) fn language(number: u32) -> Result<Language, Fail> {
    match number {
        LLMGUARD_LANGUAGE_EN => Ok(Language::En),
        LLMGUARD_LANGUAGE_DE => Ok(Language::De),
        _ => Err(Fail::BAD_VALUE),
    }
}

/// How eagerly names are looked for; 0 is "as the policy says".
pub(crate) fn names(number: u32) -> Result<Option<Names>, Fail> {
    match number {
        0 => Ok(None),
        LLMGUARD_NAMES_OFF => Ok(Some(Names::Off)),
        LLMGUARD_NAMES_PRECISE => Ok(Some(Names::Precise)),
        LLMGUARD_NAMES_BALANCED => Ok(Some(Names::Balanced)),
        LLMGUARD_NAMES_THOROUGH => Ok(Some(Names::Thorough)),
        _ => Err(Fail::BAD_VALUE),
    }
}

/// What becomes of addresses on other hosts.
pub(crate) fn other_hosts(number: u32) -> Result<Neutralize, Fail> {
    match number {
        0 | LLMGUARD_TRANSFORM_GENERALIZE => Ok(Neutralize::Defang),
        LLMGUARD_TRANSFORM_REDACT => Ok(Neutralize::Drop),
        _ => Err(Fail::BAD_VALUE),
    }
}
