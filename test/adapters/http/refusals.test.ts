import { describe, expect, test } from 'vitest';
import { type Answer, openApi, TOKEN } from './client.ts';

const { client } = await openApi({ secrets: ['a-configured-secret'] });
/** A design that waits for answers. */
const { id } = await client.started();

const JSON_TYPE = { 'content-type': 'application/json' };
const TOPIC = { topic: 'Should we?' };

/** A12: the envelope, a code from the list, and nothing of the inside. */
function expectProblem(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body?.error?.code]).toEqual([status, code]);
  expect(Object.keys(answer.body)).toEqual(['error']);
  expect(Object.keys(answer.body.error)).toEqual(['code', 'message', 'details']);
  expect(answer.body.error.message).not.toBe('');
  if (code === 'invalid') expect(fieldsIn(answer)).not.toEqual([]);
  expect(answer.text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(|ZodError|SyntaxError/);
}

/** What does not fit, each with words. */
function fieldsIn({ body }: Answer): string[] {
  const { issues } = body.error.details;
  for (const issue of issues)
    expect(issue).toEqual({ field: expect.any(String), message: expect.stringMatching(/./) });
  return issues.map(({ field }: { field: string }) => field);
}

async function countDesigns(): Promise<number> {
  return (await client.get('?limit=200')).body.designs.length;
}

describe('A12: who may ask', () => {
  test.each([
    ['without a token', {}],
    ['with a wrong one', { authorization: 'Bearer wrong-token-wrong-token' }],
    ['with a part of it', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['with another scheme', { authorization: `Basic ${TOKEN}` }],
    ['with nothing after the scheme', { authorization: 'Bearer ' }],
  ])('A12: nobody %s', async (_name, headers) => {
    for (const path of ['/api/v1/designs', `/api/v1/designs/${id}`, '/api/v1/nothing', '/metrics']) {
      const response = await client.app.request(path, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } });
    }
  });

  test('A12: nobody is told how to send a token in words that are taken for one', async () => {
    const answer = await client.app.request('/api/v1/designs');
    const body = (await answer.json()) as Answer['body'];
    expect(body.error.message).toBe(
      'Send the admin token in the header Authorization, after the word Bearer.',
    );
  });

  test('health and readiness are for everybody', async () => {
    expect((await client.app.request('/healthz')).status).toBe(200);
    expect(await (await client.app.request('/readyz')).json()).toEqual({ status: 'ready' });
  });
});

