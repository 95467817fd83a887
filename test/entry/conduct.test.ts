import { expect, test } from 'vitest';
import { callsInProcess } from '../../src/adapters/http/in-process.ts';
import { designRoutes } from '../../src/adapters/http/routes/design-routes.ts';
import type { People, Prompt } from '../../src/adapters/terminal/people.ts';
import { jsonShow } from '../../src/adapters/terminal/show.ts';
import type { Typing } from '../../src/adapters/terminal/typing.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import { conduct } from '../../src/entry/cli/conduct.ts';
import { onceAnOutage } from '../../src/entry/cli/run.ts';
import { begun, openWorkshop, startEngine } from '../engine/running-engine.ts';
import { afterwards } from './waiting.ts';

test('people are asked even if the event that opened the questions is read before its owner knows that it is stored', async () => {
  const workshop = await openWorkshop();
  afterwards(() => workshop.close());
  const told: string[] = [];
  const asked = Promise.withResolvers<void>();
  const commit: Store['commit'] = async (given) => {
    await workshop.store.commit(given);
    if (given.events.some(({ event }) => event.type === 'answering_opened')) await asked.promise;
  };
  const { engine } = await startEngine(workshop, { store: { commit } });
  afterwards(() => engine.stop());
  const id = await begun(engine, { settings: {} });
  const typing: Typing = ({ status }) => {
    told.push(...status());
    return Promise.withResolvers<string>().promise;
  };
  const show = jsonShow(
    () => undefined,
    () => undefined,
  );
  const signal = AbortSignal.timeout(60_000);
  const open = new AbortController();
  const people: Pick<People, 'want' | 'dismiss'> = {
    want: (prompt: Prompt) => void prompt(typing, open.signal).catch(() => undefined),
    dismiss: async () => open.abort(),
  };
  const context = { person: 'ana', program: 'charrette' };
  const at = { api: { call: callsInProcess(engine.parts, designRoutes(engine)) }, id, context };
  const course = engine.course(id, 0, signal);
  const ended = conduct({ at, course, show, people: people as People, now: Date.now, signal });
  await expect.poll(() => told, { timeout: 30_000 }).toHaveLength(2);
  expect(told[0]).toMatch(/^Still open: Q1/);
  asked.resolve();
  await engine.command(id, { type: 'finish_answering', by: 'ana', skip: false }).answered;
  expect((await ended).end).toMatchObject({ status: 'completed' });
});

test('the wait of a design is told once while the store is away, and again when it is away once more', () => {
  const said: string[] = [];
  let now = 0;
  const report = onceAnOutage(
    () => now,
    (why) => said.push(why),
  );
  for (const [at, what, why] of [
    [0, 'store_away', 'The database is away.'],
    [10_000, 'store_away', 'The database is still away.'],
    [12_000, 'files_not_written', 'The disk is full.'],
    [20_000, 'store_away', 'The database is still away.'],
    [300_000, 'store_away', 'The database is away again.'],
  ] as const) {
    now = at;
    report(what, why);
  }
  expect(said).toEqual(['The database is away.', 'The disk is full.', 'The database is away again.']);
});
