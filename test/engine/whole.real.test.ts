/** A whole design: real child processes, a real store, files, a thread. The example plays. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { DesignEvent } from '#design/events.ts';
import type { DesignId } from '#design/ids.ts';
import { costOf } from '#design/money.ts';
import { hasProcesses } from '#design/sessions.ts';
import { verifyFolder } from '#record/verify.ts';
import { createSpawner } from '#sessions/spawn.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { createLog } from '#support/log.ts';
import { replay } from '#test/support/design-world.ts';
import { SETTINGS } from '#test/support/settings.ts';
import { ownFolder } from './own-folder.ts';
import { PERSONAS } from './played-design.ts';
import { childrenOf, isAlive } from './processes.ts';
import {
  ANA,
  BEN,
  countedModels,
  delivery,
  OPERATOR,
  openWorld,
  until,
  type World,
} from './world.ts';

test('A19: a design goes from its start to its files, asking people in its thread', async () => {
  await using world = await openWorld();
  const { designs } = world.engine;
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'answering_opened');
  const reply = await designs.reply(id, { text: 'Q1: 900 a minute, and a minute may pass.' }, BEN, {
    platform: 'slack',
    id: 'C1:100.1',
  });
  expect(reply).toMatchObject({ ok: true, isDone: true, number: 1 });
  expect(await designs.goOn(id, ANA, delivery())).toEqual({ ok: true, isDone: true });
  const events = await world.finished(id);

  expect(events.at(-1)).toMatchObject({ type: 'design_ended', status: 'completed' });
  const reading = await designs.read(id.slice(-8));
  expect(reading?.row.summary.status).toBe('completed');
  expect(reading?.design?.replies).toMatchObject([{ author: 'Ben', questionId: 'Q1' }]);
  const folder = join(world.folder, 'designs', id);
  expect(await verifyFolder(folder)).toEqual({ ok: true, lines: expect.anything() });
  expect(world.chat.keys(id)).toEqual([
    'card',
    'questions',
    'proposals',
    'differences',
    'decision',
  ]);
  const end = id.slice(-8);
  expect(world.chat.lines()).toContainEqual(
    expect.objectContaining({ act: 'attach', names: [`decision-${end}.md`, `record-${end}.md`] }),
  );
  const design = replay(events);
  const names = (await designs.files(design)).map(({ name }) => name);
  expect(names).toEqual([
    'decision.md',
    'events.jsonl',
    expect.stringMatching(/^failures\/failure-analyst-/),
    'manifest.json',
    'record.md',
  ]);
  for (const name of names) {
    const stored = await designs.file(design, name);
    expect(stored === null ? null : Buffer.from(stored)).toEqual(
      await readFile(join(folder, name)),
    );
  }
});

test('C23 A7 D8 J9: a gate parks every process; sent back and accepted by name, the design wakes and completes', async () => {
  await using world = await openWorld({
    settings: { design: { ...SETTINGS.design, gateBelow: 1 } },
  });
  const { designs } = world.engine;
  const id = await world.start({ questions: 'none', personas: PERSONAS });
  const gateOpened = (nth: number) => {
    let seen = 0;
    return world.seen(id, ({ type }) => type === 'gate_opened' && ++seen === nth);
  };
  await gateOpened(1);
  const parked = await designs.read(id);
  expect(parked?.row.summary.status).toBe('awaiting_input');
  expect(parked?.design && hasProcesses(parked.design)).toBe(false);
  await until('no process is left', async () => (await livingPids(world, id)).length === 0);

  const note = 'Say what happens to jobs that run at the moment of the move.';
  const sendBack = { choice: 'send_back', note } as const;
  expect(await designs.decide(id, sendBack, ANA, delivery())).toMatchObject({ ok: true });
  await gateOpened(2);
  expect(await designs.decide(id, { choice: 'accept' }, OPERATOR, delivery())).toMatchObject({
    refusal: { code: 'invalid' },
  });
  expect(await designs.decide(id, { choice: 'accept' }, ANA, delivery())).toMatchObject({
    ok: true,
  });
  const events = await world.finished(id);
  expect(events.at(-1)).toMatchObject({ status: 'completed', reason: 'accepted' });
  expect(world.chat.keys(id)).toEqual(['card', 'proposals', 'decision', 'decision-2']);
  expect(
    events.filter((event) => event.type === 'session_started' && event.origin === 'retry'),
  ).toHaveLength(1);
  const by = { name: ANA.name, id: ANA.id, via: ANA.via };
  expect(events.filter(({ type }) => type === 'gate_decided')).toMatchObject([
    { choice: 'send_back', note, by },
    { choice: 'accept', by },
  ]);
});

test('C8 C9 D1 D7: when every process dies twice, it is cancelled at once, with one message and their last words', async () => {
  const log = createLog({ level: 'silent', redact: (text) => text });
  const childFile = new URL('./dying-child.mjs', import.meta.url).pathname;
  const spawnSession = createSpawner({ log, redact: (text) => text, childFile });
  await using world = await openWorld({ spawnSession });
  const id = await world.start({ personas: PERSONAS });
  const folder = join(world.folder, 'designs', id);
  await world.seen(id, ({ type }) => type === 'session_lost');
  expect(await readdir(join(folder, 'failures')), 'while it runs').not.toEqual([]);
  const events = await world.finished(id);

  expect(events.at(-1)).toMatchObject({ status: 'cancelled', reason: 'no_persona_left' });
  const lost = events.filter(({ type }) => type === 'session_lost');
  const started = events.filter(({ type }) => type === 'session_started');
  expect(lost.length).toBeGreaterThanOrEqual(2 * PERSONAS.length);
  expect(started.length).toBeLessThanOrEqual(2 * (PERSONAS.length + 2));
  expect(world.chat.keys(id)).toEqual(['card', 'end']);
  const names = (await world.store.files(id)).map(({ name }) => name);
  const logs = names.filter((name) => /^failures\/[a-z-]+-[0-9a-f]{8}\.log$/.test(name));
  expect(logs.length).toBeGreaterThanOrEqual(2 * PERSONAS.length);
  const bytes = await world.store.file(id, logs[0] ?? '');
  expect(new TextDecoder().decode(bytes ?? undefined)).toContain('these are my last words');
  const written = await readFile(join(folder, logs[0] ?? ''), 'utf8');
  expect(written).toContain('these are my last words');
  expect(await verifyFolder(folder)).toMatchObject({ ok: true });
  const told = world.lines.map(({ event }) => event);
  for (const event of ['session_lost', 'session_replaced', 'participant_dead', 'design_ended'])
    expect(told).toContain(event);
});

test('C16: a submission that comes after the loss of its process changes nothing, and is logged', async () => {
  const folder = await ownFolder();
  const store = await openStore({ dataDir: folder });
  let late = '';
  // Its process dies when all of the turn is on record, and its submission on its way.
  const appendTrace: Store['appendTrace'] = async (...trace) => {
    await store.appendTrace(...trace);
    const [id, , turnId, steps] = trace;
    const turn = await store.turn(id, turnId);
    const isLast = steps.some(({ step }) => step === 'end') && turn?.participant === 'subtractor';
    if (late !== '' || !isLast) return;
    late = turnId;
    const lost = world.seen(id, isLossOf('subtractor'));
    for (const pid of await livingPids(world, id, 'subtractor')) process.kill(pid, 'SIGKILL');
    await lost;
  };
  await using world = await openWorld({ folder, store: { ...store, appendTrace } });
  const id = await world.start({ questions: 'none', gates: 'none', personas: PERSONAS });
  const events = await world.finished(id);
  expect(events.filter((event) => 'turnId' in event && event.turnId === late)).toMatchObject([
    { type: 'turn_started' },
    { type: 'turn_finished', outcome: 'process_lost' },
  ]);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ event: 'submission_too_late', turnId: late }),
  );
});

test('C13: cancelled while its processes start, none outlives it', async () => {
  await using world = await openWorld();
  const id = await world.start();
  expect(await world.engine.designs.cancel(id, '', ANA, delivery())).toMatchObject({ ok: true });
  const events = await world.finished(id);
  expect(events.at(-1)).toMatchObject({ status: 'cancelled', reason: 'cancelled_by_person' });
  await until('no process is left', () => childrenOf(process.pid).length === 0);
});

test('T7: a design spends no more than its budget; where that stops it, a person may accept or stop', async () => {
  // As many as each kind of turn may use.
  await using world = await openWorld({ models: await countedModels({ outputTokens: 4_000 }, 25) });
  const id = await world.start({
    questions: 'none',
    personas: PERSONAS,
    depth: 'quick',
    budgetUsd: 1,
  });
  const gate = await world.seen(id, ({ type }) => type === 'gate_opened');
  expect(gate).toMatchObject({ choices: ['accept', 'stop'] });
  expect(gate).toHaveProperty('reasons', expect.arrayContaining(['stopped_by_money']));
  const [spentUsd, { design }] = [
    await world.store.spent(id),
    (await world.engine.designs.read(id)) ?? {},
  ];
  expect(spentUsd).toBeGreaterThan(0.5);
  expect(spentUsd).toBeLessThanOrEqual(1);
  expect(design && costOf(design).usd).toBeCloseTo(spentUsd, 6);
});

test('P11: a design whose chain does not hold is set aside, said, and given to no model', async () => {
  const folder = await ownFolder();
  const first = await openWorld({ folder });
  const id = await first.start();
  await first.seen(id, ({ type }) => type === 'answering_opened');
  await first.engine.stop();
  const file = new DatabaseSync(join(folder, 'store.sqlite'));
  file.exec(`update events set event = replace(event, 'Redis', 'Kafka') where design_id = '${id}'`);
  file.close();
  await using second = await openWorld({ folder });
  await until('it is said', () => second.lines.some(({ event }) => event === 'design_set_aside'));
  expect((await second.store.events(id)).map(({ event }) => event.type)).not.toContain(
    'design_resumed',
  );
  const { designs } = second.engine;
  await until('it is released', async () => (await second.store.design(id))?.owner === null);
  expect(await designs.read(id)).toMatchObject({
    design: null,
    row: { summary: { status: 'failed' } },
  });
  expect(await designs.forget(id, OPERATOR)).toMatchObject({ ok: true });
  await first.store.close();
});

function isLossOf(name: string): (event: DesignEvent) => boolean {
  return (event) => event.type === 'session_lost' && event.participant === name;
}

async function livingPids(world: World, id: DesignId, of?: string): Promise<number[]> {
  const events = (await world.store.events(id)).map(({ event }) => event);
  return events.flatMap((event) => {
    if (event.type !== 'session_ready' || !isAlive(event.pid)) return [];
    return of === undefined || event.participant === of ? [event.pid] : [];
  });
}
