import { describe, expect, test } from 'vitest';
import { noteId } from '#acts/gateway/verbs/verbs.ts';
import { issueLogin, operatorOf } from '#acts/issue-login.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { FACTS } from '#core/vocabulary/sets.ts';
import { pageAddressOf } from '#presentation/format/page-address.ts';
import { documentOf } from '#presentation/thread/post.ts';
import { viewOf } from '#presentation/view/view.ts';
import { drawDocument } from '#surfaces/http/drawing/html.ts';
import { drawResult } from '#surfaces/terminal/result.ts';
import { answering, begun, eventsUntil, isEnd } from '#test/engine/running-engine.ts';
import { eachTest } from '#test/support/runner/each-test.ts';
import { drawnAct } from '../../drawn-controls.ts';
import { type Client, prepared, TOKEN } from '../client.ts';

const publicUrl = new URL('https://charrette.example.com');

/** A design that has ended with a decision. */
const over = prepared({ parts: { publicUrl } }, async ({ engine }) => {
  const id = await begun(engine);
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  return { id };
});
const api = eachTest(async () => {
  const given = await over();
  return {
    ...given,
    reader: await tokenOf(given.client, 'read'),
    taker: await tokenOf(given.client, 'take part'),
  };
});

async function tokenOf(client: Client, role: string): Promise<Record<string, string>> {
  const { body } = await client.send('/api/v1/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: `pages to ${role}`, role }),
  });
  return { authorization: `Bearer ${body.token}` };
}

function sent(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields).toString();
  const browser = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
  const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
  return api.client.send(path, {
    method: 'POST',
    body,
    headers: { ...type, ...browser, ...headers },
  });
}

const asked = async (id: DesignId) =>
  (await api.engine.design(id))?.followUps.filter(({ type }) => type === 'record_asked').length;

