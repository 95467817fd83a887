import { expect, test } from 'vitest';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { DISCORD, SLACK } from './platforms.ts';
import { answer, begin, ended, insist, outline, STILL, WHOLE } from './telling.ts';

const PHASES = ['spawning', 'questioning', 'independent', 'refinement', 'synthesis'];

test.each([SLACK, DISCORD])(
  '$name: calls that fail, are cut off or come too fast end in the same thread',
  async ({ open }) => {
    const world = await open(FEW_PERSONAS, { faults: { seed: 11, share: 0.3 }, rateSpeed: 200 });
    const card = await begin(world);
    await answer(world, card);
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    const { calls } = world.server.record;
    expect(calls.filter(({ mishap }) => mishap !== null).length).toBeGreaterThan(0);
  },
);

test.each([SLACK, DISCORD])(
  '$name: whichever call fails, and however, everything is said once',
  async ({ open, mishaps }) => {
    const world = await open(FEW_PERSONAS);
    const { faults, record } = world.server;
    for (const [name, ways] of Object.entries(mishaps)) faults.script(name, ...ways);
    const card = await begin(world);
    await answer(world, card);
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    for (const [name, ways] of Object.entries(mishaps)) {
      const met = record.callsOf(name).flatMap(({ mishap }) => mishap ?? []);
      expect([name, met]).toEqual([name, ways]);
    }
  },
);

test.each([SLACK, DISCORD])(
  '$name: private answers that fail at first are delivered all the same, once',
  async ({ open, privately }) => {
    const world = await open({ ...FEW_PERSONAS, ...STILL });
    const { ben, general } = world;
    const card = await begin(world);
    for (const call of privately) world.server.faults.script(call, 'limited', 'cut_before');
    await world.press(ben, card, 'cancel');
    world.ask(ben, general, 'help');
    await world.told(ben, 'Only Ana');
    await world.told(ben, 'a question into a decision');
    // On a busy machine a notice that it takes longer may stand among them.
    const told = (words: string) => world.privately(ben).filter((text) => text.includes(words));
    expect(told('Only Ana')).toHaveLength(1);
    expect(told('a question into a decision')).toHaveLength(1);
    for (const call of privately) {
      const failed = world.server.record.callsOf(call).filter(({ mishap }) => mishap !== null);
      expect([call, failed.length]).toEqual([call, 2]);
    }
  },
);

test.each([SLACK, DISCORD])(
  '$name: a connection that is torn, closed, asked to leave or falls silent is opened again in every phase',
  async ({ open }) => {
    const world = await open({ ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '1500' });
    const { ana, general } = world;
    const card = await begin(world);
    for (const [place, breakOff] of world.disruptions.entries()) {
      await until(`the phase ${PHASES[place]}`, async () => {
        const { phase, endedAt } = await world.design();
        return endedAt !== null || PHASES.indexOf(phase) >= place;
      });
      await until('there is a connection', () => world.server.sockets.count === 1);
      breakOff();
      if (place === 1) await answer(world, card);
      else await insist('the status is told', () => world.command(ana, general, 'status'));
    }
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    await until('there is one connection', () => world.server.sockets.count === 1);
  },
);
