import { describe, expect, test } from 'vitest';
import type { AppParts } from '../../../../src/adapters/http/app-parts.ts';
import type { DesignId } from '../../../../src/core/vocabulary/ids.ts';
import type { PlatformReaders } from '../../../../src/runtime/may-read.ts';
import { type Chat, notConfigured } from '../../../../src/runtime/ports/chat.ts';
import { answering, begun, eventsUntil, isEnd, remark } from '../../../runtime/engine/running-engine.ts';
import { SILENT_PLATFORM } from '../../../support/nobody-reads.ts';
import { Client, openApi } from '../client.ts';

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
const NAMES: Readonly<Record<string, string>> = { U1: 'Ana', U3: 'Cem', U4: 'Dan', B1: 'Robot' };

/** A platform with a channel that Cem and a bot are in, and Dan is not. */
const readers: PlatformReaders = {
  ...SILENT_PLATFORM,
  canOpen: async (person) => ['U1', 'U3', 'B1'].includes(person),
  isBot: async (person) => person === 'B1',
  member: async (id) => (id in NAMES ? { id, groups: [], name: NAMES[id] ?? '' } : null),
};
const local = { routes: [], isConnected: () => true, stop: async () => undefined, readers };
const gateways: AppParts['gateways'] = new Map([['local', local]]);
const client = new Client(engine, { gateways });

function sent(path: string, fields: Record<string, string>) {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
    origin: 'http://localhost',
    'sec-fetch-site': 'same-origin',
  };
  return client.send(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers });
}

const inThread = { thread: THREAD, startedBy: 'Ana' };
const handedOver = async (id: DesignId) => (await engine.design(id))?.handedOver;

describe('people named on a page', () => {
  test('A7: a design is handed over by the name of who took part or by an id, to nobody else', async () => {
    const id = await answering(engine, inThread);
    await engine.command(id, { ...remark('It holds 40,000 jobs.'), author: 'Cem', authorId: 'U3' }).answered;
    expect((await client.send(`/designs/${id}`)).text).toContain(`value="charrette.hand_over ${id}"`);
    const { text: form } = await sent(`/designs/${id}/acts`, { act: `charrette.hand_over ${id}` });
    for (const known of ['Ana', 'Cem']) expect(form).toContain(`<option value="${known}">`);
    const to = (person: string) =>
      sent(`/designs/${id}/forms`, { form: 'charrette.form.hand_over', about: id, person });
    expect((await to('Eva')).text).toContain('Nobody is known by this name here');
    expect((await to('B1')).text).toContain('Robot is a bot');
    expect((await to('U4')).text).toContain('Dan cannot read this design');
    expect((await to('Ana')).text).toContain('Ana decides on it already');
    expect(await handedOver(id)).toEqual([]);
    expect((await to('Cem')).text).toContain('Cem decides on it from now on');
    expect(await handedOver(id)).toMatchObject([{ to: 'Cem', toId: 'U3' }]);
  });

  test('A7: nothing is handed over where a design is in no channel', async () => {
    const id = await answering(engine);
    expect((await client.send(`/designs/${id}`)).text).not.toContain('charrette.hand_over');
  });

  test('J14: a step goes to a person of the platform, by the name that they have there', async () => {
    const id = await begun(engine, inThread);
    await eventsUntil(engine, id, isEnd);
    const { text: form } = await sent(`/designs/${id}/acts`, { act: `charrette.assign ${id}` });
    const step = /<option value="(1\. [^"]*)"/.exec(form)?.[1] ?? '';
    const fields = { form: 'charrette.form.assign', about: id, step, holder: 'Somebody, named below' };
    await sent(`/designs/${id}/forms`, { ...fields, person: 'U3' });
    expect((await engine.design(id))?.afterwards).toMatchObject([{ step: 1, to: 'Cem', toId: 'U3' }]);
    expect((await client.send(`/designs/${id}`)).text).toMatch(/<i>.*Cem.*<\/i>/);
  });

  test('J14: the form of a step asks for no person of a platform where there is none', async () => {
    const id = await begun(engine);
    await eventsUntil(engine, id, isEnd);
    const { text: form } = await sent(`/designs/${id}/acts`, { act: `charrette.assign ${id}` });
    expect(form).toContain('name="who"');
    expect(form).not.toContain('name="person"');
  });
});
