"""The native half of `llmguard`. Import `llmguard` instead.

Texts are `str` or `bytes` of UTF-8; what comes back has the type that went in. Positions count code points of a `str`
and bytes of `bytes`, unless `offsets` says otherwise. No object shows or keeps a piece of the text in its `repr`.
"""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from types import GenericAlias
from typing import Any, AnyStr, Final, Generic, Literal, TypeAlias, TypedDict, final

from typing_extensions import Required, Unpack

from llmguard._store import Store

_Confidence: TypeAlias = Literal["low", "medium", "high", "verified"]
_Direction: TypeAlias = Literal["prompt", "response", "tool-call", "tool-result", "document"]
_Language: TypeAlias = Literal["de", "en"]
_Names: TypeAlias = Literal["off", "precise", "balanced", "thorough"]
_Offsets: TypeAlias = Literal["byte", "codepoint", "utf16"]
_RecordFormat: TypeAlias = Literal["json", "jsonl", "csv", "logfmt", "influx"]
_Transform: TypeAlias = Literal["keep", "generalize", "mask", "tokenize", "redact", "block"]
_Verdict: TypeAlias = Literal["allow", "transform", "approval", "deny"]

class _Request(TypedDict, total=False):
    """Who asks, what for, where the text goes and which way. Says nothing about the text itself.

    destination: where to, as the policy names it.
    role, roles: of the subject; both together count.
    purpose: what for; the only purpose a policy declares is the default.
    direction: which way the text goes; `"prompt"` if not given.
    subject: who, as the caller names people; grants and the audit record need it.
    model, model_version, trace_id: for the audit record only.
    source_labels: levels that the sources of the text carry; the text is at least as confidential.
    sources: where the text was retrieved from; each has to be allowed at the destination.
    tool: whose call or result the text is.
    answer_confidence: how sure the caller is of an answer, in percent.
    grants: approvals and unlocks, as `sign_grant` returns them. They need subject and now.
    now: the caller's clock in milliseconds since 1970-01-01 UTC; the library reads none.
    """

    destination: Required[str]
    role: str | None
    roles: Sequence[str] | None
    purpose: str | None
    direction: _Direction | None
    subject: str | None
    model: str | None
    model_version: str | None
    source_labels: Sequence[str] | None
    sources: Sequence[str] | None
    tool: str | None
    answer_confidence: int | None
    grants: Sequence[str] | None
    trace_id: str | None
    now: int | None

__version__: Final[str]

def codes() -> dict[str, str]:
    """Every error code with what it means."""

def sign_grant(statement: str, secret: bytes) -> str:
    """Signs a statement, written as JSON, with an Ed25519 secret key of 32 bytes: a grant, as JSON.

    Raises `GrantError` (`G001`) for what is no statement.
    """

def public_key(secret: bytes) -> bytes:
    """The Ed25519 public key of a secret key of 32 bytes."""

def citations(
    answer: str | bytes,
    *,
    sources: Sequence[str] | None = None,
    hosts: Sequence[str] | None = None,
    offsets: _Offsets | None = None,
) -> list[Citation]:
    """What an answer cites, in order: numbers and ids of sources in brackets (`[1]`, `[source: norm-7]`) and addresses.

    sources: the ids and numbers that may be named; case does not count.
    hosts: where addresses may lead: `"example.com"`, `"*.example.com"` for every one below it.
    """

def _panic(text: str | bytes) -> None:
    """Panics with a text, so that a test can see that nothing of it comes out."""

