"""LibreOffice Writer: a flat ODF document with real notes, lists and page fields."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.layouts.fonts import SYMBOL_FONTS, fontconfig_file
from tests.layouts.plan import NOTES_TITLE, TOC_TITLE, NotePlan, Plan, Run, Unit

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_NOTES = (
    '<text:notes-configuration text:note-class="footnote" text:citation-style-name="NoteNumber" '
    'text:citation-body-style-name="Mark" text:default-style-name="Footnote" '
    'style:num-format="1" text:start-value="0" text:footnotes-position="page" '
    'text:start-numbering-at="document"/>'
)
_PAGE_CM = {"a4": (21.0, 29.7), "letter": (21.59, 27.94)}
_TIMEOUT_S = 120


def render(plan: Plan, out: Path) -> None:
    """Write the plan as a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{out.stem}.fodt"
        pages: dict[int, int] = {}
        source.write_text(page_source(plan, pages), "utf-8")
        _convert(source)
        if plan.profile.toc:
            pages = _heading_pages(plan, source.with_suffix(".pdf"))
            source.write_text(page_source(plan, pages), "utf-8")
            _convert(source)
        out.write_bytes(source.with_suffix(".pdf").read_bytes())


def _convert(source: Path) -> None:
    # A user profile a process: two office processes cannot share one.
    user = Path(tempfile.gettempdir()) / f"layouts-office-{os.getpid()}"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={user.as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(source.parent),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=_TIMEOUT_S,
        env={**os.environ, "FONTCONFIG_FILE": str(fontconfig_file())},
    )


def _heading_pages(plan: Plan, pdf: Path) -> dict[int, int]:
    """Find the page of each heading, for the table of contents."""
    import pypdf

    texts = [_squeeze(page.extract_text()) for page in pypdf.PdfReader(pdf).pages]
    contents = next((at for at, text in enumerate(texts) if _squeeze(TOC_TITLE) in text), -1)
    found: dict[int, int] = {}
    at = contents + 1
    for index, unit in enumerate(plan.units):
        if unit.kind == "heading":
            wanted = _squeeze(unit.number + unit.text)
            at = next((n for n in range(at, len(texts)) if wanted in texts[n]), at)
            found[index] = at + 1
    return found


def _squeeze(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def page_source(plan: Plan, pages: dict[int, int]) -> str:
    """Return the flat ODF source of a plan; `pages` are those of the headings."""
    body = [*_letter(plan), *_front(plan), *_toc(plan, pages), *_body(plan), *_end(plan)]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_fonts(plan)}{_styles(plan)}{_automatic(plan)}{_master(plan)}"
        f"<office:body><office:text>{''.join(body)}</office:text>"
        "</office:body></office:document>"
    )


def _fonts(plan: Plan) -> str:
    families = {plan.profile.font, plan.profile.head_font}
    families |= {family for family, _ in SYMBOL_FONTS.values()}
    faces = (
        f"<style:font-face style:name={quoteattr(one)} svg:font-family={quoteattr(one)}/>"
        for one in sorted(families)
    )
    return f"<office:font-face-decls>{''.join(faces)}</office:font-face-decls>"


def _paragraph_style(name: str, text: str = "", paragraph: str = "", extra: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" {extra}>'
        f"<style:paragraph-properties {paragraph}/>"
        f"<style:text-properties {text}/></style:style>"
    )


def _font(family: str, size: float) -> str:
    return f'style:font-name={quoteattr(family)} fo:font-size="{size}pt"'


