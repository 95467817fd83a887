/** What people and programs can do: who may, what is refused, what is told. */

import { randomUUID } from 'node:crypto';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { mint } from '#design/ids.ts';
import type { Actor } from '#engine/design-inputs.ts';
import { replyCommand } from '#engine/replies.ts';
import { sweep } from '#engine/sweep.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { createLog } from '#support/log.ts';
import { SETTINGS } from '#test/support/settings.ts';
import { ownFolder } from './own-folder.ts';
import { silentSessions } from './silent-sessions.ts';
import {
  ANA,
  BEN,
  CHANNEL,
  countedModels,
  delivery,
  type LogLine,
  OPERATOR,
  openWorld,
  TOPIC,
  until,
  type World,
  type WorldOptions,
} from './world.ts';

const openSilent = (options: WorldOptions = {}) =>
  openWorld({ spawnSession: silentSessions(), ...options });

async function cancelled(world: World): Promise<Awaited<ReturnType<World['start']>>> {
  const id = await world.start();
  await world.engine.designs.cancel(id, '', ANA, delivery());
  await world.finished(id);
  return id;
}

describe('A18: who may act', () => {
  test('everybody may answer; only the starter and operators end, decide, cancel, run again', async () => {
    await using world = await openSilent();
    const { designs } = world.engine;
    const id = await world.start();
    const stranger = { ...BEN, name: 'Ana' };
    const sameIdElsewhere = { ...ANA, via: 'discord' as const };
    for (const actor of [stranger, sameIdElsewhere, { ...ANA, id: '' }]) {
      const refusals = [
        await designs.goOn(id, actor, delivery()),
        await designs.decide(id, { choice: 'stop' }, actor, delivery()),
        await designs.cancel(id, '', actor, delivery()),
        await designs.runAgain(id, actor),
        await designs.forget(id, actor),
      ];
      for (const answer of refusals)
        expect(answer).toMatchObject({ ok: false, refusal: { code: 'not_allowed' } });
    }
    expect(await designs.cancel(id, '', BEN, delivery())).toEqual({
      ok: false,
      refusal: {
        code: 'not_allowed',
        message: 'Only Ana, who started this, or an operator can cancel it.',
      },
    });
    expect(await designs.reply(id, { text: 'hello' }, BEN, delivery())).toMatchObject({ ok: true });
    expect(await designs.cancel(id, '', OPERATOR, delivery())).toMatchObject({ ok: true });
    // Who has no id is nobody, also to a design that nobody with an id has started.
    const ofNobody = await world.start({}, OPERATOR, null);
    const nobody = { ...OPERATOR, isOperator: false };
    expect(await designs.cancel(ofNobody, '', nobody, delivery())).toMatchObject({
      refusal: { code: 'not_allowed' },
    });
  });

  test('D8: every act is an event with who did it, and by which way in', async () => {
    await using world = await openSilent();
    const id = await world.start();
    await world.engine.designs.reply(id, { text: 'hello' }, BEN, delivery());
    await world.engine.designs.cancel(id, 'enough', OPERATOR, delivery());
    const events = await world.finished(id);
    expect(events[0]).toMatchObject({ startedBy: { name: 'Ana', id: 'U1', via: 'slack' } });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'reply_recorded',
        reply: expect.objectContaining({ author: 'Ben', authorId: 'U2', via: 'slack' }),
      }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'outcome_settled',
        by: { name: 'root', id: '', via: 'terminal' },
      }),
    );
  });
});

test('J3: the order of the letters is drawn anew for each design, and recorded with its start', async () => {
  await using world = await openSilent();
  const orders = new Set<string>();
  // By chance alone all ten would be the same once in 10^25 times.
  for (let count = 0; count < 10; count += 1) {
    const { designs } = world.engine;
    const [first] = await designs.events(await world.start({}, OPERATOR, null));
    const letters = first?.event.type === 'design_started' ? first.event.letters : [];
    expect(letters).toContain('archaeologist');
    orders.add(letters.join());
  }
  expect(orders.size).toBeGreaterThan(1);
});

