import type { Condition } from '../../../src/presentation/web/troubles.ts';

export const NOW = Date.UTC(2026, 10, 24, 14, 0);
const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const WELL: Condition = {
  now: NOW,
  oldest: { outbox: NOW - SECOND_MS, rounds: null },
  today: { spentUsd: 9, budgetUsd: 10 },
  showsMoney: true,
  outages: [],
  failing: [],
  disconnected: [],
  warnings: [{ at: NOW, event: 'message_not_edited' }],
};
/** What can trouble an operator, each alone. */
export const TROUBLES: readonly (readonly [what: string, condition: Partial<Condition>])[] = [
  ['a model that goes on failing', { failing: [{ model: 'gemini', lapse: 'connection_lost', since: NOW }] }],
  ['the store', { oldest: null, today: null }],
  ['the day’s money', { today: { spentUsd: 10, budgetUsd: 10 } }],
  [
    'the day’s money, without figures for who may not read all channels',
    { today: { spentUsd: 10, budgetUsd: 10 }, showsMoney: false },
  ],
  ['a model', { outages: [{ model: 'opus', outage: 'unpaid' }] }],
  [
    'a platform that is not connected, by its own last warning',
    {
      disconnected: ['slack'],
      warnings: [
        { at: NOW, event: 'store_away' },
        { at: NOW, event: 'slack_token_not_accepted' },
      ],
    },
  ],
  [
    'one that has just lost its connection, whatever else it warned of since',
    {
      disconnected: ['discord'],
      warnings: [
        { at: NOW, event: 'discord_not_answered' },
        { at: NOW, event: 'discord_disconnected' },
      ],
    },
  ],
  [
    'one whose warnings are of something else or of long ago',
    {
      disconnected: ['slack'],
      warnings: [
        { at: NOW, event: 'slack_request_refused' },
        { at: NOW - 16 * MINUTE_MS, event: 'slack_token_not_accepted' },
      ],
    },
  ],
  ['one without a warning', { disconnected: ['slack'] }],
  ['a message', { warnings: [{ at: NOW, event: 'post_left_out' }] }],
  ['a daemon', { warnings: [{ at: NOW, event: 'daemons_evicted' }] }],
  ['a round', { oldest: { outbox: null, rounds: NOW - 3 * MINUTE_MS } }],
  ['a message that waits', { oldest: { outbox: NOW - MINUTE_MS, rounds: null } }],
];
