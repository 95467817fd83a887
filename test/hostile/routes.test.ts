import { describe, expect, it, onTestFinished } from 'vitest';
import { BODY_BYTES } from '../../src/surfaces/http/body.ts';
import { eachTest } from '../support/runner/each-test.ts';
import { atNight } from '../support/runner/whole.ts';
import { Client, openApi, TOKEN } from '../surfaces/http/client.ts';

/**
 * Every route of the table × every way to show that one may ask × every way to spell the path, the
 * method or the body. Nothing here names a route: a new one is covered as soon as it is there.
 */
const api = eachTest(async () => {
  const { client, engine } = await openApi();
  const { id, topic } = await client.started();
  const closing = new Client(engine);
  onTestFinished(() => closing.closing.abort());
  const { app } = closing;
  const routes = tableOf(app, id);
  const closed = routes.filter(
    ({ path }) =>
      !OPEN.includes(path) && !LOCAL_ONLY.test(path) && !ASSET.test(path) && !ENTRANCE.test(path),
  );
  const guarded = closed.filter(({ path }) => isOfApi(path));
  return {
    client,
    topic,
    app,
    routes,
    guarded,
    pages: closed.filter(({ path }) => !isOfApi(path)),
  };
});

/** Every route once, with values in the place of names, as a client would fill them in. */
function tableOf(app: Client['app'], id: string) {
  const values: Readonly<Record<string, string>> = {
    ':id': id,
    ':questionId': 'Q1',
    ':divergenceId': 'D1',
    ':gateId': 'gate-1',
    ':name': 'brief.md',
    ':token': 'ci',
    ':n': '1',
    ':linkId': 'nobody',
    ':signInId': 'nobody',
    ':secret': 'nothing',
    ':hash': 'none',
    ':name{.+}': 'brief.md',
    ':challenge': 'a'.repeat(64),
  };
  return app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({
      method,
      path: path
        .split('/')
        .map((part) => (part.startsWith(':') ? (values[part] ?? part) : part))
        .join('/'),
    }))
    .filter(
      ({ method, path }, at, all) =>
        all.findIndex((each) => each.method === method && each.path === path) === at,
    );
}
/** What anybody may have: whether the daemon runs and is ready. */
const OPEN = ['/healthz', '/readyz'];
/** What only the listener for the command line has; to all others there is nothing. */
const LOCAL_ONLY = /^\/proof\/|\/course$|\/backup$/;
/** Files that every page loads, with nothing of anybody in them. */
const ASSET = /^\/assets\//;
/**
 * Pages of signing in and of links, which anybody reaches: their own tests say what nobody gets
 * there.
 */
const ENTRANCE = /^\/(?:sign-in|sign-out|links)(?:\/|$)/;
const isOfApi = (path: string) => /^\/(?:api\/|metrics|mcp)/.test(path);

const NO_RIGHT: Readonly<Record<string, Record<string, string>>> = {
  'no token': {},
  'a wrong one': { authorization: 'Bearer wrong' },
  'a part of it': { authorization: `Bearer ${TOKEN.slice(0, -1)}` },
  'more than it': { authorization: `Bearer ${TOKEN}x` },
  'another case': { authorization: `Bearer ${TOKEN.toUpperCase()}` },
  'another scheme': { authorization: `Basic ${TOKEN}` },
  'two of them': { authorization: `Bearer x, Bearer ${TOKEN}` },
  'another header': {
    'x-authorization': `Bearer ${TOKEN}`,
    cookie: `token=${TOKEN}`,
    'proxy-authorization': `Bearer ${TOKEN}`,
  },
};
const RIGHT = { authorization: `Bearer ${TOKEN}` };