@final
class Guard:
    """Compiled detectors and a policy. Immutable; building one takes longest, so build it once and share it.

    >>> guard = llmguard.Guard()
    >>> [(f.start, f.end, f.type) for f in guard.scan("IBAN DE89 3704 0044 0532 0130 00")]
    [(5, 32, 'IBAN')]
    """

    def __new__(
        cls,
        policy: str | None = None,
        *,
        policy_file: str | PathLike[str] | None = None,
        detectors: str | None = None,
        lists: Mapping[str, str | PathLike[str]] | None = None,
        list_key: bytes | None = None,
        threshold: _Confidence | None = None,
        max_text_bytes: int | None = None,
        audit: Callable[[dict[str, Any]], object] | None = None,
        key: bytes | None = None,
        signers: Sequence[tuple[str, Sequence[str], bytes]] | None = None,
        names: _Names | None = None,
        allow_hosts: Sequence[str] | None = None,
        other_hosts: Literal["generalize", "redact"] | None = None,
        confidential_prompt: str | None = None,
    ) -> Guard:
        """A guard.

        policy: the policy's TOML text, or `"template:NAME"` for an embedded one; the embedded `einkauf-copilot`
            decides if neither this nor `policy_file` is given.
        policy_file: a file with the policy.
        detectors: TOML text with detectors to add to the built-in ones.
        lists: files of lists of your own by the names policies use: `{"dict:suppliers": "suppliers.dict"}`, also
            `match:` and `fingerprint:`. The command `llmguard` builds them.
        list_key: the 32 bytes all of them were built with.
        threshold: the confidence from which on a finding counts; `"medium"` if not given.
        max_text_bytes: the longest text that is read, in bytes of UTF-8; 32 MiB if not given.
        audit: is called with one `dict` for each decision of `check`, without a piece of the text. If it raises,
            the decision is a denial (`A001`) and the exception goes to `sys.unraisablehook`. The guard keeps it
            alive; one that refers to the guard is never collected.
        key: 32 secret bytes for digests of requests, texts and people; without it there are none.
        signers: who may sign approvals and unlocks: name, roles, Ed25519 public key. Which grants were used is
            remembered in memory.
        names: how eagerly names are looked for that nothing announces; otherwise the policy says so.
        allow_hosts: where addresses in answers and tool calls may lead, beside the hosts of the policy: `"example.com"`,
            `"*.example.com"` for every one below it.
        other_hosts: what becomes of other addresses: `"generalize"`, the default, writes them so that nothing follows
            them, `"redact"` takes them out.
        confidential_prompt: what a model is told in confidence; a passage of it in an answer or a tool call is found as
            `output.leak.prompt`.

        Raises `PolicyError`, `DetectorError` or `CompileError` with the line, `DictionaryError` for a list that is
        damaged or was built with another key, `InputError` (`I007`) for a file that
        cannot be read.
        """

    @property
    def policy_id(self) -> str:
        """The id the policy gives itself."""

    @property
    def policy_version(self) -> str:
        """The version the policy gives itself."""

    @property
    def policy_digest(self) -> str:
        """What the policy says: its SHA-256 digest, in hexadecimal."""

    def lint(self, *, language: _Language | None = None) -> list[tuple[str, int, str]]:
        """What the policy's owner should look at, each as code, line and sentence."""

    def detectors(self) -> list[Detector]:
        """Every detector, ordered by id."""

    def scan(self, text: str | bytes, *, offsets: _Offsets | None = None) -> list[Finding]:
        """What is reported of a text: findings at or above the threshold, disjoint and ordered.

        Values the policy excludes are no findings. Raises `InputError`: `I001` for a text over the limit, `I002` for
        `bytes` that are not UTF-8 and a `str` with a lone surrogate.
        """

    def scan_all(self, text: str | bytes, *, offsets: _Offsets | None = None) -> list[Finding]:
        """Everything any detector found, overlaps, low confidence and excluded values included.

        Ordered by start, end and detector. Raises as `scan` does.
        """

    def redact(self, text: AnyStr, *, offsets: _Offsets | None = None) -> Redacted[AnyStr]:
        """Replaces every finding at or above the threshold by `[REDACTED_TYPE]`, whatever the policy says.

        There is no way back; see `Session.protect` for one. Raises as `scan` does.
        """

    def check(
        self,
        text: AnyStr,
        *,
        offsets: _Offsets | None = None,
        **request: Unpack[_Request],
    ) -> Decision[AnyStr]:
        """Decides what may happen to a text, and rewrites it where the policy says so.

        offsets: what positions of findings and edits count.
        request: who asks, what for and where to; `destination` is needed.

        The library authorises, it does not authenticate: subject and roles come from the caller's own login. An
        unknown role, destination, purpose or source label is a denial with its code among the reasons. Values that
        are tokenised here have no way back; use `session` for a conversation. Raises as `scan` does, and
        `ValueError` for a `direction` that is none.
        """

    def classify(
        self,
        text: str | bytes,
        *,
        source_labels: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
        offsets: _Offsets | None = None,
    ) -> Classification:
        """Says how confidential a text is and why, before anything is decided about it.

        A section begins at a Markdown heading and at a new page. The whole may be more confidential than any section:
        what the sources say counts for it, and so does a number of values that no section has alone. Raises
        `PolicyError` (`P005`) and `InputError` (`I021`) for labels and sources that the policy does not know.
        """

    def session(self) -> Session:
        """A conversation: the same value gets the same token throughout, and tokens can be turned back."""

    def session_in(
        self, vault: Vault, tenant: str, conversation: str, *, subject: str | None = None, now: int
    ) -> Session:
        """A conversation that goes on where it ended; a token is handed out when the value behind it is on disk.

        subject: whose values are added; `Vault.shred_subject` erases them.
        now: milliseconds since 1970-01-01 UTC.

        Raises `VaultError`: `V005` if the conversation is open already, `V006` where the vault cannot be written.
        """

