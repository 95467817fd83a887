/**
 * Who sends a request: the admin, a named token, a signed-in person or a link, and which routes
 * each may use.
 */

import type { Context, MiddlewareHandler } from 'hono';
import { Problem } from '#acts/problem.ts';
import { RIGHTS_KEPT } from '#engine/access/asking.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import type { SharedParts } from '#engine/parts/parts.ts';
import { sha256Of } from '#foundation/digest.ts';
import { No } from '#foundation/no.ts';
import type { IdentifiedClient } from '../door/budget.ts';
import { type Door, WHY } from '../door/door.ts';
import { findDesignId, ruleOf } from '../handled.ts';
import { operatesHere } from '../readable.ts';
import type { Entrance } from '../sessions/entrance.ts';
import { isOfSameOrigin } from '../sessions/same-origin.ts';
import { identifyHolder, visitorOf } from '../sessions/visitors.ts';
import { clientAddressOf } from './address.ts';
import { createUseNoter, matchSecret } from './known-secrets.ts';
import { isLocal } from './local.ts';
import { refuseUse } from './may-use.ts';
import { actorKeyOf, signedInPersonOf, viaOfRequest } from './via.ts';
import { viewerOf } from './viewer.ts';

export interface AccessParts {
  /**
   * The only token that the listener for the local command line accepts; no other listener accepts
   * it.
   */
  readonly localToken: string;
  /** Reads the metrics and nothing else; the admin's token reads them too. `null`: none is set. */
  readonly metricsToken: string | null;
}

export type Guards = ReturnType<typeof createGuards>;

