import limit from 'p-limit';
import { expect } from 'vitest';
import type { DesignView } from '../../src/presentation/schema/view.ts';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import type { Daemon } from '../entry/daemon.ts';
import { SetBack } from '../support/databases/set-back.ts';
import { isFrozen } from '../support/processes/child-sessions.ts';
import { needing } from '../support/runner/needing.ts';
import { expectNoProcess, expectThread, expectWhole } from './expected.ts';
import { attend, say, start, untilAsked } from './people.ts';
import {
  began,
  ends,
  expectWholeAfter,
  openMachines,
  ownerFirst,
  type Pair,
  toldBy,
  withTwo,
  withTwoProcesses,
} from './two-machines.ts';
import { until, type World } from './world.ts';

/** The name on record of `ana`, whom the API has only the caller's word for. */
const ANA = 'ana, by the API (token admin)';
/** Pairs of processes that run at the same time. */
const oneOfFew = limit(2);

const { describe, test } = await needing('postgres');

/**
 * A story of one that owns a design, waits for people, and will freeze at this moment; and of one
 * that came later.
 */
async function withOneThatFreezes(
  finished: Parameters<typeof openMachines>[0],
  freezePoint: string,
  story: (daemons: Pair<Daemon>, id: string, world: World) => Promise<void>,
): Promise<void> {
  const {
    world,
    machines: [one, two],
  } = await openMachines(finished);
  const frozen = await world.start({ ...one, freezePoint });
  const id = await start(frozen, `Frozen at ${freezePoint}`);
  // A message that is tried twice on a busy machine brings the moment forward.
  const isStruck = until('the freeze', () => isFrozen(frozen.pid));
  await Promise.race([untilAsked(frozen, id, 'answering_opened'), isStruck]);
  await toldBy([frozen, await world.start(two)], (daemons) => story(daemons, id, world));
}

/**
 * Who has ended the design, and the other. A design that waits at a gate may have changed hands:
 * whoever takes the answer goes on.
 */
async function whoEndedFirst([one, two]: Pair<Daemon>): Promise<Pair<Daemon>> {
  const hasEnded = ({ output }: Daemon) => output.includes('"msg":"design_ended"');
  await until('who ended it', () => hasEnded(one) || hasEnded(two));
  return hasEnded(one) ? [one, two] : [two, one];
}

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
/**
 * That nothing is appended for one that was evicted is also in the contract of each store
 * (`store-appends.ts`).
 */
const FREEZES = [
  ['append', 'store.commit(proposals_revealed):before'],
  ['post', 'store.markEffects(attempted)#3:after'],
] as const;

describe('two daemons on one database', { concurrent: true }, () => {
  test('C19, A8: cancelled and run again at either, there is one end and one successor', ({
    onTestFinished,
  }) =>
    withTwo(onTestFinished, async (daemons, world) => {
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

  for (const [phase, isReached] of PHASES)
    test(`C18: when the owner is killed ${phase}, the other completes the design`, ({
      onTestFinished,
    }) =>
      withTwo(onTestFinished, async (daemons, world) => {
        const id = await start(daemons[0], `The owner is killed ${phase}`);
        const [owner, other] = await ownerFirst(daemons, id);
        // What people say is carried out by whichever of the two it takes.
        const told = attend(other, id);
        await other.events(id).until(phase, isReached);
        await owner.kill();
        await told;
        await expectWholeAfter(world, id, other);
      }));

  test('C22: an owner that is frozen while the store goes back gives its design up when it wakes', ({
    onTestFinished,
  }) =>
    oneOfFew(async () => {
      const { world, machines } = await openMachines(onTestFinished);
      const [one, two] = await Promise.all(machines.map((options) => world.start(options)));
      if (one === undefined || two === undefined) throw new Error('not two daemons');
      await toldBy([one, two], async (daemons) => {
        const id = await start(one, 'Frozen while the store goes back');
        const [owner, other] = await ownerFirst(daemons, id);
        await untilAsked(other, id, 'answering_opened');
        const back = new SetBack(machines[0].databaseUrl ?? '');
        await back.remember();
        await say(other, id, 'answered', { author: 'ana' });
        await other.events(id).until('proposals', began('proposals'));
        owner.signal('SIGSTOP');
        await back.goBack();
        await until('the other to take over', () => other.output.includes('daemons_evicted'));
        owner.signal('SIGCONT');
        await until('its warning', () => owner.output.includes('store_went_back'));
        // Nobody has answered any more, and the gate comes after that.
        const said = await other.insist(`/designs/${id}/answered`, { author: 'ben' });
        expect(said.status).toBe(202);
        await until('a gate', async () => (await other.design(id)).gate !== null);
        await say(other, id, 'gates/gate-1', { choice: 'accept', author: 'ben' });
        await until('the end', async () => (await other.design(id)).status === 'completed');
      });
    }));

  for (const [what, point] of FREEZES)
    test(`P6: an owner frozen for longer than its lease can no longer ${what}, and continues as a daemon`, ({
      onTestFinished,
    }) =>
      oneOfFew(() =>
        withOneThatFreezes(onTestFinished, point, async ([frozen, other], id, world) => {
          const told = attend(other, id);
          await until('the freeze', () => isFrozen(frozen.pid));
          await told;
          await expectWhole(other, id, world.chat);
          const { seen } = other.events(id);

          frozen.signal('SIGCONT');
          await until('its notice of having been evicted', () =>
            frozen.output.includes('ownership_lost'),
          );
          const next = await start(frozen, `After it was frozen at ${point}`);
          await attend(frozen, next);
          expect(await frozen.get(`/designs/${id}/events?since=${seen.length}`)).toMatchObject({
            events: [],
          });
          await expectThread(seen, id, world.chat);
          await expectNoProcess(seen);
          await expectWholeAfter(world, next, frozen, other);
        }),
      ));

  test('P4, C18: a message under way when its daemon froze is there once, in its place', ({
    onTestFinished,
  }) =>
    oneOfFew(() =>
      withTwoProcesses(onTestFinished, async (daemons, world) => {
        const id = await start(daemons[0], 'On its way');
        const held = world.chat.hold(id, 'files of outcome');
        await attend(daemons[1], id);
        await held.arrived;
        const [owner, other] = await whoEndedFirst(daemons);
        owner.signal('SIGSTOP');
        await expectWhole(other, id, world.chat);
        const { seen } = other.events(id);
        const copies = () =>
          world.chat.posted.filter(
            (each) => each.id.startsWith(`${id}/`) && each.text === 'files of outcome',
          );

        // The platform takes the first one only now, when nothing can hold it back any more.
        held.release();
        await until('a second one', () => copies().length === 2);
        owner.signal('SIGCONT');
        await until('one', () => copies().length === 1);
        await expectThread(seen, id, world.chat);

        await ends(owner, other);
      }),
    ));
});
