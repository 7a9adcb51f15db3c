-- The catalogue: what the reading commands ask, derived from the JSON files; but for `whence`.
-- `key` of a statement, note, section, citation or tally: key of its advisory * 2^20 + its index
-- there.
-- `rowid` of a passage: 4 * key of its statement (+ 0), note (+ 1) or section (+ 2); a title of
-- an advisory is 4 * key of the advisory * 2^20 (+ 3). The words of a statement stand there alone.
-- Lists have a blank between their members. Dates are ISO 8601. `unit` is 'page' or 'line'.

CREATE TABLE advisory (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    -- Signature of the file that the rest was read from.
    bytes INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    -- Why the file could not be read; then there is no more of it here.
    problem TEXT,
    title TEXT,
    council TEXT,
    body TEXT,
    date TEXT,
    not_before TEXT,
    reference TEXT,
    requested_by TEXT,
    url TEXT,
    -- Its source, counts and warnings in JSON: what `parse` says of a record that is up to date.
    summary TEXT
);

CREATE TABLE section (
    key INTEGER PRIMARY KEY,
    number TEXT,
    title TEXT,
    level INTEGER NOT NULL,
    -- Its own and those of the sections around it, outermost first: '|3|3.1|', '|nood aan ...|'.
    numbers TEXT NOT NULL,
    titles TEXT NOT NULL,
    unit TEXT,
    first INTEGER,
    last INTEGER
);

CREATE TABLE statement (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    section INTEGER NOT NULL,
    position TEXT NOT NULL,
    strength TEXT,
    confidence REAL,
    speaker TEXT,
    actors TEXT NOT NULL,
    addressees TEXT NOT NULL,
    implied TEXT NOT NULL,
    themes TEXT NOT NULL,
    inherited_themes TEXT NOT NULL,
    footnotes TEXT NOT NULL,
    unit TEXT,
    first INTEGER,
    last INTEGER,
    lead_in TEXT
);

-- A statement may have an actor in several roles: named at all, and as the one who must act. Whose
-- position it is stands in the statement alone: nearly always the council's.
CREATE TABLE actor (
    id TEXT NOT NULL,
    role TEXT NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (id, role, statement)
) WITHOUT ROWID;

CREATE TABLE theme (
    id TEXT NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (id, statement)
) WITHOUT ROWID;

-- What the statements of an advisory with one position add up to, so that the labels of a whole
-- store are counted without reading its statements. `counts` is JSON; `tally.py` says what it holds.
CREATE TABLE tally (
    key INTEGER PRIMARY KEY,
    position TEXT NOT NULL,
    statements INTEGER NOT NULL,
    counts TEXT NOT NULL
);

CREATE TABLE note (
    key INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    urls TEXT NOT NULL,
    section INTEGER,
    statement INTEGER,
    unit TEXT,
    first INTEGER,
    last INTEGER
);

CREATE TABLE citation (
    key INTEGER PRIMARY KEY,
    footnote TEXT,
    council TEXT,
    body TEXT,
    title TEXT,
    date TEXT,
    url TEXT,
    resolved TEXT,
    basis TEXT
);
CREATE INDEX citation_resolved ON citation (resolved);

-- The statements that cite a work: its note's marker stands in them, or they name it.
CREATE TABLE citing (
    citation INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (citation, statement)
) WITHOUT ROWID;

-- Word forms of the passages, in lower case, and their keys (see `passage`), with what the lexicon
-- knows of them, folded.
CREATE TABLE word (
    folded TEXT NOT NULL,
    form TEXT NOT NULL,
    lemma TEXT NOT NULL,
    others TEXT NOT NULL,
    parts TEXT NOT NULL,
    PRIMARY KEY (folded, form)
) WITHOUT ROWID;

-- `words`: as printed. `keys`: what else its words can be found by, in no order: folded forms and
-- lemmas that differ from the words, and lemmas of the parts of compounds.
CREATE VIRTUAL TABLE passage USING fts5(
    words, keys, tokenize = "unicode61 remove_diacritics 0"
);

-- The one table that is not derived from the records: `whence.py` says why it is here.
CREATE TABLE IF NOT EXISTS whence (
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    path BLOB NOT NULL,
    PRIMARY KEY (id, sha256)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS whence_path ON whence (path);

CREATE INDEX IF NOT EXISTS whence_sha256 ON whence (sha256);
