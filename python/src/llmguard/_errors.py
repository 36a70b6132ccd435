"""Errors: one exception class for each letter of a code.

The native half looks these classes up by name. An error carries a code that keeps its meaning, one sentence that says
what is wrong, where, and the mend; never a piece of the text.
"""

from __future__ import annotations


class LlmguardError(Exception):
    """What went wrong, where, and the mend. Never holds a piece of the text."""

    code: str
    """The stable code, for instance ``"P002"``; :func:`llmguard.codes` lists them all."""
    message: str
    """What is wrong, as one sentence."""
    mend: str
    """What to do about it; may be empty."""
    file: str | None
    """The file, if one is concerned."""
    line: int | None
    """The line, counted from 1, if one is concerned."""
    offset: int | None
    """The position in the input, in code points of a ``str`` or bytes of ``bytes``, if one is concerned."""

    def __init__(
        self,
        code: str,
        message: str,
        mend: str = "",
        file: str | None = None,
        line: int | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(code, message, mend, file, line, offset)
        self.code = code
        self.message = message
        self.mend = mend
        self.file = file
        self.line = line
        self.offset = offset

    def __str__(self) -> str:
        place = "" if self.file is None else f" {self.file}"
        place += "" if self.line is None else f" line {self.line}"
        place += "" if self.offset is None else f" offset {self.offset}"
        mend = f"; {self.mend}" if self.mend else ""
        return f"{self.code}{place}: {self.message}{mend}"


class DetectorError(LlmguardError):
    """``D…``: a detector file has a mistake."""


class CompileError(LlmguardError):
    """``C…``: a pattern cannot be compiled."""


class PolicyError(LlmguardError):
    """``P…``: a policy has a mistake, or uses what this version does not enforce."""


class VaultError(LlmguardError):
    """``V…``: the values of a session cannot be kept."""


class AuditError(LlmguardError):
    """``A…``: an audit record cannot be kept. A sink that fails is a denial with this code, not an exception."""


class InputError(LlmguardError):
    """``I…``: a text or file cannot be read. A request the policy refuses is a denial, not an exception."""


class DictionaryError(LlmguardError):
    """``T…``: a term cannot be taken, or a dictionary is damaged or of another key."""


class GrantError(LlmguardError):
    """``G…``: a text is not a grant. A grant that does not fit is a denial with this code, not an exception."""


class InternalError(LlmguardError):
    """``X…``: an invariant of llmguard itself did not hold. Please report it; ``file`` and ``line`` are its source."""


for _class in (
    LlmguardError,
    DetectorError,
    CompileError,
    PolicyError,
    VaultError,
    AuditError,
    InputError,
    DictionaryError,
    GrantError,
    InternalError,
):
    _class.__module__ = "llmguard"
del _class
