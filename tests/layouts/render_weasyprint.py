"""WeasyPrint: HTML with CSS footnotes, page margin boxes and leaders."""

from __future__ import annotations

import html
import logging
from pathlib import Path

from tests.layouts.fonts import SYMBOL_FONTS, symbol_folder
from tests.layouts.plan import NOTES_TITLE, TOC_TITLE, NotePlan, Plan, Run, Unit

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


def render(plan: Plan, out: Path) -> None:
    """Write the plan as a PDF."""
    import weasyprint

    weasyprint.HTML(string=page_source(plan)).write_pdf(out)


def page_source(plan: Plan) -> str:
    """Return the HTML of a plan."""
    parts = [*_letter(plan), *_front(plan), *_toc(plan), _body(plan), *_end(plan)]
    return (
        f'<html lang="nl"><head><meta charset="utf-8"><title>{_esc(plan.title)}</title>'
        f"<style>{_css(plan)}</style></head><body>{''.join(parts)}</body></html>"
    )


def _esc(text: str) -> str:
    return html.escape(text, quote=False)


def _css(plan: Plan) -> str:
    p = plan.profile
    top, right, bottom, left = p.margins_mm
    rules = [
        *(
            f'@font-face {{ font-family: "{family}"; '
            f'src: url("{(symbol_folder() / family).as_uri()}.ttf") }}'
            for family, _ in SYMBOL_FONTS.values()
        ),
        (
            f"@page {{ size: {p.page}; margin: {top}mm {right}mm {bottom}mm {left}mm;"
            f" {'border: 0.8pt solid #444; padding: 4mm;' if p.border else ''}"
            f" @footnote {{ {'border-top: 0.5pt solid black;' if p.note_rule else 'border: none;'}"
            " padding-top: 4pt; margin-top: 8pt } }"
        ),
        *_page_boxes(plan),
        (
            f'body {{ font: {p.size}pt/{p.leading * 1.15:.2f} "{p.font}", "DejaVu Sans";'
            f" text-align: {'justify' if p.justify else 'left'};"
            f" hyphens: {'auto' if p.hyphenate else 'manual'} }}"
        ),
        "p { margin: 0; orphans: 2; widows: 2 }",
        "p + p.t, .b + p.t { text-indent: 1.5em }" if p.paragraphs == "indent" else "",
        f"p.t {{ margin-bottom: {0 if p.paragraphs == 'indent' else 0.7}em }}",
        ".b { display: flex; margin: 0 0 0.25em 0 } .g { flex: none; width: 1.6em }",
        ".b2 { margin-left: 1.8em } .b1 { margin-left: 0.6em } .b .x { flex: 1 }",
        *(
            f".h{level} {{ font: {'italic' if s.italic else 'normal'} "
            f"{'bold' if s.bold else 'normal'} {p.size + s.larger}pt/1.2 "
            f'"{p.head_font}"; color: {s.color}; margin: {1.3 - 0.2 * level}em 0 0.4em 0;'
            " text-align: left; hyphens: manual; break-after: avoid }"
            for level, s in enumerate(p.heads, 1)
        ),
        ".num { display: inline-block; min-width: 2.2em }" if p.number_gap == "wide" else "",
        (
            f".fn {{ float: footnote; font: {p.size - 2}pt/1.2 "
            f'"{p.font}"; text-align: left; text-indent: 0; hyphens: manual;'
            " overflow-wrap: anywhere; white-space: normal; color: black; font-weight: normal }"
        ),
        ".para { display: block } .nb { white-space: nowrap }",
        _marker_css(plan),
        (
            f"a {{ color: {'#1a4b8c' if p.underline_links else 'inherit'};"
            f" text-decoration: {'underline' if p.underline_links else 'none'} }}"
        ),
        f'.title {{ font: bold 20pt/1.2 "{p.head_font}"; text-align: left; hyphens: manual }}',
        f'.cover {{ break-after: page; padding-top: 55mm; font-family: "{p.head_font}" }}',
        ".toc p { margin: 0.15em 0; text-align: left } .toc .l2 { margin-left: 1.5em }",
        f".toc a::after {{ content: {_leader(plan)} target-counter(attr(href), page) }}",
        (
            "table.lab { border-collapse: collapse; margin: 1em 0; text-align: left }"
            f" table.lab td {{ padding: 2pt 8pt 2pt {4 if p.labels == 'boxed' else 0}pt;"
            " vertical-align: top;"
            f" {'border: 0.5pt solid black' if p.labels == 'boxed' else ''} }}"
        ),
        "table.sig { width: 100%; margin-top: 3em; break-inside: avoid } .sig td { width: 50% }",
        ".letter { break-after: page } .letter p { margin-bottom: 0.8em }",
        ".lab p { text-align: left }",
    ]
    return "\n".join(rules)


