"""Text files that are too big, of no encoding, without sense, or slow to match."""

from __future__ import annotations

_WORDS = "De Vlor vraagt de overheid om in overleg te gaan met de scholen"
_SENTENCE = _WORDS + ". "
_HEAD = f"Advies over overleg\n\n1 Inleiding\n\n{_SENTENCE}\n\n"
MEGABYTE = 1 << 20
BIG = 100 * MEGABYTE


def one_line(size: int = BIG) -> bytes:
    """A hundred megabytes of sentences on one line."""
    return _long(_SENTENCE, size)


def one_word(size: int = BIG) -> bytes:
    """A hundred megabytes of letters without a blank."""
    return _long("a", size)


def line_ends(size: int = BIG) -> bytes:
    """A hundred megabytes of line ends, and a sentence."""
    return b"\n" * size + _SENTENCE.encode()


def blanks(size: int = BIG) -> bytes:
    """A hundred megabytes of blanks, and a sentence."""
    return b" " * size + _SENTENCE.encode()


def many_lines(size: int = BIG) -> bytes:
    """A hundred megabytes of lines of one sentence."""
    return _long(_SENTENCE + "\n", size)


def only_controls() -> bytes:
    """Nothing but control characters."""
    return bytes(range(1, 32)) * 3000


def only_form_feeds() -> bytes:
    """Nothing but form feeds."""
    return b"\f" * 100_000


def form_feeds_between() -> bytes:
    """A hundred thousand pages of one word."""
    return b"woord\f" * 100_000


def escapes() -> bytes:
    """Sequences that steer a terminal stand in the text."""
    return (_HEAD + "De \x1b[31mVlor\x1b[0m \x07vraagt\x1b]0;titel\x07 \x9b2J overleg.\n").encode()


def directions() -> bytes:
    """Marks that turn the direction of text, and letters that are not seen."""
    return (
        _HEAD + "De \u202eVlor\u2066 \u200bvraagt\ufeff\u2028 over\u00adleg\U000e0041.\n"
    ).encode()


def halves_as_utf_8() -> bytes:
    """Lone surrogates, written as if they were letters (CESU-8)."""
    return _HEAD.encode() + "De Vlor \ud800 vraagt \udfff.\n".encode("utf-8", "surrogatepass")


def halves_as_utf_16() -> bytes:
    """Lone surrogates, in UTF-16 with its mark."""
    text = "\ufeff" + _HEAD + "De Vlor \ud800 vraagt \udfff.\n"
    return text.encode("utf-16-le", "surrogatepass")


def encodings_mixed() -> bytes:
    """One line in UTF-8, the next in Windows-1252, the next in UTF-16."""
    line = "Eén coördinatie vraagt de Vlor – zegt ‘men’.\n"
    return b"".join(line.encode(one) for one in ("utf-8", "cp1252", "utf-16-le", "mac_roman")) * 20


def one_byte_wrong() -> bytes:
    """UTF-8 with one byte that is none."""
    return (_HEAD * 20).encode() + b"De Vlor vraagt co\xf6rdinatie.\n"


def utf_16_without_a_mark() -> bytes:
    """UTF-16 without its mark, and half a letter at its end."""
    return (_HEAD * 20).encode("utf-16-le") + b"\x41"


def utf_16_cut() -> bytes:
    """UTF-16 with its mark, and half a letter at its end."""
    return (_HEAD * 20).encode("utf-16") + b"\x41"


def utf_32_of_nothing() -> bytes:
    """The mark of UTF-32, and numbers that are no letters."""
    return b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 1000


def only_a_mark() -> bytes:
    """A byte order mark, and nothing else."""
    return b"\xef\xbb\xbf"


def noughts_between() -> bytes:
    """A NUL after every word."""
    return (_HEAD * 5).replace(" ", " \0").encode()


def notes_by_the_hundred_thousand(count: int = 100_000) -> bytes:
    """A hundred thousand notes, and as many markers."""
    body = "".join(f"De Vlor vraagt overleg.{at}\n" for at in range(1, count + 1))
    return (
        _HEAD + body + "".join(f"{at} Noot over overleg {at}.\n" for at in range(1, count))
    ).encode()


def notes_of_one_number(count: int = 100_000) -> bytes:
    """A hundred thousand notes with the same number."""
    return (_HEAD + "De Vlor vraagt overleg.1\n" + "1 Noot over overleg.\n" * count).encode()


def bullets_by_the_hundred_thousand(count: int = 100_000) -> bytes:
    """A hundred thousand bullets below one lead-in."""
    return (_HEAD + "De Vlor vraagt:\n" + "• overleg met de scholen\n" * count).encode()


def bullets_ever_deeper(count: int = 3000) -> bytes:
    """Three thousand bullets, each deeper than the one before."""
    return (
        _HEAD + "".join(f"{' ' * at}• overleg met de scholen\n" for at in range(count))
    ).encode()


def headings_by_the_hundred_thousand(count: int = 100_000) -> bytes:
    """A hundred thousand headings without a text."""
    return "".join(f"{at} Titel van een deel\n\n" for at in range(1, count)).encode()


def headings_ever_deeper(count: int = 1000) -> bytes:
    """A heading whose number has a thousand parts."""
    return (_HEAD + f"{'1.' * count} Titel\n\n{_SENTENCE}\n").encode()


