import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { openSqliteStore } from '../../../src/adapters/store/sqlite/open.ts';
import { ADDENDUM } from '../../../src/core/outcome/file-names.ts';
import type { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { ChainBrokenFault } from '../../../src/runtime/fault.ts';
import { notificationOf } from '../../../src/runtime/message/markdown.ts';
import { type Chat, notConfigured } from '../../../src/runtime/ports/chat.ts';
import { type Scrubbed, scrub } from '../../../src/runtime/scrub/scrub.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
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
} from './running-engine.ts';

/** What somebody wrote into the database. */
const FORGED = 'delete all of our backups';
const TOPIC = 'Should we keep our backups for a year?';
const soon = { timeout: 30_000, interval: 20 };

const open: Workshop[] = [];
afterEach(async () => {
  for (const workshop of open.splice(0)) await workshop.close();
});

async function workshopIn(dataDir: string): Promise<Workshop> {
  const opened = await openSqliteStore({ dataDir, log: keptLog() });
  const workshop = { dataDir, ...opened, close: () => opened.store.close() };
  open.push(workshop);
  return workshop;
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

const FORGE = `update design_events set words = replace(words, 'keep our backups', '${FORGED}') where design_id = ? and seq = 1`;
const UNDO = `update design_events set words = replace(words, '${FORGED}', 'keep our backups') where design_id = ? and seq = 1`;

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
  await open.pop()?.close();
  tamper(dataDir, sql, id);
  return { id, workshop: await workshopIn(dataDir) };
}

const ended = async (engine: Parameters<typeof begun>[0]): Promise<DesignId> => {
  const id = await begun(engine, { topic: TOPIC });
  await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  return id;
};

/** Listens in a thread of its own platform. */
function listeningChat(): { chat: Chat; said: string[] } {
  const said: string[] = [];
  const chat = {
    ...notConfigured('local'),
    post: async () => 'receipt',
    find: async () => null,
    removeCopies: async () => undefined,
    edit: async () => undefined,
    acknowledge: async () => undefined,
    tellRequester: async () => undefined,
    say: async (_thread: unknown, words: Parameters<Chat['say']>[1]) => void said.push(notificationOf(words)),
  } satisfies Chat;
  return { chat, said };
}

const scrubbed = ({ store, integrity }: Workshop, engine: Parameters<typeof begun>[0]): Promise<Scrubbed> =>
  scrub(
    {
      ...engine.parts,
      store,
      integrity,
      heads: { since: async () => [] },
      keys: [],
      clock: realClock,
      setAside: (id, broken) => engine.setAside(id, broken),
    },
    new AbortController().signal,
  );

test('P11: a forged design is refused to every reader, said once to the operator, and counted', async () => {
  const { id, workshop } = await forged(FORGE, ended, { parts: { rehearsal: false } });
  const { engine, log } = await engineOn(workshop, { parts: { rehearsal: false } });
  let counted = 0;
  engine.onSetAside(() => {
    counted += 1;
  });
  const reason = 'a text of event 1 is not the one that was recorded';
  await expect(engine.design(id)).rejects.toMatchObject({ code: 'chain_broken', reason });
  await expect(engine.design(id)).rejects.toMatchObject({ isKnown: true });
  await expect(eventsUntil(engine, id, isEnd)).rejects.toThrow(ChainBrokenFault);
  expect(await engine.command(id, remark('Go on.')).answered).toMatchObject({ accepted: false });
  expect(await engine.parts.store.summary(id)).toMatchObject({ setAside: reason });
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
  expect(events[0]?.event).not.toMatchObject({ lessons: expect.arrayContaining([expect.anything()]) });
  expect(JSON.stringify(events)).not.toContain(FORGED);
  await engine.settled(next);
  expect(JSON.stringify(await workshop.store.turns(next))).not.toContain(FORGED);
  expect(await workshop.store.summary(id)).toHaveProperty('setAside');
});

test('P11: a lesson that was changed in the store is given as the design’s events have it', async () => {
  const change = `update lessons set lesson = replace(lesson, 'keep our backups', '${FORGED}') where design_id = ?`;
  const { id, workshop } = await forged(change, ended, { parts: { rehearsal: false } });
  const { engine } = await engineOn(workshop, { parts: { rehearsal: false } });
  const next = await begun(engine, { topic: 'How long do we keep our backups, a year?' });
  const [first] = await eventsUntil(engine, next, () => true);
  expect(first?.event).toMatchObject({ lessons: [{ designId: id, topic: TOPIC }] });
});