describe('acts on pages', () => {
  test('J14: under Ask, four facts are buttons, and a form asks the record and answers its sender', async () => {
    const { id } = api;
    const { text: page } = await api.client.send(`/designs/${id}`);
    const acts = [...page.matchAll(/value="([^"]+)"/g)].map(([, act = '']) => act);
    for (const fact of FACTS) expect(acts.some((act) => act.endsWith(` ${id} ${fact}`))).toBe(true);
    const act = acts.find((each) => each.endsWith(` ${id} who`)) ?? '';
    const told = await sent(`/designs/${id}/acts`, { act, version: '1' });
    expect(told.text).toContain('Personas: ');
    expect(await asked(id)).toBe(0);
    const form = { form: noteId('ask_record'), about: id, version: '1' };
    const question = 'What of the queue and Redis?';
    expect((await sent(`/designs/${id}/forms`, { ...form, text: question })).text).toContain(
      'Sources: ',
    );
    expect(await asked(id)).toBe(1);
    expect((await api.client.send(`/designs/${id}`)).text).not.toContain(question);
  });

  test.each([
    ['go_on', true],
    ['cancel', false],
  ] as const)(
    'D5: %s takes along what stands in the fields for answers: %s',
    async (control, takesAlong) => {
      const id = await answering(api.engine);
      const { text: page } = await api.client.send(`/designs/${id}`);
      const act = drawnAct(page, control) ?? '';
      const buttons = [
        ...page.matchAll(new RegExp(`<button name="act" value="${act}"[^>]*>`, 'g')),
      ];
      expect(buttons.length).toBeGreaterThan(0);
      for (const [each] of buttons)
        expect(each.includes(`form="answers" formaction="/designs/${id}/acts"`)).toBe(takesAlong);
      const typed = { Q1: 'It holds 40,000 jobs.', remark: 'Nobody is on call at night.' };
      await sent(`/designs/${id}/acts`, { act, version: '1', ...typed });
      const said = (await api.engine.design(id))?.replies.map(({ text }) => text).join(' ');
      for (const words of Object.values(typed)) expect(said?.includes(words)).toBe(takesAlong);
    },
  );

  test('D8: who has signed in acts under the name of the session, which reads as claimed', async () => {
    const { id } = api;
    const holder = operatorOf(TOKEN);
    const by = async (name: string) => {
      const login = { kind: 'session', holder, name, way: 'link', createdBy: name } as const;
      const { secret } = await issueLogin(api.engine.parts, login, 60_000);
      const headers = { authorization: '', cookie: `charrette-80=${secret}` };
      const form = { form: noteId('decline'), about: id };
      const page = await api.client.send(`/designs/${id}`, { headers });
      const act = drawnAct(page.text, 'decline') ?? '';
      const { text } = await sent(`/designs/${id}/acts`, { act }, headers);
      const field = /<(?:textarea|input) id="field-([^"]*)"/.exec(text)?.[1] ?? '';
      await sent(`/designs/${id}/forms`, { ...form, [field]: `${name} says no.` }, headers);
    };
    await by('Ana');
    await by('admin');
    const { text: page } = await api.client.send(`/designs/${id}`);
    expect(page).toContain('Ana, in the console (token admin)');
    expect(page).toContain('Somebody, in the console (token admin)');
  });

  test('A18: who reads by a link, or is not signed in, sees no navigation and nothing to press', async () => {
    const { id } = api;
    const { body: link } = await api.client.post(`/${id}/links`, { days: 1, author: 'Ana' });
    const headers = { authorization: '', accept: 'text/html', 'sec-fetch-site': 'same-origin' };
    const entered = await api.client.send(link.path, { headers });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const linked = await api.client.send(`/designs/${id}`, { headers: { ...headers, cookie } });
    const outside = await api.client.send('/', { headers });
    expect([linked.status, outside.status]).toEqual([200, 401]);
    for (const { text } of [linked, outside]) expect(text).not.toContain('href="/operations"');
    expect(linked.text).not.toContain('name="act"');
    expect((await api.client.send('/')).text).toContain('href="/operations"');
    expect(linked.text).toContain(`class="brand" href="/designs/${id}"`);
  });

  test('D8: who may not act is not asked for words', async () => {
    const id = await answering(api.engine);
    const [read, pressed] = await Promise.all(
      [api.reader, {}].map(
        async (headers) => (await api.client.send(`/designs/${id}`, { headers })).text,
      ),
    );
    const words = 'Anything else: an objection';
    expect([read, pressed].map((each) => each?.includes(words))).toEqual([false, true]);
  });

  test('the page of a rehearsal says that nothing was decided, and shows no placeholder as the decision', async () => {
    const { text } = await api.client.send(`/designs/${api.id}`);
    expect(text).toContain('Nothing was decided.');
    for (const id of ['decision', 'step', 'open']) expect(text).not.toContain(`id="${id}"`);
  });

  test('a design follows up on a decision by the form, and on nothing that is not there', async () => {
    const { id } = api;
    const { text: decided } = await api.client.send(`/designs/${id}`);
    expect(decided).toMatch(/Asked by ana, <time datetime/);
    const pressed = await sent(`/designs/${id}/acts`, {
      act: drawnAct(decided, 'follow_up') ?? '',
      version: '1',
    });
    expect(pressed.headers.get('location')).toBe(`/start?follow=${id}`);
    const { text } = await api.client.send(`/start?follow=${id}`);
    expect(text).toContain(`name="follow" value="${id}"`);
    const form = { follow: id, topic: 'What comes after it?', repo: 'none', do: 'start' };
    const [first, again] = [await sent('/start', form), await sent('/start', form)];
    expect(first.status).toBe(303);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const page = await api.client.send(first.headers.get('location') ?? '');
    expect(page.status).toBe(200);
    const drawn = async () => {
      const { text } = await api.client.send('/start');
      return { ...form, form: /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '' };
    };
    const [another, later] = [
      await sent('/start', await drawn()),
      await sent('/start', await drawn()),
    ];
    expect(later.headers.get('location')).not.toBe(another.headers.get('location'));
    expect((await sent('/start', form, api.reader)).status).toBe(403);
    const open = await answering(api.engine);
    expect((await sent('/start', { ...form, follow: open })).status).toBe(409);
    expect((await sent('/start', { ...form, follow: 'dsn_none' })).status).toBe(404);
  });

  test('A13: a note that is too long or empty stays in its form, with the problem at its field', async () => {
    const { id } = api;
    const form = { form: noteId('decline'), about: id };
    for (const why of ['No. '.repeat(501), ' ']) {
      const { status, text } = await sent(`/designs/${id}/forms`, { ...form, why });
      expect(status).toBe(422);
      expect(text).toContain(
        `${why}</textarea><p class="hint" id="field-why-hint"><strong class="error" role="alert">`,
      );
    }
  });

  test('a form has no choice that leaves unsaid what it does', async () => {
    const pages = ['/start', `/start?follow=${api.id}`].map((path) => api.client.send(path));
    for (const { text } of await Promise.all(pages)) {
      const [first, ...others] = [...text.matchAll(/<option value="([^"]*)"( selected)?>/g)];
      expect([first, ...others].map((each) => each?.[1])).not.toContain('');
      expect(text.match(/<select/g)).toHaveLength(
        text.match(/<option [^>]* selected>/g)?.length ?? 0,
      );
    }
  });

  test('a token that takes part is offered the repositories that it may name over the API', async () => {
    const { text } = await api.client.send('/start', { headers: api.taker });
    expect(text).toMatch(/name="repo"[^>]*><option value="app" selected>/);
  });
});

