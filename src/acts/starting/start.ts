/**
 * Starting a design, from whichever way in: its rows (`rows.ts`), its fields (`fields.ts`), what
 * the rows run, here and in `run-again.ts`, and why a start is refused. What only chats and pages
 * have, as its form, stands in `src/acts/gateway/starting`. A start goes from here to
 * `src/engine/starting`, which completes it, and to `src/core/workflow/start.ts`, which decides.
 */

import type { Design } from '../../core/vocabulary/design.ts';
import type { Pinned, Settings, Thread } from '../../core/vocabulary/event-parts.ts';
import { formatMoney } from '../../core/vocabulary/figures.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { type Reader, readerIn } from '../../engine/access/may-read.ts';
import { type Person, refuseStarting } from '../../engine/access/permission.ts';
import type { Engine } from '../../engine/engine.ts';
import { countAs } from '../../engine/limits/counted.ts';
import { answerTo } from '../../engine/ownership/inbox.ts';
import type { StartRequest } from '../../engine/parts/start-request.ts';
import { findAskedBefore } from '../../engine/starting/earlier-decisions.ts';
import { addDefaults, refuseSuccessor } from '../../engine/starting/follow-up.ts';
import { fitToDeadline } from '../../engine/starting/starting.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { No } from '../../foundation/no.ts';
import { drawListed } from '../../presentation/answers/lists.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { ActingPlace, ActParts, ActRequest, Who } from '../act-inputs.ts';
import { Problem, problemIn, problemOf } from '../problem.ts';
import type { StartBody } from './fields.ts';
import { MINUTE_MS, waitingSettingsOf } from './people-here.ts';
import { bringRepository } from './repository.ts';

type Parts = Pick<ActParts, 'engine' | 'repositories'>;
type AskedStart = Pick<ActRequest, 'key' | 'reportStored'> & { readonly body: StartBody };

const OTHER_READERS =
  'Not everybody in this channel may read the design that this follows up on. Start it in the channel of that design, or in none.';

/** Starts a design, in a thread if it names a channel. */
export async function start(parts: Parts, who: Who, { body, key, reportStored }: AskedStart) {
  const { engine } = parts;
  const earlier = await findFollowedUp(parts, who, body);
  const thread = await placeFor(who, body, earlier);
  if (thread instanceof No) throw problemIn('channel', thread.why);
  const request = { ...(await requestFor(parts, who, body, earlier)), thread };
  const estimate = await engine.estimate(request);
  const outcome = await answerTo(engine.start(request, key), () => reportStored());
  if (outcome instanceof No) throw problemOf(outcome.why);
  return { ...viewOf(outcome.design), estimate };
}

/**
 * The thread that a start asks for, `null` without a channel, or what is wrong with it: a follow-up
 * brings the `earlier` decision, and what people said, to everybody in the channel. Throws
 * `ChatFault` as `findStartPlace`.
 */
export async function placeFor(
  { reader, startPlace }: Pick<Who, 'reader' | 'startPlace'>,
  { channel }: Pick<StartBody, 'channel'>,
  earlier: Pick<Design, 'thread'> | null,
): Promise<Thread | No<string> | null> {
  if (channel !== undefined && startPlace !== undefined) {
    const thread = await startPlace(channel);
    const isElsewhere =
      earlier !== null && !(thread instanceof No) && !(await readerIn(thread).mayRead(earlier));
    return isElsewhere ? new No(OTHER_READERS) : thread;
  }
  // Its starter could not read it.
  if (!(await (await reader()).mayRead({ thread: null })))
    return new No('You could read no design without a channel. Name one of your channels.');
  return null;
}

/** Estimates cost and time, and looks for earlier designs on the question. */
export async function estimate(parts: Parts, who: Who, { body }: AskedStart) {
  const { engine } = parts;
  const request = await requestFor(parts, who, body, await findFollowedUp(parts, who, body));
  const [estimated, earlier] = await Promise.all([
    engine.estimate(request),
    request.followUp === undefined
      ? findAskedBefore(request.topic, engine.parts, () => who.reader())
      : [],
  ]);
  return {
    estimate: estimated,
    budgetUsd: engine.budgetUsd(request),
    earlier: earlier.map((each) => drawListed(each)),
  };
}

async function requestFor(
  parts: Parts,
  who: Who,
  body: StartBody,
  earlier: Design | null,
): Promise<StartRequest> {
  const { followUp, supersede, budgetUsd } = body;
  const tooDear = who.isOperator ? null : refuseBudget(parts.engine.parts.settings, budgetUsd);
  if (tooDear !== null) throw new Problem('forbidden', tooDear);
  if (supersede && followUp === undefined)
    throw problemIn(
      'supersede',
      'Only a follow-up can replace a decision. Name the earlier design in followUp.',
    );
  const repository = await repositoryOf(parts, body, earlier);
  return startRequest(parts, who, body, { earlier, repository });
}

