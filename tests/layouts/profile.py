"""What a layout can vary, and the ways to arrive at one: sampled, or as a document suggests."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal

from tests.layouts.corpus import Doc

Producer = Literal["libreoffice", "weasyprint", "typst", "pdflatex", "reportlab"]
PRODUCERS: tuple[Producer, ...] = ("libreoffice", "weasyprint", "typst", "pdflatex", "reportlab")

# Bullets of the symbol fonts that word processors use, in the private-use area.
SYMBOL_BULLET = "\uf0b7"
WINGDINGS_SQUARE = "\uf0a7"


@dataclass(frozen=True)
class HeadStyle:
    """How one level of headings is set; `larger` is in points above the body size."""

    larger: float = 0
    bold: bool = True
    italic: bool = False
    caps: bool = False
    color: str = "#000000"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The options of one layout; lengths are in points unless the name says otherwise."""

    name: str
    producer: Producer
    page: Literal["a4", "letter"] = "a4"
    margins_mm: tuple[int, int, int, int] = (25, 25, 25, 25)
    font: str = "Liberation Serif"
    head_font: str = "Liberation Sans"
    size: float = 11
    leading: float = 1.2
    justify: bool = False
    hyphenate: bool = False
    paragraphs: Literal["space", "indent"] = "space"
    numbering: Literal["keep", "dot", "nodot", "roman", "letters"] = "keep"
    number_alone: bool = False
    number_gap: Literal["space", "wide"] = "space"
    heads: tuple[HeadStyle, HeadStyle, HeadStyle] = (HeadStyle(5), HeadStyle(2), HeadStyle(0))
    glyphs: tuple[str, str] | None = None
    bold_numbers: bool = False
    toc: Literal["dots", "bare"] | None = None
    front: Literal["cover", "block", "line"] = "block"
    labels: Literal["lines", "table", "boxed"] | None = "lines"
    letter: bool = False
    header: Literal["text", "rule", "code", "odd-even"] | None = None
    footer: Literal["n/t", "-n-", "pagina", "page-title", "advies-bar", "n", "code-n"] | None = (
        "n/t"
    )
    marker: Literal["raised", "flat"] = "raised"
    marker_place: Literal["end", "before-stop", "inside"] = "end"
    note_place: Literal["foot", "end"] = "foot"
    note_rule: bool = True
    note_urls: Literal["below", "below-link", "hidden", "inline", "none"] = "hidden"
    long_note: bool = False
    signature: Literal["columns", "stacked", "italic", "line"] = "columns"
    border: bool = False
    underline_links: bool = False
    hyperref: bool = True
    tex_fonts: Literal["metric", "ot1", "t1-cm"] = "metric"
    base_bullet: Literal["Symbol", "ZapfDingbats"] | None = None


HEADS: dict[str, tuple[HeadStyle, HeadStyle, HeadStyle]] = {
    "larger": (HeadStyle(5), HeadStyle(2), HeadStyle(0)),
    "same-size": (HeadStyle(0, caps=True), HeadStyle(0), HeadStyle(0, italic=True)),
    "caps": (HeadStyle(2, caps=True), HeadStyle(1), HeadStyle(0, bold=False, italic=True)),
    "colour": (
        HeadStyle(7, bold=False, color="#1f5c99"),
        HeadStyle(3, color="#1f5c99"),
        HeadStyle(1, color="#1f5c99"),
    ),
    "light": (HeadStyle(8, bold=False), HeadStyle(4, bold=False), HeadStyle(1, False, True)),
    "italic": (HeadStyle(3), HeadStyle(0), HeadStyle(0, bold=False, italic=True)),
}
_HELDOUT_HEADS: dict[str, tuple[HeadStyle, HeadStyle, HeadStyle]] = {
    "green": (
        HeadStyle(9, color="#2e7d32"),
        HeadStyle(4, bold=False, color="#2e7d32"),
        HeadStyle(0, color="#555555"),
    ),
    "slanted": (HeadStyle(4, italic=True), HeadStyle(2, bold=False, italic=True), HeadStyle(0)),
}

