"""Hand-made diffs for tests of what shows them."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from vlortool.diff.records import Basis, Diff, OrderBasis, Pair, Quote, Relation, Repeat, Sentence
from vlortool.model.place import Place

HOSTILE = (
    "<script>alert(1)</script> & \"x\" 'y' [red]rood[/red] \x1b[31m\u202eom\u202c =1+1 {+a+} [-b-]"
)


def sentence(name: str, text: str, **labels: Any) -> Sentence:
    """Make a statement called `<advisory>#<id>`, a recommendation unless labels say otherwise."""
    advisory, _, own = name.partition("#")
    made = Sentence(
        advisory=advisory,
        id=own,
        start=100,
        end=100 + len(text),
        section="2.1",
        section_title="Vraag",
        place=Place(unit="page", first=3, last=4),
        position="recommendation",
        strength="ask",
        confidence=0.9,
        speaker="vlor",
        actors=[],
        addressees=[],
        implied=[],
        themes=[],
        footnotes=[],
        lead_in=None,
        text=text,
    )
    return replace(made, **labels)


def pair(old: str, new: str, relation: Relation, similarity: float = 0.8, *basis: Basis) -> Pair:
    return Pair(old=old, new=new, relation=relation, similarity=similarity, basis=list(basis))


def quote(one: Sentence, words: str) -> Quote:
    """Quote words of a statement."""
    start = one.start + one.text.index(words)
    return Quote(start=start, end=start + len(words), text=words)


OLD = sentence(
    "oud#a1", "De Vlor vraagt gratis taallessen.", themes=["taal"], addressees=["vlaamse-regering"]
)
NEW = sentence(
    "nieuw#b1", "De overheid moet gratis taallessen aanbieden.", themes=["taal"], strength="must"
)


def diff(**parts: Any) -> Diff:
    """Make a diff with a pair of each kind, what one advisory lacks, a repeat and a doubt."""
    made = Diff(
        old="oud",
        new="nieuw",
        order_basis=[OrderBasis(by="date", old="2014-01-01", new="2020-01-01")],
        pairs=[
            pair(
                "a1",
                "b1",
                "strengthened",
                0.8,
                Basis(
                    kind="strength",
                    old=[quote(OLD, "vraagt")],
                    new=[quote(NEW, "moet")],
                    value="ask > must",
                ),
                Basis(
                    kind="words",
                    old=[quote(OLD, "gratis"), quote(OLD, "taallessen")],
                    new=[quote(NEW, "gratis"), quote(NEW, "taallessen")],
                ),
            ),
            pair("a2", "b2", "verbatim", 1.0),
            pair("a3", "b3", "reworded", 0.4),
        ],
        only_old=["a4"],
        only_new=["b4"],
        repeats=[Repeat(advisory="nieuw", statements=["b5", "b5-2"])],
        possible=[pair("a4", "b4", "opposed", 0.2)],
        statements=[
            OLD,
            sentence("oud#a2", "De scholen moeten samenwerken.", actors=["scholen"]),
            sentence("oud#a3", "Er is nood aan stageplaatsen.", themes=["werkplekleren"]),
            sentence("oud#a4", "De raad vraagt meer geld.", themes=["financiering"]),
            NEW,
            sentence("nieuw#b2", "De scholen moeten samenwerken.", actors=["scholen"]),
            sentence("nieuw#b3", "Stageplaatsen zijn nodig.", themes=["kwaliteitszorg"]),
            sentence("nieuw#b4", "De raad vraagt minder geld.", themes=["financiering"]),
            sentence("nieuw#b5", "Leraren moeten tijd krijgen.", lead_in="De Vlor vraagt dit:"),
            sentence("nieuw#b5-2", "Leraren moeten tijd krijgen.", section="5"),
        ],
    )
    return replace(made, **parts)
