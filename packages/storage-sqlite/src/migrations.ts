/**
 * Defines the tables, as numbered migration steps. The `user_version` of a file is the number of steps that were run on
 * it. When a file is opened, the remaining steps are run. Steps are only ever added, so a file of any earlier version
 * can be opened.
 *
 * Each district has a number. The key of an entry is that number times 2^36, plus the position of the entry. So the
 * order of this one integer is the order in which a district is read, and JavaScript represents both parts exactly. A
 * file can contain up to 131,071 districts of up to 68,719,476,735 entries each.
 *
 * The two look-up tables are filled later than the table of entries, many rows at a time. `indexed` is the position up
 * to which they are complete for a district. See `Lookup`.
 */

/** The tables of one kind of file: a file of a ledger, or a file of keys. */
export interface Schema {
  /** The `application_id` in the file. With it, a file of another program is recognised and refused. */
  readonly applicationId: number
  readonly migrations: ReadonlyArray<string>
}

/**
 * How many keys each district has. The key of an entry is the district's number times this number, plus the position.
 */
export const keysPerDistrict = 2 ** 36

const ledgerSteps: ReadonlyArray<string> = [
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
  `,
  `
  CREATE TABLE kept_view (
    district TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL, -- of the code that folded it
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (district, name)
  ) STRICT;
  `,
  `
  CREATE TABLE entry_by_command_hash (
    district INTEGER NOT NULL,
    hash INTEGER NOT NULL, -- of the command; see commandHash
    key INTEGER NOT NULL, -- of the first entry of the command
    PRIMARY KEY (district, hash, key)
  ) STRICT, WITHOUT ROWID;

  INSERT INTO entry_by_command_hash
    SELECT district, command_hash(command), key FROM entry_by_command ORDER BY 1, 2;
  DROP TABLE entry_by_command;
  `,
  `
  ALTER TABLE entry ADD COLUMN fingerprint TEXT; -- of an append, on its first entry, if it has one

  DROP VIEW ledger;
  CREATE VIEW ledger AS
    SELECT id AS district, key - (number << 36) AS position, stream, version, command, at, type, data, fingerprint, hash
    FROM entry JOIN district ON number = key >> 36;
  `
]

const keySteps: ReadonlyArray<string> = [
  `
  CREATE TABLE key (
    district TEXT NOT NULL,
    owner TEXT NOT NULL,
    master TEXT, -- the name of the master key that wraps it; none once it is destroyed
    wrapped TEXT,
    PRIMARY KEY (district, owner),
    CHECK ((master IS NULL) = (wrapped IS NULL))
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX key_by_master ON key (master) WHERE master IS NOT NULL;

  CREATE TRIGGER destroyed_stays BEFORE UPDATE ON key WHEN old.master IS NULL AND new.master IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a key that was destroyed never comes back'); END;
  CREATE TRIGGER key_remains BEFORE DELETE ON key
    BEGIN SELECT RAISE(ABORT, 'the mark of a key is never deleted'); END;
  `
]

const identitySteps: ReadonlyArray<string> = [
  `
  CREATE TABLE identity_record (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    owner TEXT NOT NULL,
    version INTEGER NOT NULL,
    expires INTEGER NOT NULL, -- in milliseconds since 1970
    value TEXT NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX identity_record_by_owner ON identity_record (kind, owner, key);
  CREATE INDEX identity_record_by_expiry ON identity_record (expires);
  `
]

/** The schema of a ledger, its bookmarks and views. The id is "liul" in ASCII. */
export const ledgerSchema: Schema = { applicationId: 0x6c69756c, migrations: ledgerSteps }

/** The schema of the data keys of a vault. The id is "liuk" in ASCII. */
export const keySchema: Schema = { applicationId: 0x6c69756b, migrations: keySteps }

/** The schema of sessions, devices and invitations. The id is "liui" in ASCII. */
export const identitySchema: Schema = { applicationId: 0x6c697569, migrations: identitySteps }
