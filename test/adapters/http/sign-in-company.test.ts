import { afterAll, expect, test } from 'vitest';
import { listen } from '../../../src/adapters/http/server.ts';
import { companyServer } from '../../../src/adapters/openid/company.ts';
import { identityProvider } from '../../../src/adapters/openid/provider.ts';
import { companyProvider } from '../../support/company-provider.ts';
import { Browser } from './browser.ts';
import { Client, openApi } from './client.ts';

/** Signing in with a provider that others have written, and that demands what the protocol says: the lies are told elsewhere. */
const CLIENT = { clientId: 'charrette', clientSecret: 'the-secret-of-the-client' };
const { engine } = await openApi();
const probe = await listen(new Client(engine).app, '127.0.0.1', 0);
await probe.close(100);
const publicUrl = new URL(`http://127.0.0.1:${probe.port}`);
const { origin } = publicUrl;
const provider = await companyProvider({
  ...CLIENT,
  callback: `${origin}/sign-in/with/openid/done`,
  people: {
    ana: { name: 'Ana', groups: ['staff', 'charrette-operators'] },
    ben: { name: 'Ben', groups: ['staff'] },
  },
});
const company = companyServer({
  ...CLIENT,
  issuer: provider.issuer,
  title: 'Acme',
  scope: 'openid profile',
  operators: [{ name: 'groups', value: 'charrette-operators' }],
});
const client = new Client(engine, { publicUrl, providers: [identityProvider(company, () => Date.now())] });
const server = await listen(client.app, '127.0.0.1', probe.port);
afterAll(async () => {
  client.closing.abort();
  await Promise.all([server.close(100), provider.close()]);
});
const api = { 'sec-fetch-site': 'same-origin' };

test.each([
  ['an operator, by a claim', 'ana', 'Ana', 200],
  ['a person who is none', 'ben', 'Ben', 403],
])('D8: a company’s provider signs in %s', async (_, login, name, ofAudit) => {
  const browser = new Browser(origin);
  const sent = await browser.get('/sign-in/with/openid?next=/waiting');
  expect(sent.status, sent.text).toBe(302);
  const asked = new URL(sent.location ?? '');
  expect(asked.origin).toBe(provider.issuer.origin);
  const back = await provider.consent(asked.href, login);
  const answer = await browser.get(`${back.pathname}${back.search}`);
  expect([answer.status, answer.location], answer.text).toEqual([303, '/waiting']);
  expect((await browser.get('/waiting')).text).toContain(name);
  expect((await browser.get('/api/v1/audit', api)).status).toBe(ofAudit);
  const noted = await engine.parts.audit.entries({ limit: 20 });
  expect(noted).toContainEqual(expect.objectContaining({ what: 'sign_in', who: name, outcome: 'done' }));
  // The code is good for one sign-in, at the provider as well.
  expect((await new Browser(origin).get(`${back.pathname}${back.search}`)).status).toBe(401);
});

test('D8: a client whose secret the provider does not know signs nobody in', async () => {
  const { issuer } = provider;
  const rest = { title: 'Acme', scope: 'openid', operators: [] };
  const wrong = companyServer({ issuer, ...rest, clientId: CLIENT.clientId, clientSecret: 'another-secret' });
  const other = identityProvider(wrong, () => Date.now());
  const attempt = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
  const sent = await other.begin(attempt, new URL(`${origin}/sign-in/with/openid/done`));
  const back = await provider.consent(sent.href, 'ana');
  expect(await other.finish(attempt, back)).toEqual({ ok: false, why: expect.stringContaining('OAUTH_') });
});
