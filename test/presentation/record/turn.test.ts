import { expect, test } from 'vitest';
import type { TurnView } from '#core/outcome/turn-shape.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { drawTurn } from '#presentation/turn/turn.ts';
import { turnView } from '../../support/designs/turn-view.ts';

const REASON = 'a dissent needs a reason';
const refused = (...times: number[]): TurnView =>
  turnView({
    outcome: 'refused',
    error: {
      class: 'refused_input',
      message: 'No submission of the model was accepted.',
      retryable: false,
    },
    refusals: times.map((atMs) => ({ atMs, tool: 'sign', reason: REASON })),
    askedAgain: times.map((atMs) => ({ atMs, reason: REASON })),
  });

test('T2: why a turn was refused stands there once, with how often', () => {
  const told = plainOf(drawTurn(refused(1, 2, 3, 4)).sections.flat());
  expect(told).toContain(`Refused four times: ${REASON}`);
  expect(told.split(REASON)).toHaveLength(2);
  expect(plainOf(drawTurn(refused(1)).sections.flat())).toContain(`Refused once: ${REASON}`);
});

test('T4: an answer is told by its fields in words, without what is empty and without confidence', () => {
  const input = JSON.stringify({
    decision: {
      sentence: 'It moves, “all” of it.',
      steps: [{ why: 'It is cheap.', title: 'Look', rests: ['A-1', 'B-2'], ifWrong: 'It stays.' }],
    },
    claims: [
      { text: 'It lasts.', citation: { place: 'db.ts:7', quote: 'a durable row' }, kind: 'risk' },
    ],
    steps: ['Count what is lost.', 'Then move the receipts.'],
    left_open: 'Which day.',
    summary: 'As a table:\n\n- one **row** a job',
    confidence: 0.7,
    note: '',
    open: [],
  });
  const answered = (text: string) =>
    plainOf(
      drawTurn(
        turnView({
          submission: { atMs: 1, tool: 'sign', input: text, result: 'ok', latencyMs: 1 },
        }),
      ).sections.flat(),
    );
  for (const words of [
    'Sentence: It moves, “all” of it.',
    'Look\n',
    'It stands on: A-1, B-2',
    'If wrong: It stays.',
    'It lasts. (risk)',
    '“a durable row” (db.ts:7)',
    'Count what is lost.\n',
    'Left open: Which day.',
    'The proposal:\n',
  ])
    expect(answered(input)).toContain(words);
  expect(answered(input)).not.toMatch(/note|confidence|title|citation|"/i);
  expect(answered(`${input.slice(0, 60)}… [cut]`)).toContain('… [cut]');
});
