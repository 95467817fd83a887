import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '#entry/open-store.ts';
import { verifyChain } from '#record/chain.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { childLines, storeChild } from '../../support/processes/store-process.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const open = (dataDir: string) => openStore({ databaseUrl: null, dataDir }, silentLog);

/** A process that appends to a store, which is in the folder before that; it goes with the test. */
async function appending(dataDir: string) {
  const { store } = await open(dataDir);
  await store.close();
  const child = storeChild('append', dataDir);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const kill = () => {
    child.kill('SIGKILL');
    return gone;
  };
  onTestFinished(async () => void (await kill()));
  return { lines: (count: number) => childLines(child, count), kill };
}

describe('a data folder', () => {
  test('a data folder is held by one process, and the refusal of the second says how to go on', async () => {
    const dataDir = temporaryFolder();
    const child = await appending(dataDir);
    await child.lines(1);
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'store_in_use',
      message: expect.stringMatching(new RegExp(`${dataDir}.*CHARRETTE_DATA_DIR`)),
    });
  });

  test('P4, C18: loses nothing acknowledged when its process is killed, keeps no half commit, and frees its designs', async () => {
    const dataDir = temporaryFolder();
    const child = await appending(dataDir);
    const lines = await child.lines(40);
    await child.kill();

    const { store, fleet } = await open(dataDir);
    const events = await store.events(designIdOf(1), 0, 10_000);
    const effects = await store.pendingEffects(designIdOf(1));
    const summary = await store.summary(designIdOf(1));
    const due = await fleet.claimDue(0, 10);
    await store.close();
    // Owned by the process that was killed, which was raised as it was freed, and then again.
    expect(due).toEqual([{ designId: designIdOf(1), epoch: 3 }]);
    expect(events.length).toBeGreaterThanOrEqual(Number(lines.at(-1)?.version));
    expect(verifyChain(events)).toBe(events.at(-1)?.hash);
    expect(effects).toHaveLength(events.length);
    expect(summary?.version).toBe(events.length);
  });

  test('P4: a process that is killed in any statement of a commit leaves nothing of it', async () => {
    const dataDir = temporaryFolder();
    // The design's row, positions, the event, the effect and the answer are five.
    for (let statements = 0; statements <= 5; statements += 1) {
      const child = storeChild('die-in-commit', dataDir, statements);
      const [, signal] = await once(child, 'exit');
      const { store, fleet } = await open(dataDir);
      const events = await store.events(designIdOf(1), 0, 10);
      const effects = await store.pendingEffects(designIdOf(1));
      const { entries } = await store.mail(designIdOf(1));
      await fleet.leave();
      await store.close();
      expect([statements, signal, events, effects, entries.length]).toEqual([
        statements,
        'SIGKILL',
        [],
        [],
        1,
      ]);
    }
  });
});
