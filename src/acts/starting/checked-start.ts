/**
 * What stands in the way of a start, worked out once for the forms of chats and pages, the API, the
 * command line, agents and the estimate. `prepareRequest` makes a request that can be started as it
 * is, or names the field in the way. It takes who asks, what they ask for, and the design that they
 * follow up on:
 *
 *   const asked = await prepareRequest(starter, wish, earlier);
 *   if (asked instanceof No) …        asked.why is a Problem with the field
 *   engine.start({ ...asked, thread })
 *
 * Checked twice is only what must be:
 * - Who may start: before a form opens (`refuseStarting`), since nobody fills one in for nothing,
 *   and when it is sent (`refuseStartingHere`), since rights change. The API has roles instead.
 * - The design to follow up on: before the form opens as well (`refuseSuccessor`).
 * - Topic and personas: at the command line before a data folder is opened, by the same functions.
 * - What a request contains: by the engine once more, whose callers are not all here.
 * - The limit of a person: for a form when it is sent. It holds where a start is stored, in
 *   `Admissions`, as the day's budget does, since others start meanwhile.
 * The place has a check of its own, since an estimate needs none: the channel in `placeFor`, the
 * thread of a chat in its `StartPlace`. A run again asks for nothing new: it has rights, limits and
 * `previewRetry` (`run-again.ts`).
 */

import type { Design } from '../../core/vocabulary/design.ts';
import type { Pinned, Settings } from '../../core/vocabulary/event-parts.ts';
import { formatMoney } from '../../core/vocabulary/figures.ts';
import type { Via } from '../../core/vocabulary/via.ts';
import type { StartRequest } from '../../engine/parts/start-request.ts';
import { addDefaults, refuseSuccessor } from '../../engine/starting/follow-up.ts';
import { fitToDeadline } from '../../engine/starting/starting.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { No } from '../../foundation/no.ts';
import type { ActParts } from '../act-inputs.ts';
import { createProblem, type Problem, problemAt, problemOf } from '../problem.ts';
import { NO_REPOSITORY, type StartBody } from './fields.ts';
import { MINUTE_MS, waitingSettingsOf } from './people-here.ts';
import { bringRepository } from './repository.ts';

/** Who asks for a start, with what they may use. */
export interface Starter extends Pick<ActParts, 'engine' | 'repositories'> {
  readonly by: string;
  readonly via?: Via;
  readonly isOperator: boolean;
  /** Names of repositories. */
  readonly readable: readonly string[];
}

type Wish = StartBody & Pick<StartRequest, 'topicShown'>;

/** Makes a request without a thread. `earlier`: the design that it follows up on. */
export async function prepareRequest(
  starter: Starter,
  wish: Wish,
  earlier: Design | null,
): Promise<StartRequest | No<Problem>> {
  const over = earlier && refuseSuccessor(earlier);
  if (over !== null) return new No(problemAt('conflict', 'followUp', over));
  const tooDear = refuseBudget(starter, wish);
  if (tooDear !== null) return new No(problemAt('forbidden', 'budgetUsd', tooDear));
  const repository = await pinRepository(starter, wish, earlier);
  if (repository instanceof No) return repository;
  const request = requestOf(starter, wish, earlier, repository);
  const refused = starter.engine.refuse(request);
  return refused === null ? request : new No(problemOf(refused));
}

/** Only operators start a design that may cost more than others here. */
function refuseBudget({ engine, isOperator }: Starter, { budgetUsd = 0 }: Wish): string | null {
  const { budgetUsd: most } = engine.parts.settings;
  if (isOperator || most === null || budgetUsd <= most) return null;
  return `A design may cost up to ${formatMoney(most)} here. An operator can start one with more.`;
}

/**
 * Pins the repository that is named, or else, at its current commit, that of the earlier design if
 * it is open to the starter.
 */
async function pinRepository(
  starter: Starter,
  { repo, repoPath }: Wish,
  earlier: Design | null,
): Promise<Pinned | No<Problem> | null> {
  const { repositories, readable, engine } = starter;
  if (repoPath !== undefined) return bringRepository(repositories, repoPath);
  const before = earlier?.repository?.name ?? NO_REPOSITORY;
  const name = repo ?? (readable.includes(before) ? before : NO_REPOSITORY);
  if (name === NO_REPOSITORY) return null;
  try {
    const repository = readable.includes(name) ? await repositories.pin(name) : null;
    if (repository !== null) return repository;
  } catch (error) {
    engine.parts.log.warn('repository_not_pinned', {
      name,
      error,
      toDo: 'Bring the repository back, or correct its path in CHARRETTE_REPOS.',
    });
    const words = `The repository ${name} cannot be read at the moment. Start without one, or ask an operator.`;
    return new No(createProblem('repo', words));
  }
  return new No(createProblem('repo', refuseRepository(starter, name)));
}

/** Nobody can give operators access to a repository where none is configured. */
function refuseRepository({ repositories, readable, isOperator }: Starter, name: string): string {
  if (isOperator && repositories.names.length === 0)
    return `There is no repository ${name}. None is configured: its operator names them in CHARRETTE_REPOS.`;
  const others = readable.length === 0 ? 'Start' : `Choose from ${readable.join(', ')}, start`;
  return `No repository ${name} is open to you. ${others} without one, or ask an operator for access.`;
}

function requestOf(
  { engine, by, via }: Starter,
  body: Wish,
  earlier: Design | null,
  repository: Pinned | null,
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
