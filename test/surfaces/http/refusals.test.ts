import { describe, expect, test } from 'vitest';
import { BODY_BYTES } from '#surfaces/http/body.ts';
import { breaking } from '../../support/designs/differences.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { type Answer, openApi } from './client.ts';

/** A design that waits for answers. */
const api = eachTest(async () => {
  const { client } = await openApi({ secrets: ['a-configured-secret'] });
  return { client, id: (await client.started()).id };
});

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
  return (await api.client.get('?limit=200')).body.designs.length;
}

describe('A12: access', () => {
  test('A12: a request without a token is refused, and is asked for one', async () => {
    const response = await api.client.app.request('/api/v1/designs');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } });
  });

  test('health and readiness are for everybody', async () => {
    expect((await api.client.app.request('/healthz')).status).toBe(200);
    expect(await (await api.client.app.request('/readyz')).json()).toEqual({ status: 'ready' });
  });
});

const MISSING: readonly (readonly [what: string, method: string, path: string])[] = [
  ['an unknown design', 'GET', '/dsn_01890a5d-ac96-774b-bcce-b302099a8057'],
  ['what is no id', 'GET', '/latest'],
  ['an id that decodes to nothing', 'GET', '/%E0%A4%A'],
  ['a way out of the folder', 'GET', '/..%2F..%2Fetc'],
  ['the events of nobody', 'GET', '/dsn_01890a5d-ac96-774b-bcce-b302099a8057/events'],
  ['a reply to nobody', 'POST', '/dsn_01890a5d-ac96-774b-bcce-b302099a8057/replies'],
  ['a page that is not there', 'GET', '/ID/nothing'],
  ['a file that is not there', 'GET', '/ID/artifacts/brief.md'],
  ['a file outside', 'GET', '/ID/artifacts/..%2F..%2Fadmin-token'],
  ['a failure that is not there', 'GET', '/ID/failures/archaeologist-01234567.log'],
  ['a failure outside', 'GET', '/ID/failures/..%2Fbrief.md'],
  ['a gate that is not there', 'POST', '/ID/gates/gate-7'],
  ['what is no gate', 'POST', '/ID/gates/front'],
  ['a gate by a number too many', 'POST', '/ID/gates/gate-1-2'],
  ['a difference that is not there', 'POST', '/ID/divergences/D1'],
];
const BODY_OF: Readonly<Record<string, object>> = {
  gates: { choice: 'accept' },
  divergences: { position: '1a' },
};
const NOT_ALLOWED: readonly (readonly [method: string, path: string, allowed: string])[] = [
  ['DELETE', '', 'GET,POST'],
  ['PUT', '/ID', 'GET'],
  ['POST', '/ID', 'GET'],
  ['GET', '/ID/cancel', 'POST'],
  ['PATCH', '/ID/replies', 'POST'],
  ['OPTIONS', '/ID/retry', 'POST'],
  ['DELETE', '/ID/artifacts/brief.md', 'GET'],
];

