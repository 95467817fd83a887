import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../src/adapters/models/retry-after.ts';

const inHours = (hours: number) => Date.now() + hours * 3_600_000;
const HOUR_MS = 3_600_000;

function waitFor(headers: Readonly<Record<string, string>>): number | null {
  return retryAfterMs((name) => headers[name]);
}

test.each([
  ['seconds', { 'retry-after': '12' }, 12_000],
  ['milliseconds, which are more exact', { 'retry-after': '12', 'retry-after-ms': '11500' }, 11_500],
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
  ['milliseconds since the epoch', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(inHours(1)) }],
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
    { 'anthropic-ratelimit-unified-status': 'allowed', 'anthropic-ratelimit-unified-reset': '4102444800' },
  ],
  ['a year', { 'retry-after': '31536000' }],
  ['a moment where seconds should stand', { 'retry-after': '1795670000' }],
  ['a reset that cannot be read', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }],
])('A21: %s says nothing', (_name, headers) => {
  expect(waitFor(headers)).toBeNull();
});