def contents_by_the_hundred_thousand(count: int = 100_000) -> bytes:
    """A table of contents of a hundred thousand lines."""
    rows = "".join(f"{at} Titel van een deel ........ {at}\n" for at in range(1, count))
    return (f"Advies\n\nInhoud\n\n{rows}\n" + _SENTENCE).encode()


def a_sentence_of_words(count: int = 1_000_000) -> bytes:
    """A sentence of a million words."""
    return (_HEAD + "overleg " * count + ".\n").encode()


def a_sentence_of_names(count: int = 100_000) -> bytes:
    """A sentence that names councils a hundred thousand times."""
    return (_HEAD + "De Vlor, de SERV en de overheid vragen " * count + "overleg.\n").encode()


def a_sentence_of_works(count: int = 20_000) -> bytes:
    """A sentence that cites twenty thousand advisories."""
    cited = "het advies van de Vlor over overleg van 12 mei 2014, "
    return (_HEAD + "De Vlor verwijst naar " + cited * count + "en vraagt overleg.\n").encode()


def a_sentence_of_laws(count: int = 20_000) -> bytes:
    """A note that cites twenty thousand addresses and days."""
    cited = "Vlor, Advies over overleg, 12 mei 2014, https://www.vlor.be/advies; "
    return (_HEAD + "De Vlor vraagt overleg.1\n\n1 " + cited * count + "\n").encode()


def a_note_of_addresses(count: int = 20_000) -> bytes:
    """A note is addresses without a blank between them, and a word."""
    cited = "https://www.vlor.be/" * count
    return (_HEAD + "De Vlor vraagt overleg.1\n\n1 Zie " + cited + " over 2014\n").encode()


def notes_again(count: int = 20_000) -> bytes:
    """Twenty thousand notes refer to the one before."""
    pages = "".join(
        f"De Vlor vraagt overleg.{at % 900 + 1}\n\n{at % 900 + 1} Ibid. p. {at}\n\f"
        for at in range(count)
    )
    return (_HEAD + pages).encode()


def quotes_nested(count: int = 50_000) -> bytes:
    """Fifty thousand quotes open, and none closes."""
    return (_HEAD + "‘" * count + "De Vlor vraagt overleg.\n" + "\"'“„«" * count + "\n").encode()


def _killer(sign: str, count: int) -> bytes:
    line = sign * (count // len(sign))
    pieces = "".join(f"{sign * 200} overleg {sign * 200}.\n" for _ in range(50))
    return (_HEAD + f"De Vlor vraagt {line}\n{line} overleg {line}.\n{line}\n\n{pieces}").encode()


def brackets(count: int = 100_000) -> bytes:
    """A hundred thousand opening brackets."""
    return _killer("(", count)


def brackets_of_all_kinds(count: int = 100_000) -> bytes:
    """A hundred thousand brackets of all kinds, none closed by its own."""
    return _killer("([{<)]}>", count)


def full_stops(count: int = 100_000) -> bytes:
    """A hundred thousand full stops."""
    return _killer(".", count)


def full_stops_apart(count: int = 100_000) -> bytes:
    """A hundred thousand full stops with blanks between them."""
    return _killer(". ", count)


def dashes(count: int = 100_000) -> bytes:
    """A hundred thousand dashes."""
    return _killer("-", count)


def dashes_apart(count: int = 100_000) -> bytes:
    """A hundred thousand dashes of all kinds with blanks between them."""
    return _killer("- – — ", count)


def digits(count: int = 100_000) -> bytes:
    """A number of a hundred thousand digits."""
    return _killer("7", count)


def digits_apart(count: int = 100_000) -> bytes:
    """A hundred thousand numbers with stops between them."""
    return _killer("1.", count)


def digits_of_days(count: int = 100_000) -> bytes:
    """Days without a year, one after the other."""
    return _killer("12 mei ", count)


def digits_of_other_scripts(count: int = 100_000) -> bytes:
    """Digits of other scripts and raised ones, which are numbers and are not."""
    return _killer("٣²①Ⅳ", count)


def accents(count: int = 100_000) -> bytes:
    """A letter with a hundred thousand accents."""
    return _killer("\u0301", count)


def letters_joined(count: int = 100_000) -> bytes:
    """A hundred thousand letters that swell when they are made plain."""
    return _killer("\ufdfa", count)


def capitals(count: int = 100_000) -> bytes:
    """A hundred thousand capitals with stops between them: initials without a name."""
    return _killer("A.", count)


def capitals_apart(count: int = 100_000) -> bytes:
    """A hundred thousand names, one after the other."""
    return _killer("An De Van ", count)


def addresses(count: int = 100_000) -> bytes:
    """An address of a hundred thousand letters, and as many that are cut off."""
    return _killer("https://www.", count)


def commas(count: int = 100_000) -> bytes:
    """A hundred thousand commas, colons and semicolons."""
    return _killer(", ; : ", count)


def joins(count: int = 100_000) -> bytes:
    """A word that is hyphenated at a hundred thousand line ends."""
    return (_HEAD + "over-\n" * count + "leg.\n").encode()


def words_long(count: int = 100_000) -> bytes:
    """A word that a hundred thousand words are joined to."""
    return _killer("onderwijs", count)


def words_apart(count: int = 100_000) -> bytes:
    """Words of two kinds of letters: what rules look for, over and over."""
    return _killer("De raad vraagt dat men niet ", count)


def _long(piece: str, size: int) -> bytes:
    data = piece.encode()
    return data * (size // len(data))