describe('a start is refused', () => {
  test('for a third design of a person at work, in words that name the two', async () => {
    await using world = await openSilent();
    await world.start({ topic: 'One?' });
    await world.start({ topic: 'Two?' });
    const third = { topic: 'Three?' };
    const answer = await world.engine.designs.start(third, ANA, delivery(), CHANNEL);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'too_many' } });
    expect(JSON.stringify(answer)).toContain('“Two?” and “One?”');
    expect(await world.engine.designs.start(third, BEN, delivery(), CHANNEL)).toMatchObject({
      ok: true,
    });
  });

  test('in a thread where one runs', async () => {
    await using world = await openSilent();
    const thread = { ...CHANNEL, thread: 'T1' };
    const start = (actor: Actor) =>
      world.engine.designs.start({ topic: TOPIC }, actor, delivery(), thread);
    const answers = await Promise.all([start(ANA), start(BEN)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers).toContainEqual({
      ok: false,
      refusal: expect.objectContaining({ code: 'busy' }),
    });
  });

  test('T7: when the day can no longer pay it', async () => {
    await using world = await openSilent({ models: await countedModels() });
    const { store, engine } = world;
    const id = await world.start();
    const { epoch } = (await store.design(id)) ?? { epoch: 0 };
    const day = new Date().toISOString().slice(0, 10);
    const reservation = { id: 'r', designId: id, epoch, day, designCeilingUsd: 99 };
    await store.reserve({ ...reservation, usd: 49.5, dayCeilingUsd: 50 });
    await store.settle('r', epoch, 49.5);
    const answer = await engine.designs.start({ topic: TOPIC }, BEN, delivery(), CHANNEL);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'no_money' } });
    expect(JSON.stringify(answer)).toContain('Today’s $50 are spent.');
  });

  test.each([
    [{ budgetUsd: 2 }, 'at least $2.50'],
    [{ budgetUsd: 0.5, depth: 'quick' as const }, 'at least $1'],
    [{ budgetUsd: 6 }, 'at most $5'],
    [{ personas: ['subtractor', 'nobody'] }, 'There is no persona nobody. There are: '],
    [{ repo: 'shop' }, 'There is no repository shop here. There are: app, web.'],
    [{ topic: ' ' }, 'topic'],
  ])('for what cannot be: %j', async (input, words) => {
    const open = () => Promise.reject(new Error('there is none'));
    const repositories = { pin: async () => null, open, names: ['app', 'web'] };
    await using world = await openSilent({ repositories });
    const answer = await world.engine.designs.start(
      { topic: TOPIC, ...input },
      ANA,
      delivery(),
      CHANNEL,
    );
    expect(answer).toMatchObject({ ok: false });
    expect(JSON.stringify(answer)).toContain(words);
    expect(await world.store.listUnended()).toEqual([]);
  });
});

test('P5: a second delivery of a start gives the design of the first', async () => {
  await using world = await openSilent();
  const { designs } = world.engine;
  const twice = { platform: 'slack', id: 'click 1' };
  const [first, second] = [
    await designs.start({ topic: TOPIC }, ANA, twice, CHANNEL),
    await designs.start({ topic: TOPIC }, ANA, twice, CHANNEL),
  ];
  expect(first).toMatchObject({ ok: true, estimate: expect.stringContaining('personas') });
  expect(second).toMatchObject({ ok: true, id: first.ok && first.id });
  expect(await world.store.listUnended()).toHaveLength(1);
});

test('P5: the commit that decides a command marks its row as done', async () => {
  const folder = await ownFolder();
  const store = await openStore({ dataDir: folder });
  const decided: [type: string | undefined, answers: number][] = [];
  const commit: Store['commit'] = (given) => {
    decided.push([given.events[0]?.event.type, given.answers.length]);
    return store.commit(given);
  };
  await using world = await openSilent({ folder, store: { ...store, commit } });
  const id = await world.start({}, ANA, null);
  await world.engine.designs.cancel(id, '', ANA, delivery());
  expect(decided.slice(0, 2)).toEqual([
    ['design_started', 1],
    ['outcome_settled', 1],
  ]);
});

