"""Works cited: in notes, in running text, as short forms; and what is none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vlortool.model.advisory import Advisory, Block, Citation, Footnote, Metadata, Section
from vlortool.model.document import Document
from vlortool.resources import citation_words, councils
from vlortool.tag.citations import cite, find_citations
from vlortool.tag.note_works import read_note, split_note


def document(
    text: str = "",
    notes: dict[str, str] | None = None,
    *,
    markers: dict[str, int] | None = None,
    urls: dict[str, list[str]] | None = None,
    metadata: Metadata | None = None,
) -> Document:
    """Make a document of one paragraph with notes."""
    given = notes or {}
    return Document(
        metadata=metadata or Metadata(council="vlor"),
        text=text,
        sections=[Section(number=None, title=None, level=1, start=0, end=len(text), origin=[])],
        blocks=[
            Block(
                kind="paragraph", depth=0, glyph=None, section=0, lead_in=None,
                start=0, end=len(text), origin=[],
            )
        ],
        footnotes=[
            Footnote(
                number=number, text=words, urls=(urls or {}).get(number, []),
                marker=(markers or {}).get(number), origin=[],
            )
            for number, words in given.items()
        ],
        furniture=[],
        warnings=[],
        places=[],
        markers=[],
    )  # fmt: skip


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


AR, RBO, RSO, RHO, RLLL = (
    "Algemene Raad",
    "Raad Basisonderwijs",
    "Raad Secundair Onderwijs",
    "Raad Hoger Onderwijs",
    "Raad Levenslang en Levensbreed Leren",
)


@pytest.mark.parametrize(
    ("note", "council", "body", "title", "date"),
    [
        ("Vlor, AR, Advies over STEM, 12 mei 2016", "vlor", AR, "Advies over STEM", "2016-05-12"),
        ("Zie Vlor, Raad Basisonderwijs, Advies over de eindtermen, 12/05/2016.",
         "vlor", RBO, "Advies over de eindtermen", "2016-05-12"),
        ("Vlaamse Onderwijsraad. Algemene Raad. Advies over inburgering. 25 juni 2015.",
         "vlor", AR, "Advies over inburgering", "2015-06-25"),
        ("Vlaamse Onderwijsraad, Raad Hoger Onderwijs (2014). Advies over tolken. Brussel.",
         "vlor", RHO, "Advies over tolken", None),
        ("Vlor (Algemene Raad), ‘Advies over STEM’, 2 juli 2015",
         "vlor", AR, "Advies over STEM", "2015-07-02"),
        ("Vlor, RBO en RSO. Advies over zorg, 3 juni 2015.",
         "vlor", f"{RBO} en {RSO}", "Advies over zorg", "2015-06-03"),
        ("Zie ook Raad Basisonderwijs, Advies over aanvangsbegeleiding, 5 juni 2013.",
         "vlor", RBO, "Advies over aanvangsbegeleiding", "2013-06-05"),
        ("Vlor, Algemene Raad, 25 juni 2015, Advies over inburgering",
         "vlor", AR, "Advies over inburgering", "2015-06-25"),
        ("“Advies over de conceptnota”, Vlor, 12-05-2016",
         "vlor", None, "Advies over de conceptnota", "2016-05-12"),
        ('Vlor-advies "Naar een nieuw decreet" (12 mei 2016)',
         "vlor", None, 'Vlor-advies "Naar een nieuw decreet"', "2016-05-12"),
        ("Advies van de Vlor van 12 mei 2016 over het volwassenenonderwijs.",
         "vlor", None, "Advies over het volwassenenonderwijs", "2016-05-12"),
        ("Advies Algemene Raad over leerplicht, 24 november 2016",
         "vlor", AR, "Advies over leerplicht", "2016-11-24"),
        ("RSO/RSO/ADV/1617/003", "vlor", None, "RSO/RSO/ADV/1617/003", None),
        ("Vlor, RSO, Advies over duaal leren (RSO/RSO/ADV/1617/003), 15 december 2016.",
         "vlor", RSO, "Advies over duaal leren", "2016-12-15"),
        ("De Vlor nam dit standpunt in: Vlor, AR. Advies over inschrijven, 26 januari 2017.",
         "vlor", AR, "Advies over inschrijven", "2017-01-26"),
        ("Vlor. Memorandum voor de Vlaamse verkiezingen van 26 mei 2019, p. 31.",
         "vlor", None, "Memorandum voor de Vlaamse verkiezingen van 26 mei 2019", None),
        ("SERV (2016). Advies maatwerk bij individuele inschakeling.",
         "serv", None, "Advies maatwerk bij individuele inschakeling", None),
        ("SERV (2016), Advies over de begroting 2017, Brussel, 14 november 2016.",
         "serv", None, "Advies over de begroting 2017", "2016-11-14"),
        ("Zie het SERV-advies over de nota ‘Loopbaanakkoord’, 12 december 2016, p. 9.",
         "serv", None, "SERV-advies over de nota ‘Loopbaanakkoord’", "2016-12-12"),
        ("Minaraad en SALV, Gezamenlijk advies over het mestactieplan, 3 maart 2015.",
         "minaraad", None, "Gezamenlijk advies over het mestactieplan", "2015-03-03"),
        ("Zie ook: SARC, Sectorraad Media. Advies over lezen, 15 oktober 2015.",
         "sarc", "Sectorraad Media", "Advies over lezen", "2015-10-15"),
        ("Strategische adviesraad Welzijn, Gezondheid, Gezin. Visienota zorg, 7 dec. 2012.",
         "sar-wgg", None, "Visienota zorg", "2012-12-07"),
        ("VARIO-advies nr. 12 ‘Fundamenteel onderzoek’, 5 juni 2020.",
         "vario", None, "VARIO-advies nr. 12 ‘Fundamenteel onderzoek’", "2020-06-05"),
        ("MORA. Advies Tarieven van het openbaar vervoer, 24.04.2020.",
         "mora", None, "Advies Tarieven van het openbaar vervoer", "2020-04-24"),
        ("Jeugdraad. Standpunt ‘Jongeren op school’, 2016",
         "jeugdraad", None, "Standpunt ‘Jongeren op school’", None),
    ],
)  # fmt: skip
def test_advice_of_a_council_is_read_from_a_note(
    note: str, council: str, body: str | None, title: str, date: str | None
) -> None:
    (work,) = read_note(note, [], "vlor")
    assert (work.council, work.body, work.title, work.date) == (council, body, title, day(date))


@pytest.mark.parametrize(
    ("note", "title", "date"),
    [
        ("Decreet van 12 juli 2013 betreffende de integrale jeugdhulp, artikel 22.",
         "Decreet van 12 juli 2013 betreffende de integrale jeugdhulp", "2013-07-12"),
        ("Decreet van 12 juli 2013 betreffende maatwerk (B.S. 13 september 2013).",
         "Decreet van 12 juli 2013 betreffende maatwerk", "2013-07-12"),
        ("Gecoördineerde wet betreffende de gezondheidszorgberoepen van 10 mei 2015.",
         "Gecoördineerde wet betreffende de gezondheidszorgberoepen van 10 mei 2015", "2015-05-10"),
        ("Voorontwerp van decreet tot wijziging van de Codex van 11 oktober 2013, 30 januari 2015.",
         "Voorontwerp van decreet tot wijziging van de Codex van 11 oktober 2013", "2015-01-30"),
        ("Codex Secundair Onderwijs, artikel 110/1", "Codex Secundair Onderwijs", None),
        ("BVR van 17 februari 2017 over de kwalificaties",
         "BVR van 17 februari 2017 over de kwalificaties", "2017-02-17"),
        ("Kind en Gezin. Het kind in Vlaanderen 2015, Brussel, 2016.",
         "Het kind in Vlaanderen 2015", None),
        ("De Wachter, M. & Poppe, L. Vroeg begonnen. Gent, 2015.", "Vroeg begonnen", None),
        ("OECD (2018). Equity in Education. Paris: OECD Publishing.", "Equity in Education", None),
        ("ENQA, ESU en EURASHE. Standards for Quality, 2014.", "Standards for Quality", None),
        ("Zie het overzicht in: Departement Onderwijs. Ouders en school, 2012, p. 14-19.",
         "Ouders en school", None),
        ("Europese Commissie. Mededeling over universiteiten, COM(2022) 16, 18 januari 2022.",
         "Mededeling over universiteiten", "2022-01-18"),
        ("VDAB. Openstaande vacatures, stand op 31 december 2021.", "Openstaande vacatures", None),
    ],
)  # fmt: skip
def test_laws_and_reports_have_no_council(note: str, title: str, date: str | None) -> None:
    (work,) = read_note(note, [], "vlor")
    assert (work.council, work.title, work.date) == (None, title, day(date))


@pytest.mark.parametrize(
    "note",
    [
        "Het gaat om kandidaten die bijvoorbeeld als ingenieur gewerkt hebben.",
        "Dit geldt ook voor leerlingen in het buitengewoon onderwijs.",
        "De Vlor verwijst hiervoor naar de bijlage.",
        "SERV, Vlor en SAR WGG hebben hierover geen standpunt.",
        "In het schooljaar 2016-2017 waren er 3200 leerlingen.",
        "Zie hoofdstuk 2.",
        "Zie ook deel 3 van dit advies.",
        "CLB: centrum voor leerlingenbegeleiding.",
        "Cijfers op basis van eigen berekeningen.",
        "Bijvoorbeeld in het kader van het M-decreet.",
        "",
    ],
)
def test_a_remark_cites_nothing(note: str) -> None:
    assert find_citations(document("Tekst.", {"1": note})) == []


@pytest.mark.parametrize(
    ("sentence", "council", "title", "date"),
    [
        ("In zijn advies over de modernisering van 12 mei 2016 vroeg de Vlor meer tijd.",
         "vlor", "advies over de modernisering", "2016-05-12"),
        ("De SERV zei in zijn advies van 12 december 2016 over het loopbaanakkoord dat dit moet.",
         "serv", "advies over het loopbaanakkoord", "2016-12-12"),
        ("Op 24 maart 2022 bracht de Vlor advies uit over het lerarentekort.",
         "vlor", "advies over het lerarentekort", "2022-03-24"),
        ("Het advies over de eindtermen dat de Vlor op 12 mei 2016 uitbracht, blijft gelden.",
         "vlor", "advies over de eindtermen", "2016-05-12"),
        ("De raad herhaalt zijn advies over de beleidsnota 2014-2019 (4 december 2014).",
         "vlor", "advies over de beleidsnota 2014-2019", "2014-12-04"),
        ("De Vlor stelde in zijn advies over kleuterparticipatie dat die overgang te bruusk is.",
         "vlor", "advies over kleuterparticipatie", None),
        ("In zijn advies over de lerarenopleiding omschreef de Vlor die eerste jaren anders.",
         "vlor", "advies over de lerarenopleiding", None),
        ("Het decreet van 12 juli 2013 bepaalt dat de toegangspoort beslist.",
         None, "decreet van 12 juli 2013", "2013-07-12"),
        ("De conceptnota ‘Samen’ van 14 juli 2017 zegt dat.",
         None, "conceptnota ‘Samen’", "2017-07-14"),
        ("Lees advies AR-AR-ADV-1819-006 hierover.", "vlor", "AR-AR-ADV-1819-006", None),
    ],
)  # fmt: skip
def test_running_text_cites(
    sentence: str, council: str | None, title: str, date: str | None
) -> None:
    (one,) = find_citations(document(sentence))
    assert (one.council, one.title, one.date) == (council, title, day(date))
    assert (one.footnote, one.basis, one.resolved) == (None, None, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Dit advies van 12 mei 2016 werd unaniem goedgekeurd.",
        "De minister vroeg de Vlor op 3 juli 2018 een advies over de mate waarin die werkt.",
        "Bij brief van 14 juli 2020 verzocht de minister om advies over het voorontwerp.",
        "De regering moet het advies van de Vlor volgen.",
        "De leerlingen krijgen een advies over hun studiekeuze.",
        "Het advies van de klassenraad over de leerling is bindend.",
        "De Vlor wil hierover een advies uitbrengen.",
        "Artikel 41 laat de wijzigingen ingaan op 1 januari 2021.",
        # Short forms of a work that the document does not cite.
        "Het Loopbaanadvies pleitte voor meer begeleiding.",
        "De Vlor verwijst naar het advies van 28 juni 2018.",
    ],
)
def test_running_text_without_a_work_cites_nothing(sentence: str) -> None:
    assert find_citations(document(sentence)) == []


FULL = "Vlor, RLLL. Advies over leerloopbaanbegeleiding, 8 mei 2018."
SERV = "SERV. Advies over de begroting 2017, 14 november 2016."


@pytest.mark.parametrize(
    ("text", "notes", "title", "basis"),
    [
        ("Het Loopbaanadvies pleit daarvoor.", {"3": FULL},
         "Advies over leerloopbaanbegeleiding", "short form of the work in note 3"),
        ("Denk aan het advies van 8 mei 2018.", {"3": FULL},
         "Advies over leerloopbaanbegeleiding", "short form of the work in note 3"),
        ("Tekst.", {"3": FULL, "4": "Ibid., p. 3."},
         "Advies over leerloopbaanbegeleiding", "short form of the work in note 3"),
        ("Tekst.", {"1": SERV, "3": FULL, "4": "SERV, o.c., p. 5."},
         "Advies over de begroting 2017", "short form of the work in note 1"),
        ("Tekst.", {"1": SERV, "3": FULL, "4": "Zie voetnoot 1."},
         "Advies over de begroting 2017", "short form of the work in note 1"),
        ("Tekst.", {"1": "Vlor, Advies over leerloopbaanbegeleiding, p. 4.", "3": FULL},
         "Advies over leerloopbaanbegeleiding", "short form of the work in note 3"),
    ],
)  # fmt: skip
def test_short_forms_have_the_full_work(
    text: str, notes: dict[str, str], title: str, basis: str
) -> None:
    (short,) = (one for one in find_citations(document(text, notes)) if one.basis)
    assert (short.title, short.basis) == (title, basis)
    assert short.date is not None


def test_a_short_form_that_fits_two_works_is_none() -> None:
    notes = {
        "1": "Vlor, AR. Advies over loopbaanbegeleiding, 8 mei 2018.",
        "2": "Vlor, AR. Advies over loopbaanbegeleiding, 8 mei 2014.",
    }
    assert all(one.footnote for one in find_citations(document("Het Loopbaanadvies.", notes)))


def test_words_before_the_marker_of_their_own_note_are_not_cited_twice() -> None:
    text = "Dat stond in het advies over leerloopbaanbegeleiding. Meer niet."
    marker = text.index(". Meer") + 1
    cited = find_citations(document(text, {"1": FULL}, markers={"1": marker}))
    assert [one.footnote for one in cited] == ["1"]


def test_link_targets_go_to_their_works() -> None:
    note = "Decreet van 15 juni 2007 betreffende het volwassenenonderwijs; zie ook " + FULL
    address = "http://www.vlor.be/advies/leerloopbaanbegeleiding"
    cited = find_citations(document("", {"1": note}, urls={"1": [address]}))
    assert [one.url for one in cited] == [None, address]
    two = find_citations(document("", {"1": f"{SERV[:-1]}; {FULL}"}, urls={"1": ["a", "b"]}))
    assert [one.url for one in two] == ["a", "b"]


def test_a_page_alone_is_cited_by_its_address() -> None:
    note = "https://www.vlor.be/adviezen/leren, geraadpleegd op 3 maart 2018."
    (one,) = find_citations(document("", {"1": note}))
    assert one == Citation(council="vlor", url="https://www.vlor.be/adviezen/leren", footnote="1")


@pytest.mark.parametrize(
    ("note", "items"),
    [
        ("SERV. Advies A, 3 mei 2016; Vlor. Advies B, 2017.", 2),
        ("Vlor, Advies A, 3 december 2015 en Vlor, Advies B, 4 december 2014.", 2),
        ("Vlor, Advies A, 3 december 2015. Vlor, Advies B, 4 december 2014.", 2),
        ("Vlor, Advies ‘A; B’, 3 december 2015.", 1),
        ("Decreet van 2 april 2004 betreffende participatie en de Vlaamse Onderwijsraad.", 1),
    ],
)
def test_a_note_is_split_where_a_work_ends(note: str, items: int) -> None:
    assert len(split_note(note)) == items


def test_not_before_is_the_newest_full_date_unless_the_sidecar_says() -> None:
    notes = {"1": FULL, "2": "SERV. Advies over de begroting 2020, oktober 2019."}
    assert cite(document("", notes)).metadata.not_before == dt.date(2018, 5, 8)
    said = Metadata(not_before=dt.date(2019, 1, 1))
    assert cite(document("", notes, metadata=said)).metadata == said


def _works(advisory: Advisory, number: str) -> list[tuple[object, ...]]:
    (note,) = (note for note in advisory.footnotes if note.number == number)
    return [(one.council, one.body, one.title, one.date, one.url) for one in note.citations]


def test_the_seeds_cite_the_same_works(newer: Advisory, older: Advisory) -> None:
    assert _works(newer, "7") == _works(older, "3")
    assert _works(newer, "2")[1:] == _works(older, "4")
    assert _works(newer, "9") == _works(newer, "10")
    assert _works(newer, "9")[0][:4] == (
        "vlor", AR, older.metadata.title, dt.date(2018, 6, 28),
    )  # fmt: skip


def test_note_1_of_the_newer_seed_means_the_work_of_note_8(newer: Advisory) -> None:
    assert _works(newer, "1") == _works(newer, "8")
    (short,) = newer.footnotes[0].citations
    assert short.basis == "short form of the work in note 8"
    assert newer.metadata.not_before == dt.date(2018, 11, 29)


def test_the_seeds_notes_and_citations_agree(newer: Advisory, older: Advisory) -> None:
    for advisory in (newer, older):
        in_notes = [one for note in advisory.footnotes for one in note.citations]
        assert in_notes == [one for one in advisory.citations if one.footnote is not None]
    assert [len(note.citations) for note in newer.footnotes] == [1, 2, 1, 1, 0, 1, 1, 1, 1, 1]
    law = newer.footnotes[5].citations[0]
    assert (law.council, law.date) == (None, dt.date(2015, 5, 10))


_PIECES = st.sampled_from(
    [
        "Vlor", ", ", ". ", "; ", "Advies over ", "advies ", "12 mei 2016", "31/02/2016", "(", ")",
        "‘", "’", "“", "zie voetnoot 1", "ibid.", "o.c.", "SERV-", "het ", "Raad Basisonderwijs",
        "RSO/RSO/ADV/1617/003", "van ", "decreet van 12 juli 2013", "https://vlor.be/a", "p. 3",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(
    text=st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=25).map("".join)),
    notes=st.lists(
        st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=20).map("".join)), max_size=4
    ),
)
def test_any_text_can_be_read(text: str, notes: list[str]) -> None:
    found = cite(document(text, {str(number): note for number, note in enumerate(notes)}))
    numbers = {str(number) for number in range(len(notes))}
    assert {one.footnote for one in found.citations} <= numbers | {None}
    assert all(one.title or one.url or one.date for one in found.citations)
    in_notes = [one for note in found.footnotes for one in note.citations]
    assert in_notes == [one for one in found.citations if one.footnote is not None]


@pytest.mark.parametrize(
    "words",
    [
        "Vlor, " * 5000,
        "advies over " * 3000,
        "(" * 5000 + "12 mei 2016" + ")" * 5000,
        "A. " * 5000,
        "‘" * 3000,
        "1 " * 8000,
        "het advies van de Vlor van 12 mei 2016 over de " * 400,
        "x" * 20000,
        " " * 20000,
        "A en B, " * 3000,
    ],
)
def test_long_notes_take_no_long_time(words: str) -> None:
    cite(document(words, {"1": words}))


def test_names_of_councils_are_unambiguous() -> None:
    aliases = [alias.casefold() for one in councils() for alias in set(one.aliases)]
    ids = {alias: one.id for one in councils() for alias in one.aliases}
    folded = {alias.casefold(): name for alias, name in ids.items()}
    assert all(folded[alias.casefold()] == name for alias, name in ids.items())
    assert len(set(aliases)) == len(folded)
    assert len(citation_words().months) == 12
