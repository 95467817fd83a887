/**
 * Starting a design, from whichever way in: its rows (`rows.ts`), its fields (`fields.ts`), what
 * stands in its way (`checked-start.ts`), and what the rows run, here and in `run-again.ts`. What
 * only chats and pages have, as its form, stands in `src/acts/gateway/starting`. A start goes from
 * here to `src/engine/starting`, which completes it, and to `src/core/workflow/start.ts`, which
 * decides.
 */

import type { Design } from '../../core/vocabulary/design.ts';
import type { Thread } from '../../core/vocabulary/event-parts.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { type Reader, threadReaderOf } from '../../engine/access/may-read.ts';
import { type Person, refuseStarting } from '../../engine/access/permission.ts';
import type { Engine } from '../../engine/engine.ts';
import { countAs } from '../../engine/limits/counted.ts';
import { answerTo } from '../../engine/ownership/inbox.ts';
import { findAskedBefore } from '../../engine/starting/earlier-decisions.ts';
import { refuseSuccessor } from '../../engine/starting/follow-up.ts';
import { No } from '../../foundation/no.ts';
import { drawListed } from '../../presentation/answers/lists.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { ActingPlace, ActParts, ActRequest, Who } from '../act-inputs.ts';
import { createProblem, problemAt, problemOf } from '../problem.ts';
import { prepareRequest } from './checked-start.ts';
import type { StartBody } from './fields.ts';

type Parts = Pick<ActParts, 'engine' | 'repositories'>;
type AskedStart = Pick<ActRequest, 'moment'> & { readonly body: StartBody };

const OTHER_READERS =
  'Not everybody in this channel may read the design that this follows up on. Start it in the channel of that design, or in none.';

/** Starts a design, in a thread if it names a channel. */
export async function start(parts: Parts, who: Who, { body, moment }: AskedStart) {
  const { engine } = parts;
  const { asked, earlier } = await checkAsked(parts, who, body);
  const thread = await placeFor(who, body, earlier);
  if (thread instanceof No) throw createProblem('channel', thread.why);
  const request = { ...asked, thread };
  const estimate = await engine.estimate(request);
  const outcome = await answerTo(engine.start(request, moment.key), () => moment.stored?.());
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
      earlier !== null &&
      !(thread instanceof No) &&
      !(await threadReaderOf(thread).mayRead(earlier));
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
  const { asked, earlier } = await checkAsked(parts, who, body);
  const [estimated, askedBefore] = await Promise.all([
    engine.estimate(asked),
    earlier === null ? findAskedBefore(asked.topic, engine.parts, () => who.reader()) : [],
  ]);
  return {
    estimate: estimated,
    budgetUsd: engine.budgetUsd(asked),
    earlier: askedBefore.map((each) => drawListed(each)),
  };
}

/** The request of a body and the design that it follows up on. Throws `Problem`. */
async function checkAsked({ engine, repositories }: Parts, who: Who, body: StartBody) {
  const { by, via, isOperator } = who;
  const { followUp } = body;
  const earlier =
    followUp === undefined ? null : await loadFollowedUp(engine, await who.reader(), followUp);
  // Who may start by the API may have every repository read.
  const starter = { engine, repositories, by, via, isOperator, readable: repositories.names };
  const asked = await prepareRequest(starter, body, earlier);
  if (asked instanceof No) throw asked.why;
  return { asked, earlier };
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

/** The design to follow up on. Throws `Problem` if the reader may read none with this id. */
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
    throw problemAt('not_found', 'followUp', 'There is no design with this id to follow up on.');
  return earlier;
}
