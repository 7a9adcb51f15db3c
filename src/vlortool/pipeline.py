"""The pipeline: one file in, one advisory out, a pure function of the file and its sidecar."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from vlortool.extract import extract
from vlortool.extract.sidecar import read_sidecar, slug
from vlortool.model.advisory import Advisory, Source
from vlortool.segment import segment
from vlortool.tag.statements import find_statements

PARSER = f"vlortool {version('vlortool')}"


def parse_file(
    path: Path, *, password: str | None = None, working_folder: Path | None = None
) -> Advisory:
    """Parse one advisory: extract its pages, find its structure, split it into statements.

    Args:
        path: A PDF, or text extracted from one; a sidecar `<stem>.toml` beside it is read too.
        password: Password of an encrypted PDF.
        working_folder: The folder that `source.path` is relative to; the current one by default.

    Raises:
        ExtractionError: The file cannot be read; the message says why and what to do.
        ResourceError: The sidecar is wrong.
    """
    sidecar = read_sidecar(path)
    layout = extract(path, password=password)
    document = segment(layout, dict(sidecar.metadata) if sidecar else None)
    return Advisory(
        id=(sidecar.id if sidecar else None) or slug(path.stem),
        source=Source(
            path=_relative(path, working_folder or Path.cwd()),
            media_type=layout.media_type,
            sha256=layout.sha256,
            bytes=layout.bytes,
            pages=len(layout.pages),
            parser=PARSER,
            sidecar=sidecar.sha256 if sidecar else None,
        ),
        metadata=document.metadata,
        text=document.text,
        sections=document.sections,
        blocks=document.blocks,
        footnotes=document.footnotes,
        statements=find_statements(document),
        warnings=[*(sidecar.warnings if sidecar else ()), *document.warnings],
        furniture=document.furniture,
    )


def _relative(path: Path, folder: Path) -> str:
    """Return a path relative to a folder, or the bare name of a file outside it."""
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return path.name
