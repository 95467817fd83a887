import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { createBundles } from '../../adapters/files/bundles.ts';
import { HEARTBEAT_MS, STREAM_OVER } from '../../adapters/http/local.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import { DesignEvent } from '../../core/events.ts';
import { DesignId } from '../../core/ids.ts';
import { Fault } from '../../runtime/fault.ts';
import type { StoredEvent } from '../../runtime/ports/store.ts';
import { CHARRETTE_VERSION } from '../../runtime/version.ts';
import type { Configuration } from '../config.ts';
import { modelDifference, modelSettingsOf } from '../model-settings.ts';
import { type CliContext, person } from './cli-context.ts';
import { daemonCommands } from './daemon-source.ts';
import { accepted, type Daemon, reasonIn } from './find-daemon.ts';
import type { Running } from './source.ts';

/** Milliseconds of silence after which a daemon is taken for gone: two of its comments are missing. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;
const Stored = z.object({ seq: z.number().int(), event: DesignEvent, hash: z.string() });
const Versioned = z.object({ version: z.number().int() });
const Begun = z.object({ id: DesignId });

/** A design that runs in the daemon, with what its command line may do there. */
export function daemonRunning(daemon: Daemon, { configuration, log }: CliContext): Running {
  const { dataDir } = configuration;
  return {
    ...daemonCommands(daemon, person()),
    folder: createBundles({ dataDir, log }).folder,
    course: (id, since, signal) => follow(daemon, id, since, signal),
    version: async (id) => readable(Versioned, accepted(await daemon.call('GET', `/${id}`))).version,
    broken: new AbortController().signal,
    onWaiting: () => undefined,
    whenLeft: TEXTS.leftInDaemon,
  };
}

/**
 * Has the daemon begin a design, at this path of its API. Throws `Fault('bad_usage')` with its words where it refuses, and where
 * another design would run there than this command asks for.
 */
export async function beginThere(
  daemon: Daemon,
  configuration: Configuration,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<{ readonly id: DesignId; readonly answer: unknown }> {
  assertSame(daemon, configuration);
  const answer = await daemon.call('POST', path, body);
  if (answer.status < 400) return { id: readable(Begun, answer.body).id, answer: answer.body };
  const isAway = answer.status >= 500 || answer.status === 429;
  throw new Fault(isAway ? 'store_unavailable' : 'bad_usage', reasonIn(answer));
}

/** Throws `Fault('bad_usage')` for a daemon in which something else would run than this command says. */
function assertSame(daemon: Daemon, configuration: Configuration): void {
  if (daemon.version !== CHARRETTE_VERSION) {
    throw new Fault('bad_usage', TEXTS.otherVersion(daemon.version, CHARRETTE_VERSION));
  }
  const difference = modelDifference(modelSettingsOf(configuration), daemon.models);
  if (difference !== null) throw new Fault('bad_usage', TEXTS.otherModels(difference));
}

/** The stream of a design's events. Throws `Fault('store_unavailable')` where it breaks off. */
async function* follow(
  daemon: Daemon,
  id: DesignId,
  since: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  using silence = new Silence();
  let isOver = false;
  try {
    const path = `/${id}/stored-events?since=${since}`;
    const ended = AbortSignal.any([signal, silence.signal]);
    const answer = await daemon.open(path, 'text/event-stream', ended);
    for await (const line of linesOf(answer, silence)) {
      if (line === `event: ${STREAM_OVER}`) isOver = true;
      if (line.startsWith('data: ') && !isOver) yield readable(Stored, JSON.parse(line.slice(6)));
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (!signal.aborted) throw new Fault('store_unavailable', TEXTS.daemonGone(id), error);
  }
  if (!isOver && !signal.aborted) throw new Fault('store_unavailable', TEXTS.daemonGone(id));
}

async function* linesOf(answer: IncomingMessage, silence: Silence): AsyncGenerator<string> {
  let rest = '';
  for await (const text of answer.setEncoding('utf8')) {
    silence.broken();
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** Aborts when nothing has come for too long. */
class Silence implements Disposable {
  readonly #silent = new AbortController();
  #timer = this.#begin();

  get signal(): AbortSignal {
    return this.#silent.signal;
  }

  broken(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#begin();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #begin(): NodeJS.Timeout {
    return setTimeout(() => this.#silent.abort(), SILENCE_MS);
  }
}

/** What another version sends may not be what this one can read. */
function readable<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Fault('store_unavailable', TEXTS.unreadable, parsed.error);
}
