"""What stands around a mention: the features that tell whether it names who is to act.

A feature is a readable string (`slot=prep:bij`, `next=modal:must`); those that are joined with `&`
say that two things hold together. No word of Dutch is named here: the classes of words come from
`frames.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vlortool.resources.actors import actors
from vlortool.resources.frames import Frames, frames
from vlortool.tag.actors import HOME, Named
from vlortool.tag.units import Token, Unit

_NEAR = 4
_SHORT = 5


class _Chain(NamedTuple):
    """Mentions that are co-ordinated (*scholen, ouders en het CLB*): first and last token."""

    first: int
    last: int


def features(unit: Unit, named: Sequence[Named]) -> list[list[str]]:
    """Return for each mention what stands around it; nothing if it can be no addressee.

    Args:
        unit: The sentence.
        named: Its mentions, in reading order.
    """
    view = _View(unit, named)
    return [
        [] if view.never(chain) else view.features(mention, chain)
        for mention, chain in view.chained()
    ]


class _View:
    """A sentence with its mentions, as seen from one mention after the other."""

    def __init__(self, unit: Unit, named: Sequence[Named]) -> None:
        self.unit = unit
        self.tokens = unit.tokens
        self.named = named
        self.frames: Frames = frames()
        self.council = unit.council or HOME
        self.ends = {mention.last: mention for mention in named}
        self.starts = {mention.first: mention for mention in named}
        self.words = self.frames.words

    # Which mentions belong together ----------------------------------------------------------

    def chained(self) -> list[tuple[Named, _Chain]]:
        """Return each mention with the chain that it stands in."""
        chains: list[_Chain] = []
        members: list[int] = []
        for mention in self.named:
            if chains and self._joined(chains[-1].last, mention.first):
                chains[-1] = _Chain(chains[-1].first, max(mention.last, chains[-1].last))
            else:
                chains.append(_Chain(mention.first, mention.last))
            members.append(len(chains) - 1)
        return [(mention, chains[at]) for mention, at in zip(self.named, members, strict=True)]

    def _joined(self, last: int, first: int) -> bool:
        between = [token.lower for token in self.tokens[last + 1 : first]]
        if first <= last:
            return True
        glue = [word for word in between if word in self.words["joins"]]
        rest = [word for word in between if word not in self.words["joins"]]
        return len(glue) == 1 and all(word in self.words["determiners"] for word in rest)

    # What stands around one mention -----------------------------------------------------------

    def features(self, mention: Named, chain: _Chain) -> list[str]:
        start = self._phrase_start(chain.first)
        slot = self._slot(start)
        following = self._next(chain.last)
        kind = self._kind(mention)
        left, right = self._bounds(start, chain.last)
        verb = self._verb(left, right)
        ask = self._nearest_ask(left, right, start)
        if ask == "none":
            # The ask that a *dat* clause depends on stands outside of it.
            ask = self._matrix(start, slot).partition("<")[2] or ask
        found = [
            f"kind={kind}",
            f"slot={slot}",
            f"next={following}",
            f"slot={slot}&kind={kind}",
            f"slot={slot}&next={following}",
            f"slot={slot}&verb={verb}",
            f"slot={slot}&ask={ask}",
            f"next={following}&verb={verb}",
            f"next={following}&kind={kind}",
            f"ask={ask}&next={following}",
            f"verb={verb}",
            f"subject={_subject(slot)}&verb={verb}",
            f"whole={mention.whole}",
            f"twin={self._twin(mention)}&kind={kind}",
            f"block={'bullet' if self.unit.depth else 'text'}&slot={slot}&next={following}",
        ]
        found.extend(self._more(mention, chain, start, slot))
        return found

    def _kind(self, mention: Named) -> str:
        if mention.id == self.council:
            return "issuer"
        return actors().by_id[mention.id].kind if mention.id in actors().by_id else "other"

    def _more(self, mention: Named, chain: _Chain, start: int, slot: str) -> list[str]:
        found = []
        after = self._after(chain.last)
        rest = [token.lower for token in self.tokens[after : after + _NEAR]]
        modal = next((word for word in rest if word in self.frames.modals), None)
        if modal is not None:
            agrees = self._plural(mention, chain) == modal.endswith("en")
            found += [
                f"near={self.frames.modals[modal]}&slot={slot}",
                f"agrees={agrees}&slot={slot}",
            ]
        if slot.startswith("modal"):
            if self._modal_at(start) == 0:
                found.append(f"if&{slot}")
            agrees = self._plural(mention, chain) == self._modal_before(start).endswith("en")
            found.append(f"agrees={agrees}&slot=modal")
            found.append(f"opens={self._opening()}&slot=modal")
        if mention.first == 0 and after < len(self.tokens) and self.tokens[after].text == ",":
            found.append("calls")
        if slot == "stop:," and start == mention.first:
            found.append(f"bare&next={self._next(chain.last)}")
            if start >= 2 and self.tokens[start - 2].lower in self.words["addressed"]:
                found.append("after-u")
        under = self._matrix(start, slot)
        if under:
            verb = self._verb(*self._bounds(start, chain.last))
            body = self._kind(mention) not in ("people", "issuer")
            found += [f"under={under}", f"under={under}&body={body}&verb={verb}"]
        if slot.startswith("prep"):
            found.append(f"pp&initial={start == 1}&next={self._next(chain.last)}")
        found.extend(f"duty&slot={slot}" for _ in range(self._has_duty()))
        return found

    def never(self, chain: _Chain) -> bool:
        """Return whether what stands before the mention rules it out as an addressee."""
        never = self.frames.never
        start = self._phrase_start(chain.first)
        if start == 1 and self.tokens[0].lower in never["conditions"]:
            return True
        words = [token.lower for token in self.tokens[max(0, start - 3) : start]]
        return any(" ".join(words[-size:]) in never["before"] for size in (2, 3))

    def _has_duty(self) -> bool:
        return any(self.frames.asks.get(token.lower) == "duty" for token in self.tokens)

    def _plural(self, mention: Named, chain: _Chain) -> bool:
        if chain.last > mention.last or chain.first < mention.first:
            return True
        word = self.tokens[mention.last].lower
        return word.endswith(("en", "s")) and len(word) > 3

    def _opening(self) -> str:
        """Return what the sentence opens with: a mention, or the class of its first word."""
        at = 0
        while at < len(self.tokens) and self.tokens[at].lower in self.words["determiners"]:
            at += 1
        if at in self.starts:
            return "mention"
        return self._class(self.tokens[0]) if self.tokens else "none"

    def _modal_at(self, start: int) -> int:
        at = start - 1
        while at >= 0 and self.tokens[at].lower not in self.frames.modals:
            at -= 1
        return at

    def _modal_before(self, start: int) -> str:
        at = self._modal_at(start)
        return self.tokens[at].lower if at >= 0 else ""

    def _twin(self, mention: Named) -> bool:
        return sum(other.start == mention.start for other in self.named) > 1

    # Left of it ---------------------------------------------------------------------------------

    def _phrase_start(self, first: int) -> int:
        """Return the first token of the noun phrase: determiners and an adjective before it."""
        at = first
        while at and self.tokens[at - 1].lower in self.words["determiners"]:
            at -= 1
        if at == first and at >= 2 and self._adjective(at - 1):
            before = at - 1
            if self.tokens[before - 1].lower in self.words["determiners"]:
                return self._phrase_start(before)
        return at

    def _adjective(self, at: int) -> bool:
        lower = self.tokens[at].lower
        return lower.endswith("e") and lower.isalpha() and self._class(self.tokens[at]) == "other"

    def _slot(self, start: int) -> str:
        """Return the class of what stands before the phrase, adverbs left out."""
        at = start - 1
        while at >= 0 and self.tokens[at].lower in self.words["adverbs"] and at not in self.ends:
            at -= 1
        if at < 0:
            return "start" if start <= 1 else "start-adverb"
        mention = self.ends.get(at)
        speaker = self.tokens[at].lower in self.words["speakers"]
        if speaker or (mention is not None and mention.id == self.council):
            first = mention.first if mention is not None else at
            before = self._phrase_start(first) - 1
            return "speaker+" + (self._class(self.tokens[before]) if before >= 0 else "start")
        if mention is not None:
            return "mention"
        return self._class(self.tokens[at])

    def _class(self, token: Token) -> str:
        """Return the class of a word as a neighbour."""
        lower, words = token.lower, self.words
        if lower in words["stops"]:
            return f"stop:{lower}"
        if lower in self.frames.modals:
            return f"modal:{self.frames.modals[lower]}"
        if lower in self.frames.asks:
            return f"ask:{self.frames.asks[lower]}"
        for name in ("prepositions", "subordinators"):
            if lower in words[name]:
                return f"{name[:4]}:{lower}"
        if lower in words["joins"]:
            return "join"
        return "verb" if self._finite(token) else "other"

    @staticmethod
    def _finite(token: Token) -> bool:
        """Return whether a word looks like a finite verb: its lemma is an infinitive."""
        lemma = token.lemma
        return lemma != token.lower and lemma.endswith("en") and not token.lower.endswith("en")

    # Right of it --------------------------------------------------------------------------------

    def _after(self, last: int) -> int:
        """Return the first token after the phrase, a relative clause and adverbs left out."""
        at, size = last + 1, len(self.tokens)
        if at < size and self.tokens[at].lower in self.words["relatives"]:
            while at < size and self.tokens[at].text != ",":
                at += 1
            at += 1
        while at < size and self.tokens[at].lower in self.words["adverbs"]:
            at += 1
        return at

    def _next(self, last: int) -> str:
        at = self._after(last)
        if at >= len(self.tokens):
            return "end"
        if at in self.starts:
            return "mention"
        found = self._class(self.tokens[at])
        if found == "verb":
            return f"verb:{self.frames.verbs.get(self.tokens[at].lemma, 'act')}"
        if found.startswith(("ask", "modal")) and at + 1 < len(self.tokens):
            return f"{found}{self._voiced(at + 1)}"
        return found

    def _voiced(self, at: int) -> str:
        """Return a mark if the one who speaks stands right after a verb (*vragen we*)."""
        start = at
        while at < len(self.tokens) - 1 and self.tokens[at].lower in self.words["determiners"]:
            at += 1
        mention = self.starts.get(at) or self.starts.get(start)
        if self.tokens[start].lower in self.words["speakers"]:
            return "+speaker"
        return "+speaker" if mention is not None and mention.id == self.council else ""

    # The clause around it -----------------------------------------------------------------------

    def _bounds(self, start: int, last: int) -> tuple[int, int]:
        left = start
        while left and not self._bound(left - 1):
            left -= 1
        right = self._after(last)
        while right < len(self.tokens) and not self._bound(right):
            right += 1
        return left, right

    def _bound(self, at: int) -> bool:
        lower = self.tokens[at].lower
        return lower in self.words["stops"] or (
            lower in self.words["subordinators"]
            and lower not in self.words["joins"]
            and lower not in self.words["prepositions"]
        )

    def _verb(self, left: int, right: int) -> str:
        """Return what the clause's verbs say: passive, an asked passive, grant, state or act."""
        clause = self.tokens[left:right]
        lowers = {token.lower for token in clause}
        modal = any(self.frames.modals.get(word) not in (None, "aid") for word in lowers)
        kind = "modal-" if modal else ""
        if any(self.frames.asks.get(word) == "asked" for word in lowers):
            return kind + "asked"
        if lowers & self.words["passive"] and any(_participle(word) for word in lowers):
            return kind + "passive"
        modals = [self.frames.modals[word] for word in lowers if word in self.frames.modals]
        if "can" in modals and len(modals) > 1:
            kind = "modal-" + "+".join(sorted({name for name in modals if name != "aid"})) + "-"
        infinitive = self.frames.shapes["infinitive"]
        for token in reversed(clause):
            shaped = token.lemma == token.lower and token.lower.endswith(infinitive)
            if shaped and self.frames.modals.get(token.lower) in (None, "can"):
                return kind + self.frames.verbs.get(token.lower, "act")
        return kind + "none"

    def _nearest_ask(self, left: int, right: int, start: int) -> str:
        best, distance = "none", len(self.tokens)
        for at in range(left, min(right, len(self.tokens))):
            name = self.frames.asks.get(self.tokens[at].lower)
            if name is not None and abs(at - start) < distance:
                best, distance = name, abs(at - start)
        return best

    def _matrix(self, start: int, slot: str) -> str:
        """Return the class of the ask that a *dat* clause with this subject depends on."""
        if slot not in ("subo:dat", "prep:als", "subo:of"):
            return ""
        for at in range(start - 1, -1, -1):
            name = self.frames.asks.get(self.tokens[at].lower)
            if name is not None:
                return f"{slot}<{name}"
        return f"{slot}<none"


def _subject(slot: str) -> bool:
    """Return whether a phrase in this slot can be the subject of its clause."""
    return slot.startswith(("start", "modal", "subo", "stop", "verb"))


def _participle(word: str) -> bool:
    """Return whether a word has the shape of a past participle."""
    shapes = frames().shapes
    return (
        len(word) > _SHORT
        and word.endswith(shapes["participle_ends"])
        and (
            word.startswith(shapes["participle_starts"])
            or any(part in word[:_SHORT] for part in shapes["participle_middles"])
        )
    )
