import { expect, test } from 'vitest';
import type { AppParts } from '../../../src/adapters/http/app-parts.ts';
import type { PlatformReaders } from '../../../src/runtime/may-read.ts';
import { type Chat, notConfigured } from '../../../src/runtime/ports/chat.ts';
import { answering } from '../../runtime/engine/running-engine.ts';
import { SILENT_PLATFORM } from '../../support/nobody-reads.ts';
import { Client, openApi } from './client.ts';

const chat: Chat = {
  ...notConfigured('local'),
  post: async () => 'receipt',
  find: async () => null,
  removeCopies: async () => undefined,
  edit: async () => undefined,
  acknowledge: async () => undefined,
  tellRequester: async () => undefined,
  say: async () => undefined,
};
const { engine } = await openApi({ parts: { chats: [chat] } });
const THREAD = { platform: 'local', channel: 'C1', thread: '1.2', starter: 'U1' };

/** A platform with a channel that Cem and a bot are in, and Dan is not. */
const readers: PlatformReaders = {
  ...SILENT_PLATFORM,
  canOpen: async (person) => ['U1', 'U3', 'B1'].includes(person),
  isBot: async (person) => person === 'B1',
};
const local = { routes: [], isConnected: () => true, stop: async () => undefined, readers };
const gateways: AppParts['gateways'] = new Map([['local', local]]);
const client = new Client(engine, { gateways });

test('A7: by the API a design goes to a person who may read it, and never to a bot', async () => {
  const id = await answering(engine, { thread: THREAD, startedBy: 'Ana' });
  const to = (name: string, toId: string) =>
    client.post(`/${id}/handover`, { to: name, toId, author: 'ana' });
  const [bot, stranger] = [await to('Robot', 'B1'), await to('Dan', 'U4')];
  expect([bot.status, bot.body.error.message]).toEqual([422, expect.stringContaining('Robot is a bot')]);
  expect([stranger.status, stranger.body.error.code]).toEqual([422, 'invalid']);
  expect((await engine.design(id))?.handedOver).toEqual([]);
  expect((await to('Cem', 'U3')).status).toBe(200);
  expect((await engine.design(id))?.handedOver).toMatchObject([{ to: 'Cem', toId: 'U3' }]);
});
