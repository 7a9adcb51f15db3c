"""ReportLab: pages drawn word by word on a canvas, with notes placed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from tests.layouts.fonts import SYMBOL_FONTS
from tests.layouts.plan import NOTES_TITLE, TOC_TITLE, NotePlan, Plan, Run, Unit
from tests.layouts.setting import (
    Frag,
    Measure,
    Placed,
    SetLine,
    SetPage,
    Style,
    beside,
    font_name,
    paginate,
    set_lines,
)

_NOTE_RULE = 10.0
_BASE_GLYPHS = {"Symbol": "•", "ZapfDingbats": "●■❍"}
_LINK_COLOR = "#1a4b8c"


def render(plan: Plan, out: Path) -> None:
    """Write the plan as a PDF; a second pass fills in the table of contents."""
    setter = _Setter(plan)
    pages = setter.pages({})
    if plan.profile.toc:
        pages = setter.pages(_labelled(pages))
    _draw(plan, setter, pages, out)


def _labelled(pages: list[SetPage]) -> dict[int, int]:
    return {
        line.label: number
        for number, page in enumerate(pages, 1)
        for line in page.body
        if line.label is not None
    }


class _Setter:
    """Turns a plan into lines and pages."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        profile = plan.profile
        top, right, bottom, left = profile.margins_mm
        self.page_size = A4 if profile.page == "a4" else LETTER
        self.left = left * mm
        self.top = top * mm
        self.width = self.page_size[0] - (left + right) * mm
        self.height = self.page_size[1] - (top + bottom) * mm
        self.leading = profile.size * profile.leading * 1.15
        self.body = Style(profile.font, profile.size)
        self.small = Style(profile.font, profile.size - 2)
        self.head = Style(profile.head_font, profile.size)

    def pages(self, headings: dict[int, int]) -> list[SetPage]:
        """Lay out all pages; `headings` are the page numbers for the contents."""
        parts = [self._letter(), self._front(), self._toc(headings), self._body(), self._end()]
        lines: list[SetLine] = []
        new_page = False
        for part in parts:
            found = list(part)
            if found and new_page:
                found[0] = replace(found[0], new_page=True)
            new_page = (new_page and not found) or self._closes(part is parts[0], part is parts[2])
            lines += found
        notes = {}
        if self.plan.profile.note_place == "foot":
            notes = {note.number: list(self._note(note)) for note in self.plan.notes}
        return paginate(lines, notes, self.height, _NOTE_RULE)

    def _closes(self, letter: bool, contents: bool) -> bool:
        """Tell whether a new page follows the letter or the contents."""
        return (letter and self.plan.letter is not None) or (
            contents and self.plan.profile.toc is not None
        )

    def plain(
        self, text: str, style: Style | None = None, above: float = 0, *, left: float = 0
    ) -> list[SetLine]:
        """Set a ragged paragraph."""
        style = style or self.body
        measure = Measure(self.left + left, self.width - left, style.size * 1.25)
        lines = set_lines([Frag(text, style)], measure)
        return [replace(line, above=above if not n else 0) for n, line in enumerate(lines)]

    def _letter(self) -> Iterator[SetLine]:
        letter = self.plan.letter
        if letter is None:
            return
        yield from self.plain(self.plan.doc.council_name, replace(self.body, bold=True))
        for index, line in enumerate(letter.address):
            yield from self.plain(line, above=0 if index else 20)
        for line in (letter.place_date, letter.subject, *letter.paragraphs, letter.closing):
            yield from self.plain(line, above=12)
        yield from self._signature()

    def _front(self) -> Iterator[SetLine]:
        doc, profile = self.plan.doc, self.plan.profile
        meta = (doc.body, self.plan.date, doc.reference)
        title = self.plain(self.plan.title, replace(self.head, size=20, bold=True), 8)
        cover = profile.front == "cover"
        council = self.plain(doc.council_name)
        if cover:
            # A blank line far above: the first line of a page has no space above it.
            yield from (SetLine((), 150), *council, *title)
            yield from (line for one in meta for line in self.plain(one, above=4))
        elif profile.front == "line":
            line = f"{doc.body}, {self.plan.date} – {doc.reference}"
            yield from (*council, *title, *self.plain(line, above=6))
        else:
            yield from (*council, *self.plain("ADVIES", replace(self.head, bold=True), 10), *title)
            yield from self._row(meta, (0, 0.4, 0.66), above=8)
        labels = list(self._labels())
        if cover and labels:
            labels[0] = replace(labels[0], new_page=True)
        elif cover:
            yield SetLine((), 1, new_page=True)
        yield from labels

    def _row(
        self, cells: Iterable[str], starts: tuple[float, ...], above: float = 0
    ) -> list[SetLine]:
        ends = (*starts[1:], 1.0)
        columns = []
        for text, start, end in zip(cells, starts, ends, strict=True):
            width = (end - start) * self.width - 8
            measure = Measure(self.left + start * self.width, width, self.body.size * 1.25)
            columns.append(set_lines([Frag(text, self.body)], measure))
        lines = beside([column for column in columns if column])
        return [replace(line, above=above if not n else 0) for n, line in enumerate(lines)]

    def _labels(self) -> Iterator[SetLine]:
        if not self.plan.labels:
            return
        boxed = self.plan.profile.labels == "boxed"
        for index, (name, value) in enumerate(self.plan.labels):
            above = 12 if not index else 3
            if self.plan.profile.labels == "lines":
                yield from self.plain(f"{name}: {value}" if name else value, above=above)
                continue
            row = (
                self._row((name, value), (0, 0.3), above)
                if name
                else self.plain(value, above=above)
            )
            frame = (-4, 0.3 * self.width - 4, self.width + 4) if name else (-4, self.width + 4)
            yield from (replace(line, frame=frame if boxed else ()) for line in row)
        yield SetLine((), 12)

    def _toc(self, headings: dict[int, int]) -> Iterator[SetLine]:
        if self.plan.profile.toc is None:
            return
        yield from self.plain(TOC_TITLE, self._heading_style(1), 12)
        for index, unit in enumerate(self.plan.units):
            if unit not in self.plan.toc:
                continue
            left = 14.0 * (unit.level - 1)
            lines = self.plain(f"{unit.number} {unit.text}".strip(), above=2, left=left)
            yield from lines[:-1]
            yield self._leader(lines[-1], str(headings.get(index, 1)))

    def _leader(self, line: SetLine, number: str) -> SetLine:
        last = line.parts[-1]
        end = Frag(number, self.body)
        right = self.left + self.width - end.width
        parts = [*line.parts]
        if self.plan.profile.toc == "dots":
            start = last.x + last.frag.width + 3
            count = int((right - start - 3) / Frag(".", self.body).width)
            if count > 0:
                parts.append(Placed(start, Frag("." * count, self.body)))
        return replace(line, parts=(*parts, Placed(right, end)))

    def _heading_style(self, level: int) -> Style:
        style = self.plan.profile.heads[level - 1]
        return Style(
            self.plan.profile.head_font,
            self.plan.profile.size + style.larger,
            style.bold,
            style.italic,
            style.color,
        )

    def _body(self) -> Iterator[SetLine]:
        before = "heading"
        for index, unit in enumerate(self.plan.units):
            if unit.kind == "heading":
                yield from self._heading(unit, index)
            elif unit.kind == "paragraph":
                yield from self._paragraph(unit, first=before == "heading")
            else:
                yield from self._bullet(unit)
            before = unit.kind

    def _heading(self, unit: Unit, index: int) -> Iterator[SetLine]:
        profile = self.plan.profile
        style = self._heading_style(min(unit.level, 3))
        above = 20 - 3 * unit.level
        if profile.number_alone and unit.number:
            lines = [*self.plain(unit.number, style, above), *self.plain(unit.text, style)]
        elif profile.number_gap == "wide" and unit.number:
            gap = max(28.0, Frag(unit.number, style).width + 8)
            lines = self.plain(unit.text, style, above, left=gap)
            number = Placed(self.left, Frag(f"{unit.number} ", style))
            lines[0] = replace(lines[0], parts=(number, *lines[0].parts))
        else:
            lines = self.plain(f"{unit.number} {unit.text}".strip(), style, above)
        lines[0] = replace(lines[0], label=index)
        yield from (replace(line, keep=True) for line in lines)
        yield SetLine((), 4, keep=True)

    def _frags(self, runs: Iterable[Run], style: Style) -> Iterator[Frag]:
        profile = self.plan.profile
        for run in runs:
            if run.mark is None:
                color = _LINK_COLOR if run.url and profile.underline_links else style.color
                yield Frag(run.text, replace(style, url=run.url, color=color))
            elif profile.marker == "flat":
                yield Frag(run.mark, replace(style, url="#note"))
            else:
                yield Frag(run.mark, replace(style, size=style.size * 0.62, rise=style.size * 0.35))

    def _paragraph(self, unit: Unit, *, first: bool) -> Iterator[SetLine]:
        profile = self.plan.profile
        indented = profile.paragraphs == "indent"
        measure = Measure(
            self.left,
            self.width,
            self.leading,
            profile.justify,
            profile.hyphenate,
            first=16 if indented and not first else 0,
        )
        lines = set_lines(self._frags(unit.runs, self.body), measure)
        yield replace(lines[0], above=0 if indented or first else profile.size * 0.7)
        yield from lines[1:]

    def _bullet(self, unit: Unit) -> Iterator[SetLine]:
        profile = self.plan.profile
        indent = 8 + 20 * unit.level
        family = SYMBOL_FONTS.get(unit.glyph, (profile.font, ""))[0]
        style = replace(self.body, family=family, bold=unit.numbered and profile.bold_numbers)
        if profile.base_bullet and unit.glyph in _BASE_GLYPHS[profile.base_bullet]:
            style = replace(style, family=profile.base_bullet, bold=False)
        glyph = Placed(self.left + indent - 18, Frag(unit.glyph + " ", style))
        measure = Measure(
            self.left + indent,
            self.width - indent,
            self.leading,
            profile.justify,
            profile.hyphenate,
        )
        lines = set_lines(self._frags(unit.runs, self.body), measure)
        yield replace(lines[0], parts=(glyph, *lines[0].parts), above=4)
        yield from lines[1:]

    def _note(self, note: NotePlan) -> Iterator[SetLine]:
        measure = Measure(self.left, self.width, self.small.size * 1.2)
        raised = self.plan.profile.marker == "raised"
        mark = replace(self.small, size=self.small.size * 0.65, rise=self.small.size * 0.3)
        number = Frag(f"{note.number} ", mark if raised else self.small)
        for index, runs in enumerate(note.paragraphs):
            frags = list(self._frags(runs, self.small))
            lines = set_lines([number, *frags] if not index else frags, measure)
            yield from (replace(line, notes=()) for line in lines)

    def _end(self) -> Iterator[SetLine]:
        if not self.plan.signed_in_letter:
            yield from self._signature()
        if self.plan.profile.note_place == "end" and self.plan.notes:
            yield from self.plain(NOTES_TITLE, self._heading_style(1), 20)
            for note in self.plan.notes:
                lines = list(self._note(note))
                yield replace(lines[0], above=4)
                yield from lines[1:]

    def _signature(self) -> Iterator[SetLine]:
        signed = self.plan.doc.signatories
        yield SetLine((), 34, keep=True)
        if self.plan.profile.signature == "columns":
            starts = tuple(n / len(signed) for n in range(len(signed)))
            lines = self._row([name for name, _ in signed], starts)
            lines += self._row([role for _, role in signed], starts)
            yield from (replace(line, keep=line is not lines[-1]) for line in lines)
        elif self.plan.profile.signature == "line":
            for name, role in signed:
                yield from self.plain(f"{name}, {role}")
        else:
            italic = replace(self.body, italic=self.plan.profile.signature == "italic")
            for name, role in signed:
                yield from (replace(line, keep=True) for line in self.plain(name, above=12))
                yield from self.plain(role, italic)


