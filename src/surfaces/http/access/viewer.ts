import type { Context } from 'hono';
import { present } from '#core/vocabulary/present.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import type { AccessToken } from '#ports/access-tokens.ts';
import { isLocal } from './local.ts';

declare module 'hono' {
  interface ContextVariableMap {
    viewer?: Viewer;
  }
}

/** Name of the admin's token on record. No other token may have it. */
export const ADMIN = 'admin';

/** Returns the viewer of a request. The local command line is the operator. */
export function viewerOf(context: Context): Viewer {
  if (isLocal(context)) return { kind: 'operator' };
  return present(context.get('viewer'), 'a request without a token came this far');
}

export function readsAllChannels(viewer: Viewer): boolean {
  return viewer.kind === 'operator' || (viewer.kind === 'token' && viewer.token.channels === null);
}

export function makeTokenViewer({ name, createdAt, role, channels }: AccessToken): Viewer {
  return { kind: 'token', token: { name, createdAt, role, channels } };
}
