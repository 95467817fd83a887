import { expect, test } from 'vitest';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { timersOf } from '../../src/core/workflow/timers.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { Fault } from '../../src/foundation/fault.ts';
import { No } from '../../src/foundation/no.ts';
import type { FleetListener } from '../../src/ports/fleet.ts';
import { collectMetrics } from '../../src/surfaces/http/routes/metrics.ts';
import { eventually } from '../support/runner/eventually.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { ownWorkshop } from './own-workshop.ts';
import {
  answering,
  begun,
  eventsUntil,
  isEnd,
  remark,
  request,
  SETTINGS,
} from './running-engine.ts';

test('P6: a design of another daemon is let go at once, its processes end, no gauge counts it', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine, sessions, log } = await startEngine({ parts: { capacity: 1 } });
  const metrics = collectMetrics(engine);
  const id = await answering(engine);
  expect(await metrics.metrics()).toContain('\ncharrette_designs_under_way 1\n');
  const before = (await workshop.store.events(id, 0, 1_000)).length;
  // Taken from it, as from a daemon that was thought dead.
  await workshop.fleet.release({ designId: id, epoch: 1 }, null, 1);
  const other = await workshop.fleet.claim(id);
  sessions.lose('archaeologist');
  await eventually(() => log.events.map(({ event }) => event)).toContain('design_taken_over');
  await engine.waitUntilSettled(id);
  expect(sessions.running.size).toBe(0);
  expect(await metrics.metrics()).toContain('\ncharrette_designs_under_way 0\n');
  expect(await workshop.store.events(id, 0, 1_000)).toHaveLength(before);
  // Its slot is free for another design.
  await answering(engine);
  await workshop.fleet.release({ designId: id, epoch: other ?? 0 }, null, 1);
});

test('C18: a design that a daemon loses while its sessions start, and adopts again, starts others in their place', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { fleet } = workshop;
  let lose = () => undefined;
  const listening = {
    ...fleet,
    listen: (listener: FleetListener) => {
      lose = () => void listener.onLoss();
      fleet.listen(listener);
    },
  };
  const warned: string[] = [];
  const log = { ...silentLog, warn: (event: string) => void warned.push(event) };
  const { engine, sessions } = await startEngine({ parts: { fleet: listening, log } });
  sessions.neverReady.add('archaeologist').add('auditor').add('failure-analyst').add('synthesizer');
  const id = await begun(engine);
  await eventually(() => sessions.started).toHaveLength(4);
  const first = [...sessions.started];
  // Evicted, and a member again before anybody else looked.
  await fleet.release({ designId: id, epoch: 1 }, 0, 1);
  lose();
  sessions.neverReady.clear();
  await engine.adoptDueDesigns();
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  const lost = events.flatMap(({ event }) => (event.type === 'session_lost' ? [event] : []));
  expect(lost.map(({ sessionId }) => sessionId).toSorted()).toEqual(first.toSorted());
  expect(lost.every(({ cause }) => cause.kind === 'charrette_stopped')).toBe(true);
  // Nobody has to do anything about it.
  expect(warned).not.toContain('session_lost');
});

test('a full process leaves a design for later, and begins it when there is a place', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine, sessions } = await startEngine({ parts: { capacity: 1 } });
  await engine.adoptDueDesigns();
  const first = await answering(engine);
  const second = await begun(engine);
  expect((await engine.design(second))?.step).toBe('spawning');
  expect(sessions.started).toHaveLength(4);
  await engine.command(first, { type: 'cancel', by: 'ana', reason: '' }).answered;
  const events = await eventsUntil(engine, second, isEnd);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  // Nothing was lost in between: the very sessions that were promised were begun.
  expect(events.map(({ event }) => event.type)).not.toContain('session_lost');
  await engine.waitUntilSettled(second);
  expect(await workshop.store.pendingEffects(second)).toEqual([]);
});

