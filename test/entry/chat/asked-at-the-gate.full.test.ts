import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import { until } from '../waiting.ts';
import { DISCORD, SLACK } from './platforms.ts';
import { type Moment, playRealistic } from './realistic.ts';
import type { ChatWorld, Posted } from './world.ts';

/** What people ask, and a part of the answer. */
const ASKED = [
  ['Where is the ADR?', 'adr.md'],
  ['Why not keep the receipts on Redis?', 'Sources: '],
  ['What did it cost?', '$0.00 so far'],
  ['Who decided?', 'Ana asked. Answered by Ben.'],
] as const;

async function asks(world: ChatWorld, card: Posted): Promise<void> {
  const gate = await world.says(card, 'a person has to look at it first');
  await world.press(world.ben, gate, ACTIONS.ask);
  await world.told(world.ben, /Code answers these at once/);
  const choices = world.shownTo(world.ben);
  if (choices === undefined) throw new Error('nothing is shown');
  await world.press(world.ben, choices, ACTIONS.fact);
  await world.told(world.ben, /brief\.md, adr\.md/);
  const before = await world.design();
  const posts = world.thread(card).length;
  const told = world.privately(world.ben).length;
  for (const [at, [question, answer]] of ASKED.entries()) {
    const own = () =>
      world
        .privately(world.ben)
        .slice(told)
        .filter((text) => !text.includes('Looking it up'));
    world.mention(world.ben, card, question);
    const isTold = () => own().length > at;
    const seen = () => [...world.privately(world.ben), world.daemon.output.slice(-3_000)].join('\n');
    await until(`an answer to ${question}`, isTold, 20_000, seen);
    const said = own().at(-1) ?? '';
    expect(said, question).toContain(answer);
    // The question is no source of its answer.
    expect(said, question).not.toContain('Ben’s reply');
  }
  // What they have written stands there, and nothing else.
  expect(world.thread(card)).toHaveLength(posts + ASKED.length);
  expect(world.privately(world.ana).join()).not.toContain('adr.md');
  const after = await world.design();
  expect([after.decision, after.gate]).toEqual([before.decision, before.gate]);
  const events = await world.events();
  expect(events.match(/"record_asked"/g)).toHaveLength(1);
  expect(events).not.toContain('Sources');
}

test.each([SLACK, DISCORD])(
  '$name: J14: questions at a gate are answered for who asks alone, and decide nothing',
  async (platform) => {
    const atTheGate = (moment: Moment, world: ChatWorld, card: Posted) =>
      moment === 'at the gate' ? asks(world, card) : undefined;
    const { world } = await playRealistic(platform, true, atTheGate);
    expect((await world.design()).decision?.signedBy.length).toBeGreaterThan(0);
    expect(world.server.record.violations).toEqual([]);
  },
);
