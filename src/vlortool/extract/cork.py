"""Letters of TeX's bitmap fonts, which carry neither a name nor a Unicode map.

pdfTeX embeds such a font where no outline version is installed, and names its glyphs by their codes
(`a65`). Which encoding they are of follows from the codes that a font has: Cork's (T1), that of
signs (TS1), or TeX's first one (OT1). Source of the tables: LaTeX's `t1enc.def`, `ts1enc.def` and
`ot1enc.def`; of the signs those that Dutch texts have.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

_NOTHING = "|"
_SHARED = {0x27: "’", 0x60: "‘"}
_T1 = dict(
    enumerate(
        "` ´ ˆ ˜ ¨ ˝ ˚ ˇ ˘ ¯ ˙ ¸ ˛ ‚ ‹ › “ ” „ « » – — | | ı | ff fi fl ffi ffl".split()  # noqa: SIM905
    )
)
_SIGNS = {
    0x88: "•", 0xA7: "§", 0xA9: "©", 0xAC: "¬", 0xB0: "°", 0xB1: "±", 0xB7: "·", 0xBF: "€",
}  # fmt: skip
_T1_SPECIAL = {0x7F: "-", 0xD7: "Œ", 0xDF: "SS", 0xF7: "œ", 0xFF: "ß"}
_OT1 = {
    **dict(
        enumerate(
            "Γ ∆ Θ Λ Ξ Π Σ Υ Φ Ψ Ω ff fi fl ffi ffl ı ȷ ` ´ ˇ ˘ ¯ ˚ ¸ ß æ œ ø Æ Œ Ø".split()  # noqa: SIM905
        )
    ),
    0x22: "”", 0x3C: "¡", 0x3E: "¿", 0x5C: "“", 0x5E: "ˆ", 0x5F: "˙", 0x7B: "–", 0x7C: "—",
    0x7D: "˝", 0x7E: "˜", 0x7F: "¨",
}  # fmt: skip
_FF, _FI, _GRAVE, _ACUTE = 0x0B, 0x0C, 0x12, 0x13
_ALPHANUMERIC = frozenset(code for code in range(0x80) if chr(code).isalnum())


def letters(codes: AbstractSet[int]) -> dict[int, str]:
    """Return what the codes of a nameless font stand for; one is left out if it is not known.

    Args:
        codes: All the codes that the font has a glyph for.
    """
    if not codes & _ALPHANUMERIC and codes & {0x27, *_SIGNS} and not codes & _T1.keys():
        # The quote of TS1 is the straight one; the font of a text has letters beside its own.
        return {
            code: _SIGNS.get(code, chr(code)) for code in codes if code < 0x7F or code in _SIGNS
        }
    if max(codes, default=0) < 0x80 and _has_accents_alone(codes):
        return {code: _OT1.get(code, _SHARED.get(code, chr(code))) for code in codes}
    return {code: letter for code in codes if (letter := _cork(code)) is not None}


def _has_accents_alone(codes: AbstractSet[int]) -> bool:
    """Tell whether a font is of OT1: `ff` and `fi`, which any text has, are rare accents in T1.

    A heading's font may lack them. In T1 acute and grave are quotes that open, `«` and `„`, which
    do not come without those that close.
    """
    acute = _ACUTE in codes and 0x14 not in codes
    grave = _GRAVE in codes and not codes & {0x10, 0x11}
    return bool(codes & {_FF, _FI}) or acute or grave


def _cork(code: int) -> str | None:
    if code in _T1:
        return _T1[code].replace(_NOTHING, "")
    found = {**_SHARED, **_SIGNS, **_T1_SPECIAL}.get(code)
    if found is None and (code < 0x7F or code >= 0xC0):
        return chr(code)
    return found
