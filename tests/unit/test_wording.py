"""Which words of a sentence were kept: laws for any text, and results that can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vlortool.diff.wording import Edit, applied, edits, kept_share

_WORDS = [
    "De",
    "de",
    "Vlor",
    "vraagt",
    "moet",
    "NT2-aanbod",
    "é",
    "e\u0301n",
    "_",
    " ",
    "\n",
    ",",
    "…",
]
any_text = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=80),
    st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=30).map("".join),
)


def shown(old: str, new: str) -> str:
    """Write edits as they are shown without colour."""
    return "".join(
        one.old
        if one.is_kept
        else (f"[-{one.old}-]" if one.old else "") + (f"{{+{one.new}+}}" if one.new else "")
        for one in edits(old, new)
    )


@given(any_text, any_text)
@settings(deadline=None)
def test_the_sides_of_the_edits_are_the_sentences(old: str, new: str) -> None:
    made = edits(old, new)
    assert "".join(one.old for one in made) == old
    assert "".join(one.new for one in made) == new
    assert applied(old, made) == new
    assert all(one.old or one.new for one in made)
    # Kept and changed pieces take turns.
    assert all(one.is_kept != other.is_kept for one, other in pairwise(made))


@given(any_text, any_text)
@settings(deadline=None)
def test_exchanging_the_sentences_exchanges_the_sides(old: str, new: str) -> None:
    assert edits(new, old) == [Edit(one.new, one.old) for one in edits(old, new)]


@given(any_text)
def test_a_sentence_does_not_differ_from_itself(text: str) -> None:
    assert edits(text, text) == ([Edit(text, text)] if text else [])


def test_edits_of_another_sentence_are_refused() -> None:
    with pytest.raises(ValueError, match="not of this text"):
        applied("De Vlor vraagt dat niet.", edits("De Vlor vraagt dat.", "De Vlor eist dat."))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("De Vlor vraagt dat.", "De Vlor eist dat.", "De Vlor [-vraagt-]{+eist+} dat."),
        ("De raad vraagt overleg.", "De raad vraagt meer overleg.",
         "De raad vraagt{+ meer+} overleg."),
        ("Meer overleg, ook met ouders.", "Meer overleg.", "Meer overleg[-, ook met ouders-]."),
        ("de ‘nieuwe’ leraar", "de 'nieuwe' leraar", "de [-‘-]{+'+}nieuwe[-’-]{+'+} leraar"),
        # Whole words, hyphens included.
        ("het NT2-aanbod", "het NT2-beleid", "het [-NT2-aanbod-]{+NT2-beleid+}"),
        # Nothing is gained by keeping *de* and *in* here.
        ("overleg tussen de scholen in Gent", "samenwerking voor de ouders in Brugge",
         "[-overleg tussen de scholen in Gent-]{+samenwerking voor de ouders in Brugge+}"),
        # *niet* and *2* say something.
        ("a1 niet b1", "a2 niet b2", "[-a1-]{+a2+} niet [-b1-]{+b2+}"),
        ("niveau 2 tot 4", "graad 2 en 5", "[-niveau-]{+graad+} 2 [-tot 4-]{+en 5+}"),
        ("Dit moet.", "Dat  moet.", "[-Dit -]{+Dat  +}moet."),
    ],
)  # fmt: skip
def test_changes_are_those_that_a_reader_sees(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_blanks_at_the_ends_are_not_lost() -> None:
    assert shown(" goed ", "goed") == "[- -]goed[- -]"
    assert edits("", " ") == [Edit("", " ")]
    assert edits("", "") == []


def test_what_would_take_minutes_to_match_is_one_change_between_what_is_the_same() -> None:
    old = f"Vooraf: {'a ' * 3000}einde."
    new = f"Vooraf: {'a b ' * 1500}einde."
    made = edits(old, new)
    assert applied(old, made) == new
    assert [one.is_kept for one in made] == [True, False, True]
    assert made[0].old.startswith("Vooraf: a ")


def test_thousands_of_words_that_match_one_by_one_are_one_change() -> None:
    old = f"Vooraf: {' '.join(f'x{at} u{at}' for at in range(3000))} einde."
    new = f"Vooraf: {' '.join(f'x{at} v{at}' for at in range(3000))} einde."
    made = edits(old, new)
    assert applied(old, made) == new
    assert [one.is_kept for one in made] == [True, False, True]


@pytest.mark.parametrize(
    ("old", "new", "share"),
    [
        ("een twee drie vier", "een twee drie vier", 1.0),
        ("een twee drie vier", "een twee nul nul nul nul", 0.5),
        ("een twee", "drie vier", 0.0),
        ("", "", 0.0),
        ("…", "drie vier", 0.0),
    ],
)
def test_how_much_was_kept_is_measured_on_the_shorter_sentence(
    old: str, new: str, share: float
) -> None:
    assert kept_share(edits(old, new)) == share
    assert kept_share(edits(new, old)) == share
