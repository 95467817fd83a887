import { expect, test } from 'vitest';
import { Fault, StaleVersionError } from '../../src/foundation/fault.ts';
import { No } from '../../src/foundation/no.ts';
import type { FleetListener } from '../../src/ports/fleet.ts';
import type { Commit, Store, StoredEvent } from '../../src/ports/store.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { EVENTUALLY_MS, eventually } from '../support/runner/eventually.ts';
import { saysOnly, scriptedModel } from '../turns/scripted-model.ts';
import { TestClock } from '../turns/test-clock.ts';
import { LocalSessions } from './local-sessions.ts';
import { ownWorkshop } from './own-workshop.ts';
import { answering, begun, eventsUntil, isEnd, remark, request } from './running-engine.ts';

const unavailable = () => new Fault('store_unavailable', 'The database cannot be reached.');

test('a whole rehearsal runs to its end, and its outcome is in the files', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine } = await startEngine();
  const id = await begun(engine);
  const events = await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  expect((await engine.design(id))?.files.map(({ name }) => name)).toContain('brief.md');
  expect(await workshop.store.pendingEffects(id)).toEqual([]);
});

test('A13: a client that follows a design while it runs sees every event once, wherever it begins', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine();
  const id = await begun(engine);
  const follow = async (since: number): Promise<number[]> => {
    const seen: number[] = [];
    for await (const stored of engine.follow(id, since, AbortSignal.timeout(EVENTUALLY_MS))) {
      seen.push(stored.seq);
      if (isEnd(stored)) break;
    }
    return seen;
  };
  const [whole, later, latest] = await Promise.all([follow(0), follow(5), follow(40)]);
  expect(whole).toEqual(Array.from({ length: whole?.length ?? 0 }, (_, index) => index + 1));
  expect(later).toEqual(whole?.slice(5));
  expect(latest).toEqual(whole?.slice(40));
});

test('A13: a follower reads no event before the design is told with it', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const isAsked = ({ event }: StoredEvent): boolean => event.type === 'answering_opened';
  const read = Promise.withResolvers<void>();
  const events: Store['events'] = async (...wanted) => {
    const page = await workshop.store.events(...wanted);
    if (page.some(isAsked)) read.resolve();
    return page;
  };
  const commit: Store['commit'] = async (given) => {
    await workshop.store.commit(given);
    if (!given.events.some(isAsked)) return;
    await read.promise;
    // All that the reading leads to comes before the answer to the commit.
    await new Promise(setImmediate);
  };
  const { engine } = await startEngine({ store: { events, commit } });
  const id = await begun(engine, { settings: {} });
  await eventsUntil(engine, id, isAsked);
  expect((await engine.design(id))?.answering).not.toBeNull();
});

test('A13: a follower of an idle design costs a look every 15 s, and sees events without a hint', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine } = await startEngine();
  const id = await answering(engine);
  const clock = new TestClock();
  let looks = 0;
  const events: Store['events'] = (...wanted) => {
    looks += 1;
    return workshop.store.events(...wanted);
  };
  const { engine: elsewhere } = await startEngine({ parts: { clock }, store: { events } });
  const leaving = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const { event } of elsewhere.follow(id, 0, leaving.signal)) seen.push(event.type);
  })();
  const later = async (milliseconds: number) => {
    await eventually(() => clock.armed).toBeGreaterThan(0);
    clock.pass(milliseconds);
  };
  for (let second = 0; second < 60; second += 1) await later(1_000);
  const inAMinute = looks;
  for (let second = 0; second < 60; second += 1) await later(1_000);
  expect(looks - inAMinute).toBeLessThanOrEqual(5);
  expect(await engine.command(id, remark('Q1: 900')).answered).toMatchObject({ accepted: true });
  await later(15_000);
  await eventually(() => seen).toContain('reply_recorded');
  leaving.abort();
  await following;
});

test('P6: a command whose commit is stale is decided again, once, on the state that is loaded then', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  let meddled = false;
  const commit: Store['commit'] = async (given: Commit) => {
    if (!meddled && given.events.some(({ event }) => event.type === 'reply_recorded')) {
      meddled = true;
      throw new StaleVersionError(given.designId, `version ${given.expectedVersion}`);
    }
    return workshop.store.commit(given);
  };
  const { engine, log } = await startEngine({ store: { commit } });
  const id = await answering(engine);
  expect(await engine.command(id, remark('Q1: 900')).answered).toMatchObject({ accepted: true });
  expect((await engine.design(id))?.replies).toHaveLength(1);
  expect(log.events.map(({ event }) => event)).toContain('design_taken_over');
});

