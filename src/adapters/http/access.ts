import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/** Requires `Authorization: Bearer <token>`. Compared by hash, so that neither length nor content leaks by time. */
export function requireToken(token: string): MiddlewareHandler {
  const expected = sha256(token);
  return async (context, next) => {
    const [scheme, given] = (context.req.header('authorization') ?? '').split(' ', 2);
    if (scheme?.toLowerCase() !== 'bearer' || !timingSafeEqual(sha256(given ?? ''), expected)) {
      throw new Problem('unauthorized', 'Send the admin token as "Authorization: Bearer <token>".');
    }
    await next();
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
