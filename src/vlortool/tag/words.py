"""Words of Dutch text: spaCy's tokenizer, simplemma's lemmas, each word form looked up once."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vlortool.errors import ResourceError
from vlortool.lexicon.lemmas import FORMS, also_infinitive, lemma
from vlortool.resources import grammar
from vlortool.resources.cues import cues
from vlortool.tag.units import Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

_ADJECTIVE_ENDING = re.compile(r"(?:e|ële|ige|ende)$")
# Longer than any word or link target.
_LONG_RUN = re.compile(r"(?<!\S)\S{400}")
_RUN = re.compile(r"\S{1,400}")


class _Model:
    """The trained pipeline of this process, if the user has one."""

    def __init__(self) -> None:
        self.name: str | None = None
        self.language: Language | None = None


_model = _Model()


def use_model(name: str | None) -> None:
    """Use a trained spaCy pipeline in this process: its lemmas and verb forms go before ours.

    Args:
        name: An installed pipeline, or the path of one; None for none.

    Raises:
        ResourceError: It can't be loaded, or is not for Dutch.
    """
    if name == _model.name:
        return
    language = None
    if name is not None:
        import spacy  # noqa: PLC0415 - takes more than a second

        try:
            language = spacy.load(name)
        except (OSError, ValueError, ImportError) as error:
            wrong = f"{name}: can't be loaded as a spaCy pipeline ({error})"
            raise ResourceError(
                wrong, "Name an installed pipeline, or the folder of one"
            ) from error
        if language.lang != "nl":
            wrong = f"{name}: is a pipeline for {language.lang!r}"
            raise ResourceError(wrong, "Name one for Dutch (nl)")
    _model.name, _model.language = name, language


def model_name() -> str | None:
    """Return name and version of the trained pipeline in use; None without one."""
    if _model.language is None:
        return None
    meta = _model.language.meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


@cache
def blank() -> Language:
    """Return spaCy's Dutch without a trained model: a tokenizer."""
    from spacy.lang.nl import Dutch  # noqa: PLC0415 - takes a second
    from spacy.vocab import Vocab  # noqa: PLC0415

    # The vocabulary of `spacy.blank` computes a dozen attributes for each of the ten thousand
    # forms that the tokenizer knows, which takes it half a second; nobody looks at them.
    language = Dutch(Vocab())
    # Its limit is for what needs much memory for each word: parsing, of which there is none here.
    language.max_length = sys.maxsize
    return language


def takes_noun(before: str) -> bool:
    """Return whether a noun rather than a verb follows a word: a determiner or preposition."""
    return before in grammar().noun_places


def tokens_of(doc: Doc, start: int = 0) -> list[Token]:
    """Return the words and marks of a doc, blanks left out.

    A form that can be noun or verb (*vragen*) has the noun's lemma behind a determiner,
    preposition or adjective, else the verb's; a trained pipeline's lemmas and verb forms are taken
    where the doc has them.

    Args:
        doc: The doc.
        start: Offset of the doc's first character in the text.
    """
    if doc.has_annotation("LEMMA") or doc.has_annotation("POS"):
        return _trained_tokens(doc, start)
    found: list[Token] = []
    before = ""
    forms = doc.vocab.strings
    # Two columns of numbers: making spaCy's Token objects would take most of the time.
    for orth, offset in doc.to_array(["ORTH", "IDX"]).tolist():
        form = _form(forms[orth])
        if form is None:
            continue
        first = start + offset
        base = form.lemma if not form.ambiguous or _noun_here(before) else form.lower
        found.append(Token(form.text, form.lower, base, first, first + len(form.text)))
        before = form.lower
    return found


class _Form(NamedTuple):
    """A word form, looked up once."""

    text: str
    lower: str
    lemma: str
    ambiguous: bool


@lru_cache(maxsize=FORMS)
def _form(text: str) -> _Form | None:
    """Return what is known of a word form; None for blanks."""
    if text.isspace():
        return None
    lower = text.lower()
    base = lemma(lower)
    # Only verbs that the cues speak of: *middelen* and *scholen* are verbs too, but hardly ever.
    ambiguous = base != lower and lower in cues().verbs and also_infinitive(lower)
    return _Form(text, lower, base, ambiguous)


def _trained_tokens(doc: Doc, start: int) -> list[Token]:
    has_verbs = doc.has_annotation("POS")
    found: list[Token] = []
    before = ""
    for token in doc:
        form = _form(token.text)
        if form is None:
            continue
        first = start + token.idx
        ours = form.lemma if not form.ambiguous or _noun_here(before) else form.lower
        base = token.lemma_.lower() or ours
        verb = _verb_form(token) if has_verbs else None
        found.append(Token(form.text, form.lower, base, first, first + len(form.text), verb))
        before = form.lower
    return found


def _verb_form(token: SpacyToken) -> str:
    """Return what a trained pipeline takes a word for, in the terms of `Token.verb`."""
    if token.pos_ not in {"VERB", "AUX"}:
        return ""
    form = token.morph.get("VerbForm", [])
    if "Part" in form:
        return "part"
    if "Inf" in form or "Plur" in token.morph.get("Number", []):
        return "plural"
    return "finite"


def _noun_here(before: str) -> bool:
    return takes_noun(before) or _ADJECTIVE_ENDING.search(before) is not None


def tokenize(text: str, start: int = 0, sentences: Sequence[tuple[int, int]] = ()) -> list[Token]:
    """Return the words and marks of a text; see `tokens_of`.

    Args:
        text: The text.
        start: Offset of its first character in the document.
        sentences: Its sentences, as offsets in the document; a trained pipeline is held to them.
    """
    if _model.language is None:
        if _LONG_RUN.search(text):
            # The tokenizer takes off sign by sign and looks at all the rest each time.
            runs = _RUN.finditer(text)
            docs = ((blank().make_doc(run[0]), start + run.start()) for run in runs)
            return [token for doc, at in docs for token in tokens_of(doc, at)]
        return tokens_of(blank().make_doc(text), start)
    doc = _model.language.make_doc(text)
    starts = {first - start for first, _ in sentences}
    for token in doc:
        token.is_sent_start = token.idx in starts or token.i == 0
    for _, component in _model.language.pipeline:
        doc = component(doc)
    return tokens_of(doc, start)
