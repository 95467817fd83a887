import type { Context } from 'hono';
import type * as z from 'zod';
import type { KnownRepositories } from '../../../acts/asked.ts';
import { Retry, RetryFromHere, Start, StartFromHere } from '../../../acts/begin.ts';
import { invalid, Problem } from '../../../acts/problem.ts';
import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import type { Pinned, Settings } from '../../../core/vocabulary/event-parts.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Engine } from '../../../engine/engine.ts';
import { refusalForSuccessor, withDefaults } from '../../../engine/starting/follow-up.ts';
import type { StartRequest } from '../../../engine/starting/start-request.ts';
import { withDeadline } from '../../../engine/starting/starting.ts';
import { DAY_MS } from '../../../foundation/day.ts';
import { Fault } from '../../../foundation/fault.ts';
import { isLocal } from '../access/local.ts';
import { signedInOf, viaOf } from '../access/via.ts';
import { readBody } from '../body.ts';
import { readableDesign } from '../readable.ts';

const MINUTE_MS = 60_000;

export async function newDesign(
  context: Context,
  repositories: KnownRepositories,
  engine: Pick<Engine, 'design' | 'parts'>,
): Promise<StartRequest> {
  const body: z.infer<typeof Start> & Partial<z.infer<typeof StartFromHere>> = await readBody(
    context,
    isLocal(context) ? StartFromHere : Start,
  );
  const { topic, context: given, personas, depth, budgetUsd, questions, deadlineMinutes, answers } = body;
  const { followUp, supersede } = body;
  if (supersede && followUp === undefined)
    throw invalid(
      'supersede',
      'Only a follow-up can replace a decision. Name the earlier design in followUp.',
    );
  const earlier = followUp === undefined ? null : await followedUp(context, followUp, engine);
  const { settings: configured, personas: known } = engine.parts;
  const asked = {
    topic,
    context:
      typeof given === 'string'
        ? [{ name: 'context', text: given }].filter(({ text }) => text !== '')
        : given,
    personas,
    repository: await repositoryOf(body, earlier, repositories),
    startedBy: body.author ?? starterIn(context),
    via: viaOf(context),
    thread: null,
    settings: {
      ...(depth === undefined ? {} : { depth }),
      ...(budgetUsd === undefined ? {} : { budgetUsd }),
      ...(questions === false ? { questions: 'none' } : {}),
      ...peopleHere(body),
      ...(deadlineMinutes === undefined
        ? {}
        : withDeadline(Math.ceil(deadlineMinutes * MINUTE_MS), configured)),
    },
    ...(isLocal(context) ? { isOperators: true as const } : {}),
    ...(answers === undefined ? {} : { answers }),
    ...(supersede ? { supersedes: true as const } : {}),
  } satisfies StartRequest;
  return withDefaults(asked, earlier, known);
}

/** Returns the signed-in person's name. A token does not tell who uses it. */
function starterIn(context: Context): string {
  const signedIn = signedInOf(context);
  return signedIn === null || signedIn.name === signedIn.token ? UNKNOWN_NAME : signedIn.name;
}

/**
 * Returns the design to follow up on. Throws `Problem` if the viewer may read no design with this id (A18), or it has
 * no decision.
 */
export async function followedUp(
  context: Context,
  given: string,
  engine: Pick<Engine, 'design' | 'parts'>,
): Promise<Design> {
  const id = DesignId.safeParse(given);
  const readable = id.success ? await readableDesign(context, engine.parts.store, id.data) : null;
  const earlier = readable === null ? null : await engine.design(readable.id);
  if (earlier === null) throw new Problem('not_found', 'There is no design with the id in followUp.');
  const why = refusalForSuccessor(earlier);
  if (why !== null) throw new Problem('conflict', why);
  return earlier;
}

/** Reads the author and the changed settings of a retry. Throws `Problem`. */
export async function newRetry(
  context: Context,
  repositories: KnownRepositories,
  earlier: Pinned | null,
): Promise<{ readonly author: string; readonly settings: Partial<Settings> }> {
  const body: z.infer<typeof Retry> & Partial<z.infer<typeof RetryFromHere>> = await readBody(
    context,
    isLocal(context) ? RetryFromHere : Retry,
  );
  const { author, repoPath } = body;
  if (earlier !== null) {
    if (repoPath !== undefined) await pinFolder(repositories, repoPath, earlier.commit);
    if (isLocal(context)) await assertReadable(repositories, earlier);
  }
  return { author, settings: peopleHere(body) };
}

/**
 * Throws `Problem` with a remedy if an earlier design's repository cannot be read. The caller can then bring it back.
 */
async function assertReadable(repositories: KnownRepositories, { name, commit }: Pinned): Promise<void> {
  const why = await repositories
    .at(name, commit)
    .then((found) => (found === null ? 'No repository is known here by this name.' : null), whyUnreadable);
  if (why === null) return;
  const what = `This design reads the repository "${name}", which cannot be read now.`;
  const remedy =
    'If it was given with --repo, pass its path with --repo again; otherwise correct CHARRETTE_REPOS.';
  throw new Problem('conflict', `${what} ${why} ${remedy}`);
}

/** Milliseconds that an unattended design waits for a model, unless it has a deadline. */
const UNATTENDED_WEATHER_MS = 10 * MINUTE_MS;

function peopleHere({
  gates,
  answerSeconds,
  deadlineMinutes,
}: {
  readonly gates?: boolean | undefined;
  readonly answerSeconds?: number | undefined;
  readonly deadlineMinutes?: number | undefined;
}): Partial<Settings> {
  const weatherMs = gates === false && deadlineMinutes === undefined ? UNATTENDED_WEATHER_MS : DAY_MS;
  return {
    ...(gates === undefined ? {} : { gates: gates ? 'ask' : 'none', weatherMs }),
    ...(answerSeconds === undefined ? {} : { answerMs: Math.round(answerSeconds * 1_000) }),
  };
}

/**
 * Pins the repository of a request. If the request names none, pins the earlier design's repository again, at its
 * current commit, if it is configured.
 */
async function repositoryOf(
  { repo, repoPath }: { readonly repo?: string | undefined; readonly repoPath?: string | undefined },
  earlier: Design | null,
  repositories: KnownRepositories,
): Promise<Pinned | null> {
  if (repoPath !== undefined) return pinFolder(repositories, repoPath);
  const before = earlier?.repository?.name;
  if (repo === undefined) return before === undefined ? null : repositories.pin(before);
  const repository = await repositories.pin(repo);
  if (repository !== null) return repository;
  const { names } = repositories;
  const known = names.length === 0 ? 'none' : names.join(', ');
  throw invalid('repo', `There is no repository ${repo}. Configured: ${known}.`);
}

/** Explains an unreadable repository, for the local command line alone. Throws any other error. */
function whyUnreadable(error: unknown): string {
  if (error instanceof Fault && (error.code === 'not_a_repository' || error.code === 'repository_unreadable'))
    return error.message;
  throw error;
}

async function pinFolder(repositories: KnownRepositories, path: string, commit?: string): Promise<Pinned> {
  try {
    return await repositories.bring(path, commit);
  } catch (error) {
    throw invalid('repoPath', whyUnreadable(error));
  }
}