describe('A12: what is not there', () => {
  test.each([
    ['an unknown design', 'GET', '/dsn_01890a5d-ac96-774b-bcce-b302099a8057'],
    ['what is no id', 'GET', '/latest'],
    ['an id that decodes to nothing', 'GET', '/%E0%A4%A'],
    ['a way out of the folder', 'GET', '/..%2F..%2Fetc'],
    ['the events of nobody', 'GET', '/dsn_01890a5d-ac96-774b-bcce-b302099a8057/events'],
    ['a reply to nobody', 'POST', '/dsn_01890a5d-ac96-774b-bcce-b302099a8057/replies'],
    ['a page that is not there', 'GET', '/ID/nothing'],
    ['lessons, which are not there yet', 'GET', '/ID/lessons'],
    ['a file that is not there', 'GET', '/ID/artifacts/brief.md'],
    ['a file outside', 'GET', '/ID/artifacts/..%2F..%2Fadmin-token'],
    ['a failure that is not there', 'GET', '/ID/failures/archaeologist-01234567.log'],
    ['a failure outside', 'GET', '/ID/failures/..%2Fbrief.md'],
    ['a gate that is not there', 'POST', '/ID/gates/gate-7'],
    ['what is no gate', 'POST', '/ID/gates/front'],
    ['a gate by a number too many', 'POST', '/ID/gates/gate-1-2'],
  ])('A12: %s', async (_name, method, path) => {
    const body = path.includes('/gates/') ? { choice: 'accept' } : { text: 'words' };
    const there = path.replace('ID', id);
    expectProblem(await (method === 'POST' ? client.post(there, body) : client.get(there)), 404, 'not_found');
  });

  test.each([
    ['DELETE', '', 'GET,POST'],
    ['PUT', '/ID', 'GET'],
    ['POST', '/ID', 'GET'],
    ['GET', '/ID/cancel', 'POST'],
    ['PATCH', '/ID/replies', 'POST'],
    ['OPTIONS', '/ID/retry', 'POST'],
    ['DELETE', '/ID/artifacts/brief.md', 'GET'],
  ])('A12: %s %s is answered with what is possible', async (method, path, allowed) => {
    const answer = await client.send(`/api/v1/designs${path.replace('ID', id)}`, { method });
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe(allowed);
  });

  test('HEAD is GET without a body, also for the stream, which it does not open', async () => {
    for (const path of ['', `/${id}`, `/${id}/events`]) {
      const response = await client.request(`/api/v1/designs${path}`, {
        method: 'HEAD',
        headers: { accept: 'text/event-stream' },
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await response.text()).toBe('');
    }
  });
});

const BODIES: [string, string | Blob | Uint8Array<ArrayBuffer>, Record<string, string>, number, string][] = [
  ['another type', '{"topic":"Should we?"}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  ['no type', new Blob(['{"topic":"Should we?"}']), {}, 415, 'unsupported_media_type'],
  ['half of a JSON', '{"topic":', JSON_TYPE, 400, 'malformed_json'],
  ['what is no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), JSON_TYPE, 400, 'malformed_json'],
  ['a list', '[]', JSON_TYPE, 422, 'invalid'],
  ['null', 'null', JSON_TYPE, 422, 'invalid'],
  ['nothing at all', '', JSON_TYPE, 422, 'invalid'],
];

describe('A12: bodies', () => {
  test.each(BODIES)('A12: %s', async (_name, body, headers, status, code) => {
    const before = await countDesigns();
    const init: RequestInit = { method: 'POST', headers, body };
    expectProblem(await client.send('/api/v1/designs', init), status, code);
    expect(await countDesigns()).toBe(before);
  });

  test.each([
    ['an empty topic', { topic: '  ' }, 'topic is empty'],
    ['a topic of one megabyte', { topic: 'x'.repeat(1_000_000) }, 'at most 4000'],
    ['a binary topic', { topic: 'Should we \u0000 this?' }, 'control characters'],
    ['a topic of another type', { topic: 7 }, 'topic'],
    ['an unknown field', { ...TOPIC, model: 'best' }, 'model'],
    ['no persona', { ...TOPIC, personas: [] }, 'personas: allowed is at least 1 in the list'],
    ['an unknown persona', { ...TOPIC, personas: ['visionary'] }, 'archaeologist'],
    ['a facilitator as a persona', { ...TOPIC, personas: ['auditor'] }, 'auditor'],
    ['a context that is too long', { ...TOPIC, context: 'x'.repeat(300_000) }, 'context'],
    ['a binary context', { ...TOPIC, context: [{ name: 'a.bin', text: '\u0000' }] }, 'a.bin'],
    ['an unknown repository', { ...TOPIC, repo: 'payroll' }, 'app'],
    ['a path as a repository', { ...TOPIC, repo: '/etc' }, 'app'],
    ['no budget', { ...TOPIC, budgetUsd: 0 }, 'budgetUsd'],
    ['a budget in words', { ...TOPIC, budgetUsd: 'ten' }, 'budgetUsd'],
  ])('A12: a design with %s is not begun', async (_name, body, words) => {
    const before = await countDesigns();
    const answer = await client.post('', body);
    expectProblem(answer, 422, 'invalid');
    expect(answer.body.error.message).toContain(words);
    expect(await countDesigns()).toBe(before);
  });

  test.each([
    ['/replies', {}, 'text'],
    ['/replies', { text: '   ' }, 'empty'],
    ['/replies', { text: 'x'.repeat(40_001) }, '40000'],
    ['/replies', { text: 'words', questionId: 'Q99' }, 'Q99'],
    ['/replies', { text: 'words', author: '' }, 'author'],
    ['/replies', { text: 'words', author: 'an\u0000a' }, 'author'],
    ['/replies', { text: 'words', author: 'x'.repeat(201) }, 'author'],
    ['/cancel', { reason: 7 }, 'reason'],
    ['/gates/gate-1', { choice: 'perhaps' }, 'choice'],
    ['/gates/gate-1', {}, 'choice'],
  ])('A12: %s with %j is refused', async (path, body, words) => {
    const answer = await client.post(`/${id}${path}`, body);
    expectProblem(answer, 422, 'invalid');
    expect(answer.body.error.message).toContain(words);
  });

  test.each(['?limit=0', '?limit=201', '?limit=ten', '?status=sleeping', '?before=yesterday', '?page=2'])(
    'A12: a list asked for with %s says what is allowed',
    async (query) => {
      const answer = await client.get(query);
      expectProblem(answer, 422, 'invalid');
      expect(answer.body.error.message).toContain('awaiting_input');
    },
  );

  test.each(['?since=-1', '?since=1.5', '?since=last', `?since=${'9'.repeat(30)}`])(
    'A12: events asked for with %s',
    async (query) => {
      expectProblem(await client.get(`/${id}/events${query}`), 422, 'invalid');
    },
  );

  test('D6: the error about a request does not repeat the secrets in it', async () => {
    for (const secret of ['a-configured-secret', 'sk-ant-0123456789abcdef']) {
      const answers = [
        await client.post('', { ...TOPIC, personas: [secret] }),
        await client.post('', { ...TOPIC, [secret]: 1 }),
        await client.send('/api/v1/designs', { method: 'POST', headers: JSON_TYPE, body: `{${secret}` }),
        await client.send(`/api/v1/${secret}`),
      ];
      for (const { status, text } of answers) {
        expect(status).toBeGreaterThanOrEqual(400);
        expect(text).not.toContain(secret);
      }
    }
  });
});

describe('A12: what does not fit is named with what is allowed, in plain words', () => {
  test.each([
    [
      '',
      { topic: 'Should we?', tpoic: 'x' },
      /tpoic: there is no such field; there are topic, context, personas,/,
    ],
    ['', {}, /topic: allowed is a text$/],
    ['', { ...TOPIC, depth: 'abyss' }, /depth: allowed is quick, standard, deep$/],
    ['', { ...TOPIC, budgetUsd: -1 }, /budgetUsd: allowed is more than 0$/],
    ['', { ...TOPIC, context: 5 }, /context: allowed is a text, or a list$/],
    ['', { ...TOPIC, context: [{ name: 'a' }] }, /: context\.0\.text: allowed is a text$/],
    ['', { ...TOPIC, context: [5] }, /: context\.0: allowed is an object$/],
    [
      '',
      { ...TOPIC, context: [{ name: 'a', text: 'b', size: 1 }] },
      /: context\.0\.size: there is no such field$/,
    ],
    [
      '',
      { ...TOPIC, context: [{ name: 'a' }, 5] },
      /: context\.0\.text: allowed is a text; context\.1: allowed is an object$/,
    ],
    ['', { ...TOPIC, context: 'x'.repeat(200_001) }, /: context: allowed is at most 200000 characters$/],
    ['/ID/questions/Q1/match', { replyId: 'x'.repeat(221) }, /: replyId: allowed is at most 220 characters$/],
    [
      '',
      { ...TOPIC, context: [{ name: '', text: '' }] },
      /context\.0\.name: allowed is at least 1 character$/,
    ],
    ['', [], /the body: allowed is an object$/],
    ['/ID/replies', { text: 'x', questionId: 'two' }, /questionId: allowed is Q and a number: Q2$/],
    ['/ID/replies', { text: 'x', author: 'a\nb' }, /author: allowed is a name on one line$/],
    ['/ID/questions/Q1/match', {}, /replyId: allowed is a text, or null$/],
    ['/ID/answered', { skip: 'yes' }, /skip: allowed is true or false$/],
  ])('A12: at %s %j', async (path, body, words) => {
    const answer = await client.post(path.replace('ID', id), body);
    expectProblem(answer, 422, 'invalid');
    expect(answer.body.error.message).toMatch(words);
  });
});

describe('A12: the details of what is invalid name each field, wherever it is found', () => {
  const two = { name: 'a', text: 'x'.repeat(150_000) };
  test.each([
    ['', { topic: ' ' }, 'topic', 'invalid'],
    ['', { ...TOPIC, personas: ['visionary'] }, 'personas', 'unknown_reference'],
    ['', { ...TOPIC, context: [two, two] }, 'context', 'invalid'],
    ['', { ...TOPIC, repo: 'payroll' }, 'repo', undefined],
    ['', { ...TOPIC, personas: [] }, 'personas', undefined],
    ['/ID/replies', { text: ' ' }, 'text', 'invalid'],
    ['/ID/replies', { text: 'x'.repeat(40_001) }, 'text', 'invalid'],
    ['/ID/replies', { text: 'words', questionId: 'Q99' }, 'questionId', 'unknown_reference'],
  ])('A12: at %s %j it is %s', async (path, body, field, refusal) => {
    const answer = await client.post(path.replace('ID', id), body);
    expectProblem(answer, 422, 'invalid');
    expect([fieldsIn(answer), answer.body.error.details.refusal]).toEqual([[field], refusal]);
  });

  test.each([
    ['?limit=0', {}, ['limit'], 'Allowed are'],
    ['?limit=ten', {}, ['limit'], 'Allowed are'],
    ['?bogus=1&before=yesterday', {}, ['before', 'bogus'], 'Allowed are'],
    ['/ID/events?since=abc', {}, ['since'], 'since is'],
    ['/ID/events', { 'last-event-id': 'abc' }, ['Last-Event-ID'], 'Last-Event-ID is'],
    [
      '/ID/events',
      { 'last-event-id': 'abc', accept: 'text/event-stream' },
      ['Last-Event-ID'],
      'Last-Event-ID is',
    ],
    [
      '/ID/events?since=1',
      { 'last-event-id': 'abc', accept: 'text/event-stream' },
      ['Last-Event-ID'],
      'Last-Event-ID is',
    ],
  ])('A12: asked for %s with %j it is %j', async (path, headers, fields, words) => {
    const answer = await client.send(`/api/v1/designs${path.replace('ID', id)}`, { headers });
    expectProblem(answer, 422, 'invalid');
    expect(fieldsIn(answer)).toEqual(fields);
    expect(answer.body.error.message).toContain(words);
  });

  test('A12: of a header it is the header', async () => {
    const answer = await client.post('', TOPIC, { 'idempotency-key': 'k'.repeat(201) });
    expectProblem(answer, 422, 'invalid');
    expect(fieldsIn(answer)).toEqual(['Idempotency-Key']);
  });
});