_FONTS = (
    "Liberation Serif",
    "Liberation Sans",
    "Carlito",
    "Caladea",
    "DejaVu Sans",
    "Open Sans",
)
_HELDOUT_FONTS = ("Lato", "Roboto", "Liberation Sans Narrow", "FreeSerif", "DejaVu Serif")
_GLYPHS: tuple[tuple[str, str] | None, ...] = (
    None,
    None,
    ("•", "–"),
    ("•", "o"),
    ("¬", "•"),
    ("-", "o"),
    ("–", "•"),
    ("▪", "-"),
    (SYMBOL_BULLET, "o"),
    (WINGDINGS_SQUARE, "-"),
)
_HELDOUT_GLYPHS: tuple[tuple[str, str] | None, ...] = (
    None,
    ("*", "-"),
    ("➢", "•"),
    ("o", "▪"),
    (SYMBOL_BULLET, WINGDINGS_SQUARE),
    ("¬", "–"),
)
_MARGINS = ((25, 25, 25, 25), (20, 20, 20, 20), (30, 25, 30, 35))
_HELDOUT_MARGINS = ((18, 40, 22, 22), (35, 22, 28, 45), (25, 18, 20, 18))


def sample(producer: Producer, name: str, seed: str, *, heldout: bool = False) -> Profile:
    """Draw a layout; held-out layouts also use fonts, glyphs, margins and feet of their own."""
    rng = random.Random(seed)
    fonts = _FONTS + _HELDOUT_FONTS * 2 if heldout else _FONTS
    heads = {**HEADS, **_HELDOUT_HEADS} if heldout else HEADS
    font = rng.choice(fonts)
    justify = rng.random() < 0.45
    return settle(
        Profile(
            name=name,
            producer=producer,
            page="letter" if rng.random() < 0.12 else "a4",
            margins_mm=rng.choice(_MARGINS + _HELDOUT_MARGINS * 2 if heldout else _MARGINS),
            font=font,
            head_font=font if rng.random() < 0.5 else rng.choice(fonts),
            size=rng.choice((10, 10.5, 11, 11, 12)),
            leading=rng.choice((1.0, 1.15, 1.2, 1.3, 1.5)),
            justify=justify,
            hyphenate=justify and rng.random() < 0.75,
            paragraphs="indent" if rng.random() < 0.25 else "space",
            numbering=rng.choice(("keep", "keep", "keep", "dot", "nodot", "roman", "letters")),
            number_alone=rng.random() < 0.1,
            number_gap=rng.choice(("space", "wide")),
            heads=heads[rng.choice(sorted(heads))],
            glyphs=rng.choice(_GLYPHS + _HELDOUT_GLYPHS if heldout else _GLYPHS),
            bold_numbers=rng.random() < 0.3,
            toc=rng.choice((None, None, "dots", "bare")),
            front=rng.choice(("cover", "block", "block", "line")),
            labels=rng.choice((None, "lines", "lines", "table", "boxed")),
            letter=rng.random() < 0.12,
            header=rng.choice((None, "text", "rule", "code", "odd-even")),
            footer=rng.choice(
                ("advies-bar", "code-n", "n/t", "page-title")
                if heldout
                else (None, "n/t", "-n-", "pagina", "page-title", "n")
            ),
            marker="flat" if rng.random() < 0.1 else "raised",
            marker_place=rng.choice(("end", "end", "before-stop", "inside")),
            note_place="end" if rng.random() < 0.12 else "foot",
            note_rule=rng.random() < 0.85,
            note_urls=rng.choice(("below", "below-link", "hidden", "hidden", "inline", "none")),
            long_note=rng.random() < 0.25,
            signature=rng.choice(
                ("columns", "columns", "columns", "stacked", "stacked", "italic", "italic", "line")
            ),
            border=rng.random() < 0.08,
            underline_links=rng.random() < 0.3,
            hyperref=rng.random() < 0.6,
        )
    )


