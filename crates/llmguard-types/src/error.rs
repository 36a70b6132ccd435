//! Error: what went wrong, where, and the mend.
//!
//! Every error has a [`Code`] that never changes its meaning, one sentence that says what is wrong, a place where
//! there is one (file, line, byte) and one sentence that says what to do. It never holds user text.
//!
//! ```
//! use llmguard_types::{Code, Error};
//!
//! let error = Error::new(Code::PolicyUnknownKey, "unknown key `clases`").at_line(12).mend("did you mean `classes`?");
//! assert_eq!(error.to_string(), "P002 line 12: unknown key `clases`; did you mean `classes`?");
//! ```

use std::fmt;

/// One line a code: variant, stable text, number for C, what it means.
macro_rules! codes {
    ($($name:ident = $number:literal, $text:literal, $doc:literal;)*) => {
        /// A stable error code. The letter names the part: `D` detector files, `C` compile, `P` policy, `V` vault,
        /// `A` audit, `I` input, `T` term sets, which are dictionaries, `G` grants.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $doc] $name = $number,)*
        }

        impl Code {
            /// Every code, ordered by number.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The text users see and tests match: a letter and three digits.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// What the code means, as one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$name => $doc,)* }
            }
        }
    };
}

codes! {
    DetectorSyntax = 1001, "D001", "The detector file is not valid TOML or a key is missing, unknown or of the wrong type.";
    DetectorId = 1002, "D002", "A detector id is not two or three segments of [a-z0-9-].";
    DetectorDuplicate = 1003, "D003", "Two detectors have the same id.";
    DetectorEntity = 1004, "D004", "An entity label is not upper-case letters, digits and _.";
    DetectorValidator = 1005, "D005", "No validator has this name.";
    DetectorTemplate = 1006, "D006", "A vector uses a template that does not exist.";
    DetectorMatch = 1007, "D007", "A `match` vector was not found by its own detector.";
    DetectorReject = 1008, "D008", "A `reject` vector was found by its own detector.";
    DetectorVectors = 1009, "D009", "A detector has no references or no vectors.";
    DetectorLevel = 1010, "D010", "The default level is not one of the built-in level names.";
    DetectorLexicon = 1011, "D011", "No lexicon has this name.";
    CompileSyntax = 2001, "C001", "A pattern is not a valid regular expression.";
    CompileClass = 2002, "C002", "A pattern uses a class that means thousands of ranges.";
    CompileUnbounded = 2003, "C003", "A pattern has no bounded length, or one over the limit.";
    CompileEmpty = 2004, "C004", "A pattern or a lead or tail matches the empty text.";
    CompileSize = 2005, "C005", "A pattern's automaton is too large.";
    CompileCue = 2006, "C006", "A cue word is empty or too long.";
    CompileGroups = 2007, "C007", "A pattern has capture groups of its own.";
    CompileImage = 2008, "C008", "The compiled form of detectors is damaged or of another version.";
    CompileLook = 2009, "C009", "A pattern looks at what stands around it.";
    NamesWeights = 2010, "C010", "The weights of the name tagger are damaged or of another version.";
    PolicySyntax = 3001, "P001", "The policy is not valid TOML or a value has the wrong type.";
    PolicyUnknownKey = 3002, "P002", "The policy has a key that the format does not know.";
    PolicyUnsupported = 3003, "P003", "The policy uses a part of the format that this version does not enforce.";
    PolicyFormat = 3004, "P004", "The policy's `format` is missing or not supported.";
    PolicyLevel = 3005, "P005", "A level is not among `levels`, or `levels` is empty or repeats one.";
    PolicyClass = 3006, "P006", "A rule names a class that `classes` does not define.";
    PolicyDestination = 3007, "P007", "A rule names a destination that `destinations` does not define.";
    PolicyRole = 3008, "P008", "A rule names a role that `roles` does not define.";
    PolicyValue = 3009, "P009", "A value is outside what its key allows.";
    PolicySelector = 3010, "P010", "A detector selector is malformed or selects nothing.";
    PolicyExclude = 3011, "P011", "An exclude would lift a floor or a class at the top level.";
    PolicyDetectorLevel = 3012, "P012", "A detector's default level is not among the policy's levels.";
    PolicyTest = 3013, "P013", "A test embedded in the policy does not hold.";
    PolicyTemplate = 3014, "P014", "No embedded policy has this name.";
    PolicyExtends = 3015, "P015", "A policy permits more than the one it extends, or that one cannot be found.";
    PolicyUnlock = 3016, "P016", "An unlock would release a floor or the top level, or a role uses it that may not.";
    VaultFull = 4001, "V001", "The vault cannot take another value.";
    VaultFile = 4002, "V002", "What is opened is not a vault, or it is damaged.";
    VaultVersion = 4003, "V003", "The vault is of a format that this version does not know.";
    VaultKey = 4004, "V004", "The key has not 32 bytes, or the vault was sealed with another one.";
    VaultLocked = 4005, "V005", "Another process or another handle uses the vault or the conversation.";
    VaultWrite = 4006, "V006", "The file or the store of the vault cannot be read or written.";
    VaultErased = 4007, "V007", "The conversation, or a person in it, was erased from the vault.";
    VaultImport = 4008, "V008", "What is imported does not fit what the vault holds.";
    VaultStore = 4009, "V009", "The vault lies in a store, and this needs one in a file.";
    AuditSink = 5001, "A001", "The audit sink did not take the event.";
    InputTooLarge = 6001, "I001", "The text is longer than the limit.";
    InputUtf8 = 6002, "I002", "The input is not valid UTF-8.";
    InputRole = 6003, "I003", "The request names no role, or one the policy does not know.";
    InputDestination = 6004, "I004", "The request names a destination that the policy does not know.";
    InputPurpose = 6005, "I005", "The request names a purpose that the policy does not declare, or none where one is needed.";
    InputRecord = 6006, "I006", "A line is not a JSON record of the documented form.";
    InputFile = 6007, "I007", "A file cannot be read.";
    InputClass = 6008, "I008", "No class of the policy has this name.";
    InputDetector = 6009, "I009", "No detector has this id.";
    InputTool = 6020, "I020", "The request names a tool that the policy does not know, or none where one is needed.";
    InputSource = 6021, "I021", "The request names a source that the policy does not know.";
    InputBudget = 6022, "I022", "The conversation has used up its budget.";
    InputHold = 6023, "I023", "A stream is allowed to hold fewer bytes than it needs.";
    InputField = 6024, "I024", "A field has fewer or more digits than can be replaced by others.";
    InputFormat = 6025, "I025", "The input is not of the format it is said to be, or nests too deep.";
    InputDelimiter = 6026, "I026", "What is to stand between the fields of a table cannot.";
    DictionaryTerm = 7001, "T001", "A term has no letter or digit, only one, or more or longer words than a dictionary takes.";
    DictionaryTerms = 7002, "T002", "A dictionary has no term, or more than it takes.";
    DictionaryFile = 7003, "T003", "The file is not a dictionary, or it is damaged.";
    DictionaryVersion = 7004, "T004", "The dictionary is of a format or folding that this version does not know.";
    DictionaryKey = 7005, "T005", "The key has not 32 bytes, or the dictionary was built with another one.";
    DictionaryColumn = 7006, "T006", "A line of a term table is not CSV or has not the column asked for.";
    GrantUnreadable = 8001, "G001", "The text is not a grant.";
    GrantSignature = 8002, "G002", "The grant is not signed by anybody who is registered.";
    GrantRule = 8003, "G003", "The policy has no approval or unlock of this id.";
    GrantPolicy = 8004, "G004", "The grant was signed under another policy.";
    GrantRequest = 8005, "G005", "The grant is for another request, person or destination.";
    GrantNotYet = 8006, "G006", "The grant was signed later than now, or the request does not say when it is.";
    GrantExpired = 8007, "G007", "The grant has ended, or would last longer than its rule lets it.";
    GrantSamePerson = 8008, "G008", "Who asks has signed the grant too.";
    GrantRole = 8009, "G009", "The signer or who asks has no role that the rule asks for.";
    GrantJustification = 8010, "G010", "The justification is missing, too short, or has no reason code of the rule.";
    GrantSpent = 8011, "G011", "The grant was used as often as it may be.";
    GrantClock = 8012, "G012", "The clock went backwards.";
    GrantLedger = 8013, "G013", "There is no ledger, or it could not say how often the grant was used.";
    Internal = 9001, "X001", "An invariant of llmguard itself did not hold; please report it.";
}