def _styles(plan: Plan) -> str:
    p = plan.profile
    body = _font(p.font, p.size) + f' fo:language="nl" fo:country="BE" fo:hyphenate="{_tf(p)}"'
    align = "justify" if p.justify else "start"
    lines = f'fo:line-height="{p.leading * 100:.0f}%" fo:text-align="{align}"'
    after = 0 if p.paragraphs == "indent" else p.size * 0.7
    indent = 'fo:text-indent="0.6cm"' if p.paragraphs == "indent" else ""
    keep = f'fo:widows="2" fo:orphans="2" {lines}'
    plain = _font(p.font, p.size) + ' fo:language="nl" fo:country="BE" fo:hyphenate="false"'
    small = 'style:line-height-at-least="0cm" fo:text-align="start"'
    note = f'fo:margin-left="0.35cm" fo:text-indent="-0.35cm" {small}'
    styles = [
        _paragraph_style("Body", body, f'fo:margin-bottom="{after:.1f}pt" {indent} {keep}'),
        _paragraph_style("BodyFirst", body, f'fo:margin-bottom="{after:.1f}pt" {keep}'),
        _paragraph_style("Item", body, f'fo:margin-bottom="3pt" {keep}'),
        _paragraph_style("Plain", plain, 'fo:margin-bottom="2pt"'),
        _paragraph_style("NextPage", plain, 'fo:break-before="page"'),
        _paragraph_style("Space", plain, 'fo:margin-top="30pt"'),
        _paragraph_style("Cover", plain, 'fo:margin-top="150pt"'),
        _paragraph_style("Strong", plain + ' fo:font-weight="bold"', 'fo:margin-bottom="2pt"'),
        _paragraph_style("Slanted", plain + ' fo:font-style="italic"', 'fo:margin-bottom="2pt"'),
        _paragraph_style(
            "Title",
            _font(p.head_font, 20) + ' fo:font-weight="bold"',
            'fo:margin-bottom="8pt" fo:margin-top="4pt"',
        ),
        _paragraph_style("Footnote", _font(p.font, p.size - 2), note),
        _paragraph_style("NoteMore", _font(p.font, p.size - 2), small),
        _paragraph_style("Running", _font(p.head_font, 8), _tabs(plan, _rule(plan))),
        _paragraph_style(
            "RunningRight", _font(p.head_font, 8), f'fo:text-align="end" {_rule(plan)}'
        ),
        _paragraph_style("Foot", _font(p.head_font, 8), _tabs(plan, "")),
    ]
    for level, style in enumerate(p.heads, 1):
        text = _font(p.head_font, p.size + style.larger) + f' fo:color="{style.color}"'
        text += f' fo:font-weight="{"bold" if style.bold else "normal"}"'
        text += f' fo:font-style="{"italic" if style.italic else "normal"}"'
        space = f'fo:margin-top="{18 - 3 * level}pt" fo:margin-bottom="5pt"'
        styles.append(
            _paragraph_style(
                f"H{level}",
                text,
                f'{space} fo:keep-with-next="always"',
                f'style:default-outline-level="{level}"',
            )
        )
    leader = 'style:leader-style="dotted" style:leader-text="."' if p.toc == "dots" else ""
    width = _width(plan)
    for level in (1, 2):
        stops = (
            f"<style:tab-stops><style:tab-stop style:position="
            f'"{width - 0.6 * (level - 1):.2f}cm" style:type="right" {leader}/></style:tab-stops>'
        )
        styles.append(
            f'<style:style style:name="Toc{level}" style:family="paragraph">'
            f'<style:paragraph-properties fo:margin-left="{0.6 * (level - 1)}cm">{stops}'
            f"</style:paragraph-properties><style:text-properties {plain}/></style:style>"
        )
    return f"<office:styles>{''.join(styles)}{_character_styles(plan)}{_NOTES}</office:styles>"


def _tf(profile: object) -> str:
    return "true" if getattr(profile, "hyphenate", False) else "false"


def _character_styles(plan: Plan) -> str:
    position = "0% 100%" if plan.profile.marker == "flat" else "super 58%"
    line = "solid" if plan.profile.underline_links else "none"
    color = "#1a4b8c" if plan.profile.underline_links else "#000000"
    weight = "bold" if plan.profile.bold_numbers else "normal"
    texts = {
        "Mark": f'style:text-position="{position}"',
        "NoteNumber": "",
        "Link": f'style:text-underline-style="{line}" fo:color="{color}"',
        "Count": f'fo:font-weight="{weight}"',
        **{family: f'style:font-name="{family}"' for family, _ in SYMBOL_FONTS.values()},
    }
    return "".join(
        f'<style:style style:name="{name}" style:family="text">'
        f"<style:text-properties {text}/></style:style>"
        for name, text in texts.items()
    )


def _rule(plan: Plan) -> str:
    if plan.profile.header == "rule":
        return 'fo:border-bottom="0.5pt solid #000000" fo:padding-bottom="2pt"'
    return ""


