import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { AwaitedModel } from '../../core/vocabulary/event-parts.ts';
import { ParticipantId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../foundation/fault.ts';
import type { StoredEvent } from '../../ports/store.ts';
import { HEARTBEAT_MS, STREAM_OVER, STREAM_WAITING } from '../../surfaces/http/access/local.ts';
import { parseAnswer, type Waiter } from './api.ts';
import { EventOnPage } from './stored-event.ts';

/** Milliseconds of silence until a daemon counts as gone: two of its comments are missing. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;
const Waiting = z.object({
  what: z.string(),
  message: z.string(),
  silence: z
    .object({
      participants: z.array(ParticipantId).readonly(),
      since: z.number(),
      againAt: z.number().nullable(),
      unavailable: AwaitedModel.optional(),
    })
    .nullish(),
});

/** Throws `Fault('store_unavailable')` with `gone` if the stream breaks off. */
export async function* stream(
  open: (stopping: AbortSignal) => Promise<IncomingMessage>,
  listening: { readonly gone: string; readonly signal: AbortSignal; readonly waiting: Waiter },
): AsyncGenerator<StoredEvent> {
  const { gone, signal, waiting } = listening;
  const silent = new AbortController();
  const silence = setTimeout(() => silent.abort(), SILENCE_MS);
  let event = '';
  try {
    const answer = await open(AbortSignal.any([signal, silent.signal]));
    for await (const line of linesOf(answer, () => silence.refresh())) {
      if (line.startsWith('event: ')) event = line.slice(7);
      if (!line.startsWith('data: ') || event === STREAM_OVER) continue;
      const data: unknown = JSON.parse(line.slice(6));
      if (event !== STREAM_WAITING) yield parseAnswer(EventOnPage, data);
      else waiting(parseAnswer(Waiting, data));
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (!signal.aborted) throw new Fault('store_unavailable', gone, error);
  } finally {
    clearTimeout(silence);
  }
  if (event !== STREAM_OVER && !signal.aborted) throw new Fault('store_unavailable', gone);
}

async function* linesOf(answer: IncomingMessage, onText: () => void): AsyncGenerator<string> {
  let rest = '';
  for await (const text of answer.setEncoding('utf8')) {
    onText();
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
