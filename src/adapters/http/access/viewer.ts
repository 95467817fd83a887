import type { Context } from 'hono';
import type { Viewer } from '../../../engine/access/viewer.ts';
import { Problem } from '../problem.ts';
import { isLocal } from './local.ts';

declare module 'hono' {
  interface ContextVariableMap {
    viewer: Viewer;
  }
}

/** Name of the admin's token in the audit log, which no other token may have. */
export const ADMIN = 'admin';

/** Returns who asks, as their token says; the command line on the same data folder is its operator. */
export function viewerOf(context: Context): Viewer {
  if (isLocal(context)) return { kind: 'operator' };
  const viewer: Viewer | undefined = context.get('viewer');
  if (viewer === undefined) throw new Error('broken invariant: a request without a token came this far');
  return viewer;
}

export function readsAllChannels(viewer: Viewer): boolean {
  return viewer.kind === 'operator' || (viewer.kind === 'token' && viewer.token.channels === null);
}

/** Throws `Problem` for whom some channels are closed. `log`: what is over all of them. */
export function assertOfAllChannels(context: Context, log: string): void {
  if (readsAllChannels(viewerOf(context))) return;
  throw new Problem('forbidden', `${log} is over all channels. This takes a token for all of them.`);
}
