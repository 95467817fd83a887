import { expect, test } from 'vitest';
import { retryAfterMs } from '#adapters/models/retry-after.ts';

const NOW = Date.now();
const inHours = (hours: number) => NOW + hours * 3_600_000;
const HOUR_MS = 3_600_000;

function waitFor(headers: Readonly<Record<string, string>>): number | null {
  return retryAfterMs((name) => headers[name]);
}

test.each([
  ['seconds', { 'retry-after': '12' }, 12_000],
  [
    'milliseconds, which are more exact',
    { 'retry-after': '12', 'retry-after-ms': '11500' },
    11_500,
  ],
  [
    'a limit of tokens',
    { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0.5s' },
    360_500,
  ],
  [
    'a limit of requests',
    { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1h2m3s' },
    3_723_000,
  ],
  [
    'the later of two limits',
    {
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '17ms',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '2s',
    },
    2_000,
  ],
  ['a duration', { 'retry-after': '1m30s' }, 90_000],
  ['a duration in milliseconds', { 'retry-after': '1500ms' }, 1_500],
  [
    'a date, by the clock of a server that is an hour ahead',
    {
      date: new Date(inHours(1)).toUTCString(),
      'retry-after': new Date(inHours(1) + 20_000).toUTCString(),
    },
    20_000,
  ],
  [
    'a moment, by the clock of a server that is an hour behind',
    {
      date: 'Sat, 28 Nov 2026 17:00:00 GMT',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1795885230',
    },
    30_000,
  ],
  [
    'a date in ISO 8601',
    { date: 'Sat, 28 Nov 2026 18:00:00 GMT', 'retry-after': '2026-11-28T18:00:02Z' },
    2_000,
  ],
  [
    'a zone',
    { date: 'Sat, 28 Nov 2026 18:00:00 GMT', 'retry-after': '2026-11-28T19:00:02+01:00' },
    2_000,
  ],
  ['seconds of a limit', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }, 30_000],
])('A21: %s', (_name, headers, ms) => {
  expect(waitFor(headers)).toBe(ms);
});

test.each([
  ['a date', { 'retry-after': new Date(inHours(1)).toUTCString() }],
  [
    'the unified limit of a subscription',
    {
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-reset': String(Math.round(inHours(1) / 1_000)),
    },
  ],
  [
    'milliseconds since the epoch',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(inHours(1)) },
  ],
  [
    'a date of a limit',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': new Date(inHours(1)).toISOString() },
  ],
])('A21: %s', (_name, headers) => {
  const hours = (waitFor(headers) ?? 0) / HOUR_MS;
  expect(Math.round(hours * 10)).toBe(10);
});

test.each([
  ['no header', {}],
  [
    'a limit of which something is left',
    { 'x-ratelimit-remaining-tokens': '12', 'x-ratelimit-reset-tokens': '6m0s' },
  ],
  [
    'a subscription that allows more',
    {
      'anthropic-ratelimit-unified-status': 'allowed',
      'anthropic-ratelimit-unified-reset': '4102444800',
    },
  ],
  ['a year', { 'retry-after': '31536000' }],
  ['a moment that is over', { date: 'Sat, 28 Nov 2026 18:00:00 GMT', 'retry-after': '1795670000' }],
  ['a date of another form', { 'retry-after': '28 Nov 2126 18:00 GMT' }],
  ['a date without a zone', { 'retry-after': '2126-11-28T18:00:00' }],
  ['a number with a word', { 'retry-after': '30 seconds' }],
  ['a number with words before', { 'retry-after': 'about 30' }],
  ['less than nothing', { 'retry-after': '-5' }],
  ['milliseconds that are none', { 'retry-after-ms': '1e3' }],
  ['a reset that cannot be read', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }],
])('A21: %s says nothing', (_name, headers) => {
  expect(waitFor(headers)).toBeNull();
});
