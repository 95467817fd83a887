import { DrizzleQueryError } from 'drizzle-orm';
import { Fault, type FaultCode, StaleVersionError } from '../../runtime/fault.ts';

/** A bug in whoever calls the store. Not the world failing, so not a `Fault`. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** Runs a call of the store, and turns whatever a driver throws into what the port promises. */
export async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}

/** SQLSTATEs (PostgreSQL's documentation, appendix A) that somebody can do something about. */
const FAULTS: Readonly<Record<string, readonly [FaultCode, string]>> = {
  '53100': [
    'store_full',
    'The disk that holds the store is full. Free some space, then start Charrette again.',
  ],
  '25006': [
    'store_read_only',
    'The database can only be read. Let Charrette connect to one that it may write.',
  ],
  '22P05': ['invalid_record', 'A text with a character that the database cannot hold was to be stored.'],
  '22021': ['invalid_record', 'A text with a character that the database cannot hold was to be stored.'],
  '22P02': ['invalid_record', 'A value that the database cannot hold was to be stored.'],
  '22003': ['invalid_record', 'A number that the database cannot hold was to be stored.'],
  '54000': ['invalid_record', 'A value larger than the database can hold was to be stored.'],
  '28P01': ['store_unavailable', 'The database refused the password. Check DATABASE_URL.'],
  '28000': ['store_unavailable', 'The database refused the user. Check DATABASE_URL.'],
  '3D000': ['store_unavailable', 'The database does not exist. Create it, or check DATABASE_URL.'],
  '42501': ['store_read_only', 'The database user lacks the rights that Charrette needs.'],
};

/**
 * What the port promises to throw, for what a driver threw. What a driver says is cut down to its message and
 * SQLSTATE: its errors carry the query and its parameters, which hold what people and models said.
 */
export function storeError(error: unknown): Error {
  if (error instanceof Fault || error instanceof StaleVersionError || error instanceof BrokenInvariant) {
    return error;
  }
  const origin = error instanceof DrizzleQueryError ? error.cause : error;
  const code = textOf(origin, 'code');
  const cause = new Error(`${code === '' ? 'no code' : code}: ${textOf(origin, 'message')}`);
  if (code.startsWith('23')) {
    const constraint = textOf(origin, 'constraint') || textOf(origin, 'constraint_name');
    return new BrokenInvariant(`what was to be stored contradicts what is stored (${constraint})`, { cause });
  }
  const [fault, advice] = FAULTS[code] ?? [
    'store_unavailable',
    'The database cannot be reached or cannot do its work. See the cause in the log.',
  ];
  return new Fault(fault, advice, cause);
}

function textOf(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null || !(key in value)) return '';
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' ? text : '';
}
