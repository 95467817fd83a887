import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import * as z from 'zod';
import type { Store } from '../../runtime/ports/store.ts';
import { Problem } from './problem.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;
const Remembered = z.strictObject({ requestHash: z.string(), text: z.string() });

/**
 * A POST with an `Idempotency-Key` is carried out once; sent again it gets the first answer. The same key with
 * another body is a mistake of the sender and refused. Errors of the server itself are not remembered.
 */
export function idempotent(store: Store): MiddlewareHandler {
  const underWay = new Map<string, Promise<void>>();
  return async (context, next) => {
    const given = context.req.header('idempotency-key');
    if (context.req.method !== 'POST' || given === undefined) return next();
    if (!KEY.test(given)) throw new Problem('invalid', 'Idempotency-Key is 1–200 visible ASCII characters.');
    const key = `${context.req.path} ${given}`;
    const requestHash = createHash('sha256')
      .update(await context.req.raw.clone().text())
      .digest('hex');
    await underWay.get(key);
    const before = await store.recallResponse(key);
    if (before !== null) {
      const { requestHash: firstHash, text } = Remembered.parse(JSON.parse(before.body));
      if (firstHash !== requestHash) {
        throw new Problem('conflict', 'This Idempotency-Key was used for another request.');
      }
      context.res = new Response(text, {
        status: before.status,
        headers: { 'content-type': 'application/json', 'idempotent-replay': 'true' },
      });
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay.set(key, promise);
    try {
      await next();
      const { status } = context.res;
      if (status < 500 && status !== 429) {
        const text = await context.res.clone().text();
        await store.rememberResponse(key, { status, body: JSON.stringify({ requestHash, text }) });
      }
    } finally {
      underWay.delete(key);
      resolve();
    }
  };
}