@final
class Session:
    """One conversation: a guard and the values its tokens stand for. They live in memory and end with the session.

    Share it between threads; tokens are numbered by arrival. `Guard.session` makes one; `Guard.session_in` makes one
    whose values are kept in a `Vault` besides.
    """

    def check(
        self,
        text: AnyStr,
        *,
        offsets: _Offsets | None = None,
        **request: Unpack[_Request],
    ) -> Decision[AnyStr]:
        """Decides about a text as `Guard.check` does, with the tokens of this conversation.

        Text that already reads as a token is tokenised itself. In a response that is allowed, tokens are turned back
        if the policy's `reveal_for` names one of the roles.
        """

    def protect(self, text: AnyStr, *, offsets: _Offsets | None = None) -> Protected[AnyStr]:
        """Replaces every finding that `Guard.redact` redacts by its token, whatever the policy says.

        `session.reveal(session.protect(text).text).text == text` for every text.
        """

    def tell_time(self, now: int) -> None:
        """Says what time it is, in milliseconds since 1970-01-01 UTC; it never becomes earlier.

        What has expired by then, as the policy's `retention.vault` says, is not revealed any more.
        """

    def shred_value(self, value: str) -> bool:
        """Erases a value, in all the ways it was written and for every type it was found as. Returns whether there was one.

        It goes from memory, and from the file of a vault, whose bytes are overwritten. Its tokens are unknown from then on
        and stay where they stand; their numbers are given to nothing else. Whoever has a token reveals it first.
        """

    def reveal(self, text: AnyStr) -> Revealed[AnyStr]:
        """Turns tokens back into the values they stand for, exactly as these were written.

        Whether the reader may see them is the caller's decision here; `check` on a response leaves it to the policy.
        """

    def mark_untrusted(self, text: AnyStr) -> Marked[AnyStr]:
        """Puts a document, a search result or a tool's answer between marks that nobody can guess.

        It makes orders in the text less likely to be followed; it does not make them harmless. `check_messages` marks
        a whole history by itself, with fixed words.
        """

    def canary(self) -> str:
        """A word to put into a confidential prompt: whoever finds it in an answer knows that the prompt was repeated.

        Every guard finds it as `output.leak.canary`; the policies that come with the library do not show such an answer.
        """

    def check_records(
        self,
        text: AnyStr,
        *,
        format: _RecordFormat,
        delimiter: str | None = None,
        header: bool = True,
        offsets: _Offsets | None = None,
        **request: Unpack[_Request],
    ) -> CheckedRecords[AnyStr]:
        """Decides about JSON, CSV, logfmt or points of time series value by value; what may go is of the same format.

        Each value is checked behind what announces it: the header cell of its column, or the nearest name above it.

        format: `"json"`, `"jsonl"`, `"csv"`, `"logfmt"`, or `"influx"` for the InfluxDB line protocol.
        delimiter: what stands between the fields of a CSV, otherwise told from its first line; or between the pairs of
            logfmt, otherwise blanks.
        header: whether a CSV begins with the names of its columns.
        offsets: what positions of findings count.

        Raises `InputError`: `I025` for what is not of its format, with its offset, `I026` for a delimiter that
        is none, `I001` for a record over the limit. `ValueError` for a `format` that is none.
        """

    def records(
        self,
        *,
        format: _RecordFormat,
        delimiter: str | None = None,
        header: bool = True,
        **request: Unpack[_Request],
    ) -> Records:
        """Begins records that come in pieces; see `check_records`. No more than one record is held."""

    def check_parts(
        self, parts: Sequence[tuple[str, str, str]], **request: Unpack[_Request]
    ) -> Checked:
        """Decides about the parts of a chat history as a whole. `llmguard.check_messages` takes them from messages.

        parts: of each its kind (`"text"`, `"tool-call"`, `"tool-result"` or `"retrieved"`), the name of the tool or
            source, and its text.
        request: as for `check`; direction, tool and sources are told by the parts.
        """

    def stream(
        self,
        *,
        json: bool = False,
        max_hold_bytes: int | None = None,
        **request: Unpack[_Request],
    ) -> Stream:
        """Begins a text that arrives in pieces and is decided about as `check` decides about a whole one."""

    def protect_stream(self, *, json: bool = False, max_hold_bytes: int | None = None) -> Stream:
        """Begins a text that arrives in pieces and is rewritten as `protect` rewrites a whole one."""

    def reveal_stream(self, *, json: bool = False, max_hold_bytes: int | None = None) -> Stream:
        """Begins a text that arrives in pieces and whose tokens are turned back as `reveal` does."""