test('P4: a design that is cancelled while it waits for a slot leaves no effect that nobody will look at', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine, sessions } = await startEngine({ parts: { capacity: 1 } });
  await engine.adoptDueDesigns();
  const first = await answering(engine);
  const second = await begun(engine);
  expect(await workshop.store.pendingEffects(second)).not.toEqual([]);
  for (const id of [second, first]) {
    await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
    await engine.waitUntilSettled(id);
    expect(await workshop.store.pendingEffects(id)).toEqual([]);
  }
  expect(sessions.started).toHaveLength(4);
});

test('a design that waits for a slot is offered to other daemons, and an ended one is not', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { fleet } = workshop;
  const offered: (DesignId | null)[] = [];
  const telling: typeof fleet = {
    ...fleet,
    tell: (what, id) => {
      if (what === 'due') offered.push(id);
      fleet.tell(what, id);
    },
  };
  const { engine } = await startEngine({ parts: { capacity: 1, fleet: telling } });
  const first = await answering(engine);
  const second = await begun(engine);
  await engine.waitUntilSettled(second);
  for (const id of [first, second]) {
    await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
    await engine.waitUntilSettled(id);
  }
  expect(offered).toEqual([second]);
});

test('designs that wait for slots get them in the order of their waits, and later ones follow', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { fleet } = workshop;
  let looking = Promise.resolve();
  const slow = {
    ...fleet,
    claimDue: (...given: Parameters<typeof fleet.claimDue>) =>
      looking.then(() => fleet.claimDue(...given)),
  };
  const { engine } = await startEngine({ parts: { capacity: 1, fleet: slow } });
  const ready: string[] = [];
  engine.observe(({ designId, events }) => {
    if (events.some(({ event }) => event.type === 'session_ready')) ready.push(designId);
  });
  await engine.adoptDueDesigns();
  const first = await answering(engine);
  const [second, third] = [await begun(engine), await begun(engine)];
  // Said of one that waits, it costs it nothing.
  await engine.command(second, remark('Some words')).answered;
  await engine.waitUntilSettled(second);
  const looks = Promise.withResolvers<void>();
  looking = looks.promise;
  await engine.command(first, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await engine.waitUntilSettled(first);
  // The slot is free, and nobody has looked yet for whom it is.
  const last = await begun(engine);
  looks.resolve();
  await eventsUntil(engine, last, isEnd);
  expect([...new Set(ready)]).toEqual([first, second, third, last]);
});

test('a design found due before the daemon that it was delivered to could claim it is known to be owned', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { fleet } = workshop;
  const looked = Promise.withResolvers<void>();
  const delivered = new Set<DesignId>();
  const late = {
    ...fleet,
    claim: async (id: DesignId) => {
      delivered.add(id);
      await looked.promise;
      return fleet.claim(id);
    },
    claimDue: async (...given: Parameters<typeof fleet.claimDue>) => {
      const claims = await fleet.claimDue(...given);
      if (claims.some(({ designId }) => delivered.has(designId))) setImmediate(looked.resolve);
      return claims;
    },
  };
  const { engine } = await startEngine({ parts: { fleet: late } });
  await engine.adoptDueDesigns();
  const id = await answering(engine);
  let isSettled = false;
  const settled = engine.waitUntilSettled(id).then(() => {
    isSettled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isSettled).toBe(false);
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await settled;
});

