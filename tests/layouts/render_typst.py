"""Typst: footnotes, outline and page fields of its own; superscripts are glyphs of body size."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.layouts.fonts import SYMBOL_FONTS, symbol_folder
from tests.layouts.plan import NOTES_TITLE, TOC_TITLE, NotePlan, Plan, Run, Unit

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\#$*_`<>@[]~=+-./\"'"})


def render(plan: Plan, out: Path) -> None:
    """Write the plan as a PDF."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "main.typ"
        source.write_text(page_source(plan), "utf-8")
        typst.compile(str(source), output=str(out), font_paths=[str(symbol_folder())])


def page_source(plan: Plan) -> str:
    """Return the typst source of a plan."""
    parts = [_setup(plan), *_letter(plan), *_front(plan), *_toc(plan), *_body(plan), *_end(plan)]
    return "\n\n".join(part for part in parts if part)


def _esc(text: str) -> str:
    return text.translate(_SPECIAL)


def _setup(plan: Plan) -> str:
    p = plan.profile
    top, right, bottom, left = p.margins_mm
    paper = "a4" if p.page == "a4" else "us-letter"
    gap = 0.65 * p.leading
    lines = [
        f'#set document(title: "{plan.title}")',
        (
            f'#set page(paper: "{paper}", margin: (top: {top}mm, right: {right}mm, '
            f"bottom: {bottom}mm, left: {left}mm), header: {_header(plan)}, footer: {_footer(plan)}"
            f"{_border(plan)})"
        ),
        (
            f'#set text(font: ("{p.font}", "DejaVu Sans"), size: {p.size}pt, lang: "nl", '
            f'region: "be", hyphenate: {"true" if p.hyphenate else "false"})'
        ),
        f"#set par(justify: {'true' if p.justify else 'false'}, leading: {gap:.2f}em, "
        + (
            f"spacing: {gap:.2f}em, first-line-indent: 1.4em)"
            if p.paragraphs == "indent"
            else f"spacing: {gap + 0.6:.2f}em)"
        ),
        "#set smartquote(enabled: false)",
        "#show outline: it => { show linebreak: [ ]; it }",
        f"#set outline.entry(fill: {'repeat[.]' if p.toc == 'dots' else 'none'})",
        "#show footnote.entry: set text(hyphenate: false)",
        "#show footnote.entry: set par(justify: false, first-line-indent: 0pt)",
    ]
    if not p.note_rule:
        lines.append("#set footnote.entry(separator: none)")
    if p.marker == "flat":
        lines.append("#show super: it => it.body")
    if p.underline_links:
        lines.append("#show link: it => underline(text(fill: rgb(26, 75, 140), it))")
    for level, style in enumerate(p.heads, 1):
        lines.append(
            f"#show heading.where(level: {level}): it => block(above: {1.7 - 0.2 * level:.1f}em, "
            f"below: 0.8em, sticky: true, par(justify: false, first-line-indent: 0pt, "
            f'text(font: "{p.head_font}", size: {p.size + style.larger}pt, hyphenate: false, '
            f'weight: "{"bold" if style.bold else "regular"}", '
            f'style: "{"italic" if style.italic else "normal"}", '
            f'fill: rgb("{style.color}"), it.body)))'
        )
    return "\n".join(lines)


def _border(plan: Plan) -> str:
    if not plan.profile.border:
        return ""
    return ", background: rect(width: 100% - 20mm, height: 100% - 24mm, stroke: 0.8pt + gray)"


def _small(plan: Plan, content: str) -> str:
    return f'text(size: 8pt, font: "{plan.profile.head_font}", hyphenate: false)[{content}]'


def _header(plan: Plan) -> str:
    if plan.profile.header is None:
        return "none"
    rule = "#v(-6pt)#line(length: 100%, stroke: 0.5pt)" if plan.profile.header == "rule" else ""
    odd, even = ("#h(1fr)".join(map(_esc, parts)) for parts in (plan.header, plan.even_header))
    choice = f"#if calc.odd(here().page()) [{odd}] else [{even}]{rule}"
    return f"context {{ if here().page() > {_bare_pages(plan)} {{ {_small(plan, choice)} }} }}"


def _footer(plan: Plan) -> str:
    if plan.profile.footer is None:
        return "none"
    left, middle, right = (
        _esc(part)
        .replace("{n}", "#counter(page).display()")
        .replace("{t}", "#counter(page).final().first()")
        for part in plan.footer
    )
    inner = f"{left}#h(1fr){middle}#h(1fr){right}"
    return f"context {{ if here().page() > {_bare_pages(plan)} {{ {_small(plan, inner)} }} }}"


def _bare_pages(plan: Plan) -> int:
    return int(plan.letter is not None) + int(plan.profile.front == "cover")


def _lines(*lines: str) -> str:
    """Set lines below each other, outside of justification and indents."""
    return "#block(par(justify: false, first-line-indent: 0pt)[" + " \\\n".join(lines) + "])"


def _letter(plan: Plan) -> list[str]:
    letter = plan.letter
    if letter is None:
        return []
    texts = (letter.place_date, letter.subject, *letter.paragraphs, letter.closing)
    return [
        _lines(f"*{_esc(plan.doc.council_name)}*"),
        _lines(*map(_esc, letter.address)),
        *(_lines(_esc(line)) for line in texts),
        *_signature(plan),
        "#pagebreak()",
    ]


