import { expect, onTestFinished, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import type { Turn } from '../../src/core/vocabulary/design.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { verifyChain } from '../../src/record/chain.ts';
import { readAllEvents } from '../../src/record/loading.ts';
import { collectMetrics } from '../../src/surfaces/http/routes/metrics.ts';
import { describeOnStores, type OwnDatabase } from '../adapters/store/on-postgres.ts';
import { SetBack } from '../support/databases/set-back.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { eventually } from '../support/runner/eventually.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { createEndpointChat } from '../support/services/chat-adapter.ts';
import { startChatEndpoint } from '../support/services/chat-endpoint.ts';
import { ownWorkshop } from './own-workshop.ts';
import {
  answering,
  begun,
  type EngineOverrides,
  eventsUntil,
  isEnd,
  remark,
  startEngine,
} from './running-engine.ts';

type Daemon = Awaited<ReturnType<typeof daemon>>;
type Type = DesignEvent['type'];

/** A model that is slow enough for a store to go back while it is asked. */
const slow = () => createRehearsalModel({ latencyMs: 40, clock: realClock, personas: shipped });

/** A daemon's engine on the database, which adopts what is due, and its store. */
async function daemon(own: OwnDatabase, overrides: EngineOverrides = {}) {
  const opened = await own.open();
  const workshop = { ...opened, dataDir: temporaryFolder(), close: () => opened.store.close() };
  const started = await startEngine(workshop, overrides);
  onTestFinished(async () => {
    await started.engine.stop();
    await opened.store.close();
  });
  await started.engine.adoptDueDesigns();
  return { ...started, store: opened.store };
}

function linesOf({ log }: Pick<Daemon, 'log'>, name: string) {
  return log.events.filter(({ event }) => event === name).map(({ facts }) => facts);
}

const hasEnded = ({ outcome }: Turn): boolean => outcome !== 'open';
const isType =
  (type: Type) =>
  ({ event }: { readonly event: DesignEvent }) =>
    event.type === type;

/** It has ended, its chain holds, nothing is left to do, and nothing broke on the way. */
async function expectEnd({ engine, store, log }: Daemon, id: DesignId, status = 'completed') {
  await eventually(async () => (await engine.design(id))?.end?.status).toBe(status);
  await engine.waitUntilSettled(id);
  const events = await readAllEvents(store, id);
  expect(verifyChain(events)).toBe(events.at(-1)?.hash);
  expect(events.filter(isType('design_ended'))).toHaveLength(1);
  expect(await store.pendingEffects(id)).toEqual([]);
  for (const broken of ['design_broken', 'design_not_adopted', 'design_not_failed', 'chain_broken'])
    expect(log.events.map(({ event }) => event)).not.toContain(broken);
}

const finish = { type: 'go_on', by: 'ana' } as const;

interface Moment {
  readonly daemon: Daemon;
  readonly id: DesignId;
  readonly back: SetBack;
}

/**
 * What happens between the moment that the store goes back to, which each remembers, and the one at
 * which it does.
 */
const MOMENTS: Readonly<Record<string, (moment: Moment) => Promise<unknown>>> = {
  'while a persona is being replaced': async ({ daemon: { engine, sessions }, id, back }) => {
    await sessions.loseAtWork('archaeologist');
    await eventsUntil(engine, id, isType('session_lost'));
    await back.remember();
    await eventsUntil(engine, id, isType('proposal_sealed'));
  },
  'while its files are written': async ({ daemon: { engine }, id, back }) => {
    await eventsUntil(engine, id, isType('signature_given'));
    await back.remember();
    await eventsUntil(engine, id, isEnd);
  },
  'and back a second time': async ({ daemon: { engine, log }, id, back }) => {
    await back.remember();
    await eventsUntil(engine, id, isType('proposal_sealed'));
    await back.goBack();
    // It is found in a moment that can be over before the next look.
    await eventually(() => log.events.map(({ event }) => event)).toContain('store_went_back');
    await eventsUntil(engine, id, isType('proposals_revealed'));
  },
};

test('C22: a design whose timer was lost is adopted again a minute after its deadline, and is counted', async () => {
  const { startEngine } = await ownWorkshop();
  const { clock, pass } = createMovedClock();
  let deadlineAt = 0;
  const lost: number[] = [];
  const deaf: Clock = {
    now: clock.now,
    at: (dueAt, callback) =>
      clock.at(dueAt, () =>
        dueAt === deadlineAt && lost.length === 0 ? lost.push(dueAt) : callback(),
      ),
  };
  const one = await startEngine({ parts: { clock: deaf } });
  const metrics = collectMetrics(one.engine);
  await one.engine.adoptDueDesigns();
  const id = await answering(one.engine);
  deadlineAt = (await one.engine.design(id))?.answering?.deadlineAt ?? 0;
  pass(deadlineAt - clock.now() + 30_000);
  await eventually(() => lost).toEqual([deadlineAt]);
  expect(linesOf(one, 'design_hung')).toEqual([]);
  pass(31_000);
  await eventually(() => linesOf(one, 'design_hung')).toMatchObject([{ designId: id }]);
  await eventually(async () => (await one.engine.design(id))?.end?.status).toBe('completed');
  expect(await metrics.metrics()).toContain('\ncharrette_designs_hung_total 1\n');
});

describeOnStores('a store that goes back', (own) => {
  test('C22: a design whose last events are gone is adopted again with one warning, and its people go on', async () => {
    const one = await daemon(own);
    const id = await answering(one.engine);
    await eventually(async () => (await one.engine.design(id))?.turns.every(hasEnded)).toBe(true);
    const back = new SetBack(own.url);
    await back.remember();
    const kept = (await readAllEvents(one.store, id)).length;
    expect(await one.engine.command(id, remark('Q1: 900')).answered).toEqual({ accepted: true });
    await back.goBack();
    await eventually(() => linesOf(one, 'store_went_back')).toMatchObject([{ designId: id, kept }]);
    expect(linesOf(one, 'store_went_back')[0]?.gone).toBeGreaterThan(0);
    await eventually(async () => (await one.engine.design(id))?.replies).toEqual([]);
    expect(await one.engine.command(id, finish).answered).toEqual({ accepted: true });
    await expectEnd(one, id);
    expect(linesOf(one, 'store_went_back')).toHaveLength(1);
  });

  test.each(Object.entries(MOMENTS))(
    'C22: a design completes after its store went back %s',
    async (_, until) => {
      const one = await daemon(own, { model: slow() });
      const id = await begun(one.engine);
      const back = new SetBack(own.url);
      await eventsUntil(one.engine, id, isType('round_opened'));
      await until({ daemon: one, id, back });
      await back.goBack();
      await expectEnd(one, id);
    },
  );

  test('C22: a design that the store never had is given up, told once in thread and log', async () => {
    const platform = await startChatEndpoint();
    onTestFinished(() => platform.close());
    const one = await daemon(own, { parts: { chats: [createEndpointChat(platform.url)] } });
    const back = new SetBack(own.url);
    await back.remember();
    const thread = { platform: 'local', channel: 'general', thread: 'gone', starter: '' };
    const id = await answering(one.engine, { thread });
    const followed = (async () => {
      for await (const _ of one.engine.follow(id, 0, AbortSignal.timeout(10_000)));
    })();
    await eventually(() => platform.posted.map(({ text }) => text)).toContain('questions');
    await back.goBack();
    await eventually(() => linesOf(one, 'store_went_back')).toMatchObject([
      { designId: id, kept: 0 },
    ]);
    await one.engine.waitUntilSettled(id);
    expect(await one.engine.design(id)).toBeNull();
    expect(one.sessions.running.size).toBe(0);
    const told = () => platform.posted.filter(({ text }) => text.includes('set back to before'));
    await eventually(told).toHaveLength(1);
    await followed;
  });

  test('C22: what another daemon wrote in its place stands, and the one that lost the design says so', async () => {
    const [one, two] = [await daemon(own), await daemon(own)];
    await one.engine.adoptDueDesigns();
    const id = await answering(one.engine);
    const back = new SetBack(own.url);
    await back.remember();
    expect(await one.engine.command(id, remark('Q1: 900')).answered).toEqual({ accepted: true });
    // As if the other had owned it then; it has a reply of the same number.
    const other = '(select max(id) from daemons)';
    await back.goBack('remembered', `update designs set owner = ${other}`);
    expect(await two.engine.command(id, remark('Q1: 100')).answered).toEqual({ accepted: true });
    await eventually(() => linesOf(one, 'store_went_back')).toMatchObject([{ designId: id }]);
    expect((await one.engine.design(id))?.replies.map(({ text }) => text)).toEqual(['Q1: 100']);
    expect(await one.engine.command(id, finish).answered).toEqual({ accepted: true });
    await expectEnd(two, id);
    expect(linesOf(two, 'store_went_back')).toEqual([]);
  });
});