const encodedEvery = (text: string) =>
  text.replaceAll(/[a-z]/gi, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
/** Other spellings of one path. */
const SPELLINGS: Readonly<Record<string, (path: string) => string>> = {
  'as it is': (path) => path,
  'a slash at its end': (path) => `${path}/`,
  'doubled slashes': (path) => path.replaceAll('/', '//'),
  'one doubled slash in front': (path) => `/${path}`,
  'dot segments': (path) => path.replaceAll('/', '/./'),
  'a way up and down again': (path) => `/healthz/..${path}`,
  'an encoded way up': (path) => `/healthz/%2e%2e${path}`,
  'encoded slashes': (path) => `/${path.slice(1).replaceAll('/', '%2f')}`,
  'encoded letters': (path) => path.split('/').map(encodedEvery).join('/'),
  'letters encoded twice': (path) => encodedEvery(path).replaceAll('%', '%25'),
  'capital letters': (path) => path.toUpperCase(),
  'a query': (path) => `${path}?token=${TOKEN}&access_token=${TOKEN}`,
  'a fragment': (path) => `${path}#/healthz`,
  'a semicolon': (path) => `${path};/healthz`,
  'a backslash': (path) => path.replaceAll('/', '\\'),
  'a byte of nothing': (path) => `${path}%00`,
  'half an encoding': (path) => `${path}%`,
  'what is no UTF-8': (path) => `${path}%ff%fe`,
  'a longer name': (path) => `${path}${'a'.repeat(8_000)}`,
  'the name of an open one in front': (path) => `/healthz${path}`,
};
type Body = string | Uint8Array<ArrayBuffer>;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];

async function asked(method: string, path: string, headers: Record<string, string>, body?: Body) {
  const init: RequestInit = { method, headers, ...(body === undefined ? {} : { body }) };
  const response = await api.app.request(`http://localhost${path}`, init, {
    incoming: {},
    outgoing: { req: { complete: true }, writeHead: () => ({ end: () => undefined }) },
  });
  return { status: response.status, text: response.body === null ? '' : await firstOf(response) };
}

/** A stream of events goes on; its beginning is enough. */
async function firstOf(response: Response): Promise<string> {
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream'))
    return response.text();
  await response.body?.cancel();
  return '';
}