def _draw(plan: Plan, setter: _Setter, pages: list[SetPage], out: Path) -> None:
    canvas = Canvas(str(out), pagesize=setter.page_size, invariant=1)
    canvas.setTitle(plan.title)
    bare = int(plan.letter is not None) + int(plan.profile.front == "cover")
    for number, page in enumerate(pages, 1):
        y = setter.page_size[1] - setter.top
        for line in page.body:
            y -= line.above
            _draw_line(plan, setter, canvas, line, y)
            y -= line.height
        _draw_notes(plan, setter, canvas, page)
        if number > bare:
            _draw_running(plan, setter, canvas, number, len(pages))
        if plan.profile.border:
            width, height = setter.page_size
            canvas.rect(10 * mm, 8 * mm, width - 20 * mm, height - 16 * mm)
        canvas.showPage()
    canvas.save()


def _draw_line(plan: Plan, setter: _Setter, canvas: Canvas, line: SetLine, top: float) -> None:
    size = max((part.frag.style.size for part in line.parts), default=0)
    base = top - line.height / 2 - size * 0.33
    for part in line.parts:
        style = part.frag.style
        canvas.setFillColor(HexColor(style.color))
        canvas.setFont(font_name(style, part.frag.text), style.size)
        canvas.drawString(part.x, base + style.rise, part.frag.text)
        if style.url and style.url != "#note":
            end = part.x + part.frag.width
            canvas.linkURL(style.url, (part.x, base - 2, end, base + style.size), relative=0)
            if plan.profile.underline_links:
                canvas.setLineWidth(0.4)
                canvas.line(part.x, base - 1.2, end, base - 1.2)
    if line.frame:
        xs = [setter.left + x for x in line.frame]
        canvas.setLineWidth(0.5)
        for x in xs:
            canvas.line(x, top + 2, x, top - line.height - 1)
        canvas.line(xs[0], top + 2, xs[-1], top + 2)
        canvas.line(xs[0], top - line.height - 1, xs[-1], top - line.height - 1)


