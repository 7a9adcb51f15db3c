"""Words that UTF-8 has no bytes for: an argument or a file's name on Linux need not be text."""

from __future__ import annotations


def encodable(words: str) -> str:
    """Make words fit for UTF-8: what is no text in them is spelled out."""
    return words.encode("utf-8", "backslashreplace").decode()