def _tabs(plan: Plan, attributes: str) -> str:
    """Return paragraph attributes and, smuggled after them, tab stops for left, middle, right."""
    width = _width(plan)
    stops = (
        f'<style:tab-stop style:position="{width / 2:.2f}cm" style:type="center"/>'
        f'<style:tab-stop style:position="{width:.2f}cm" style:type="right"/>'
    )
    return (
        f"{attributes}><style:tab-stops>{stops}</style:tab-stops></style:paragraph-properties>"
        "<style:paragraph-properties "
    )


def _width(plan: Plan) -> float:
    """Return the width of the text in cm."""
    _, right, _, left = plan.profile.margins_mm
    border = 0.8 if plan.profile.border else 0
    return _PAGE_CM[plan.profile.page][0] - (left + right) / 10 - border


def _automatic(plan: Plan) -> str:
    p = plan.profile
    width, height = _PAGE_CM[p.page]
    top, right, bottom, left = (mm / 10 for mm in p.margins_mm)
    border = 'fo:border="0.8pt solid #444444" fo:padding="0.4cm"' if p.border else ""
    thickness = "0.018cm" if p.note_rule else "0cm"
    edges = (
        f'fo:page-width="{width}cm" fo:page-height="{height}cm" fo:margin-right="{right}cm" '
        f'fo:margin-left="{left}cm" {border}'
    )
    separator = (
        f'<style:footnote-sep style:width="{thickness}" style:color="#000000" '
        'style:line-style="solid" style:rel-width="30%" style:distance-before-sep="0.2cm" '
        'style:distance-after-sep="0.1cm"/>'
    )
    head = '<style:header-style><style:header-footer-properties fo:margin-bottom="0.6cm"/>'
    foot = '<style:footer-style><style:header-footer-properties fo:margin-top="0.6cm"/>'
    layout = (
        f'<style:page-layout style:name="Page"><style:page-layout-properties {edges} '
        f'fo:margin-top="{max(top - 1, 1):.1f}cm" fo:margin-bottom="{max(bottom - 1, 1):.1f}cm">'
        f"{separator}</style:page-layout-properties>{head}</style:header-style>"
        f"{foot}</style:footer-style></style:page-layout>"
        f'<style:page-layout style:name="Bare"><style:page-layout-properties {edges} '
        f'fo:margin-top="{top}cm" fo:margin-bottom="{bottom}cm"/></style:page-layout>'
    )
    starts = _paragraph_style(
        "ToPage",
        _font(p.font, p.size),
        'fo:break-before="page" style:page-number="auto"',
        'style:master-page-name="Standard" style:parent-style-name="Plain"',
    ) + _paragraph_style("ToBare", _font(p.font, p.size), "", 'style:master-page-name="First"')
    lists = "".join(_list_style(plan, unit) for unit in _distinct_lists(plan))
    return (
        f"<office:automatic-styles>{layout}{starts}{lists}{_tables(plan)}</office:automatic-styles>"
    )


def _tables(plan: Plan) -> str:
    width = _width(plan)
    line = "0.5pt solid #000000" if plan.profile.labels == "boxed" else "none"
    columns = (("Label", 4.5), ("Value", width - 4.5), ("Half", width / 2), ("Third", width / 3))
    return (
        "".join(
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{size:.2f}cm"/></style:style>'
            for name, size in columns
        )
        + '<style:style style:name="Boxed" style:family="table-cell">'
        f'<style:table-cell-properties fo:border="{line}" fo:padding="0.1cm"/></style:style>'
    )


def _list_name(unit: Unit) -> str:
    shape = re.sub(r"\d+", "1", unit.glyph) if unit.numbered else unit.glyph
    shape = re.sub(r"[a-z]", "a", shape) if unit.numbered else shape
    return f"L{unit.level}_" + "_".join(f"{ord(char):x}" for char in shape)


def _distinct_lists(plan: Plan) -> list[Unit]:
    bullets = {_list_name(unit): unit for unit in plan.units if unit.kind == "bullet"}
    return list(bullets.values())