def _draw_notes(plan: Plan, setter: _Setter, canvas: Canvas, page: SetPage) -> None:
    if not page.notes:
        return
    y = setter.page_size[1] - setter.top - setter.height
    y += sum(line.height for line in page.notes)
    if plan.profile.note_rule:
        canvas.setLineWidth(0.5)
        canvas.line(setter.left, y + 4, setter.left + 140, y + 4)
    for line in page.notes:
        _draw_line(plan, setter, canvas, line, y)
        y -= line.height


def _draw_running(plan: Plan, setter: _Setter, canvas: Canvas, number: int, total: int) -> None:
    style = Style(plan.profile.head_font, 8)
    right = setter.left + setter.width
    top = setter.page_size[1] - setter.top * 0.6
    bottom = (setter.page_size[1] - setter.top - setter.height) * 0.5
    left_head, right_head = plan.header if number % 2 else plan.even_header
    left, middle, right_foot = (
        form.replace("{n}", str(number)).replace("{t}", str(total)) for form in plan.footer
    )
    canvas.setFillColor(HexColor("#000000"))
    for text, x, y, draw in (
        (left_head, setter.left, top, canvas.drawString),
        (right_head, right, top, canvas.drawRightString),
        (left, setter.left, bottom, canvas.drawString),
        (middle, setter.left + setter.width / 2, bottom, canvas.drawCentredString),
        (right_foot, right, bottom, canvas.drawRightString),
    ):
        if text:
            canvas.setFont(font_name(style, text), 8)
            draw(x, y, text)
    if plan.profile.header == "rule":
        canvas.setLineWidth(0.5)
        canvas.line(setter.left, top - 4, right, top - 4)
