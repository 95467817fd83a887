/**
 * A start by a chat or a page: checked, begun, and confirmed to the person in private. The form
 * that asks for it is `start-form.ts`; the messages that go along, `requested-design.ts`; what can
 * stand in its way, `checked-start.ts` beside the act.
 */

import type { Design } from '#core/vocabulary/design.ts';
import { countOf } from '#core/vocabulary/figures.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { mayOperate } from '#engine/access/operators.ts';
import { listReadableRepositories } from '#engine/access/permission.ts';
import { answerTo } from '#engine/ownership/inbox.ts';
import type { StartRequest } from '#engine/parts/start-request.ts';
import { findAskedBefore } from '#engine/starting/earlier-decisions.ts';
import { choosePersonas } from '#engine/starting/starting.ts';
import { No } from '#foundation/no.ts';
import { drawLeading, drawRefusal } from '#presentation/answers/act-answers.ts';
import { addEarlier } from '#presentation/answers/lists.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { addPage } from '#presentation/format/page-address.ts';
import { sayEstimate } from '#presentation/words/cost.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { detailOfRefusal } from '../../log-act.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { refuseClosed } from '../../rights.ts';
import { prepareRequest } from '../../starting/checked-start.ts';
import { NO_REPOSITORY } from '../../starting/fields.ts';
import { refuseStartingHere } from '../../starting/start.ts';
import { type FieldErrors, refuseForm } from '../form.ts';
import type { GatewayContext } from '../gateway-context.ts';
import type { StartPlace } from '../interaction.ts';
import { logDenied } from '../log-denied.ts';
import { channelReaderOf } from '../reading.ts';
import type { AskingPerson, Request } from '../request.ts';
import { viaOf } from '../via.ts';
import type { RequestedDesign } from './requested-design.ts';

type Asking = Pick<AskingPerson, 'context' | 'person'>;

/** Why this person can start nothing there, whatever it is; `null` if they can. Logs a refusal. */
export async function refuseToStart(
  { context, person }: Asking,
  { preconditionProblem }: Pick<StartPlace, 'preconditionProblem'>,
): Promise<No<FieldErrors> | null> {
  const refusal = (await refuseStartingHere(context, person)) ?? (await preconditionProblem());
  if (refusal === null) return null;
  logDenied({ context, person }, 'start', null, refusal);
  return refuseForm(refusal);
}

interface PreparedStart {
  /** Without its place. */
  readonly asked: StartRequest;
  /** True if several repositories were readable and none was named. */
  readonly isUnchosen: boolean;
  /** Empty if the cost is unknown. */
  readonly estimate: string;
}

/**
 * Checks what was filled in, and estimates its cost. `earlier`: the design that it follows up on.
 * Logs a refusal.
 */
export async function prepareStart(
  asking: Asking,
  wish: Omit<RequestedDesign, 'notes'>,
  earlier: Design | null,
): Promise<PreparedStart | No<Problem>> {
  const { context, person } = asking;
  const { engine, repositories, policy } = context;
  const readable = listReadableRepositories(context, person);
  const repo = wish.repo ?? chooseRepository(readable, earlier);
  const starter = {
    engine,
    repositories,
    by: person.name,
    ...viaOf(context),
    isOperator: mayOperate(policy, person),
    readable,
  };
  const asked = await prepareRequest(starter, { ...wish, repo }, earlier);
  if (asked instanceof No) {
    logDenied(asking, 'start', null, detailOfRefusal(asked.why));
    return asked;
  }
  const estimate = await engine.estimate(asked);
  return {
    asked,
    isUnchosen: wish.repo === undefined && asked.repository === null && readable.length > 1,
    estimate:
      estimate === null ? '' : sayEstimate(estimate, engine.budgetUsd(asked), asked.settings.depth),
  };
}

/** The repository that a form proposes. */
export function chooseRepository(readable: readonly string[], earlier: Design | null): string {
  const [only, another] = readable;
  const before = readable.find((name) => name === earlier?.repository?.name);
  return before ?? (another === undefined && earlier === null ? only : undefined) ?? NO_REPOSITORY;
}

/** Starts a design, and tells the person in private, with designs on the same question. */
export async function startFromChat(
  request: Request,
  start: PreparedStart,
  { openThread, key }: StartPlace,
  notes: readonly string[],
): Promise<Document | null> {
  const { context, person, typed, moment } = request;
  const { engine, platform, linkTo } = context;
  const { asked } = start;
  const { parts } = engine;
  // What follows up on a decision has chosen already.
  const askedBefore =
    asked.followUp === undefined
      ? await findAskedBefore(asked.topic, parts, () => channelReaderOf(request))
      : [];
  const place = await openThread(asked.topic);
  const thread = { platform, ...place, starter: person.id };
  const submitted = engine.start({ ...asked, thread }, key ?? moment.key);
  const confirm = (id: DesignId): Document => {
    const begun = drawLeading(
      sayBegun(context, start, notes),
      place.thread === '' ? null : linkTo(thread),
    );
    // A redelivered start finds its own design too.
    const others = askedBefore.filter((each) => each.id !== id);
    const linked = others.map((each) => addPage(each, parts.publicUrl));
    return linked.length === 0 ? begun : addEarlier(begun, TEXTS.askedBefore, linked, linkTo);
  };
  const outcome = await answerTo(submitted, ({ fresh, designId }) =>
    moment.stored?.(fresh ? confirm(designId) : undefined),
  );
  if (outcome instanceof No) {
    logDenied(request, 'start', null, detailOfRefusal(problemOf(outcome.why)));
    return drawRefusal(outcome.why.message, typed);
  }
  return outcome.fresh
    ? null
    : (refuseBegun(outcome.design, request) ?? confirm(outcome.design.id));
}

/** Says who reads up, what it costs, and where to follow along. */
function sayBegun(
  { engine: { parts }, texts }: GatewayContext,
  { asked, estimate, isUnchosen }: PreparedStart,
  notes: readonly string[],
): string {
  const personas = choosePersonas(parts.personas, asked.personas, asked.settings.depth);
  const place = asked.repository === null ? '' : `, in the repository ${asked.repository.name}`;
  return [
    `On it. Reading up: ${countOf(personas.length, 'persona')}${place}.`,
    ...(estimate === '' ? [] : [estimate]),
    'Follow along in the thread.',
    ...(isUnchosen ? [texts.chooseRepository] : []),
    ...notes,
  ].join(' ');
}

/**
 * Of two people who make the same request at once, only the first gets the confirmation, while it
 * runs.
 */
function refuseBegun(design: Design, { person, typed }: Request): Document | null {
  if (design.thread?.starter !== person.id)
    return drawRefusal('Somebody was quicker: it is already running in this thread.', typed);
  const over = refuseClosed(design);
  return over === null ? null : documentOfWords(over);
}
