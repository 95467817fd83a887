import { expect, test } from 'vitest';
import { FEW_PERSONAS } from '../daemon.ts';
import { DISCORD, SLACK } from './platforms.ts';
import { begin, STILL } from './telling.ts';

test.each([SLACK, DISCORD])(
  '$name: a design that waits for a slot has its card at once, can be cancelled there, and begins when there is one',
  async ({ open }) => {
    const world = await open({ ...FEW_PERSONAS, ...STILL, LEVER_PLACES: '1' });
    const { ana, general } = world;
    const first = await begin(world);
    await world.reads(first, /asking/);
    const nth = (at: number) => world.message('another card', () => world.fromBot(general)[at]);
    await world.start(ana, general, 'Should we move the cache?');
    const second = await nth(1);
    await world.reads(second, /Waiting for its turn/);
    await world.start(ana, general, 'Should we shard the queue?');
    const third = await nth(2);
    await world.cancel(ana, second);
    await world.reads(second, /Cancelled by Ana/);
    await world.says(second, '📎 record.md');
    expect(world.text(third)).toMatch(/Waiting for its turn/);
    await world.cancel(ana, first);
    await world.reads(third, /asking/);
    expect(world.server.record.violations).toEqual([]);
  },
);
