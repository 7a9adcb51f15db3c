"""Gold files as advisories, with the labels that this version gives them."""

from __future__ import annotations

from pathlib import Path

from vlortool.errors import GoldError
from vlortool.evaluate.gold import Gold
from vlortool.model.advisory import Advisory, Source
from vlortool.model.layout import Reader


def labelled_here(gold: Gold, raw: Path, reader: Reader = Reader.PDFIUM) -> Advisory:
    """Parse what a gold file is about: its source, or the sentences that it holds itself.

    Args:
        gold: The gold.
        raw: The folder with the sources of gold files that hold no text.
        reader: What to read sources with that are PDFs.

    Raises:
        GoldError: The source is not there.
        VlortoolError: The source can't be parsed.
    """
    # They load spaCy.
    from vlortool.pipeline import parse_file  # noqa: PLC0415
    from vlortool.tag.statements import label_sentences  # noqa: PLC0415

    document = gold.document
    if document is not None:
        source = Source(path=gold.path.name, media_type="", sha256="", bytes=0, pages=0, parser="")
        return Advisory(
            id=gold.id,
            source=source,
            metadata=document.metadata,
            text=document.text,
            sections=document.sections,
            blocks=document.blocks,
            footnotes=document.footnotes,
            statements=label_sentences(document, gold.spans),
        )
    for suffix in (".txt", ".pdf"):
        path = raw / f"{gold.id}{suffix}"
        if path.is_file():
            return parse_file(path, reader=reader)
    wrong = f"{gold.path}: {raw} holds no source {gold.id}.txt or {gold.id}.pdf"
    raise GoldError(wrong, "Name the folder of the sources with --raw")