@final
class Stream:
    """A text that arrives in pieces and leaves as soon as nothing that follows can change it.

    What it returns, put together, is what the whole text would have become, however it was cut. For one thread at a
    time; any number of streams may share a session. `json=True` is for the arguments of a tool call as they stream.
    """

    def push(self, piece: AnyStr) -> AnyStr:
        """Takes a piece, `str` or `bytes` that may be cut inside a character, and returns what may go."""

    def finish(self) -> Any:
        """Ends the text and returns what was held, in the type of the pieces."""

    @property
    def denied(self) -> bool:
        """Whether the text has ended early because the rest may not go; `decision` says why."""

    @property
    def held(self) -> int:
        """How many bytes of the text are held."""

    @property
    def restored(self) -> int:
        """How many tokens were turned back so far."""

    @property
    def unknown(self) -> int:
        """How many read as tokens so far but belong to no value of the session; they were left as they are."""

    @property
    def decision(self) -> Decision[str] | None:
        """What was decided, once the text has ended; `None` before, and where no policy was asked.

        Its output is `None`: it was returned piece by piece. Positions count bytes.
        """

    @property
    def findings(self) -> list[Finding]:
        """What is reported of the text, once it has ended. Positions count bytes."""

@final
class RecordFinding:
    """What was found in a value of a record, and where."""

    @property
    def finding(self) -> Finding:
        """What, and where in the input. What is escaped counts as it is written."""

    @property
    def record(self) -> int:
        """The number of its record, from 0; a header is number 0."""

    @property
    def path(self) -> str:
        """The JSON Pointer of its value, in the document or in its line.

        Of a field of CSV, `/` and the name of the column, or where it has none, the number of the column, from 0. Of
        logfmt, `/` and the name; of a point `/`, what it measures, `/` and the name. Empty for what stands under no name.
        """

