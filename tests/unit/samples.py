"""Hand-made advisories for tests of what comes after parsing."""

from __future__ import annotations

from vlortool.model.advisory import (
    Advisory,
    Block,
    Footnote,
    Metadata,
    Origin,
    Section,
    Source,
    SourceWarning,
    Statement,
    Theme,
)

TEXT = "Vooraf.\nVraag\nDe Vlor vraagt overleg.\nMet scholen."


def source(path: str = "advies.txt", sha256: str = "0" * 64) -> Source:
    return Source(
        path=path,
        media_type="text/plain",
        sha256=sha256,
        bytes=47,
        pages=1,
        parser="vlortool 0",
    )


def line(number: int) -> list[Origin]:
    return [Origin(line=number, last_line=number)]


def advisory(name: str = "advies", path: str = "advies.txt") -> Advisory:
    """Make an advisory with an untitled first section, a bullet and two notes, one without text."""
    return Advisory(
        id=name,
        source=source(path),
        metadata=Metadata(title="Advies over overleg"),
        text=TEXT,
        sections=[
            Section(number=None, title=None, level=1, start=0, end=7, origin=line(1)),
            Section(number="1", title="Vraag", level=1, start=8, end=50, origin=line(2)),
        ],
        blocks=[
            _block(0, (0, 7), 1),
            _block(1, (14, 37), 3),
            Block(
                kind="bullet",
                depth=1,
                glyph="•",
                section=1,
                lead_in=1,
                start=38,
                end=50,
                origin=line(4),
            ),
        ],
        footnotes=[
            Footnote(number="1", text="Een bron.", urls=[], marker=37, origin=line(5)),
            Footnote(number="2", text="", urls=[], marker=50, origin=line(4)),
        ],
        statements=[
            _statement("a1", 0, 0, (0, 7)),
            _statement("b2", 1, 1, (14, 37)),
            _statement("c3", 2, 1, (38, 50)),
        ],
        warnings=[SourceWarning(code="footnote-without-text", message="note 2", origin=line(4))],
    )


def _block(section: int, span: tuple[int, int], at: int) -> Block:
    return Block(
        kind="paragraph",
        depth=0,
        glyph=None,
        section=section,
        lead_in=None,
        start=span[0],
        end=span[1],
        origin=line(at),
    )


def _statement(name: str, block: int, section: int, span: tuple[int, int]) -> Statement:
    start, end = span
    return Statement(
        id=name, block=block, section=section, start=start, end=end, text=TEXT[start:end]
    )


def spoken(name: str, *sentences: str, title: str | None = "Advies") -> Advisory:
    """Make an advisory of recommendations to the sector, a paragraph each, in one section."""
    starts = [sum(len(each) + 1 for each in sentences[:index]) for index in range(len(sentences))]
    spans = [(start, start + len(each)) for start, each in zip(starts, sentences, strict=True)]
    return Advisory(
        id=name,
        source=source(f"{name}.txt"),
        metadata=Metadata(title=title, council="vlor"),
        text="\n".join(sentences),
        sections=[
            Section(number="1", title="Vraag", level=1, start=0, end=spans[-1][1], origin=line(1))
        ],
        blocks=[_block(0, span, index + 1) for index, span in enumerate(spans)],
        footnotes=[],
        statements=[
            Statement(
                id=f"{index:08x}",
                block=index,
                section=0,
                start=span[0],
                end=span[1],
                text=sentences[index],
                position="recommendation",
                confidence=0.9,
                strength="must",
                speaker="vlor",
                addressees=["sector"],
                themes=[Theme(id="taal", start=None, end=None, inherited=True)],
                origin=line(index + 1),
            )
            for index, span in enumerate(spans)
        ],
    )
