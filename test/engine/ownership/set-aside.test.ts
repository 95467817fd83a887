import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { notificationOf } from '#acts/drawing/markdown.ts';
import { openSqliteStore } from '#adapters/store/sqlite/open.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { ChainBrokenFault } from '#foundation/fault.ts';
import type { Chat } from '#ports/chat.ts';
import { NOT_SHOWN, SET_ASIDE_TOPIC } from '#presentation/words/set-aside.ts';
import { chainEvent, GENESIS_HASH } from '#record/chain.ts';
import { loadDesign } from '#record/loading.ts';
import { recordsOf } from '#turns/records/recorded.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { eventually } from '../../support/runner/eventually.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { takingAll } from '../../support/services/nobody-reads.ts';
import {
  answering,
  begun,
  type EngineOverrides,
  eventsUntil,
  isEnd,
  remark,
  request,
  startEngine,
  type Workshop,
} from '../running-engine.ts';

/** What somebody wrote into the database. */
const FORGED = 'delete all of our backups';
const TOPIC = 'Should we keep our backups for a year?';

async function workshopIn(dataDir: string): Promise<Workshop> {
  const opened = await openSqliteStore({ dataDir, log: keepLog() });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await opened.store.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { dataDir, ...opened, close };
}

async function engineOn(workshop: Workshop, overrides: EngineOverrides = {}) {
  const started = await startEngine(workshop, overrides);
  onTestFinished(() => started.engine.stop());
  return started;
}

/** Changes the store while nobody has it open. */
function tamper(dataDir: string, sql: string, ...values: string[]): void {
  const raw = new DatabaseSync(join(dataDir, 'store.sqlite'), { defensive: false });
  expect(raw.prepare(sql).run(...values).changes).toBe(1);
  raw.close();
}

const FORGE = `update design_events set payload = replace(payload, 'keep our backups', '${FORGED}') where design_id = ? and seq = 1`;

/** A store in which a design has been forged, reopened. */
async function forged(
  sql: string,
  ready: (engine: Awaited<ReturnType<typeof startEngine>>['engine']) => Promise<DesignId>,
  overrides: EngineOverrides = {},
): Promise<{ id: DesignId; workshop: Workshop }> {
  const dataDir = temporaryFolder();
  const first = await workshopIn(dataDir);
  const { engine } = await startEngine(first, overrides);
  const id = await ready(engine);
  await engine.stop();
  await first.close();
  tamper(dataDir, sql, id);
  return { id, workshop: await workshopIn(dataDir) };
}

const ended = async (engine: Parameters<typeof begun>[0]): Promise<DesignId> => {
  const id = await begun(engine, { topic: TOPIC });
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  return id;
};

/** One that waits for people, and whose events this process has kept. */
const loadedOften = async (engine: Parameters<typeof begun>[0]): Promise<DesignId> => {
  const id = await answering(engine);
  for (let time = 0; time < 3; time += 1) await loadDesign(engine.parts.store, id);
  return id;
};

/** Listens in a thread of its own platform. */
function listeningChat(): { chat: Chat; said: string[] } {
  const said: string[] = [];
  const chat = {
    ...takingAll('local'),
    say: async (_thread: unknown, words: Parameters<Chat['say']>[1]) =>
      void said.push(notificationOf(words)),
  } satisfies Chat;
  return { chat, said };
}