test('A7: a parked design found at its very deadline is not released before that has been handled', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { fleet } = workshop;
  const before = await startEngine({ parts: { parkMs: 0 } });
  const id = await answering(before.engine);
  await before.engine.waitUntilSettled(id);
  const design = await before.engine.design(id);
  await before.engine.stop();
  const dueAt = Math.min(...(design === null ? [] : timersOf(design)).map((timer) => timer.dueAt));
  const held = new Set<() => void>();
  let isHeld = true;
  const moved = createMovedClock();
  const clock: Clock = {
    now: () => (isHeld ? dueAt : moved.clock.now()),
    at: (time, callback) => {
      if (!isHeld) return moved.clock.at(time, callback);
      held.add(callback);
      return { [Symbol.dispose]: () => void held.delete(callback) };
    },
  };
  let releases = 0;
  const counting: typeof fleet = {
    ...fleet,
    release: (...given) => {
      releases += 1;
      return fleet.release(...given);
    },
  };
  const { engine } = await startEngine({ parts: { parkMs: 0, fleet: counting, clock } });
  await engine.adoptDueDesigns();
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  expect(releases).toBe(0);
  moved.pass(SETTINGS.answerMs);
  isHeld = false;
  for (const callback of [...held]) callback();
  const events = await eventsUntil(engine, id, isEnd);
  expect(events.at(-1)?.event).toMatchObject({ status: 'completed' });
  await engine.waitUntilSettled(id);
  expect(releases).toBe(1);
});

test('P5: a command sent twice under one key is carried out once, and answered twice', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine();
  const starts = await Promise.all([
    engine.start(request({ settings: {} }), 'one start').answered,
    engine.start(request({ settings: {} }), 'one start').answered,
  ]);
  const [one, two] = starts.map((started) => (started instanceof No ? null : started.design.id));
  expect(one).not.toBeNull();
  expect(two).toBe(one);
  const id = one ?? (await begun(engine));
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  const finish = { type: 'go_on', by: 'ana' } as const;
  expect(await engine.command(id, finish, 'one word').answered).toEqual({ accepted: true });
  // Said once more it would be refused, as nobody waits for answers any more.
  expect(await engine.command(id, finish, 'one word').answered).toEqual({ accepted: true });
  expect(await engine.command(id, finish, 'another word').answered).toMatchObject({
    accepted: false,
  });
  await eventsUntil(engine, id, isEnd);
});

test('P5: a command that an absent store could not take fails, is no refusal, and can be sent again', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { store } = workshop;
  let isAway = false;
  const { engine } = await startEngine({
    store: {
      accept: async (...given) => {
        if (isAway) throw new Fault('store_unavailable', 'The database cannot be reached.');
        return store.accept(...given);
      },
    },
  });
  const id = await answering(engine);
  isAway = true;
  const { stored, answered } = engine.command(id, remark('Well.'));
  await expect(answered).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(await stored).toBeNull();
  isAway = false;
  expect(await engine.command(id, remark('Well.')).answered).toEqual({ accepted: true });
});

test('P7: a command that no store can hold is refused, and names the field', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine();
  const id = await answering(engine);
  expect(await engine.command(id, remark('\u0000', 'm1')).answered).toMatchObject({
    accepted: false,
    refusal: {
      code: 'invalid',
      field: 'text',
      message: expect.stringContaining('cannot be stored'),
    },
  });
});

test('P2: a stop does not wait for an absent store, though an ended design is being released', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { store } = workshop;
  const asked = Promise.withResolvers<void>();
  let isOver = false;
  const { engine } = await startEngine({
    store: {
      markEffects: async (...given) => {
        if (!isOver) return store.markEffects(...given);
        asked.resolve();
        throw new Fault('store_unavailable', 'The database cannot be reached.');
      },
      commit: async (commit) => {
        isOver ||= commit.events.some(isEnd);
        return store.commit(commit);
      },
    },
  });
  await begun(engine);
  await asked.promise;
  await engine.stop();
});

test('P6: a design whose release failed for good is released after all', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { fleet } = workshop;
  let failures = 0;
  const failing: typeof fleet = {
    ...fleet,
    release: async (...given) => {
      failures += 1;
      if (failures === 1) throw new Fault('store_failed', 'The database cannot do its work.');
      return fleet.release(...given);
    },
  };
  const { engine, log } = await startEngine({ parts: { fleet: failing } });
  const id = await begun(engine);
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  expect(log.events.map(({ event }) => event)).toContain('design_not_released');
  expect(await fleet.listOwned()).toEqual([]);
});
