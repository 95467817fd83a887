import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CheckedCitation } from '../../src/core/vocabulary/checked.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { utcDay } from '../../src/core/vocabulary/figures.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { callForReviews } from '../../src/engine/call-for-reviews.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { DAY_MS } from '../../src/foundation/day.ts';
import type { PinnedRepository } from '../../src/ports/repository.ts';
import { commit, git, makeRepository, repositories } from '../adapters/repository/repository-on-disk.ts';
import { createEndpointChat } from '../support/chat-adapter.ts';
import { startChatEndpoint } from '../support/chat-endpoint.ts';
import { realClock } from '../support/child-real-clock.ts';
import { designIdOf } from '../support/events.ts';
import { given, World } from '../support/given.ts';
import { changesTo, composite, decision, revision } from '../support/given-submission.ts';
import { movedClock } from '../support/moved-clock.ts';
import { storeWithDesigns } from '../support/old-designs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ownWorkshop } from './own-workshop.ts';

const STARTED = Date.UTC(2026, 11, 1);
const ACCEPT = { type: 'judge_decision', verdict: 'accepted', note: '', by: 'Ana' } as const;
const going = new AbortController().signal;
const QUEUE = ['one', 'two', 'three', 'four', 'five', 'six', ''].join('\n');

interface Written {
  readonly days?: readonly string[];
  readonly repository?: { readonly name: string; readonly commit: string };
  readonly cites?: Omit<CheckedCitation, 'item' | 'status'>;
  readonly isAccepted?: false;
  readonly isRehearsal?: true;
}

/** An accepted decision of 1 December 2026, in a thread of its number. */
function designOf(number: number, { days = [], repository, cites, ...is }: Written): World {
  const revisitIf = days.map((until) => ({ fact: 'The table grows.', until }));
  const world = given(
    {
      thread: { platform: 'local', channel: 'general', thread: `${number}`, starter: '' },
      start: { designId: designIdOf(number), rehearsal: is.isRehearsal === true },
      ...(repository === undefined ? {} : { repository: { ...repository, digest: '' } }),
      says: {
        composite: (design) => composite(design, { decision: decision(design, { revisitIf }) }),
        revision: (design) =>
          revision(design, {
            changes: changesTo(design, decision(design, { revisitIf, paragraph: 'It is simpler.' })),
          }),
      },
    },
    STARTED,
  ).reachEnd();
  if (is.isAccepted !== false) world.when(ACCEPT);
  const citing = (event: DesignEvent): DesignEvent =>
    event.type === 'proposal_sealed' && cites !== undefined
      ? { ...event, citations: [{ item: 1, status: 'checked', ...cites }] }
      : event;
  return World.after(world.history.map(citing));
}

/** Designs in a store, a platform, and a daemon's engine that can be replaced, at the time that the test says. */
async function placeOf(worlds: readonly World[], folder: string | null = null) {
  const dataDir = temporaryFolder();
  await storeWithDesigns(dataDir, worlds);
  const { startEngine } = await ownWorkshop(join(dataDir, 'store.sqlite'));
  const platform = await startChatEndpoint();
  onTestFinished(() => platform.close());
  const aheadMs = STARTED + DAY_MS - Date.now();
  const { clock, pass } = movedClock({
    now: () => realClock.now() + aheadMs,
    at: (dueAt, callback) => realClock.at(dueAt - aheadMs, callback),
  } satisfies Clock);
  const ports = repositories();
  const opened = new Map<string, PinnedRepository>();
  const open = async (wanted: string) => {
    const pinned = { name: 'shop', commit: wanted, digest: '' };
    const known = opened.get(wanted) ?? (await ports.reopen(folder ?? '', pinned));
    opened.set(wanted, known);
    return known;
  };
  const known = {
    pin: async (name: string) =>
      folder === null || name !== 'shop' ? null : (await open(git(folder, ['rev-parse', 'HEAD']))).pinned,
    at: (_: string, wanted: string) => open(wanted),
  };
  const parts = { clock, chats: [createEndpointChat(platform.url)], rehearsal: false };
  let running = await startEngine({ parts });
  const ids = worlds.map(({ design }) => design.id);
  return {
    pass,
    today: () => utcDay(clock.now()),
    design: (id: DesignId) => running.engine.design(id),
    command: (id: DesignId, command: Parameters<typeof running.engine.command>[1]) =>
      running.engine.command(id, command).answered,
    /** Does the daily work, and waits until all that follows is done. */
    async call() {
      await callForReviews(running.engine, known, going);
      const waiting = async (id: DesignId) => (await running.engine.parts.store.mail(id)).entries;
      for (const id of ids) {
        if ((await waiting(id)).length > 0) await expect.poll(() => waiting(id)).toEqual([]);
        await running.engine.settled(id);
      }
    },
    async restart() {
      await running.engine.stop();
      running = await startEngine({ parts });
    },
    /** The threads in which a question was posted since the last look. */
    asked: (() => {
      let seen = 0;
      return () => {
        const posted = platform.posted.slice(seen);
        seen = platform.posted.length;
        return posted.filter(({ text }) => text === 'review').map(({ thread }) => thread);
      };
    })(),
    events: () => running.log.events,
  };
}

