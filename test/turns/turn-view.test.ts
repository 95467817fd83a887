import { expect, test } from 'vitest';
import { viewTurn } from '../../src/turns/records/turn-view.ts';
import { given } from '../support/designs/given.ts';

test('the view of a lost turn says why its process ended, without calling it a written example', () => {
  const world = given().reach('mapping');
  const lost = world.turn('synthesizer');
  world.loses('synthesizer', {
    kind: 'killed',
    detail: 'killed by SIGKILL',
    diagnostics: 'failures/s.log',
  });
  const number = world.design.turns.findIndex(({ id }) => id === lost.id) + 1;
  expect(viewTurn(world.design, number, null)?.diagnostics).toBe(
    'killed by SIGKILL [diagnostics: failures/s.log]',
  );
});
