import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/adapters/store/sqlite/open.ts';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import { childrenOf, isFrozen, isRunning, keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Daemon, untilGone } from './daemon.ts';
import { afterwards, until } from './waiting.ts';

const REHEARSAL = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '300',
  CHARRETTE_STANDBY: '1',
  // Misspelt.
  CHARRETTE_STNADBY: '1',
};
const PERSONAS = ['archaeologist', 'failure-analyst'];

async function started(folder = temporaryFolder()): Promise<{ folder: string; daemon: Daemon }> {
  await writeFile(join(folder, '.env'), 'CHARRETTE_LOG_LEVEL=info\n', { mode: 0o600 });
  const daemon = await Daemon.start(folder, REHEARSAL);
  afterwards(() => daemon.kill());
  return { folder, daemon };
}

async function begin(daemon: Daemon, topic: string): Promise<string> {
  return (await daemon.startDesign({ topic, personas: PERSONAS })).id;
}

/** A design that waits for answers, and one in which everybody writes a proposal. */
async function twoDesigns(daemon: Daemon): Promise<{ asking: string; working: string }> {
  const [asking, working] = await Promise.all([
    begin(daemon, 'Ended while people are answering'),
    begin(daemon, 'Ended while everybody proposes'),
  ]);
  await daemon.events(asking).until('questions', ({ type }) => type === 'answering_opened');
  await daemon.events(working).until('questions', ({ type }) => type === 'answering_opened');
  expect((await daemon.post(`/designs/${working}/answered`)).status).toBe(202);
  await daemon.events(working).until('a proposal under way', isProposing);
  return { asking, working };
}

const isProposing = (event: PublicEvent) => event.type === 'turn_started' && event.roundId === 'r2';

/**
 * C18: everybody has a new session, after a wait once it is asked, and nobody's one retry was used
 * up by it.
 */
async function expectResumed(
  daemon: Daemon,
  id: string,
  origin: 'resume' | 'wake' = 'resume',
): Promise<void> {
  const feed = daemon.events(id);
  await feed.until('the end', ({ type }) => type === 'design_ended');
  const origins = feed.of('session_started').map(({ origin }) => origin);
  expect(origins).toEqual([...Array(4).fill('first'), ...Array(4).fill(origin)]);
  expect(feed.seen.map(({ seq }) => seq)).toEqual(feed.seen.map((_, index) => index + 1));
  const design = await daemon.design(id);
  expect(design.status).toBe('completed');
  for (const persona of design.personas) {
    expect(persona.retried).toBe(false);
    expect(persona.previousSessionIds).toHaveLength(1);
  }
  const records = await daemon.turns(id);
  expect(records.map(({ turnId }) => turnId).toSorted()).toEqual(
    feed
      .of('turn_started')
      .map(({ turnId }) => String(turnId))
      .toSorted(),
  );
}

test('a second daemon is refused a folder, even a frozen one’s, and a used port, with what to do', async () => {
  const { folder, daemon } = await started();
  const [folderTaken, portTaken] = await Promise.all([
    Daemon.refused(folder, REHEARSAL),
    Daemon.refused(temporaryFolder(), {
      ...REHEARSAL,
      CHARRETTE_HTTP_PORT: new URL(daemon.url).port,
    }),
  ]);
  expect(folderTaken.code).not.toBe(0);
  expect(folderTaken.said).toContain('Another Charrette is using the data folder');
  expect(folderTaken.said).toContain(`It is the daemon at ${daemon.url}.`);
  expect(portTaken.code).not.toBe(0);
  expect(portTaken.said).toContain(`${new URL(daemon.url).host} is in use`);
  expect(portTaken.said).not.toMatch(/\n\s+at /);
  daemon.signal('SIGSTOP');
  await until('the freeze', () => isFrozen(daemon.pid));
  const open = openSqliteStore({ dataDir: folder, log: keepLog() });
  await expect(open).rejects.toMatchObject({ code: 'store_in_use' });
});

test('C18: after kill -9 its children end by themselves, and the next daemon continues', async () => {
  const { folder, daemon: killed } = await started();
  const { asking, working } = await twoDesigns(killed);
  const children = childrenOf(killed.pid);
  expect(children.length).toBeGreaterThanOrEqual(8);
  killed.signal('SIGKILL');
  expect(await killed.ended()).toEqual({ code: null, signal: 'SIGKILL' });
  await untilGone(() => children.filter(isRunning));

  const { daemon } = await started(folder);
  expect((await daemon.design(asking)).status).toBe('awaiting_input');
  await expectResumed(daemon, working);
  const outcomes = (await daemon.turns(working)).filter(
    ({ outcome }) => outcome === 'process_lost',
  );
  // T5: those that were under way have a record, which says what they died of.
  expect(outcomes.length).toBeGreaterThanOrEqual(1);
  for (const record of outcomes) expect(record.error?.class).toBe('charrette_stopped');
  const events = logged(daemon);
  expect(events.slice(0, 2)).toEqual(['settings_read', 'setting_unknown']);
  expect(events).toEqual(expect.arrayContaining(['ready', 'session_lost', 'session_replaced']));
});

test('C18: SIGTERM ends daemon and streams with 0 and leaves no child; its designs continue, also waiting ones', async () => {
  const { folder, daemon: stopped } = await started();
  const { asking, working } = await twoDesigns(stopped);
  const stream = stopped.events(asking);
  await stream.until('the questions', ({ type }) => type === 'answering_opened');
  const children = childrenOf(stopped.pid);
  expect(children.length).toBeGreaterThanOrEqual(8);
  stopped.signal('SIGTERM');
  const [ended] = await Promise.all([stopped.ended(), stream.ended]);
  expect(ended).toEqual({ code: 0, signal: null });
  expect(children.filter(isRunning)).toEqual([]);
  expect(logged(stopped)).toContain('stopped');

  const { daemon } = await started(folder);
  expect((await daemon.post(`/designs/${asking}/answered`, { author: 'ana' })).status).toBe(202);
  await Promise.all([expectResumed(daemon, working), expectResumed(daemon, asking, 'wake')]);
  expect(daemon.events(asking).of('answering_opened')).toHaveLength(1);
});

/** D7: a daemon's standard error that is no terminal is JSON, each line. */
function logged(daemon: Daemon): unknown[] {
  const lines = daemon.output.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line)).map(({ msg }) => msg);
}
