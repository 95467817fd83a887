import { expect, test } from 'vitest';
import { watched, without } from '../engines.ts';
import { asked, homeOf } from './home-world.ts';
import { connected } from './message-world.ts';

test('a design that waits for a person is found behind any number that wait for others', async () => {
  const world = await connected({ model: without('signing') });
  const { engine, ana, ben, general } = world;
  for (const at of Array.from({ length: 9 }).keys()) {
    const id = await asked(world, general, at === 0 ? ben : ana, `Should queue ${at} move?`);
    await engine.command(id, { type: 'finish_answering', by: 'Ben', skip: true }).answered;
    await watched(engine, id).until(({ gates }) => gates.length === 1);
  }
  expect(await homeOf(world, ben)).toMatch(/Waiting for you.*Should queue 0 move.*Under way/);
});
