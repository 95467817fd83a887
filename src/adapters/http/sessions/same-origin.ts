import type { Context } from 'hono';

/**
 * Tells if a browser says that one of our own pages has sent this request. A cookie comes along with requests that pages of other
 * origins cause, such as another port of this machine; these two headers no page can set.
 */
export function isOfSameOrigin(context: Context, publicUrl: URL | null): boolean {
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return site === 'same-origin';
  // A page of another host cannot make a browser name ours in `Host`.
  return origin === publicUrl?.origin || origin === new URL(context.req.url).origin;
}
