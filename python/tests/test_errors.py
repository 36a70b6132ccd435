"""Errors: one class for each letter of a code."""

import pickle

import pytest

import llmguard

TREE = {
    "D": llmguard.DetectorError,
    "C": llmguard.CompileError,
    "P": llmguard.PolicyError,
    "V": llmguard.VaultError,
    "A": llmguard.AuditError,
    "I": llmguard.InputError,
    "T": llmguard.DictionaryError,
    "G": llmguard.GrantError,
    "X": llmguard.InternalError,
}


def test_every_code_has_its_class() -> None:
    codes = llmguard.codes()
    assert {"D001", "C001", "P002", "V001", "A001", "I002", "X001"} <= set(codes)
    assert {code[0] for code in codes} == set(TREE)
    assert all(meaning.endswith(".") for meaning in codes.values())


def test_the_tree() -> None:
    for own in TREE.values():
        assert issubclass(own, llmguard.LlmguardError) and own.__module__ == "llmguard"
    assert issubclass(llmguard.LlmguardError, Exception)


def test_what_an_error_says() -> None:
    error = llmguard.PolicyError("P002", "unknown key `x`", "did you mean `y`?", "a.toml", 3, 8)
    assert str(error) == "P002 a.toml line 3 offset 8: unknown key `x`; did you mean `y`?"
    assert str(llmguard.PolicyError("P002", "unknown key")) == "P002: unknown key"


def test_errors_travel_between_processes() -> None:
    with pytest.raises(llmguard.InputError) as caught:
        llmguard.Guard().scan(b"Gr\xfc\xdfe")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is llmguard.InputError
    assert (copy.code, copy.offset, str(copy)) == ("I002", 2, str(caught.value))
