"""Single traits of PDF pages, drawn for the purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from vlortool.model.advisory import Advisory
from vlortool.pipeline import parse_file

_WORDS = "De Vlor vraagt dat dit anders kan worden opgevat in de toekomst."


def _parsed(folder: Path, draw: Callable[[Canvas], None]) -> Advisory:
    path = folder / "pagina.pdf"
    canvas = Canvas(str(path))
    draw(canvas)
    canvas.save()
    return parse_file(path)


def _text(canvas: Canvas, count: int = 12, x0: float = 72, page: str = "een") -> None:
    for index in range(count):
        # Words that return on each page at one height would be furniture.
        canvas.drawString(x0, 780 - 14 * index, f"{_WORDS[:-1]} op bladzijde {page}.")


def test_a_stamp_on_the_edge_is_furniture(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.drawString(100, -30, "Ontvangen")
        canvas.restoreState()
        _text(canvas)

    advisory = _parsed(tmp_path, draw)
    assert "Ontvangen" not in advisory.text
    assert [(one.kind, one.text) for one in advisory.furniture] == [("header", "Ontvangen")]


def test_a_page_whose_text_is_turned_is_not_left_out_in_silence(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        _text(canvas)

    assert [warning.code for warning in _parsed(tmp_path, draw).warnings] == ["turned-text"]


def test_an_asterisk_is_a_marker_where_a_note_has_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "De raad vraagt overleg")
        raised = canvas.beginText(190, 704)
        raised.setFont("Helvetica", 7)
        raised.textOut("*")
        canvas.drawText(raised)
        canvas.drawString(195, 700, "en geld.")
        canvas.line(72, 120, 180, 120)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 108, "* Zie het advies van 2018.")

    advisory = _parsed(tmp_path, draw)
    assert advisory.text == "De raad vraagt overleg en geld."
    (note,) = advisory.footnotes
    assert (note.number, note.text, note.marker) == ("*", "Zie het advies van 2018.", 22)


def test_two_sided_pages_have_one_margin_and_true_origins(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(4):
            name = ("een", "twee", "drie", "vier")[page]
            _text(canvas, 11, 90 if page % 2 == 0 else 50, name)
            canvas.drawString(104 if page % 2 == 0 else 64, 600, f"- punt {name} van de lijst;")
            canvas.showPage()

    advisory = _parsed(tmp_path, draw)
    bullets = [block for block in advisory.blocks if block.kind == "bullet"]
    assert [block.depth for block in bullets] == [1, 1, 1, 1]
    assert [round(block.origin[0].x0 or 0) for block in bullets] == [104, 64, 104, 64]


def test_notes_that_count_anew_on_each_page_keep_their_markers(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for name in ("rood", "groen", "blauw"):
            _text(canvas, 6, page=name)
            canvas.drawString(72, 600, f"De raad wijst op {name}")
            raised = canvas.beginText(200, 604)
            raised.setFont("Helvetica", 7)
            raised.textOut("1")
            canvas.drawText(raised)
            canvas.line(72, 120, 180, 120)
            canvas.setFont("Helvetica", 8)
            canvas.drawString(72, 108, f"1 Zie het advies over {name} van 2018.")
            canvas.showPage()

    advisory = _parsed(tmp_path, draw)
    assert [note.text.split()[4] for note in advisory.footnotes] == ["rood", "groen", "blauw"]
    for note in advisory.footnotes:
        assert note.marker is not None
        assert advisory.text[: note.marker].endswith(note.text.split()[4])
    assert [warning.code for warning in advisory.warnings] == ["duplicate-footnote"]