test('D8: a form that is no form of ours is refused, and is no failure of Charrette', async () => {
  const { id } = api;
  const paths = ['acts', 'forms', 'answers'];
  for (const path of ['/sign-in', '/start', ...paths.map((each) => `/designs/${id}/${each}`)])
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x', 'text/plain']) {
      const { status } = await sent(path, { token: 'x' }, { 'content-type': type });
      expect(status, `${path} ${type}`).toBe(415);
    }
});

test('a number has a point or a comma before its decimals', async () => {
  for (const budget of ['0.5', '0,5', '1.000,5'])
    expect(
      (
        await sent('/start', { topic: 'Where to?', repo: 'none', budgetUsd: budget, do: 'look' })
      ).text.includes('name="seen"'),
      budget,
    ).toBe(budget !== '1.000,5');
});

test('a form shows what was sent in it without signs that turn the reading direction', async () => {
  const { text } = await sent('/start', {
    topic: 'Where do <logs>\u202e go?',
    budgetUsd: 'x',
    do: 'look',
  });
  expect(text).toContain('Where do &lt;logs&gt; go?');
});

test('A13: a HEAD request opens no stream, which would have no body to end with', async () => {
  const headers = { accept: 'text/event-stream' };
  for (const path of ['/live?since=0', `/live?design=${api.id}&since=0`])
    expect((await api.client.request(path, { method: 'HEAD', headers })).status).toBe(415);
});

test('A13: a stream of a page that is taken up again begins behind the last event that came', async () => {
  const { id } = api;
  const version = (await api.engine.design(id))?.version ?? 0;
  const first = async (lastEventId: number) => {
    const gone = new AbortController();
    const headers = { accept: 'text/event-stream', 'last-event-id': String(lastEventId) };
    const answer = await api.client.request(`/live?design=${id}&since=0`, {
      headers,
      signal: gone.signal,
    });
    let seen = '';
    for await (const bytes of answer.body ?? []) {
      seen += new TextDecoder().decode(bytes);
      if (/^id: \d+$/m.test(seen)) break;
    }
    gone.abort();
    return Number(/^id: (\d+)$/m.exec(seen)?.[1]);
  };
  expect(await first(version - 1)).toBe(version);
  expect(await first(3)).toBe(4);
});

describe('the way to the page of a design', () => {
  test('a reachable page of a design is named in its messages and at a terminal’s end, on no page', async () => {
    const { id } = api;
    const address = `https://charrette.example.com/designs/${id}`;
    const design = await api.engine.design(id);
    if (design === null) throw new Error('it is gone');
    expect(pageAddressOf(publicUrl, id)).toBe(address);
    for (const kind of ['card', 'outcome'] as const)
      expect(drawDocument(documentOf({ kind }, viewOf(design))).text).toContain(
        `href="${address}"`,
      );
    const look = {
      columns: 80,
      paint: (_: unknown, text: string) => text,
      folder: null,
      program: 'charrette',
    };
    expect(drawResult(viewOf(design), look)).toContain(`Open its page: ${address}\n`);
    expect((await api.client.send(`/designs/${id}`)).text).not.toContain(address);
  });
});