test('P5: a reply that waits beside its start is read after it', async () => {
  const folder = await ownFolder();
  const store = await openStore({ dataDir: folder });
  let mayClaim = false;
  const claim: Store['claim'] = async (...args) => (mayClaim ? store.claim(...args) : null);
  await using world = await openSilent({ folder, store: { ...store, claim } });
  const { designs } = world.engine;
  const starting = designs.start({ topic: TOPIC }, ANA, delivery(), CHANNEL);
  await until('the start is stored', async () => (await store.find({ limit: 1 })).length > 0);
  const [row] = await store.find({ limit: 1 });
  if (row === undefined) throw new Error('there is no design');
  const replying = designs.reply(row.id, { text: 'early' }, BEN, delivery());
  await until('both wait', async () => (await store.inboxOf(row.id)).length === 2);
  mayClaim = true;
  expect(await starting).toMatchObject({ ok: true, isDone: true });
  expect(await replying).toMatchObject({ ok: true, number: 1 });
});

test('P7: what no event can hold is refused, or bounded where a platform has it already', async () => {
  await using world = await openSilent();
  const { designs } = world.engine;
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'thread_opened');
  const nobody = { ...ANA, id: 'U'.repeat(201) };
  expect(await designs.reply(id, { text: 'hello' }, nobody, delivery())).toMatchObject({
    refusal: { code: 'invalid' },
  });
  const said = { replaces: '', author: 'B'.repeat(300), authorId: 'U2' };
  world.chat.incoming.push(
    { ...said, id: '1.card', text: '' },
    { ...said, id: 'C1:1', text: 'x'.repeat(100_001) },
  );
  world.engine.catchUp();
  const recorded = await world.seen(id, ({ type }) => type === 'reply_recorded');
  expect(recorded).toMatchObject({
    reply: { id: 'C1:1', text: expect.stringMatching(/^x{99999}…$/) },
  });
});

test('A8: of two who run a design again at once one does, and later both get the successor', async () => {
  await using world = await openSilent();
  const { designs } = world.engine;
  const id = await cancelled(world);
  const again = () => designs.runAgain(id, ANA);
  const [one, other] = await Promise.all([again(), again()]);
  expect(one).toMatchObject({ ok: true });
  expect(other).toMatchObject({ ok: false, refusal: { code: 'busy' } });
  expect(await again()).toMatchObject({ ok: true, id: one.ok && one.id });
  const { design } = (one.ok && (await designs.read(one.id))) || {};
  expect(design).toMatchObject({ topic: TOPIC, successorOf: id });
  expect(world.lines).toContainEqual(expect.objectContaining({ event: 'run_again_refused' }));
  const running = one.ok ? one.id : id;
  expect(await designs.runAgain(running, ANA)).toMatchObject({
    refusal: { code: 'not_open' },
  });
});

test('a design with more replies than a start holds runs again with the last of them', async () => {
  await using world = await openSilent();
  const { designs } = world.engine;
  const id = await world.start();
  for (let number = 1; number <= 501; number += 1) {
    const command = replyCommand(
      { id: `M${number}`, replaces: '', author: 'Ben', authorId: 'U2', text: `${number}` },
      'slack',
    );
    const row = { designId: id, platform: 'slack', platformId: `M${number}`, command, at: 1 };
    await world.store.putCommand(row);
  }
  await until('all are read', async () => (await world.store.inboxOf(id)).length === 0);
  await designs.cancel(id, '', ANA, delivery());
  await world.finished(id);
  const again = await designs.runAgain(id, ANA);
  const { design } = (again.ok && (await designs.read(again.id))) || {};
  expect(design?.replies).toHaveLength(500);
  expect(design?.replies[0]).toMatchObject({ number: 1, text: '2' });
});

