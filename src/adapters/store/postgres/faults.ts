import { Fault, type FaultCode, SEE_LOG } from '#foundation/fault.ts';
import { isObject } from '#foundation/is-object.ts';
import { BrokenInvariant, isPromised } from '../faults.ts';

const MISSING_RIGHT = '42501';
/** A value that no second try makes storable. */
const UNSTORABLE = [
  'invalid_record',
  'A value could not be stored: the database cannot hold it.',
] as const;
const SLOW = 'The database took too long, and the statement was given up.';
/**
 * SQLSTATEs (PostgreSQL's documentation, appendix A), or the first two signs of a class, that an
 * operator can act on.
 */
const FAULTS: Readonly<Record<string, readonly [FaultCode, string]>> = {
  '53100': [
    'store_full',
    'The disk that holds the store is full. Free some space. Running designs then continue by themselves; repeat what was refused.',
  ],
  '25006': [
    'store_read_only',
    'The database is read-only. Connect Charrette to one that it may write to.',
  ],
  '22P05': [
    'invalid_record',
    'A text could not be stored: it has a character that the database cannot hold.',
  ],
  '22021': [
    'invalid_record',
    'A text could not be stored: it has a character that the database cannot hold.',
  ],
  '22': UNSTORABLE,
  '23514': UNSTORABLE,
  '54000': [
    'invalid_record',
    'A value could not be stored: it is larger than the database can hold.',
  ],
  '28P01': ['store_unavailable', 'The database refused the password. Check DATABASE_URL.'],
  '28000': ['store_unavailable', 'The database refused the user. Check DATABASE_URL.'],
  '3D000': ['store_unavailable', 'The database does not exist. Create it, or check DATABASE_URL.'],
  '53300': [
    'store_unavailable',
    'The database accepts no more connections. Allow each daemon 11, or run fewer daemons.',
  ],
  '57014': ['store_unavailable', SLOW],
  '40P01': [
    'store_unavailable',
    'The database cancelled this call to resolve a deadlock. The same call can be made again.',
  ],
  '40001': [
    'store_unavailable',
    'The database could not keep two changes apart. The same call can be made again.',
  ],
  [MISSING_RIGHT]: [
    'store_read_only',
    'The database user lacks a right that Charrette needs, or does not own its tables. Run charrette doctor, which names the right and its grant.',
  ],
};

export const POOLER_WORDS =
  'The address leads to a pooler, which would lose locks and notices. Name the server itself: in CHARRETTE_DATABASE_DIRECT_URL, or in --to when you move a store.';

/** Faults recognized by the error's text, since its code has many causes. */
const BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /^unsupported startup parameter(?:: options| in options)/,
    'The pooler does not take the options in DATABASE_URL. Remove them there.',
  ],
  [/^unsupported startup parameter/, POOLER_WORDS],
  [
    /before secure TLS connection was established/,
    'The database server closed the connection when TLS should begin, so it probably offers none, but sslmode in DATABASE_URL requires it. Switch TLS on at the server or, if the network is safe, remove sslmode from DATABASE_URL.',
  ],
  [
    /^no pg_hba\.conf entry .*no encryption$/,
    'The database server has no rule that lets this user in from here without TLS. Add ?sslmode=require to DATABASE_URL, or an entry to the pg_hba.conf of the server.',
  ],
];
/**
 * SQLSTATEs that pass by themselves or by an operator's doing: connection, rollback, resources, a
 * lock, a stop, and the end of a transaction that took too long. Any other that has no fault of its
 * own is permanent.
 */
const PASSING = /^(?:(?:08|40|53|55|57)\w{3}|25P0[34])$/;
/** Classes of codes that end a connection before it begins only by a parameter of the URL. */
const OPTIONS_REFUSED = /^(?:22|42)/;
const REFUSED_OPTIONS =
  'The database server refuses the options in DATABASE_URL. Correct them, as in options=-c%20geqo=off, or remove them.';
const NO_CONNECT =
  'The database user may not connect to the database in DATABASE_URL. Let its owner run, with their names: GRANT CONNECT ON DATABASE charrette TO app;';
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)_)/;

/** The server is unusable, as after a `TimeoutError`; another host may work. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  // The server is read-only, shutting down, crashed, or starting.
  '25006',
  '57P01',
  '57P02',
  '57P03',
]);
const CONNECTION_CLASS = /^08\w{3}$/;

export function isMissingRight(error: unknown): boolean {
  return textOf(error, 'code') === MISSING_RIGHT;
}

export function isUnreachable(error: unknown): boolean {
  const code = textOf(error, 'code');
  return (
    textOf(error, 'name') === 'TimeoutError' || UNREACHABLE.has(code) || CONNECTION_CLASS.test(code)
  );
}

/**
 * Converts a driver's error to one that the port promises. Keeps only message and SQLSTATE: the
 * driver's error contains the query with people's and models' words.
 */
export function convertStoreError(error: unknown): Error {
  if (isPromised(error)) return error;
  const code = textOf(error, 'code');
  const cause = new Error(`${code === '' ? 'no code' : code}: ${textOf(error, 'message')}`);
  if (code.startsWith('23') && !(code in FAULTS)) {
    const constraint = textOf(error, 'constraint_name');
    return new BrokenInvariant(`a write violated a constraint of the store (${constraint})`, {
      cause,
    });
  }
  const told = BY_WORDS.find(([words]) => words.test(textOf(error, 'message')))?.[1];
  if (told !== undefined) return new Fault('store_unavailable', told, cause);
  if (textOf(error, 'severity') === 'FATAL') {
    if (code === MISSING_RIGHT) return new Fault('store_unavailable', NO_CONNECT, cause);
    if (OPTIONS_REFUSED.test(code)) return new Fault('bad_configuration', REFUSED_OPTIONS, cause);
  }
  const facts = FAULTS[code] ?? FAULTS[code.slice(0, 2)];
  if (facts !== undefined) return new Fault(...facts, cause);
  if (isUnreachable(error)) return new Unanswered(code, cause);
  const passes = PASSING.test(code) || CERTIFICATE.test(code) || textOf(error, 'syscall') !== '';
  return new Fault(passes ? 'store_unavailable' : 'store_failed', wordFailure(code), cause);
}

/** No server answers, or one that is stopping or starting: another try may succeed. */
export class Unanswered extends Fault {
  constructor(code: string, cause: Error) {
    const words = `No database answers at the address in DATABASE_URL${nameCode(code)}. Start it, or correct the address.`;
    super('store_unavailable', code === '' ? SLOW : words, cause);
  }
}

/** Names the code, since a command writes no log that could. */
function nameCode(code: string): string {
  return code === '' ? '' : ` (${code})`;
}

function wordFailure(code: string): string {
  if (CERTIFICATE.test(code))
    return `The certificate of the database server is not accepted${nameCode(code)}. Name the file of its authority with sslrootcert in DATABASE_URL, or skip the check with sslmode=require.`;
  return `The database cannot do its work${nameCode(code)}. ${SEE_LOG}`;
}

function textOf(value: unknown, key: string): string {
  if (!isObject(value) || !(key in value)) return '';
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' ? text : '';
}
