/**
 * What takes longer than a lease of ten seconds, with the times that daemons have: machines that are
 * frozen or suspended, a store that is away, and a post that is still on its way.
 */

import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { USUAL_PACE } from '#engine/engine-parts.ts';
import { openStore } from '#store/open.ts';
import { AtTerminal, charrette, EXAMPLE, newFolder as ownCliFolder } from '#test/cli/commands.ts';
import { openRoad } from '#test/store/road.ts';
import { findPostgres, makeSchema } from '#test/support/postgres.ts';
import { findingsOf } from './findings.ts';
import { PERSONAS, playDesign, playOn } from './played-design.ts';
import { runVictim } from './start-victim.ts';
import { newFolder, openWorld, until } from './world.ts';

const { reason } = await findPostgres();
const onPostgres = `on Postgres${reason === null ? '' : ` (${reason})`}`;
const MINUTE_MS = 60_000;
const UNSHARE = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
const canUnshare = spawnSync(UNSHARE[0] ?? '', [...UNSHARE.slice(1), 'true']).status === 0;

/** Tests that run at once have no hooks of their own. */
async function disposableFolder(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await newFolder();
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

async function disposableSchema(): Promise<AsyncDisposable & { readonly databaseUrl: string }> {
  const { url, drop } = await makeSchema();
  return { databaseUrl: url, [Symbol.asyncDispose]: drop };
}

describe.concurrent('with leases of ten seconds', () => {
  const frozenFor20s = async (folder: string, databaseUrl: string | undefined) => {
    const point = 'stored proposals_revealed#1';
    await using victim = runVictim({ folder, databaseUrl, point, hasUsualPace: true });
    await victim.standsStill();
    const frozenAt = performance.now();
    await using world = await openWorld({ folder, databaseUrl, pace: USUAL_PACE });
    const [row] = await world.store.listUnended();
    if (row === undefined) throw new Error('there is no design');
    await world.seen(row.id, ({ type }) => type === 'design_resumed');
    expect(performance.now() - frozenAt).toBeLessThan(15_000);
    await playDesign(world);
    const [events, lines] = [await world.store.events(row.id), world.chat.lines()];
    await sleep(20_000 - (performance.now() - frozenAt));
    victim.wake();
    await victim.ended();
    expect(await world.store.events(row.id)).toEqual(events);
    expect(world.chat.lines()).toEqual(lines);
    expect(await findingsOf(world, row.id)).toEqual([]);
  };

  test(
    'C22 P4: an owner that was frozen for 20 s, and woken after another had gone on, writes and posts nothing',
    async () => {
      await using own = await disposableFolder();
      await frozenFor20s(own.folder, undefined);
    },
    MINUTE_MS,
  );

  test.skipIf(reason !== null)(
    `C22 P4: so it is ${onPostgres}`,
    async () => {
      await using own = await disposableFolder();
      await using schema = await disposableSchema();
      await frozenFor20s(own.folder, schema.databaseUrl);
    },
    MINUTE_MS,
  );

  test(
    'P4: a post that was sent just before the lease ended lands after the next claim, and is found',
    async () => {
      await using own = await disposableFolder();
      const { folder } = own;
      await using victim = runVictim({
        folder,
        point: 'while posting proposals#1',
        hasUsualPace: true,
      });
      await victim.standsStill();
      await using world = await openWorld({ folder, pace: USUAL_PACE });
      const [row] = await world.store.listUnended();
      if (row === undefined) throw new Error('there is no design');
      await until('it is claimed', async () => {
        return ((await world.store.design(row.id))?.epoch ?? 0) > row.epoch;
      });
      // A client's post ends within five.
      await sleep(4_000);
      expect(world.chat.keys(row.id)).toEqual(['card', 'questions']);
      victim.wake();
      await playDesign(world);
      await victim.ended();
      expect(await findingsOf(world, row.id)).toEqual([]);
    },
    MINUTE_MS,
  );

  test(
    'C20 C22: a machine that was suspended for longer than a lease, with all of its processes, goes on as if nothing had been',
    async () => {
      await using own = await disposableFolder();
      const { folder } = own;
      const store = await openStore({ dataDir: folder });
      await using victim = runVictim({ folder, hasUsualPace: true, latencyMs: 1_000 });
      const eventsNow = async () => {
        const [row] = await store.find({ limit: 1 });
        return row === undefined ? [] : (await store.events(row.id)).map(({ event }) => event);
      };
      await until('proposals are written', async () =>
        (await eventsNow()).some(
          (event) => event.type === 'round_opened' && event.kind === 'proposals',
        ),
      );
      victim.suspend();
      // Three pings, with five seconds between them, would have had no answer.
      await sleep(17_000);
      victim.wake();
      await victim.ended();
      const events = await eventsNow();
      expect(events.map(({ type }) => type)).not.toContain('design_resumed');
      // The example kills one on purpose.
      expect(events.filter(({ type }) => type === 'session_lost')).toEqual([
        expect.objectContaining({ cause: expect.objectContaining({ kind: 'killed' }) }),
      ]);
      await using world = await openWorld({ folder, store });
      const [row] = await store.find({ limit: 1 });
      if (row === undefined) throw new Error('there is no design');
      expect(await findingsOf(world, row.id)).toEqual([]);
    },
    MINUTE_MS,
  );

  test.skipIf(reason !== null)(
    `P2: a store that was away for 15 s loses nothing, and its design goes on ${onPostgres}`,
    async () => {
      await using own = await disposableFolder();
      await using schema = await disposableSchema();
      const road = await openRoad(schema.databaseUrl);
      await using world = await openWorld({
        folder: own.folder,
        databaseUrl: road.url,
        pace: USUAL_PACE,
        latencyMs: 500,
      });
      const id = await world.start({ personas: PERSONAS });
      await world.seen(id, ({ type }) => type === 'answering_opened');
      const resumed = world.seen(id, ({ type }) => type === 'design_resumed');
      road.cut();
      await sleep(15_000);
      expect(world.lines).toContainEqual(expect.objectContaining({ event: 'design_dropped' }));
      road.mend();
      await resumed;
      await playOn(world, id);
      expect(await findingsOf(world, id)).toEqual([]);
      await world.store.close();
      await road.close();
    },
    MINUTE_MS,
  );
});

describe('at a terminal', () => {
  const shortIdOf = async (folder: string) =>
    (await charrette(folder, ['list'])).stdout.slice(0, 8);

  test('C18: a design that was stopped by Ctrl-Z is taken on by another process, and is shown to its end by the first', async () => {
    const folder = ownCliFolder();
    const inShell = (command: string) =>
      `exec bash -m -c "${command.replaceAll('"', '\\"')}; echo is stopped; read; fg; echo is over"`;
    const first = new AtTerminal(
      folder,
      ['design', EXAMPLE, '--no-questions'],
      { CHARRETTE_REHEARSAL_LATENCY_MS: '1000' },
      inShell,
    );
    await first.shows('The personas');
    first.type('\u001a');
    await first.shows('is stopped');
    const id = await shortIdOf(folder);
    // It waits until the lease of the first has run out.
    const { code, stdout } = await charrette(folder, ['watch', id]);
    expect(code).toBe(0);
    first.type('\n');
    await first.shows('is over');
    expect(first.text).toContain('decision.md');
    expect(stdout).toContain('decision.md');
    const store = await openStore({ dataDir: join(folder, 'data') });
    const [row] = await store.find({ limit: 1 });
    if (row === undefined) throw new Error('there is no design');
    const events = (await store.events(row.id)).map(({ event }) => event);
    await store.close();
    expect(events.filter(({ type }) => type === 'design_ended')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'design_resumed')).toEqual([
      expect.objectContaining({ crashed: false }),
    ]);
  });

  test.skipIf(!canUnshare)(
    `C18: a process in its own pid namespace lives, for a verb outside of it${canUnshare ? '' : ' (skipped: unshare is not allowed)'}`,
    async () => {
      const folder = ownCliFolder();
      const inContainer = (command: string) => `exec ${UNSHARE.join(' ')} ${command}`;
      const daemon = new AtTerminal(folder, ['design', EXAMPLE], {}, inContainer);
      await daemon.shows('Answer:');
      const id = await shortIdOf(folder);
      const answered = await charrette(folder, ['answer', id, 'Nobody else does.']);
      expect(answered).toEqual({ code: 0, stdout: '', stderr: 'Stored.\n' });
      const store = await openStore({ dataDir: join(folder, 'data') });
      const [row] = await store.find({ limit: 1 });
      if (row === undefined) throw new Error('there is no design');
      expect(row.owner?.process).toMatchObject({ pid: 1 });
      expect(await charrette(folder, ['go-on', id])).toMatchObject({ stderr: 'They go on.\n' });
      expect(await daemon.end()).toBe(0);
      const types = (await store.events(row.id)).map(({ event }) => event.type);
      await store.close();
      expect(types.at(-1)).toBe('design_ended');
      expect(types).not.toContain('design_resumed');
    },
  );
});
