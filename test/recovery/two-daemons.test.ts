import limit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DesignView } from '../../src/core/telling/design-view.ts';
import type { PublicEvent } from '../../src/core/telling/public-event.ts';
import type { Daemon } from '../entry/daemon.ts';
import type { InProcess } from '../entry/in-process.ts';
import { childrenOf, isFrozen } from '../support/child-sessions.ts';
import { type DaemonOptions, startDaemon } from '../support/daemon-process.ts';
import { reachablePostgres } from '../support/postgres.ts';
import { atNight } from '../support/whole.ts';
import { expectNoProcess, expectThread, expectWhole } from './expected.ts';
import { killEveryoneHere, startHere } from './here.ts';
import { attend, say, start, untilAsked } from './people.ts';
import { until, World } from './world.ts';

vi.setConfig({ testTimeout: 900_000, hookTimeout: 120_000 });
/** Long enough for something to happen while the model is being asked. */
const LATENCY_MS = 150;
/** The name on record of `ana`, whom the API has only the caller's word for. */
const ANA = 'ana, by the API (token admin)';

const server = await reachablePostgres();
const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';
/** Pairs of daemons that run at the same time. */
const oneOfFew = limit(4);
const oneOfFewProcesses = limit(2);
let world: World;

beforeAll(async () => {
  world = await World.open(LATENCY_MS);
});
afterAll(async () => {
  await killEveryoneHere();
  await world.close();
});

type Some = Daemon | InProcess;
type Pair<One extends Some = Some> = readonly [One, One];

/** Daemons on one separate database, as on several machines: each with its own folder. */
async function machines(environment: Record<string, string> = {}): Promise<DaemonOptions[]> {
  const database = await world.database(server.url ?? '');
  return Promise.all([world.daemon(database, environment), world.daemon(database, environment)]);
}

/** When the story fails, the daemons say what they have seen. */
async function toldBy<One extends Some>(
  daemons: Pair<One>,
  story: (daemons: Pair<One>) => Promise<void>,
): Promise<void> {
  await story(daemons).catch((error: unknown) => {
    const said = daemons.map(({ output }, index) => `daemon ${index + 1}:\n${output.slice(-6_000)}`);
    throw new Error(`${String(error)}\n${said.join('\n')}`, { cause: error });
  });
}

/** A story of two daemons in this process, either of which may own what. */
function withTwo(
  story: (daemons: Pair<InProcess>) => Promise<void>,
  environment: Record<string, string> = {},
): Promise<void> {
  return oneOfFew(async () => {
    const [one, two] = await Promise.all((await machines(environment)).map((options) => startHere(options)));
    if (one === undefined || two === undefined) throw new Error('not two daemons');
    await toldBy([one, two], story);
  });
}

/** A story of two processes. */
function withTwoProcesses(story: (daemons: Pair<Daemon>) => Promise<void>): Promise<void> {
  return oneOfFewProcesses(async () => {
    const [one, two] = await Promise.all((await machines()).map(startDaemon));
    if (one === undefined || two === undefined) throw new Error('not two daemons');
    await toldBy([one, two], story);
  });
}

/** A story of one that owns a design, waits for people, and will freeze at this moment; and of one that came later. */
function withOneThatFreezes(
  freezePoint: string,
  story: (daemons: Pair<Daemon>, id: string) => Promise<void>,
): Promise<void> {
  return oneOfFewProcesses(async () => {
    const [one, two] = await machines();
    if (one === undefined || two === undefined) throw new Error('not two daemons');
    const frozen = await startDaemon({ ...one, freezePoint });
    const id = await start(frozen, `Frozen at ${freezePoint}`);
    // A message that is tried twice on a busy machine brings the moment forward.
    const isStruck = until('the freeze', () => isFrozen(frozen.pid));
    await Promise.race([untilAsked(frozen, id, 'answering_opened'), isStruck]);
    await toldBy([frozen, await startDaemon(two)], (daemons) => story(daemons, id));
  });
}

/** The one of the two that has the design's sessions, and the other. */
async function ownerFirst<One extends Some>(daemons: Pair<One>, id: string): Promise<Pair<One>> {
  const [one, two] = daemons;
  let found: Pair<One> | null = null;
  await until('sessions of the design', async () => {
    const { personas } = await one.design(id);
    const has = (daemon: Some) =>
      'sessions' in daemon
        ? personas.some(({ sessionId }) => sessionId !== null && daemon.sessions.running.has(sessionId))
        : personas.some(({ pid }) => pid !== null && childrenOf(daemon.pid).includes(pid));
    if (has(one)) found = [one, two];
    else if (has(two)) found = [two, one];
    return found !== null;
  });
  return found ?? [one, two];
}

