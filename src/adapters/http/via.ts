import type { Context } from 'hono';
import type { Via } from '../../core/vocabulary/via.ts';
import { ADMIN } from './known-tokens.ts';
import { isLocal } from './local.ts';
import type { SignedIn } from './sessions/visitors.ts';
import { viewerOf } from './viewer.ts';

/** The way by which a request came in: the command line, or the API with a token of this name (D8). */
export function viaOf(context: Context): Via {
  if (isLocal(context)) return { way: 'terminal' };
  const signedIn = signedInOf(context);
  if (signedIn !== null)
    return { way: 'console', ...(signedIn.token === null ? {} : { token: signedIn.token }) };
  const viewer = viewerOf(context);
  return { way: 'api', token: viewer.kind === 'token' ? viewer.token.name : ADMIN };
}

/** Returns who has signed in; `null` for a request with a token of its own. */
export function signedInOf(context: Context): SignedIn | null {
  const signedIn: SignedIn | undefined = context.get('signedIn');
  return signedIn ?? null;
}
