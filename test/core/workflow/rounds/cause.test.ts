import { expect, test } from 'vitest';
import { openGate, openRound } from '#core/vocabulary/status.ts';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { listShown } from '#presentation/judged/people.ts';
import { drawGate } from '#presentation/thread/gate.ts';

import { viewOf } from '#presentation/view/view.ts';
import { given, type World } from '#test/support/designs/given.ts';

/** Fails every turn of the open round, those of stand-ins too. */
function failAll(world: World, errorClass: string): void {
  const round = openRound(world.design)?.id;
  for (let fails = 0; fails < 20 && openRound(world.design)?.id === round; fails++) {
    const [turn] = world.openTurns();
    if (turn !== undefined) world.fails(turn.participant, 'model_error', errorClass);
  }
}

function gateOf({ design }: World) {
  const gate = openGate(design);
  if (gate === null) throw new Error('there is no open gate');
  return { gate, heading: convertToPlain(drawGate(viewOf(design), gate.id).notification) };
}

test('C6: a round without its model is tried again as often as a person says so', () => {
  const world = given().reach('asking');
  for (let times = 0; times < 3; times++) {
    failAll(world, 'unauthorized');
    expect(gateOf(world).gate.choices[0]).toBe('again');
    world.decidesGate('again');
  }
  failAll(world, 'overloaded');
  expect(gateOf(world).gate.choices).not.toContain('again');
});

test('A5: a persona whose turns all failed is never shown as done, and the reason is said', () => {
  const world = given().reach('asking');
  failAll(world, 'unauthorized');
  for (const { doing } of listShown(viewOf(world.design)))
    expect(doing).toEqual({ kind: 'excused', words: 'failed: the model refused our key (401)' });
  world.decidesGate('accept');
  failAll(world, 'overloaded');
  for (const { doing } of listShown(viewOf(world.design)))
    expect(doing).toEqual({ kind: 'excused', words: 'failed: the model is overloaded' });
});
