import { expect, test } from 'vitest';
import { outcomeOf } from '#core/outcome/outcome.ts';
import type { FinalStatus, Step } from '#core/vocabulary/event-parts.ts';
import { differences } from '#test/support/designs/differences.ts';
import { given, type World } from '#test/support/designs/given.ts';
import { FIVE } from '#test/support/designs/given-start.ts';
import { audit } from '#test/support/designs/given-submission.ts';

const STEPS = [
  'framing',
  'asking',
  'answering',
  'proposing',
  'mapping',
  'arguing',
  'composing',
  'auditing',
  'revising',
  'signing',
] as const satisfies readonly Step[];

/** A design at this step, in which nobody is asked to decide at a gate. */
function at(step: Step): World {
  const says = { audit: () => audit('major') };
  return given({ personas: FIVE, isFramedFirst: true, settings: { gates: 'none' }, says }).reach(
    step,
  );
}

const [ONE = '', OTHER = ''] = FIVE;
/** Losses at one moment, and the status with which the design ends. */
const LOSSES: readonly (readonly [string, (world: World) => unknown, FinalStatus])[] = [
  ['one once', (world) => world.loses(ONE), 'completed'],
  ['two at once', (world) => [world.loses(ONE), world.loses(OTHER)], 'completed'],
  ['the same twice', (world) => world.dies(ONE), 'completed'],
  ['three of five', (world) => FIVE.slice(0, 3).map((name) => world.dies(name)), 'needs_review'],
  ['the synthesizer twice', (world) => world.dies('synthesizer'), 'completed'],
  ['the auditor twice', (world) => world.dies('auditor'), 'completed'],
  [
    'both facilitators twice',
    (world) => [world.dies('synthesizer'), world.dies('auditor')],
    'completed',
  ],
  ['all personas', (world) => FIVE.map((name) => world.dies(name)), 'cancelled'],
];

test.each(LOSSES)('C8, C10: %s, at any step', (_, kill, status) => {
  const wrong = differences(STEPS, (step) => {
    const world = at(step);
    kill(world);
    expect(outcomeOf(world.reachEnd().design).status).toBe(status);
  });
  expect(wrong).toEqual([]);
});
