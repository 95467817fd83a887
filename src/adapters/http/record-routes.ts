import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { fileNames } from '../../core/outcome/file-names.ts';
import { publicEvent } from '../../core/telling/public-event.ts';
import type { Lesson } from '../../core/vocabulary/events.ts';
import { iso } from '../../core/vocabulary/figures.ts';
import { artifactsOf, readBundleFile } from '../../runtime/bundle/remade.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { EVENTS_READ_TOGETHER } from '../../runtime/engine/loading.ts';
import { errorMessage } from '../../runtime/fault.ts';
import type { TurnRecord } from '../../runtime/turn/record.ts';
import { readableTurns } from '../../runtime/turn/withheld.ts';
import { designOf } from './design-routes.ts';
import { streamEvents } from './event-stream.ts';
import { isLocal } from './local.ts';
import { invalid, Problem, problemOfError } from './problem.ts';

const EVENTS_PER_PAGE = 500;
/** More than any design has events, and the largest number that a store compares with theirs. */
const MAX_SEQUENCE = 2 ** 31 - 1;
const CONTENT_TYPES: Record<string, string> = {
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  log: 'text/plain; charset=utf-8',
};

/** What a design leaves behind: events, turns, files, failures. */
export function recordRoutes(engine: Engine, closing: AbortSignal): Hono {
  const { store, bundles, redact } = engine.parts;
  const routes = new Hono();

  routes.get('/:id/events', async (context) => {
    const { id } = await designOf(context, engine);
    const since = sinceIn(context);
    if (wantsStream(context)) {
      const resumed = context.req.header('last-event-id');
      const from = resumed === undefined ? since : sequence('Last-Event-ID', resumed);
      const events = (signal: AbortSignal) => engine.follow(id, from, signal);
      return streamEvents(context, { id, events, shown: publicEvent, why: shownCause, closing, engine });
    }
    const events = await store.events(id, since, EVENTS_PER_PAGE);
    return context.json({ events: events.map(publicEvent), next: events.at(-1)?.seq ?? since });
  });

  /** As they are stored, sealed texts and notes included, as they are in the data folder. */
  routes.use('/:id/course', onlyLocal());
  routes.get('/:id/course', async (context) => {
    const { id } = await designOf(context, engine);
    const since = sinceIn(context);
    if (!wantsStream(context))
      return context.json({ events: await store.events(id, since, EVENTS_READ_TOGETHER) });
    const events = (signal: AbortSignal) => engine.course(id, since, signal);
    // Its reader is the operator of this machine.
    const why = (error: unknown) => redact(errorMessage(error));
    return streamEvents(context, { id, events, shown: (stored) => stored, why, closing, engine });
  });

  routes.get('/:id/turns', async (context) => {
    const design = await designOf(context, engine);
    const turns = readableTurns(design, await store.turns(design.id));
    return context.json({ turns: turns.map(shownTurn) });
  });

  /** What it taught once it has ended, and what it was shown of earlier designs like it (A14). */
  routes.get('/:id/lessons', async (context) => {
    const { id, lessons: earlier = [] } = await designOf(context, engine);
    const shown = (lesson: Lesson) => ({ ...lesson, endedAt: iso(lesson.endedAt) });
    const lessons = await store.lessons([id]);
    return context.json({ lessons: lessons.map(shown), earlier: earlier.map(shown) });
  });

  routes.get('/:id/artifacts', async (context) => {
    const design = await designOf(context, engine);
    return context.json({ artifacts: await artifactsOf(engine.parts, design) });
  });

  routes.get('/:id/artifacts/:name{.+}', async (context) => {
    const { id, files } = await designOf(context, engine);
    const name = context.req.param('name');
    if (!fileNames(files).includes(name)) {
      const known = fileNames(files).join(', ') || 'none yet';
      throw new Problem('not_found', `There is no such file. The design's files: ${known}.`);
    }
    const bytes = await readBundleFile(engine.parts, id, name);
    if (bytes === null) throw new Problem('not_found', 'The file is not on this machine any more.');
    return new Response(Buffer.from(bytes), { headers: headersFor(name) });
  });

  routes.get('/:id/failures/:name', async (context) => {
    const { id } = await designOf(context, engine);
    const name = context.req.param('name');
    const bytes = await bundles.read(id, `failures/${name}`);
    if (bytes === null) throw new Problem('not_found', 'There is no such failure file for this design.');
    return new Response(redact(new TextDecoder().decode(bytes)), { headers: headersFor(name) });
  });

  return routes;
}

/** A HEAD request has no body that could end, and with it the stream. */
function wantsStream({ req }: Context): boolean {
  return req.method === 'GET' && (req.header('accept') ?? '').includes('text/event-stream');
}

/** Nothing of the inside (A12). */
function shownCause(error: unknown): string {
  return problemOfError(error).message;
}

/** A turn as outsiders see it (HTTP API v1): times as ISO 8601. */
function shownTurn(record: TurnRecord) {
  return { ...record, startedAt: iso(record.startedAt) };
}

/** Lets nothing in but what came by the listener for the command line; to all others there is no such route. */
export function onlyLocal(): MiddlewareHandler {
  return async (context, next) => {
    if (!isLocal(context))
      throw new Problem('not_found', `There is nothing at ${context.req.path.slice(0, 200)}.`);
    await next();
  };
}

function headersFor(name: string): Record<string, string> {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return {
    'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
    // What models wrote is never run by a browser.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
}

/** The sequence number from which on events are asked for. Throws `Problem`. */
function sinceIn({ req }: Context): number {
  const since = req.query('since');
  return since === undefined
    ? sequence('Last-Event-ID', req.header('last-event-id') ?? '0')
    : sequence('since', since);
}

function sequence(field: 'since' | 'Last-Event-ID', text: string): number {
  if (/^\d{1,12}$/.test(text)) return Math.min(Number(text), MAX_SEQUENCE);
  throw invalid(field, `${field} is a sequence number: 0 or a positive whole number.`);
}
