/**
 * Signing in to the console and out of it, by a link for one use, by a token, or by a link to one
 * design.
 */

import { type Context, Hono } from 'hono';
import { issueLogin, operatorOf } from '#acts/issue-login.ts';
import { logDone } from '#acts/log-act.ts';
import { Problem } from '#acts/problem.ts';
import type { SharedParts } from '#engine/parts/parts.ts';
import { sha256Of } from '#foundation/digest.ts';
import { keepDefined } from '#foundation/keep-defined.ts';
import { No } from '#foundation/no.ts';
import { type Holder, loginEndOf, SESSION_MS } from '#ports/logins.ts';
import { SIGN_IN } from '#presentation/answers/sign-in.ts';
import { clientAddressOf } from '../access/address.ts';
import { HOME, keepOwnPath } from '../access/own-path.ts';
import { ADMIN } from '../access/viewer.ts';
import { readForm } from '../console/sent-form.ts';
import { type Refused, WHY } from '../door/door.ts';
import { findReadable } from '../readable.ts';
import type { Entrance } from '../sessions/entrance.ts';
import { identifyHolder, loginOf, visitorOf } from '../sessions/visitors.ts';

interface SignInRouteParts {
  readonly parts: SharedParts;
  readonly entrance: Entrance;
  readonly program: string;
}

/** Path of the links that `charrette sign-in` and the chats give out. */
const ONCE = '/sign-in/once';

/** Pages to sign in and out, and to open one design by a link. They need no sign-in. */
export function makeSignInRoutes({ parts, entrance, program }: SignInRouteParts): Hono {
  const { clock } = parts;
  const { logins, cookie } = entrance;
  const routes = new Hono();
  const logSession = (
    context: Context,
    what: string,
    { name, way, token }: Omit<Entrant, 'holder'>,
  ) => {
    const via = { way: 'console', ...keepDefined({ token }) } as const;
    const from = clientAddressOf(context);
    logDone(parts, { who: name, via, what, designId: null, detail: way, from });
  };
  /**
   * Revokes this browser's session. Returns the name of its holder, or `null` if there was no
   * session.
   */
  const endSession = async (context: Context): Promise<string | null> => {
    const login = await loginOf(logins, cookie.read(context), 'session');
    if (login === null) return null;
    return (await parts.logins.revoke(login.id, clock.now())) ? login.name : null;
  };
  /** Begins a session in this browser and ends its current one. */
  const beginSession = async (context: Context, entrant: Entrant): Promise<void> => {
    const { holder, name, way } = entrant;
    const session = { kind: 'session', holder, name, way, createdBy: name } as const;
    const { secret } = await issueLogin(parts, session, SESSION_MS);
    await endSession(context);
    cookie.set(context, secret, SESSION_MS);
    logSession(context, 'sign_in', entrant);
  };
  const drawForm = async (context: Context, status: 200 | 401, words: string, next = HOME) => {
    const { drawSignInPage } = await import('./sign-in-page.ts');
    return drawSignInPage(context, { next, words, status, program });
  };

  routes.get('/sign-in', (context) =>
    drawForm(context, 200, '', keepOwnPath(context.req.query('next'))),
  );

  routes.post('/sign-in', async (context) => {
    const { text } = await readForm(context);
    const token = text('token');
    const next = keepOwnPath(text('next'));
    const held = await identifyHolder(entrance, token);
    if (held instanceof No) {
      const { kind, who } = held.why;
      refuse(context, kind, who);
      return drawForm(context, 401, kind === 'asleep_token' ? WHY[kind] : SIGN_IN.wrongToken, next);
    }
    const holder: Holder =
      held.token === null ? operatorOf(token) : { kind: 'token', sha256: sha256Of(token) };
    const { name } = held.token ?? { name: ADMIN };
    await beginSession(context, { holder, name, way: 'token', token: name });
    return context.redirect(next, 303);
  });

  routes.get(`${ONCE}/:secret`, async (context) => {
    const login = await loginOf(logins, context.req.param('secret'), 'sign_in');
    const person = login?.holder.kind === 'person' ? login.name : null;
    return (await import('./sign-in-page.ts')).drawOncePage(context, person);
  });

  routes.post(`${ONCE}/:secret`, async (context) => {
    const login = await loginOf(logins, context.req.param('secret'), 'sign_in');
    const now = clock.now();
    const isGood = login !== null && loginEndOf(login, now) === null;
    // If two people press it at once, only one is signed in.
    if (!isGood || !(await parts.logins.revoke(login.id, now))) {
      refuse(context, 'wrong_token');
      return drawForm(context, 401, SIGN_IN.onceOver(program));
    }
    const { holder, name } = login;
    // A platform has verified a person's name; an operator only claims one.
    const claim = holder.kind === 'person' ? {} : { token: ADMIN };
    await beginSession(context, { holder, name, way: 'link', ...claim });
    return context.redirect(HOME, 303);
  });

  routes.post('/sign-out', async (context) => {
    const name = await endSession(context);
    cookie.clear(context);
    if (name !== null) logSession(context, 'sign_out', { name, way: '' });
    return context.redirect('/sign-in', 303);
  });

  routes.get('/links/:secret', async (context) => {
    const secret = context.req.param('secret');
    const login = await loginOf(logins, secret, 'link');
    if (login?.holder.kind !== 'link' || loginEndOf(login, clock.now()) !== null)
      throw new Problem('unauthorized', SIGN_IN.linkOver);
    const { designId } = login.holder;
    const visitor = await visitorOf(entrance, context);
    if (visitor instanceof No || visitor.viewer.kind === 'link')
      cookie.set(context, secret, login.endsAt - clock.now());
    else if ((await findReadable(context, parts.store, designId, visitor.viewer)) === null)
      throw new Problem('forbidden', SIGN_IN.linkWhileSignedIn(visitor.signedIn.name));
    return context.redirect(`/designs/${designId}`, 303);
  });

  return routes;
}

/** A person who may sign in, and how they proved it. */
interface Entrant {
  readonly holder: Holder;
  readonly name: string;
  readonly way: string;
  /** Name of the token behind a claimed name, for the record. */
  readonly token?: string;
}

function refuse(context: Context, kind: Refused, who = 'unknown'): void {
  context.get('door').refused(kind, { who, what: 'sign_in', from: clientAddressOf(context) });
}
