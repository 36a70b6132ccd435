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
    GrantError,
    InputError,
    InternalError,
    LlmguardError,
    PolicyError,
    VaultError,
)
from llmguard._llmguard import (
    Checked,
    CheckedRecords,
    Citation,
    Classification,
    Decision,
    Detector,
    Edit,
    Finding,
    Guard,
    Marked,
    Protected,
    Reason,
    RecordFinding,
    Records,
    Redacted,
    Revealed,
    Route,
    Section,
    Session,
    Stream,
    Vault,
    __version__,
    citations,
    codes,
    public_key,
    sign_grant,
)
from llmguard._messages import CheckedMessages, check_messages
from llmguard._pieces import aiter_released, iter_released
from llmguard._store import Store

__all__ = [
    "AuditError",
    "Checked",
    "CheckedMessages",
    "CheckedRecords",
    "Citation",
    "Classification",
    "CompileError",
    "Decision",
    "Detector",
    "DetectorError",
    "DictionaryError",
    "Edit",
    "Finding",
    "GrantError",
    "Guard",
    "InputError",
    "InternalError",
    "LlmguardError",
    "Marked",
    "PolicyError",
    "Protected",
    "Reason",
    "RecordFinding",
    "Records",
    "Redacted",
    "Revealed",
    "Route",
    "Section",
    "Session",
    "Store",
    "Stream",
    "Vault",
    "VaultError",
    "__version__",
    "aiter_released",
    "check_messages",
    "citations",
    "codes",
    "iter_released",
    "public_key",
    "sign_grant",
]
