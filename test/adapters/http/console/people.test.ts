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

function sent(path: string, fields: Record<string, string>, by = client) {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
    origin: 'http://localhost',
    'sec-fetch-site': 'same-origin',
  };
  return by.send(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers });
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

  test('A7: an id of the platform is meant before somebody who is called like it', async () => {
    const id = await answering(engine, inThread);
    await engine.command(id, { ...remark('It holds 40,000 jobs.'), author: 'U4', authorId: 'U3' }).answered;
    const form = { form: 'charrette.form.hand_over', about: id };
    expect((await sent(`/designs/${id}/forms`, { ...form, person: 'U4' })).text).toContain(
      'Dan cannot read this design',
    );
    expect(await handedOver(id)).toEqual([]);
    await sent(`/designs/${id}/forms`, { ...form, person: 'U3' });
    expect(await handedOver(id)).toMatchObject([{ toId: 'U3' }]);
  });

  test('A7: where a platform looks nobody up, an id that the design knows is meant before a name', async () => {
    const { member: _, ...without } = readers;
    const others = new Client(engine, {
      gateways: new Map([['local', { ...local, readers: without }]]),
    });
    const id = await answering(engine, inThread);
    const says = (author: string, authorId: string, text: string) =>
      engine.command(id, { ...remark(text), author, authorId }).answered;
    await says('U3', 'U1', 'It holds 40,000 jobs.');
    await says('Cem', 'U3', 'It holds 50,000 jobs.');
    await sent(`/designs/${id}/forms`, { form: 'charrette.form.hand_over', about: id, person: 'U3' }, others);
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
    const participant = (await engine.design(id))?.participants[0]?.title ?? '';
    const assigned = (who: Record<string, string>) =>
      sent(`/designs/${id}/forms`, { ...fields, ...who }).then(({ text }) => text);
    expect(await assigned({ person: 'B1' })).toContain('Robot is a bot');
    expect(await assigned({ person: 'U4' })).toContain('Dan cannot read this design');
    expect(await assigned({ who: '\u200b' })).toContain('There is no letter to read in this name');
    const titles = engine.parts.personas.map(({ profile }) => profile.title);
    for (const who of [participant, ...titles])
      expect(await assigned({ who })).toContain('which is no person');
    expect(await assigned({ who: 'x'.repeat(201) })).toContain(
      'A name has at most 200 characters; this has 201.',
    );
    expect((await engine.design(id))?.afterwards).toEqual([]);
    await assigned({ person: 'U3' });
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
