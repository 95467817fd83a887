import { expect, test } from 'vitest';
import type { TurnView } from '../../../src/core/outcome/turn-shape.ts';
import { plainOf } from '../../../src/presentation/format/plain-document.ts';
import { turnSections } from '../../../src/presentation/turn.ts';
import { turnView } from '../../support/turn-view.ts';

const REASON = 'a dissent needs a reason';
const refused = (...times: number[]): TurnView =>
  turnView({
    outcome: 'refused',
    error: { class: 'refused_input', message: 'No submission of the model was accepted.', retryable: false },
    refusals: times.map((atMs) => ({ atMs, tool: 'sign', reason: REASON })),
    askedAgain: times.map((atMs) => ({ atMs, reason: REASON })),
  });

test('T2: why a turn was refused stands there once, with how often', () => {
  const told = plainOf(turnSections(refused(1, 2, 3, 4)).flat());
  expect(told).toContain(`Refused four times: ${REASON}`);
  expect(told.split(REASON)).toHaveLength(2);
  expect(plainOf(turnSections(refused(1)).flat())).toContain(`Refused: ${REASON}`);
});