def _list_style(plan: Plan, unit: Unit) -> str:
    level = unit.level
    indent = 0.4 + 0.7 * level
    place = (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        f'text:list-tab-stop-position="{indent:.2f}cm" fo:text-indent="-0.65cm" '
        f'fo:margin-left="{indent:.2f}cm"/></style:list-level-properties>'
    )
    if unit.numbered:
        form = "1" if unit.glyph[0].isdigit() else "a"
        suffix = escape(re.sub(r"^\w+", "", unit.glyph))
        inner = (
            f'<text:list-level-style-number text:level="{level}" text:style-name="Count" '
            f'style:num-format="{form}" style:num-suffix="{suffix}">{place}'
            "</text:list-level-style-number>"
        )
    else:
        family = SYMBOL_FONTS.get(unit.glyph, (plan.profile.font, ""))[0]
        inner = (
            f'<text:list-level-style-bullet text:level="{level}" '
            f"text:bullet-char={quoteattr(unit.glyph)}>{place}"
            f"<style:text-properties style:font-name={quoteattr(family)}/>"
            "</text:list-level-style-bullet>"
        )
    return f'<text:list-style style:name="{_list_name(unit)}">{inner}</text:list-style>'


def _master(plan: Plan) -> str:
    header, even = _running(plan.header), _running(plan.even_header)
    inner = f"<style:header>{header}</style:header>" if header else ""
    if plan.profile.header == "odd-even":
        inner += f"<style:header-left>{even}</style:header-left>"
    foot = _fields("\t".join(plan.footer))
    if any(plan.footer):
        inner += f'<style:footer><text:p text:style-name="Foot">{foot}</text:p></style:footer>'
    return (
        "<office:master-styles>"
        f'<style:master-page style:name="Standard" style:page-layout-name="Page">{inner}'
        '</style:master-page><style:master-page style:name="First" '
        'style:page-layout-name="Bare" style:next-style-name="Standard"/></office:master-styles>'
    )


def _running(parts: tuple[str, str]) -> str:
    if not any(parts):
        return ""
    words = _fields("\t\t".join(parts) if parts[0] else parts[1])
    style = "Running" if parts[0] else "RunningRight"
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def _fields(form: str) -> str:
    return (
        escape(form)
        .replace("\t", "<text:tab/>")
        .replace("{n}", '<text:page-number text:select-page="current">1</text:page-number>')
        .replace("{t}", "<text:page-count>1</text:page-count>")
    )


def _p(style: str, inner: str) -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def _letter(plan: Plan) -> Iterator[str]:
    letter = plan.letter
    if letter is None:
        return
    yield _p("ToBare", escape(plan.doc.council_name))
    yield from (_p("Plain", escape(line)) for line in ("", *letter.address, ""))
    for line in (letter.place_date, letter.subject, *letter.paragraphs, letter.closing):
        yield _p("BodyFirst", escape(line))
    yield from _signature(plan)


def _front(plan: Plan) -> Iterator[str]:
    doc = plan.doc
    meta = (doc.body, plan.date, doc.reference)
    cover = plan.profile.front == "cover"
    # A new page style also starts a new page; the first paragraph of the file needs none.
    start = "ToPage" if plan.letter else ("ToBare" if cover else "ToPage")
    yield _p(start, escape(doc.council_name))
    if cover:
        yield _p("Cover", "")
    elif plan.profile.front == "block":
        yield _p("Strong", "ADVIES")
    yield _p("Title", escape(plan.title))
    if cover:
        yield from (_p("Plain", escape(line)) for line in meta)
        yield _p("NextPage", "")
    elif plan.profile.front == "line":
        yield _p("Plain", escape(f"{doc.body}, {plan.date} – {doc.reference}"))
    else:
        yield _table("Third", [[_p("Plain", escape(one)) for one in meta]])
    yield from _labels(plan)


def _table(column: str, rows: list[list[str]], cell: str = "") -> str:
    count = max(len(row) for row in rows)
    columns = f'<table:table-column table:style-name="{column}"/>' * count
    if column == "Label":
        columns = (
            '<table:table-column table:style-name="Label"/>'
            '<table:table-column table:style-name="Value"/>'
        )
    style = f'table:style-name="{cell}"' if cell else ""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell {style} office:value-type="string">{one}</table:table-cell>'
            for one in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return f"<table:table>{columns}{body}</table:table>"


