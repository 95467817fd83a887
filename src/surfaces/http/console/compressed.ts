import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';

const pages = compress({
  encoding: 'gzip',
  contentTypeFilter: (type) => type.startsWith('text/html'),
});

/**
 * Compresses pages, but neither streams nor files. A page with a query is never compressed: it can
 * hold private texts beside words that an attacker chose, and the compressed length would reveal
 * how alike the two are (BREACH). Other sites can link to such a page, and its own script fetches
 * it again.
 */
export const compressAnswers: MiddlewareHandler = async (context, next) =>
  new URL(context.req.url).search === '' ? pages(context, next) : next();
