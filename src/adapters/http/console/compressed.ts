import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';

const pages = compress({ encoding: 'gzip', contentTypeFilter: (type) => type.startsWith('text/html') });

/**
 * Compresses pages for browsers that take it; streams and files stay as they are. No page holds a secret, but what is private may
 * stand beside the words of a search, and the length of both compressed tells an eavesdropper how alike they are (BREACH). So a
 * page whose address brings words along is never compressed: another site can lead to it, and the page's own script asks for it again.
 */
export const compressed: MiddlewareHandler = async (context, next) =>
  new URL(context.req.url).search === '' ? pages(context, next) : next();
