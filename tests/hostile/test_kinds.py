"""Each kind of hostile input ends as an advisory or as a refusal with a remedy, never otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.hostile import contents, damage, pages, scripts, structure, texts
from tests.hostile.kinds import KINDS, PDFS, TEXTS, Kind
from vlortool.batch import Options, run
from vlortool.model.layout import Reader
from vlortool.model.limits import Limits
from vlortool.model.outcome import Outcome
from vlortool.store import read_advisory

# Whatever else they do, these take too long or too much: a worker is ended for each.
ENDED = {
    "contents_a_hundred_thousand_times": "--max-(seconds|memory)",
    "forms_that_double": "--max-seconds",
}
LIMITS = Limits(seconds=2, memory=700, pages=3000, size=50)
# What takes the second reader, which is slow, longer than a test may.
SLOW = frozenset(
    {
        "a_million_glyphs_on_one_place",
        "a_million_objects_begun",
        "a_million_streams_begun",
        "a_page_of_200_000_words",
        "a_path_of_200_000_corners",
        "a_hundred_thousand_pieces_on_one_place",
        "contents_a_hundred_thousand_times",
        "font_of_endless_codes",
        "font_of_endless_heights",
        "font_of_endless_letters",
        "font_of_endless_widths",
        "font_of_long_letters",
        "forms_that_double",
        "image_in_place_without_end",
        "index_packed_of_no_width",
        "marks_deep",
        "pages_by_the_ten_thousand",
        "rules_by_the_ten_thousand",
        "sizes_by_the_thousand",
        "states_deep",
        "tree_of_a_hundred_thousand_levels",
        "words_on_a_slope",
    }
)
