import type { Design } from '../../../core/vocabulary/design.ts';
import type { Pinned, Thread } from '../../../core/vocabulary/event-parts.ts';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { findTopicProblem } from '../../../core/workflow/start.ts';
import { mayOperate } from '../../../engine/access/operators.ts';
import { listReadableRepositories, type Person } from '../../../engine/access/permission.ts';
import { answerTo } from '../../../engine/ownership/inbox.ts';
import { choosePersonas } from '../../../engine/starting/starting.ts';
import type { DesignSummary } from '../../../ports/store.ts';
import { drawLeading, drawRefusal } from '../../../presentation/answers/act-answers.ts';
import { addEarlier } from '../../../presentation/answers/lists.ts';
import { LABELS } from '../../../presentation/format/control.ts';
import { type Document, documentOfWords, type PrivateButton } from '../../../presentation/format/document.ts';
import { addPage } from '../../../presentation/format/page-address.ts';
import { sayEstimate } from '../../../presentation/words/cost.ts';
import { TEXTS } from '../../../presentation/words/texts.ts';
import { refuseClosed } from '../../rights.ts';
import { counterOf, refuseBudget, refuseStartingHere, startRequest } from '../../runs/start.ts';
import { actionValueOf } from '../actions.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { logDenied } from '../log-denied.ts';
import type { Request } from '../request.ts';
import type { RequestedDesign } from '../requested-design.ts';
import { viaOf } from '../via.ts';

/** Chosen to read no repository. */
export const NO_REPOSITORY = 'none';

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

export interface Requester {
  readonly person: Person;
  /** Reason why the bot cannot post there; `null` if it can. */
  readonly preconditionProblem: () => Promise<string | null>;
  /** Typed words to give back on refusal; absent if they are in a message. */
  readonly typed?: readonly string[];
  /** Returns the design's place once nothing prevents the start; without a thread if the first message opens it. */
  readonly openThread: (topic: string) => Promise<Pick<Thread, 'channel' | 'thread'>>;
}

/** Refusal for starting there; `null` if possible. Logs it. */
export async function wordStartProblem(
  context: GatewayContext,
  { topic, budgetUsd }: Pick<RequestedDesign, 'topic' | 'budgetUsd'>,
  { person, preconditionProblem }: Pick<Requester, 'person' | 'preconditionProblem'>,
): Promise<string | null> {
  const { settings } = context.engine.parts;
  const problem =
    (await refuseStartingHere(context, person)) ??
    findTopicProblem(topic) ??
    (mayOperate(context.policy, person) ? null : refuseBudget(settings, budgetUsd));
  const refusal = problem ?? (await preconditionProblem());
  if (refusal !== null) logDenied(context, { person, what: 'start', designId: null }, refusal);
  return refusal;
}

/** The design to start, without its place, or the refusal. `earlier`: the design that it follows up on. */
export async function prepareStart(
  context: GatewayContext,
  wish: RequestedDesign,
  requester: Requester,
  earlier: Design | null = null,
) {
  const problem = await wordStartProblem(context, wish, requester);
  if (problem !== null) return { problem };
  const { engine } = context;
  const { person } = requester;
  const readable = listReadableRepositories(context, person);
  const [only = NO_REPOSITORY, another] = readable;
  const isUnsaid = wish.repo === undefined;
  const name = wish.repo ?? (another === undefined ? only : NO_REPOSITORY);
  const repository = readable.includes(name) ? await pinByName(context, name) : null;
  if (repository === 'unreadable')
    return {
      problem: `The repository ${name} cannot be read at the moment; the operator's log says why. To start without it, choose none in the form.`,
    };
  if (name !== NO_REPOSITORY && repository === null)
    return {
      problem: `No repository ${name} is open to you. Choose another, or none, or ask an operator for access.`,
    };
  const author = { by: person.name, ...viaOf(context) };
  const asked = startRequest({ engine }, author, wish, { earlier, repository });
  const estimate = await engine.estimate(asked);
  return {
    asked,
    /** True if several repositories were readable and none was named. */
    isUnchosen: isUnsaid && another !== undefined,
    /** Empty if the cost is unknown. */
    estimate: estimate === null ? '' : sayEstimate(estimate, engine.budgetUsd(asked), asked.settings.depth),
  };
}

/** `null` for an unknown name. */
async function pinByName(
  { repositories, log }: GatewayContext,
  name: string,
): Promise<Pinned | 'unreadable' | null> {
  try {
    return await repositories.pin(name);
  } catch (error) {
    log.warn('repository_not_pinned', {
      name,
      error,
      toDo: 'Bring the repository back, or correct its path in CHARRETTE_REPOS.',
    });
    return 'unreadable';
  }
}