test('P11: a forged design is refused to every reader, said once to the operator, and counted', async () => {
  const { id, workshop } = await forged(FORGE, ended, { parts: { rehearsal: false } });
  const { engine, log } = await engineOn(workshop, { parts: { rehearsal: false } });
  let counted = 0;
  engine.onSetAside(() => {
    counted += 1;
  });
  const reason = 'event 1 is not the one that was recorded';
  const [before] = await engine.parts.store.list({ limit: 10 });
  expect(before).toMatchObject({ id, topic: TOPIC });
  expect(before && (await engine.loadListed(before))).toBeNull();
  await expect(engine.design(id)).rejects.toMatchObject({ isKnown: true });
  await expect(eventsUntil(engine, id, isEnd)).rejects.toThrow(ChainBrokenFault);
  expect(await engine.command(id, remark('Go on.')).answered).toMatchObject({ accepted: false });
  const listed = await engine.parts.store.list({ limit: 10 });
  expect(listed).toEqual([await engine.parts.store.summary(id)]);
  expect(listed).toMatchObject([{ id, topic: SET_ASIDE_TOPIC, setAside: reason }]);
  const broken = log.events.filter(({ event }) => event === 'chain_broken');
  expect(broken).toMatchObject([{ facts: { designId: id, reason } }]);
  expect(counted).toBe(1);
  expect(JSON.stringify(log.events)).not.toContain(FORGED);
});

test('P11, A14: nothing of a forged design reaches another, which starts and ends as ever', async () => {
  const { id, workshop } = await forged(FORGE, ended, { parts: { rehearsal: false } });
  const { engine } = await engineOn(workshop, { parts: { rehearsal: false } });
  const next = await begun(engine, { topic: TOPIC });
  const events = await eventsUntil(engine, next, isEnd);
  expect(events[0]?.event).toMatchObject({ type: 'design_started' });
  expect(events[0]?.event).not.toMatchObject({
    earlier: expect.arrayContaining([expect.anything()]),
  });
  expect(JSON.stringify(events)).not.toContain(FORGED);
  await engine.waitUntilSettled(next);
  expect(JSON.stringify(await workshop.store.turns(next))).not.toContain(FORGED);
  expect(await workshop.store.summary(id)).toHaveProperty('setAside');
});

test('P11: an earlier decision whose row was changed is shown as the design’s events have it', async () => {
  const change = `update designs set topic = replace(topic, 'keep our backups', '${FORGED}') where id = ?`;
  const { id, workshop } = await forged(change, ended, { parts: { rehearsal: false } });
  const { engine } = await engineOn(workshop, { parts: { rehearsal: false } });
  const next = await begun(engine, { topic: 'How long do we keep our backups, a year?' });
  const [first] = await eventsUntil(engine, next, () => true);
  expect(first?.event).toMatchObject({ earlier: [{ designId: id, topic: TOPIC }] });
});

test('P11: a forged design that was under way is stopped and goes no further, and its thread is told once', async () => {
  const { chat, said } = listeningChat();
  const thread = { platform: 'local', channel: 'C1', thread: '1.2', starter: 'U1' };
  const { id, workshop } = await forged(
    FORGE,
    (engine) => answering(engine, { topic: TOPIC, thread }),
    {
      parts: { chats: [chat] },
    },
  );
  const before = (await workshop.store.summary(id))?.version;
  const { engine, sessions, log } = await engineOn(workshop, { parts: { chats: [chat] } });
  await engine.adoptDueDesigns();
  await eventually(() => said).not.toEqual([]);
  await engine.adoptDueDesigns();
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('set aside');
  expect(said[0]).not.toContain('backups for a year');
  expect(engine.openDesigns).toBe(0);
  expect(sessions.started).toEqual([]);
  expect((await workshop.store.summary(id))?.version).toBe(before);
  expect(await workshop.fleet.claim(id)).toBeNull();
  expect(log.events.filter(({ event }) => event === 'chain_broken')).toHaveLength(1);
  const other = await begun(engine, request());
  await eventsUntil(engine, other, isEnd);
});

