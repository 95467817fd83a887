import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler, Next } from 'hono';
import * as z from 'zod';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import type { SharedStore } from '../../../engine/ports/store.ts';
import { parsedJson } from '../../../record/json-lines.ts';
import { whoActs } from '../access/via.ts';
import { viewerOf } from '../access/viewer.ts';
import { designIn, isPreview, ruleOf } from '../handled.ts';
import { invalid, Problem } from '../problem.ts';

export const REPLAY = 'idempotent-replay';

const KEY = /^[\x21-\x7e]{1,200}$/;
/** Statuses that may differ a moment later: not there, not possible as the design stands, too much at once. */
const OF_THE_MOMENT = [404, 409, 429];
const Shown = z.looseObject({ id: DesignId });
const StoredResponse = z.strictObject({ requestHash: z.string(), text: z.string() });

/**
 * A POST with an `Idempotency-Key` is carried out once; sent again, also at the same time, it gets the first answer.
 * The same key with another body is a mistake of the sender and refused. Refusals of the moment are not remembered: nothing was
 * done, and what came too early may be right later.
 */
export function idempotent(store: SharedStore): MiddlewareHandler {
  const underWay = new Map<string, Promise<void>>();
  return async (context, next) => {
    const given = context.req.header('idempotency-key');
    if (context.req.method !== 'POST' || given === undefined) return next();
    const rule = ruleOf(context);
    // What only reads is as harmless without, and its answer can be about any design.
    if (rule === null || rule.noted === null || rule.isSecret || isPreview(context)) return next();
    if (!KEY.test(given))
      throw invalid('Idempotency-Key', 'Idempotency-Key is 1–200 visible ASCII characters.');
    const key = `${context.req.path} ${scopeOf(context)}${given}`;
    // Checked again after each wait: of several requests that wait for one key, one continues.
    for (let earlier = underWay.get(key); earlier !== undefined; earlier = underWay.get(key)) await earlier;
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay.set(key, promise);
    try {
      await answerOnce(context, next, store, key);
    } finally {
      underWay.delete(key);
      resolve();
    }
  };
}

/** Two may have chosen the same key. */
export function scopeOf(context: Context): string {
  return `${JSON.stringify(whoActs(context, viewerOf(context)))} `;
}

async function answerOnce(context: Context, next: Next, store: SharedStore, key: string): Promise<void> {
  const requestHash = createHash('sha256')
    .update(Buffer.from(await context.req.arrayBuffer()))
    .digest('hex');
  const before = await store.recallResponse(key);
  if (before !== null) {
    context.res = replay(before, requestHash);
    return;
  }
  await next();
  const { status } = context.res;
  if (status >= 500 || OF_THE_MOMENT.includes(status)) return;
  const text = await context.res.clone().text();
  const body = JSON.stringify({ requestHash, text });
  // The answer goes with the design that it tells of (P12), which a request may have made, as by running another again.
  const told = Shown.safeParse(parsedJson(text)).data?.id ?? designIn(context);
  await store.rememberResponse(key, told, { status, body });
}

function replay({ status, body }: { status: number; body: string }, requestHash: string): Response {
  const first = StoredResponse.parse(JSON.parse(body));
  if (first.requestHash !== requestHash) {
    throw new Problem('conflict', 'This Idempotency-Key was used for another request.');
  }
  const headers = { 'content-type': 'application/json', [REPLAY]: 'true' };
  return new Response(first.text, { status, headers });
}
