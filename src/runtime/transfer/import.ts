import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../fault.ts';
import type { StoredDesign, StoredRow } from '../ports/transfer.ts';
import { parsedJson } from '../session/envelope.mjs';
import { CHARRETTE_VERSION, isLaterCharrette } from '../version.ts';
import type { TransferParts } from './export.ts';
import { AnyHeader, Header, Line } from './format.ts';
import { PassingDesign } from './passing-design.ts';

/** Rows that are stored together, by their number and the bytes of their lines. */
const MAX_BATCH = 200;
const BATCH_BYTES = 1024 * 1024;

/**
 * Brings every design of an export into a store, all or none, and returns their number. Every fault is found before the commit,
 * and uncommitted work is gone. Holds a batch of rows at a time. Throws `Fault('invalid_record')` for anything except a
 * complete, unchanged export of this version or an earlier one, and where the store holds one of its designs.
 */
export async function importLines(lines: AsyncIterable<string>, parts: TransferParts): Promise<number> {
  const { store, files } = parts;
  try {
    const importing = new Importing(parts);
    for await (const line of lines) await importing.take(line);
    const designs = importing.finish();
    await files.place();
    await store.commit();
    return designs;
  } catch (error) {
    await files.discard();
    throw error;
  }
}

class Importing {
  readonly #parts: TransferParts;
  readonly #hash = createHash('sha256');
  #line = 0;
  #bytes = 0;
  #designs = 0;
  /** The design whose lines are coming. */
  #current: PassingDesign | null = null;
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

  /** Returns the number of designs. Throws unless all of it has come. */
  finish(): number {
    if (this.#line === 0) assertHeader('');
    if (!this.#isOver) throw refused('it is cut short');
    return this.#designs;
  }

  async #takeLine(line: Exclude<Line, { kind: 'end' }>, text: string): Promise<void> {
    if (line.kind === 'design') return this.#begin(line);
    const current = this.#current;
    if (current === null) throw refused(`line ${this.#line} belongs to no design`);
    if (line.kind === 'file') {
      const { name, base64, more } = line;
      return this.#parts.files.stage(current.id, { name, content: Buffer.from(base64, 'base64'), more });
    }
    current.add(line);
    await this.#store(current.id, line, text.length);
  }

  async #begin({ id, dueAt }: StoredDesign): Promise<void> {
    const { store } = this.#parts;
    if (this.#current !== null && id <= this.#current.id) throw refused(`design ${id} is not in its place`);
    await this.#complete();
    this.#designs += 1;
    if (await store.holds(id)) {
      const what = `Nothing was imported: this store already holds design ${id}.`;
      throw new Fault('invalid_record', `${what} Import into a store without the designs of the file.`);
    }
    this.#current = new PassingDesign(id);
    await store.add({ id, dueAt });
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

  /** Completes a design after its last line. */
  async #complete(): Promise<void> {
    const current = this.#current;
    if (current === null) return;
    await this.#flush(current.id);
    const projection = current.projection();
    if (projection !== null) await this.#parts.store.project(projection);
  }

  async #end({ designs, sha256 }: Extract<Line, { kind: 'end' }>): Promise<void> {
    await this.#complete();
    this.#isOver = true;
    if (this.#hash.digest('hex') !== sha256 || designs !== this.#designs) throw refused('it was changed');
  }
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

/** Returns `null` for invalid JSON or another shape. */
function parsedLine<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | null {
  return schema.safeParse(parsedJson(text)).data ?? null;
}

function refused(problem: string): Fault {
  return new Fault('invalid_record', `Nothing was imported from the file: ${problem}.`);
}