/** `door` admits identified clients; `entrance` identifies clients without a token. */
export function createGuards(
  secrets: AccessParts,
  parts: Pick<SharedParts, 'tokens' | 'clock' | 'log'>,
  door: Door,
  entrance: Entrance,
) {
  const { publicUrl } = entrance;
  const { clock } = parts;
  const noteUse = createUseNoter(parts);
  const isLocalToken = matchSecret(secrets.localToken);
  const isMetrics = secrets.metricsToken === null ? () => false : matchSecret(secrets.metricsToken);

  const refuse = (context: Context, kind: keyof typeof WHY, who = 'unknown'): Problem => {
    door.refused(kind, { who, from: clientAddressOf(context) });
    return new Problem(
      'unauthorized',
      `${WHY[kind]} ${isOfSession(kind) ? HOW_AGAIN : SEND_TOKEN}`,
    );
  };

  /**
   * Returns the signed-in viewer. Other sites may link to a page, but send no other request. Throws
   * `Problem`.
   */
  const viewerSignedIn = async (context: Context, isPage: boolean): Promise<Viewer> => {
    const visitor = await visitorOf(entrance, context);
    if (visitor instanceof No) {
      // Not a failed attempt: every visit begins like this.
      if (isPage && visitor.why === null) throw new Problem('unauthorized', NOT_SIGNED_IN);
      throw refuse(context, visitor.why ?? 'no_token');
    }
    const { viewer, signedIn } = visitor;
    if (!isPage && !isOfSameOrigin(context, publicUrl))
      throw refuse(context, 'other_origin', signedIn.name);
    context.set('signedIn', signedIn);
    return viewer;
  };

  /**
   * Returns the viewer, by token or session. Throws `Problem` if there is neither, or it is no
   * longer valid.
   */
  const viewerIn = async (context: Context, isPage: boolean): Promise<Viewer> => {
    const header = context.req.header('authorization') ?? '';
    const token = bearerOf(context);
    if (token === undefined) {
      if (header !== '' || isLocal(context))
        throw refuse(context, header === '' ? 'no_token' : 'wrong_token');
      return viewerSignedIn(context, isPage);
    }
    if (isLocal(context)) {
      if (isLocalToken(token)) return { kind: 'operator' };
      throw refuse(context, 'wrong_token');
    }
    const holder = await identifyHolder(entrance, token);
    if (holder instanceof No) throw refuse(context, holder.why.kind, holder.why.who);
    if (holder.token !== null) noteUse(sha256Of(token), holder.token);
    return holder.viewer;
  };

  /**
   * Returns the viewer again for a stream; `null` once the token or session is no longer valid. A
   * proxy names a person only with a request, so their stream ends, and the client asks for
   * another.
   */
  const viewerAgain = async (context: Context, since: number): Promise<Viewer | null> => {
    const viewer = viewerOf(context);
    const signedIn = signedInPersonOf(context);
    if (signedIn?.login === null)
      return clock.now() - since < RIGHTS_KEPT.stream.freshMs ? viewer : null;
    if (signedIn !== null) {
      const visitor = await visitorOf(entrance, context);
      return visitor instanceof No ? null : visitor.viewer;
    }
    if (isLocal(context)) return viewer;
    const holder = await identifyHolder(entrance, bearerOf(context) ?? '');
    return holder instanceof No ? null : viewer;
  };

  const letIn = async (context: Context, isPage: boolean): Promise<void> => {
    const viewer = await viewerIn(context, isPage);
    context.set('viewer', viewer);
    const since = clock.now();
    context.set('viewerAgain', () => viewerAgain(context, since));
    door.enter(context, holderOf(context, viewer));
  };

  return {
    /**
     * Requires `Authorization: Bearer <token>` with the admin's token or a valid named token, or a
     * session of our own page.
     */
    requireToken: async (context, next) => {
      await letIn(context, false);
      await next();
    },
    /** Requires a token, or the session of a signed-in browser. */
    requireSignedIn: async (context, next) => {
      await letIn(context, true);
      await next();
    },
    requireRole: async (context, next) => {
      const rule = ruleOf(context);
      // Routes for the command line answer 404 themselves.
      if (rule === null || rule.least === 'command line') return next();
      const detail = refuseUse(context, rule);
      if (detail === null) return next();
      const viewer = viewerOf(context);
      const who =
        signedInPersonOf(context)?.name ??
        (viewer.kind === 'token' ? viewer.token.name : 'unknown');
      door.refused('role', {
        who,
        via: viaOfRequest(context),
        what: rule.noted ?? 'read',
        designId: findDesignId(context),
        from: clientAddressOf(context),
      });
      throw new Problem('forbidden', detail);
    },
    requireMetricsToken: async (context, next) => {
      const token = bearerOf(context) ?? '';
      const isTaken = isLocal(context)
        ? isLocalToken(token)
        : isMetrics(token) || entrance.isAdmin(token);
      if (!isTaken) throw refuse(context, token === '' ? 'no_token' : 'wrong_token');
      door.enter(context, { kind: 'operator', id: 'metrics' });
      await next();
    },
  } satisfies Record<string, MiddlewareHandler>;
}

/** The whole header: one word, one space, the token. */
const BEARER = /^bearer ([\x21-\x7e]+)$/i;

function bearerOf({ req }: Context): string | undefined {
  return BEARER.exec(req.header('authorization') ?? '')?.[1];
}

const NOT_SIGNED_IN = 'Sign in to see this page. It shows only what you may read.';
const HOW_AGAIN = 'Sign in again.';
export const SEND_TOKEN = 'Send a valid token as `Authorization: Bearer …`.';

function holderOf(context: Context, viewer: Viewer): IdentifiedClient {
  if (viewer.kind === 'link')
    return { kind: 'link', id: signedInPersonOf(context)?.login?.id ?? viewer.designId };
  const kind = isLocal(context) ? 'local' : operatesHere(context) ? 'operator' : 'member';
  const id = actorKeyOf(context, viewer).join(' ');
  // Every DELETE of the API revokes.
  const isRevoking = kind !== 'member' && context.req.method === 'DELETE';
  return isRevoking ? { kind: 'revoking', id: `${kind} ${id}` } : { kind, id };
}

function isOfSession(kind: keyof typeof WHY): boolean {
  return kind.endsWith('_session') || kind === 'other_origin';
}
