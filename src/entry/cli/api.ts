import * as z from 'zod';
import { pathOf } from '../../acts/act.ts';
import { ACTS } from '../../acts/table.ts';
import type { Answer, Call } from '../../adapters/http/in-process.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { Silence } from '../../core/vocabulary/design.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import type { StoredEvent } from '../../engine/ports/store.ts';
import type { LoadedDesign } from '../../engine/reading/loading.ts';
import { Fault } from '../../foundation/fault.ts';
import type { CliContext } from './cli-context.ts';

/**
 * Listener that is told when something could not be stored or written and is tried again, with the reason; and when the model falls
 * silent (`silence`) or answers again (`null`).
 */
export type Waiter = (waiting: {
  readonly what: string;
  readonly message: string;
  readonly silence?: Silence | null | undefined;
}) => void;

/** HTTP API v1 for a command: in the daemon of the data folder, or by the same routes in this process. */
export interface Api {
  /** The daemon's address; `null` in this process. */
  readonly url: string | null;
  /** Throws `Fault('store_unavailable')` where there is no answer that can be read. */
  readonly call: Call;
  /** Every event after `since` as it is stored, and then live, until nothing more will come; or until aborted. */
  course(id: DesignId, since: number, signal: AbortSignal, waiting?: Waiter): AsyncIterable<StoredEvent>;
  /** Why nobody works on what has not ended at the moment, and what to do; `null` where somebody does. */
  whyIdle(): Promise<string | null>;
  /**
   * Throws `Fault` where no design may begin there as this command would have it, before anything is opened or written.
   * `repo`: the folder of a repository that is to be read.
   */
  assertMayBegin(repo: string | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Provider of the answers in this process: nothing, the store alone, or an engine. */
export type Behind = Omit<Api, 'url' | 'assertMayBegin'>;

const Envelope = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Words of an error's envelope (A12), which are for people. */
export function reasonIn({ status, body }: Answer): string {
  const envelope = Envelope.safeParse(body);
  return envelope.success ? envelope.data.error.message : `status ${status}, and nothing more was said`;
}

/** The code of an error's envelope (A12); `null` for any other answer. */
export function codeIn({ body }: Answer): string | null {
  return Envelope.safeParse(body).data?.error.code ?? null;
}

/** Parses what may come from another version. Throws `Fault('store_unavailable')` where this one cannot read it. */
export function readable<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Fault('store_unavailable', TEXTS.unreadable, parsed.error);
}

/** Reads this path. Throws `Fault('store_unavailable')` with the words of a refusal. */
export async function read<Schema extends z.ZodType>(
  { call }: Pick<Api, 'call'>,
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await call('GET', path);
  if (answer.status < 400) return readable(schema, answer.body);
  throw refused(answer);
}

/**
 * Begins a design at this path, or asks what it would take. Throws `Fault` with the words of a refusal: `bad_usage`, unless a
 * design or the day's budget does not allow it now, so that the same words may do at another time.
 */
export async function asked<Schema extends z.ZodType>(
  { api: { call }, context: { person } }: { readonly api: Api; readonly context: CliContext },
  path: string,
  body: Readonly<Record<string, unknown>>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await call('POST', path, { author: person, ...body });
  if (answer.status < 400) return readable(schema, answer.body);
  const isForNow = answer.status >= 500 || [409, 429].includes(answer.status);
  throw new Fault(isForNow ? 'store_unavailable' : 'bad_usage', reasonIn(answer));
}

/** A design that was begun. */
export const Begun = z.object({ id: DesignId });

/** Fault of a question that is not answered. */
export function refused(answer: Answer): Fault {
  return new Fault('store_unavailable', `The daemon refused: ${reasonIn(answer)}`);
}

/** Number of a design's events, and the moment of its end. */
export const Standing = z.object({ version: z.number().int(), endedAt: z.string().nullable() });

/** Loads a design by all of its events, as they are stored. */
export async function loadedBy(
  api: Pick<Api, 'call'>,
  id: DesignId,
): Promise<NonNullable<LoadedDesign['design']>> {
  // What only lists designs does without them.
  const [{ loadDesign }, { StoredPage }] = await Promise.all([
    import('../../engine/reading/loading.ts'),
    import('./stored-event.ts'),
  ]);
  const events = async (_: DesignId, since: number) =>
    (await read(api, `${pathOf(ACTS.course, id)}?since=${since}`, StoredPage)).events;
  const { design } = await loadDesign({ events }, id);
  if (design === null) throw new Error(`broken invariant: ${id} is gone`);
  return design;
}