def _labels(plan: Plan) -> Iterator[str]:
    if not plan.labels:
        return
    if plan.profile.labels == "lines":
        for name, value in plan.labels:
            yield _p("Plain", escape(f"{name}: {value}" if name else value))
    else:
        rows = [[_p("Plain", escape(one)) for one in pair] for pair in plan.labels]
        yield _table("Label", rows, "Boxed")
    yield _p("Plain", "")


def _toc(plan: Plan, pages: dict[int, int]) -> Iterator[str]:
    if plan.profile.toc is None:
        return
    yield _p("H1", TOC_TITLE)
    for index, unit in enumerate(plan.units):
        if unit in plan.toc:
            words = escape(f"{unit.number} {unit.text}".strip())
            yield _p(f"Toc{unit.level}", f"{words}<text:tab/>{pages.get(index, 1)}")
    yield _p("NextPage", "")


def _body(plan: Plan) -> Iterator[str]:
    notes = {note.number: note for note in plan.notes}
    before = "heading"
    for unit in plan.units:
        yield _unit(plan, unit, notes, first=before == "heading")
        before = unit.kind


def _unit(plan: Plan, unit: Unit, notes: dict[str, NotePlan], *, first: bool) -> str:
    if unit.kind == "heading":
        gap = "<text:tab/>" if plan.profile.number_gap == "wide" else " "
        gap = "<text:line-break/>" if plan.profile.number_alone else gap
        number = escape(unit.number) + gap if unit.number else ""
        level = min(unit.level, 3)
        return (
            f'<text:h text:style-name="H{level}" text:outline-level="{level}">'
            f"{number}{escape(unit.text)}</text:h>"
        )
    words = "".join(_run(plan, run, notes) for run in unit.runs)
    if unit.kind == "paragraph":
        return _p("BodyFirst" if first else "Body", words)
    start = re.match(r"\d+", unit.glyph)
    value = start[0] if start else str(ord(unit.glyph[0]) - ord("a") + 1)
    counted = f' text:start-value="{value}"' if unit.numbered else ""
    item = f"<text:list-item{counted}>{_p('Item', words)}</text:list-item>"
    for _ in range(unit.level - 1):
        item = f"<text:list-item><text:list>{item}</text:list></text:list-item>"
    return f'<text:list text:style-name="{_list_name(unit)}">{item}</text:list>'


def _run(plan: Plan, run: Run, notes: dict[str, NotePlan]) -> str:
    if run.mark is None:
        words = re.sub(r"^ | $", "<text:s/>", escape(run.text))
        if run.url:
            return (
                f'<text:a xlink:type="simple" xlink:href={quoteattr(run.url)} '
                f'text:style-name="Link" text:visited-style-name="Link">{words}</text:a>'
            )
        return words
    if plan.profile.note_place == "end":
        return f'<text:span text:style-name="Mark">{run.mark}</text:span>'
    return (
        f'<text:note text:note-class="footnote"><text:note-citation>{run.mark}'
        f"</text:note-citation><text:note-body>{_note(plan, notes[run.mark])}"
        "</text:note-body></text:note>"
    )


def _note(plan: Plan, note: NotePlan, prefix: str = "") -> str:
    first, *rest = ("".join(_run(plan, run, {}) for run in runs) for runs in note.paragraphs)
    return _p("Footnote", prefix + first) + "".join(_p("NoteMore", one) for one in rest)


def _end(plan: Plan) -> Iterator[str]:
    if not plan.signed_in_letter:
        yield from _signature(plan)
    if plan.profile.note_place == "end" and plan.notes:
        yield _p("H1", NOTES_TITLE)
        yield from (_note(plan, note, f"{note.number} ") for note in plan.notes)


def _signature(plan: Plan) -> Iterator[str]:
    signed = [(escape(name), escape(role)) for name, role in plan.doc.signatories]
    yield _p("Space", "")
    if plan.profile.signature == "columns":
        yield _table("Half", [[_p("Plain", name) + _p("Plain", role) for name, role in signed]])
    elif plan.profile.signature == "line":
        yield from (_p("Plain", f"{name}, {role}") for name, role in signed)
    else:
        style = "Slanted" if plan.profile.signature == "italic" else "Plain"
        for name, role in signed:
            yield _p("Plain", name) + _p(style, role) + _p("Plain", "")