test('A13: events are followed from a number on, live, each once, until the end', async () => {
  await using world = await openSilent();
  const { designs } = world.engine;
  const id = await world.start();
  const seqs: number[] = [];
  const following = (async () => {
    for await (const { seq } of designs.follow(id, 2, AbortSignal.timeout(20_000))) seqs.push(seq);
  })();
  for (const text of ['one', 'two', 'three']) await designs.reply(id, { text }, BEN, delivery());
  await designs.cancel(id, '', ANA, delivery());
  await following;
  const all = await designs.events(id, 2);
  expect(all.at(-1)?.event.type).toBe('design_ended');
  expect(seqs).toEqual(all.map(({ seq }) => seq));
});

describe('P9: removing', () => {
  test('forget removes rows and folder, for an operator, and never of a design that runs', async () => {
    await using world = await openSilent();
    const { designs } = world.engine;
    const running = await world.start();
    expect(await designs.forget(running, OPERATOR)).toMatchObject({
      refusal: { code: 'not_open' },
    });
    const id = await cancelled(world);
    expect(await designs.forget(id, OPERATOR)).toMatchObject({ ok: true });
    expect(await designs.read(id)).toBeNull();
    await expect(stat(join(world.folder, 'designs', id))).rejects.toThrow('ENOENT');
  });

  test('P11 P2: one that was set aside is no longer at work, says so, and can be removed', async () => {
    await using world = await openSilent();
    const { designs } = world.engine;
    const thread = { ...CHANNEL, thread: 'T1' };
    const id = await world.start({}, ANA, thread);
    await until('its card stands there', () => world.chat.keys(id).includes('card'));
    const following = (async () => {
      const signal = AbortSignal.timeout(20_000);
      for await (const _ of designs.follow(id, 0, signal));
      return signal.aborted;
    })();
    const file = new DatabaseSync(join(world.folder, 'store.sqlite'));
    file.exec(`insert into inbox (design_id, platform, platform_id, command, at)
      values ('${id}', 'test', 'no command', '{"type": "reply"}', 1)`);
    file.close();
    expect(await following).toBe(false);
    const said = expect.stringContaining('It was set aside');
    const [row] = await designs.find({ status: 'failed' });
    expect(row).toMatchObject({ id, summary: { headline: said } });
    expect(await designs.read(id)).toMatchObject({ design: null });
    await until('its card says so', () => world.chat.textOf(id, 'card').includes('set aside'));
    const told = { ok: false, refusal: { code: 'ended', message: said } };
    expect(await designs.cancel(id, '', ANA, delivery())).toMatchObject(told);
    expect(await designs.runAgain(id, ANA)).toMatchObject({
      refusal: { code: 'not_open' },
    });
    await until('it is released', async () => (await world.store.design(id))?.owner === null);
    await world.start({ topic: 'Two?' }, BEN, thread);
    expect(await designs.forget(id, OPERATOR)).toMatchObject({ ok: true });
    expect(await designs.read(id)).toBeNull();
    const isSaid = ({ event }: LogLine) => event === 'design_set_aside';
    expect(world.lines.filter(isSaid)).toHaveLength(1);
  });

  test('the daily sweep removes what ended before the days that are kept, and folders of this store without a row', async () => {
    await using world = await openSilent();
    const id = await cancelled(world);
    const folders = join(world.folder, 'designs');
    const [lost, foreign] = [mint('design', randomUUID()), mint('design', randomUUID())];
    for (const each of [lost, foreign])
      await cp(join(folders, id), join(folders, each), { recursive: true });
    const manifest = await readFile(join(folders, id, 'manifest.json'), 'utf8');
    const ofAnother = manifest.replace(world.store.id, 'another store');
    await writeFile(join(folders, foreign, 'manifest.json'), ofAnother);
    const { store } = world;
    const log = createLog({ level: 'silent', redact: (text) => text });
    const settings = { ...SETTINGS, dataDir: world.folder, keepDays: 30 };
    const parts = { store, log, settings, now: Date.now };
    const now = () => Date.now() + 31 * 86_400_000;
    await sweep(parts);
    await sweep({ ...parts, settings: { ...settings, keepDays: null }, now });
    expect(await world.store.design(id)).not.toBeNull();
    await sweep({ ...parts, now });
    expect(await world.store.design(id)).toBeNull();
    expect(await readdir(folders)).toEqual([foreign]);
  });
});
