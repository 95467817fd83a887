import { describe, expect, test } from 'vitest';
import {
  mayRead,
  type PlatformReaders,
  type Reading,
  readableDesignsOf,
} from '#engine/access/may-read.ts';
import type { NamedToken, Viewer } from '#engine/access/viewer.ts';
import { SILENCE, SILENT_PLATFORM } from '../../support/services/nobody-reads.ts';

/** Ana has started it in C1, where Ben is now; Cleo has left it, and Dan was never there. */
const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'ana' };
const IN_CHANNEL = { thread: THREAD };
const WITHOUT = { thread: null };

const SLACK: PlatformReaders = {
  isOperator: ({ id }) => id === 'olga',
  canOpen: async (person, channel) => person === 'ben' && channel === 'C1',
  channelsOf: async (person) => (person === 'eve' ? null : new Set(person === 'ben' ? ['C1'] : [])),
};
const reading = (slack = SLACK): Reading => ({
  platforms: new Map([['slack', slack]]),
  asking: 'page',
});

const person = (id: string, more: { platform?: string; actsIn?: string } = {}): Viewer => ({
  kind: 'person',
  platform: 'slack',
  person: { id, groups: [], name: id },
  ...more,
});
const token = (channels: NamedToken['channels']): Viewer => ({
  kind: 'token',
  token: { name: 'ci', createdAt: 0, role: 'read', channels },
});

/** Who reads a design of C1, and one without a thread. */
const ROWS: readonly (readonly [who: string, Viewer, ...may: [boolean, boolean]])[] = [
  ['the operator', { kind: 'operator' }, true, true],
  ['a token for all channels', token(null), true, true],
  ['a token for this channel', token(['slack/C2', 'slack/C1']), true, false],
  ['a token for another channel', token(['slack/C2']), false, false],
  ['a token for a channel of this name elsewhere', token(['discord/C1']), false, false],
  ['a token for a part of its name', token(['slack/C', 'slack/']), false, false],
  ['a token for no channel', token([]), false, false],
  ['the starter', person('ana'), true, false],
  ['a member', person('ben'), true, false],
  ['a former member', person('cleo'), false, false],
  ['an outsider', person('dan'), false, false],
  ['an operator by policy', person('olga'), true, true],
  ['a person who acts there', person('dan', { actsIn: 'C1' }), true, false],
  ['a person who acts elsewhere', person('dan', { actsIn: 'C2' }), false, false],
  [
    'a person with the starter’s id elsewhere',
    person('ana', { platform: 'discord' }),
    false,
    false,
  ],
  [
    'a person who acts in such a channel elsewhere',
    person('ben', { platform: 'discord', actsIn: 'C1' }),
    false,
    false,
  ],
];

describe('A18: who may read', () => {
  test.each(ROWS)('%s', async (_, viewer, inChannel, without) => {
    expect(await mayRead(viewer, IN_CHANNEL, reading())).toBe(inChannel);
    expect(await mayRead(viewer, WITHOUT, reading())).toBe(without);
  });

  test('nobody but the starter where the platform is not connected', async () => {
    const there = { ...reading(), platforms: new Map() };
    for (const id of ['ana', 'ben', 'olga'])
      expect(await mayRead(person(id), IN_CHANNEL, there), id).toBe(id === 'ana');
  });

  test('a silent platform answers the same about a design there, elsewhere and nowhere, except to its starter', async () => {
    const silent = reading(SILENT_PLATFORM);
    expect(await mayRead(person('ana'), IN_CHANNEL, silent)).toBe(true);
    const onDiscord = { thread: { ...THREAD, platform: 'discord' } };
    for (const design of [IN_CHANNEL, onDiscord, WITHOUT, null])
      await expect(mayRead(person('ben'), design, silent)).rejects.toBe(SILENCE);
  });

  test('a platform is not asked about what is known', async () => {
    const asked: string[] = [];
    const counting = { ...SLACK, canOpen: async (id: string) => asked.push(id) > 9 };
    for (const viewer of [person('ana'), person('dan', { actsIn: 'C1' }), person('olga')])
      expect(await mayRead(viewer, IN_CHANNEL, reading(counting))).toBe(true);
    expect(asked).toEqual([]);
  });
});

test.each([
  ['the operator', { kind: 'operator' } as const, null, false],
  ['a token for all channels', token(null), null, false],
  ['a token', token(['slack/C1']), { channels: ['slack/C1'] }, false],
  [
    'a member',
    person('ben'),
    { channels: ['slack/C1'], starter: { platform: 'slack', id: 'ben' } },
    false,
  ],
  [
    'a person without channels',
    person('dan'),
    { channels: [], starter: { platform: 'slack', id: 'dan' } },
    false,
  ],
  [
    'a person of whom the platform is silent',
    person('eve'),
    { channels: [], starter: { platform: 'slack', id: 'eve' } },
    true,
  ],
])('A18: the designs that are listed for %s', async (_, viewer, listed, isPartial) => {
  expect(await readableDesignsOf(viewer, reading())).toEqual({ listed, isPartial });
});
