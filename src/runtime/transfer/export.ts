import { createHash } from 'node:crypto';
import type { Transfer, TransferFiles } from '../ports/transfer.ts';
import { CHARRETTE_VERSION } from '../version.ts';
import { EXPORT_FORMAT, lineOf } from './format.ts';
import { PassingDesign } from './passing-design.ts';

export interface TransferParts {
  readonly store: Transfer;
  readonly files: TransferFiles;
  /** Called after each line, with the number of designs begun and of bytes so far. */
  readonly onProgress: (designs: number, bytes: number) => void;
}

/**
 * Yields every design of a store as lines of a file. Holds one line at a time. Throws `Fault`: `invalid_record` for a design
 * that could not be imported, because its chain is broken.
 */
export async function* exportLines(
  { store, files, onProgress }: TransferParts,
  madeAt: number,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let designs = 0;
  let bytes = 0;
  const hashed = (value: Parameters<typeof lineOf>[0]): Buffer => {
    const line = lineOf(value);
    hash.update(line);
    bytes += line.byteLength;
    onProgress(designs, bytes);
    return line;
  };
  yield hashed({
    kind: 'export',
    version: EXPORT_FORMAT,
    charretteVersion: CHARRETTE_VERSION,
    madeAt: new Date(madeAt).toISOString(),
  });
  for await (const design of store.designs()) {
    designs += 1;
    yield hashed({ kind: 'design', ...design });
    const passing = new PassingDesign(design.id);
    for await (const row of store.rows(design.id)) {
      passing.add(row);
      yield hashed(row);
    }
    for await (const { name, content, more } of files.read(design.id)) {
      yield hashed({ kind: 'file', name, base64: Buffer.from(content).toString('base64'), more });
    }
  }
  yield lineOf({ kind: 'end', designs, sha256: hash.digest('hex') });
}
