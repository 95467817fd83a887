import { existsSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ADDENDUM_FOLDER } from '../../core/outcome/file-names.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { DIAGNOSTICS_NAME, isDesignFile } from '../../runtime/bundle/manifest.ts';
import { Fault } from '../../runtime/fault.ts';
import type { FilePart, TransferFiles } from '../../runtime/ports/transfer.ts';
import { PART_BYTES } from '../../runtime/transfer/format.ts';
import { listed, openBounded } from './bundle-folder.ts';
import { flushFolder, hashOf, makeFolder, writeFailed } from './durable.ts';

/** The folder where files wait until all have arrived; no design has such an id. */
const STAGED = '.import';
const SUBFOLDERS = ['', 'proposals/', `${ADDENDUM_FOLDER}/`, 'failures/'] as const;

/** Opens the design folders of a data folder. The next import removes the remains of one that was killed. */
export function transferFiles(dataDir: string): TransferFiles {
  const root = resolve(dataDir, 'designs');
  const staging = new Staging(root);
  return {
    read: (id) => readFolder(join(root, DesignId.parse(id))),
    stage: (id, part) => staging.stage(DesignId.parse(id), part),
    place: () => staging.place(),
    discard: () => staging.discard(),
  };
}

async function* readFolder(folder: string): ReturnType<TransferFiles['read']> {
  for (const sub of SUBFOLDERS) {
    if (!existsSync(join(folder, sub))) continue;
    for (const { name, kind } of await listed(folder, sub)) {
      if (kind === 'file' && isDesignFile(name)) yield* readFile(folder, name);
    }
  }
}

/** Reads one piece ahead, since the last piece is marked as such. */
async function* readFile(folder: string, name: string): AsyncGenerator<FilePart> {
  await using file = await openBounded(join(folder, name), name, Number.POSITIVE_INFINITY);
  let content = await nextPiece(file);
  for (let more = true; more; ) {
    const next = await nextPiece(file);
    more = next.byteLength > 0;
    yield { name, content, more };
    content = next;
  }
}

async function nextPiece(file: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(PART_BYTES) });
  return buffer.subarray(0, bytesRead);
}

/** Files staged beside the folders of designs. They share a file system, so each move is all or nothing. */
class Staging {
  readonly #root: string;
  readonly #staged: string;
  readonly #placed: string[] = [];
  #hasBegun = false;
  #file: { readonly path: string; readonly handle: FileHandle } | null = null;

  constructor(root: string) {
    this.#root = root;
    this.#staged = join(root, STAGED);
  }

  async stage(id: DesignId, { name, content, more }: FilePart): Promise<void> {
    const path = join(this.#staged, id, name);
    if (this.#file !== null && this.#file.path !== path) throw cutShort(this.#file.path);
    try {
      if (!this.#hasBegun) await rm(this.#staged, { recursive: true, force: true });
      this.#hasBegun = true;
      const handle = await this.#opened(path, DIAGNOSTICS_NAME.test(name) ? 0o600 : 0o644);
      await handle.writeFile(content);
      if (more) return;
      await handle.sync();
      await this.#close();
    } catch (error) {
      throw writeFailed(path, error);
    }
    await this.#compare(path, join(this.#root, id, name));
  }

  async place(): Promise<void> {
    if (!existsSync(this.#staged)) return;
    if (this.#file !== null) throw cutShort(this.#file.path);
    try {
      for (const id of await readdir(this.#staged)) await this.#placeDesign(id);
      await flushFolder(this.#root);
      await rm(this.#staged, { recursive: true, force: true });
    } catch (error) {
      throw writeFailed(this.#root, error);
    }
  }

  async discard(): Promise<void> {
    await this.#close();
    for (const path of this.#placed.splice(0)) await rm(path, { recursive: true, force: true });
    if (this.#hasBegun) await rm(this.#staged, { recursive: true, force: true });
  }

  async #opened(path: string, mode: number): Promise<FileHandle> {
    if (this.#file !== null) return this.#file.handle;
    await makeFolder(dirname(path));
    const handle = await open(path, 'wx', mode);
    this.#file = { path, handle };
    return handle;
  }

  async #close(): Promise<void> {
    await this.#file?.handle.close();
    this.#file = null;
  }

  /** Keeps an existing file that is the same byte for byte. */
  async #compare(path: string, there: string): Promise<void> {
    if (!existsSync(there)) return;
    if ((await hashOf(path)) !== (await hashOf(there)))
      throw new Fault(
        'write_failed',
        `Nothing was imported: ${there} is there already, and is not the file of the import. Move its folder away.`,
      );
    await rm(path);
  }

  /** Places a folder as a whole where there is none yet, else only the files that it lacks. */
  async #placeDesign(id: string): Promise<void> {
    const [from, to] = [join(this.#staged, id), join(this.#root, id)];
    const folders = SUBFOLDERS.filter((sub) => existsSync(join(from, sub)));
    if (!existsSync(to)) {
      for (const sub of folders) await flushFolder(join(from, sub));
      return this.#move(from, to);
    }
    for (const sub of folders) {
      const names = (await readdir(join(from, sub))).filter((name) => isDesignFile(`${sub}${name}`));
      if (names.length === 0) continue;
      await makeFolder(join(to, sub));
      for (const name of names) await this.#move(join(from, sub, name), join(to, sub, name));
      await flushFolder(join(to, sub));
    }
    await flushFolder(to);
  }

  async #move(from: string, to: string): Promise<void> {
    await rename(from, to);
    this.#placed.push(to);
  }
}

function cutShort(path: string): Fault {
  return new Fault('invalid_record', `Nothing was imported: of the file ${path}, the end is missing.`);
}
