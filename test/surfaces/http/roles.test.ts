import { expect, test } from 'vitest';
import { isEnough } from '#acts/act.ts';
import { TOKEN_ROLES } from '#ports/access-tokens.ts';
import { breaking } from '../../support/designs/differences.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { openApi } from './client.ts';
import { RULES } from './rules.ts';

/** Pages of the console that are for people who are signed in. */
const PAGES = /^\/(?:designs\/|operations|(?:live|start)?$)/;

const api = eachTest(async () => {
  const { client } = await openApi();
  return { client, design: await client.started() };
});

const routes = () =>
  new Set(
    api.client.app.routes
      .filter(
        ({ method, path }) => method !== 'ALL' && (path.startsWith('/api/v1') || PAGES.test(path)),
      )
      .map(({ method, path }) => `${method} ${path}`),
  );

function filled(path: string): string {
  const values: Readonly<Record<string, string>> = {
    ':id': api.design.id,
    ':questionId': 'Q1',
    ':divergenceId': 'D1',
    ':gateId': 'gate-1',
    ':n': '1',
    ':name': 'nobody',
    ':token': 'nobody',
    ':name{.+}': 'brief.md',
  };
  return path
    .split('/')
    .map((part) => values[part] ?? part)
    .join('/');
}

async function tokenFor(role: string, client = api.client): Promise<string> {
  const { body } = await client.send('/api/v1/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: `token to ${role}`, role }),
  });
  return body.token;
}

test('D8: every route of the API has a rule, and every rule a route', () => {
  expect(routes()).toEqual(new Set(Object.keys(RULES)));
});

test('D8: every route that changes something is an act with a name', () => {
  const silent = Object.entries(RULES).filter(
    ([route, { noted }]) => noted === null && !route.startsWith('GET '),
  );
  // On pages the verb notes its act, as in a thread.
  const onPages = ['acts', 'forms', 'answers'].map((each) => `POST /designs/:id/${each}`);
  const named = ['POST /api/v1/designs/estimate', ...onPages, 'POST /start'];
  expect(silent.map(([route]) => route)).toEqual(named);
});

test('D8: each role has its own rights and those of the roles before it', () => {
  expect(TOKEN_ROLES.map((role) => TOKEN_ROLES.filter((least) => isEnough(role, least)))).toEqual([
    ['read'],
    ['read', 'take part'],
    ['read', 'take part', 'operate'],
  ]);
  expect(TOKEN_ROLES.filter((role) => isEnough(role, 'admin'))).toEqual([]);
});

test.each(TOKEN_ROLES)(
  'D8: a token to %s gets 403 exactly where its role is not enough',
  async (role) => {
    const authorization = `Bearer ${await tokenFor(role)}`;
    const wrong = await breaking(routes(), String, async (route) => {
      const [method = '', path = ''] = route.split(' ');
      const least = RULES[route]?.least ?? 'admin';
      // Forms are taken from our own pages alone.
      const headers = {
        authorization,
        'content-type': 'application/json',
        origin: 'http://localhost',
      };
      const body = method === 'GET' ? {} : { body: '{"no such field": 1}' };
      const { status } = await api.client.send(filled(path), { method, headers, ...body });
      if (isEnough(role, least)) expect(status).not.toBe(403);
      // To all but the command line there is no such route.
      else expect(status).toBe(least === 'command line' ? 404 : 403);
    });
    expect(wrong).toEqual([]);
  },
);

test('T7: what the operator has set for one design is raised by no token but one to operate', async () => {
  const { client } = await openApi({ settings: { budgetUsd: 5 } });
  const start = async (role: string, budgetUsd: number) => {
    const authorization = `Bearer ${await tokenFor(role, client)}`;
    return client.post('', { topic: 'Should we?', budgetUsd }, { authorization });
  };
  const refused = await start('take part', 6);
  expect([refused.status, refused.body.error.code]).toEqual([403, 'forbidden']);
  expect(refused.body.error.message).toMatch(/up to \$5\.00 here/);
  expect((await start('operate', 6)).status).toBe(201);
});
