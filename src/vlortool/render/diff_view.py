"""A diff as a reader meets it: what is compared and why so, then groups, each by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from vlortool.diff.records import Diff, OrderBasis, Pair, Sentence
from vlortool.diff.rows import POSSIBLE, DiffCount, counts, sentences_of
from vlortool.diff.selection import NEW, NOT_REPEATED, Selection
from vlortool.model.advisory import Advisory
from vlortool.query.names import RELATION_LABELS, label_of_actor, label_of_theme
from vlortool.render.diff_words import ARROW, evidence, reasons, wording
from vlortool.render.labels import force
from vlortool.render.table import place_text

# What changed most comes first; what is doubtful comes last, behind all that was found.
ORDER = (
    "opposed",
    "strengthened",
    "weakened",
    "widened",
    "narrowed",
    "readdressed",
    "reworded",
    "verbatim",
    NOT_REPEATED,
    NEW,
)
REPEATS = "repeats"
# Of the possible pairs those that a reader must not miss stand apart, before the others.
POSSIBLY_OPPOSED = "possible-opposed"
_DOUBTFUL = (POSSIBLY_OPPOSED, POSSIBLE)
MAYBE = "misschien"
NO_THEME = "Geen thema gevonden"
LABELS = {
    **RELATION_LABELS,
    REPEATS: "binnen een advies herhaald",
    POSSIBLY_OPPOSED: f"{MAYBE} {RELATION_LABELS['opposed']}",
    POSSIBLE: MAYBE,
}
_TITLES = {
    NOT_REPEATED: "Niet herhaald, of niet teruggevonden",
    NEW: "Nieuw, of niet teruggevonden",
    POSSIBLE: "Misschien over hetzelfde",
    REPEATS: "Wat een advies zelf herhaalt",
}
# docs/accuracy.md has the figures, of advisories that were left out of training.
RIGHT = "zes op de tien"
MISSED = "ruim vier op de tien"
_DOUBT = (
    "onzeker: deze paren tellen niet mee; lees ze zelf na. Hun zinnen staan hierboven ook waar ze"
    " zonder dit paar horen"
)
_HINTS = {
    NOT_REPEATED: "in het nieuwere advies niet teruggevonden; dat zegt niets over of het nog geldt."
    f" Wat er in andere woorden staat, kan gemist zijn: dat gebeurt bij {MISSED} paren",
    NEW: "in het oudere advies niet teruggevonden. Wat er in andere woorden staat, kan gemist zijn:"
    f" dat gebeurt bij {MISSED} paren",
    REPEATS: "dezelfde woorden op meer plaatsen in één advies; wat het in andere woorden herhaalt,"
    " staat hier niet",
    POSSIBLY_OPPOSED: _DOUBT,
    POSSIBLE: _DOUBT,
}
HOW = (
    "afgeleid: welke zinnen bij elkaar horen en wat er veranderde, leidt vlortool af uit de woorden"
    " en labels. De gelijkenis is een score van 0 tot 1, geen kans: in adviezen waaruit het niet"
    f" leerde, klopten {RIGHT} paren"
)
NOTHING = "geen verschillen gevonden"
_NOTHING_SURE = "geen zekere verschillen gevonden"
_SIDES = ("oudere", "nieuwere")
_UNTITLED = "(zonder titel)"


class Entry(Struct, frozen=True, kw_only=True):
    """Something to show: a pair, a position of one advisory, or what an advisory repeats.

    Attributes:
        pair: The pair; None for another thing.
        old: Its older statement, or the older advisory's.
        new: Its newer statement, or the newer advisory's.
        repeated: The statements that say the same.
        also: In which other pairs its statements stand, in words.
    """

    pair: Pair | None = None
    old: Sentence | None = None
    new: Sentence | None = None
    repeated: list[Sentence] = []
    also: list[str] = []

    @property
    def sentences(self) -> list[Sentence]:
        """The statements, the older one first."""
        return [each for each in (self.old, self.new) if each is not None] + self.repeated


class ThemeGroup(Struct, frozen=True):
    """Entries on one theme."""

    title: str
    entries: list[Entry]


class Group(Struct, frozen=True):
    """Entries of one relation.

    Attributes:
        key: The relation, or what stands for it.
        title: Its title in Dutch.
        hint: What the reader must know of it; may be empty.
        themes: Its entries by theme.
    """

    key: str
    title: str
    hint: str
    themes: list[ThemeGroup]

    @property
    def size(self) -> int:
        """How many entries it has."""
        return sum(len(theme.entries) for theme in self.themes)

    @property
    def is_doubtful(self) -> bool:
        """Whether its pairs don't count as found."""
        return self.key in _DOUBTFUL


