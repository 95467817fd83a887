import { afterAll, describe, expect, test } from 'vitest';
import { discordIdentity } from '../../../src/adapters/discord/identity.ts';
import { listen } from '../../../src/adapters/http/server.ts';
import { companyServer } from '../../../src/adapters/openid/company.ts';
import { identityProvider } from '../../../src/adapters/openid/provider.ts';
import { slackIdentity } from '../../../src/adapters/slack/identity.ts';
import type { PlatformReaders } from '../../../src/runtime/may-read.ts';
import type { Person } from '../../../src/runtime/permission.ts';
import { begun, eventsUntil, isEnd } from '../../runtime/engine/running-engine.ts';
import { identityServer, type Lies } from '../../support/identity-server.ts';
import { Browser } from './browser.ts';
import { Client, openApi, slackByHttp } from './client.ts';

/** Signing in with a company's provider, Slack and Discord, against a server that speaks their protocols and lies. */
const CLIENT = { id: 'charrette', secret: 'the-secret-of-the-client' };
const [SLACK_ID, DISCORD_ID] = ['U0ANA', '123456789012345678'];
const { engine } = await openApi();
const provider = await identityServer(CLIENT);
const known: Readonly<Record<string, Person>> = {
  [SLACK_ID]: { id: SLACK_ID, groups: [], name: 'Ana' },
  [DISCORD_ID]: { id: DISCORD_ID, groups: [], name: 'Dora' },
};
const gone = new Set<string>();
const member = async (id: string) => (gone.has(id) ? null : (known[id] ?? null));
const readers: PlatformReaders = {
  isOperator: () => false,
  canOpen: async (id, channel) => id === SLACK_ID && channel === 'C1',
  channelsOf: async (id) => new Set(id === SLACK_ID ? ['C1'] : []),
  member,
};
const slack = slackByHttp((_, response) => response.writeHead(299).end());
const gateways = new Map(
  ['slack', 'discord'].map((name) => {
    const [, connection] = [...slack][0] ?? [];
    if (connection === undefined) throw new Error('there is no connection');
    return [name, { ...connection, routes: [], readers }] as const;
  }),
);
const signIn = { clientId: CLIENT.id, clientSecret: CLIENT.secret };
const settings = { apiUrl: `${provider.origin}/api/`, signIn };
const bot = { apiUrl: `${provider.origin}/api`, applicationId: CLIENT.id, clientSecret: CLIENT.secret };
const company = companyServer({
  issuer: new URL(provider.origin),
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  title: 'Acme',
  scope: 'openid profile',
  operators: [{ name: 'groups', value: 'charrette-operators' }],
});
const servers = [
  company,
  slackIdentity(settings, { team: () => 'T1', member }),
  discordIdentity(bot, member),
];
const providers = servers.flatMap((each) =>
  each === null ? [] : [identityProvider(each, () => Date.now())],
);

const probe = await listen(new Client(engine).app, '127.0.0.1', 0);
await probe.close(100);
const publicUrl = new URL(`http://127.0.0.1:${probe.port}`);
const client = new Client(engine, { publicUrl, providers, gateways });
const server = await listen(client.app, '127.0.0.1', probe.port);
const { origin } = publicUrl;
afterAll(async () => {
  client.closing.abort();
  await Promise.all([server.close(100), provider.close()]);
});
const inChannel = { platform: 'slack', channel: 'C1', thread: '', starter: 'U0BEN' };
const id = await begun(engine, { topic: 'Who may come in?', thread: inChannel });
await eventsUntil(engine, id, isEnd);
const api = { 'sec-fetch-site': 'same-origin' };

/** Goes to a provider and comes back. */
async function tried(name: string, lies: Lies = {}, changes: Readonly<Record<string, string>> = {}) {
  provider.lie(lies);
  const browser = new Browser(origin);
  const sent = await browser.get(`/sign-in/with/${name}?next=/designs/${id}`);
  expect(sent.status, sent.text).toBe(302);
  const back = provider.consent(sent.location ?? '', changes);
  expect(back.origin).toBe(origin);
  return { browser, sent, back, answer: await browser.get(`${back.pathname}${back.search}`) };
}
const SLACK: Lies = {
  claims: { 'https://slack.com/user_id': SLACK_ID, 'https://slack.com/team_id': 'T1', name: 'Ana of Slack' },
};
const DISCORD: Lies = { profile: { id: DISCORD_ID, username: 'dora', global_name: 'Dora' } };

