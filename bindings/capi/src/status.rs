//! Status: the numbers that calls return. They never change their meaning and are never reused.
//!
//! `0` is success, numbers below 1000 are mistakes at the border, the others are the codes of the library: `P002` is
//! `LLMGUARD_STATUS_P002`. cbindgen expands no macro, so the list is written out; a test compares it with `Code::ALL`.

#![expect(dead_code, reason = "most of them are for C only")]

/// The call did what it was asked.
pub const LLMGUARD_STATUS_OK: u32 = 0;
/// A pointer that must not be null is null.
pub const LLMGUARD_STATUS_NULL_ARGUMENT: u32 = 1;
/// A handle is not one of the kind the function takes.
pub const LLMGUARD_STATUS_BAD_HANDLE: u32 = 2;
/// The `size` of a struct is not one this library knows.
pub const LLMGUARD_STATUS_BAD_SIZE: u32 = 3;
/// A number is not among the constants, a length is impossible, or a pointer is misaligned.
pub const LLMGUARD_STATUS_BAD_VALUE: u32 = 4;
/// There is no element with this index.
pub const LLMGUARD_STATUS_OUT_OF_RANGE: u32 = 5;
/// A mistake in llmguard stopped the call; the handle is poisoned from now on.
pub const LLMGUARD_STATUS_PANIC: u32 = 6;
/// An earlier call with this handle ended in `LLMGUARD_STATUS_PANIC`.
pub const LLMGUARD_STATUS_POISONED: u32 = 7;
/// The detector file is not valid TOML or a key is missing, unknown or of the wrong type.
pub const LLMGUARD_STATUS_D001: u32 = 1001;
/// A detector id is not two or three segments of [a-z0-9-].
pub const LLMGUARD_STATUS_D002: u32 = 1002;
/// Two detectors have the same id.
pub const LLMGUARD_STATUS_D003: u32 = 1003;
/// An entity label is not upper-case letters, digits and _.
pub const LLMGUARD_STATUS_D004: u32 = 1004;
/// No validator has this name.
pub const LLMGUARD_STATUS_D005: u32 = 1005;
/// A vector uses a template that does not exist.
pub const LLMGUARD_STATUS_D006: u32 = 1006;
/// A `match` vector was not found by its own detector.
pub const LLMGUARD_STATUS_D007: u32 = 1007;
/// A `reject` vector was found by its own detector.
pub const LLMGUARD_STATUS_D008: u32 = 1008;
/// A detector has no references or no vectors.
pub const LLMGUARD_STATUS_D009: u32 = 1009;
/// The default level is not one of the built-in level names.
pub const LLMGUARD_STATUS_D010: u32 = 1010;
/// No lexicon has this name.
pub const LLMGUARD_STATUS_D011: u32 = 1011;
/// A pattern is not a valid regular expression.
pub const LLMGUARD_STATUS_C001: u32 = 2001;
/// A pattern uses a class that means thousands of ranges.
pub const LLMGUARD_STATUS_C002: u32 = 2002;
/// A pattern has no bounded length, or one over the limit.
pub const LLMGUARD_STATUS_C003: u32 = 2003;
/// A pattern or a lead or tail matches the empty text.
pub const LLMGUARD_STATUS_C004: u32 = 2004;
/// A pattern's automaton is too large.
pub const LLMGUARD_STATUS_C005: u32 = 2005;
/// A cue word is empty or too long.
pub const LLMGUARD_STATUS_C006: u32 = 2006;
/// A pattern has capture groups of its own.
pub const LLMGUARD_STATUS_C007: u32 = 2007;
/// The compiled form of detectors is damaged or of another version.
pub const LLMGUARD_STATUS_C008: u32 = 2008;
/// A pattern looks at what stands around it.
pub const LLMGUARD_STATUS_C009: u32 = 2009;
/// The weights of the name tagger are damaged or of another version.
pub const LLMGUARD_STATUS_C010: u32 = 2010;
/// The policy is not valid TOML or a value has the wrong type.
pub const LLMGUARD_STATUS_P001: u32 = 3001;
/// The policy has a key that the format does not know.
pub const LLMGUARD_STATUS_P002: u32 = 3002;
/// The policy uses a part of the format that this version does not enforce.
pub const LLMGUARD_STATUS_P003: u32 = 3003;
/// The policy's `format` is missing or not supported.
pub const LLMGUARD_STATUS_P004: u32 = 3004;
/// A level is not among `levels`, or `levels` is empty or repeats one.
pub const LLMGUARD_STATUS_P005: u32 = 3005;
/// A rule names a class that `classes` does not define.
pub const LLMGUARD_STATUS_P006: u32 = 3006;
/// A rule names a destination that `destinations` does not define.
pub const LLMGUARD_STATUS_P007: u32 = 3007;
/// A rule names a role that `roles` does not define.
pub const LLMGUARD_STATUS_P008: u32 = 3008;
/// A value is outside what its key allows.
pub const LLMGUARD_STATUS_P009: u32 = 3009;
/// A detector selector is malformed or selects nothing.
pub const LLMGUARD_STATUS_P010: u32 = 3010;
/// An exclude would lift a floor or a class at the top level.
pub const LLMGUARD_STATUS_P011: u32 = 3011;
/// A detector's default level is not among the policy's levels.
pub const LLMGUARD_STATUS_P012: u32 = 3012;
/// A test embedded in the policy does not hold.
pub const LLMGUARD_STATUS_P013: u32 = 3013;
/// No embedded policy has this name.
pub const LLMGUARD_STATUS_P014: u32 = 3014;
/// A policy permits more than the one it extends, or that one cannot be found.
pub const LLMGUARD_STATUS_P015: u32 = 3015;
/// An unlock would release a floor or the top level, or a role uses it that may not.
pub const LLMGUARD_STATUS_P016: u32 = 3016;
/// The vault cannot take another value.
pub const LLMGUARD_STATUS_V001: u32 = 4001;
/// What is opened is not a vault, or it is damaged.
pub const LLMGUARD_STATUS_V002: u32 = 4002;
/// The vault is of a format that this version does not know.
pub const LLMGUARD_STATUS_V003: u32 = 4003;
/// The key has not 32 bytes, or the vault was sealed with another one.
pub const LLMGUARD_STATUS_V004: u32 = 4004;
/// Another process or another handle uses the vault or the conversation.
pub const LLMGUARD_STATUS_V005: u32 = 4005;
/// The file or the store of the vault cannot be read or written.
pub const LLMGUARD_STATUS_V006: u32 = 4006;
/// The conversation, or a person in it, was erased from the vault.
pub const LLMGUARD_STATUS_V007: u32 = 4007;
/// What is imported does not fit what the vault holds.
pub const LLMGUARD_STATUS_V008: u32 = 4008;
/// The vault lies in a store, and this needs one in a file.
pub const LLMGUARD_STATUS_V009: u32 = 4009;
/// The audit sink did not take the event.
pub const LLMGUARD_STATUS_A001: u32 = 5001;
/// The text is longer than the limit.
pub const LLMGUARD_STATUS_I001: u32 = 6001;
/// The input is not valid UTF-8.
pub const LLMGUARD_STATUS_I002: u32 = 6002;
/// The request names no role, or one the policy does not know.
pub const LLMGUARD_STATUS_I003: u32 = 6003;
/// The request names a destination that the policy does not know.
pub const LLMGUARD_STATUS_I004: u32 = 6004;
/// The request names a purpose that the policy does not declare, or none where one is needed.
pub const LLMGUARD_STATUS_I005: u32 = 6005;
/// A line is not a JSON record of the documented form.
pub const LLMGUARD_STATUS_I006: u32 = 6006;
/// A file cannot be read.
pub const LLMGUARD_STATUS_I007: u32 = 6007;
/// No class of the policy has this name.
pub const LLMGUARD_STATUS_I008: u32 = 6008;
/// No detector has this id.
pub const LLMGUARD_STATUS_I009: u32 = 6009;
/// The request names a tool that the policy does not know, or none where one is needed.
pub const LLMGUARD_STATUS_I020: u32 = 6020;
/// The request names a source that the policy does not know.
pub const LLMGUARD_STATUS_I021: u32 = 6021;
/// The conversation has used up its budget.
pub const LLMGUARD_STATUS_I022: u32 = 6022;
/// A stream is allowed to hold fewer bytes than it needs.
pub const LLMGUARD_STATUS_I023: u32 = 6023;
/// A field has fewer or more digits than can be replaced by others.
pub const LLMGUARD_STATUS_I024: u32 = 6024;
/// The input is not of the format it is said to be, or nests too deep.
pub const LLMGUARD_STATUS_I025: u32 = 6025;
/// What is to stand between the fields of a table cannot.
pub const LLMGUARD_STATUS_I026: u32 = 6026;
/// A term has no letter or digit, only one, or more or longer words than a dictionary takes.
pub const LLMGUARD_STATUS_T001: u32 = 7001;
/// A dictionary has no term, or more than it takes.
pub const LLMGUARD_STATUS_T002: u32 = 7002;
/// The file is not a dictionary, or it is damaged.
pub const LLMGUARD_STATUS_T003: u32 = 7003;
/// The dictionary is of a format or folding that this version does not know.
pub const LLMGUARD_STATUS_T004: u32 = 7004;
/// The key has not 32 bytes, or the dictionary was built with another one.
pub const LLMGUARD_STATUS_T005: u32 = 7005;
/// A line of a term table is not CSV or has not the column asked for.
pub const LLMGUARD_STATUS_T006: u32 = 7006;
/// The text is not a grant.
pub const LLMGUARD_STATUS_G001: u32 = 8001;
/// The grant is not signed by anybody who is registered.
pub const LLMGUARD_STATUS_G002: u32 = 8002;
/// The policy has no approval or unlock of this id.
pub const LLMGUARD_STATUS_G003: u32 = 8003;
/// The grant was signed under another policy.
pub const LLMGUARD_STATUS_G004: u32 = 8004;
/// The grant is for another request, person or destination.
pub const LLMGUARD_STATUS_G005: u32 = 8005;
/// The grant was signed later than now, or the request does not say when it is.
pub const LLMGUARD_STATUS_G006: u32 = 8006;
/// The grant has ended, or would last longer than its rule lets it.
pub const LLMGUARD_STATUS_G007: u32 = 8007;
/// Who asks has signed the grant too.
pub const LLMGUARD_STATUS_G008: u32 = 8008;
/// The signer or who asks has no role that the rule asks for.
pub const LLMGUARD_STATUS_G009: u32 = 8009;
/// The justification is missing, too short, or has no reason code of the rule.
pub const LLMGUARD_STATUS_G010: u32 = 8010;
/// The grant was used as often as it may be.
pub const LLMGUARD_STATUS_G011: u32 = 8011;
/// The clock went backwards.
pub const LLMGUARD_STATUS_G012: u32 = 8012;
/// There is no ledger, or it could not say how often the grant was used.
pub const LLMGUARD_STATUS_G013: u32 = 8013;
/// An invariant of llmguard itself did not hold; please report it.
pub const LLMGUARD_STATUS_X001: u32 = 9001;

#[cfg(test)]
mod tests {
    /// Every code of the library has its line above, and no line has another number.
    #[test]
    fn every_code_has_its_status() {
        let source = include_str!("status.rs");
        let stated = |name: &str| {
            let line = source.lines().find(|line| line.starts_with(&format!("pub const LLMGUARD_STATUS_{name}: ")));
            line.and_then(|line| line.split("= ").nth(1)?.strip_suffix(';')?.parse::<u32>().ok())
        };
        for code in llmguard::Code::ALL {
            assert_eq!(stated(code.as_str()), Some(*code as u32), "add {} with its meaning", code.as_str());
        }
        let lines = source.lines().filter(|line| line.starts_with("pub const ")).count();
        assert_eq!(lines, llmguard::Code::ALL.len() + 8);
    }
}
