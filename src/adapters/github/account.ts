import * as z from 'zod';
import { FORGE_WORDS } from '../../core/presentation/format/forge.ts';
import { Fault } from '../../foundation/fault.ts';
import type { Ask, Refused } from './requests.ts';

const WHAT = 'say whose token this is';
const Account = z.object({ login: z.string().min(1) });
/** GraphQL reports its refusals, limits among them, with status 200. */
const Viewer = z.object({
  data: z.object({ viewer: Account.nullish() }).nullish(),
  errors: z.array(z.object({ type: z.string().optional() })).optional(),
});

/**
 * Returns the login under which the token writes. Throws `Fault('forge_refused')` where the forge does not tell it: whose items are
 * ours cannot be guessed, since anybody can copy a mark.
 */
export async function ownLogin(ask: Ask, url: string, signal: AbortSignal): Promise<string> {
  const user = await ask(WHAT, Account, 'GET /user', {}, signal, hasNoUser);
  if (user !== null) return user.login;
  const query = { query: 'query { viewer { login } }' };
  const answer = await ask(WHAT, Viewer, `POST ${graphqlUrl(url)}`, query, signal, hasNoGraphql);
  const login = answer?.data?.viewer?.login;
  if (login !== undefined) return login;
  const isLimited = answer?.errors?.some(({ type }) => type === 'RATE_LIMITED') === true;
  throw new Fault(
    'forge_refused',
    isLimited ? FORGE_WORDS.limited(' Try again later.') : FORGE_WORDS.nameless,
  );
}

/** The token of an app's installation may not ask for a user, and is told so in these words; other servers may not have the way. */
function hasNoUser({ status, said }: Refused): boolean {
  return status === 404 || (status === 403 && /not accessible by integration/i.test(said));
}

function hasNoGraphql({ status }: Refused): boolean {
  return status === 404 || status === 405;
}

/** An Enterprise server has its GraphQL beside the version of its other API, not below. */
function graphqlUrl(url: string): string {
  return `${url.replace(/\/$/, '').replace(/\/api\/v3$/, '/api')}/graphql`;
}
