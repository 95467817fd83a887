import { createHash, type Hash } from 'node:crypto';
import type * as z from 'zod';
import type { DesignId } from '../../core/ids.ts';
import { Fault } from '../fault.ts';
import type { StoredDesign, StoredRow } from '../ports/transfer.ts';
import { parsedJson } from '../session/envelope.mjs';
import { CHARRETTE_VERSION, isLaterCharrette } from '../version.ts';
import type { TransferParts } from './export.ts';
import { AnyHeader, Header, Line, lineOf } from './format.ts';
import { PassingDesign } from './passing-design.ts';

/** Rows that are stored together, by their number and the bytes of their lines. */
const MAX_BATCH = 200;
const BATCH_BYTES = 1024 * 1024;
/** Designs that a refusal names. */
const MAX_NAMED = 5;

export interface Imported {
  readonly designs: number;
  /** Designs of the file that the store held already, row by row. */
  readonly alreadyThere: number;
}

/** What shows that a file is an export, of a version that can be read, and whole. Throws `Fault`. */
export function assertEnds(firstLine: string, lastLine: string): void {
  assertHeader(firstLine);
  if (parsedLine(Line, lastLine)?.kind !== 'end') throw refused('it is cut short');
}

/**
 * Brings every design of an export into a store, all or none: whatever is wrong is found before anything is committed, and
 * what was not committed is gone. A design that the store holds already is left as it is if each of its rows is the same.
 * Holds a batch of rows at a time. Throws `Fault('invalid_record')` for what is no whole, unchanged export of this version or
 * an earlier one, and where the store holds another state of one of its designs.
 */
export async function importLines(lines: AsyncIterable<string>, parts: TransferParts): Promise<Imported> {
  const { store, files } = parts;
  try {
    const importing = new Importing(parts);
    for await (const line of lines) await importing.take(line);
    const imported = importing.finish();
    await files.place();
    await store.commit();
    return imported;
  } catch (error) {
    await files.discard();
    throw error;
  }
}

/** The design whose lines are coming. */
interface Current extends Pick<StoredDesign, 'id'> {
  readonly passing: PassingDesign;
  /** Of its rows as the store holds them already; `null` where it does not hold it. */
  readonly held: string | null;
  readonly hash: Hash;
}

class Importing {
  readonly #parts: TransferParts;
  readonly #hash = createHash('sha256');
  readonly #differing: DesignId[] = [];
  #line = 0;
  #bytes = 0;
  #designs = 0;
  #alreadyThere = 0;
  #current: Current | null = null;
  #batch: StoredRow[] = [];
  #batchBytes = 0;
  #isOver = false;

  constructor(parts: TransferParts) {
    this.#parts = parts;
  }

