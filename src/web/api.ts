/** HTTP API v1 (docs/http-api.md): a route is a line over `Designs`. */

import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import * as z from 'zod';
import type { VIAS } from '#design/events.ts';
import { DesignId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import {
  type Actor,
  DecideInput,
  type DesignsApi,
  ReplyInput,
  type Result,
  StartInput,
} from '#engine/designs.ts';
import type { DesignRow, StoredEvent } from '#store/store.ts';
import { designJson } from '#words/design-json.ts';
import { isAdmin, type Keys, mayList, mayRead } from './access.ts';
import { noToken, notFound, problem, refused } from './problems.ts';

const author = z.string().trim().min(1).max(100).default('API');
const StartBody = StartInput.pick({
  topic: true,
  context: true,
  personas: true,
  repo: true,
  budgetUsd: true,
  depth: true,
}).extend({ author });
const ReplyBody = ReplyInput.extend({ author });
const GateBody = DecideInput.omit({ gateId: true });
const CancelBody = z.strictObject({ reason: z.string().max(2_000).default('') });
const ListQuery = z.object({
  status: z.string().max(40).optional(),
  words: z.string().max(200).optional(),
  before: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const since = z.coerce.number().int().min(0).default(0).catch(0);
/** Open streams at once: a browser has one for each page that is looked at. */
const MAX_STREAMS = 500;

export function createApi(designs: DesignsApi, keys: Keys): Hono {
  const api = new Hono();
  let streams = 0;

  /** Answers only who may read this design. */
  const reading =
    (answer: (context: Context, row: DesignRow, design: Design) => Promise<Response> | Response) =>
    async (context: Context) => {
      const found = await designs.read(context.req.param('id') ?? '');
      if (found === null) return isAdmin(context, keys) ? notFound(context) : noToken(context);
      if (!mayRead(context, keys, found.row.key)) return noToken(context);
      if (found.design === null)
        return problem(context, 'not_ready', 'This design is just being started. Ask again.');
      return answer(context, found.row, found.design);
    };
  /** Answers only the admin, whose body fits. */
  const acting =
    <Body>(
      schema: z.ZodType<Body>,
      answer: (context: Context, id: DesignId, body: Body) => Promise<Response>,
    ) =>
    async (context: Context) => {
      if (!isAdmin(context, keys)) return noToken(context);
      const body = schema.safeParse(await jsonOf(context));
      if (!body.success) return problem(context, 'invalid', z.prettifyError(body.error));
      const id = DesignId.safeParse(context.req.param('id'));
      if (!id.success) return notFound(context);
      return answer(context, id.data, body.data);
    };
  /** The design as it stands after an act. */
  const design = async (context: Context, id: string, status: 200 | 201 | 202, done: boolean) => {
    const found = await designs.read(id);
    if (found === null || found.design === null) return context.json({ id, done: false }, 202);
    return context.json(designJson(found.design), done ? status : 202);
  };
  const acted = async (context: Context, id: DesignId, result: Result, status: 200 | 201 | 202) =>
    result.ok ? design(context, id, status, result.isDone) : refused(context, result.refusal);

  api.post('/designs', async (context) => {
    if (!isAdmin(context, keys)) return noToken(context);
    const body = StartBody.safeParse(await jsonOf(context));
    if (!body.success) return problem(context, 'invalid', z.prettifyError(body.error));
    const { author: name, ...input } = body.data;
    const result = await designs.start(input, actor(name), delivery());
    return result.ok
      ? design(context, result.id, 201, result.isDone)
      : refused(context, result.refusal);
  });
  api.get('/designs', async (context) => {
    if (!mayList(context, keys)) return noToken(context);
    const query = ListQuery.safeParse(context.req.query());
    if (!query.success) return problem(context, 'invalid', z.prettifyError(query.error));
    const { limit } = query.data;
    const rows = await designs.find({ ...given(query.data), limit });
    const next = rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
    return context.json({ designs: rows.map(listed), next });
  });

  api.get(
    '/designs/:id',
    reading((context, _row, found) => context.json(designJson(found))),
  );
  api.post(
    '/designs/:id/replies',
    acting(ReplyBody, async (context, id, { author: name, ...input }) => {
      const result = await designs.reply(id, input, actor(name), delivery());
      if (!result.ok) return refused(context, result.refusal);
      return context.json({ number: result.number, done: result.isDone }, 201);
    }),
  );
  api.post(
    '/designs/:id/go-on',
    acting(z.unknown(), async (context, id) =>
      acted(context, id, await designs.goOn(id, actor('API'), delivery()), 200),
    ),
  );
  api.post(
    '/designs/:id/gates/:gateId',
    acting(GateBody, async (context, id, body) => {
      if (body.choice === 'accept' && body.sha256 === '')
        return problem(context, 'invalid', 'To accept, name the sha256 of the text.');
      const input = { ...body, gateId: context.req.param('gateId') ?? '' };
      return acted(context, id, await designs.decide(id, input, actor('API'), delivery()), 200);
    }),
  );
  api.post(
    '/designs/:id/cancel',
    acting(CancelBody, async (context, id, { reason }) => {
      const before = (await designs.read(id))?.row.isEnded;
      const result = await designs.cancel(id, reason, actor('API'), delivery());
      return acted(context, id, result, before === true ? 200 : 202);
    }),
  );
  api.post(
    '/designs/:id/run-again',
    acting(z.unknown(), async (context, id) => {
      const result = await designs.runAgain(id, actor('API'), delivery());
      return result.ok
        ? design(context, result.id, 202, result.isDone)
        : refused(context, result.refusal);
    }),
  );
  api.delete(
    '/designs/:id',
    acting(z.unknown(), async (context, id) => {
      const result = await designs.forget(id, actor('API'));
      return result.ok ? context.body(null, 204) : refused(context, result.refusal);
    }),
  );

  api.get(
    '/designs/:id/events',
    reading(async (context, row, found) => {
      const after = since.parse(context.req.header('last-event-id') ?? context.req.query('since'));
      const isStream =
        context.req.header('accept')?.includes('text/event-stream') === true ||
        context.req.header('last-event-id') !== undefined;
      if (!isStream) {
        const events = await designs.events(row.id, after);
        const next = events.at(-1)?.seq ?? after;
        return context.json({ events: events.map((each) => eventJson(each, found)), next });
      }
      if (streams >= MAX_STREAMS)
        return problem(context, 'busy', 'Too many streams are open. Close some, or ask later.');
      streams += 1;
      return streamSSE(context, async (stream) => {
        const end = new AbortController();
        stream.onAbort(() => end.abort());
        try {
          for await (const each of designs.follow(row.id, after, end.signal)) {
            const now = each.event.type === 'proposal_sealed' ? await designs.read(row.id) : null;
            const data = JSON.stringify(eventJson(each, now?.design ?? found));
            await stream.writeSSE({ id: String(each.seq), data });
          }
        } finally {
          streams -= 1;
        }
      });
    }),
  );
  api.get(
    '/designs/:id/turns',
    reading(async (context, row) => context.json({ turns: await designs.turns(row.id) })),
  );
  api.get(
    '/designs/:id/turns/:n',
    reading(async (context, row, found) => {
      const turn = await readTurn(designs, row, found, context.req.param('n') ?? '');
      return turn === null ? notFound(context) : context.json(turn);
    }),
  );
  api.get(
    '/designs/:id/artifacts',
    reading(async (context, row) => context.json({ artifacts: await designs.files(row.id) })),
  );
  const file = (prefix: string) =>
    reading(async (context, row) => {
      const bytes = await designs.file(row.id, `${prefix}${context.req.param('name')}`);
      if (bytes === null) return notFound(context);
      context.header('Content-Disposition', 'attachment');
      context.header('Content-Type', 'text/plain; charset=utf-8');
      return context.body(new Uint8Array(bytes));
    });
  api.get('/designs/:id/artifacts/:name', file(''));
  api.get('/designs/:id/failures/:name', file('failures/'));
  return api;
}

/** A turn by its number; a proposal's stays sealed until all are revealed. */
export async function readTurn(
  designs: DesignsApi,
  row: DesignRow,
  design: Design,
  number: string,
) {
  const head = (await designs.turns(row.id)).find((each) => String(each.number) === number);
  if (head === undefined || (head.kind === 'proposals' && !design.areRevealed)) return null;
  return designs.turn(row.id, head.turnId);
}

/** Its proposal is left out of the event until all are revealed. */
function eventJson({ seq, event }: StoredEvent, { areRevealed }: Design) {
  if (event.type !== 'proposal_sealed' || areRevealed) return { seq, ...event };
  return { seq, ...event, proposal: null };
}

function listed({ id, summary }: DesignRow) {
  const { platform: _platform, channel: _channel, thread: _thread, ...shown } = summary;
  return {
    id,
    ...shown,
    startedAt: new Date(summary.startedAt).toISOString(),
    endedAt: summary.endedAt === null ? null : new Date(summary.endedAt).toISOString(),
  };
}

/** Without the fields that were not asked. */
function given({ status, words, before }: z.infer<typeof ListQuery>) {
  return {
    ...(status === undefined ? {} : { status }),
    ...(words === undefined ? {} : { words }),
    ...(before === undefined ? {} : { before }),
  };
}

/** What is no JSON fits no schema. */
async function jsonOf(context: Context): Promise<unknown> {
  const text = await context.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The admin token acts as an operator; a name is a claim (D8). */
function actor(name: string): Actor {
  const via: (typeof VIAS)[number] = 'http';
  return { name, id: '', via, isOperator: true };
}

function delivery() {
  return { platform: 'http', id: randomUUID() };
}
