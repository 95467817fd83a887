/** What the operator's log says of a design. */

import { expect, test } from 'vitest';
import type { DesignEvent } from '#design/events.ts';
import { evolve } from '#design/evolve.ts';
import type { Design } from '#design/state.ts';
import { logEvents } from '#engine/design-log.ts';
import type { Facts } from '#support/log.ts';
import { BEN, designAt, LOST, MODEL_ERROR, SPENT } from '#test/support/design-world.ts';

/** What an operator reads at the level `info`. A commit's events have one time. */
function linesOf(events: readonly DesignEvent[]): Facts[] {
  const lines: Facts[] = [];
  const note = (event: string, facts: Facts = {}) => void lines.push({ event, ...facts });
  const log = { debug: () => undefined, info: note, warn: note, error: note };
  let before: Design | null = null;
  for (const committed of Map.groupBy(events, ({ at }) => at).values()) {
    const after: Design | null = committed.reduce(evolve, before);
    if (after !== null) logEvents(committed, before, after, log);
    before = after;
  }
  return lines;
}

test('D7 D2: losses with their causes, replacements, deaths, pauses, gates and ends have a line each', () => {
  const world = designAt('answering').must({ type: 'report_questions_seen' });
  world.runTo('proposing').kill('outsider').runTo('ended');
  const lost = { event: 'session_lost', participant: 'outsider', cause: LOST };
  expect(linesOf(world.events)).toMatchObject([
    { event: 'design_started' },
    { event: 'answering_opened', deadlineAt: expect.any(Number) },
    { event: 'turn_finished', outcome: 'process_lost' },
    lost,
    { event: 'session_replaced', participant: 'outsider' },
    lost,
    { event: 'participant_dead', participant: 'outsider' },
    { event: 'gate_opened', reasons: ['difference_open'] },
    { event: 'gate_decided', choice: 'accept', by: { name: 'Ana' } },
    { event: 'outcome_settled', status: 'completed', reason: 'accepted' },
    { event: 'design_ended', status: 'completed', usd: expect.any(Number) },
  ]);
});

test('D7: a cancellation has a line, with who did it', () => {
  expect(linesOf(designAt('proposing').cancel('enough', BEN).events)).toContainEqual(
    expect.objectContaining({ event: 'outcome_settled', status: 'cancelled', by: BEN }),
  );
});

test.for([
  ['submission_refused', ''],
  ['overloaded', 'what was said'],
])('D7: of a turn that failed as %s, no word of a model is logged', ([errorClass, message]) => {
  const world = designAt('proposing');
  const turn = world.design.turns.find(({ outcome }) => outcome === 'open');
  if (turn === undefined) throw new Error('no turn is open');
  const error = { ...MODEL_ERROR, class: errorClass ?? '', message: 'what was said' };
  world.must({ type: 'fail_turn', turnId: turn.id, outcome: 'refused', error, spent: SPENT });
  expect(linesOf(world.events).at(-1)).toMatchObject({
    event: 'turn_finished',
    outcome: 'refused',
    error: { class: errorClass, message },
  });
});
