/** HTTP API v1 (docs/http-api.md): a route is a few lines over `Designs`. */

import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { FINAL_STATUSES } from '#design/events.ts';
import { DesignId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import {
  type Actor,
  DecideInput,
  type Delivery,
  ReplyInput,
  type Result,
  StartInput,
} from '#engine/design-inputs.ts';
import type { Designs } from '#engine/designs.ts';
import { eventJson, isRevealed, isSealed } from '#engine/sealed.ts';
import { whyUnreadable } from '#engine/set-aside.ts';
import type { DesignRow } from '#store/store.ts';
import type { Log } from '#support/log.ts';
import { designJson } from '#words/design-json.ts';
import { isAdmin, type Keys, mayList, readDesign } from './access.ts';
import { createEventStreams } from './event-stream.ts';
import { invalid, noToken, notFound, problem, refused } from './problems.ts';

/** Fifty context items of 100,000 characters, with room. */
const MAX_BODY_BYTES = 8_000_000;
const author = z.string().trim().min(1).max(100).default('API');
const StartBody = StartInput.omit({ questions: true, gates: true }).extend({ author });
const ReplyBody = ReplyInput.extend({ author });
const GateBody = DecideInput.omit({ gateId: true }).refine(
  ({ choice, sha256 }) => choice !== 'accept' || sha256 !== '',
  { path: ['sha256'], error: 'name the hash of the text that you accept' },
);
const CancelBody = z.strictObject({ reason: z.string().max(2_000).default('') });
const NoBody = z.strictObject({});
const ListQuery = z.object({
  status: z.enum(['running', 'awaiting_input', ...FINAL_STATUSES]).exactOptional(),
  words: z.string().max(200).exactOptional(),
  before: z.string().max(60).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const After = z.coerce.number().int().nonnegative().default(0);

export function createApi(designs: Designs, keys: Keys, log: Log): Hono {
  const api = new Hono();
  const stream = createEventStreams(designs, log);

  /** Answers only who may read this design. */
  const reading =
    (answer: (context: Context, design: Design) => Promise<Response> | Response) =>
    async (context: Context) => {
      const found = await readDesign(context, designs, keys);
      if (found === null) return isAdmin(context, keys) ? notFound(context) : noToken(context);
      return found.design === null
        ? problem(context, 'not_ready', whyUnreadable(found.row))
        : answer(context, found.design);
    };
  /** Answers whoever sends a body of this form: the admin, as all that writes. */
  const acting =
    <Body>(
      schema: z.ZodType<Body>,
      answer: (context: Context, id: DesignId, body: Body) => Promise<Response>,
    ) =>
    async (context: Context) => {
      const body = schema.safeParse(await jsonOf(context));
      if (!body.success) return invalid(context, body.error);
      const id = DesignId.safeParse(context.req.param('id'));
      return id.success ? answer(context, id.data, body.data) : notFound(context);
    };
  /** The design as it stands after an act; 202 where it was taken and is not done yet. */
  const acted = async (
    context: Context,
    result: Result<{ readonly id?: DesignId }>,
    status: 200 | 201 | 202,
  ) => {
    if (!result.ok) return refused(context, result.refusal);
    const id = result.id ?? context.req.param('id') ?? '';
    const design = (await designs.read(id))?.design ?? null;
    return design === null
      ? context.json({ id, done: false }, 202)
      : context.json(designJson(design), result.isDone ? status : 202);
  };

  // No key writes, and nobody else's body is read (A18, A22).
  api.use(async (context, next) => {
    const isReading = context.req.method === 'GET' || context.req.method === 'HEAD';
    return isReading || isAdmin(context, keys) ? next() : noToken(context);
  });
  api.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (context) =>
        problem(context, 'too_large', `A body has at most ${MAX_BODY_BYTES} bytes.`),
    }),
  );

  api.post('/designs', async (context) => {
    const body = StartBody.safeParse(await jsonOf(context));
    if (!body.success) return invalid(context, body.error);
    const { author: name, ...input } = body.data;
    return acted(context, await designs.start(input, actor(name), delivery()), 201);
  });
  api.get('/designs', async (context) => {
    if (!mayList(context, keys)) return noToken(context);
    const query = ListQuery.safeParse(context.req.query());
    if (!query.success) return invalid(context, query.error);
    const rows = await designs.find(query.data);
    const next = rows.length === query.data.limit ? (rows.at(-1)?.id ?? null) : null;
    return context.json({ designs: rows.map(listed), next });
  });

  api.get(
    '/designs/:id',
    reading((context, design) => context.json(designJson(design))),
  );
  api.post(
    '/designs/:id/replies',
    acting(ReplyBody, async (context, id, { author: name, ...input }) => {
      const result = await designs.reply(id, input, actor(name), delivery());
      if (!result.ok) return refused(context, result.refusal);
      const replyId = result.number === null ? null : `R${result.number}`;
      return context.json({ replyId, done: result.isDone }, result.isDone ? 201 : 202);
    }),
  );
  api.post(
    '/designs/:id/go-on',
    acting(NoBody, async (context, id) =>
      acted(context, await designs.goOn(id, actor(), delivery()), 200),
    ),
  );
  api.post(
    '/designs/:id/gates/:gateId',
    acting(GateBody, async (context, id, body) => {
      const input = { ...body, gateId: context.req.param('gateId') ?? '' };
      return acted(context, await designs.decide(id, input, actor(), delivery()), 200);
    }),
  );
  api.post(
    '/designs/:id/cancel',
    acting(CancelBody, async (context, id, { reason }) => {
      const isAgain = (await designs.read(id))?.row.isEnded === true;
      const result = await designs.cancel(id, reason, actor(), delivery());
      return acted(context, result, isAgain ? 200 : 202);
    }),
  );
  api.post(
    '/designs/:id/run-again',
    acting(NoBody, async (context, id) => acted(context, await designs.runAgain(id, actor()), 202)),
  );
  api.delete(
    '/designs/:id',
    acting(NoBody, async (context, id) => {
      const result = await designs.forget(id, actor());
      return result.ok ? context.body(null, 204) : refused(context, result.refusal);
    }),
  );

  api.get(
    '/designs/:id/events',
    reading(async (context, design) => {
      const lastId = context.req.header('last-event-id');
      const after = After.safeParse(lastId ?? context.req.query('since'));
      if (!after.success) return invalid(context, after.error);
      const isStream =
        lastId !== undefined || context.req.header('accept')?.includes('text/event-stream');
      // A HEAD has no body whose end would be seen.
      if (isStream && context.req.method === 'GET') return stream(context, design, after.data);
      const stored = await designs.events(design.id, after.data);
      const events = stored.map((each) => eventJson(each, isRevealed(design)));
      return context.json({ events, next: stored.at(-1)?.seq ?? after.data });
    }),
  );
  api.get(
    '/designs/:id/turns',
    reading(async (context, { id }) => context.json({ turns: await designs.turns(id) })),
  );
  api.get(
    '/designs/:id/turns/:n',
    reading(async (context, design) => {
      const head = await findTurn(designs, design.id, context.req.param('n'));
      if (head === null) return notFound(context);
      if (isSealed(head, design))
        return problem(context, 'not_open', 'It is sealed until all proposals are revealed.');
      return context.json(await designs.turn(design.id, head.turnId));
    }),
  );
  api.get(
    '/designs/:id/artifacts',
    reading(async (context, design) => context.json({ artifacts: await designs.files(design) })),
  );
  const file = (folder: string) =>
    reading(async (context, design) => {
      const bytes = await designs.file(design, `${folder}${context.req.param('name')}`);
      if (bytes === null) return notFound(context);
      context.header('Content-Disposition', 'attachment');
      context.header('Content-Type', 'text/plain; charset=utf-8');
      return context.body(new Uint8Array(bytes));
    });
  api.get('/designs/:id/artifacts/:name', file(''));
  api.get('/designs/:id/failures/:name', file('failures/'));
  return api;
}

export async function findTurn(designs: Designs, id: DesignId, number: string | undefined) {
  return (await designs.turns(id)).find((each) => String(each.number) === number) ?? null;
}

/** The design without its place in a chat and without its key. */
function listed({ id, summary }: DesignRow) {
  const { platform: _platform, channel: _channel, thread: _thread, ...shown } = summary;
  const { isRehearsal: rehearsal, ...facts } = shown;
  return {
    id,
    ...facts,
    rehearsal,
    startedAt: new Date(summary.startedAt).toISOString(),
    endedAt: summary.endedAt === null ? null : new Date(summary.endedAt).toISOString(),
  };
}

/** No body is an empty one; what is no JSON fits no schema. */
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
function actor(name = 'API'): Actor {
  return { name, id: '', via: 'http', isOperator: true };
}

function delivery(): Delivery {
  return { platform: 'http', id: randomUUID() };
}
