import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { viewOf } from '../../core/telling/design-view.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { GATE_CHOICES } from '../../core/vocabulary/events.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import type { Via } from '../../core/vocabulary/via.ts';
import { verbOfCommand } from '../../runtime/audit.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { InboxAnswer } from '../../runtime/ports/store.ts';
import { readBody } from './body.ts';
import { scopeOf } from './idempotency.ts';
import { claimedPerson } from './person.ts';
import { Problem, problemOf } from './problem.ts';
import { absentDesign, unknownDesign } from './readable.ts';
import { viaOf } from './via.ts';
import { viewerOf } from './viewer.ts';

const NewReply = z.strictObject({
  text: z.string().max(1_000_000),
  author: claimedPerson,
  questionId: z.templateLiteral(['Q', z.number().int().positive()]).optional(),
});
const Match = z.strictObject({
  replyId: z.union([z.string().max(220), z.null()]),
  author: claimedPerson,
});
const Answered = z.strictObject({ author: claimedPerson, skip: z.boolean().default(false) });
const Cancel = z.strictObject({ reason: z.string().max(1_000).default(''), author: claimedPerson });
const GateDecision = z.strictObject({
  choice: z.enum(GATE_CHOICES),
  note: z.string().max(4_000).default(''),
  author: claimedPerson,
});

const Settlement = z.strictObject({
  position: z.string().min(1).max(20),
  note: z.string().max(BOUNDS.noteCharacters).default(''),
  author: claimedPerson,
});

/** Designs that have begun: an engine has them, and so has a store on which none runs. */
export interface Designs
  extends Pick<Engine, 'design' | 'forgotten' | 'retryPreview' | 'follow' | 'course' | 'onWaiting'> {
  command(...given: Parameters<Engine['command']>): { readonly answered: Promise<InboxAnswer> };
  readonly parts: Pick<Engine['parts'], 'store' | 'identifiers' | 'log' | 'redact'>;
}

/** Designs that have begun, and everything that people may do to them. */
export function designRoutes(designs: Designs): Hono {
  const { identifiers } = designs.parts;
  const routes = new Hono();

  routes.get('/:id', async (context) => context.json(viewOf(await designOf(context, designs))));

  routes.post('/:id/replies', async (context) => {
    const { text, author, questionId = null } = await readBody(context, NewReply);
    const key = context.req.header('idempotency-key');
    const replyId =
      key === undefined
        ? identifiers.uuid()
        : createHash('sha256')
            .update(`${scopeOf(context)}${key}`)
            .digest('hex');
    const reply = { type: 'record_reply', replyId, author, via: viaOf(context), text, questionId } as const;
    return commanded(context, designs, reply, 201);
  });

  routes.post('/:id/answered', async (context) => {
    const { author, skip } = await readBody(context, Answered);
    return commanded(context, designs, { type: 'finish_answering', ...signed(context, author), skip }, 202);
  });

  routes.post('/:id/questions/:questionId/match', async (context) => {
    const { replyId, author } = await readBody(context, Match);
    const { questions } = await designOf(context, designs);
    const question = named('question', questions, context.req.param('questionId'));
    const right = standsForOperator(context) ? ({ asOperator: true } as const) : {};
    const correction = { type: 'correct_match', questionId: question.id, replyId } as const;
    return commanded(context, designs, { ...correction, ...signed(context, author), ...right }, 200);
  });

  routes.post('/:id/cancel', async (context) => {
    const { reason, author } = await readBody(context, Cancel);
    const { end } = await designOf(context, designs);
    const status = end === null ? 202 : 200;
    return commanded(context, designs, { type: 'cancel', ...signed(context, author), reason }, status);
  });

  routes.post('/:id/divergences/:divergenceId', async (context) => {
    const { position, note, author } = await readBody(context, Settlement);
    const { divergences } = await designOf(context, designs);
    const divergence = named('difference', divergences, context.req.param('divergenceId'));
    const command = { type: 'settle_divergence', divergenceId: divergence.id, position, note } as const;
    return commanded(context, designs, { ...command, ...signed(context, author) }, 200);
  });

  routes.post('/:id/gates/:gateId', async (context) => {
    const { choice, note, author } = await readBody(context, GateDecision);
    const { gates } = await designOf(context, designs);
    const gate = named('gate', gates, context.req.param('gateId'));
    return commanded(
      context,
      designs,
      { type: 'decide_gate', gateId: gate.id, choice, note, ...signed(context, author) },
      200,
    );
  });

  routes.get('/:id/retry/preview', async (context) => {
    return context.json(await designs.retryPreview(await designOf(context, designs)));
  });

  return routes;
}

/** Tells if who asks has the rights of the operator: by the admin's token, the command line, or a token with that role. */
function standsForOperator(context: Context): boolean {
  const viewer = viewerOf(context);
  return viewer.kind === 'operator' || (viewer.kind === 'token' && viewer.token.role === 'operate');
}

/** The design that the path names; `gone` for one that was forgotten, `not_found` for any other id. */
export async function designOf(
  context: Context,
  designs: Pick<Designs, 'design'> & Partial<Pick<Designs, 'forgotten'>>,
): Promise<Design> {
  const id = DesignId.safeParse(context.req.param('id'));
  if (!id.success) throw unknownDesign();
  const design = await designs.design(id.data);
  if (design === null) throw await absentDesign(id.data, designs);
  return design;
}

/** Returns the thing of a design that the path names; `not_found`, with those there are, for any other. */
function named<Thing extends { readonly id: string }>(
  noun: string,
  things: readonly Thing[],
  name: string,
): Thing {
  const found = things.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const known = things.map(({ id }) => id).join(', ') || 'none yet';
  throw new Problem('not_found', `There is no such ${noun}. The design's ${noun}s: ${known}.`);
}

/** A person by the name that the request claims, and the way by which it came (D8). */
export function signed(context: Context, author: string): { readonly by: string; readonly via: Via } {
  return { by: author, via: viaOf(context) };
}

/** The design as it is once the command is carried out, under this status. */
export async function commanded(
  context: Context,
  designs: Designs,
  command: Parameters<Designs['command']>[1],
  status: 200 | 201 | 202,
): Promise<Response> {
  context.set('verb', verbOfCommand(command));
  const { id } = await designOf(context, designs);
  const answered = await designs.command(id, command, keyOf(context)).answered;
  if (!answered.accepted) throw problemOf(answered.refusal);
  return context.json(viewOf(await designOf(context, designs)), status);
}

/** The sender's own id of a request, if it gave one: what arrives twice with the same id is carried out once (P5). */
export function keyOf(context: Context): string | undefined {
  const key = context.req.header('idempotency-key');
  return key === undefined ? undefined : `api ${context.req.path} ${scopeOf(context)}${key}`;
}