async function ends(...daemons: Some[]): Promise<void> {
  for (const daemon of daemons) {
    const end = await daemon.stop();
    if (end !== undefined) expect(end, daemon.output).toEqual({ code: 0, signal: null });
  }
}

/** Looked at again after the daemons have ended, since nothing can be added then. */
async function expectWholeAfter(id: string, survivor: Some, ...others: Some[]): Promise<void> {
  await expectWhole(survivor, id, world.chat);
  const { seen } = survivor.events(id);
  await ends(survivor, ...others);
  await expectThread(seen, id, world.chat);
  await expectNoProcess(seen);
}

const began = (kind: string) => (event: PublicEvent) => event.type === 'round_opened' && event.kind === kind;
const PHASES: readonly (readonly [string, (event: PublicEvent) => boolean])[] = [
  ['while its sessions start', ({ type }) => type === 'session_ready'],
  ['while it asks questions', began('questions')],
  ['while people are answering', ({ type }) => type === 'answering_opened'],
  ['while its personas propose', began('proposals')],
  ['while its divergences are mapped', began('mapping')],
  ['while they argue', began('argument')],
  ['while the composite is made', began('composite')],
  ['while it is signed', began('signing')],
  ['while it waits at a gate', ({ type }) => type === 'gate_opened'],
];
/** With work of processes, with a timer alone, and with a message: `kill-points.ts` has every moment, with the next daemon. */
const SOME_PHASES = ['while people are answering', 'while they argue', 'while it waits at a gate'];
const phases = atNight(PHASES, ([phase]) => SOME_PHASES.includes(phase));
/** That nothing is appended for one that was evicted is also in the contract of each store (`store-appends.ts`). */
const FREEZES = [
  ['append', 'store.commit(proposals_revealed):before'],
  ['post', 'store.markEffects(attempted)#3:after'],
] as const;

