/** What the operator's log says of a design. */

import { expect, test } from 'vitest';
import { logEvents } from '#engine/design-log.ts';
import type { Facts } from '#support/log.ts';
import { designAt, MODEL_ERROR, replay, SPENT } from '#test/support/design-world.ts';

test.for([
  ['submission_refused', ''],
  ['overloaded', 'what was said'],
])('D7: of a turn that failed as %s, no word of a model is logged', ([errorClass, message]) => {
  const world = designAt('proposing');
  const turn = world.design.turns.find(({ outcome }) => outcome === 'open');
  if (turn === undefined) throw new Error('no turn is open');
  const error = { ...MODEL_ERROR, class: errorClass ?? '', message: 'what was said' };
  world.must({ type: 'fail_turn', turnId: turn.id, outcome: 'refused', error, spent: SPENT });
  const finished = world.events.filter(({ type }) => type === 'turn_finished').slice(-1);
  const lines: Facts[] = [];
  const note = (event: string, facts: Facts = {}) => void lines.push({ event, ...facts });
  const log = { debug: note, info: note, warn: note, error: note };
  logEvents(finished, null, replay(world.events), log);
  expect(lines).toMatchObject([
    { event: 'turn_finished', outcome: 'refused', error: { class: errorClass, message } },
  ]);
});
