import type { ErrorEntry } from './error-entry.ts'

/** The server itself: storage, keys, configuration, start. */
export const serverCodes = {
  'blobs.bad-id': { kind: 'broken', meaning: 'Not a content identifier.' },
  'blobs.full': { kind: 'unavailable', meaning: 'The server has no room for this content at the moment.' },
  'blobs.missing': { kind: 'not-found', meaning: 'This content is no longer stored.' },
  'clients.not-built': { kind: 'invalid', meaning: 'The pages were not built.' },
  'config.invalid': { kind: 'invalid', meaning: 'The configuration cannot be used; every problem is named.' },
  'database.bad-organisation': { kind: 'invalid', meaning: 'Not an organisation identifier.' },
  'database.init-failed': { kind: 'broken', meaning: 'The embedded database could not be initialised.' },
  'database.migration-changed': { kind: 'broken', meaning: 'A migration differs from the one that this database has.' },
  'database.no-binaries': { kind: 'invalid', meaning: 'There is no embedded PostgreSQL for this machine.' },
  'database.no-port': { kind: 'broken', meaning: 'No free port for the embedded database.' },
  'database.no-role': { kind: 'invalid', meaning: 'The database user may not prepare the database.' },
  'database.no-runtime-login': {
    kind: 'invalid',
    meaning: 'There is no password to derive that of the run-time login from.',
  },
  'database.start-failed': {
    kind: 'unavailable',
    meaning: 'The embedded database does not start; see postgres.log in the data folder.',
  },
  'database.start-timeout': {
    kind: 'unavailable',
    meaning: 'The embedded database did not start within a minute; see postgres.log in the data folder.',
  },
  'database.too-old': { kind: 'invalid', meaning: 'Sealpost needs PostgreSQL 15 or newer.' },
  'database.unreachable': { kind: 'unavailable', meaning: 'The database does not accept the connection.' },
  'database.unsafe-login': { kind: 'invalid', meaning: 'The run-time login may do more than it needs.' },
  'database.unsafe-role': { kind: 'invalid', meaning: 'The role of requests may do more than it needs.' },
  'jobs.bad-payload': { kind: 'broken', meaning: 'A job carries no object.' },
  'listen.forbidden': { kind: 'invalid', meaning: 'A port may not be opened by this user.' },
  'listen.taken': { kind: 'invalid', meaning: 'A port is in use.' },
  'secret.not-of-this-database': {
    kind: 'invalid',
    meaning: 'The server secret is not the one that protects this database.',
  },
  'secret.unsafe': { kind: 'invalid', meaning: 'The secret file may be read by others, or is damaged.' },
  'shred.gone': { kind: 'not-found', reason: 'gone', meaning: 'The key of this value no longer exists.' },
  'shred.not-of-this-database': {
    kind: 'invalid',
    meaning: 'The keys of short-lived secrets are not those of this database.',
  },
  'shred.server-remembers': { kind: 'invalid', meaning: 'The PostgreSQL for keys would keep what is erased.' },
  'shred.unavailable': { kind: 'unavailable', meaning: 'The server cannot keep a key safely at the moment.' },
  'shred.unreachable': {
    kind: 'unavailable',
    meaning: 'The PostgreSQL for keys does not accept the connection, or its user may not prepare it.',
  },
  'shred.unsafe': { kind: 'invalid', meaning: 'The folder of keys may be read by others, or holds a damaged file.' },
  'target.not-authentic': {
    kind: 'unavailable',
    meaning: 'The key of this mailbox could not be verified, so nothing was sealed to it. Tell your administrator.',
  },
  'tls.unreadable': {
    kind: 'invalid',
    meaning: 'SEALPOST_TLS_CERT or SEALPOST_TLS_KEY names a file that cannot be read.',
  },
  'tls.unusable': {
    kind: 'invalid',
    meaning: 'Certificate and private key do not belong together, or are not in PEM form.',
  },
  'transit.damaged': { kind: 'broken', meaning: 'A protected value cannot be opened with this server secret.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
