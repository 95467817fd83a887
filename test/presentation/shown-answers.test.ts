import { expect, test } from 'vitest';
import { drawForgetting } from '../../src/presentation/answers/forgetting.ts';
import { drawFound } from '../../src/presentation/answers/lists.ts';
import type { Document } from '../../src/presentation/format/document.ts';
import { plainOf } from '../../src/presentation/format/plain-document.ts';
import { drawPublication } from '../../src/presentation/words/publishing.ts';
import { drawTokens, drawWoken } from '../../src/presentation/words/tokens.ts';

const text = (document: Document) => document.sections.map(plainOf).join('\n\n');

const FORGETTING = {
  ...{ events: 12, turns: 1, folder: 'its folder', head: 'ab12', goingOn: ['dsn_2'] },
  outOfReach: 'Earlier backups keep it.',
};

test('P12: what is forgotten, or would be, is told with what stays and what cannot be reached', () => {
  expect(text(drawForgetting({ ...FORGETTING, preview: true }))).toBe(
    `12 events, 1 turn and its folder would be removed. The head of its chain stays: ab12.
These designs keep what they carried over from it: dsn_2.
Earlier backups keep it.`,
  );
  expect(text(drawForgetting({ ...FORGETTING, head: '', goingOn: [], preview: false }))).toBe(
    '12 events, 1 turn and its folder removed.\nEarlier backups keep it.',
  );
});

test('a publication is told with its address, and a preview with its files', () => {
  const there = { repository: 'acme/shop', number: '0007' };
  expect(text(drawPublication({ ...there, pull: 12, url: 'https://example.org/12' }))).toMatch(
    /acme\/shop.* as ADR-0007\. Pull request #12: .*https:\/\/example\.org\/12/,
  );
  const files = [{ path: 'docs/0007.md', text: '# It moves' }];
  expect(text(drawPublication({ ...there, files }))).toMatch(
    /^In acme\/shop: a pull request with ADR-0007\..*\n\ndocs\/0007\.md\n[\s\S]*# It moves/,
  );
});

test('tokens are told without the token, and designs with id, day, state and decision', () => {
  const token = {
    ...{
      name: 'ci',
      role: 'read',
      channels: null,
      lastUsedAt: null,
      revokedAt: null,
      asleepSince: null,
    },
    holds: true,
    createdAt: '2026-11-18T07:00:00.000Z',
    expiresAt: '2026-11-20T09:00:00.000Z',
  };
  expect(text(drawTokens([token]))).toBe(
    'ci · read · all channels · until 2026-11-20 09:00 UTC · made 2026-11-18 07:00 UTC · never used',
  );
  const asleepSince = '2026-11-19T08:00:00.000Z';
  expect(text(drawTokens([{ ...token, holds: false, asleepSince }]))).toContain(
    ' · asleep since 2026-11-19 08:00 UTC · ',
  );
  expect(text(drawWoken({ ...token, createdBy: 'ana', sleptSince: asleepSince }))).toBe(
    `${text(drawTokens([token]))}\nAwake again, after it slept since 2026-11-19 08:00 UTC. ana made it.`,
  );
  const row = { topic: 'Redis?', status: 'completed', startedBy: 'Ana', rehearsal: false } as const;
  const design = { ...row, id: 'dsn_1', startedAt: token.expiresAt };
  expect(text(drawFound({ designs: [{ ...design, decision: 'It moves.' }, design] }))).toMatch(
    /Redis\? · completed · `dsn_1` · started by Ana, 20 Nov 2026.*: It moves\.\n.*Redis\? · completed · `dsn_1` · [^:]*:00 UTC$/,
  );
});
