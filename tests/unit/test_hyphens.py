"""Words that are too long for a column."""

from __future__ import annotations

import pytest

from vlortool.render.hyphens import hyphenated


@pytest.mark.parametrize(
    ("word", "width", "lines"),
    [
        ("beroepskwalificatiedossiers,", 23, ["beroepskwalificatiedos-", "siers,"]),
        ("onderwijsloopbaanbegeleiding", 23, ["onderwijsloopbaanbege-", "leiding"]),
        ("werkplekleren", 7, ["werk-", "plekle-", "ren"]),
        ("kwaliteitszorg", 14, ["kwaliteitszorg"]),
        # One that is there already is not doubled.
        ("cultuur-educatief", 10, ["cultuur-", "educatief"]),
        # What has no syllables is cut, and shows that it goes on.
        ("x" * 7, 4, ["xxx-", "xxxx"]),
    ],
)
def test_a_word_is_broken_where_it_can_be(word: str, width: int, lines: list[str]) -> None:
    assert hyphenated(word, width).splitlines() == lines


@pytest.mark.parametrize("width", range(4, 30))
def test_nothing_is_lost_and_all_fits(width: int) -> None:
    words = "verwant: Onderwijsloopbaanbegeleiding,  aan\u00adpak; ‘zo’ 12345678901234567890"
    shown = hyphenated(words, width)
    assert shown.replace("-\n", "") == words
    assert max(len(part) for line in shown.splitlines() for part in line.split()) <= width