test('P11: a forged design that was under way is stopped and goes no further, and its thread is told once', async () => {
  const { chat, said } = listeningChat();
  const thread = { platform: 'local', channel: 'C1', thread: '1.2', starter: 'U1' };
  const { id, workshop } = await forged(FORGE, (engine) => answering(engine, { topic: TOPIC, thread }), {
    parts: { chats: [chat] },
  });
  const before = (await workshop.integrity.projection(id))?.summary.version;
  const { engine, sessions, log } = await engineOn(workshop, { parts: { chats: [chat] } });
  await engine.adoptDueDesigns();
  await vi.waitUntil(() => said.length > 0, soon);
  await engine.adoptDueDesigns();
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('set aside');
  expect(said[0]).not.toContain('backups for a year');
  expect(engine.openDesigns).toBe(0);
  expect(sessions.started).toEqual([]);
  expect((await workshop.integrity.projection(id))?.summary.version).toBe(before);
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
  ['another type', "update design_events set type = 'x' where design_id = ? and seq = 2"],
  ['an unreadable event', "update design_events set payload = '{' where design_id = ? and seq = 2"],
  ['a version that hides the end', 'update designs set version = version - 1 where id = ?'],
  [
    'a head that the log does not name',
    "insert into heads (design_id, count, head, at, hash) values (?, 2, 'f', 0, 'f')",
  ],
  [
    'a log of heads that knows of more',
    "insert into heads (design_id, count, head, at, hash) values (?, 9999, 'f', 0, 'f')",
  ],
])('P11: %s is found when the design is loaded', async (_, sql) => {
  const { id, workshop } = await forged(sql, ended);
  const { engine } = await engineOn(workshop);
  await expect(engine.design(id)).rejects.toMatchObject({ code: 'chain_broken' });
});

test('P11: a scrub finds what nobody has read, mends rows, names changed files, and readmits what holds again', async () => {
  const { id, workshop } = await forged(FORGE, ended);
  const { engine, log } = await engineOn(workshop);
  const whole = await ended(engine);
  const findings = async () => (await scrubbed(workshop, engine)).findings;
  expect(await findings()).toEqual([
    { designId: id, what: 'broken', detail: 'a text of event 1 is not the one that was recorded' },
  ]);
  expect(log.events.filter(({ event }) => event === 'chain_broken')).toHaveLength(1);
  expect(log.events.find(({ event }) => event === 'scrubbed')).toMatchObject({
    facts: { designs: 2, broken: 1, filesChanged: 0, rowsMended: 0 },
  });
  await engine.stop();
  await open.pop()?.close();
  tamper(workshop.dataDir, UNDO, id);
  tamper(workshop.dataDir, `update designs set topic = '${FORGED}', spent_usd = 7 where id = ?`, whole);
  writeFileSync(join(engine.parts.bundles.folder(whole), 'brief.md'), FORGED);
  const again = await workshopIn(workshop.dataDir);
  const second = await engineOn(again);
  const { findings: found } = await scrubbed(again, second.engine);
  expect(found).toEqual([
    { designId: id, what: 'whole_again', detail: 'a text of event 1 is not the one that was recorded' },
    { designId: whole, what: 'row_mended', detail: 'topic, spentUsd' },
    { designId: whole, what: 'file_changed', detail: 'brief.md' },
  ]);
  expect(await second.engine.design(id)).toMatchObject({ topic: TOPIC });
  expect(await again.store.summary(whole)).toMatchObject({ topic: TOPIC });
});

test('P11, J14: a scrub names the file of an addendum that was changed, also with its manifest, and none that is as written', async () => {
  const workshop = await workshopIn(temporaryFolder());
  const { engine } = await engineOn(workshop);
  const id = await ended(engine);
  const accept = { type: 'judge_decision', verdict: 'accepted', note: 'Go.', by: 'ana' } as const;
  await engine.command(id, accept).answered;
  await engine.settled(id);
  const findings = async () => (await scrubbed(workshop, engine)).findings;
  expect(await findings()).toEqual([]);
  const pathOf = (name: string) => join(engine.parts.bundles.folder(id), name);
  const before = Object.values(ADDENDUM).map((name) => ({ name, text: readFileSync(pathOf(name), 'utf8') }));
  for (const { name, text } of before) {
    writeFileSync(pathOf(name), text.replace('a', 'b'));
    expect(await findings(), name).toEqual([{ designId: id, what: 'file_changed', detail: name }]);
    writeFileSync(pathOf(name), text);
  }
  // The manifest of now does not vouch for the texts of before.
  await engine.command(id, { ...accept, by: 'ben' }).answered;
  await engine.settled(id);
  expect(await findings()).toEqual([]);
  for (const { name, text } of before) if (name !== ADDENDUM.manifest) writeFileSync(pathOf(name), text);
  expect((await findings()).map(({ detail }) => detail)).toEqual([
    ADDENDUM.adr,
    ADDENDUM.events,
    ADDENDUM.words,
  ]);
  for (const { name, text } of before) writeFileSync(pathOf(name), text);
  // All of before: it is about to be written anew.
  expect(await findings()).toEqual([]);
});

test('P11: a scrub that was interrupted goes on where it was', async () => {
  const workshop = await workshopIn(temporaryFolder());
  const { engine } = await engineOn(workshop);
  const ids = [await begun(engine), await begun(engine)];
  const last = ids[1] ?? '';
  const beganAt = Number.parseInt(last.slice(4).replaceAll('-', '').slice(0, 12), 16);
  await workshop.store.keepRun('scrub position', beganAt);
  expect((await scrubbed(workshop, engine)).designs).toBe(1);
  expect((await scrubbed(workshop, engine)).designs).toBe(2);
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
