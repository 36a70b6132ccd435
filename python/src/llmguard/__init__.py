"""Policy and redaction for text that leaves a company for a model, in one process.

A :class:`Guard` finds personal data, secrets and company-confidential content in text, decides by a policy what may go
where, and rewrites what must not go. A :class:`Session` restores it in the answer.

>>> import llmguard
>>> guard = llmguard.Guard()
>>> guard.redact("Konto DE89 3704 0044 0532 0130 00, danke").text
'Konto [REDACTED_IBAN], danke'
"""

from llmguard._errors import (
    AuditError,
    CompileError,
    DetectorError,
    DictionaryError,
    InputError,
    InternalError,
    LlmguardError,
    PolicyError,
    VaultError,
)
from llmguard._llmguard import (
    Decision,
    Detector,
    Edit,
    Finding,
    Guard,
    Protected,
    Reason,
    Redacted,
    Revealed,
    Route,
    Session,
    __version__,
    codes,
)

__all__ = [
    "AuditError",
    "CompileError",
    "Decision",
    "Detector",
    "DetectorError",
    "DictionaryError",
    "Edit",
    "Finding",
    "Guard",
    "InputError",
    "InternalError",
    "LlmguardError",
    "PolicyError",
    "Protected",
    "Reason",
    "Redacted",
    "Revealed",
    "Route",
    "Session",
    "VaultError",
    "__version__",
    "codes",
]