@final
class CheckedRecords(Generic[AnyStr]):
    """What may happen to records that were whole. What `Session.check_records` returns."""

    @property
    def decision(self) -> Decision[AnyStr]:
        """The decision about all of them; its output is the records that may go. It has no edits."""

    @property
    def findings(self) -> tuple[RecordFinding, ...]:
        """What is reported, in order; of a record that may not go, what was found up to there."""

    @classmethod
    def __class_getitem__(cls, key: Any) -> GenericAlias:
        """`CheckedRecords[str]`, for annotations."""

@final
class Records:
    """Records that come in pieces. What `Session.records` returns; for one thread at a time.

    A record is released whole, once all of its values are decided, or not at all: the first one that may not go ends
    the run. `iter_released` makes an iterator of it.
    """

    def push(self, piece: AnyStr) -> AnyStr:
        """Takes a piece, which may be cut anywhere, and returns the records that may go.

        Raises as `Session.check_records` does; nothing is released any more then.
        """

    def finish(self) -> Any:
        """Ends the input and returns its last record, of the type of the pieces."""

    @property
    def denied(self) -> bool:
        """Whether the run has ended because a record may not go; `decision` says why."""

    @property
    def held(self) -> int:
        """How many bytes of the input are held."""

    @property
    def released(self) -> int:
        """How many records were released. Of a run that is denied, the next one may not go."""

    @property
    def findings(self) -> tuple[RecordFinding, ...]:
        """What was found in what the last step released, and in a record that may not go. Positions count bytes."""

    @property
    def decision(self) -> Decision[str] | None:
        """What was decided about all records, once the input has ended; its output is `None`."""

@final
class Decision(Generic[AnyStr]):
    """What may happen to one text, and why."""

    @property
    def verdict(self) -> _Verdict:
        """What happens. `"allow" < "transform" < "approval" < "deny"`."""

    @property
    def would(self) -> _Verdict:
        """What would happen if every rule were enforced."""

    @property
    def level(self) -> str:
        """How confidential the text is, before transforms, as the policy names it."""

    @property
    def residual_level(self) -> str:
        """How confidential it still is for the destination, after transforms."""

    @property
    def output(self) -> AnyStr | None:
        """The text that may go; `None` unless the verdict is `"allow"` or `"transform"`."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What caused the verdict, in a fixed order."""

    @property
    def observed(self) -> tuple[Reason, ...]:
        """What else would have been a reason if every rule were enforced."""

    @property
    def used(self) -> tuple[str, ...]:
        """The ids of the approvals and unlocks that were spent."""

    @property
    def request_digest(self) -> str | None:
        """What an approval has to be bound to, where one is needed and the guard has a key."""

    @property
    def names(self) -> str | None:
        """How eagerly names were looked for and with which weights, `balanced 1+5f3a09c2`; None where none were."""

    def explain(self, *, language: _Language | None = None) -> list[str]:
        """What happens, why, where else the text may go, and who could let it, in plain sentences; in English unless
        said otherwise."""

    @property
    def destinations(self) -> tuple[Route, ...]:
        """Every destination the roles may use, in the role's order, with its own verdict on the same text."""

    @property
    def permitted(self) -> tuple[str, ...]:
        """The names of the destinations this text may go to, in the role's order."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is reported of the text, disjoint and ordered."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What was replaced, in order; empty unless the verdict is `"transform"`."""

    @property
    def excluded(self) -> int:
        """How many findings an `exclude` of the policy set aside."""

    @classmethod
    def __class_getitem__(cls, key: Any) -> GenericAlias:
        """`Decision[str]`, for annotations."""