def _marker_css(plan: Plan) -> str:
    if plan.profile.marker == "flat":
        return (
            "::footnote-call { vertical-align: baseline; font-size: inherit; line-height: 1 }"
            " ::footnote-marker { content: counter(footnote) ' ' }"
            " sup { vertical-align: baseline; font-size: inherit }"
        )
    return (
        "::footnote-call, sup { vertical-align: super; font-size: 62%; line-height: 0 }"
        " ::footnote-marker { content: counter(footnote) ' ' }"
    )


def _leader(plan: Plan) -> str:
    return "leader('.')" if plan.profile.toc == "dots" else "'   '"


def _page_boxes(plan: Plan) -> list[str]:
    small = f'font: 8pt "{plan.profile.head_font}"; white-space: nowrap;'
    rule = "border-bottom: 0.5pt solid black;" if plan.profile.header == "rule" else ""
    left, middle, right = (_counter(part) for part in plan.footer)
    boxes = [
        (
            f"@page {{ @bottom-left {{ content: {left}; {small} }}"
            f" @bottom-center {{ content: {middle}; {small} }}"
            f" @bottom-right {{ content: {right}; {small} }} }}"
        )
    ]
    for side, header in (("right", plan.header), ("left", plan.even_header)):
        if any(header):
            boxes.append(
                f"@page :{side} {{ @top-left {{ content: {_counter(header[0])}; {small} {rule} }}"
                f" @top-center {{ content: ''; {rule} }}"
                f" @top-right {{ content: {_counter(header[1])}; {small} {rule} }} }}"
            )
    if plan.profile.front == "cover" and not plan.letter:
        empty = "{ content: none; border: none }"
        boxes.append(
            f"@page :first {{ @top-left {empty} @top-center {empty} @top-right {empty}"
            f" @bottom-left {empty} @bottom-center {empty} @bottom-right {empty} }}"
        )
    return boxes


def _counter(form: str) -> str:
    """Turn `Pagina {n} van {t}` into a CSS content value."""
    text = form.replace('"', "'")
    text = text.replace("{n}", '" counter(page) "').replace("{t}", '" counter(pages) "')
    return f'"{text}"'


def _letter(plan: Plan) -> list[str]:
    letter = plan.letter
    if letter is None:
        return []
    address = "<br>".join(_esc(line) for line in letter.address)
    lines = [letter.place_date, letter.subject, *letter.paragraphs, letter.closing]
    inner = "".join(f"<p>{_esc(line)}</p>" for line in lines)
    return [
        f'<div class="letter"><p><b>{_esc(plan.doc.council_name)}</b></p><p>{address}</p>{inner}',
        *_signature(plan),
        "</div>",
    ]


def _front(plan: Plan) -> list[str]:
    doc = plan.doc
    meta = (doc.body, plan.date, doc.reference)
    title = f'<p class="title">{_esc(plan.title)}</p>'
    if plan.profile.front == "cover":
        lines = "".join(f"<p>{_esc(line)}</p>" for line in meta)
        cover = f'<div class="cover"><p>{_esc(doc.council_name)}</p>{title}{lines}</div>'
        return [cover, *_labels(plan)]
    if plan.profile.front == "line":
        line = f"<p>{_esc(doc.body)}, {_esc(plan.date)} – {_esc(doc.reference)}</p>"
        return [f"<p>{_esc(doc.council_name)}</p>", title, line, *_labels(plan)]
    cells = "".join(f'<td style="padding-right: 3em">{_esc(one)}</td>' for one in meta)
    return [
        f"<p>{_esc(doc.council_name)}</p><p><b>ADVIES</b></p>{title}",
        f'<table class="meta" style="text-align: left"><tr>{cells}</tr></table>',
        *_labels(plan),
    ]


def _labels(plan: Plan) -> list[str]:
    if not plan.labels:
        return []
    if plan.profile.labels == "lines":
        lines = (f"{name}: {value}" if name else value for name, value in plan.labels)
        return ['<div class="lab">', *(f"<p>{_esc(line)}</p>" for line in lines), "<br></div>"]
    rows = (
        f"<tr><td>{_esc(name)}</td><td>{_esc(value)}</td></tr>"
        if name
        else f'<tr><td colspan="2">{_esc(value)}</td></tr>'
        for name, value in plan.labels
    )
    return ['<table class="lab">', *rows, "</table>"]