test('C22: a design that is given up is released and adopted again, even if telling about it fails', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  let isStale = false;
  let hasRead = false;
  const commit: Store['commit'] = async (given) => {
    if (!isStale && given.events.some(({ event }) => event.type === 'reply_recorded')) {
      isStale = true;
      throw new StaleVersionError(given.designId, `version ${given.expectedVersion}`);
    }
    return workshop.store.commit(given);
  };
  const mail: Store['mail'] = async (id) => {
    if (isStale && !hasRead) {
      hasRead = true;
      throw new Fault('invalid_record', 'A command of another version.');
    }
    return workshop.store.mail(id);
  };
  const { engine, log } = await startEngine({ store: { commit, mail } });
  const id = await answering(engine);
  expect(await engine.command(id, remark('Q1: 900')).answered).toMatchObject({ accepted: true });
  expect((await engine.design(id))?.replies).toHaveLength(1);
  const said = log.events.map(({ event }) => event);
  expect(said).toContain('design_taken_over');
  expect(said).not.toContain('store_away');
});

test('P7: a command that this daemon cannot read is told of once, not at every look', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  let reads = 0;
  let isForeign = false;
  const mail: Store['mail'] = async (id) => {
    if (!isForeign) return workshop.store.mail(id);
    reads += 1;
    throw new Fault('invalid_record', 'A command of another version.');
  };
  let look = () => undefined;
  const fleet = {
    ...workshop.fleet,
    listen: (listener: FleetListener) => {
      look = () => void listener.onDue(id);
      workshop.fleet.listen(listener);
    },
  };
  const { engine, log } = await startEngine({ store: { mail }, parts: { fleet } });
  const id = await answering(engine);
  isForeign = true;
  for (let times = 0; times < 3; times += 1) look();
  await eventually(() => reads).toBeGreaterThan(2);
  const lines = () => log.events.filter(({ event }) => event === 'inbox_not_read');
  await eventually(lines).not.toHaveLength(0);
  expect(lines()).toHaveLength(1);
  isForeign = false;
});

test('P6: a commit whose acknowledgement was lost is not carried out a second time', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const lost = new Set<string>();
  const commit: Store['commit'] = async (given) => {
    await workshop.store.commit(given);
    // Of every kind of event, the first one's answer gets lost.
    const first = given.events.filter(({ event }) => !lost.has(event.type));
    if (first.length === 0) return;
    for (const { event } of first) lost.add(event.type);
    throw unavailable();
  };
  const { engine } = await startEngine({ store: { commit } });
  const id = await begun(engine);
  const events = await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(lost.size).toBeGreaterThan(15);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  const types = events.map(({ event }) => event.type);
  expect(types).not.toContain('late_report_recorded');
  expect(types).not.toContain('late_report_recorded');
  expect(types.filter((type) => type === 'proposal_sealed')).toHaveLength(2);
});

test('P2: a store that is unreachable for a moment is waited for, and the design continues', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  let refusals = 0;
  const commit: Store['commit'] = async (given) => {
    if (given.expectedVersion > 0 && refusals < 3) {
      refusals += 1;
      throw unavailable();
    }
    return workshop.store.commit(given);
  };
  const { engine, log } = await startEngine({ store: { commit } });
  const id = await begun(engine);
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  // Three times within a moment, and told once.
  expect(log.events.filter(({ event }) => event === 'store_away')).toHaveLength(1);
});

test('P2, P7: an unstorable event fails the design in words, and not the daemon', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const commit: Store['commit'] = async (given) => {
    if (given.events.some(({ event }) => event.type === 'proposal_sealed')) {
      throw new Fault('invalid_record', 'The record is too large.');
    }
    return workshop.store.commit(given);
  };
  const { engine } = await startEngine({ store: { commit } });
  const id = await begun(engine);
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({
    status: 'failed',
    stoppedBecause: 'internal_error',
    detail: expect.stringContaining('too large'),
  });
  expect(
    await eventsUntil(
      engine,
      await begun(engine, { settings: { questions: 'ask' } }),
      ({ event }) => event.type === 'answering_opened',
    ),
  ).not.toEqual([]);
});

test('P9: a start that no design accepts stores nothing', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  let stored = 0;
  const accept: Store['accept'] = (...given) => {
    stored += 1;
    return workshop.store.accept(...given);
  };
  const { engine } = await startEngine({ store: { accept } });
  const half = { name: 'half', text: 'x'.repeat(150_000) };
  for (const [changes, field] of [
    [{ topic: '?' }, 'topic'],
    [{ context: [half, half] }, 'context'],
    [{ personas: ['nobody'] }, 'personas'],
  ] as const)
    expect(await engine.start(request(changes)).answered).toMatchObject({ why: { field } });
  expect(stored).toBe(0);
  await begun(engine);
  expect(stored).toBe(1);
});