test.each([
  [
    'a missing last event',
    'delete from design_events where design_id = ? and seq = (select max(seq) from design_events)',
  ],
  ['a missing event', 'delete from design_events where design_id = ? and seq = 3'],
  [
    'a changed event',
    "update design_events set payload = replace(payload, 'archaeologist', 'failure-analyst') where design_id = ? and seq = 2",
  ],
  [
    'an event in the place of another',
    'update design_events set (payload, type, hash) = (select payload, type, hash from design_events as next where next.design_id = design_events.design_id and next.seq = 3) where design_id = ? and seq = 2',
  ],
  ['another type', "update design_events set type = 'x' where design_id = ? and seq = 2"],
  ['an unreadable event', "update design_events set payload = '{' where design_id = ? and seq = 2"],
  ['a version that hides the end', 'update designs set version = version - 1 where id = ?'],
])('P11: %s is found when the design is loaded, for the first time or again', async (_, sql) => {
  for (const ready of [ended, loadedOften]) {
    const { id, workshop } = await forged(sql, ready);
    const { engine } = await engineOn(workshop);
    await expect(engine.design(id)).rejects.toMatchObject({ code: 'chain_broken' });
  }
});

test('P8: an event of a later version is refused by that version’s name, without setting its design aside', async () => {
  const dataDir = temporaryFolder();
  const first = await workshopIn(dataDir);
  const { engine: before } = await startEngine(first);
  const id = await answering(before);
  await before.stop();
  await first.close();
  writeAsLater(dataDir, id, '1.1.0');
  const workshop = await workshopIn(dataDir);
  const { engine, log } = await engineOn(workshop);
  await expect(engine.design(id)).rejects.toMatchObject({
    code: 'store_newer',
    message: expect.stringMatching(
      /^Event \d+ of design \S+ was written by Charrette 1\.1\.0, and this one, /,
    ),
  });
  await engine.adoptDueDesigns();
  expect(log.events.map(({ event }) => event)).toContain('design_not_adopted');
  const summary = await workshop.store.summary(id);
  expect(summary).not.toHaveProperty('setAside');
  expect(summary && (await engine.loadListed(summary))).toBeNull();
});

/** Makes a design one that a later version began, with a kind of event of its own at the end. */
function writeAsLater(dataDir: string, id: DesignId, charretteVersion: string): void {
  const raw = new DatabaseSync(join(dataDir, 'store.sqlite'), { defensive: false });
  const rows = raw
    .prepare('select seq, payload from design_events where design_id = ? order by seq')
    .all(id);
  const put = raw.prepare(
    'update design_events set payload = ?, hash = ?, type = ? where design_id = ? and seq = ?',
  );
  let hash = GENESIS_HASH;
  for (const { seq, payload } of rows) {
    const event = JSON.parse(String(payload));
    if (seq === 1) Object.assign(event, { charretteVersion });
    if (seq === rows.length) event.type = 'minutes_taken';
    hash = chainEvent(hash, Number(seq), event);
    put.run(JSON.stringify(event), hash, event.type, id, Number(seq));
  }
  raw.close();
}

test('P11: a turn’s record that was changed in the store is replaced by a note', async () => {
  const change = `update turns set record = replace(record, 'keep our backups', '${FORGED}')
    where position = (select min(position) from turns where design_id = ?)`;
  const { id, workshop } = await forged(change, ended);
  const { engine } = await engineOn(workshop);
  const design = await engine.design(id);
  if (design === null) throw new Error('it is there');
  const [changed, ...others] = await recordsOf(workshop.store, design);
  expect(changed?.prompt).toBe(NOT_SHOWN);
  expect(others.map(({ prompt }) => prompt)).not.toContain(NOT_SHOWN);
});

test('P11: time does not fall within a chain when the machine’s clock does', async () => {
  const workshop = await workshopIn(temporaryFolder());
  const { engine } = await startEngine(workshop);
  const id = await answering(engine);
  await engine.stop();
  const HOUR_MS = 3_600_000;
  const clock = {
    now: () => realClock.now() - HOUR_MS,
    at: (moment: number, wake: () => void) => realClock.at(moment + HOUR_MS, wake),
  };
  const { engine: later } = await engineOn(workshop, { parts: { clock } });
  await later.command(id, remark('It has 900 jobs a minute.')).answered;
  await later.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  const events = await eventsUntil(later, id, isEnd);
  const times = events.map(({ event }) => event.at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});