def _toc(plan: Plan) -> list[str]:
    if plan.profile.toc is None:
        return []
    entries = [
        f'<p class="l{unit.level}"><a href="#h{index}">{_esc(f"{unit.number} {unit.text}".strip())}'
        "</a></p>"
        for index, unit in enumerate(plan.units)
        if unit in plan.toc
    ]
    return [
        f'<div class="toc" style="break-after: page"><p class="h1">{TOC_TITLE}</p>',
        *entries,
        "</div>",
    ]


def _body(plan: Plan) -> str:
    notes = {note.number: note for note in plan.notes}
    return "".join(_unit(plan, unit, index, notes) for index, unit in enumerate(plan.units))


def _unit(plan: Plan, unit: Unit, index: int, notes: dict[str, NotePlan]) -> str:
    if unit.kind == "heading":
        gap = "<br>" if plan.profile.number_alone else " "
        number = f'<span class="num">{_esc(unit.number)}</span>{gap}' if unit.number else ""
        return f'<p class="h{min(unit.level, 3)}" id="h{index}">{number}{_esc(unit.text)}</p>'
    words = _words(plan, unit, notes)
    if unit.kind == "paragraph":
        return f'<p class="t">{words}</p>'
    family = SYMBOL_FONTS.get(unit.glyph, ("", ""))[0]
    style = f' style="font-family: {family}"' if family else ""
    if unit.numbered and plan.profile.bold_numbers:
        style = ' style="font-weight: bold"'
    return (
        f'<div class="b b{min(unit.level, 2)}"><span class="g"{style}>{_esc(unit.glyph)}</span>'
        f'<div class="x">{words}</div></div>'
    )


def _words(plan: Plan, unit: Unit, notes: dict[str, NotePlan]) -> str:
    """Set the words of a unit; a marker never leaves the word before it for the next line."""
    parts: list[str] = []
    for run, following in zip(unit.runs, [*unit.runs[1:], None], strict=True):
        if run.mark is not None:
            parts.append(f"{_run(plan, run, notes)}</span>")
        elif following is not None and following.mark is not None:
            before, space, last = run.text.rpartition(" ")
            parts.append(f'{_esc(before + space)}<span class="nb">{_esc(last)}')
        else:
            parts.append(_run(plan, run, notes))
    return "".join(parts)


def _run(plan: Plan, run: Run, notes: dict[str, NotePlan]) -> str:
    if run.mark is None:
        words = _esc(run.text)
        return f'<a href="{html.escape(run.url)}">{words}</a>' if run.url else words
    if plan.profile.note_place == "end":
        return f'<sup><a href="#note{run.mark}">{run.mark}</a></sup>'
    return f'<span class="fn">{_note(plan, notes[run.mark])}</span>'


def _note(plan: Plan, note: NotePlan) -> str:
    first, *rest = ("".join(_run(plan, run, {}) for run in runs) for runs in note.paragraphs)
    return first + "".join(f'<span class="para">{paragraph}</span>' for paragraph in rest)


def _end(plan: Plan) -> list[str]:
    parts = [] if plan.signed_in_letter else _signature(plan)
    if plan.profile.note_place == "end" and plan.notes:
        parts.append(f'<p class="h1">{NOTES_TITLE}</p>')
        size = plan.profile.size - 1
        parts += [
            f'<p id="note{note.number}" style="font-size: {size}pt; text-align: left;'
            f' overflow-wrap: anywhere">{note.number} {_note(plan, note)}</p>'
            for note in plan.notes
        ]
    return parts


def _signature(plan: Plan) -> list[str]:
    signed = plan.doc.signatories
    if plan.profile.signature == "columns":
        cells = "".join(f"<td>{_esc(name)}<br>{_esc(role)}</td>" for name, role in signed)
        return [f'<table class="sig" style="text-align: left"><tr>{cells}</tr></table>']
    if plan.profile.signature == "line":
        lines = "".join(f"<p>{_esc(name)}, {_esc(role)}</p>" for name, role in signed)
        return [f'<div style="margin-top: 3em; text-align: left">{lines}</div>']
    tag = "i" if plan.profile.signature == "italic" else "span"
    return [
        f'<div style="margin-top: 3em; break-inside: avoid"><p>{_esc(name)}</p>'
        f"<p><{tag}>{_esc(role)}</{tag}></p></div>"
        for name, role in signed
    ]
