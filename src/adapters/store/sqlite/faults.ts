import { errorCodeOf, errorMessageOf, Fault, type FaultCode, SEE_LOG } from '#foundation/fault.ts';
import { BrokenInvariant, isPromised } from '../faults.ts';

const DAMAGED =
  'The database file is damaged. Stop Charrette, keep its data folder in case it can be repaired, and restore a backup.';

/** SQLite's result codes (sqlite.org/rescode.html) that an operator can act on. */
const FAULTS: Readonly<Record<number, readonly [FaultCode, string]>> = {
  5: ['store_in_use', 'Another process is using the database. Stop that one.'],
  7: ['store_unavailable', 'The machine has no memory left for the database. Free some.'],
  8: ['store_read_only', 'The database file is read-only. Let Charrette write to its data folder.'],
  10: ['store_unavailable', `The disk that holds the store is failing. ${SEE_LOG}`],
  11: ['store_unavailable', DAMAGED],
  13: [
    'store_full',
    'The disk that holds the store is full. Free some space. Running designs then continue by themselves; repeat what was refused.',
  ],
  14: ['store_unavailable', `The database cannot be opened. ${SEE_LOG}`],
  18: ['invalid_record', 'A value is larger than the database can hold, or than Charrette reads.'],
  26: ['store_unavailable', DAMAGED],
};
const SQLITE_CONSTRAINT = 19;
const SQLITE_CONSTRAINT_CHECK = 275;

/**
 * Converts an error of `node:sqlite` to one that the port promises. SQLite's messages name columns,
 * never values.
 */
export function convertStoreError(error: unknown): Error {
  if (isPromised(error)) return error;
  const code = resultCodeOf(error);
  const cause = new Error(`${code === null ? 'no code' : code}: ${errorMessageOf(error)}`);
  if (code === SQLITE_CONSTRAINT_CHECK)
    return new Fault(
      'invalid_record',
      'A value could not be stored: the database does not accept it.',
      cause,
    );
  const general = generalCodeOf(error);
  if (general === SQLITE_CONSTRAINT)
    return new BrokenInvariant(
      `a write violated a constraint of the store (${errorMessageOf(error)})`,
      {
        cause,
      },
    );
  const [fault, advice] = FAULTS[general ?? 0] ?? [
    // Without a code the database is closed, or its folder fails.
    general === null ? 'store_unavailable' : 'store_failed',
    `The database cannot do its work. ${SEE_LOG}`,
  ];
  return new Fault(fault, advice, cause);
}

export function saysDamaged(error: Error): boolean {
  return error instanceof Fault && error.message === DAMAGED;
}

export function makeDamagedFault(folder: string, found: string): Fault {
  return new Fault('store_unavailable', adviseOnDamage(folder, found));
}

export function makeMovedFault(folder: string, mark: string): Fault {
  return new Fault(
    'store_unavailable',
    `The store in the data folder ${folder} was moved to Postgres: set DATABASE_URL to that database. If it is empty, because the move broke off at the last moment, remove ${mark} and move the store again.`,
  );
}

export function makeReplacedFault(folder: string): Fault {
  return new Fault(
    'store_unavailable',
    `The store in the data folder ${folder} is no longer the one that was opened: something else removed, emptied, replaced or overwrote store.sqlite or store.sqlite-wal. Nothing more is stored. Stop Charrette, put the store or a backup in its place, remove store.sqlite-wal, and start again.`,
  );
}

export function makeForeignLogFault(folder: string): Fault {
  return new Fault(
    'store_unavailable',
    `The store in the data folder ${folder} is not the one that store.sqlite-wal beside it belongs to. Nothing was changed. Put the store of that log back, or, to start from this store, move store.sqlite-wal away.`,
  );
}

export function makeEmptyFault(folder: string, designs: string): Fault {
  return new Fault(
    'store_unavailable',
    `The store in the data folder ${folder} is empty, and ${designs} has designs that are not in it. If their store was lost or is elsewhere, put it or a backup in its place; to begin with an empty one, move ${designs} away.`,
  );
}

function adviseOnDamage(folder: string, reason: string): string {
  return `The store in the data folder ${folder} cannot be opened (${reason}). ${DAMAGED}`;
}

/** The fault of opening a folder's store, in words for the person who started Charrette. */
export function makeOpeningFault(error: unknown, folder: string): Error {
  const fault = isPromised(error) ? error : (systemFault(error) ?? convertStoreError(error));
  if (!(fault instanceof Fault) || isPromised(error)) return fault;
  return new Fault(fault.code, openingAdvice(fault, errorMessageOf(error), folder), fault.cause);
}

function openingAdvice({ code, message }: Fault, reason: string, folder: string): string {
  switch (code) {
    case 'store_in_use':
      return `Another Charrette is using the data folder ${folder}; a coding agent's, for example, does for as long as the agent runs. Stop that one, or give this one its own folder with CHARRETTE_DATA_DIR. Or start a daemon (serve) there first, which all commands and agents then use.`;
    case 'store_read_only':
      return `Charrette may not write to the data folder ${folder} or to the store in it. Allow it to, or choose another folder with CHARRETTE_DATA_DIR.`;
    case 'store_full':
      return `The disk is too full for the data folder ${folder}. Free some space, or choose another folder with CHARRETTE_DATA_DIR.`;
    default:
      if (message === DAMAGED) return adviseOnDamage(folder, reason);
      return `The data folder ${folder} cannot be opened (${reason}). Check that it is a folder and Charrette's own, or choose another with CHARRETTE_DATA_DIR.`;
  }
}

/** An error about the folder, before SQLite was reached; `null` if it has no fault of its own. */
function systemFault(error: unknown): Fault | null {
  const code = errorCodeOf(error);
  if (code === 'ENOSPC') return new Fault('store_full', '', error);
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new Fault('store_read_only', '', error);
  return null;
}

/**
 * The general result code, which is the lowest byte of an extended one; `null` if the error is not
 * SQLite's.
 */
export function generalCodeOf(error: unknown): number | null {
  const code = resultCodeOf(error);
  return code === null ? null : code & 0xff;
}

/** The extended result code; `null` if the error is not SQLite's. */
export function resultCodeOf(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : null;
}