def _front(plan: Plan) -> list[str]:
    doc = plan.doc
    meta = (doc.body, plan.date, doc.reference)
    title = (
        f'#block(text(font: "{plan.profile.head_font}", size: 20pt, weight: "bold", '
        f"hyphenate: false, par(justify: false, first-line-indent: 0pt)[{_esc(plan.title)}]))"
    )
    if plan.profile.front == "cover":
        lines = _lines(*map(_esc, meta))
        return [
            "#v(60mm)",
            _lines(_esc(doc.council_name)),
            title,
            lines,
            "#pagebreak()",
            *_labels(plan),
        ]
    if plan.profile.front == "line":
        line = f"{doc.body}, {plan.date} – {doc.reference}"
        return [_lines(_esc(doc.council_name)), title, _lines(_esc(line)), *_labels(plan)]
    cells = ", ".join(f"[{_esc(one)}]" for one in meta)
    return [
        _lines(_esc(doc.council_name), "*ADVIES*"),
        title,
        f"#[#set par(justify: false)\n#grid(columns: 3, column-gutter: 2em, {cells})]",
        *_labels(plan),
    ]


def _labels(plan: Plan) -> list[str]:
    if not plan.labels:
        return []
    if plan.profile.labels == "lines":
        lines = (f"{name}: {value}" if name else value for name, value in plan.labels)
        return [_lines(*map(_esc, lines)), "#v(1em)"]
    stroke = "0.5pt" if plan.profile.labels == "boxed" else "none"
    cells = ", ".join(
        f"[{_esc(name)}], [{_esc(value)}]" if name else f"table.cell(colspan: 2)[{_esc(value)}]"
        for name, value in plan.labels
    )
    columns = "columns: (4.5cm, 1fr)"
    return [f"#[#set par(justify: false)\n#table({columns}, stroke: {stroke}, {cells})]"]


def _toc(plan: Plan) -> list[str]:
    if plan.profile.toc is None:
        return []
    return [f"#outline(title: [{TOC_TITLE}], depth: 2, indent: 1.5em)", "#pagebreak()"]


def _body(plan: Plan) -> list[str]:
    notes = {note.number: note for note in plan.notes}
    return [_unit(plan, unit, notes) for unit in plan.units]


def _unit(plan: Plan, unit: Unit, notes: dict[str, NotePlan]) -> str:
    if unit.kind == "heading":
        gap = "#h(1em)" if plan.profile.number_gap == "wide" else " "
        gap = "#linebreak()" if plan.profile.number_alone else gap
        number = _esc(unit.number) + gap if unit.number else ""
        return f"#heading(level: {min(unit.level, 3)})[{number}{_esc(unit.text)}]"
    words = "".join(_run(plan, run, notes) for run in unit.runs)
    if unit.kind == "paragraph":
        return words if not words.startswith(tuple("0123456789")) else f"#[]{words}"
    glyph = _esc(unit.glyph)
    family = SYMBOL_FONTS.get(unit.glyph, ("", ""))[0]
    if family:
        glyph = f'#text(font: "{family}", fallback: false)[{glyph}]'
    if unit.numbered and plan.profile.bold_numbers:
        glyph = f"*{glyph}*"
    indent = 0.5 + 1.6 * (unit.level - 1)
    return (
        f"#block(below: 0.9em, inset: (left: {indent}em), grid(columns: (1.5em, 1fr), "
        f"[{glyph}], par(first-line-indent: 0pt)[{words}]))"
    )


def _run(plan: Plan, run: Run, notes: dict[str, NotePlan]) -> str:
    if run.mark is None:
        words = _esc(run.text)
        return f'#link("{run.url}")[{words}]' if run.url else words
    if plan.profile.note_place == "end":
        return f"#super[{run.mark}]"
    return f"#footnote[{_note(plan, notes[run.mark])}]"


def _note(plan: Plan, note: NotePlan) -> str:
    paragraphs = ("".join(_run(plan, run, {}) for run in runs) for runs in note.paragraphs)
    return " \\\n".join(paragraphs)


def _end(plan: Plan) -> list[str]:
    parts = [] if plan.signed_in_letter else _signature(plan)
    if plan.profile.note_place == "end" and plan.notes:
        size = plan.profile.size - 1
        parts.append(f"#heading(level: 1, outlined: false)[{NOTES_TITLE}]")
        parts += [
            f"#block(text(size: {size}pt, hyphenate: false, par(justify: false, "
            f"first-line-indent: 0pt)[{note.number} {_note(plan, note)}]))"
            for note in plan.notes
        ]
    return parts


def _signature(plan: Plan) -> list[str]:
    signed = [(_esc(name), _esc(role)) for name, role in plan.doc.signatories]
    parts = ["#v(3em)"]
    if plan.profile.signature == "columns":
        cells = ", ".join(f"[{name} \\\n{role}]" for name, role in signed)
        parts.append(f"#[#set par(justify: false)\n#grid(columns: (1fr, 1fr), {cells})]")
    elif plan.profile.signature == "line":
        parts.append(_lines(*(f"{name}, {role}" for name, role in signed)))
    else:
        mark = "_" if plan.profile.signature == "italic" else ""
        parts += [_lines(name, f"{mark}{role}{mark}") for name, role in signed]
    return parts
