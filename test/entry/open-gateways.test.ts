import { expect, test } from 'vitest';
import type { GatewayKind } from '../../src/acts/gateway/port.ts';
import type { Platform } from '../../src/core/vocabulary/via.ts';
import { openGateways } from '../../src/entry/gateways.ts';
import type { Chat } from '../../src/ports/chat.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { SILENT_PLATFORM } from '../support/services/nobody-reads.ts';

const SETTINGS = {
  apiUrl: 'http://127.0.0.1/',
  policy: { starters: [], deciders: [], operators: [] },
};
const parts = { clock: realClock, log: keepLog(), readFile: async () => null };

/** A platform whose settings are `SETTINGS`, and whose threads are of this platform. */
function kindOf(name: Platform, platform: string = name): GatewayKind {
  const chat: Chat = {
    platform,
    post: async () => 'receipt',
    findPosted: async () => null,
    removeCopies: async () => undefined,
    look: () => '',
    edit: async () => undefined,
    say: async () => undefined,
    acknowledge: async () => undefined,
    tellRequester: async () => undefined,
  };
  return {
    name,
    title: name,
    endpoint: null,
    variables: {},
    people: { form: /^never$/, words: name },
    problem: () => null,
    settings: () => null,
    open: async (settings) => {
      if (settings !== SETTINGS) throw new Error('settings of another platform');
      return {
        chat,
        connect: () => ({
          isConnected: () => false,
          tokenToDo: () => null,
          policy: SETTINGS.policy,
          linkTo: () => null,
          channelName: async () => null,
          readers: SILENT_PLATFORM,
          stop: async () => undefined,
        }),
      };
    },
    doctor: async () => ({ mark: 'ok', words: '' }),
  };
}

test('configured platforms are opened with their own settings, and the others are left', async () => {
  const opened = await openGateways(
    [
      { kind: kindOf('slack'), settings: SETTINGS },
      { kind: kindOf('discord'), settings: null },
    ],
    parts,
  );
  expect([...opened.keys()]).toEqual(['slack']);
  expect(opened.get('slack')?.chat.platform).toBe('slack');
});

test('a platform whose threads go by another name is found at the start', async () => {
  const configured = [{ kind: kindOf('slack', 'another'), settings: SETTINGS }];
  await expect(openGateways(configured, parts)).rejects.toThrow('slack has threads of another');
});
