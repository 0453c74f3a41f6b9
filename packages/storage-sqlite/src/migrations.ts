/**
 * The tables, as numbered steps. A file says in `user_version` how many steps it has taken; opening it takes the rest.
 * Steps are only ever added: whoever holds a file of any earlier version can open it.
 *
 * A district has a number, and an entry's key is that number times 2^36 plus the position: one integer leads the
 * table, in the order in which a district is read, and both parts stay within the integers that JavaScript holds
 * exactly. So a file holds up to 131,071 districts of up to 68,719,476,735 entries each.
 *
 * The two look-up tables are filled later than the entries, many at a time; `indexed` says up to which position of a
 * district they are complete. See `Lookup`.
 */

/** "liul" in ASCII: what a file says in `application_id`, so that no other program's file is taken for a ledger. */
export const applicationId = 0x6c69756c

/** A district's number times this is the key before its first entry. */
export const keysPerDistrict = 2 ** 36

export const migrations: ReadonlyArray<string> = [
  `
  CREATE TABLE district (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    indexed INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE entry (
    key INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    command TEXT NOT NULL,
    batch INTEGER, -- on the first entry of an append: how many entries it has
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;

  CREATE TABLE entry_by_stream (
    district INTEGER NOT NULL,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    key INTEGER NOT NULL,
    bytes INTEGER NOT NULL, -- of the entry's data
    PRIMARY KEY (district, stream, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE entry_by_command (
    district INTEGER NOT NULL,
    command TEXT NOT NULL,
    key INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    PRIMARY KEY (district, command)
  ) STRICT, WITHOUT ROWID;

  CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
  CREATE TRIGGER entry_remains BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

  CREATE TABLE bookmark (
    district TEXT NOT NULL,
    reader TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (district, reader)
  ) STRICT, WITHOUT ROWID;

  -- For people who look into a file.
  CREATE VIEW ledger AS
    SELECT id AS district, key - (number << 36) AS position, stream, version, command, at, type, data, hash
    FROM entry JOIN district ON number = key >> 36;
  `
]
