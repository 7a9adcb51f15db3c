"""The pipeline: one file in, one advisory out, a pure function of the file and its sidecar."""

from __future__ import annotations

from pathlib import Path

from vlortool._version import __version__
from vlortool.extract import extract
from vlortool.extract import text as text_route
from vlortool.extract.sidecar import advisory_id, read_sidecar
from vlortool.model.advisory import Advisory, Source
from vlortool.model.identity import source_path
from vlortool.model.layout import PDF, Layout, Reader
from vlortool.model.limits import DEFAULT, Limits
from vlortool.resources.overlay import resources_digest
from vlortool.segment import segment
from vlortool.tag.citations import cite
from vlortool.tag.statements import find_statements
from vlortool.tag.words import model_name, use_model

__all__ = ["PARSER", "load", "parse_file", "parser_name", "use_model"]

PARSER = f"vlortool {__version__}"


def parser_name(media_type: str, reader: Reader = Reader.PDFIUM) -> str:
    """Return program and version, and what a user gave it to read besides its own.

    Args:
        media_type: Of the source.
        reader: What PDFs are read with. Another than the default is named: its record is another
            opinion, though it may say the same, and a run with the default does not take it over.
    """
    digest, model = resources_digest(), model_name()
    is_other = media_type == PDF and reader is not Reader.PDFIUM
    extras = [reader.value] if is_other else []
    extras += [f"resources {digest}"] if digest else []
    extras += [model] if model else []
    return " with ".join([PARSER, " and ".join(extras)]) if extras else PARSER


def load() -> None:
    """Load the models, the lexicon and the libraries, which the first document does otherwise."""
    pages = text_route.read_pages("De Vlor vraagt overleg.")
    document = segment(Layout(media_type="text/plain", sha256="", bytes=0, pages=pages))
    cite(document)
    find_statements(document)


def parse_file(
    path: Path,
    *,
    password: str | None = None,
    reader: Reader = Reader.PDFIUM,
    limits: Limits = DEFAULT,
    working_folder: Path | None = None,
) -> Advisory:
    """Parse one advisory: extract its pages, find its structure, split it into statements.

    Args:
        path: A PDF, or text extracted from one; a sidecar `<stem>.toml` beside it is read too.
        password: Password of an encrypted PDF.
        reader: What to read a PDF with.
        limits: Of size and pages; those of time and memory need a process that can be ended.
        working_folder: The folder that `source.path` is relative to; the current one by default.

    Raises:
        ExtractionError: The file cannot be read; the message says why and what to do.
        ResourceError: The sidecar is wrong.
    """
    sidecar = read_sidecar(path)
    layout = extract(path, password=password, reader=reader, limits=limits)
    document = segment(layout, dict(sidecar.metadata) if sidecar else None)
    cited = cite(document)
    return Advisory(
        id=advisory_id(path, sidecar),
        source=Source(
            path=source_path(path, working_folder),
            media_type=layout.media_type,
            sha256=layout.sha256,
            bytes=layout.bytes,
            pages=len(layout.pages),
            parser=parser_name(layout.media_type, reader),
            sidecar=sidecar.sha256 if sidecar else None,
        ),
        metadata=cited.metadata,
        text=document.text,
        sections=document.sections,
        blocks=document.blocks,
        footnotes=cited.footnotes,
        statements=find_statements(document),
        citations=cited.citations,
        warnings=[*(sidecar.warnings if sidecar else ()), *document.warnings],
        furniture=document.furniture,
    )