describe('the company', () => {
  test('D8: signs a person in, with a challenge, who reads what has no channel only if everybody may', async () => {
    const { browser, answer, sent } = await tried('openid', { claims: { name: 'Ünï 漢字' } });
    expect([answer.status, answer.location]).toEqual([303, `/designs/${id}`]);
    expect(new URL(sent.location ?? '').searchParams.get('code_challenge_method')).toBe('S256');
    expect(provider.asked.at(-1)?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(browser.cookies.has('charrette-attempt')).toBe(false);
    expect((await browser.get('/api/v1/designs', api)).text).not.toContain(id);
    expect((await browser.get(`/api/v1/designs/${id}`, api)).status).toBe(404);
    expect((await browser.get('/api/v1/audit', api)).status).toBe(403);
    const noted = await engine.parts.audit.entries({ limit: 20 });
    expect(noted).toContainEqual(
      expect.objectContaining({ what: 'sign_in', detail: 'openid', via: { way: 'console' } }),
    );
  });

  test.each<[string, unknown]>([
    ['a list', ['staff', 'charrette-operators']],
    ['a text', 'charrette-operators'],
  ])('D8: a claim that is %s makes an operator', async (_, groups) => {
    const { browser } = await tried('openid', { claims: { groups } });
    expect((await browser.get('/api/v1/audit', api)).status).toBe(200);
  });

  test('D8: an operator by a claim is none once no provider that is set up names any', async () => {
    const { browser } = await tried('openid', { claims: { groups: 'charrette-operators' } });
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const statusWith = async (set: typeof providers) => {
      const { app } = new Client(engine, { publicUrl, providers: set });
      return (await app.request(`${origin}/api/v1/audit`, { headers: { ...api, cookie } })).status;
    };
    const secret = { clientId: CLIENT.id, clientSecret: CLIENT.secret };
    const issuer = new URL(provider.origin);
    const nobody = companyServer({ issuer, ...secret, title: 'Acme', scope: 'openid', operators: [] });
    expect(await statusWith(providers)).toBe(200);
    expect(await statusWith([identityProvider(nobody, () => Date.now())])).toBe(401);
    expect(await statusWith(providers.filter(({ name }) => name !== 'openid'))).toBe(401);
  });

  test.each<[string, unknown]>([
    ['a part of the value', ['charrette-operators-of-the-past']],
    ['an object', { 'charrette-operators': true }],
    ['missing', undefined],
  ])('D8: a claim that is %s makes none', async (_, groups) => {
    const { browser, answer } = await tried('openid', { claims: { groups } });
    expect(answer.status).toBe(303);
    expect((await browser.get('/api/v1/audit', api)).status).toBe(403);
  });

  const past = Math.floor(Date.now() / 1_000) - 3_600;
  test.each<[string, Lies, Readonly<Record<string, string>>]>([
    ['another nonce', { claims: { nonce: 'another' } }, {}],
    ['no nonce', { claims: { nonce: undefined } }, {}],
    ['another issuer', { claims: { iss: 'https://evil.example' } }, {}],
    ['another audience', { claims: { aud: 'somebody-else' } }, {}],
    ['an identity that is over', { claims: { iat: past - 300, exp: past } }, {}],
    ['no subject', { claims: { sub: undefined } }, {}],
    ['no signature', { algorithm: 'none' }, {}],
    ["another's signature", { otherKey: true }, {}],
    ['another state', {}, { state: 'x'.repeat(43) }],
    ['another issuer in the address', {}, { iss: 'https://evil.example' }],
    ['a refusal', {}, { error: 'access_denied' }],
    ['a code that is not taken', { token: 'error' }, {}],
  ])('D8: %s signs nobody in', async (_, lies, changes) => {
    const { browser, answer } = await tried('openid', lies, changes);
    expect([401, 503], answer.text).toContain(answer.status);
    expect(browser.cookies.has('charrette')).toBe(false);
    expect(answer.text).not.toContain('evil.example');
  });

  test.each<NonNullable<Lies['token']>>(['garbage', 'endless', 'redirect'])(
    'D8: an answer that is %s signs nobody in',
    async (token) => {
      const { browser, answer } = await tried('openid', { token });
      expect([401, 503]).toContain(answer.status);
      expect(browser.cookies.has('charrette')).toBe(false);
    },
  );

  test('D8: a return without the browser that began it, or a second time, signs nobody in', async () => {
    const { back, browser } = await tried('openid');
    const path = `${back.pathname}${back.search}`;
    expect((await browser.get(path)).status).toBe(401);
    expect((await new Browser(origin).get(path)).status).toBe(401);
  });

  test('D8: returns that pages of others cause keep nobody from signing in', async () => {
    const { app } = new Client(engine, { publicUrl, providers });
    const attempt = await app.request(`${origin}/sign-in/with/openid`);
    const cookie = attempt.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const done = (headers: Record<string, string>) =>
      app.request(`${origin}/sign-in/with/openid/done?code=x&state=x`, { headers });
    for (let times = 0; times < 12; times += 1) {
      expect((await done({})).status).toBe(401);
      expect((await done({ 'sec-fetch-dest': 'image', 'sec-fetch-site': 'same-site', cookie })).status).toBe(
        401,
      );
    }
    const wrong = { method: 'POST', headers: { origin }, body: new URLSearchParams({ token: 'wrong' }) };
    const answer = () => app.request(`${origin}/sign-in`, wrong);
    expect((await answer()).status).toBe(401);
    // Attempts of this browser count.
    for (let times = 0; times < 9; times += 1)
      expect((await done({ 'sec-fetch-dest': 'document', cookie })).status).toBe(401);
    expect((await answer()).status).toBe(429);
  });

  test('D8: the address to come back to is never made of Host or forwarded headers', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    const sent = await new Browser(origin).get('/sign-in/with/openid', headers);
    expect(new URL(sent.location ?? '').searchParams.get('redirect_uri')).toBe(
      `${origin}/sign-in/with/openid/done`,
    );
  });
});