describe('A12: missing paths', () => {
  test('A12: what is not there is answered with 404', async () => {
    const wrong = await breaking(
      MISSING,
      ([what]) => what,
      async ([, method, path]) => {
        const body = BODY_OF[path.split('/')[2] ?? ''] ?? { text: 'words' };
        const there = path.replace('ID', api.id);
        expectProblem(
          await (method === 'POST' ? api.client.post(there, body) : api.client.get(there)),
          404,
          'not_found',
        );
      },
    );
    expect(wrong).toEqual([]);
  });

  test('A12: a method that a path does not have is answered with those that it has', async () => {
    const wrong = await breaking(NOT_ALLOWED, String, async ([method, path, allowed]) => {
      const answer = await api.client.send(`/api/v1/designs${path.replace('ID', api.id)}`, {
        method,
      });
      expectProblem(answer, 405, 'method_not_allowed');
      expect(answer.headers.get('allow')).toBe(allowed);
    });
    expect(wrong).toEqual([]);
  });

  test('HEAD is GET without a body, also for the stream, which it does not open', async () => {
    for (const path of ['', `/${api.id}`, `/${api.id}/events`]) {
      const response = await api.client.request(`/api/v1/designs${path}`, {
        method: 'HEAD',
        headers: { accept: 'text/event-stream' },
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await response.text()).toBe('');
    }
  });
});

const BODIES: readonly [
  status: number,
  code: string,
  headers: Record<string, string>,
  body: string,
][] = [
  [415, 'unsupported_media_type', { 'content-type': 'text/plain' }, '{"topic":"Should we?"}'],
  [400, 'malformed_json', JSON_TYPE, '{"topic":'],
  [413, 'too_large', JSON_TYPE, 'x'.repeat(BODY_BYTES + 1)],
  [422, 'invalid', JSON_TYPE, ''],
];

const two = { name: 'a', text: 'x'.repeat(150_000) };

const FIELDS: readonly (readonly [
  path: string,
  body: unknown,
  words: RegExp,
  field?: string,
  refusal?: string,
])[] = [
  ['', { topic: '  ' }, /topic is empty/, 'topic', 'invalid'],
  ['', { topic: 'x'.repeat(1_000_000) }, /the limit is 4000/],
  ['', { topic: 'Should we \u0000 this?' }, /control characters/],
  ['', { topic: 7 }, /topic/],
  ['', {}, /topic: must be a string$/],
  ['', [], /the body: must be an object$/],
  ['', { ...TOPIC, tpoic: 'x' }, /tpoic: unknown field; known fields: topic, context, personas,/],
  ['', { ...TOPIC, depth: 'abyss' }, /depth: must be one of quick, standard$/],
  ['', { ...TOPIC, personas: [] }, /personas: must be a list of at least 1/, 'personas'],
  ['', { ...TOPIC, personas: ['visionary'] }, /archaeologist/, 'personas', 'unknown_reference'],
  ['', { ...TOPIC, personas: ['auditor'] }, /auditor/],
  ['', { ...TOPIC, repo: 'payroll' }, /app/, 'repo'],
  ['', { ...TOPIC, repo: '/etc' }, /app/],
  ['', { ...TOPIC, budgetUsd: 0 }, /budgetUsd: must be more than 0$/],
  ['', { ...TOPIC, budgetUsd: 'ten' }, /budgetUsd/],
  ['', { ...TOPIC, context: 5 }, /context: must be a string, or a list$/],
  ['', { ...TOPIC, context: 'x'.repeat(200_001) }, /: context: must be at most 200000 characters$/],
  ['', { ...TOPIC, context: [two, two] }, /context/, 'context', 'invalid'],
  ['', { ...TOPIC, context: [{ name: 'a.bin', text: '\u0000' }] }, /a\.bin/],
  ['', { ...TOPIC, context: [5] }, /: context\.0: must be an object$/],
  [
    '',
    { ...TOPIC, context: [{ name: '', text: '' }] },
    /context\.0\.name: must be at least 1 character$/,
  ],
  [
    '',
    { ...TOPIC, context: [{ name: 'a', text: '', size: 1 }] },
    /context\.0\.size: unknown field$/,
  ],
  [
    '',
    { ...TOPIC, context: [{ name: 'a' }, 5] },
    /: context\.0\.text: .* a string; context\.1: .* an object$/,
  ],
  ['/ID/replies', {}, /text/],
  ['/ID/replies', { text: '   ' }, /empty/, 'text', 'invalid'],
  ['/ID/replies', { text: ' 👍! ' }, /needs words/, 'text'],
  [
    '/ID/replies',
    { text: '\u0000' },
    /^The text contains a character that cannot be stored \(U\+0000 or half of a surrogate pair\)\. Remove it\.$/,
    'text',
    'invalid',
  ],
  ['/ID/cancel', { reason: 'a\ud83cb' }, /^The reason contains a character/, 'reason', 'invalid'],
  ['/ID/replies', { text: 'x'.repeat(40_001) }, /40000/, 'text', 'invalid'],
  ['/ID/replies', { text: 'words', questionId: 'Q99' }, /Q99/, 'questionId', 'unknown_reference'],
  [
    '/ID/replies',
    { text: 'x', questionId: 'two' },
    /questionId: must be Q and a number, such as Q2$/,
  ],
  ['/ID/replies', { text: 'words', author: '' }, /author/],
  ['/ID/replies', { text: 'words', author: 'an\u0000a' }, /author/],
  ['/ID/replies', { text: 'words', author: 'x'.repeat(201) }, /author/],
  ['/ID/replies', { text: 'x', author: 'a\nb' }, /author: must be a name on one line$/],
  ['/ID/replies', { text: 'x', author: '\u2060\u200d' }, /author: .* a name that can be read/],
  ['/ID/replies', { text: 'x', author: 'Ana', via: { way: 'slack' } }, /via: unknown field/],
  ['/ID/acceptance', { choice: 'accept' }, /author/, 'author'],
  ['/ID/acceptance', { choice: 'maybe', author: 'ana' }, /choice/, 'choice'],
  ['/ID/divergences/D1', {}, /position/, 'position'],
  ['/ID/cancel', { reason: 7 }, /reason/],
  ['/ID/gates/gate-1', { choice: 'perhaps' }, /choice/],
  ['/ID/gates/gate-1', {}, /choice/],
  ['/ID/ask', { text: 'why?', author: 'ana', private: 'yes' }, /private: must be true or false$/],
];

describe('A12: bodies', () => {
  test('A12: a body that cannot be read is refused, and begins no design', async () => {
    const wrong = await breaking(BODIES, String, async ([status, code, headers, body]) => {
      const before = await countDesigns();
      expectProblem(
        await api.client.send('/api/v1/designs', { method: 'POST', headers, body }),
        status,
        code,
      );
      expect(await countDesigns()).toBe(before);
    });
    expect(wrong).toEqual([]);
  });

  test('A12: a field that does not fit is refused with what is allowed', async () => {
    const named = ([path, body]: (typeof FIELDS)[number]) =>
      `${path} ${JSON.stringify(body).slice(0, 80)}`;
    const wrong = await breaking(FIELDS, named, async ([path, body, words, field, refusal]) => {
      const before = await countDesigns();
      const answer = await api.client.post(path.replace('ID', api.id), body);
      expectProblem(answer, 422, 'invalid');
      expect(answer.body.error.message).toMatch(words);
      const fields = fieldsIn(answer);
      if (field !== undefined)
        expect([fields, answer.body.error.details.refusal]).toEqual([[field], refusal]);
      expect(await countDesigns()).toBe(before);
    });
    expect(wrong).toEqual([]);
  });

  test('nobody away from the machine may say how a design would run there, at a start or rerun', async () => {
    const again: readonly (readonly [field: string, value: unknown])[] = [
      ['repoPath', '/etc'],
      ['gates', false],
      ['answerSeconds', 1],
    ];
    const starts: typeof again = [
      ...again,
      ['answers', 'Q1: 900'],
      ['questions', false],
      ['deadlineMinutes', 1],
      ['author', 'root'],
    ];
    const before = await countDesigns();
    const refused = (path: string, body: object) =>
      breaking(path === '' ? starts : again, String, async ([field, value]) => {
        const answer = await api.client.post(path, { ...body, [field]: value });
        expectProblem(answer, 422, 'invalid');
        expect(fieldsIn(answer)).toEqual([field]);
        expect(await countDesigns()).toBe(before);
      });
    expect(await refused('', TOPIC)).toEqual([]);
    expect(await refused(`/${api.id}/retry`, {})).toEqual([]);
  });

  test('D6: the error about a request does not repeat the secrets in it', async () => {
    for (const secret of ['a-configured-secret', 'sk-ant-0123456789abcdef']) {
      const answers = [
        await api.client.post('', { ...TOPIC, personas: [secret] }),
        await api.client.post('', { ...TOPIC, [secret]: 1 }),
        await api.client.send('/api/v1/designs', {
          method: 'POST',
          headers: JSON_TYPE,
          body: `{${secret}`,
        }),
        await api.client.send(`/api/v1/${secret}`),
      ];
      for (const { status, text } of answers) {
        expect(status).toBeGreaterThanOrEqual(400);
        expect(text).not.toContain(secret);
      }
    }
  });
});

test('A12: a misspelt preview does nothing, nor does one of an act that is previewed elsewhere', async () => {
  for (const [act, word] of [
    ['forgetting', 'prevew'],
    ['publication', 'prevew'],
    ['retry', 'preview'],
  ]) {
    const answer = await api.client.send(`/api/v1/designs/${api.id}/${act}?${word}`, {
      method: 'POST',
    });
    expectProblem(answer, 422, 'invalid');
    expect(fieldsIn(answer)).toEqual([word]);
  }
  expect((await api.client.send(`/api/v1/designs/${api.id}`)).status).toBe(200);
});

describe('A12: a question, or a header, that does not fit', () => {
  test('A12: a query or a header is refused by its name, with what is allowed', async () => {
    const rows: readonly (readonly [string, Record<string, string>, string[], string])[] = [
      ['?limit=0', {}, ['limit'], 'at least 1'],
      ['?limit=201', {}, ['limit'], 'at most 200'],
      ['?limit=ten', {}, ['limit'], 'a number'],
      ['?status=sleeping', {}, ['status'], 'awaiting_input'],
      ['?page=2', {}, ['page'], 'known query parameters: words, status, limit, before'],
      ['?page=2&size=3', {}, ['page', 'size'], 'page: unknown query parameter; known'],
      ['?bogus=1&before=yesterday', {}, ['before', 'bogus'], 'the id of a design'],
      ['/ID?page=2', {}, ['page'], 'unknown query parameter'],
      ['/ID/events?sinc=1', {}, ['sinc'], 'known query parameters: since'],
      ['/ID/events?since=abc', {}, ['since'], 'since: must be a sequence number'],
      ['/ID/events?since=-1', {}, ['since'], 'since: must be a sequence number'],
      ['/ID/events?since=1.5', {}, ['since'], 'since: must be a sequence number'],
      [`/ID/events?since=${'9'.repeat(30)}`, {}, ['since'], 'since: must be a sequence number'],
      ['/ID/events', { 'last-event-id': 'abc' }, ['Last-Event-ID'], 'Last-Event-ID must be'],
      [
        '/ID/events',
        { 'last-event-id': 'abc', accept: 'text/event-stream' },
        ['Last-Event-ID'],
        'Last-Event-ID must be',
      ],
      [
        '/ID/events?since=1',
        { 'last-event-id': 'abc', accept: 'text/event-stream' },
        ['Last-Event-ID'],
        'Last-Event-ID must be',
      ],
    ];
    const wrong = await breaking(
      rows,
      ([path]) => path,
      async ([path, headers, fields, words]) => {
        const answer = await api.client.send(`/api/v1/designs${path.replace('ID', api.id)}`, {
          headers,
        });
        expectProblem(answer, 422, 'invalid');
        expect(fieldsIn(answer)).toEqual(fields);
        expect(answer.body.error.message).toContain(words);
      },
    );
    expect(wrong).toEqual([]);
  });

  test('A12: the refusal of a header names the header', async () => {
    const answer = await api.client.post('', TOPIC, { 'idempotency-key': 'k'.repeat(201) });
    expectProblem(answer, 422, 'invalid');
    expect(fieldsIn(answer)).toEqual(['Idempotency-Key']);
  });
});

test('D6: a configured secret in any field of a request is not in the answer, and not kept', async () => {
  const secret = 'a-configured-secret';
  const to = (path: string, body: object, headers = {}) =>
    api.client.send(`/api/v1${path}`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify(body),
    });
  const ask = { about: 'cost', author: secret };
  const answers = await Promise.all([
    to('/tokens', { name: secret, role: 'read' }),
    to('/tokens', { name: 'ci', role: 'read', author: secret }),
    to(`/designs/${api.id}/ask`, ask),
    to(`/designs/${api.id}/links`, { author: secret }),
    to(`/designs/${api.id}/links`, {}, { 'charrette-agent': secret }),
    to(`/designs/${api.id}/replies`, { text: 'Yes.', author: secret }),
    api.client.send(`/api/v1/tokens/${secret}`, { method: 'DELETE' }),
    api.client.send('/api/v1/tokens'),
    api.client.get(`/${api.id}/links`),
  ]);
  for (const { text } of answers) expect(text).not.toContain(secret);
  expect(answers.map(({ status }) => status)).toEqual([
    422, 201, 201, 201, 201, 201, 404, 200, 200,
  ]);
  const keyed = await to(`/designs/${api.id}/cancel`, {}, { 'idempotency-key': secret });
  expectProblem(keyed, 422, 'invalid');
});
