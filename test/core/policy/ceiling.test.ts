import { expect, test } from 'vitest';
import type { DesignEvent } from '#core/vocabulary/events.ts';
import { given, type World } from '../../support/designs/given.ts';
import { NAMES } from '../../support/designs/given-start.ts';
import { UNWRITTEN } from '../../support/designs/outcome-settled.ts';
import { Chance } from '../../support/strangers/fuzz.ts';

const CEILING_USD = 2;

/** USD of these calls, counted anew and not as the core counts them. */
function paidUsd(events: readonly DesignEvent[]): number {
  return events.reduce(
    (sum, event) => sum + (event.type === 'model_answered' ? (event.costUsd ?? 0) : 0),
    0,
  );
}

/** Turns that began when the ceiling was reached already. */
function begunBeyond({ history }: World, ceilingUsd: number): string[] {
  return history.flatMap((event, index) =>
    event.type === 'turn_started' && paidUsd(history.slice(0, index)) >= ceilingUsd
      ? [`event ${index}: a turn of ${event.participant} in ${event.roundId}`]
      : [],
  );
}

/**
 * Calls are answered, turns fail and sessions are lost, in an order of chance. Prices are such that
 * their sums are exact.
 */
function playBy(chance: Chance): World {
  const world = given({ settings: { gates: 'none', budgetUsd: CEILING_USD } });
  for (let moves = 0; moves < 120 && world.design.settled === null; moves++) {
    const turns = world.openTurns();
    const name = turns.length === 0 ? chance.oneOf(NAMES) : chance.oneOf(turns).participant;
    const what = chance.below(10);
    if (world.design.answering !== null) world.when({ type: 'go_on', by: 'Ana' });
    else if (turns.length === 0 || what === 0) world.everyoneReady();
    else if (what === 1 && world.state(name) !== 'dead') world.loses(name);
    else if (what === 2) world.fails(name, 'refused');
    else if (what <= 6) world.spends(name, chance.below(30) / 64);
    else world.contributes(name);
  }
  return world;
}

test('T7: after costs reach the ceiling no turn begins, in any order of costs, failures and losses', () => {
  const worlds = Array.from({ length: 60 }, (_, seed) => playBy(new Chance(seed)));
  expect(
    worlds.flatMap((world, seed) =>
      begunBeyond(world, CEILING_USD).map((each) => `seed ${seed}: ${each}`),
    ),
  ).toEqual([]);
  const reached = worlds.filter(({ history }) => paidUsd(history) >= CEILING_USD);
  expect(reached.length).toBeGreaterThan(20);
});

test('T7: who loses its process when the ceiling is reached is not asked again, and a cent below it is', () => {
  const replaced = (usd: number) => {
    const world = given({ settings: { budgetUsd: CEILING_USD } }).reach('proposing');
    world.spends('subtractor', usd);
    world.loses('archaeologist');
    world.ready('archaeologist');
    return world;
  };
  expect(Object.keys(replaced(CEILING_USD - 0.01).askedIn())).toContain('archaeologist');
  const broke = replaced(CEILING_USD);
  expect(Object.keys(broke.askedIn())).toEqual(['subtractor', 'migrationist']);
  expect(broke.design.rounds.at(-1)?.excused).toEqual([
    {
      participant: 'archaeologist',
      reason: 'turn_failed',
      detail: 'the budget of the design is used up',
    },
  ]);
});

test('T7: a facilitator that fails at the ceiling is stood in for by nobody, and no round opens after it', () => {
  const world = given({ settings: { gates: 'none', budgetUsd: CEILING_USD } }).reach('mapping');
  const before = world.design.rounds.length;
  world.spends('synthesizer', CEILING_USD);
  world.fails('synthesizer', 'refused');
  expect(world.openTurns()).toEqual([]);
  expect(world.design.rounds).toHaveLength(before);
  expect(world.design.settled).toEqual({ ...UNWRITTEN, at: world.now });
});
