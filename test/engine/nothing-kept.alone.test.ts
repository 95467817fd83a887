import { queryObjects } from 'node:v8';
import { expect, test } from 'vitest';
import { DesignActor } from '../../src/engine/ownership/design-actor.ts';
import { Trace } from '../../src/turns/records/trace.ts';
import { RunningTurn } from '../../src/turns/running-turn.ts';
import { ownWorkshop } from './own-workshop.ts';
import { answering, begun, eventsUntil, isEnd, remark } from './running-engine.ts';

/**
 * How many there are of each kind after a collection. No other file has a share in this process, or
 * its designs would count.
 */
async function kept(): Promise<number[]> {
  queryObjects(DesignActor);
  // What is collected only after a callback of its own takes a turn more.
  await new Promise((resolve) => setImmediate(resolve));
  return [DesignActor, RunningTurn, Trace].map((type) => queryObjects(type, { format: 'count' }));
}

test('nothing of a design that has ended is kept in memory, however it ended', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine, sessions } = await startEngine({ parts: { parkMs: 5 } });
  await engine.adoptDueDesigns();
  const completed = await Promise.all([begun(engine), begun(engine)]);
  const cancelled = await begun(engine);
  await engine.command(cancelled, { type: 'cancel', by: 'ana', reason: '' }).answered;
  const left = await begun(engine);
  await sessions.loseAtWork('archaeologist');
  const parked = await answering(engine);
  await engine.command(parked, remark('Some words')).answered;
  await engine.waitUntilSettled(parked);
  await engine.command(parked, { type: 'go_on', by: 'ana' }).answered;
  for (const id of [...completed, cancelled, left, parked]) {
    await eventsUntil(engine, id, isEnd);
    await engine.waitUntilSettled(id);
  }
  expect(await kept()).toEqual([0, 0, 0]);
});