@final
class Finding:
    """One verified hit. Holds positions and reasons, never the text; equal findings have equal hashes."""

    @property
    def start(self) -> int:
        """First position inside."""

    @property
    def end(self) -> int:
        """First position behind."""

    @property
    def type(self) -> str:
        """Label of the kind of thing, for instance `IBAN`."""

    @property
    def detector(self) -> str:
        """Id of the detector, for instance `bank.iban`."""

    @property
    def confidence(self) -> _Confidence:
        """How sure."""

    @property
    def evidence(self) -> tuple[str, ...]:
        """Why: `pattern`, `prefix`, `checksum`, `cue`, `structure`; later versions may add words."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes the policy puts it into."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Classification:
    """How confidential a text is."""

    @property
    def level(self) -> str:
        """The level of the whole, as the policy names it."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What has this level: sources, classes and numbers of values; empty at the lowest level."""

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """What other vocabularies call the level: vocabulary and label, such as `("vda-isa", "high")`."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its sections, in order; together they are the whole text."""

@final
class Section:
    """A section of a text."""

    @property
    def start(self) -> int:
        """The first position inside."""

    @property
    def end(self) -> int:
        """The first position behind."""

    @property
    def level(self) -> str:
        """Its level by itself, as the policy names it."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What has this level."""

@final
class Checked:
    """What may happen to the parts of a chat history."""

    @property
    def verdict(self) -> _Verdict:
        """The strictest verdict of all parts."""

    @property
    def would(self) -> _Verdict:
        """What would happen if every rule were enforced."""

    @property
    def level(self) -> str:
        """How confidential the most confidential part is, as the policy names it."""

    @property
    def residual_level(self) -> str:
        """How confidential what goes out still is."""

    @property
    def texts(self) -> list[str] | None:
        """The texts that may go, one a part; `None` unless the verdict is allow or transform."""

    @property
    def decisions(self) -> tuple[Decision[str], ...]:
        """The decision about each part, without its output. Positions count bytes."""

@final
class Reason:
    """One thing that contributed to a verdict."""

    @property
    def code(self) -> str | None:
        """The error code, where the request itself is refused."""

    @property
    def rule(self) -> str:
        """The place in the policy, as a path: `transform[3]` (counted from 0), `destinations.eu.ceiling`, `roles`."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes concerned, in the order of the policy."""

    @property
    def verdict(self) -> _Verdict:
        """The verdict this alone leads to."""

    @property
    def message(self) -> str:
        """One sentence, lower case, without a full stop."""

@final
class Route:
    """A destination the roles may use."""

    @property
    def name(self) -> str:
        """The name of the destination."""

    @property
    def verdict(self) -> _Verdict:
        """The verdict there, for the same text."""

@final
class Edit:
    """One replacement."""

    @property
    def start(self) -> int:
        """First position of what stood there, in the original."""

    @property
    def end(self) -> int:
        """First position behind it, in the original."""

    @property
    def output_start(self) -> int:
        """First position of what stands there now, in the output."""

    @property
    def output_end(self) -> int:
        """First position behind it, in the output."""

    @property
    def transform(self) -> _Transform:
        """How it was replaced."""

@final
class Redacted(Generic[AnyStr]):
    """A text whose findings were redacted."""

    @property
    def text(self) -> AnyStr:
        """The text with every finding replaced by `[REDACTED_TYPE]`."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, disjoint and ordered, by position in the original."""

    @classmethod
    def __class_getitem__(cls, key: Any) -> GenericAlias:
        """`Redacted[str]`, for annotations."""

@final
class Protected(Generic[AnyStr]):
    """A text whose findings were replaced by tokens of a session."""

    @property
    def text(self) -> AnyStr:
        """The text with every finding replaced by its token."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, disjoint and ordered, by position in the original."""

    @classmethod
    def __class_getitem__(cls, key: Any) -> GenericAlias:
        """`Protected[str]`, for annotations."""

