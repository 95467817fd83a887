import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Act, Subject } from '../../../acts/act.ts';
import { ACTS } from '../../../acts/table.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Via } from '../../../core/vocabulary/via.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { InboxAnswer } from '../../../engine/ports/store.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { viaOf } from '../access/via.ts';
import { viewerOf } from '../access/viewer.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem, problemOf } from '../problem.ts';
import { absentDesign, unknownDesign } from '../readable.ts';
import { scopeOf } from './idempotency.ts';

/** Designs of an engine, or of a store without one. */
export interface Designs
  extends Pick<Engine, 'design' | 'forgotten' | 'retryPreview' | 'follow' | 'course' | 'onWaiting'> {
  command(...given: Parameters<Engine['command']>): { readonly answered: Promise<InboxAnswer> };
  readonly parts: Pick<Engine['parts'], 'store' | 'identifiers' | 'log' | 'redact'>;
}

export function designRoutes(designs: Designs): Handled[] {
  const { identifiers } = designs.parts;
  const all: readonly Act[] = Object.values(ACTS);
  return [
    handled(ACTS.show, async ({ context }) => context.json(viewOf(await designOf(context, designs)))),
    handled(ACTS.reply, ({ context, body: { text, author, questionId = null } }) => {
      const key = context.req.header('idempotency-key');
      const replyId =
        key === undefined
          ? identifiers.uuid()
          : createHash('sha256')
              .update(`${scopeOf(context)}${key}`)
              .digest('hex');
      const reply = { type: 'record_reply', replyId, author, via: viaOf(context), text, questionId } as const;
      return carryOut(context, designs, reply, 201);
    }),
    handled(ACTS.retry_preview, async ({ context }) =>
      context.json(await designs.retryPreview(await designOf(context, designs))),
    ),
    ...all.flatMap((act) => (act.command === undefined ? [] : commandRoute(act, act.command, designs))),
  ];
}

function commandRoute(act: Act, command: NonNullable<Act['command']>, designs: Designs): Handled {
  return handled(act, async ({ context, body }) => {
    const design = await designOf(context, designs);
    const subject = act.subject === undefined ? '' : named(act.subject, design, context);
    const wanted = command({ design, subject, body, isOperator: hasOperatorRights(context) });
    const status = design.end === null ? act.status : (act.statusAfterEnd ?? act.status);
    return carryOut(context, designs, { ...wanted, ...signed(context, context.get('author')) }, status);
  });
}

/** True for the admin's token, the command line, and tokens with the role *operate*. */
function hasOperatorRights(context: Context): boolean {
  const viewer = viewerOf(context);
  return viewer.kind === 'operator' || (viewer.kind === 'token' && viewer.token.role === 'operate');
}

/** Returns the path's design. Throws `Problem`: `gone` for a forgotten design, `not_found` for any other id. */
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

/** Returns the id of a design's part from the path. Throws `not_found` with the known ids for any other. */
function named({ name, noun, among }: Subject, design: Design, context: Context): string {
  const ids = among(design).map(({ id }) => id);
  const given = context.req.param(name) ?? '';
  if (ids.includes(given)) return given;
  const known = ids.join(', ') || 'none yet';
  throw new Problem('not_found', `There is no such ${noun}. The design's ${noun}s: ${known}.`);
}

/** Returns the claimed author and the request's way, for the record (D8). */
export function signed(context: Context, author: string): { readonly by: string; readonly via: Via } {
  return { by: author, via: viaOf(context) };
}

/** Carries the command out, and answers with the design afterwards. */
async function carryOut(
  context: Context,
  designs: Designs,
  command: Parameters<Designs['command']>[1],
  status: 200 | 201 | 202 = 200,
): Promise<Response> {
  const { id, version } = await designOf(context, designs);
  const key = keyOf(context);
  const first = await designs.command(id, command, key).answered;
  // An earlier refusal under this key may no longer apply.
  const answered =
    first.accepted || key === undefined
      ? first
      : await designs.command(id, command, `${key} at ${version}`).answered;
  if (!answered.accepted) throw problemOf(answered.refusal);
  return context.json(viewOf(await designOf(context, designs)), status);
}

/** Returns the sender's id of a request, if any. Each id is carried out once (P5). */
export function keyOf(context: Context): string | undefined {
  const key = context.req.header('idempotency-key');
  return key === undefined ? undefined : `api ${context.req.path} ${scopeOf(context)}${key}`;
}
