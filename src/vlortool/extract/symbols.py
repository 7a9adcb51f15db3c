"""The glyphs of the two symbol fonts that every PDF reader has, so that files do not embed them.

A file says only the code (`l`); which glyph it is follows from the font's own encoding. pdfminer
reads the codes of both fonts as letters. Source: Adobe's `zdingbat.txt` and `symbol.txt`, as in
Perl's Encode; the pieces of tall brackets in Symbol are left out.
"""

from __future__ import annotations

import re

from msgspec import Struct

from vlortool.extract.faces import face

_FIRST, _FIRST_UPPER = 0x21, 0xA1
_NOTHING = "\ufffd"
# How far a font's box reaches below the line, of the size, if the file does not say: that of
# Computer Modern. The box of the glyphs at hand would put a font of bullets above its line.
DESCENT = -0.194

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
# Widths in thousandths of the size, from Adobe's metrics: pdfminer keeps them by glyph names that
# it does not know, and the words after a glyph start where it ends.
_DINGBATS_WIDTHS_LOWER = [
    974, 961, 974, 980, 719, 789, 790, 791, 690, 960, 939, 549, 855, 911, 933, 911, 945, 974, 755,
    846, 762, 761, 571, 677, 763, 760, 759, 754, 494, 552, 537, 577, 692, 786, 788, 788, 790, 793,
    794, 816, 823, 789, 841, 823, 833, 816, 831, 923, 744, 723, 749, 790, 792, 695, 776, 768, 792,
    759, 707, 708, 682, 701, 826, 815, 789, 789, 707, 687, 696, 689, 786, 787, 713, 791, 785, 791,
    873, 761, 762, 762, 759, 759, 892, 892, 788, 784, 438, 138, 277, 415, 392, 392, 668, 668,
]  # fmt: skip
_DINGBATS_WIDTHS_UPPER = [
    732, 544, 544, 910, 667, 760, 760, 776, 595, 694, 626,
    *[788] * 40,
    894, 838, 1016, 458, 748, 924, 748, 918, 927, 928, 928, 834, 873, 828, 924, 924, 917, 930, 931,
    463, 883, 836, 836, 867, 867, 696, 696, 874, 0, 874, 760, 946, 771, 865, 771, 888, 967, 888,
    831, 873, 927, 970, 918,
]  # fmt: skip


class SymbolFont(Struct, frozen=True):
    """A symbol font: what its codes look like, and how wide they are where pdfminer is wrong.

    Attributes:
        glyphs: The Unicode glyph of each code.
        widths: Widths in thousandths of the size.
    """

    glyphs: dict[int, str]
    widths: dict[int | str, float]


def _codes(lower: str, upper: str) -> dict[int, str]:
    pairs = [*enumerate(lower, _FIRST), *enumerate(upper, _FIRST_UPPER)]
    return {0x20: " ", **{code: glyph for code, glyph in pairs if glyph != _NOTHING}}


_FONTS = (
    (
        re.compile(r"(?:itc ?)?zapf ?dingbats(?:itc)?|d050000l", re.IGNORECASE),
        SymbolFont(
            _codes(_DINGBATS_LOWER, _DINGBATS_UPPER),
            {
                0x20: 278,
                **dict(enumerate(_DINGBATS_WIDTHS_LOWER, _FIRST)),
                **dict(enumerate(_DINGBATS_WIDTHS_UPPER, _FIRST_UPPER)),
            },
        ),
    ),
    (
        re.compile(r"symbol(?:mt)?(?:,\w+)?|standardsym(?:l|bolsps)", re.IGNORECASE),
        SymbolFont(_codes(_SYMBOL_LOWER, _SYMBOL_UPPER), {}),
    ),
)


def find(font: str) -> SymbolFont | None:
    """Return the symbol font of a name, with or without the prefix of a subset, or None."""
    bare = face(font)
    return next((found for name, found in _FONTS if name.fullmatch(bare)), None)