test('A11: a bug’s error while an effect is carried out fails the design in words', async () => {
  const { startEngine } = await ownWorkshop();
  const sessions = new LocalSessions();
  sessions.start = () => {
    throw new TypeError('there is no such program');
  };
  const { engine } = await startEngine({ parts: { sessions } });
  const events = await eventsUntil(engine, await begun(engine), isEnd);
  expect(events.at(-1)?.event).toMatchObject({
    status: 'failed',
    stoppedBecause: 'internal_error',
    detail: expect.stringContaining('there is no such program'),
  });
});

test('P4: an effect that this code does not know is not marked, and its design is left to others', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const first = await startEngine();
  const id = await answering(first.engine);
  await first.engine.stop();
  const marked: string[] = [];
  const effect = JSON.parse('{"type":"of_a_later_version"}');
  const store: Partial<Store> = {
    pendingEffects: async (designId) => [{ id: 'unknown', designId, effect, state: 'pending' }],
    markEffects: async (designId, epoch, marks) => {
      marked.push(...marks.map((mark) => mark.id));
      return workshop.store.markEffects(designId, epoch, marks);
    },
  };
  const { engine, log } = await startEngine({ store });
  await engine.adoptDueDesigns();
  const left = log.events.filter(({ event }) => event === 'design_not_adopted');
  expect(left.map(({ facts }) => facts.designId)).toContain(id);
  expect(marked).not.toContain('unknown');
});

test('a design that the store fails to give is claimed ever more rarely, until it is adopted', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const first = await startEngine();
  const id = await answering(first.engine);
  await first.engine.stop();
  const clock = new TestClock();
  let claims = 0;
  const fleet = {
    ...workshop.fleet,
    async claimDue(...asked: Parameters<typeof workshop.fleet.claimDue>) {
      const claimed = await workshop.fleet.claimDue(...asked);
      claims += claimed.length;
      return claimed;
    },
  };
  let isAway = true;
  const events: Store['events'] = async (...asked) => {
    if (isAway) throw unavailable();
    return workshop.store.events(...asked);
  };
  const { engine, log } = await startEngine({ store: { events }, parts: { fleet, clock } });
  const look = async () => {
    await engine.adoptDueDesigns();
    return claims;
  };
  for (const [failures, waitMs] of [1_000, 2_000, 4_000, 8_000].entries()) {
    await eventually(look).toBe(failures + 1);
    clock.pass(waitMs - 1);
    expect(await look()).toBe(failures + 1);
    clock.pass(1);
  }
  await eventually(look).toBe(5);
  isAway = false;
  clock.pass(16_000);
  await eventually(async () => (await look()) === 6 && engine.openDesigns === 1).toBe(true);
  const left = log.events.filter(({ event }) => event === 'design_not_adopted');
  expect(left.map(({ facts }) => facts.designId)).toEqual(Array(5).fill(id));
});

test('P5: a command that was accepted and not carried out is carried out after the restart', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const first = await startEngine();
  const id = await answering(first.engine);
  await first.engine.stop();
  const command = { type: 'go_on', by: 'ben' } as const;
  await workshop.store.accept({
    id: `while-away-${id}`,
    designId: id,
    command,
    receivedAt: Date.now(),
  });

  const { engine } = await startEngine();
  await engine.adoptDueDesigns();
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.find(({ event }) => event.type === 'answering_closed')?.event).toMatchObject({
    by: 'ben',
  });
  expect((await workshop.store.mail(id)).entries).toEqual([]);
});

test('A13: a follower of a design waits while the store is away, and gets every event', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  let isAway = false;
  const events: Store['events'] = (...asked) =>
    isAway ? Promise.reject(unavailable()) : workshop.store.events(...asked);
  const { engine, log } = await startEngine({ store: { events } });
  const id = await answering(engine);
  isAway = true;
  const seen = eventsUntil(engine, id, isEnd);
  await eventually(() => log.events.map(({ event }) => event)).toContain('store_away');
  isAway = false;
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  expect((await seen)[0]).toMatchObject({ seq: 1, event: { type: 'design_started' } });
  await engine.waitUntilSettled(id);
  await engine.stop();
});