describe('a provider', () => {
  const begunWith = async (issuer: URL) => {
    const secret = { clientId: CLIENT.id, clientSecret: CLIENT.secret };
    const other = companyServer({ issuer, ...secret, title: 'Acme', scope: 'openid', operators: [] });
    const app = new Client(engine, { publicUrl, providers: [identityProvider(other, () => Date.now())] }).app;
    const answer = await app.request(`${origin}/sign-in/with/openid`);
    return { status: answer.status, text: await answer.text() };
  };

  test('D8: that is down is said, with what to do', async () => {
    const { status, text } = await begunWith(new URL('http://127.0.0.1:1'));
    expect([status, text]).toEqual([503, expect.stringContaining('Acme does not answer as it should')]);
  });

  test('D8: that describes itself as another is not believed', async () => {
    provider.lie({ discoveredIssuer: 'https://evil.example' });
    expect((await begunWith(new URL(provider.origin))).status).toBe(503);
  });

  test('D8: that never answers is given up', { timeout: 60_000 }, async () => {
    const { browser, answer } = await tried('openid', { token: 'never' });
    expect(answer.status).toBe(503);
    expect(browser.cookies.has('charrette')).toBe(false);
  });
});

describe('Slack', () => {
  test('D8: signs a person of the workspace in, who reads what they read there', async () => {
    const { browser, answer } = await tried('slack', SLACK);
    expect([answer.status, answer.location]).toEqual([303, `/designs/${id}`]);
    expect((await browser.get(`/api/v1/designs/${id}`, api)).status).toBe(200);
    expect((await browser.get(`/designs/${id}`)).status).toBe(200);
    const acted = await browser.send('POST', `/api/v1/designs/${id}/cancel`, { ...api, origin }, '');
    expect(acted.status).toBe(403);
    gone.add(SLACK_ID);
    expect((await browser.get(`/api/v1/designs/${id}`, api)).status).toBe(401);
    gone.delete(SLACK_ID);
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['another workspace', { 'https://slack.com/team_id': 'T2' }],
    ['no workspace', { 'https://slack.com/team_id': undefined }],
    ['an account that is not known', { 'https://slack.com/user_id': 'U0DAN' }],
    ['another kind of id', { 'https://slack.com/user_id': 'C1' }],
  ])('D8: %s signs nobody in', async (_, claims) => {
    const { browser, answer } = await tried('slack', { claims: { ...SLACK.claims, ...claims } });
    expect(answer.status).toBe(401);
    expect(browser.cookies.has('charrette')).toBe(false);
  });
});

describe('Discord', () => {
  test('D8: signs a member of the servers in', async () => {
    const { browser, answer } = await tried('discord', DISCORD);
    expect(answer.status, answer.text).toBe(303);
    expect((await browser.get('/api/v1/designs', api)).status).toBe(200);
    expect((await browser.get(`/api/v1/designs/${id}`, api)).status).toBe(404);
  });

  test.each<[string, unknown]>([
    ['a person of no server', { id: '999999999999999999', username: 'x' }],
    ['no profile', {}],
    ['an id that is none', { id: '1 or 1', username: 'x' }],
  ])('D8: %s signs nobody in', async (_, profile) => {
    const { browser, answer } = await tried('discord', { profile });
    expect(answer.status).toBe(401);
    expect(browser.cookies.has('charrette')).toBe(false);
  });
});
