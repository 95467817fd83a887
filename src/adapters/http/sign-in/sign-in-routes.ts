import { type Context, Hono } from 'hono';
import { SIGN_IN } from '../../../core/presentation/web/sign-in.ts';
import { whyTokenIsOver } from '../../../engine/ports/access-tokens.ts';
import { whyPassIsOver } from '../../../engine/ports/passes.ts';
import { sha256Of } from '../access/known-secrets.ts';
import { ADMIN } from '../access/known-tokens.ts';
import { HOME, ownPath } from '../access/own-path.ts';
import { sentForm } from '../console/sent-form.ts';
import type { Entrance } from '../sessions/entrance.ts';
import { type Entrant, type SignInParts, SignIns } from './sign-in.ts';

interface SignInRouteParts {
  readonly parts: SignInParts;
  readonly entrance: Entrance;
  readonly isAdmin: (token: string) => boolean;
}

/** Where `charrette sign-in` leads, and the verb of the chats. */
const ONCE = '/sign-in/once';

/** Pages by which people sign in and out; everybody reaches them. */
export function signInRoutes({ parts, entrance, isAdmin }: SignInRouteParts): Hono {
  const { clock, program = 'charrette' } = parts;
  const signIns = new SignIns(parts, entrance);
  const routes = new Hono();
  const shown = async (context: Context, status: 200 | 401, words: string, next = HOME) => {
    const { signInPage } = await import('./sign-in-page.ts');
    return signInPage(context, { next, words, status, program });
  };

  routes.get('/sign-in', (context) => shown(context, 200, '', ownPath(context.req.query('next'))));

  routes.post('/sign-in', async (context) => {
    const { text } = await sentForm(context);
    const token = text('token');
    const next = ownPath(text('next'));
    const entrant = await byToken(entrance, isAdmin, token, clock.now());
    if ('refused' in entrant) {
      signIns.refuse(context, entrant.refused, entrant.who);
      return shown(context, 401, SIGN_IN.wrongToken, next);
    }
    await signIns.begin(context, entrant);
    return context.redirect(next, 303);
  });

  routes.get(`${ONCE}/:secret`, async (context) => {
    const pass = await entrance.passes.find(context.req.param('secret'), 'sign_in');
    const person = pass?.holder.kind === 'person' ? pass.name : null;
    return (await import('./sign-in-page.ts')).oncePage(context, person);
  });

  routes.post(`${ONCE}/:secret`, async (context) => {
    const pass = await entrance.passes.find(context.req.param('secret'), 'sign_in');
    const now = clock.now();
    const isGood = pass !== null && whyPassIsOver(pass, now) === null;
    // Of two who press it at once, one is signed in.
    if (!isGood || !(await parts.passes.revoke(pass.id, now))) {
      signIns.refuse(context, 'a link that was used, has ended or never was');
      return shown(context, 401, SIGN_IN.onceOver(program));
    }
    const { holder, name } = pass;
    // Their platform vouches for the name of a person; of the operator it is only claimed.
    const claimed = holder.kind === 'person' ? {} : { token: ADMIN };
    await signIns.begin(context, { holder, name, way: 'link', ...claimed });
    return context.redirect(HOME, 303);
  });

  routes.post('/sign-out', async (context) => {
    await signIns.end(context);
    return context.redirect('/sign-in', 303);
  });

  return routes;
}

type ByToken = Entrant | { readonly refused: string; readonly who: string };

/** Words of the audit log for a token that holds no more. */
const OVER = { revoked: 'a token that was revoked', expired: 'a token that has expired' } as const;

/** Returns whom a token lets in, or why it does not, for the audit log. Throws `Fault` when the store is away. */
async function byToken(
  { tokens }: Entrance,
  isAdmin: (token: string) => boolean,
  token: string,
  now: number,
): Promise<ByToken> {
  const way = 'token';
  if (isAdmin(token)) {
    const holder = { kind: 'operator', sha256: sha256Of(token) } as const;
    return { holder, name: ADMIN, way, token: ADMIN };
  }
  const found = await tokens.find(token);
  if (found === null) return { refused: 'no such token', who: 'unknown' };
  const { name } = found;
  const why = whyTokenIsOver(found, now);
  if (why !== null) return { refused: OVER[why], who: name };
  return { holder: { kind: 'token', sha256: sha256Of(token) }, name, way, token: name };
}
