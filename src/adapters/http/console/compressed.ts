import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';

const pages = compress({ encoding: 'gzip', contentTypeFilter: (type) => type.startsWith('text/html') });

/**
 * Compresses pages for browsers that take it; streams and files stay as they are. No page holds a secret, but what is private may
 * stand beside the words of a search, and the length of both compressed tells an eavesdropper how alike they are (BREACH). So a
 * page whose address brings words along is compressed only where the browser says that none of another site have led to it.
 */
export const compressed: MiddlewareHandler = async (context, next) => {
  const site = context.req.header('sec-fetch-site') ?? 'unknown';
  const hasWords = new URL(context.req.url).search !== '';
  if (hasWords && site !== 'same-origin' && site !== 'none') return next();
  return pages(context, next);
};
