"""Dutch word forms: their lemmas, and the parts of compounds."""

from vlortool.lexicon.compounds import parts
from vlortool.lexicon.words import Word, analyse

__all__ = ["Word", "analyse", "parts"]
