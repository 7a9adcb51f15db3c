"""The page of a diff: whole in itself, harmless whatever it quotes, readable without colour."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pypdf
import pytest
from msgspec.structs import replace

from tests.unit.diffs import HOSTILE, NEW, OLD, diff, pair, sentence
from vlortool.diff.records import Diff, OrderBasis
from vlortool.diff.selection import Selection, selected
from vlortool.render.diff_html import page
from vlortool.render.diff_markdown import document
from vlortool.render.diff_view import view_of

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
_EMPTY = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """Reads a page: its elements, closed in the order in which they were opened, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.words.append(data)

    def values(self, attribute: str) -> list[str]:
        return [found for _, attrs in self.tags if (found := attrs.get(attribute)) is not None]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def made(*diffs: Diff, stat: bool = False, **titles: str) -> str:
    wanted = Selection()
    return page([view_of(each, wanted, titles) for each in diffs or (diff(),)], stat=stat)


def test_the_page_needs_nothing_else_and_lets_nothing_in() -> None:
    text = made()
    read = Page(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="nl">')
    assert {tag for tag, _ in read.tags}.isdisjoint({"script", "link", "img", "iframe", "base"})
    assert not re.search(r"url\(|@import|https?://", text)
    assert all(link.startswith("#") for link in read.values("href"))
    [policy] = [value for value in read.values("content") if "default-src" in value]
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"'sha256-{digest}'" in policy
    assert not read.values("style")


def test_links_lead_to_one_place_each() -> None:
    for text in (made(), made(diff(), diff(old="nieuw", new="nieuw", pairs=[], only_old=["b1"],
                                          only_new=[], possible=[]))):  # fmt: skip
        read = Page(text)
        names = read.values("id")
        assert len(names) == len(set(names))
        assert {link.removeprefix("#") for link in read.values("href")} <= set(names)
    assert {"strengthened-a1-b1", "not-repeated-a4", "possible-opposed-a4-b4"} <= set(
        Page(made()).values("id")
    )


def test_all_of_the_diff_is_there_in_its_order() -> None:
    text = Page(made(oud="Advies over taal · 2014-01-01")).text
    ordered = [
        "oud · Advies over taal · 2014-01-01",
        "volgens hun datum (2014-01-01 tegen 2020-01-01)",
        "1 versterkt · 1 anders verwoord · 1 letterlijk herhaald · 1 niet herhaald",
        " · 1 nieuw · 1 binnen een advies herhaald · 1 misschien tegengesteld",
        "Versterkt (1) Taal (1)",
        "vraag → moet",
        "p. 3-4 · 2.1 Vraag · → Vlaamse Regering",
        "oud#a1",
        "sterkte: vraag → moet (‘vraagt’ → ‘moet’); gelijkenis 0.80 (afgeleid)",
        "Letterlijk herhaald (1)",
        "De scholen moeten samenwerken.",
        "Niet herhaald, of niet teruggevonden (1)",
        "dat zegt niets over of het nog geldt",
        "ook bij: misschien tegengesteld",
        "Nieuw, of niet teruggevonden (1)",
        "2 keer: vraag # Leraren moeten tijd krijgen.",
        "nieuw#b5 inleiding: De Vlor vraagt dit: p. 3-4",
        "nieuw#b5-2",
        "Misschien tegengesteld (1)",
        "misschien tegengesteld: vraag",
    ]  # fmt: skip
    at = 0
    for words in ordered:
        assert words in text[at:], words
        at = text.index(words, at)
    assert "ingetrokken" not in text


def test_words_of_a_side_can_be_copied_as_a_quotation() -> None:
    text = made()
    sides = re.findall(r'<div class="side">(.*?)</div>', text, re.DOTALL)
    quoted = [re.sub(r"<[^>]+>", "", re.findall(r"<p>(.*?)</p>", side)[0]) for side in sides]
    assert {OLD.text, NEW.text} <= set(quoted)
    # Marks are the style's: who can't see colour sees them, who copies words does not get them.
    style = files("vlortool.render").joinpath("diff.css").read_text("utf-8")
    assert all(mark in style for mark in ('"[−"', '"−]"', '"{+"', '"+}"', "line-through"))
    assert "<del><span>" in text
    assert "<b>vraagt</b>" in text


def test_whatever_is_quoted_is_shown_and_not_obeyed() -> None:
    hostile = sentence(
        "oud#a\"><b onclick='x'>",
        HOSTILE,
        section_title=HOSTILE,
        lead_in=HOSTILE,
        themes=[HOSTILE],
        addressees=[HOSTILE],
        implied=[HOSTILE],
    )
    one = diff(
        pairs=[pair(hostile.id, "b1", "reworded")],
        only_old=[hostile.id],
        only_new=[],
        repeats=[],
        possible=[pair(hostile.id, "b1", "opposed")],
        statements=[hostile, NEW],
    )
    text = made(one, oud=HOSTILE, nieuw="</title><script>x</script>")
    read = Page(text)
    shown = HOSTILE.replace("\x1b", "⟨U+001B⟩")
    shown = shown.replace("\u202e", "⟨U+202E⟩").replace("\u202c", "⟨U+202C⟩")
    assert shown in read.text
    assert {tag for tag, _ in read.tags}.isdisjoint({"script", "red"})
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)
    assert not any(attribute.startswith("on") for _, attrs in read.tags for attribute in attrs)
    assert all(re.fullmatch(r"[\w.~-]+", name) for name in read.values("id"))


