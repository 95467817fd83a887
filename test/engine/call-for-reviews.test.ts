import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CheckedCitation } from '../../src/core/vocabulary/checked.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { utcDayOf } from '../../src/core/vocabulary/figures.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { callForReviews } from '../../src/engine/call-for-reviews.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { DAY_MS } from '../../src/foundation/day.ts';
import type { PinnedRepository } from '../../src/ports/repository.ts';
import {
  commit,
  git,
  makeRepository,
  repositories,
  writeFiles,
} from '../adapters/repository/repository-on-disk.ts';
import { describeOnStores } from '../adapters/store/on-postgres.ts';
import { designIdOf } from '../support/designs/events.ts';
import { given, World } from '../support/designs/given.ts';
import { changesTo, composite, decision, revision } from '../support/designs/given-submission.ts';
import { keepDesign, storeWithDesigns } from '../support/designs/old-designs.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { createEndpointChat } from '../support/services/chat-adapter.ts';
import { startChatEndpoint } from '../support/services/chat-endpoint.ts';
import { ownWorkshop } from './own-workshop.ts';
import { startEngine } from './running-engine.ts';

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

/** The real clock, as if it were that time now. */
function at(moment: number): Clock {
  const aheadMs = moment - Date.now();
  return {
    now: () => realClock.now() + aheadMs,
    at: (dueAt, callback) => realClock.at(dueAt - aheadMs, callback),
  };
}

