import { expect, onTestFinished, test } from 'vitest';
import { type HeldStart, heldStart, holdStart } from '../../../src/runtime/gateway/held-starts.ts';
import { startOn } from '../../../src/runtime/gateway/requested-design.ts';
import { movedClock } from '../../support/moved-clock.ts';
import { openWorkshop, startEngine, type Workshop } from '../engine/running-engine.ts';

const DAY_MS = 86_400_000;
const SECRET = 'sk-ant-held-secret';
const START: HeldStart = {
  person: 'U1',
  place: { channel: 'C1', thread: null },
  requested: {
    ...startOn(`Which boiler heats the mill? ${SECRET}`),
    depth: 'deep',
    notes: ['With the mill.'],
  },
  typed: ['Which boiler?'],
  key: 'slack:one',
};

/** What a daemon sees of held starts; the next one has the same store and nothing else. */
async function daemon(workshop: Workshop) {
  const { clock, pass } = movedClock();
  const { engine } = await startEngine(workshop, { secrets: [SECRET] });
  return { context: { engine, clock, platform: 'slack' }, pass, stop: () => engine.stop() };
}

test('A14, D6: a start that waits for a choice outlives a restart, for its person alone, and without secrets', async () => {
  const workshop = await openWorkshop();
  onTestFinished(() => workshop.close());
  const first = await daemon(workshop);
  const name = await holdStart(first.context, START);
  expect(await holdStart(first.context, START)).toBe(name);
  await first.stop();

  const { context, pass, stop } = await daemon(workshop);
  const found = await heldStart(context, name, 'U1');
  expect(found).toMatchObject({ ...START, requested: { ...START.requested, topic: expect.anything() } });
  expect(found?.requested.topic).toMatch(/^Which boiler heats the mill\?/);
  expect(JSON.stringify(found)).not.toContain(SECRET);
  expect(await heldStart(context, name, 'U2')).toBeNull();
  expect(await heldStart({ ...context, platform: 'discord' }, name, 'U1')).toBeNull();
  expect(await heldStart(context, 'no such name', 'U1')).toBeNull();
  pass(DAY_MS + 60_000);
  expect(await heldStart(context, name, 'U1')).toBeNull();
  await stop();
});
