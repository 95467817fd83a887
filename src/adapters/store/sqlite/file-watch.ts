import { randomInt } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { generalCodeOf } from './faults.ts';

/** Where the first page of a file has its `user_version`. */
const NUMBER_AT = 60;

/**
 * Drawn numbers by which a log and its file are told to belong together, as a store's first page
 * has them. A log begins with a number of its own (`user_version`) and that of the file
 * (`application_id`); before all of it is carried into the file, another is drawn, which is then
 * the file's. So the file of a log has the one or the other, and no earlier or later state of it
 * has.
 */
export interface LogNumbers {
  readonly user_version: number;
  readonly application_id: number;
}

export function drawLogNumber(): number {
  return randomInt(1, 2 ** 31 - 1);
}

function hasNumber(numbers: LogNumbers, number: number): boolean {
  return number === numbers.user_version || number === numbers.application_id;
}

export function readLogNumbers(file: DatabaseSync): LogNumbers {
  const words =
    'select user_version, application_id from pragma_user_version, pragma_application_id';
  return file.prepare(words).get() as unknown as LogNumbers;
}

/** SQLite's codes, without their details. */
const IO_ERROR = 10;
const CORRUPT = 11;

/**
 * False if the log beside a file was begun on another, or on another state of it. Changes neither.
 * Throws SQLite's errors.
 */
export function isLogOfFile(path: string): boolean {
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return true;
  const index = `${path}-shm`;
  const hasIndex = existsSync(index);
  let withLog: LogNumbers;
  try {
    withLog = readNumbersAt(path);
  } catch (error) {
    // A full disk has no room for the index, and then nobody can tell: opening says what is wrong,
    // if anything is.
    if (generalCodeOf(error) === IO_ERROR) return true;
    throw error;
  } finally {
    if (!hasIndex) rmSync(index, { force: true });
  }
  return hasNumber(withLog, readNumberWithoutLog(path));
}

function readNumberWithoutLog(path: string): number {
  try {
    return readNumbersAt(`${pathToFileURL(path).href}?immutable=1`).user_version;
  } catch (error) {
    // A full disk can let a part of the log into the file, which only the log then makes whole. Its
    // first page is written first.
    if (generalCodeOf(error) !== CORRUPT) throw error;
    const file = openSync(path, 'r');
    try {
      return readNumberIn(file);
    } finally {
      closeSync(file);
    }
  }
}

/** The drawn number in the first page of an open file. */
function readNumberIn(file: number): number {
  const number = Buffer.alloc(4);
  readSync(file, number, 0, number.length, NUMBER_AT);
  return number.readInt32BE();
}

function readNumbersAt(address: string): LogNumbers {
  const file = new DatabaseSync(address, { readOnly: true, timeout: 0 });
  try {
    return readLogNumbers(file);
  } finally {
    file.close();
  }
}

/**
 * A store's file and log as they are on disk while SQLite has them open: it would go on writing
 * where no later start finds it.
 */
export class WatchedFile {
  readonly #path: string;
  /** Closed last: closing any descriptor of the file frees SQLite's lock on it. */
  readonly #descriptor: number;
  readonly #id: string | null;
  #logId: string | null = null;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, 'r');
    this.#id = identify(path).id;
  }

  /**
   * False if the file or its log was removed, emptied, replaced, or overwritten by another store or
   * state.
   */
  isSame(numbers: LogNumbers): boolean {
    if (identify(this.#path).id !== this.#id || this.isOverwritten(numbers)) return false;
    if (this.#logId === null) return true;
    const log = identify(this.#log);
    return log.id === this.#logId && log.size > 0;
  }

  /** True if the file that is open has other content than any that SQLite wrote there. */
  isOverwritten(numbers: LogNumbers): boolean {
    if (fstatSync(this.#descriptor).size === 0) return true;
    return !hasNumber(numbers, readNumberIn(this.#descriptor));
  }

  /** From now on the log is not looked at, until the next one is noted. */
  leaveLog(): void {
    this.#logId = null;
  }

  noteLog(): void {
    this.#logId = identify(this.#log).id;
  }

  get logBytes(): number {
    return this.#logId === null ? Infinity : identify(this.#log).size;
  }

  /**
   * Empties the log, unless it was replaced, so that SQLite does not carry it into the file when it
   * closes both.
   */
  dropLog(): void {
    const { id } = identify(this.#log);
    if (id !== null && id === (this.#logId ?? id)) truncateSync(this.#log);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  get #log(): string {
    return `${this.#path}-wal`;
  }
}

/** Throws for a file that cannot be looked at. */
function identify(path: string): { readonly id: string | null; readonly size: number } {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined
    ? { id: null, size: 0 }
    : { id: `${stats.dev}:${stats.ino}`, size: stats.size };
}
