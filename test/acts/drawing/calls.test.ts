import { expect, test } from 'vitest';
import { listCalledIds } from '#acts/drawing/calls.ts';
import { given } from '../../support/designs/given.ts';
import { GATED } from '../../support/designs/given-start.ts';

test('a gate calls the starter and those who may decide', () => {
  const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
  const { design } = given({ says: GATED, thread }).reach('deciding');
  const policy = { deciders: ['S1', 'U1'], operators: ['U9'] };
  expect(listCalledIds({ kind: 'gate', gateId: 'gate-1' }, design, policy)).toEqual([
    'U1',
    'S1',
    'U9',
  ]);
});