test('J14: in a simulated year each reminder and each changed line is announced once, also over restarts', async () => {
  const folder = makeRepository({ 'src/queue.ts': QUEUE, 'src/jobs.ts': QUEUE });
  const first = git(folder, ['rev-parse', 'HEAD']);
  const repository = { name: 'shop', commit: first };
  const lines = (path: string, from: number, to: number) => ({
    path,
    from,
    to,
    excerpt: QUEUE.split('\n')
      .slice(from - 1, to)
      .join('\n'),
  });
  const place = await placeOf(
    [
      designOf(1, { days: ['2027-03-01', '2027-09-15', 'Step 3 is begun.'] }),
      designOf(2, { repository, cites: lines('src/queue.ts', 2, 3) }),
      designOf(3, { repository, cites: lines('src/jobs.ts', 5, 5), days: ['2027-06-01'] }),
      designOf(4, { days: ['2027-03-01'], isAccepted: false }),
      designOf(5, { days: ['2027-03-01'], isRehearsal: true }),
    ],
    folder,
  );
  const queue = (change: (rows: string[]) => string[]) =>
    commit(folder, 'Change', { 'src/queue.ts': change(QUEUE.split('\n')).join('\n') });
  const changes: Readonly<Record<string, () => void>> = {
    // Moved down, with the line ends of Windows, and changed elsewhere: nothing of these touches the cited lines.
    '2027-01-10': () => void queue((rows) => ['zero', ...rows]),
    '2027-01-20': () => void queue((rows) => rows.map((row) => `${row}\r`)),
    '2027-01-30': () => void queue((rows) => rows.with(5, 'SIX')),
    '2027-02-10': () => void queue((rows) => rows.with(1, 'TWO')),
    // What was announced moves.
    '2027-02-20': () => void queue((rows) => ['zero', ...rows.with(1, 'TWO')]),
    '2027-04-10': () => void queue((rows) => rows.with(1, '2')),
    '2027-05-10': () => void commit(folder, 'Remove', { 'src/queue.ts': '' }),
    '2027-07-10': () => void git(folder, ['rm', '--quiet', 'src/jobs.ts']),
    '2027-07-11': () => void git(folder, ['commit', '--quiet', '-m', 'Gone']),
  };
  const asked: string[] = [];
  for (let day = 0; day < 365; day += 1) {
    place.pass(DAY_MS);
    changes[place.today()]?.();
    // On other days the daemon is off; the next run makes up for them.
    if (!/-(?:01|02|10|11|15|20|30)$/.test(place.today())) continue;
    await place.call();
    if (place.today().endsWith('-11') || place.today().endsWith('-02')) {
      await place.restart();
      await place.call();
    }
    asked.push(...place.asked().map((thread) => `${place.today()} ${thread}`));
  }
  expect(asked).toEqual([
    '2027-02-10 2',
    '2027-03-01 1',
    '2027-04-10 2',
    '2027-05-10 2',
    '2027-06-01 3',
    '2027-07-11 3',
    '2027-09-15 1',
  ]);
}, 120_000);