# Words of a layout suggestion, and the options that they ask for; later ones win.
_SUGGESTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("cover", {"front": "cover"}),
    ("title page", {"front": "cover"}),
    ("title block", {"front": "block"}),
    ("no title block", {"front": "line", "labels": None}),
    ("in one line", {"front": "line"}),
    ("on one line", {"front": "line"}),
    ("table", {"labels": "table"}),
    ("in a box", {"labels": "boxed"}),
    ("table of contents", {"labels": "lines", "toc": "dots"}),
    ("bare page numbers", {"toc": "bare"}),
    ("no table of contents", {"toc": None}),
    ("no title block table", {"labels": None}),
    ("covering letter", {"letter": True}),
    ("letter-style", {"letter": True}),
    ("number alone", {"number_alone": True}),
    ("two-column signature", {"signature": "columns"}),
    ("side by side", {"signature": "columns"}),
    ("in columns", {"signature": "columns"}),
    ("stacked", {"signature": "stacked"}),
    ("below each other", {"signature": "stacked"}),
    ("single-column", {"signature": "stacked"}),
    ("one column", {"signature": "stacked"}),
    ("function in italics", {"signature": "italic"}),
    ("one signature line", {"signature": "line"}),
    ("endnotes", {"note_place": "end"}),
    ("bodies at the end", {"note_place": "end"}),
    ("flattened", {"marker": "flat"}),
    ("before the full stop", {"marker_place": "before-stop"}),
    ("after the comma", {"marker_place": "inside"}),
    ("blank rule", {"note_rule": False}),
    ("url printed below", {"note_urls": "below"}),
    ("printed urls", {"note_urls": "below"}),
    ("bare urls", {"note_urls": "below"}),
    ("url on", {"note_urls": "below"}),
    ("hidden links", {"note_urls": "hidden"}),
    ("'page n: title'", {"footer": "page-title"}),
    ("footer with code", {"footer": "code-n"}),
    ("running header with", {"header": "code"}),
    ("capitals", {"heads": HEADS["caps"]}),
    ("in caps", {"heads": HEADS["caps"]}),
    ("with final dot", {"numbering": "dot"}),
    ("with dots", {"numbering": "dot"}),
    ("dotted arabic", {"numbering": "dot"}),
    ("without final dot", {"numbering": "nodot"}),
    ("without dot", {"numbering": "nodot"}),
    ("roman", {"numbering": "keep"}),
)


def suggested(doc: Doc, base: Profile) -> Profile:
    """Bend a layout to what the document itself suggests: its numbers, glyphs, front and notes."""
    calm: dict[str, object] = {
        "numbering": "keep",
        "number_alone": False,
        "glyphs": None,
        "letter": False,
        "toc": None,
        "marker": "raised",
        "marker_place": "end",
        "note_place": "foot",
        "front": "block",
        "labels": "lines",
    }
    words = doc.layout.lower()
    for key, options in _SUGGESTIONS:
        if key in words:
            calm.update(options)
    if calm["numbering"] == "dot" and "roman" in words:
        calm["numbering"] = "keep"
    return settle(replace(base, **calm))  # type: ignore[arg-type]


def settle(profile: Profile) -> Profile:
    """Mend combinations that no producer can set, or that nobody could read."""
    if profile.producer == "pdflatex":
        if not profile.hyperref and profile.note_urls in {"hidden", "below-link"}:
            profile = replace(profile, note_urls="below")
        profile = replace(profile, glyphs=_latex_glyphs(profile.glyphs))
    if profile.marker == "flat" and profile.marker_place == "inside":
        profile = replace(profile, marker_place="end")
    return profile


def _latex_glyphs(glyphs: tuple[str, str] | None) -> tuple[str, str] | None:
    if glyphs and not set(glyphs) <= set("¬•-o–*"):
        return ("•", "–")
    return glyphs
