import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** A client of the provider, and who has which claims there. */
export interface CompanyOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callback: string;
  /** Claims by login. */
  readonly people: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Steps from the address of a sign-in to the way back: each prompt is one redirect, a page, and a form. */
const MAX_STEPS = 12;

/** What the provider keeps, and for how long. */
const KEPT = ['Interaction', 'Session', 'Grant', 'AuthorizationCode', 'AccessToken', 'IdToken'];
const KEPT_SECONDS = 300;

/** The certified OpenID Connect provider `oidc-provider` on this machine, with its own pages, discovery, keys and checks. */
export async function companyProvider({ clientId, clientSecret, callback, people }: CompanyOptions) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    ttl: Object.fromEntries(KEPT.map((kind) => [kind, KEPT_SECONDS])),
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    // Claims stand in the identity itself, as the providers of companies are set up for groups.
    conformIdTokenClaims: false,
    findAccount: (_context, login) => ({
      accountId: login,
      claims: () => Promise.resolve({ sub: login, ...people[login] }),
    }),
  });
  server.on('request', provider.callback());
  return {
    issuer: new URL(issuer),
    /** Signs in and consents on the provider's own pages; returns the address to which it sends the browser back. */
    consent: (authorization: string, login: string) => consentAt(authorization, login, callback),
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function consentAt(authorization: string, login: string, callback: string): Promise<URL> {
  const cookies = new Map<string, string>();
  const sent = async (url: URL, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const [pair = ''] of response.headers.getSetCookie().map((each) => each.split(';'))) {
      const [name = '', value = ''] = pair.split('=');
      cookies.set(name, value);
    }
    return response;
  };
  let url = new URL(authorization);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const page = await sent(url);
    const location = page.headers.get('location') ?? (await pressed(await page.text(), url));
    url = new URL(location, url);
    if (url.href.startsWith(callback)) return url;
  }
  throw new Error(`the provider does not come to an end: ${url.href}`);

  /** Fills in the one form of a page, and returns where that leads. */
  async function pressed(markup: string, at: URL): Promise<string> {
    const action = /action="([^"]+)"/.exec(markup)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(markup)?.[1];
    if (action === undefined || prompt === undefined) throw new Error(`no form at ${at.href}: ${markup}`);
    const body = new URLSearchParams({ prompt, login, password: 'any' });
    const answer = await sent(new URL(action, at), { method: 'POST', body });
    return answer.headers.get('location') ?? at.href;
  }
}
