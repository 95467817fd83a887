import type { Context, MiddlewareHandler, Next } from 'hono';
import * as z from 'zod';
import { createProblem, Problem } from '#acts/problem.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { sha256Of } from '#foundation/digest.ts';
import { createQueues } from '#foundation/queues.ts';
import type { SharedStore } from '#ports/store.ts';
import { parseJsonBytes } from '#record/json-lines.ts';
import { actorKeyOf } from '../access/via.ts';
import { viewerOf } from '../access/viewer.ts';
import { findDesignId, isPreview, ruleOf } from '../handled.ts';

export const REPLAY = 'idempotent-replay';

const KEY = /^[\x21-\x7e]{1,200}$/;
const Shown = z.looseObject({ id: DesignId });
const StoredResponse = z.strictObject({ requestHash: z.string(), text: z.string() });

/**
 * Carries out a POST with an `Idempotency-Key` once; a repetition gets the first answer, even if
 * both arrive at once. Refuses the same key with another body. A refusal is not remembered: nothing
 * was done, and a retry may succeed. Neither is an answer that only tells.
 */
export function rememberAnswers(
  store: SharedStore,
  redact: (text: string) => string,
): MiddlewareHandler {
  const inTurn = createQueues();
  return async (context, next) => {
    const given = context.req.header('idempotency-key');
    if (context.req.method !== 'POST' || given === undefined) return next();
    const rule = ruleOf(context);
    // A request that only reads needs no key, and its answer can be about any design.
    if (rule === null || rule.noted === null || rule.isSecret || isPreview(context)) return next();
    if (!KEY.test(given) || redact(given) !== given) {
      const words = 'Idempotency-Key must be 1–200 visible ASCII characters, and no secret.';
      throw createProblem('Idempotency-Key', words);
    }
    const key = ownKeyOf(context, given);
    return inTurn(key, () => answerOnce(context, next, store, key));
  };
}

/** Separates clients that chose the same key. */
function ownKeyOf(context: Context, key: string): string {
  return `${context.req.path} ${JSON.stringify(actorKeyOf(context, viewerOf(context)))} ${key}`;
}

/** Returns the sender's id of a request, if any. Each id is carried out once. */
export function idempotencyKeyOf(context: Context): string | undefined {
  const key = context.req.header('idempotency-key');
  return key === undefined ? undefined : `api ${ownKeyOf(context, key)}`;
}

async function answerOnce(
  context: Context,
  next: Next,
  store: SharedStore,
  key: string,
): Promise<void> {
  const requestHash = sha256Of(Buffer.from(await context.req.arrayBuffer()));
  const before = await store.recallResponse(key);
  if (before !== null) {
    context.res = replay(before, requestHash);
    return;
  }
  await next();
  const { status } = context.res;
  if (status >= 400) return;
  const text = await context.res.clone().text();
  const answer = parseJsonBytes(text);
  if (ruleOf(context)?.isOfNow?.(answer)) return;
  const body = JSON.stringify({ requestHash, text });
  // The answer is removed with its design, which this request may have created.
  const designId = Shown.safeParse(answer).data?.id ?? findDesignId(context);
  await store.rememberResponse(key, designId, { status, body });
}

function replay({ status, body }: { status: number; body: string }, requestHash: string): Response {
  const first = StoredResponse.parse(JSON.parse(body));
  if (first.requestHash !== requestHash) {
    throw new Problem('conflict', 'This Idempotency-Key was already used for another request.');
  }
  const headers = { 'content-type': 'application/json', [REPLAY]: 'true' };
  return new Response(first.text, { status, headers });
}
