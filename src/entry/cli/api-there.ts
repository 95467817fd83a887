import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { ACTS } from '../../acts/table.ts';
import { AwaitedModel } from '../../core/vocabulary/event-parts.ts';
import { ParticipantId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../foundation/fault.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import type { StoredEvent } from '../../ports/store.ts';
import { HEARTBEAT_MS, STREAM_OVER, STREAM_WAITING } from '../../surfaces/http/access/local.ts';
import { TEXTS } from '../../surfaces/terminal/texts.ts';
import { modelDifference, modelSettingsOf } from '../model-settings.ts';
import { type Api, readable, reasonIn, type Waiter } from './api.ts';
import type { CliContext } from './cli-context.ts';
import type { Daemon } from './find-daemon.ts';
import { badUsage } from './typed.ts';

export function apiThere(daemon: Daemon, { configuration, program }: CliContext): Api {
  return {
    url: daemon.url,
    call: daemon.call,
    course: (id, since, signal, waiting = () => undefined) => {
      const query = { since: String(since) };
      const open = (ended: AbortSignal) => daemon.open(ended, ACTS.course, { id }, { query });
      return streamed(open, { gone: TEXTS.daemonGone(program, id), signal, waiting });
    },
    whyIdle: async () => {
      const answer = await daemon.readiness();
      return answer.status < 400 ? null : TEXTS.daemonWaits(reasonIn(answer));
    },
    async assertMayBegin() {
      if (daemon.version !== CHARRETTE_VERSION)
        throw badUsage(TEXTS.otherVersion(daemon.version, CHARRETTE_VERSION));
      const difference = modelDifference(modelSettingsOf(configuration), daemon.models);
      if (difference !== null) throw badUsage(TEXTS.otherModels(difference));
    },
    close: async () => undefined,
  };
}

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
      weather: AwaitedModel.optional(),
    })
    .nullish(),
});

/** Throws `Fault('store_unavailable')` with `gone` if the stream breaks off. */
async function* streamed(
  open: (ended: AbortSignal) => Promise<IncomingMessage>,
  given: { readonly gone: string; readonly signal: AbortSignal; readonly waiting: Waiter },
): AsyncGenerator<StoredEvent> {
  const { gone, signal, waiting } = given;
  const { Stored } = await import('./stored-event.ts');
  const silent = new AbortController();
  const silence = setTimeout(() => silent.abort(), SILENCE_MS);
  let event = '';
  try {
    const answer = await open(AbortSignal.any([signal, silent.signal]));
    for await (const line of linesOf(answer, () => silence.refresh())) {
      if (line.startsWith('event: ')) event = line.slice(7);
      if (!line.startsWith('data: ') || event === STREAM_OVER) continue;
      const data: unknown = JSON.parse(line.slice(6));
      if (event !== STREAM_WAITING) yield readable(Stored, data);
      else waiting(readable(Waiting, data));
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (!signal.aborted) throw new Fault('store_unavailable', gone, error);
  } finally {
    clearTimeout(silence);
  }
  if (event !== STREAM_OVER && !signal.aborted) throw new Fault('store_unavailable', gone);
}

async function* linesOf(answer: IncomingMessage, heard: () => void): AsyncGenerator<string> {
  let rest = '';
  for await (const text of answer.setEncoding('utf8')) {
    heard();
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
