"""Vault: conversations that go on, what is erased, and what is refused."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from conftest import EMAIL

import llmguard

KEY, NEXT, NOW = bytes(32), bytes([1] * 32), 1_795_000_000_000


def test_a_conversation_goes_on(guard: llmguard.Guard, tmp_path: Path) -> None:
    vault = llmguard.Vault(tmp_path / "chats.vault", KEY)
    session = guard.session_in(vault, "werk-1", "chat-17", now=NOW)
    assert session.protect(f"an {EMAIL}").text == "an [EMAIL_1]"
    with pytest.raises(llmguard.VaultError) as raised:
        guard.session_in(vault, "werk-1", "chat-17", now=NOW)
    assert raised.value.code == "V005"
    vault.rotate(NEXT)
    del session, vault
    with pytest.raises(llmguard.VaultError) as raised:
        llmguard.Vault(tmp_path / "chats.vault", KEY)
    assert (raised.value.code, repr(llmguard.Vault(str(tmp_path / "chats.vault"), NEXT))) == ("V004", "Vault()")
    session = guard.session_in(llmguard.Vault(tmp_path / "chats.vault", NEXT), "werk-1", "chat-17", now=NOW)
    session.tell_time(NOW + 1)
    assert session.reveal("[EMAIL_1]").text == EMAIL


def test_a_value_is_erased_and_its_token_stays(guard: llmguard.Guard, tmp_path: Path) -> None:
    vault = llmguard.Vault(tmp_path / "chats.vault", KEY)
    for session in [guard.session_in(vault, "werk-1", "chat-17", now=NOW), guard.session()]:
        session.protect(f"Herr Müller und Herr Mueller an {EMAIL}")
        assert session.shred_value("Mueller") and not session.shred_value("Müller")
        revealed = session.reveal("[PERSON_1] und [PERSON_1b] an [EMAIL_1]")
        assert (revealed.text, revealed.unknown) == (f"[PERSON_1] und [PERSON_1b] an {EMAIL}", 2)
        assert session.protect("Herr Müller").text == "Herr [PERSON_2]"
    assert sorted(json.loads(line)["value"] for line in vault.export_lines(now=NOW).splitlines()) == ["Müller", EMAIL]


def test_what_is_erased_is_gone(guard: llmguard.Guard, tmp_path: Path) -> None:
    vault = llmguard.Vault(tmp_path / "chats.vault", KEY)
    session = guard.session_in(vault, "werk-1", "chat-17", subject="mb", now=NOW)
    session.protect(f"an {EMAIL}")
    lines = vault.export_lines(now=NOW)
    assert [json.loads(line)["value"] for line in lines.splitlines()] == [EMAIL]
    assert not vault.shred_subject("werk-2", "mb") and vault.shred_subject("werk-1", "mb")
    with pytest.raises(llmguard.VaultError) as raised:
        session.reveal("[EMAIL_1]")
    assert (raised.value.code, vault.export_lines(now=NOW)) == ("V007", "")
    del session
    assert vault.shred_conversation("werk-1", "chat-17")
    vault.sweep(now=NOW)
    vault.import_lines(lines)
    assert vault.export_lines(now=NOW) == lines
    for wrong in [lines, "{}"]:
        with pytest.raises(llmguard.VaultError) as raised:
            vault.import_lines(wrong)
        assert raised.value.code == "V008" and EMAIL not in str(raised.value)


class Database:
    """A store in SQLite, which may be out of reach."""

    def __init__(self, path: Path) -> None:
        self.path, self.away = path, False
        with closing(self.connect()) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vault (name TEXT, place INT, record BLOB, PRIMARY KEY (name, place))"
            )

    def connect(self) -> sqlite3.Connection:
        if self.away:
            raise ConnectionError("no route to the database")
        return sqlite3.connect(self.path)

    def read(self, name: str) -> Iterator[bytes]:
        with closing(self.connect()) as connection:
            rows = connection.execute("SELECT record FROM vault WHERE name = ? ORDER BY place", [name]).fetchall()
        return (record for (record,) in rows)

    def write(self, name: str, count: int, keep: int, records: list[bytes]) -> bool:
        with closing(self.connect()) as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("SELECT count(*) FROM vault WHERE name = ?", [name]).fetchone() != (count,):
                return False
            connection.execute("DELETE FROM vault WHERE name = ? AND place >= ?", [name, keep])
            rows = [(name, keep + at, record) for at, record in enumerate(records)]
            connection.executemany("INSERT INTO vault VALUES (?, ?, ?)", rows)
        return True


def test_a_conversation_goes_on_in_a_store(guard: llmguard.Guard, tmp_path: Path) -> None:
    database: llmguard.Store = Database(tmp_path / "chats.db")
    vault = llmguard.Vault.in_store(database, KEY)
    session = guard.session_in(vault, "werk-1", "chat-17", subject="mb", now=NOW)
    assert session.protect(f"Herr Müller an {EMAIL}").text == "Herr [PERSON_1] an [EMAIL_1]"
    assert session.shred_value("Müller")
    del session
    assert EMAIL.encode() not in (tmp_path / "chats.db").read_bytes()
    with pytest.raises(llmguard.VaultError) as raised:
        llmguard.Vault.in_store(database, NEXT)
    assert raised.value.code == "V004"
    one, other = (
        guard.session_in(there, "werk-1", "chat-17", now=NOW)
        for there in [vault, llmguard.Vault.in_store(Database(tmp_path / "chats.db"), KEY)]
    )
    assert one.reveal("[PERSON_1] an [EMAIL_1]").text == f"[PERSON_1] an {EMAIL}"
    assert one.protect("Herr Ott").text == "Herr [PERSON_2]"
    with pytest.raises(llmguard.VaultError) as raised:
        other.protect("Herr Kern")
    assert raised.value.code == "V005"
    with pytest.raises(llmguard.VaultError) as raised:
        vault.sweep(now=NOW)
    assert raised.value.code == "V009"
    assert vault.shred_subject("werk-1", "mb") and not vault.shred_subject("werk-1", "mb")


def test_no_token_leaves_while_the_store_is_away(
    guard: llmguard.Guard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda raised: heard.append(str(raised.exc_value)))
    database = Database(tmp_path / "chats.db")
    session = guard.session_in(llmguard.Vault.in_store(database, KEY), "werk-1", "chat-17", now=NOW)
    database.away = True
    with pytest.raises(llmguard.VaultError) as raised:
        session.protect(f"an {EMAIL}")
    assert (raised.value.code, heard) == ("V006", ["no route to the database"])
    assert "route" not in str(raised.value)
    database.away = False
    assert session.protect(f"an {EMAIL}").text == "an [EMAIL_1]"
    with pytest.raises(llmguard.VaultError):
        llmguard.Vault.in_store(object(), KEY)  # type: ignore[arg-type]
    assert "read" in heard[-1]


def test_threads_share_a_session_whose_store_is_in_python(guard: llmguard.Guard, tmp_path: Path) -> None:
    vault = llmguard.Vault.in_store(Database(tmp_path / "chats.db"), KEY)
    session = guard.session_in(vault, "werk-1", "chat-17", now=NOW)
    texts = [f"an kunde.{number}@muster-werke.de" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        protected = list(pool.map(lambda text: session.protect(text).text, texts))
    assert sorted(protected) == sorted(f"an [EMAIL_{number}]" for number in range(1, 41))
    assert [session.reveal(text).text for text in protected] == texts
