import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/adapters/store/sqlite/open.ts';
import type { PublicEvent } from '../../src/core/telling/public-event.ts';
import { childrenOf, isFrozen, isRunning, keptLog } from '../support/child-sessions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Daemon, untilGone } from './daemon.ts';
import { until } from './waiting.ts';

/**
 * One story in order: a daemon is killed in the middle of its work, the next one goes on with it and is stopped, and a
 * third one finishes. Each start of a daemon costs seconds, so each test continues where the one before it ended.
 */
const REHEARSAL = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '300',
  CHARRETTE_STANDBY: '1',
  // Misspelt.
  CHARRETTE_STNADBY: '1',
};
const PERSONAS = ['archaeologist', 'failure-analyst'];
/** Milliseconds that a stop may take. */
const STOP_MS = 10_000;

const folder = temporaryFolder();
const other = temporaryFolder();
let daemon: Daemon;
/** Killed while people are answering; stopped while it is working. */
let asking: string;
let working: string;

beforeAll(async () => {
  await writeFile(join(folder, '.env'), 'CHARRETTE_LOG_LEVEL=info\n', { mode: 0o600 });
  daemon = await Daemon.start(folder, REHEARSAL);
});
afterAll(async () => {
  await daemon.stop();
});

async function begin(topic: string): Promise<string> {
  return (await daemon.startDesign({ topic, personas: PERSONAS })).id;
}

async function skipQuestions(id: string): Promise<void> {
  await daemon.events(id).until('questions', ({ type }) => type === 'answering_opened');
  expect((await daemon.post(`/designs/${id}/answered`, { skip: true })).status).toBe(202);
}

const isProposing = (event: PublicEvent) => event.type === 'turn_started' && event.roundId === 'r2';

/** C18: everybody was resumed under a new id once more, and nobody's one retry was used up by it. */
async function expectResumed(id: string, times: number): Promise<void> {
  const feed = daemon.events(id);
  await feed.until('the end', ({ type }) => type === 'design_ended');
  const origins = feed.of('session_started').map(({ origin }) => origin);
  expect(origins).toEqual([...Array(4).fill('first'), ...Array(4 * times).fill('resume')]);
  expect(feed.seen.map(({ seq }) => seq)).toEqual(feed.seen.map((_, index) => index + 1));
  const design = await daemon.design(id);
  expect(design.status).toBe('completed');
  for (const persona of design.personas) {
    expect(persona.retried).toBe(false);
    expect(persona.previousSessionIds).toHaveLength(times);
  }
  const records = await daemon.turns(id);
  expect(records.map(({ turnId }) => turnId).toSorted()).toEqual(
    feed
      .of('turn_started')
      .map(({ turnId }) => String(turnId))
      .toSorted(),
  );
}

test('a second daemon is refused the folder, and another one the port, each with what to do', async () => {
  const [folderTaken, portTaken] = await Promise.all([
    Daemon.refused(folder, REHEARSAL),
    Daemon.refused(other, { ...REHEARSAL, CHARRETTE_HTTP_PORT: new URL(daemon.url).port }),
  ]);
  expect(folderTaken.code).not.toBe(0);
  expect(folderTaken.said).toContain('Another Charrette is using the data folder');
  expect(folderTaken.said).toContain(`It is the daemon at ${daemon.url}.`);
  expect(portTaken.code).not.toBe(0);
  expect(portTaken.said).toContain(`${new URL(daemon.url).host} is in use`);
  expect(portTaken.said).not.toMatch(/\n\s+at /);
});

test('the folder of a frozen daemon is refused as well', async () => {
  daemon.signal('SIGSTOP');
  await until('the freeze', () => isFrozen(daemon.pid));
  const open = openSqliteStore({ dataDir: folder, log: keptLog() });
  await expect(open).rejects.toMatchObject({ code: 'store_in_use' });
  daemon.signal('SIGCONT');
});

test('C18: after kill -9 its children end by themselves, and the next daemon continues', async () => {
  [asking, working] = await Promise.all([
    begin('Killed while people are answering'),
    begin('Killed while everybody proposes'),
  ]);
  await daemon.events(asking).until('questions', ({ type }) => type === 'answering_opened');
  await skipQuestions(working);
  await daemon.events(working).until('a proposal under way', isProposing);
  const children = childrenOf(daemon.pid);
  expect(children.length).toBeGreaterThanOrEqual(8);
  daemon.signal('SIGKILL');
  expect(await daemon.ended()).toEqual({ code: null, signal: 'SIGKILL' });
  await untilGone(() => children.filter(isRunning));

  daemon = await Daemon.start(folder, REHEARSAL);
  expect((await daemon.design(asking)).status).toBe('awaiting_input');
  await expectResumed(working, 1);
  const outcomes = (await daemon.turns(working)).filter(({ outcome }) => outcome === 'process_lost');
  // T5: those that were under way have a record, which says what they died of.
  expect(outcomes.length).toBeGreaterThanOrEqual(1);
  for (const record of outcomes) expect(record.error?.class).toBe('charrette_stopped');
});

test('SIGTERM ends the daemon with 0 in time, with its streams, and leaves no child', async () => {
  working = await begin('Stopped while everybody proposes');
  await skipQuestions(working);
  await daemon.events(working).until('a proposal under way', isProposing);
  const stream = await daemon.request(`/api/v1/designs/${asking}/events`, {
    headers: { accept: 'text/event-stream' },
  });
  const children = childrenOf(daemon.pid);
  expect(children.length).toBeGreaterThanOrEqual(8);
  const askedAt = Date.now();
  daemon.signal('SIGTERM');
  const [ended, told] = await Promise.all([daemon.ended(), stream.text()]);
  expect(ended).toEqual({ code: 0, signal: null });
  expect(Date.now() - askedAt).toBeLessThan(STOP_MS);
  expect(told).toContain('event: answering_opened');
  expect(children.filter(isRunning)).toEqual([]);
});

test('D7: a daemon’s standard error that is no terminal is JSON, each line', () => {
  const lines = daemon.output.trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line)).map(({ msg }) => msg);
  expect(events.slice(0, 2)).toEqual(['settings_read', 'setting_unknown']);
  expect(events).toEqual(expect.arrayContaining(['ready', 'session_lost', 'session_replaced', 'stopped']));
});

test('C18: a design that ran when the daemon stopped continues, and so does one that waits for people', async () => {
  daemon = await Daemon.start(folder, REHEARSAL);
  const answered = await daemon.post(`/designs/${asking}/answered`, { author: 'ana' });
  expect(answered.status).toBe(202);
  await Promise.all([expectResumed(working, 1), expectResumed(asking, 2)]);
  expect(daemon.events(asking).of('answering_opened')).toHaveLength(1);
});
