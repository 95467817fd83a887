/**
 * Who may read and act over HTTP (A18, A22): the admin token everything; a design's key that design,
 * read-only; the list's key the list. Whoever has none of them gets nothing but health.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';

export interface Keys {
  /** `null`: the API answers links only. */
  readonly adminToken: string | null;
  readonly listKey: string;
}

export function isAdmin(context: Context, { adminToken }: Keys): boolean {
  const [scheme, token] = (context.req.header('authorization') ?? '').split(' ');
  return adminToken !== null && scheme?.toLowerCase() === 'bearer' && isSame(token, adminToken);
}

export function mayList(context: Context, keys: Keys): boolean {
  return isAdmin(context, keys) || isSame(context.req.query('key'), keys.listKey);
}

export function mayRead(context: Context, keys: Keys, designKey: string): boolean {
  return isAdmin(context, keys) || isSame(context.req.query('key'), designKey);
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string | undefined, wanted: string): boolean {
  if (given === undefined || given === '' || wanted === '') return false;
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
