"""Why a statement has its labels: the rules that fired, in words, with how often they are right."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from vlortool.model.advisory import POSITIONS, STRENGTHS, Advisory, Cue, Statement
from vlortool.resources import evidence, explanations
from vlortool.resources.actors import actors
from vlortool.resources.cues import cues

Kind = Literal["position", "strength", "addressee", "actor", "theme"]


class Reason(Struct, frozen=True, kw_only=True):
    """A rule that fired.

    Attributes:
        kind: What it is about.
        label: The label that it speaks for.
        rule: The rule.
        explanation: The rule in Dutch words.
        words: The words that it rests on.
        weight: How far it speaks for the label: log-odds, or a probability (addressee, theme).
        precision: How often the label was right where the rule fired in the labelled advisories;
            None if that was not measured.
        n: In how many sentences it fired there.
    """

    kind: Kind
    label: str
    rule: str
    explanation: str
    words: str
    weight: float
    precision: float | None
    n: int | None


def reasons(advisory: Advisory, statement: Statement) -> list[Reason]:
    """Return why a statement has its labels, in the order of the record."""
    return [_reason(advisory, statement, cue) for cue in statement.cues]


def _reason(advisory: Advisory, statement: Statement, cue: Cue) -> Reason:
    name, _, rule = cue.rule.partition("/")
    kind: Kind = name  # type: ignore[assignment]
    label = _label(statement, cue, kind)
    counts = evidence().get(kind, {}).get(rule)
    precision, n = _measured(kind, label, counts) if counts else (None, None)
    return Reason(
        kind=kind,
        label=label,
        rule=rule,
        explanation=_explained(kind, rule, label),
        words=advisory.text[cue.start : cue.end],
        weight=cue.weight,
        precision=precision,
        n=n,
    )


def _label(statement: Statement, cue: Cue, kind: Kind) -> str:
    if kind == "position":
        return statement.position or ""
    if kind == "strength":
        return statement.strength or ""
    if kind == "theme":
        return cue.rule.removeprefix("theme/").partition(":")[0]
    for each in statement.actors:
        if (each.start, each.end) == (cue.start, cue.end):
            return each.id
    return ""


def _measured(kind: Kind, label: str, counts: list[int]) -> tuple[float | None, int | None]:
    if kind in ("position", "strength"):
        names = POSITIONS if kind == "position" else STRENGTHS
        n, right = sum(counts), counts[names.index(label)]
    else:
        n, right = counts
    return (round(right / n, 2), n) if n else (None, None)


def _explained(kind: Kind, rule: str, label: str) -> str:
    if kind == "actor":
        return f"naam van {actors().by_id[label].label}" if label in actors().by_id else rule
    if kind == "theme":
        return _theme_rule(rule.partition(":")[2])
    if kind == "addressee":
        return f"kenmerk van de geadresseerde: {rule}"
    name, _, rest = rule.partition(":")
    template = explanations().get(name)
    if template is None:
        return rule
    part = rest.partition("@")[0].partition("+")[0]
    cue = cues().by_id.get(part)
    return template.replace("{0}", cue.label if cue else part).replace(" ()", "")


def _theme_rule(rule: str) -> str:
    """Return where a theme comes from; the words of a rule speak for themselves."""
    inherited = explanations().get(f"theme {rule}")
    if inherited is not None:
        return inherited
    return f"trefwoorden {rule.rpartition('.')[2]}"
