import type { Configuration } from 'openid-client';
import { Fault } from '../../runtime/fault.ts';
import type {
  Attempt,
  Identified,
  IdentityProvider,
  IdentityServer,
} from '../../runtime/ports/identity-provider.ts';
import { boundedFetch } from './bounded-fetch.ts';

type Library = typeof import('openid-client');

/** Seconds that a provider has for each answer. */
const ANSWER_SECONDS = 10;
/** Milliseconds for which a provider's description of itself is kept. */
const DESCRIBED_MS = 3_600_000;

/**
 * Returns a provider that people sign in with, by OpenID Connect or OAuth 2. The library is loaded when somebody first signs in,
 * and checks state, nonce, issuer, audience, signature and time of what comes back.
 */
export function identityProvider(server: IdentityServer, now: () => number): IdentityProvider {
  const { name, title, scope, hasChallenge, namesOperators } = server;
  let known: { readonly configuration: Promise<Configuration>; readonly at: number } | null = null;
  const described = (library: Library): Promise<Configuration> => {
    if (known === null || now() - known.at >= DESCRIBED_MS)
      known = { configuration: configure(library, server), at: now() };
    // What failed is asked again.
    return known.configuration.catch((error: unknown) => {
      known = null;
      throw error;
    });
  };
  return {
    name,
    title,
    namesOperators,
    async begin({ state, nonce, verifier }, callback) {
      const library = await import('openid-client');
      const configuration = await described(library).catch(unreached(title));
      return library.buildAuthorizationUrl(configuration, {
        redirect_uri: callback.href,
        scope,
        state,
        ...(server.profile === null ? { nonce } : {}),
        ...(hasChallenge
          ? {
              code_challenge: await library.calculatePKCECodeChallenge(verifier),
              code_challenge_method: 'S256',
            }
          : {}),
      });
    },
    async finish(attempt, returned) {
      const library = await import('openid-client');
      const configuration = await described(library).catch(unreached(title));
      try {
        return await identified(library, configuration, server, attempt, returned);
      } catch (error) {
        if (isRefusal(error)) return { ok: false, why: codeOf(error) };
        return unreached(title)(error);
      }
    },
  };
}

async function identified(
  library: Library,
  configuration: Configuration,
  { profile, identify, hasChallenge }: IdentityServer,
  { state, nonce, verifier }: Attempt,
  returned: URL,
): Promise<Identified> {
  const tokens = await library.authorizationCodeGrant(configuration, returned, {
    expectedState: state,
    ...(profile === null ? { expectedNonce: nonce, idTokenExpected: true } : {}),
    ...(hasChallenge ? { pkceCodeVerifier: verifier } : {}),
  });
  if (profile === null) return identify(tokens.claims());
  const answer = await library.fetchProtectedResource(configuration, tokens.access_token, profile, 'GET');
  if (!answer.ok) return { ok: false, why: `the profile was answered with ${answer.status}` };
  return identify(await answer.json());
}

async function configure(library: Library, given: IdentityServer): Promise<Configuration> {
  const configuration = await describedBy(library, given);
  // By itself the library trusts the connection alone, and does not look at the signature.
  if (given.profile === null) library.enableNonRepudiationChecks(configuration);
  return configuration;
}

async function describedBy(library: Library, given: IdentityServer): Promise<Configuration> {
  const { server, clientId, clientSecret } = given;
  const authentication = library.ClientSecretPost(clientSecret);
  const described = server instanceof URL ? server : new URL(server.issuer);
  // Settings let plain HTTP through for this machine alone.
  const execute = described.protocol === 'http:' ? [library.allowInsecureRequests] : [];
  if (server instanceof URL)
    return library.discovery(server, clientId, clientSecret, authentication, {
      execute,
      timeout: ANSWER_SECONDS,
      [library.customFetch]: boundedFetch,
    });
  const configuration = new library.Configuration(
    {
      issuer: server.issuer,
      authorization_endpoint: server.authorization,
      token_endpoint: server.token,
      ...(server.keys === null ? {} : { jwks_uri: server.keys }),
    },
    clientId,
    clientSecret,
    authentication,
  );
  configuration.timeout = ANSWER_SECONDS;
  configuration[library.customFetch] = boundedFetch;
  for (const allow of execute) allow(configuration);
  return configuration;
}

/** Codes of the library's errors that say that a provider could not be asked. */
const NOT_ASKED = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT']);

/** Tells an answer that does not fit, a browser's or the provider's, from one that did not come. */
function isRefusal(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('OAUTH_') && !NOT_ASKED.has(code);
}

/** Names what was wrong; the library's own words can quote what a browser has sent. */
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code.slice(0, 60) : 'unknown';
}

function unreached(title: string): (error: unknown) => never {
  return (error) => {
    const words = `${title} does not answer as it should (${codeOf(error)}). Try again in a moment, or sign in another way.`;
    throw new Fault('provider_unavailable', words, error);
  };
}
