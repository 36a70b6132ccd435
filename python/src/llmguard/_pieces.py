"""Pieces: streams as iterators, so that a model's answer can be passed on with one ``for``."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import AnyStr

from llmguard._llmguard import Records, Stream

__all__ = ["aiter_released", "iter_released"]


def iter_released(stream: Stream | Records, pieces: Iterable[AnyStr]) -> Iterator[AnyStr]:
    """Pushes the pieces and yields what may go, never an empty piece.

    Ends early when the stream is denied; ``stream.denied`` says so, and no further piece is asked for.

    >>> import llmguard
    >>> stream = llmguard.Guard().session().protect_stream()
    >>> "".join(iter_released(stream, ["an jo@mus", "ter.de, ", "bitte"]))
    'an [EMAIL_1], bitte'
    """
    for piece in pieces:
        released = stream.push(piece)
        if released:
            yield released
        if stream.denied:
            return
    released = stream.finish()
    if released:
        yield released


async def aiter_released(stream: Stream | Records, pieces: AsyncIterable[AnyStr]) -> AsyncIterator[AnyStr]:
    """The same for pieces that are awaited."""
    async for piece in pieces:
        released = stream.push(piece)
        if released:
            yield released
        if stream.denied:
            return
    released = stream.finish()
    if released:
        yield released
