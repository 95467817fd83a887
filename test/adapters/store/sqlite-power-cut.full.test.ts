import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { findDamage, openSqliteStore } from '#adapters/store/sqlite/open.ts';
import { type PowerCut, powerCuts, tracing } from '../../support/databases/power-cut.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { childLines, storeChild } from '../../support/processes/store-process.ts';
import { needing } from '../../support/runner/needing.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { IS_NIGHT } from '../../support/runner/whole.ts';

// Tracing each system call makes a process many times as slow.
const root = temporaryFolder();
let folders = 0;

/** The path of a folder that is not there yet. */
function newFolder(): string {
  folders += 1;
  return join(root, `data-${folders}`);
}

const { describe, test } = await needing('strace');

describe('a power cut', () => {
  /** What a process that appends leaves behind, wherever the power is cut; it made the folder. */
  async function cutsOf(
    what: 'append' | 'append-much',
    dataDir: string,
    lines: number,
  ): Promise<PowerCut[]> {
    const trace = `${dataDir}.trace`;
    // Folders are made in other threads.
    const words = [
      '-f',
      ...tracing(trace, ['write']),
      process.execPath,
      storeChild.path,
      what,
      dataDir,
    ];
    const traced = spawn('strace', words, { stdio: ['ignore', 'pipe', 'ignore'] });
    const gone = once(traced, 'exit');
    await childLines(traced, lines);
    // The child ends when nobody reads any more.
    traced.stdout.destroy();
    await gone;
    return [...powerCuts(await readFile(trace, 'latin1'), dataDir)];
  }

  /** The version that a store has which is opened on what is left. */
  async function versionAfter(files: ReadonlyMap<string, Buffer>): Promise<number> {
    const dataDir = newFolder();
    await mkdir(dataDir);
    for (const [path, content] of files) await writeFile(join(dataDir, basename(path)), content);
    expect(await findDamage(dataDir)).toEqual([]);
    const { store } = await openSqliteStore({ dataDir, log: keepLog() });
    const version = (await store.summary(designIdOf(1)))?.version ?? 0;
    expect(await store.events(designIdOf(1), 0, 10_000)).toHaveLength(version);
    await store.close();
    await rm(dataDir, { recursive: true });
    return version;
  }

  async function expectAcknowledged(cut: PowerCut): Promise<void> {
    // Nothing that was not flushed, or every other piece of it.
    for (const survives of [() => false, (change: number) => change % 2 === 0]) {
      expect(await versionAfter(cut.files(survives))).toBeGreaterThanOrEqual(cut.acknowledged);
    }
  }

  test('P10: a power cut takes nothing that was acknowledged, from the making of the folder on', async () => {
    const commits = IS_NIGHT ? 30 : 8;
    const cuts = await cutsOf('append', newFolder(), commits);
    expect(cuts.at(-1)?.acknowledged).toBeGreaterThan(commits - 3);
    for (const cut of cuts) await expectAcknowledged(cut);
  });

  test('P10: a power cut takes nothing either while the log is brought into the file', async () => {
    const dataDir = newFolder();
    const cuts = await cutsOf('append-much', dataDir, 100);
    const intoTheFile = cuts.findLastIndex(
      ({ flushing }) => flushing === join(dataDir, 'store.sqlite'),
    );
    expect(cuts[intoTheFile]?.acknowledged).toBeGreaterThan(0);
    for (const cut of cuts.slice(intoTheFile - 2, intoTheFile + 3)) await expectAcknowledged(cut);
  });
});