class View(Struct, frozen=True, kw_only=True):
    """A diff to show.

    Attributes:
        old: Id of the older advisory.
        new: Id of the newer one.
        facts: What is compared, in which order and why, and what was found: names with words.
        groups: The entries, the changes first and the doubtful ones last.
        counts: How many there are, by relation and by theme.
    """

    old: str
    new: str
    facts: list[tuple[str, str]]
    groups: list[Group]
    counts: list[DiffCount]


def view_of(diff: Diff, wanted: Selection, titles: Mapping[str, str]) -> View:
    """Put a diff in the order in which it is shown.

    Args:
        diff: The diff, of which only what is wanted is left.
        wanted: What is wanted, to say so.
        titles: Titles of the advisories, of those that have one.
    """
    groups = list(_groups(diff, wanted))
    return View(
        old=diff.old,
        new=diff.new,
        facts=list(_facts(diff, wanted, groups, titles)),
        groups=groups,
        counts=list(counts([diff])),
    )


def titles_of(advisories: Iterable[Advisory]) -> dict[str, str]:
    """Return title and day of advisories, as far as they are known."""
    found = {}
    for advisory in advisories:
        known = [advisory.metadata.title, advisory.metadata.date]
        found[advisory.id] = " · ".join(str(part) for part in known if part is not None)
    return found


def order_text(basis: Sequence[OrderBasis]) -> str:
    """Say in Dutch why one advisory is taken for the older one."""
    return "; ".join(map(_order, basis))


def place_line(sentence: Sentence) -> tuple[str, str]:
    """Return the name of a statement, and its section as a reader knows it."""
    section = " ".join(part for part in (sentence.section, sentence.section_title) if part)
    return f"{sentence.advisory}#{sentence.id}", section or _UNTITLED


def about(sentence: Sentence, *, by_label: bool = True) -> list[str]:
    """Say where a statement stands, whom it addresses and what it is about; its name comes first.

    Args:
        sentence: The statement.
        by_label: Whether actors and themes go by their labels; their ids are shorter.
    """
    name, section = place_line(sentence)
    asked = [*sentence.addressees, *sentence.implied]
    themes = sentence.themes
    if by_label:
        asked, themes = [*map(label_of_actor, asked)], [*map(label_of_theme, themes)]
    named = len(sentence.addressees)
    said = [f"{ARROW} {each}" for each in asked[:named]]
    said += [f"{ARROW} {each} (afgeleid)" for each in asked[named:]]
    parts = [name, place_text(sentence.place), section, *said, ", ".join(themes)]
    return [part for part in parts if part]


def has_marks(view: View) -> bool:
    """Tell whether anything is shown as gone or come, so that the marks must be explained."""
    return any(
        run.state != "kept"
        for group in view.groups
        for theme in group.themes
        for entry in theme.entries
        if entry.pair is not None and entry.old is not None and entry.new is not None
        for words in [wording(entry.pair, entry.old, entry.new)]
        for run in (*words.old, *words.new)
    )


def force_of(sentence: Sentence) -> str:
    """Say what a statement does."""
    return force(sentence.position, sentence.strength)


def similarity_text(pair: Pair) -> str:
    """Say how alike two statements are, and that it is inferred."""
    if pair.relation == "verbatim":
        return "dezelfde woorden"
    return f"gelijkenis {pair.similarity:.2f} (afgeleid)"


def grounds_of(pair: Pair) -> tuple[list[str], list[str]]:
    """Return what the relation rests on, with the similarity, and what the pair rests on.

    Common themes are among those of both statements, which a reader sees already.
    """
    return [*reasons(pair), similarity_text(pair)], evidence(pair, leave_out={"themes"})


def _order(basis: OrderBasis) -> str:
    days = f" ({basis.old} tegen {basis.new})" if basis.old and basis.new else ""
    if basis.by == "date":
        return f"volgens hun datum{days}"
    if basis.by == "not-before":
        return (
            "afgeleid: een advies zonder datum is niet ouder dan het jongste werk dat het"
            f" citeert{days}"
        )
    if basis.by == "citation":
        return "het nieuwere citeert het oudere"
    return "gegeven volgorde: niets zegt welk advies ouder is"


