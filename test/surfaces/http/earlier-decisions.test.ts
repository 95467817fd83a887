import { expect, test } from 'vitest';
import type { Viewer } from '#engine/access/viewer.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { takingAll } from '../../support/services/nobody-reads.ts';
import { ask, asViewer } from './as-viewer.ts';
import { prepared } from './client.ts';

const TOPIC = 'Who is to be promoted to the tower?';
const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'ana' };

const options = { parts: { rehearsal: false, chats: [takingAll('slack')] } };
const api = eachTest(
  prepared(options, async ({ engine }) => {
    const ended = async (request: Parameters<typeof begun>[1]) => {
      const id = await begun(engine, request);
      await eventsUntil(engine, id, isEnd);
      await engine.waitUntilSettled(id);
      return id;
    };
    return {
      decided: await ended({ topic: TOPIC, thread, startedBy: 'Ana' }),
      turbine: await ended({ topic: 'Who repairs the turbine of the mill?' }),
    };
  }),
);

const OPERATOR: Viewer = { kind: 'operator' };
const token = (channels: readonly string[] | null): Viewer => ({
  kind: 'token',
  token: { name: 'ci', createdAt: 0, role: 'operate', channels },
});

async function asked(viewer: Viewer, method: 'GET' | 'POST', path: string, body?: object) {
  const app = asViewer(api.client.app, viewer);
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const { status, text } = await ask(app, method, `/api/v1/designs${path}`, init);
  expect(status).toBe(200);
  return JSON.parse(text);
}

async function found(viewer: Viewer, query: string): Promise<string[]> {
  const { designs, next } = await asked(viewer, 'GET', query);
  expect(next).toBeNull();
  return designs.map(({ id }: { readonly id: string }) => id);
}

const before = async (viewer: Viewer, topic: string, more: object = {}) =>
  (await asked(viewer, 'POST', '/estimate', { topic, ...more })).earlier;

test('A14: designs are listed by words, best match first, within a status and a limit', async () => {
  const { decided, turbine } = api;
  expect(await found(OPERATOR, '?words=repairs%20tower%20turbine')).toEqual([turbine, decided]);
  expect(await found(OPERATOR, '?words=repairs%20tower%20turbine&limit=1')).toEqual([turbine]);
  expect(await found(OPERATOR, '?words=sentence&status=completed')).toHaveLength(2);
  expect(await found(OPERATOR, '?words=turbine&status=running')).toEqual([]);
  expect(await found(OPERATOR, '?words=velociraptor')).toEqual([]);
  expect(await found(OPERATOR, '?words=')).toEqual([turbine, decided]);
});

test('A18: nobody finds by words or by the same question what they may not read', async () => {
  expect(await found(token(['slack/C2']), '?words=tower')).toEqual([]);
  expect(await before(token(['slack/C2']), TOPIC)).toEqual([]);
  expect(await found(token(['slack/C1']), '?words=tower')).toEqual([api.decided]);
  expect(await before(token(['slack/C1']), TOPIC)).toMatchObject([{ id: api.decided }]);
});

test('A14: the page for a start shows decisions on the same question beside its price, but for a follow-up none', async () => {
  const page = async (follow = '') => {
    const body = new URLSearchParams({ topic: TOPIC, follow, repo: 'none', do: 'look' }).toString();
    const browser = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
    const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    return (
      await api.client.send('/start', { method: 'POST', body, headers: { ...type, ...browser } })
    ).text;
  };
  const asked = await page();
  expect(asked).toContain(PAGE.start.before);
  expect(asked).toContain(`/designs/${api.decided}`);
  const following = await page(api.turbine);
  expect(following).toContain('name="follow"');
  expect(following).not.toContain(PAGE.start.before);
});
