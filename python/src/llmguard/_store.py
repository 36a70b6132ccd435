"""Store: where the sealed records of a vault lie if not in a file."""

from collections.abc import Iterable
from typing import Protocol


class Store(Protocol):
    """A database of yours behind `Vault.in_store`: a table with the columns name, place and record will do.

    Records are sealed before they come here; a store sees neither values nor names. Both methods are called from the threads
    that use the vault, for several names at once, and must not call the vault or a session of it. What they raise goes to
    `sys.unraisablehook`, and the call that needed them raises `V006`.

    In SQL, `write` is one transaction: compare `SELECT count(*)` with `count`, `DELETE` from `place = keep` on, `INSERT` the
    records at the places `keep`, `keep + 1` and so on; a primary key of name and place keeps others out.
    """

    def read(self, name: str, /) -> Iterable[bytes]:
        """The records under a name, in their order; none if there is no such name."""

    def write(self, name: str, count: int, keep: int, records: list[bytes], /) -> bool:
        """Keeps the first `keep` of `count` records under a name, and puts `records` behind them.

        Returns whether there were `count` of them; if not, nothing is changed. Done or not done at all, and once it returns,
        it survives a power loss. What is not kept is to be deleted for good.
        """
