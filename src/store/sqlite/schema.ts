/** The tables of the SQLite store and the marks by which its file is known. Holds no query but the ones that make them. */

/** `PRAGMA application_id`: "SHNB". */
export const APPLICATION = 0x53484e42;
/** `PRAGMA user_version`; a file with a higher one is refused. */
export const VERSION = 3;

/**
 * `wake`: when a session wants to be woken (`at`), and from when it may be (`due`, later while it is leased).
 * `carried`: ids of messages that came with a session from another store; `seen` holds them too.
 */
const ADDED_BY_2 = `
CREATE TABLE wake(session TEXT PRIMARY KEY, at INTEGER NOT NULL, due INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX wake_due ON wake(due);
CREATE TABLE link(handle TEXT PRIMARY KEY, session TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX link_session ON link(session);
CREATE TABLE code(code TEXT PRIMARY KEY, session TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE carried(session TEXT NOT NULL, inbound TEXT NOT NULL, PRIMARY KEY(session, inbound)) STRICT, WITHOUT ROWID;
`;

/** `taker`: who took the code; '' while nobody did. The order of replies is one a channel. */
const ADDED_BY_3 = `
ALTER TABLE code ADD COLUMN taker TEXT NOT NULL DEFAULT '';
DROP INDEX IF EXISTS outbox_order;
CREATE INDEX outbox_lane ON outbox(session, channel, position, due);
`;

/**
 * A turn is appended to `turn` and to nothing else: writing a random page of an index costs more than the row itself.
 * `place` and `seen` index the turns up to `mark.merged`; the later ones (a few thousand at most) are known to each
 * process in memory and are merged in sorted runs. Erasing counts `mark.erasures` so that other processes notice;
 * `mark.scrubbed` falls behind while traces may be left in the file.
 * Sessions are numbered as they begin: those in progress at the same time then share pages.
 * Texts from outside are JSON or hashes: SQLite would cut them at a NUL and confuse lone surrogates.
 */
export const SCHEMA = `
CREATE TABLE session(no INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE turn(
  seq INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  n INTEGER NOT NULL,
  inbound TEXT NOT NULL,
  entry TEXT NOT NULL
) STRICT;
CREATE TABLE place(
  session INTEGER NOT NULL,
  n INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY(session, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE seen(inbound TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE mark(merged INTEGER NOT NULL, erasures INTEGER NOT NULL, scrubbed INTEGER NOT NULL) STRICT;
INSERT INTO mark VALUES(0, 0, 0);
CREATE VIEW placed(session, n, seq) AS
  SELECT session, n, seq FROM place
  UNION ALL SELECT session, n, seq FROM turn WHERE seq > (SELECT merged FROM mark);
CREATE TABLE outbox(
  position INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  reply TEXT NOT NULL,
  channel TEXT NOT NULL
) STRICT;
CREATE TABLE dead(
  position INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  reply TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX dead_session ON dead(session);
CREATE TABLE snapshot(session TEXT PRIMARY KEY, length INTEGER NOT NULL, state TEXT NOT NULL) STRICT;
CREATE TABLE submission(
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL,
  list TEXT NOT NULL,
  status TEXT NOT NULL,
  receipt TEXT NOT NULL,
  at INTEGER NOT NULL,
  document TEXT NOT NULL,
  withdrawn_at INTEGER
) STRICT;
CREATE INDEX submission_session ON submission(session);
CREATE TABLE event(
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  session TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX event_kind ON event(kind);
CREATE INDEX event_session ON event(session);
${ADDED_BY_2}${ADDED_BY_3}
PRAGMA application_id = ${APPLICATION};
PRAGMA user_version = ${VERSION};
`;

/** What turns a file of the version before into one of the next, by the version it turns. */
export const UPGRADES: Readonly<Record<number, string>> = {
  1: `
ALTER TABLE outbox ADD COLUMN channel TEXT NOT NULL DEFAULT '';
UPDATE outbox SET channel = json_extract(reply, '$.to.channel');
${ADDED_BY_2}
PRAGMA user_version = 2;
`,
  2: `${ADDED_BY_3}
PRAGMA user_version = 3;
`,
};
