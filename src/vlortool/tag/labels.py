"""Labels: what all finders together say of each sentence of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from vlortool.model.advisory import Cue, Mention, Position, Strength, Theme
from vlortool.resources.cues import cues
from vlortool.resources.overlay import read_model
from vlortool.tag.actors import Named, find_actors
from vlortool.tag.addressees import AddresseeMention, find_addressees, implied_addressees
from vlortool.tag.cues import CueFinder
from vlortool.tag.features import FeatureReader
from vlortool.tag.positions import Judge, Judgement, PositionModel, Reason
from vlortool.tag.roles import find_roles
from vlortool.tag.speakers import find_speaker
from vlortool.tag.themes import ThemeFound, find_all_themes
from vlortool.tag.units import Unit


class Labels(Struct, frozen=True, kw_only=True):
    """The labels of one sentence, named as in `Statement`."""

    position: Position
    confidence: float
    strength: Strength | None
    speaker: str
    actors: list[Mention]
    addressees: list[str]
    implied: list[str]
    themes: list[Theme]
    cues: list[Cue]


@cache
def feature_reader() -> FeatureReader[str]:
    """Return the reader of features, by their names, that goes with the catalogue of cues."""
    found = cues()
    groups = {cue.id: cue.group for cue in found.by_id.values()}
    finder = CueFinder(found.by_id.values(), found.classes)
    return FeatureReader(finder, groups, found.classes, found.vocabulary, str)


@cache
def position_model() -> PositionModel:
    """Read the trained models of positions and strength."""
    return read_model("positions.json", PositionModel)


@cache
def position_judge() -> Judge:
    """Return the judge of positions that goes with the catalogue and the trained models."""
    return Judge(feature_reader(), position_model())


def label(units: Sequence[Unit]) -> list[Labels]:
    """Label the sentences of a document, all of them, in order."""
    judgements = position_judge().judge(units)
    themes = find_all_themes(units)
    return [
        _labels(unit, judgement, about)
        for unit, judgement, about in zip(units, judgements, themes, strict=True)
    ]


def _labels(unit: Unit, judgement: Judgement, themes: Sequence[ThemeFound]) -> Labels:
    position = judgement.position
    named = find_actors(unit)
    speaker = find_speaker(unit, named, position=position)
    addressees = find_addressees(unit, named, position)
    roles = find_roles(unit, named, addressees, speaker)
    return Labels(
        position=position,
        confidence=judgement.confidence,
        strength=judgement.strength,
        speaker=speaker,
        actors=[
            Mention(id=each.id, role=role, start=each.start, end=each.end)
            for each, role in zip(named, roles, strict=True)
        ],
        addressees=list(dict.fromkeys(each.id for each in addressees)),
        implied=implied_addressees(unit, position, addressees),
        themes=[
            Theme(id=each.id, start=each.start, end=each.end, inherited=each.inherited)
            for each in themes
        ],
        cues=[
            *(_cue("position", reason) for reason in judgement.reasons),
            *(_cue("strength", reason) for reason in judgement.strength_reasons),
            *_addressee_cues(addressees),
            *_theme_cues(unit, themes),
            *_actor_cues(named),
        ],
    )


def _addressee_cues(addressees: Sequence[AddresseeMention]) -> Iterator[Cue]:
    for each in addressees:
        rule = f"addressee/{each.cue}"
        yield Cue(rule=rule, start=each.start, end=each.end, weight=each.probability)


def _theme_cues(unit: Unit, themes: Sequence[ThemeFound]) -> Iterator[Cue]:
    """Yield a cue a theme; an inherited one is quoted with the whole sentence."""
    for each in themes:
        start = unit.start if each.start is None else each.start
        end = unit.end if each.end is None else each.end
        rule = f"theme/{each.id}:{each.rule}"
        yield Cue(rule=rule, start=start, end=end, weight=round(each.probability, 2))


def _actor_cues(named: Sequence[Named]) -> Iterator[Cue]:
    for each in named:
        yield Cue(rule=f"actor/{each.rule}", start=each.start, end=each.end, weight=1.0)


def _cue(kind: str, reason: Reason) -> Cue:
    return Cue(
        rule=f"{kind}/{reason.rule}", start=reason.start, end=reason.end, weight=reason.weight
    )