def test_markdown_escapes_what_is_quoted() -> None:
    one = diff(statements=[replace(each, text=HOSTILE) for each in diff().statements])
    text = document([view_of(one, Selection(), {})], stat=False)
    assert "<script>" not in text
    assert r"\<script\>" in text
    assert "\x1b" not in text


def test_a_chain_is_one_page_with_a_chapter_a_diff() -> None:
    read = Page(made(diff(), diff(old="nieuw", new="later", pairs=[], only_old=["b1"],
                                  only_new=[], repeats=[], possible=[])))  # fmt: skip
    assert read.text.count("oud → nieuw → later") == 2
    assert [tag for tag, _ in read.tags].count("h1") == 1
    assert {"deel-1", "deel-2", "deel-2-not-repeated"} <= set(read.values("id"))


def test_counts_alone() -> None:
    text = made(stat=True)
    assert "article" not in {tag for tag, _ in Page(text).tags}
    assert '<th scope="row">nieuw</th><td class="n">1</td>' in text
    assert '<th scope="row">verengd</th><td class="n">·</td>' in text
    assert '<th scope="row">Werkplekleren en stages</th>' in text


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (
            [
                OrderBasis(by="not-before", old="2018-06-28", new="2018-11-29"),
                OrderBasis(by="citation"),
            ],
            "(2018-06-28 tegen 2018-11-29); het nieuwere citeert het oudere",
        ),
        ([OrderBasis(by="given")], "gegeven volgorde: niets zegt welk advies ouder is"),
    ],
)
def test_the_header_says_which_is_older_and_why(basis: list[OrderBasis], said: str) -> None:
    assert said in Page(made(diff(order_basis=basis))).text


def test_nothing_to_show_is_said_in_words() -> None:
    parts = ("pairs", "only_old", "only_new", "repeats", "possible", "statements")
    assert "geen verschillen gevonden" in Page(made(diff(**{part: [] for part in parts}))).text
    wanted = Selection(themes=("gezondheid",))
    text = page([view_of(selected(diff(), wanted), wanted, {})], stat=False)
    assert "niets gevonden dat aan de filters voldoet" in text
    assert "thema Gezondheid" in text


def chromium(folder: Path, *arguments: str) -> str:
    assert CHROMIUM is not None
    flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    done = subprocess.run(
        [CHROMIUM, *flags.split(), f"--user-data-dir={folder / 'profile'}", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return done.stdout


@in_browser
def test_a_browser_shows_all_of_it(tmp_path: Path) -> None:
    hostile = replace(diff().statements[2], text=HOSTILE)
    statements = [hostile if each.id == hostile.id else each for each in diff().statements]
    source = tmp_path / "verschil.html"
    source.write_text(made(diff(statements=statements)), "utf-8")
    shown = chromium(tmp_path, "--dump-dom", source.as_uri())
    assert Page(shown).text == Page(source.read_text("utf-8")).text
    assert "<script" not in shown


@in_browser
def test_a_printed_page_has_the_words_and_the_marks(tmp_path: Path) -> None:
    source = tmp_path / "verschil.html"
    source.write_text(made(), "utf-8")
    target = tmp_path / "verschil.pdf"
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri())
    printed = "".join(
        "".join(each.extract_text() for each in pypdf.PdfReader(target).pages).split()
    )
    # That the marks are printed shows that the style was let in by the page's own policy.
    assert "De[−Vlorvraagt−]gratistaallessen." in printed
    assert "De{+overheidmoet+}gratistaallessen{+aanbieden+}." in printed
    assert "oud#a1" in printed
