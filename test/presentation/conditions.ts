import type { Condition } from '../../src/presentation/answers/operations.ts';
import { BOT_TOKEN_TO_DO } from '../../src/surfaces/slack/settings.ts';

export const NOW = Date.UTC(2026, 10, 24, 14, 0);
const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const WELL: Condition = {
  now: NOW,
  oldest: { outbox: NOW - SECOND_MS, rounds: null },
  today: { spentUsd: 9, budgetUsd: 10 },
  showsMoney: true,
  permanent: [],
  temporary: [],
  disconnected: [],
  warnings: [],
};
/** What can trouble an operator, each alone. */
export const TROUBLES: readonly (readonly [what: string, condition: Partial<Condition>])[] = [
  [
    'a model that goes on failing',
    { temporary: [{ model: 'gemini', cause: 'connection_lost', since: NOW }] },
  ],
  ['the store', { oldest: null, today: null }],
  ['the day’s money', { today: { spentUsd: 10, budgetUsd: 10 } }],
  [
    'the day’s money, without figures for who may not read all channels',
    { today: { spentUsd: 10, budgetUsd: 10 }, showsMoney: false },
  ],
  ['a model', { permanent: [{ model: 'opus', cause: 'unpaid' }] }],
  ['a platform that is not connected', { disconnected: [{ name: 'slack', toDo: null }] }],
  [
    'a platform that refuses the token',
    { disconnected: [{ name: 'slack', toDo: BOT_TOKEN_TO_DO }] },
  ],
  [
    'a message',
    {
      warnings: [{ at: NOW, event: 'post_left_out', designId: null, cause: '', toDo: 'Do this.' }],
    },
  ],
  [
    'a daemon',
    {
      warnings: [
        { at: NOW, event: 'daemons_evicted', designId: null, cause: '', toDo: 'Do this.' },
      ],
    },
  ],
  ['a round', { oldest: { outbox: null, rounds: NOW - 3 * MINUTE_MS } }],
  ['a message that waits', { oldest: { outbox: NOW - MINUTE_MS, rounds: null } }],
];
