import type { Context } from 'hono';
import type { Via } from '../../core/vocabulary/via.ts';
import { isLocal } from './local.ts';
import { viewerOf } from './viewer.ts';

/** Name of the admin's token on record, which no other token may have. */
export const ADMIN = 'admin';

/** The way by which a request came in: the command line, or the API with a token of this name (D8). */
export function viaOf(context: Context): Via {
  if (isLocal(context)) return { way: 'terminal' };
  const viewer = viewerOf(context);
  return { way: 'api', token: viewer.kind === 'token' ? viewer.token.name : ADMIN };
}
