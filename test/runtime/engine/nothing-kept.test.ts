import { queryObjects } from 'node:v8';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DesignActor } from '../../../src/runtime/engine/design-actor.ts';
import { RunningTurn } from '../../../src/runtime/turn/running-turn.ts';
import { Trace } from '../../../src/runtime/turn/trace.ts';
import {
  answering,
  begun,
  eventsUntil,
  isEnd,
  openWorkshop,
  remark,
  startEngine,
  type Workshop,
} from './running-engine.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

/** Of each kind, how many there are after a collection. No other file has a share in this process: see `vitest.config.ts`. */
async function kept(): Promise<number[]> {
  queryObjects(DesignActor);
  // What is collected only after a callback of its own takes a turn more.
  await new Promise((resolve) => setImmediate(resolve));
  return [DesignActor, RunningTurn, Trace].map((type) => queryObjects(type, { format: 'count' }));
}

test('nothing of a design that has ended is kept in memory, however it ended', async () => {
  const { engine, sessions } = await startEngine(workshop, { parts: { parkMs: 5 } });
  await engine.adoptDueDesigns();
  const completed = await Promise.all([begun(engine), begun(engine)]);
  const cancelled = await begun(engine);
  await engine.command(cancelled, { type: 'cancel', by: 'ana', reason: '' }).answered;
  const left = await begun(engine);
  await sessions.loseAtWork('archaeologist');
  const parked = await answering(engine);
  await engine.command(parked, remark('Some words')).answered;
  await engine.settled(parked);
  await engine.command(parked, { type: 'finish_answering', by: 'ana', skip: true }).answered;
  for (const id of [...completed, cancelled, left, parked]) {
    await eventsUntil(engine, id, isEnd);
    await engine.settled(id);
  }
  expect(await kept()).toEqual([0, 0, 0]);
  await engine.stop();
});
