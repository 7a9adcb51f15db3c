"""Words of a document are data for terminals, spreadsheets, Markdown and JSON readers."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlortool.render.plain import harmless, json_safe, link, markdown, visible

any_text = st.text(st.characters(exclude_categories=[]))


@given(any_text)
def test_nothing_visible_steers_a_terminal(text: str) -> None:
    shown = visible(text)
    assert not any(
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} and char != "\n" for char in shown
    )
    assert not any(
        unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI"}
        for char in shown
    )
    shown.encode("utf-8")


@pytest.mark.parametrize(
    "text", ["\x1b[31mrood", "\x9b31m", "a\rb", "a\tb", "\u202eomgekeerd", "\x7f"]
)
def test_what_steers_is_shown_by_its_code(text: str) -> None:
    assert re.search(r"⟨U\+[0-9A-F]{4}⟩", visible(text))


def test_ordinary_dutch_is_left_alone() -> None:
    text = "De ‘raad’ – één coördinatie, € 5 … \U0001f600 ¬ \uf0b7\nnieuwe regel"
    assert visible(text) == text


@given(st.text())
def test_json_says_the_same_without_controls(text: str) -> None:
    made = json_safe(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(made) == {"text": text}
    assert visible(made) == made


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert not harmless(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert harmless(text).endswith(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*vet* [x](y) <b> a|b", "\\*vet\\* \\[x\\](y) \\<b\\> a\\|b"),
        ("1. geen lijst", "1\\. geen lijst"),
        ("2) ook niet", "2\\) ook niet"),
        ("- geen punt", "\\- geen punt"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("2018 was het jaar", "2018 was het jaar"),
    ],
)
def test_markdown_means_what_it_says(text: str, shown: str) -> None:
    assert markdown(text) == shown


def test_only_addresses_of_the_web_become_links() -> None:
    assert link("https://www.vlor.be/a_b") == "<https://www.vlor.be/a_b>"
    assert not link("javascript:alert(1)").startswith("<")
    assert not link("https://x.be/><script>").startswith("<")
    assert "\u202e" not in link("https://x.be/\u202e")