  async take(text: string): Promise<void> {
    this.#line += 1;
    this.#bytes += Buffer.byteLength(text) + 1;
    if (this.#isOver) throw refused('something follows its last line');
    const line = this.#line === 1 ? assertHeader(text) : parsedLine(Line, text);
    if (line === null) throw refused(`line ${this.#line} is none of an export`);
    if (line.kind === 'end') return this.#end(line);
    this.#hash.update(text).update('\n');
    if (line.kind !== 'export') await this.#takeLine(line, text);
    this.#parts.onProgress(this.#designs, this.#bytes);
  }

  /** Throws unless all of it has come, and all of it can be stored. */
  finish(): Imported {
    if (!this.#isOver) throw refused('it is cut short');
    const [first] = this.#differing;
    if (first === undefined)
      return { designs: this.#designs - this.#alreadyThere, alreadyThere: this.#alreadyThere };
    const named = this.#differing.slice(0, MAX_NAMED).join(', ');
    const more = this.#differing.length > MAX_NAMED ? ` and ${this.#differing.length - MAX_NAMED} more` : '';
    throw new Fault(
      'invalid_record',
      `Nothing was imported: this store already holds ${named}${more}, and not as the file has it. Import into a store without these designs.`,
    );
  }

  async #takeLine(line: Exclude<Line, { kind: 'end' }>, text: string): Promise<void> {
    if (line.kind === 'design') return this.#begin(line);
    const current = this.#current;
    if (current === null) throw refused(`line ${this.#line} belongs to no design`);
    if (line.kind === 'file') {
      const { name, base64, more } = line;
      const part = { name, content: Buffer.from(base64, 'base64'), more };
      current.passing.addFile(part);
      // Of a design that is refused, no file is compared any more.
      if (!isAsHeld(current)) return;
      return this.#parts.files.stage(current.id, part);
    }
    current.passing.add(line);
    if (current.held === null) return this.#store(current.id, line, text.length);
    current.hash.update(text).update('\n');
  }

  async #begin({ id, dueAt }: StoredDesign): Promise<void> {
    const { store } = this.#parts;
    if (this.#current !== null && id <= this.#current.id) throw refused(`design ${id} is not in its place`);
    await this.#complete();
    this.#designs += 1;
    const held = (await store.holds(id)) ? await this.#heldHash(id) : null;
    this.#current = { id, passing: new PassingDesign(id), held, hash: createHash('sha256') };
    if (held === null) await store.add({ id, dueAt });
  }

  async #store(id: DesignId, row: StoredRow, bytes: number): Promise<void> {
    this.#batch.push(row);
    this.#batchBytes += bytes;
    if (this.#batch.length >= MAX_BATCH || this.#batchBytes >= BATCH_BYTES) await this.#flush(id);
  }

  async #flush(id: DesignId): Promise<void> {
    if (this.#batch.length > 0) await this.#parts.store.append(id, this.#batch);
    this.#batch = [];
    this.#batchBytes = 0;
  }

  /** All lines of the design have come. */
  async #complete(): Promise<void> {
    const current = this.#current;
    if (current === null) return;
    const { fileProblem } = current.passing;
    if (fileProblem !== null) throw refused(`of design ${current.id}, ${fileProblem}`);
    if (current.held !== null) {
      if (isAsHeld(current)) this.#alreadyThere += 1;
      else this.#differing.push(current.id);
      return;
    }
    await this.#flush(current.id);
    const projection = current.passing.projection();
    if (projection !== null) await this.#parts.store.project(projection);
  }

  async #heldHash(id: DesignId): Promise<string> {
    const hash = createHash('sha256');
    for await (const row of this.#parts.store.rows(id)) hash.update(lineOf(row));
    return hash.digest('hex');
  }

  async #end({ designs, sha256 }: Extract<Line, { kind: 'end' }>): Promise<void> {
    await this.#complete();
    this.#isOver = true;
    if (this.#hash.digest('hex') !== sha256 || designs !== this.#designs) throw refused('it was changed');
  }
}

/** Whether the rows that have come are those that the store holds, if it holds any. */
function isAsHeld({ held, hash }: Current): boolean {
  return held === null || hash.copy().digest('hex') === held;
}

function assertHeader(text: string): z.infer<typeof Header> {
  const any = parsedLine(AnyHeader, text);
  if (any === null) throw new Fault('bad_usage', 'The file is not an export of Charrette.');
  const header = parsedLine(Header, text);
  if (header !== null && !isLaterCharrette(header.charretteVersion)) return header;
  const theirs = typeof any.charretteVersion === 'string' ? any.charretteVersion.slice(0, 60) : 'unknown';
  throw refused(
    `it is of a later version of Charrette (${JSON.stringify(theirs)}; this is ${CHARRETTE_VERSION}). Import it with that one`,
  );
}

/** `null` for what is not JSON, or has another shape. */
function parsedLine<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | null {
  return schema.safeParse(parsedJson(text)).data ?? null;
}

function refused(problem: string): Fault {
  return new Fault('invalid_record', `Nothing was imported from the file: ${problem}.`);
}