interface Beginning extends Pick<Request, 'reportStored'> {
  /** The platform's id of the act. */
  readonly key: string;
  /** The design that it follows up on. */
  readonly earlier: Design | null;
  /** Designs on the same question that the person may read. */
  readonly askedBefore: readonly DesignSummary[];
}

/** Starts a design in the channel, and tells the person in private, with designs on the same question. */
export async function startDesign(
  context: GatewayContext,
  wish: RequestedDesign,
  requester: Requester,
  { key, reportStored, earlier, askedBefore }: Beginning,
): Promise<Document | null> {
  const start = await prepareStart(context, wish, requester, earlier);
  if ('problem' in start) return drawRefusal(start.problem, requester.typed);
  const { asked, estimate, isUnchosen } = start;
  const { repository } = asked;
  const { personas } = context.engine.parts;
  const personaCount = choosePersonas(personas, asked.personas, asked.settings.depth).length;
  const place = await requester.openThread(wish.topic);
  const thread = { platform: context.platform, ...place, starter: requester.person.id };
  const isAfterTheirs = context.engine.isUsedUpBy(counterOf(context, requester.person));
  const submitted = context.engine.start({ ...asked, thread }, key);
  const before = earlier?.repository?.name ?? '';
  const isBarred =
    context.repositories.names.includes(before) &&
    !listReadableRepositories(context, requester.person).includes(before);
  const onIt = [
    repository === null ? 'On it.' : `On it, with the repository ${repository.name}.`,
    `${NUMBERS[personaCount] ?? personaCount} ${personaCount === 1 ? 'persona is' : 'personas are'} reading up.`,
    ...(estimate === '' ? [] : [estimate]),
    `Follow along in the thread${place.thread === '' ? ' of its card' : ''}; you can cancel any time.`,
    ...(isAfterTheirs
      ? [
          'You have reached your limit of running designs. This one begins when another of yours pauses or ends.',
        ]
      : []),
    ...(isUnchosen ? [context.texts.chooseRepository] : []),
    ...(isBarred ? [`It does not read the repository ${before}, which you may not use.`] : []),
    ...wish.notes,
  ].join(' ');
  const link = place.thread === '' ? null : context.linkTo(thread);
  const confirm = (id: DesignId): Document => {
    // A redelivered start finds its own design too.
    const others = askedBefore.filter((each) => each.id !== id);
    return addAskedBefore(context, drawLeading(onIt, link), others, { id, channel: place.channel });
  };
  const outcome = await answerTo(submitted, ({ fresh, designId }) =>
    reportStored(fresh ? confirm(designId) : undefined),
  );
  const { person, typed } = requester;
  if (!outcome.ok) {
    // The only objection that can have arisen since the check.
    const { message } = outcome.refusal;
    logDenied(context, { person, what: 'start', designId: null }, message);
    return drawRefusal(message, typed);
  }
  if (outcome.fresh) return null;
  // Of two people who make the same request at once, only the first gets the confirmation.
  const { design } = outcome;
  if (design.thread?.starter !== person.id)
    return drawRefusal('Somebody was quicker: it is already running in this thread.', typed);
  const over = refuseClosed(design);
  return over === null ? confirm(design.id) : documentOfWords(over);
}

/** Adds designs on the same question, with what to do about the new one: cancel it, or follow up on a decision instead. */
function addAskedBefore(
  { engine, platform, linkTo }: GatewayContext,
  begun: Document,
  askedBefore: readonly DesignSummary[],
  { id, channel }: Pick<Thread, 'channel'> & { readonly id: DesignId },
): Document {
  if (askedBefore.length === 0) return begun;
  // A follow-up runs in the earlier design's thread, so the button is only shown there.
  const decided = askedBefore.find(
    ({ decision, thread }) =>
      decision !== null && thread?.platform === platform && thread.channel === channel,
  );
  const followUps: PrivateButton[] =
    decided === undefined
      ? []
      : [
          {
            action: 'follow_up',
            value: actionValueOf(decided.id),
            label: LABELS.follow_up,
            look: 'primary',
          },
        ];
  // As if it was typed, so that every platform asks once more.
  const cancel = { action: 'typed', value: `cancel ${id}`, label: LABELS.cancel } as const;
  const linked = askedBefore.map((each) => addPage(each, engine.parts.publicUrl));
  return addEarlier(begun, TEXTS.askedBefore, linked, linkTo, [...followUps, { ...cancel, look: 'danger' }]);
}
