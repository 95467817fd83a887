import type { Context } from 'hono';
import { type Act, logNameOf, NOTHING } from '../../acts/act.ts';
import type { ActParts, ActRequest, Who } from '../../acts/act-inputs.ts';
import { ACTS } from '../../acts/table.ts';
import { UNKNOWN_NAME } from '../../core/vocabulary/claimed-name.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { redactIn } from '../../foundation/redaction.ts';
import { isLocal } from './access/local.ts';
import { signedInPersonOf, viaOfRequest } from './access/via.ts';
import { readBody } from './body.ts';
import { type HandledAct, isPreview } from './handled.ts';
import { designOf, operatesHere, readerWithPlaceOf, summaryOfPath } from './readable.ts';
import { idempotencyKeyOf } from './routes/idempotency.ts';

/**
 * The routes of all acts but streams and downloads, which are made by hand. `isMeant`: those to
 * leave out.
 */
export function makeActRoutes(
  parts: ActParts,
  isMeant: (act: Act) => boolean = () => true,
): HandledAct[] {
  return Object.values<Act>(ACTS).flatMap((act) =>
    act.kind === 'by hand' || !isMeant(act)
      ? []
      : { act, answer: (context: Context) => answerAct(context, act, parts) },
  );
}

async function answerAct(
  context: Context,
  act: Exclude<Act, { kind: 'by hand' }>,
  parts: ActParts,
): Promise<Response> {
  const request = await readAsked(context, act, parts);
  const isOver = act.statusAfterEnd !== undefined && (await request.design()).end !== null;
  const who = whoIn(context, parts);
  const { runAct } = await import('../../acts/runs/run-act.ts');
  const answer = await runAct(act, parts, who, request);
  return context.json(answer, (isOver ? act.statusAfterEnd : act.status) ?? 200);
}

/**
 * Reads a request, without secrets in any field. Throws `Problem` for a body that does not fit the
 * act.
 */
async function readAsked(context: Context, act: Act, { designs }: ActParts): Promise<ActRequest> {
  const { redact } = designs.parts;
  const schema = (isLocal(context) ? act.bodyFromHere : undefined) ?? act.body ?? NOTHING;
  const body = act.route.startsWith('GET ') ? {} : await readBody(context, schema, redact);
  const verb = logNameOf(act, body);
  if (verb !== null) context.set('verb', verb);
  return {
    names: redactIn(context.req.param(), redact),
    body,
    query: redactIn(context.get('query'), redact),
    isPreview: isPreview(context),
    moment: keepDefined({ key: idempotencyKeyOf(context) }),
    design: () => designOf(context, designs),
    summary: () => summaryOfPath(context, designs),
    detail: (words) => context.set('detail', words),
  };
}

/** Returns who acts, as the body claims or the sign-in says. A token does not tell who uses it. */
function whoIn(context: Context, { designs }: ActParts): Who {
  const author: string | undefined = context.get('author');
  const signedIn = signedInPersonOf(context);
  const isNamed = signedIn !== null && signedIn.name !== signedIn.token;
  return {
    by: author ?? (isNamed ? signedIn.name : UNKNOWN_NAME),
    via: redactIn(viaOfRequest(context), designs.parts.redact),
    isOperator: operatesHere(context),
    ...readerWithPlaceOf(context),
  };
}
