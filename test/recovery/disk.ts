import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { findDamage } from '../../src/adapters/store/sqlite/open.ts';
import type { Api } from '../entry/daemon.ts';
import { powerCuts, tracing } from '../support/databases/power-cut.ts';

const STORE = /^store\.sqlite/;

/**
 * The disk under the embedded store of one daemon, which forgets what was not flushed when its
 * power is cut.
 */
export class Disk {
  readonly #dataDir: string;
  readonly #trace: string;
  readonly #before: ReadonlyMap<string, Buffer>;

  private constructor(dataDir: string, before: ReadonlyMap<string, Buffer>) {
    this.#dataDir = dataDir;
    this.#trace = `${dataDir}.trace`;
    this.#before = before;
  }

  /** As it is before its next daemon starts. */
  static async before(dataDir: string): Promise<Disk> {
    return new Disk(dataDir, await storeFiles(dataDir));
  }

  /** The command under which that daemon is started. */
  get under(): readonly string[] {
    return ['strace', ...tracing(this.#trace)];
  }

  async loseWhatIsNotFlushed(): Promise<void> {
    const trace = await readFile(this.#trace, 'latin1');
    const left =
      [...powerCuts(trace, this.#dataDir, this.#before)].at(-1)?.files(() => false) ?? new Map();
    for (const path of (await storeFiles(this.#dataDir)).keys()) await rm(path);
    for (const [path, content] of left) await writeFile(path, content);
    await rm(this.#trace);
    expect(await findDamage(this.#dataDir)).toEqual([]);
  }

  /** P10: every answer that people got, and every event that they were told. */
  async expectStored({ acknowledged, told }: Api, point: string): Promise<void> {
    const database = new DatabaseSync(join(this.#dataDir, 'store.sqlite'));
    try {
      const answered = database.prepare('select key from responses').all();
      const keys = new Set(answered.map(({ key }) => key));
      expect(
        [...acknowledged].filter((key) => !keys.has(key)),
        point,
      ).toEqual([]);
      const version = database.prepare('select version from designs where id = ?');
      for (const [id, seq] of told)
        expect(Number(version.get(id)?.version ?? 0), `${point}: ${id}`).toBeGreaterThanOrEqual(
          seq,
        );
    } finally {
      database.close();
    }
  }
}

async function storeFiles(dataDir: string): Promise<Map<string, Buffer>> {
  const paths = (await readdir(dataDir))
    .filter((name) => STORE.test(name))
    .map((name) => join(dataDir, name));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)),
  );
}
