import { expect, test } from 'vitest';
import { openDeadlines } from './deadlines.ts';

test('C22: a deadline is open from the event that sets it until the one that ends its wait', () => {
  const rows = [
    { design_id: 'one', type: 'answering_opened', at: 5 },
    { design_id: 'one', type: 'answering_closed', at: null },
    { design_id: 'one', type: 'round_opened', at: 6 },
    { design_id: 'two', type: 'gate_opened', at: 7 },
    { design_id: 'two', type: 'round_closed', at: null },
  ] as const;
  expect([...openDeadlines(rows)]).toEqual([
    ['round of one', 6],
    ['gate of two', 7],
  ]);
});
