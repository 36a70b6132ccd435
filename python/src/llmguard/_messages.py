"""Messages: a chat history as chat interfaces take it, decided about as a whole.

Everything in a history goes to the model, so every text in it is checked: what a person, the model or the system says,
the arguments of tool calls and what tools answered. What cannot be checked is refused, never passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from llmguard._llmguard import Checked, Decision, Session

__all__ = ["CheckedMessages", "check_messages"]


@dataclass(frozen=True)
class CheckedMessages:
    """What may happen to a chat history. Its `repr` shows no text."""

    verdict: str
    """The strictest verdict of all parts: allow, transform, approval or deny."""
    level: str
    """How confidential the most confidential part is, as the policy names it."""
    residual_level: str
    """How confidential what goes out still is."""
    messages: list[dict[str, Any]] | None
    """The messages that may go; None unless the verdict is allow or transform."""
    decisions: tuple[Decision[str], ...]
    """The decision about each part, in order."""

    def __repr__(self) -> str:
        return f"CheckedMessages(verdict={self.verdict!r}, parts={len(self.decisions)})"


def check_messages(session: Session, messages: Iterable[Mapping[str, Any]], **request: Any) -> CheckedMessages:
    """Decides about messages of the form `{"role": ..., "content": ...}`, with the tokens of a conversation.

    `content` is a text or a list of `{"type": "text", "text": ...}` and
    `{"type": "retrieved", "source": ..., "text": ...}`; the latter is checked as a document of that source and goes out
    as text. `tool_calls` and messages of the role `tool` are checked as calls and results of their tool. `request` are
    the keywords of `Session.check` but direction, tool and sources.

    Raises `ValueError` for a message with anything else in it, such as an image or a role nobody knows, and as
    `Session.check` does.

    >>> import llmguard
    >>> session = llmguard.Guard().session()
    >>> history = [{"role": "user", "content": "Schreib an jo.huber@muster-werke.de"}]
    >>> llmguard.check_messages(session, history, role="buyer", destination="eu").messages
    [{'role': 'user', 'content': 'Schreib an [EMAIL_1]'}]
    """
    copy: list[dict[str, Any]] = [deepcopy(dict(message)) for message in messages]
    places = _places(copy)
    checked: Checked = session.check_parts([place.part for place in places], **request)
    if checked.texts is not None:
        for place, text in zip(places, checked.texts, strict=True):
            place.put(text)
    return CheckedMessages(
        verdict=checked.verdict,
        level=checked.level,
        residual_level=checked.residual_level,
        messages=copy if checked.texts is not None else None,
        decisions=checked.decisions,
    )


@dataclass
class _Place:
    """A text in a message."""

    part: tuple[str, str, str]
    within: dict[str, Any]
    key: str

    def put(self, text: str) -> None:
        if self.within.get("type") == "retrieved":
            self.within.clear()
            self.within["type"] = "text"
        self.within[self.key] = text


_ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})
_MESSAGE = frozenset({"role", "content", "name", "refusal", "tool_calls", "tool_call_id"})
_CALL = frozenset({"id", "type", "function", "index"})


def _places(messages: list[dict[str, Any]]) -> list[_Place]:
    """The texts of a history, in order. A result without the name of its tool has that of the call it answers."""
    places: list[_Place] = []
    tools: dict[str, str] = {}
    for number, message in enumerate(messages):
        role = message.get("role")
        if role not in _ROLES:
            raise ValueError(f"message {number} has a role that is not known; write one of {', '.join(sorted(_ROLES))}")
        if any(value is not None for key, value in message.items() if key not in _MESSAGE):
            raise ValueError(f"message {number} has a field that is not checked; leave it out")
        kind, tool = "text", ""
        if role == "tool":
            kind, tool = "tool-result", message.get("name") or tools.get(message.get("tool_call_id") or "", "")
        content = message.get("content")
        if isinstance(content, str):
            places.append(_Place((kind, tool, content), message, "content"))
        elif content is not None:
            places.extend(_item(item, kind, tool, number) for item in content)
        for key in ("refusal",) if role == "tool" else ("refusal", "name"):
            if message.get(key) is not None:
                places.append(_Place(("text", "", message[key]), message, key))
        for call in message.get("tool_calls") or ():
            function = _function(call, number)
            tools[call.get("id", "")] = function["name"]
            places.append(_Place(("tool-call", function["name"], function["arguments"]), function, "arguments"))
    return places


def _item(item: dict[str, Any], kind: str, tool: str, number: int) -> _Place:
    if set(item) == {"type", "text"} and item["type"] == "text":
        return _Place((kind, tool, item["text"]), item, "text")
    if set(item) == {"type", "source", "text"} and item["type"] == "retrieved":
        return _Place(("retrieved", item["source"], item["text"]), item, "text")
    raise ValueError(f"message {number} has content that is no text and is not checked; leave it out")


def _function(call: dict[str, Any], number: int) -> dict[str, Any]:
    function = call.get("function")
    known = set(call) <= _CALL and call.get("type", "function") == "function"
    if not known or not isinstance(function, dict) or set(function) != {"name", "arguments"}:
        raise ValueError(f"message {number} has a tool call that is not just a function's name and arguments")
    return function
