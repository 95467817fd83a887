import { type Context, Hono } from 'hono';
import { SIGN_IN } from '../../../core/telling/page/sign-in.ts';
import { Fault } from '../../../runtime/fault.ts';
import type { Identified, IdentityProvider } from '../../../runtime/ports/identity-provider.ts';
import { ownPath } from '../own-path.ts';
import type { Entrance } from '../sessions/entrance.ts';
import { isForPart } from '../sessions/same-origin.ts';
import { ATTEMPT_MS, attemptText, newAttempt, readAttempt } from './kept-attempt.ts';
import type { SignIns } from './sign-in.ts';

/** Answers with the page to sign in, with these words on it. */
export type ShowSignIn = (
  context: Context,
  status: 401 | 403 | 429 | 503,
  words: string,
) => Promise<Response>;

export interface ProviderParts {
  readonly providers: readonly IdentityProvider[];
  readonly entrance: Entrance;
  readonly signIns: SignIns;
  readonly now: () => number;
  readonly show: ShowSignIn;
}

/** Path of a provider's routes, below the page to sign in. */
const WITH = '/sign-in/with';

/** Sends a browser to a provider of identities, and takes it back. */
export function providerRoutes(parts: ProviderParts): Hono {
  const { providers, entrance, signIns, now, show } = parts;
  const { cookies, publicUrl } = entrance;
  const routes = new Hono();
  // Never made of `Host`, which anybody writes.
  const callback = (name: string) => new URL(`${WITH}/${name}/done`, publicUrl ?? undefined);

  for (const provider of publicUrl === null ? [] : providers) {
    const { name, title } = provider;
    routes.get(`${WITH}/${name}`, async (context) => {
      const attempt = newAttempt(name, ownPath(context.req.query('next')), now());
      const url = await reached(() => provider.begin(attempt, callback(name)));
      if (typeof url === 'string') return show(context, 503, url);
      cookies.set(context, 'attempt', attemptText(attempt), ATTEMPT_MS);
      return context.redirect(url.href, 302);
    });
    routes.get(`${WITH}/${name}/done`, async (context) => {
      if (isForPart(context)) {
        signIns.turnAway(context, `${name}: asked for by another page`);
        return show(context, 401, SIGN_IN.began);
      }
      const attempt = readAttempt(cookies.read(context, 'attempt'), name, now());
      // Each attempt has one return.
      cookies.clear(context, 'attempt');
      if (attempt === null) {
        signIns.turnAway(context, `${name}: no attempt of this browser`);
        return show(context, 401, SIGN_IN.began);
      }
      const returned = callback(name);
      returned.search = new URL(context.req.url).search;
      const found = await reached(() => provider.finish(attempt, returned));
      if (typeof found === 'string') return show(context, 503, found);
      return finished(context, { ...parts, title, name, next: ownPath(attempt.next) }, found);
    });
  }
  return routes;
}

async function finished(
  context: Context,
  { signIns, show, title, name, next }: ProviderParts & Record<'title' | 'name' | 'next', string>,
  found: Identified,
): Promise<Response> {
  if (!found.ok) {
    signIns.refuse(context, `${name}: ${found.why}`);
    return show(context, 401, SIGN_IN.refused(title));
  }
  await signIns.begin(context, { holder: found.holder, name: found.name, way: name });
  return context.redirect(next, 303);
}

/** Returns what a provider says; the words of its fault where it does not answer. */
async function reached<Answer extends object>(ask: () => Promise<Answer>): Promise<Answer | string> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Fault && error.code === 'provider_unavailable') return error.message;
    throw error;
  }
}
