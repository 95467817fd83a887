import * as z from 'zod';
import type { ApiAnswer, Call } from '../../acts/call.ts';
import type { Silence } from '../../core/vocabulary/design.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../foundation/fault.ts';
import type { StoredEvent } from '../../ports/store.ts';

/**
 * Called with the reason when a failed write is retried, and when the model falls silent
 * (`silence`) or answers again (`null`).
 */
export type Waiter = (waiting: {
  readonly what: string;
  readonly message: string;
  readonly silence?: Silence | null | undefined;
}) => void;

/** HTTP API v1 for a command: the running daemon's, or the same routes in this process. */
export interface Api {
  readonly url: string | null;
  /** Throws `Fault('store_unavailable')` for an unreadable answer. */
  readonly call: Call;
  /**
   * Yields events after `since`, then live ones, until the design can produce no more or the signal
   * is aborted.
   */
  course(
    id: DesignId,
    since: number,
    signal: AbortSignal,
    waiting?: Waiter,
  ): AsyncIterable<StoredEvent>;
  /** The reason why no process runs unfinished designs, with advice; `null` if one does. */
  explainIdle(): Promise<string | null>;
  /**
   * Throws `Fault` if this command's design cannot start there; opens and writes nothing before.
   * `repo`: the repository's folder.
   */
  assertMayBegin(repo: string | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Answers in this process: without a store, from the store alone, or with an engine. */
export type Behind = Omit<Api, 'url' | 'assertMayBegin'>;

const Envelope = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** The words of an error's envelope. */
export function envelopeWordsOf({ status, body }: ApiAnswer): string {
  const envelope = Envelope.safeParse(body);
  return envelope.success ? envelope.data.error.message : `status ${status}, no reason given`;
}

/** The code of an error's envelope; `null` for any other answer. */
export function envelopeCodeOf({ body }: ApiAnswer): string | null {
  return Envelope.safeParse(body).data?.error.code ?? null;
}

/**
 * Parses data that may come from another version. Throws `Fault('store_unavailable')` if it does
 * not fit.
 */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Fault(
    'store_unavailable',
    'This command cannot read the daemon’s answer, probably because their versions differ. Stop the daemon, and start it with the same version.',
    result.error,
  );
}

/**
 * Calls an act, and reads its answer. Throws a refusal as `Fault('bad_usage')`, or as
 * `store_unavailable` if the same call may succeed later.
 */
export async function read<Schema extends z.ZodType>(
  { call }: Pick<Api, 'call'>,
  schema: Schema,
  ...request: Parameters<Call>
): Promise<z.output<Schema>> {
  const answer = await call(...request);
  if (answer.status < 400) return parseAnswer(schema, answer.body);
  throw makeRefusal(answer);
}

export const Begun = z.object({ id: DesignId });

export function makeRefusal(answer: ApiAnswer): Fault {
  const isForNow = answer.status >= 500 || [409, 429].includes(answer.status);
  return new Fault(isForNow ? 'store_unavailable' : 'bad_usage', envelopeWordsOf(answer));
}

export const Standing = z.object({ version: z.number().int(), endedAt: z.string().nullable() });