describe.skipIf(server.url === null)(`two daemons on one database${skipped}`, { concurrent: true }, () => {
  test('A13: a design started on one is followed live, answered and decided on the other', () =>
    withTwo(async ([one, two]) => {
      const id = await start(one, 'Started on one, answered on the other');
      const feed = two.events(id);
      await untilAsked(two, id, 'answering_opened');
      const reply = await two.insist(`/designs/${id}/replies`, { text: 'Some hundred.', author: 'ana' });
      expect(reply.status).toBe(201);
      await attend(two, id);
      await one.untilEnded(id);
      expect(one.events(id).seen).toEqual(feed.seen);
      expect(feed.of('reply_recorded')).toMatchObject([{ author: ANA, text: 'Some hundred.' }]);
      await expectWholeAfter(id, two, one);
    }));

  test('P5: one request that arrives at both starts one design', () =>
    withTwo(async ([one, two]) => {
      const topic = 'Sent to both';
      const ids = await Promise.all([start(one, topic), start(two, topic), start(one, topic)]);
      expect(new Set(ids).size).toBe(1);
      const { designs } = await two.get<{ designs: DesignView[] }>('/designs');
      expect(designs.map((design) => design.id)).toEqual([ids[0]]);
      await two.post(`/designs/${ids[0]}/cancel`);
      await ends(one, two);
    }));

  test('C19, A8: cancelled and run again at either, there is one end and one successor', () =>
    withTwo(async (daemons) => {
      const [one, two] = daemons;
      const id = await start(one, 'Cancelled on the other');
      await untilAsked(two, id, 'answering_opened');
      expect((await two.insist(`/designs/${id}/cancel`, { author: 'ana' })).status).toBe(202);
      await one.untilEnded(id);
      expect((await one.insist(`/designs/${id}/cancel`, { author: 'ben' })).status).toBe(200);
      await two.untilEnded(id);
      expect(two.events(id).of('design_ended')).toMatchObject([{ status: 'cancelled', by: ANA }]);

      const retries = await Promise.all(
        daemons.map((daemon) => daemon.post<DesignView>(`/designs/${id}/retry`)),
      );
      const [accepted, refused] = retries.toSorted((first, second) => first.status - second.status);
      expect(accepted?.status).toBe(202);
      expect([409, 429]).toContain(refused?.status);
      const successor = accepted?.body.id ?? '';
      expect((await two.design(successor)).successorOf).toBe(id);
      const { designs } = await two.get<{ designs: DesignView[] }>('/designs');
      expect(designs.map((design) => design.id)).toEqual([successor, id]);
      const { seen } = two.events(id);
      await two.post(`/designs/${successor}/cancel`);
      await ends(one, two);
      await expectThread(seen, id, world.chat);
      await expectNoProcess(seen);
    }));

  test.each(phases)('C18: when the owner is killed %s, the other completes the design', (phase, isReached) =>
    withTwo(async (daemons) => {
      const id = await start(daemons[0], `The owner is killed ${phase}`);
      const [owner, other] = await ownerFirst(daemons, id);
      // What people say is carried out by whichever of the two it takes.
      const told = attend(other, id);
      await other.events(id).until(phase, isReached);
      await owner.kill();
      await told;
      await expectWholeAfter(id, other);
    }),
  );

  test('asked to stop, the owner releases its design and ends in time', () =>
    withTwo(async (daemons) => {
      const id = await start(daemons[0], 'The owner is told to stop');
      const [owner, other] = await ownerFirst(daemons, id);
      const told = attend(other, id);
      await other.events(id).until('proposals under way', began('proposals'));
      await ends(owner);
      await told;
      await expectWholeAfter(id, other);
    }));

  test.each(atNight(FREEZES, ([what]) => what === 'post'))(
    'P6: an owner frozen for longer than its lease can no longer %s, and continues as a daemon',
    (_, point) =>
      withOneThatFreezes(point, async ([frozen, other], id) => {
        const told = attend(other, id);
        await until('the freeze', () => isFrozen(frozen.pid));
        await told;
        await expectWhole(other, id, world.chat);
        const { seen } = other.events(id);

        frozen.signal('SIGCONT');
        await until('its notice of having been evicted', () => frozen.output.includes('ownership_lost'));
        const next = await start(frozen, `After it was frozen at ${point}`);
        await attend(frozen, next);
        expect(await frozen.get(`/designs/${id}/events?since=${seen.length}`)).toMatchObject({ events: [] });
        await expectThread(seen, id, world.chat);
        await expectNoProcess(seen);
        await expectWholeAfter(next, frozen, other);
      }),
  );

  test('P4, C18: a message that was on its way when its daemon froze is there once in the end, in its place; when an owner’s process is killed then, the other completes the design', () =>
    withTwoProcesses(async (daemons) => {
      const id = await start(daemons[0], 'On its way');
      const [owner, other] = await ownerFirst(daemons, id);
      const held = world.chat.hold(id, 'outcome');
      await attend(other, id);
      await held.arrived;
      owner.signal('SIGSTOP');
      await expectWhole(other, id, world.chat);
      const { seen } = other.events(id);
      const copies = () =>
        world.chat.posted.filter((each) => each.id.startsWith(`${id}/`) && each.text === 'outcome');

      // The platform takes the first one only now, when nothing can hold it back any more.
      held.release();
      await until('a second one', () => copies().length === 2);
      owner.signal('SIGCONT');
      await until('one', () => copies().length === 1);
      await expectThread(seen, id, world.chat);

      const next = await start(owner, 'The process of the owner is killed');
      const [victim, survivor] = await ownerFirst(daemons, next);
      const told = attend(survivor, next);
      await survivor.events(next).until('an argument', began('argument'));
      victim.signal('SIGKILL');
      await told;
      await expectWholeAfter(next, survivor);
    }));

  test('a daemon that is full leaves work to the other, and what neither has room for waits', () =>
    withTwo(
      async (daemons) => {
        const [one, two] = daemons;
        const [first, second, third] = [
          await start(one, 'The first of three'),
          await start(one, 'The second of three'),
          await start(one, 'The third of three'),
        ];
        const asked = (id: string) => two.events(id).seen.some(({ type }) => type === 'answering_opened');
        const all = [first, second, third];
        await until('two that ask', () => all.filter(asked).length === 2);
        const [waiting = ''] = all.filter((id) => !asked(id));
        const [early = '', late = ''] = all.filter(asked);
        const owners = await Promise.all([early, late].map((id) => ownerFirst(daemons, id)));
        expect(new Set(owners.map(([owner]) => owner)).size).toBe(2);
        expect(two.events(waiting).of('session_ready')).toEqual([]);

        await say(two, early, 'cancel', { author: 'ana' });
        await untilAsked(two, waiting, 'answering_opened');
        await Promise.all([attend(two, late), attend(two, waiting)]);
        await expectWhole(two, late, world.chat);
        await expectWholeAfter(waiting, two, one);
      },
      { CHARRETTE_CAPACITY: '1' },
    ));
});