test('a design whose very failure cannot be recorded is reported, with the error, and left to others', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  let isGone = false;
  const commit: Store['commit'] = (each) =>
    isGone ? Promise.reject(new Error('no such table')) : workshop.store.commit(each);
  const { engine, sessions } = await startEngine({ store: { commit } });
  await answering(engine);
  expect(engine.recordingFailure.aborted).toBe(false);
  isGone = true;
  sessions.lose('archaeologist');
  await eventually(() => engine.recordingFailure.aborted).toBe(true);
  expect(engine.recordingFailure.reason).toMatchObject({ message: 'no such table' });
});

test('a rehearsal is not continued by a real model, nor run again by one', async () => {
  const { startEngine } = await ownWorkshop();
  const first = await startEngine();
  const running = await begun(first.engine, { settings: {} });
  const over = await begun(first.engine, { settings: {} });
  await first.engine.command(over, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await eventsUntil(first.engine, running, ({ event }) => event.type === 'answering_opened');
  await first.engine.stop();

  const { engine, sessions, log } = await startEngine({ parts: { rehearsal: false } });
  await engine.adoptDueDesigns();
  expect(sessions.started).toEqual([]);
  const left = log.events.filter(({ event }) => event === 'design_not_adopted');
  expect(left.map(({ facts }) => facts.designId)).toContain(running);
  const design = await engine.design(over);
  if (design === null) throw new Error('the design is gone');
  expect(await engine.retry(design, 'ana').answered).toEqual(new No({ reason: 'permanent_error' }));
  await engine.stop();

  const again = await startEngine();
  expect(await again.engine.previewRetry(design)).toBe('again');
  await again.engine.command(running, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await again.engine.waitUntilSettled(running);
  await again.engine.stop();
});

test('a turn that is over before it is put to its session is not put to it at all', async () => {
  const { startEngine } = await ownWorkshop();
  const held = Promise.withResolvers<null>();
  const { engine, sessions } = await startEngine({
    parts: { openRepository: () => held.promise },
  });
  const repository = { name: 'app', commit: 'a'.repeat(40), digest: '' };
  const id = await begun(engine, { repository });
  await eventsUntil(engine, id, ({ event }) => event.type === 'turn_started');
  // The repository is still being opened when its participant dies.
  sessions.lose('synthesizer');
  await eventsUntil(
    engine,
    id,
    ({ event }) => event.type === 'session_started' && event.origin === 'retry',
  );
  held.resolve(null);
  const events = await eventsUntil(engine, id, isEnd);
  const lost = events.flatMap(({ event }) =>
    event.type === 'turn_finished' && event.outcome === 'process_lost' ? [event.turnId] : [],
  );
  expect(lost).toHaveLength(1);
  const asked = sessions.sent.flatMap((message) =>
    message.type === 'take_turn' ? [message.turnId] : [],
  );
  expect(asked).not.toContain(lost[0]);
});

test('a repository that cannot be opened ends no design: its turns go on without it', async () => {
  const { startEngine } = await ownWorkshop();
  const looks: string[] = [];
  const { engine, log } = await startEngine({
    parts: {
      openRepository: (name) => {
        looks.push(name);
        return Promise.reject(new Fault('repository_unreadable', 'git was stopped: busy'));
      },
    },
  });
  const id = await begun(engine, {
    repository: { name: 'app', commit: 'a'.repeat(40), digest: '' },
  });
  await engine.waitUntilSettled(id);
  expect((await engine.design(id))?.end).toMatchObject({ status: 'completed' });
  const warned = log.events.filter(({ event }) => event === 'repository_not_opened');
  expect(warned[0]?.facts).toMatchObject({ repository: 'app', cause: 'git was stopped: busy' });
  // Turns that begin together look twice, and later ones look again.
  expect(looks.length).toBeGreaterThan(2);
});

test('a turn makes no further call once the budget of its design is used up', async () => {
  const { startEngine } = await ownWorkshop();
  const thinking = saysOnly('I am still thinking.');
  const spent = { model: thinking.model, usage: thinking.usage, costUsd: thinking.costUsd };
  const scripted = scriptedModel(() => thinking);
  const answer: Model['answer'] = (request, context, options) => {
    options.onSpent?.(() => spent);
    return scripted.answer(request, context, options);
  };
  const model = { ...scripted, least: () => spent, answer };
  const { engine } = await startEngine({ model });
  const id = await begun(engine, { settings: { questions: 'none', budgetUsd: 0.015 } });
  const events = await eventsUntil(engine, id, isEnd);
  const errors = events.flatMap(({ event }) =>
    event.type === 'turn_finished' ? [event.error?.class] : [],
  );
  expect(errors).toContain('budget_used_up');
  // Each of the two personas once, at a cent: the second answer is what uses the budget up.
  expect(model.requests).toHaveLength(2);
});
