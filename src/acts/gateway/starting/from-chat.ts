/**
 * A start by a chat or a page: refused, prepared, begun, and confirmed to the person in private.
 * The form that asks for it is `start-form.ts`; the messages that go along, `requested-design.ts`.
 */

import type { Design } from '#core/vocabulary/design.ts';
import type { Pinned } from '#core/vocabulary/event-parts.ts';
import { countOf } from '#core/vocabulary/figures.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { findTopicProblem } from '#core/workflow/start.ts';
import { mayOperate } from '#engine/access/operators.ts';
import { listReadableRepositories } from '#engine/access/permission.ts';
import { answerTo } from '#engine/ownership/inbox.ts';
import { findAskedBefore } from '#engine/starting/earlier-decisions.ts';
import { choosePersonas } from '#engine/starting/starting.ts';
import { No } from '#foundation/no.ts';
import { drawLeading, drawRefusal } from '#presentation/answers/act-answers.ts';
import { addEarlier } from '#presentation/answers/lists.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { addPage } from '#presentation/format/page-address.ts';
import { sayEstimate } from '#presentation/words/cost.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { refuseClosed } from '../../rights.ts';
import { refuseBudget, refuseStartingHere, startRequest } from '../../starting/start.ts';
import type { GatewayContext } from '../gateway-context.ts';
import type { StartPlace } from '../interaction.ts';
import { logDenied } from '../log-denied.ts';
import { readerInChannel } from '../reading.ts';
import type { AskingPerson, Request } from '../request.ts';
import { viaOf } from '../via.ts';
import type { RequestedDesign } from './requested-design.ts';

/** Chosen to read no repository. */
export const NO_REPOSITORY = 'none';

type Starter = Pick<AskingPerson, 'context' | 'person'>;

/** Refusal for starting there; `null` if possible. Logs it. */
export async function refuseToStart(
  starter: Starter,
  { topic, budgetUsd }: Pick<RequestedDesign, 'topic' | 'budgetUsd'>,
  { preconditionProblem }: Pick<StartPlace, 'preconditionProblem'>,
): Promise<string | null> {
  const { context, person } = starter;
  const { settings } = context.engine.parts;
  const refusal =
    (await refuseStartingHere(context, person)) ??
    findTopicProblem(topic) ??
    (mayOperate(context.policy, person) ? null : refuseBudget(settings, budgetUsd)) ??
    (await preconditionProblem());
  if (refusal !== null) logDenied(starter, 'start', null, refusal);
  return refusal;
}

/**
 * The design to start, without its place, or what is wrong with its repository. `earlier`: the
 * design that it follows up on. Whether the person may start it was checked before.
 */
export async function prepareStart(
  { context, person }: Starter,
  wish: RequestedDesign,
  earlier: Design | null,
) {
  const { engine } = context;
  const readable = listReadableRepositories(context, person);
  const [only = NO_REPOSITORY, another] = readable;
  const name = wish.repo ?? (another === undefined ? only : NO_REPOSITORY);
  const repository = readable.includes(name) ? await pinByName(context, name) : null;
  if (repository instanceof No) return repository;
  if (name !== NO_REPOSITORY && repository === null)
    return new No(
      `No repository ${name} is open to you. Choose another, or none, or ask an operator for access.`,
    );
  const asked = startRequest({ engine }, { by: person.name, ...viaOf(context) }, wish, {
    earlier,
    repository,
  });
  const estimate = await engine.estimate(asked);
  return {
    asked,
    /** True if several repositories were readable and none was named. */
    isUnchosen: wish.repo === undefined && another !== undefined,
    /** Empty if the cost is unknown. */
    estimate:
      estimate === null ? '' : sayEstimate(estimate, engine.budgetUsd(asked), asked.settings.depth),
  };
}

/** `null` for an unknown name; `No` for a repository that could not be looked at. */
async function pinByName(
  { repositories, log }: GatewayContext,
  name: string,
): Promise<Pinned | No<string> | null> {
  try {
    return await repositories.pin(name);
  } catch (error) {
    log.warn('repository_not_pinned', {
      name,
      error,
      toDo: 'Bring the repository back, or correct its path in CHARRETTE_REPOS.',
    });
    return new No(
      `The repository ${name} cannot be read at the moment. Choose none in the form, or ask an operator.`,
    );
  }
}

/** Starts a design, and tells the person in private, with designs on the same question. */
export async function startFromChat(
  request: Request,
  wish: RequestedDesign,
  { openThread, key }: StartPlace,
  earlier: Design | null,
): Promise<Document | null> {
  const { context, person, typed, reportStored } = request;
  const { engine, platform, linkTo } = context;
  const start = await prepareStart(request, wish, earlier);
  if (start instanceof No) return drawRefusal(start.why, typed);
  const { asked } = start;
  const { parts } = engine;
  // What follows up on a decision has chosen already.
  const askedBefore =
    earlier === null
      ? await findAskedBefore(wish.topic, parts, () => readerInChannel(request))
      : [];
  const place = await openThread(wish.topic);
  const thread = { platform, ...place, starter: person.id };
  const submitted = engine.start({ ...asked, thread }, key ?? request.key);
  const confirm = (id: DesignId): Document => {
    const begun = drawLeading(
      sayBegun(context, start, wish),
      place.thread === '' ? null : linkTo(thread),
    );
    // A redelivered start finds its own design too.
    const others = askedBefore.filter((each) => each.id !== id);
    const linked = others.map((each) => addPage(each, parts.publicUrl));
    return linked.length === 0 ? begun : addEarlier(begun, TEXTS.askedBefore, linked, linkTo);
  };
  const outcome = await answerTo(submitted, ({ fresh, designId }) =>
    reportStored(fresh ? confirm(designId) : undefined),
  );
  if (outcome instanceof No) {
    // The only objection that can have arisen since the check.
    const { message } = outcome.why;
    logDenied(request, 'start', null, message);
    return drawRefusal(message, typed);
  }
  return outcome.fresh
    ? null
    : (refuseBegun(outcome.design, request) ?? confirm(outcome.design.id));
}

/** Says who reads up, what it costs, and where to follow along. */
function sayBegun(
  { engine: { parts }, texts }: GatewayContext,
  { asked, estimate, isUnchosen }: Exclude<Awaited<ReturnType<typeof prepareStart>>, No<string>>,
  { notes }: RequestedDesign,
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
