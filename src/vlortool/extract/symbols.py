"""The glyphs of the two symbol fonts that every PDF reader has, so that files do not embed them.

A file says only the code (`l`); which glyph it is follows from the font's own encoding. pdfminer
reads the codes of both fonts as letters. Source: Adobe's `zdingbat.txt` and `symbol.txt`, as in
Perl's Encode; the pieces of tall brackets in Symbol are left out.
"""

from __future__ import annotations

import re

_FIRST, _FIRST_UPPER = 0x21, 0xA1
_NOTHING = "\ufffd"

_DINGBATS_LOWER = (
    "✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞"
)
_DINGBATS_UPPER = (
    "❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯"
    f"{_NOTHING}➱➲➳➴➵➶➷➸➹➺➻➼➽➾"
)
_SYMBOL_LOWER = (
    "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅"
    "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u203e"
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_UPPER = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\u23d0\u23af↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"


def _codes(lower: str, upper: str) -> dict[int, str]:
    pairs = [*enumerate(lower, _FIRST), *enumerate(upper, _FIRST_UPPER)]
    return {0x20: " ", **{code: glyph for code, glyph in pairs if glyph != _NOTHING}}


_TABLES = (
    (
        re.compile(r"(?:itc)?zapf ?dingbats|d050000l", re.IGNORECASE),
        _codes(_DINGBATS_LOWER, _DINGBATS_UPPER),
    ),
    (
        re.compile(r"symbol(?:mt)?(?:,\w+)?|standardsym(?:l|bolsps)", re.IGNORECASE),
        _codes(_SYMBOL_LOWER, _SYMBOL_UPPER),
    ),
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")


def glyphs(font: str) -> dict[int, str] | None:
    """Return what the codes of a symbol font look like; None if `font` is no such font.

    Args:
        font: The font's name, with or without the prefix of a subset.
    """
    bare = _SUBSET.sub("", font)
    return next((table for name, table in _TABLES if name.fullmatch(bare)), None)
