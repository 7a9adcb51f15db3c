"""Fonts for the layouts: symbol fonts with private-use bullets are made here, others looked up."""

from __future__ import annotations

import functools
import logging
import subprocess
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from tests.layouts.profile import SYMBOL_BULLET, WINGDINGS_SQUARE

logging.getLogger("fontTools").setLevel(logging.ERROR)

# Family of the made font that holds a private-use glyph, and the character it looks like.
SYMBOL_FONTS = {SYMBOL_BULLET: ("SymbolMT", "•"), WINGDINGS_SQUARE: ("Wingdings", "▪")}


@functools.cache
def find(family: str, *, bold: bool = False, italic: bool = False) -> Path:
    """Return the file of a font, or of what the system takes in its place."""
    style = f"{family}:weight={200 if bold else 80}:slant={100 if italic else 0}:outline=true"
    done = subprocess.run(
        ["fc-match", "-f", "%{file}", style], capture_output=True, text=True, check=True
    )
    return Path(done.stdout)


@functools.cache
def symbol_folder() -> Path:
    """Make the symbol fonts once a process, in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="layouts-fonts-"))
    for char, (family, looks_like) in SYMBOL_FONTS.items():
        _make(folder / f"{family}.ttf", family, char, looks_like)
    return folder


@functools.cache
def fontconfig_file() -> Path:
    """Write a fontconfig file that adds the symbol fonts to the system's."""
    path = symbol_folder() / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{symbol_folder()}</dir></fontconfig>",
        "utf-8",
    )
    return path


def _make(path: Path, family: str, char: str, looks_like: str) -> None:
    font = TTFont(find("DejaVu Sans"))
    options = subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(looks_like), 0x20])
    subsetter.subset(font)
    for table in font["cmap"].tables:
        table.cmap = {ord(char): table.cmap.get(ord(looks_like), ".notdef"), 0x20: "space"}
    for record in font["name"].names:
        named = {1: family, 3: family, 4: family, 6: family, 16: family}.get(record.nameID)
        if named:
            record.string = named
    font.save(path)
