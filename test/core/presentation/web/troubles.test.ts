import { expect, test } from 'vitest';
import { linePlain } from '../../../../src/core/presentation/format/plain-document.ts';
import { EVENTS_WITH_REMEDY, remedyWords } from '../../../../src/core/presentation/web/remedies.ts';
import { type Condition, troublesOf } from '../../../../src/core/presentation/web/troubles.ts';

const NOW = Date.UTC(2026, 10, 24, 14, 0);
const [SECOND_MS, MINUTE_MS] = [1_000, 60_000];
const WELL: Condition = {
  now: NOW,
  oldest: { outbox: NOW - SECOND_MS, rounds: null },
  today: { spentUsd: 9, budgetUsd: 10 },
  showsMoney: true,
  outages: [],
  failing: [],
  disconnected: [],
  warnings: [{ at: NOW, event: 'message_not_edited' }],
};
const told = (condition: Partial<Condition>) =>
  troublesOf({ ...WELL, ...condition }).map(({ what, remedy }) => `${linePlain(what)} ${remedy}`);

test('nothing needs an operator where all is well, also after a while', () => {
  expect(told({})).toEqual([]);
  expect(told({ today: { spentUsd: 90, budgetUsd: null } })).toEqual([]);
  const longAgo = NOW - 16 * MINUTE_MS;
  expect(told({ warnings: [{ at: longAgo, event: 'post_left_out' }] })).toEqual([]);
  expect(told({ warnings: [{ at: longAgo, event: 'daemons_evicted' }] })).toEqual([]);
});

test.each<[string, Partial<Condition>, RegExp]>([
  [
    'a model that goes on failing',
    { failing: [{ model: 'gemini', lapse: 'connection_lost', since: NOW }] },
    /^gemini breaks off its answers: no answer since 14:00 UTC\. Check the endpoint with charrette doctor/,
  ],
  ['the store', { oldest: null, today: null }, /^The store does not answer\..* Restore the database/],
  [
    'the day’s money',
    { today: { spentUsd: 10, budgetUsd: 10 } },
    /^The day’s budget is used up: \$10\.00 of \$10\.00\..* Raise CHARRETTE_BUDGET_USD_PER_DAY/,
  ],
  [
    'the day’s money, without figures for who may not read all channels',
    { today: { spentUsd: 10, budgetUsd: 10 }, showsMoney: false },
    /^The day’s budget is used up\. Designs end with what they have, or wait for a person\. Raise /,
  ],
  [
    'a model',
    { outages: [{ model: 'opus', outage: 'unpaid' }] },
    /^The account behind our key has no credit: opus\. Set a key with credit that may use it, then press Try again at the gate\./,
  ],
  [
    'a platform that is not connected, by its own last warning',
    {
      disconnected: ['slack'],
      warnings: [
        { at: NOW, event: 'store_away' },
        { at: NOW, event: 'slack_token_not_accepted' },
      ],
    },
    /^Slack is not connected: .* Correct the bot token of Slack/,
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
    /^Discord is not connected: .* reaches Charrette\. Run charrette doctor, which says why\.$/,
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
    /^Slack is not connected: .* reaches Charrette\. Run charrette doctor/,
  ],
  ['one without a warning', { disconnected: ['slack'] }, /Run charrette doctor/],
  [
    'a message',
    { warnings: [{ at: NOW, event: 'post_left_out' }] },
    /^14:00 UTC: A platform refused a message .* missing rights\.$/,
  ],
  [
    'a daemon',
    { warnings: [{ at: NOW, event: 'daemons_evicted' }] },
    /^14:00 UTC: A daemon was lost; .* Restart/,
  ],
  [
    'a round',
    { oldest: { outbox: null, rounds: NOW - 3 * MINUTE_MS } },
    /^A design has waited 3 min for a daemon/,
  ],
  [
    'a message that waits',
    { oldest: { outbox: NOW - MINUTE_MS, rounds: null } },
    /^A message or a file has waited 60 s to be sent/,
  ],
])('D7: an operator reads what became of %s, and what to do', (_, condition, words) => {
  const all = told(condition);
  expect(all).toHaveLength(1);
  expect(all[0]).toMatch(words);
});

test('D7: a remedy is one sentence', () => {
  const long = EVENTS_WITH_REMEDY.filter((event) => /[.!?] /.test(remedyWords(event)));
  expect(long).toEqual([]);
});