/** Designs in a store, a platform, and a daemon's engine that can be replaced, at the time that the test says. */
async function placeOf(worlds: readonly World[], folder: string | null = null) {
  const dataDir = temporaryFolder();
  await storeWithDesigns(dataDir, worlds);
  const { startEngine } = await ownWorkshop(join(dataDir, 'store.sqlite'));
  const platform = await startChatEndpoint();
  onTestFinished(() => platform.close());
  const { clock, pass } = createMovedClock(at(STARTED + DAY_MS));
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
    today: () => utcDayOf(clock.now()),
    design: (id: DesignId) => running.engine.design(id),
    command: (id: DesignId, command: Parameters<typeof running.engine.command>[1]) =>
      running.engine.command(id, command).answered,
    /** Does the daily work, and waits until all that follows is done. */
    async call() {
      await callForReviews(running.engine, known, going);
      const waiting = async (id: DesignId) => (await running.engine.parts.store.mail(id)).entries;
      for (const id of ids) {
        if ((await waiting(id)).length > 0) await expect.poll(() => waiting(id)).toEqual([]);
        await running.engine.waitUntilSettled(id);
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

/** What became of `src/queue.ts`, of which lines 2 and 3 are cited, and how often that is announced. */
test.each<[what: string, times: number, change: (folder: string) => void]>([
  ['is renamed', 1, (folder) => git(folder, ['mv', 'src/queue.ts', 'src/jobs.ts'])],
  ['is binary now', 1, (folder) => writeFiles(folder, { 'src/queue.ts': `two\0${QUEUE}` })],
  [
    'is kept in Git LFS now',
    0,
    (folder) =>
      writeFiles(folder, { 'src/queue.ts': 'version https://git-lfs.github.com/spec/v1\noid 1\nsize 9\n' }),
  ],
  [
    'is a submodule now',
    1,
    (folder) => {
      git(folder, ['rm', '--quiet', 'src/queue.ts']);
      const entry = `160000,${git(folder, ['rev-parse', 'HEAD'])},src/queue.ts`;
      git(folder, ['update-index', '--add', '--cacheinfo', entry]);
    },
  ],
  [
    'is in a history without the commit that was read',
    0,
    (folder) => {
      git(folder, ['checkout', '--quiet', '--orphan', 'rewritten']);
      git(folder, ['branch', '--quiet', '-D', 'main']);
      git(folder, ['reflog', 'expire', '--expire=now', '--all']);
      git(folder, ['commit', '--quiet', '--allow-empty', '-m', 'Rewritten']);
      git(folder, ['gc', '--quiet', '--prune=now']);
    },
  ],
  ['is as it was', 0, (folder) => writeFiles(folder, { 'README.md': 'Another file.' })],
])('J14: a cited file that %s is announced %i times', async (_, times, change) => {
  const folder = makeRepository({ 'src/queue.ts': QUEUE });
  const repository = { name: 'shop', commit: git(folder, ['rev-parse', 'HEAD']) };
  const cites = { path: 'src/queue.ts', from: 2, to: 3, excerpt: 'two\nthree' };
  const place = await placeOf([designOf(1, { repository, cites })], folder);
  change(folder);
  git(folder, ['commit', '--quiet', '--allow-empty', '-am', 'Change']);
  for (let day = 0; day < 3; day += 1) {
    place.pass(DAY_MS);
    await place.call();
  }
  expect(place.asked()).toHaveLength(times);
});

test('J14: lines that are too long for the record are compared with the commit that was read', async () => {
  const folder = makeRepository({ 'src/queue.ts': QUEUE });
  const repository = { name: 'shop', commit: git(folder, ['rev-parse', 'HEAD']) };
  const cites = { path: 'src/queue.ts', from: 2, to: 3 };
  const place = await placeOf([designOf(1, { repository, cites })], folder);
  commit(folder, 'Elsewhere', { 'src/queue.ts': `zero\n${QUEUE}` });
  await place.call();
  expect(place.asked()).toEqual([]);
  commit(folder, 'Here', { 'src/queue.ts': QUEUE.replace('three', 'THREE') });
  place.pass(DAY_MS);
  await place.call();
  expect(place.asked()).toEqual(['1']);
});

test('J14: a repository that is away is logged, and reminders come all the same', async () => {
  const repository = { name: 'shop', commit: 'a'.repeat(40) };
  const cites = { path: 'src/queue.ts', from: 2, to: 3, excerpt: 'two\nthree' };
  const place = await placeOf(
    [designOf(1, { repository, cites, days: ['2026-12-02'] })],
    join(temporaryFolder(), 'gone'),
  );
  await place.call();
  expect(place.asked()).toEqual(['1']);
  expect(place.events().map(({ event }) => event)).toContain('repository_not_pinned');
});

describeOnStores('two daemons on one store', (own) => {
  test('J14: ask once, although both do the daily work at the same time', async () => {
    const platform = await startChatEndpoint();
    onTestFinished(() => platform.close());
    const worlds = [1, 2, 3].map((number) => designOf(number, { days: ['2026-12-02'] }));
    const opened = await Promise.all([own.open(), own.open()]);
    for (const world of worlds) if (opened[0] !== undefined) await keepDesign(opened[0], world);
    const engines = await Promise.all(
      opened.map(async (each, later) => {
        const workshop = { ...each, dataDir: temporaryFolder(), close: () => each.store.close() };
        const parts = {
          // On different days, so that no call is taken for a repeated one.
          clock: at(STARTED + (2 + later) * DAY_MS),
          chats: [createEndpointChat(platform.url)],
          rehearsal: false,
        };
        const { engine } = await startEngine(workshop, { parts });
        onTestFinished(async () => {
          await engine.stop();
          await each.store.close();
        });
        await engine.adoptDueDesigns();
        return engine;
      }),
    );
    const nothing = { pin: async () => null, at: async () => null };
    for (let run = 0; run < 3; run += 1)
      await Promise.all(engines.map((engine) => callForReviews(engine, nothing, going)));
    const asked = () => platform.posted.filter(({ text }) => text === 'review').map(({ thread }) => thread);
    await expect.poll(() => asked().toSorted(), { timeout: 20_000 }).toEqual(['1', '2', '3']);
    for (const engine of engines) for (const { design } of worlds) await engine.waitUntilSettled(design.id);
    expect(asked().toSorted()).toEqual(['1', '2', '3']);
    for (const { design } of worlds)
      expect((await engines[0]?.design(design.id))?.followUps.map(({ type }) => type)).toEqual([
        'decision_judged',
        'review_due',
      ]);
  });
});
