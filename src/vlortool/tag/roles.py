"""What part each mention plays: who speaks, who must act, who is merely named."""

from __future__ import annotations

from collections.abc import Sequence

from vlortool.model.advisory import Role
from vlortool.resources.frames import frames
from vlortool.tag.actors import Named
from vlortool.tag.addressees import AddresseeMention
from vlortool.tag.units import Unit


def find_roles(
    unit: Unit, named: Sequence[Named], addressees: Sequence[AddresseeMention], speaker: str
) -> list[Role]:
    """Return the role of each mention, in the order of the mentions.

    Args:
        unit: The sentence.
        named: Its actors.
        addressees: Those of them that are to act.
        speaker: Whose position the sentence gives.
    """
    acting = {(mention.id, mention.start) for mention in addressees}
    return [
        "addressee"
        if (mention.id, mention.start) in acting
        else "speaker"
        if mention.id == speaker and _voices(unit, mention)
        else "mentioned"
        for mention in named
    ]


def _voices(unit: Unit, mention: Named) -> bool:
    """Return whether a mention is a subject or stands after *volgens*: no other preposition."""
    if not mention.whole:
        return False
    words, speech = frames().words, frames().speech
    at = mention.first - 1
    while at >= 0 and unit.tokens[at].lower in words["determiners"]:
        at -= 1
    if at < 0:
        return True
    before = unit.tokens[at].lower
    return before in speech["voices"] or before not in words["prepositions"]
