/**
 * Who may read and act over HTTP (A18, A22): the admin token everything; a design's key that design,
 * read-only; the list's key the list. Whoever has none of them gets nothing but health.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { DesignId } from '#design/ids.ts';
import type { Reading } from '#engine/design-inputs.ts';
import type { Designs } from '#engine/designs.ts';

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

/** The design in the address; `null`: there is none, or this caller may not read it. */
export async function readDesign(
  context: Context,
  designs: Designs,
  keys: Keys,
): Promise<Reading | null> {
  const id = DesignId.safeParse(context.req.param('id'));
  const found = id.success ? await designs.read(id.data) : null;
  if (found === null) return null;
  const mayRead = isAdmin(context, keys) || isSame(context.req.query('key'), found.row.key);
  return mayRead ? found : null;
}

/** Compares in constant time, which does not tell where they differ. */
function isSame(given: string | undefined, wanted: string): boolean {
  if (given === undefined || wanted === '') return false;
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