def _facts(
    diff: Diff, wanted: Selection, groups: Sequence[Group], titles: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for name, advisory in (("ouder", diff.old), ("nieuwer", diff.new)):
        yield name, " · ".join(part for part in (advisory, titles.get(advisory)) if part)
    is_same = diff.old == diff.new
    yield "volgorde", "hetzelfde advies" if is_same else order_text(diff.order_basis)
    filters = _filters(wanted)
    if filters:
        yield "filters", filters
    yield "samen", _summary(groups, is_part=bool(filters))
    if diff.pairs or diff.possible:
        yield "hoe", HOW


def _summary(groups: Sequence[Group], *, is_part: bool) -> str:
    sizes = {group.key: group.size for group in groups}
    if not sizes:
        return "niets gevonden dat aan de filters voldoet" if is_part else NOTHING
    found = [f"{size} {LABELS[key]}" for key, size in sizes.items() if key not in _DOUBTFUL]
    opposed = sizes.get(POSSIBLY_OPPOSED, 0)
    doubtful = f"{opposed} {LABELS[POSSIBLY_OPPOSED]}"
    if POSSIBLE in sizes:
        of_them = f", waarvan {doubtful}" if opposed else ""
        found.append(f"{opposed + sizes[POSSIBLE]} {MAYBE}{of_them}")
    elif opposed:
        found.append(doubtful)
    if sizes.keys() <= {"verbatim", REPEATS, *_DOUBTFUL}:
        found.append(NOTHING if sizes.keys().isdisjoint(_DOUBTFUL) else _NOTHING_SURE)
    return " · ".join(found)


def _filters(wanted: Selection) -> str:
    said = []
    if wanted.themes:
        said.append(f"thema {' of '.join(map(label_of_theme, wanted.themes))}")
    if wanted.actor is not None:
        said.append(f"actor {label_of_actor(wanted.actor)}")
    if wanted.relations:
        said.append(" of ".join(RELATION_LABELS[each] for each in wanted.relations))
    if wanted.min_similarity:
        said.append(f"gelijkenis vanaf {wanted.min_similarity:g}")
    if wanted.only_changed:
        said.append("enkel wat veranderde")
    return "; ".join(said)


def _groups(diff: Diff, wanted: Selection) -> Iterator[Group]:
    known = sentences_of(diff)
    found: dict[str, list[Entry]] = {key: [] for key in ORDER}
    for pair in diff.pairs:
        found[pair.relation].append(_entry(diff, known, pair))
    found[NOT_REPEATED] = [Entry(old=known[diff.old, name]) for name in diff.only_old]
    found[NEW] = [Entry(new=known[diff.new, name]) for name in diff.only_new]
    found[REPEATS] = [
        Entry(repeated=[known[repeat.advisory, name] for name in repeat.statements])
        for repeat in diff.repeats
    ]
    found[POSSIBLY_OPPOSED], found[POSSIBLE] = [], []
    for pair in diff.possible:
        key = POSSIBLY_OPPOSED if pair.relation == "opposed" else POSSIBLE
        found[key].append(_entry(diff, known, pair))
    for key, entries in _crossed(found).items():
        if entries:
            title = _TITLES.get(key) or LABELS[key].capitalize()
            yield Group(key, title, _HINTS.get(key, ""), _by_theme(entries, wanted.themes))


def _crossed(found: Mapping[str, list[Entry]]) -> dict[str, list[Entry]]:
    """Say at each entry in which other pairs its statements stand."""
    pairs: dict[tuple[str, str], list[tuple[str, Pair]]] = {}
    for key, entries in found.items():
        for entry in entries:
            if entry.pair is not None:
                # An advisory compared with itself has a statement on both sides.
                for name in {(each.advisory, each.id) for each in entry.sentences}:
                    pairs.setdefault(name, []).append((key, entry.pair))
    return {
        key: [replace(entry, also=list(_also(entry, pairs))) for entry in entries]
        for key, entries in found.items()
    }


def _also(
    entry: Entry, pairs: Mapping[tuple[str, str], Sequence[tuple[str, Pair]]]
) -> Iterator[str]:
    for name, sentence in zip(_SIDES, (entry.old, entry.new), strict=True):
        if sentence is None:
            continue
        side = f"de {name} zin " if entry.pair is not None else ""
        others = Counter(
            LABELS[key]
            for key, pair in pairs.get((sentence.advisory, sentence.id), ())
            if pair is not entry.pair
        )
        if others:
            said = [f"{name} ({count})" if count > 1 else name for name, count in others.items()]
            yield f"{side}ook bij: {', '.join(said)}"


def _entry(diff: Diff, known: Mapping[tuple[str, str], Sentence], pair: Pair) -> Entry:
    return Entry(pair=pair, old=known[diff.old, pair.old], new=known[diff.new, pair.new])


def _by_theme(entries: Iterable[Entry], preferred: Sequence[str]) -> list[ThemeGroup]:
    """Put each entry under one theme; what has none comes last."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        theme = _theme(entry, preferred)
        found.setdefault(label_of_theme(theme) if theme else "", []).append(entry)
    ordered = sorted(found, key=lambda label: (not label, label.casefold()))
    return [ThemeGroup(label or NO_THEME, found[label]) for label in ordered]


def _theme(entry: Entry, preferred: Sequence[str]) -> str | None:
    """Choose the theme that was asked for, else the first that all have, else the first."""
    sentences = entry.sentences
    every = [theme for sentence in sentences for theme in sentence.themes]
    shared = [theme for theme in every if all(theme in each.themes for each in sentences)]
    asked = [theme for theme in every if theme in preferred]
    return next(iter([*asked, *shared, *every]), None)