/// What went wrong, where, and the mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    code: Code,
    message: String,
    mend: String,
    file: Option<String>,
    line: Option<u32>,
    offset: Option<usize>,
}

impl Error {
    /// An error with its code and one sentence (lower case, no full stop) that says what is wrong.
    pub fn new(code: Code, message: impl Into<String>) -> Error {
        let inner = Inner { code, message: message.into(), mend: String::new(), file: None, line: None, offset: None };
        Error(Box::new(inner))
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<String>) -> Error {
        self.0.mend = mend.into();
        self
    }

    /// Adds the file, unless one is known already.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Error {
        self.0.file.get_or_insert_with(|| file.into());
        self
    }

    /// Adds the line, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Error {
        self.0.line = Some(line);
        self
    }

    /// Adds the position in bytes from the start of the input.
    #[must_use]
    pub fn at_offset(mut self, offset: usize) -> Error {
        self.0.offset = Some(offset);
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What is wrong, as one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do about it; may be empty.
    #[must_use]
    pub fn how_to_mend(&self) -> &str {
        &self.0.mend
    }

    /// The file, if one is concerned.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// The line, counted from 1, if one is concerned.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        self.0.line
    }

    /// The position in bytes, if one is concerned.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.write_str(inner.code.as_str())?;
        if let Some(file) = &inner.file {
            write!(f, " {file}")?;
        }
        if let Some(line) = inner.line {
            write!(f, " line {line}")?;
        }
        if let Some(offset) = inner.offset {
            write!(f, " byte {offset}")?;
        }
        write!(f, ": {}", inner.message)?;
        if !inner.mend.is_empty() {
            write!(f, "; {}", inner.mend)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_ordered() {
        let texts: std::collections::BTreeSet<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        assert!(Code::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
