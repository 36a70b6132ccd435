"""Vault: conversations that go on, what is erased, and what is refused."""

import json
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
