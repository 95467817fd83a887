import type { Context } from 'hono';

/**
 * True if, by the browser's headers, one of our own pages sent this request. Browsers also send the
 * cookie with requests from other origins, such as another port of this machine, but no page can
 * set these two headers.
 */
export function isOfSameOrigin(context: Context, publicUrl: URL | null): boolean {
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return site === 'same-origin';
  // A page of another host cannot make a browser name ours in `Host`.
  return origin === publicUrl?.origin || origin === new URL(context.req.url).origin;
}
