import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Claims and behaviour that a test changes; without a change the server tells the truth at once. */
export interface Lies {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly algorithm?: 'none';
  /** Signs with a key that it does not publish. */
  readonly otherKey?: boolean;
  readonly discoveredIssuer?: string;
  readonly token?: 'error' | 'never' | 'garbage' | 'endless' | 'redirect';
  readonly profile?: unknown;
}

const KEY_ID = 'key-1';

/**
 * A provider of identities on this machine that speaks OpenID Connect and OAuth 2 over real HTTP, and lies as a test asks: at the
 * paths of Slack, of Discord and of a company's own. `asked`: the forms that were sent to it for a token.
 */
export async function identityServer(client: { readonly id: string }) {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const others = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  let lies: Lies = {};
  let nonce: string | null = null;
  const asked: URLSearchParams[] = [];
  const open = new Set<ServerResponse>();
  let origin = '';

  const idToken = (): string => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      ...{ iss: origin, aud: client.id, sub: 'u-1', iat: now, exp: now + 300 },
      ...(nonce === null ? {} : { nonce }),
      ...lies.claims,
    };
    return signed(claims, lies.otherKey === true ? others.privateKey : keys.privateKey, lies.algorithm);
  };
  const answerToken = (response: ServerResponse): void => {
    switch (lies.token) {
      case 'never':
        open.add(response);
        return;
      case 'error':
        json(response, { error: 'invalid_grant' }, 400);
        return;
      case 'garbage':
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"access_token":');
        return;
      case 'redirect':
        response.writeHead(302, { location: `${origin}/elsewhere` }).end();
        return;
      case 'endless': {
        response.writeHead(200, { 'content-type': 'application/json' });
        const pour = () => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
        };
        response.on('drain', pour);
        response.on('error', () => undefined);
        pour();
        return;
      }
      case undefined:
        json(response, { access_token: 'secret-access', token_type: 'Bearer', id_token: idToken() });
        return;
    }
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    if (pathname === '/.well-known/openid-configuration')
      return json(response, {
        issuer: lies.discoveredIssuer ?? origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (/keys$/.test(pathname)) {
      const jwk = keys.publicKey.export({ format: 'jwk' });
      return json(response, { keys: [{ ...jwk, kid: KEY_ID, alg: 'RS256', use: 'sig' }] });
    }
    if (/token$/.test(pathname)) {
      asked.push(new URLSearchParams(await text(request)));
      return answerToken(response);
    }
    if (/users\/@me$/.test(pathname)) return json(response, lies.profile ?? {});
    response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    asked,
    lie(next: Lies): void {
      lies = next;
    },
    /** Says yes, as somebody does at the provider: the address to which it sends the browser back. */
    consent(authorization: string, changes: Readonly<Record<string, string>> = {}): URL {
      const asking = new URL(authorization).searchParams;
      nonce = asking.get('nonce');
      const back = new URL(asking.get('redirect_uri') ?? '');
      const found = { code: 'code-1', state: asking.get('state') ?? '', ...changes };
      for (const [name, value] of Object.entries(found)) back.searchParams.set(name, value);
      return back;
    },
    async close(): Promise<void> {
      for (const response of open) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function signed(claims: object, key: KeyObject, algorithm?: 'none'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = { alg: algorithm ?? 'RS256', kid: KEY_ID, typ: 'JWT' };
  const content = `${part(header)}.${part(claims)}`;
  const signature =
    algorithm === 'none' ? '' : sign('sha256', Buffer.from(content), key).toString('base64url');
  return `${content}.${signature}`;
}