@final
class Revealed(Generic[AnyStr]):
    """A text whose tokens were turned back."""

    @property
    def text(self) -> AnyStr:
        """The text with every known token replaced by its value."""

    @property
    def restored(self) -> int:
        """How many tokens were turned back."""

    @property
    def unknown(self) -> int:
        """How many read as tokens but belong to no value of the session; they were left as they are."""

    @classmethod
    def __class_getitem__(cls, key: Any) -> GenericAlias:
        """`Revealed[str]`, for annotations."""

@final
class Marked(Generic[AnyStr]):
    """A text of others between marks that nobody can guess."""

    @property
    def text(self) -> AnyStr:
        """The marks and the text between them."""

    @property
    def instruction(self) -> str:
        """A sentence for the system prompt that says what the marks mean."""

    @classmethod
    def __class_getitem__(cls, key: Any) -> GenericAlias:
        """`Marked[str]`, for annotations."""

@final
class Citation:
    """A source that an answer names, or that one is missing. Equal if kind and place are."""

    @property
    def kind(self) -> Literal["permitted", "foreign", "missing"]:
        """Whether it may be named; `"missing"`, last, where nothing is named that may be."""

    @property
    def start(self) -> int | None:
        """The first position inside; None for one that is missing."""

    @property
    def end(self) -> int | None:
        """The first position behind; None for one that is missing."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Detector:
    """What to look for."""

    @property
    def id(self) -> str:
        """Two or three segments of `[a-z0-9-]`, stable for ever."""

    @property
    def title(self) -> str:
        """One line for people, in the language of the thing."""

    @property
    def type(self) -> str:
        """Label of the kind of thing it finds."""

    @property
    def level(self) -> str:
        """Default level by name; a policy may only raise it."""

    @property
    def regions(self) -> tuple[str, ...]:
        """Where the thing comes from, ISO 3166 alpha-2; empty for everywhere."""

@final
class Vault:
    """The values behind tokens, sealed, in a file or in a store. Share it between threads; one process has a file at a time.

    path: of the file, made where there is none. `PATH.lock` is made beside it and stays.
    key: 32 bytes, from a key store.

    Raises `VaultError`: `V002` for a file that is no vault or was damaged, `V003` for one of a later version, `V004` for
    another key, `V005` if another process or handle has it, `V006` where the system fails.
    """

    def __new__(cls, path: str | PathLike[str], key: bytes) -> Vault: ...
    @staticmethod
    def in_store(store: Store, key: bytes) -> Vault:
        """A vault whose records lie in a store of yours, sealed under a key of 32 bytes.

        It may be open in several processes, a conversation for one of them at a time: who writes to it after another one has
        raises `V005`. `sweep`, `rotate`, `export_lines` and `import_lines` need a file and raise `V009`. What one process
        erases, the others have in memory until they close the conversation or write to it.

        Raises `VaultError`: `V004` for another key than the vault has, `V002` and `V003` where the store holds something else,
        `V006` where it fails.
        """
    def shred_conversation(self, tenant: str, conversation: str) -> bool:
        """Erases a conversation for good. Its open session raises `V007` from here on.

        A copy of the file from before still opens: against copies, `rotate` afterwards and destroy the old key.
        """

    def shred_subject(self, tenant: str, subject: str) -> bool:
        """Erases the values of a person in every conversation; no token comes to mean another value."""

    def sweep(self, *, now: int) -> None:
        """Removes from the file what has expired at a time, in milliseconds since 1970-01-01 UTC, and what was erased."""

    def rotate(self, key: bytes) -> None:
        """Writes the file anew under another key; the old one does not open it any more."""

    def export_lines(self, *, now: int) -> str:
        """Everything that has not expired at a time, in clear: JSON, an object a line."""

    def import_lines(self, lines: str) -> None:
        """Takes in what `export_lines` wrote: all of it, or nothing. Raises `V008` for what does not fit."""