async function findFollowedUp(
  { engine }: Parts,
  who: Who,
  { followUp }: StartBody,
): Promise<Design | null> {
  return followUp === undefined ? null : loadFollowedUp(engine, await who.reader(), followUp);
}

/**
 * Refusal of a design that may cost more than others here; `null` if it may not. Operators may
 * start one.
 */
export function refuseBudget({ budgetUsd: most }: Settings, budgetUsd = 0): string | null {
  return most === null || budgetUsd <= most
    ? null
    : `A design may cost up to ${formatMoney(most)} here. An operator can start one with more.`;
}

/** Refusal for starting designs there; `null` if possible. `what`: the denied act. */
export async function refuseStartingHere(
  place: ActingPlace,
  person: Person,
  what?: Parameters<typeof refuseStarting>[2],
): Promise<string | null> {
  const problem =
    refuseStarting(place.policy, person, what) ??
    (await place.engine.refusalForMoreToday(
      countAs({ rehearsal: place.engine.parts.rehearsal, token: place.via?.token, ...person }),
    ));
  return problem ?? (await place.placeProblem?.(person)) ?? null;
}

export async function refuseFollowingUp(
  { policy }: Pick<ActingPlace, 'policy'>,
  design: Design,
  person: Person,
): Promise<string | null> {
  return refuseSuccessor(design) ?? refuseStarting(policy, person);
}

/**
 * The design that a request asks for, without a thread. `earlier`: the design that it follows up
 * on, for which `refuseSuccessor` was asked.
 */
export function startRequest(
  { engine }: Pick<Parts, 'engine'>,
  { by, via }: Pick<Who, 'by'> & Partial<Pick<Who, 'via'>>,
  body: StartBody & Pick<StartRequest, 'topicShown'>,
  { earlier, repository }: { readonly earlier: Design | null; readonly repository: Pinned | null },
): StartRequest {
  const { topic, topicShown, context, personas, answers, supersede } = body;
  const { settings, personas: allPersonas } = engine.parts;
  const request = {
    topic,
    context,
    personas,
    repository,
    startedBy: by,
    via,
    thread: null,
    settings: settingsOf(body, settings),
    ...(via?.way === 'terminal' ? { isOperators: true as const } : {}),
    ...keepDefined({ answers, topicShown }),
    ...(supersede ? { supersedes: true as const } : {}),
  };
  return addDefaults(request, earlier, allPersonas);
}

function settingsOf(body: StartBody, defaults: Settings): Partial<Settings> {
  const { depth, budgetUsd, questions, deadlineMinutes } = body;
  return {
    ...keepDefined({ depth, budgetUsd }),
    ...(questions === false ? { questions: 'none' } : {}),
    ...waitingSettingsOf(body),
    ...(deadlineMinutes === undefined
      ? {}
      : fitToDeadline(Math.ceil(deadlineMinutes * MINUTE_MS), defaults)),
  };
}

/**
 * Returns the design to follow up on. Throws `Problem` if the reader may read no design with this
 * id, or it has no decision.
 */
export async function loadFollowedUp(
  engine: Pick<Engine, 'design' | 'parts'>,
  reader: Reader,
  earlierId: string,
): Promise<Design> {
  const id = DesignId.safeParse(earlierId);
  const summary = id.success ? await engine.parts.store.summary(id.data) : null;
  const earlier =
    summary !== null && (await reader.mayRead(summary)) ? await engine.design(summary.id) : null;
  if (earlier === null)
    throw new Problem('not_found', 'There is no design with the id in followUp.');
  const why = refuseSuccessor(earlier);
  if (why !== null) throw new Problem('conflict', why);
  return earlier;
}

/**
 * Pins the repository of a request. If the request names none, pins the earlier design's repository
 * again, at its current commit, if it is configured.
 */
async function repositoryOf(
  { repositories }: Parts,
  { repo, repoPath }: Pick<StartBody, 'repo' | 'repoPath'>,
  earlier: Design | null,
): Promise<Pinned | null> {
  if (repoPath !== undefined) return bringRepository(repositories, repoPath);
  const before = earlier?.repository?.name;
  if (repo === undefined) return before === undefined ? null : repositories.pin(before);
  const repository = await repositories.pin(repo);
  if (repository !== null) return repository;
  const { names } = repositories;
  const choices =
    names.length === 0
      ? 'None is configured: its operator names them in CHARRETTE_REPOS'
      : `Configured: ${names.join(', ')}`;
  throw problemIn('repo', `There is no repository ${repo}. ${choices}.`);
}
