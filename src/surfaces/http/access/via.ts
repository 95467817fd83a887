import type { Context, MiddlewareHandler } from 'hono';
import { createProblem } from '#acts/problem.ts';
import type { Via } from '#core/vocabulary/via.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import type { Login } from '#ports/logins.ts';
import { AGENT_HEADER, isLocal } from './local.ts';
import { ADMIN, viewerOf } from './viewer.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Absent if no program has named itself. */
    agent?: string;
    /** Absent if a token in the header identifies the client. */
    signedIn?: SignedIn;
  }
}

/** A signed-in person, as recorded. */
export interface SignedIn {
  readonly name: string;
  /** `null` if a proxy identifies the person at each request. */
  readonly login: Login | null;
  /** Name of the token behind a claimed name, or of the admin; `null` for a verified name. */
  readonly token: string | null;
}

const AGENT = /^[\x20-\x7e]{1,60}$/;

/**
 * Keeps the name of the agent, a program that acts for a person. Throws `Problem` for a name that
 * cannot be recorded, before anything is done.
 */
export const keepAgentName: MiddlewareHandler = async (context, next) => {
  const agent = context.req.header(AGENT_HEADER)?.trim();
  if (agent !== undefined && !AGENT.test(agent))
    throw createProblem(
      AGENT_HEADER,
      'The name of an agent must be 1 to 60 visible ASCII characters.',
    );
  if (agent !== undefined) context.set('agent', agent);
  await next();
};

/**
 * Returns how a request came: from the command line, the console, or the API with the token's name,
 * and from which agent, if any.
 */
export function viaOfRequest(context: Context): Via {
  const agent = context.get('agent');
  const by = agent !== undefined && { agent };
  if (isLocal(context)) return { way: 'terminal', ...by };
  const signedIn = signedInPersonOf(context);
  if (signedIn !== null)
    return { way: 'console', ...(signedIn.token !== null && { token: signedIn.token }), ...by };
  const viewer = viewerOf(context);
  return { way: 'api', token: viewer.kind === 'token' ? viewer.token.name : ADMIN, ...by };
}

/**
 * Identifies the actor: by token, as a person of a platform, or by name. A token's creation time
 * tells it apart from a revoked one of the same name.
 */
export function actorKeyOf(context: Context, viewer: Viewer): readonly (string | number)[] {
  switch (viewer.kind) {
    case 'token':
      return [viewer.kind, viewer.token.name, viewer.token.createdAt];
    case 'person':
      return [viewer.kind, viewer.platform, viewer.person.id];
    case 'operator':
    case 'link':
      return [viewer.kind, signedInPersonOf(context)?.name ?? ADMIN];
  }
}

/** Returns the signed-in person; `null` for a request with a token of its own. */
export function signedInPersonOf(context: Context): SignedIn | null {
  return context.get('signedIn') ?? null;
}