function expectPlain(status: number, text: string): void {
  expect(status).not.toBe(500);
  expect(text).not.toMatch(
    /node_modules|\.ts:\d|at \w+ \(|ZodError|TypeError|SyntaxError|RangeError/,
  );
  expect(text).not.toContain(TOKEN);
}

it('the table has routes of each kind, and every name in a path has a value here', () => {
  expect(api.guarded.length).toBeGreaterThan(15);
  expect(api.routes.filter(({ path }) => OPEN.includes(path)).length).toBe(OPEN.length);
  expect(api.routes.filter(({ path }) => path.includes(':'))).toEqual([]);
});

it('what is for the command line on the data folder is not there for anybody else', async () => {
  const local = api.routes.filter(({ path }) => LOCAL_ONLY.test(path));
  expect(local).toHaveLength(3);
  for (const { method, path } of local)
    for (const spelled of Object.values(SPELLINGS))
      expect([400, 401, 404, 405], path).toContain(
        (await asked(method, spelled(path), RIGHT)).status,
      );
});

describe('A12: every route, for anybody and in any spelling', () => {
  it.each(Object.entries(NO_RIGHT))('nobody gets anything with %s', async (name, headers) => {
    const before = await designs();
    // How a path is spelled and how the right is missing are looked at by different code: by day
    // not each goes with each.
    const spellings = atNight(
      Object.entries(SPELLINGS),
      ([spelling]) => name === 'no token' || spelling === 'as it is',
    );
    for (const { method: own, path } of api.guarded)
      for (const [spelling, spelled] of spellings)
        for (const method of spelling === 'as it is'
          ? METHODS
          : atNight(METHODS, (each) => each === own)) {
          const { status, text } = await asked(method, spelled(path), headers);
          const what = `${method} ${path} with ${spelling}`;
          expect(text, what).not.toContain(api.topic);
          expect([401, 404, 405], what).toContain(status);
          if (spelling === 'as it is' && method === own) expect(status, what).toBe(401);
          expectPlain(status, text);
        }
    expect(await designs()).toEqual(before);
  });

  it.each(Object.entries(NO_RIGHT))('nobody gets a page with %s', async (_, headers) => {
    expect(api.pages.length).toBeGreaterThan(10);
    for (const { method, path } of api.pages) {
      const { status, text } = await asked(method, path, headers);
      expect(text, `${method} ${path}`).not.toContain(api.topic);
      expect(status, `${method} ${path}`).toBe(401);
      expectPlain(status, text);
    }
  });

  it('with the token it is the same as it is written, or it is not there', async () => {
    for (const { method, path } of api.guarded.filter((each) => each.method === 'GET')) {
      const plain = await asked(method, path, RIGHT);
      for (const [spelling, spelled] of Object.entries(SPELLINGS)) {
        const { status, text } = await asked(method, spelled(path), RIGHT);
        const what = `${method} ${path} with ${spelling}`;
        expectPlain(status, path === '/metrics' ? '' : text);
        expect([plain.status, 400, 404, 422], what).toContain(status);
      }
    }
  });

  it('a method that a route does not have changes nothing and says which there are', async () => {
    const before = await designs();
    for (const { path } of api.routes.filter(
      (each) => !LOCAL_ONLY.test(each.path) && isOfApi(each.path),
    ))
      for (const method of METHODS.filter(
        (each) =>
          each !== 'HEAD' &&
          !api.routes.some((route) => route.path === path && route.method === each),
      )) {
        if (['GET', 'POST'].includes(method)) continue;
        const { status, text } = await asked(method, path, RIGHT);
        expect([status, JSON.parse(text).error.code], `${method} ${path}`).toEqual([
          405,
          'method_not_allowed',
        ]);
      }
    expect(await designs()).toEqual(before);
  });
});

describe('A12: every route that takes a body', () => {
  const posts = () => api.guarded.filter(({ method }) => method === 'POST');
  const json = { ...RIGHT, 'content-type': 'application/json' };
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const wrong: Readonly<
    Record<string, [body: Body, headers: Record<string, string>, statuses: number[]]>
  > = {
    'a list': ['[]', json, [404, 422]],
    null: ['null', json, [404, 422]],
    'a number': ['1e999', json, [404, 422]],
    'half of it': ['{"topic":', json, [400, 404]],
    'no UTF-8': [new Uint8Array([0x7b, 0xff, 0x7d]), json, [400, 404]],
    'levels without an end': [deep, json, [400, 404, 422]],
    'a prototype': ['{"__proto__":{"topic":"x"},"constructor":1}', json, [404, 422]],
    'unknown fields': [`{"admin":true,"${'x'.repeat(1_000)}":1}`, json, [404, 422]],
    'another type': [
      'topic=x',
      { ...RIGHT, 'content-type': 'application/x-www-form-urlencoded' },
      [404, 415],
    ],
    'a type with more in it': [
      '[]',
      { ...RIGHT, 'content-type': 'application/json; charset=utf-7' },
      [404, 422],
    ],
    'too much': ['x'.repeat(BODY_BYTES + 1), json, [413]],
    'too much that is no JSON by its type': ['x'.repeat(BODY_BYTES + 1), RIGHT, [413]],
  };

  it.each(Object.entries(wrong))(
    'every route that takes a body refuses %s, in words, and changes nothing',
    async (_, [body, headers, statuses]) => {
      const before = await designs();
      for (const { method, path } of posts()) {
        const { status, text } = await asked(method, path, headers, body);
        expect(statuses, `${method} ${path}: ${text}`).toContain(status);
        expect(Object.keys(JSON.parse(text))).toEqual(['error']);
        expectPlain(status, text);
      }
      expect(await designs()).toEqual(before);
    },
  );

  it('every route that takes a body looks at the token before the body', async () => {
    for (const { method, path } of posts()) {
      const { status } = await asked(method, path, {}, 'x'.repeat(BODY_BYTES + 1));
      expect(status, path).toBe(401);
    }
  });
});

/** All there are, with how far each has come by what people did. */
async function designs(): Promise<unknown> {
  const { body } = await api.client.get('?limit=200');
  return body.designs.map((design: { id: string; endedAt: string | null }) => [
    design.id,
    design.endedAt,
  ]);
}
