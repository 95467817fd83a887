import { nameIn } from '../../core/questions/replies/author.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Pinned } from '../../core/vocabulary/event-parts.ts';
import { formatMinute } from '../../core/vocabulary/figures.ts';
import { mayHaveRepositoriesRead, type Person } from '../../engine/access/permission.ts';
import { answerTo } from '../../engine/ownership/inbox.ts';
import { carryOver } from '../../engine/starting/carried.ts';
import { type NotAgain, sayNotAgain } from '../../engine/starting/retrying.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { No } from '../../foundation/no.ts';
import { sayCarried } from '../../presentation/judged/earlier.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { sayRaisedBudget } from '../../presentation/words/cost.ts';
import type {
  ActingPlace,
  ActParts,
  ActRequest,
  Designs,
  KnownRepositories,
  Who,
} from '../act-inputs.ts';
import { Problem, problemOf } from '../problem.ts';
import { type PeopleHere, waitingSettingsOf } from './people-here.ts';
import { bringRepository, explainUnreadable } from './repository.ts';
import { refuseStartingHere } from './start.ts';

interface Again extends PeopleHere {
  readonly author?: string;
  /** The folder of its repository, if that has moved. */
  readonly repoPath?: string | undefined;
}

/** Runs an ended design again, once: later requests are told the id of that run. */
export async function runAgain(
  { engine, repositories }: Pick<ActParts, 'engine' | 'repositories'>,
  { by, byId = '', via }: Who,
  request: Pick<ActRequest, 'design' | 'moment'> & { readonly body: Again },
) {
  const design = await request.design();
  const { repoPath } = request.body;
  const { repository } = design;
  const isOperators = via.way === 'terminal';
  if (repository !== null && repoPath !== undefined) {
    const brought = await bringRepository(repositories, repoPath, repository.commit);
    if (brought instanceof No) throw brought.why;
  }
  if (repository !== null && isOperators) await assertReadable(repositories, repository);
  const settings = waitingSettingsOf(request.body);
  const startedBy = byId === '' ? by : nameIn(design, { author: by, authorId: byId });
  const submitted = engine.retry(design, startedBy, settings, byId, { via, isOperators });
  const outcome = await answerTo(submitted, ({ fresh }) => {
    if (fresh) request.moment.stored?.();
  });
  if (outcome instanceof No) {
    const { why } = outcome;
    throw 'reason' in why ? await notAgain(engine, design, why) : problemOf(why);
  }
  const isTheirs = byId !== '' && outcome.design.thread?.starter === byId;
  if (outcome.fresh || isTheirs) return viewOf(outcome.design);
  throw await notAgain(engine, design, {
    reason: 'max_retries_reached',
    successor: outcome.design.id,
  });
}

/** Says whether an ended design can be run again, and why. */
export async function showRetry(
  { designs }: Pick<ActParts, 'designs'>,
  _: Who,
  request: Pick<ActRequest, 'design'>,
) {
  const design = await request.design();
  const preview = await designs.previewRetry(design);
  if (!(preview instanceof No)) return { retry: true, reason: preview, words: againWords(design) };
  const words = await whyNotAgain(designs, design, preview.why);
  return { retry: false, ...preview.why, words };
}

/** What another run would reuse, and its budget. */
function againWords(design: Design): string {
  const words = `It can be run again: ${sayCarried(carryOver(design))}. ${sayRaisedBudget(viewOf(design))}`;
  return words.trim();
}

/** The refusal in words: who has run it again, and when; else the rule against it. */
async function whyNotAgain(
  designs: Pick<Designs, 'parts' | 'design'>,
  design: Design,
  { reason, successor }: NotAgain,
): Promise<string> {
  if (successor === undefined) return sayNotAgain(reason, design, designs.parts.rehearsal);
  const next = await designs.design(successor);
  if (next === null) return `This design was run again, as ${successor}.`;
  const { startedBy, startedAt } = next;
  return `${startedBy} ran this design again on ${formatMinute(startedAt)}, as ${successor}.`;
}

async function notAgain(
  designs: Pick<Designs, 'parts' | 'design'>,
  design: Design,
  why: NotAgain,
): Promise<Problem> {
  const { reason, successor } = why;
  const details = { retry: false, reason, ...keepDefined({ successor }) };
  return new Problem('conflict', await whyNotAgain(designs, design, why), details);
}

/**
 * Throws `Problem` with a remedy if the repository cannot be read. The caller can then bring it
 * back.
 */
async function assertReadable(
  repositories: KnownRepositories,
  { name, commit }: Pinned,
): Promise<void> {
  const why = await repositories
    .reopen(name, commit)
    .then(
      (at) => (at === null ? 'No repository is known here by this name.' : null),
      explainUnreadable,
    );
  if (why === null) return;
  const what = `This design reads the repository "${name}", which cannot be read now.`;
  const remedy =
    'If it was given with --repo, pass its path with --repo again; otherwise correct CHARRETTE_REPOS.';
  throw new Problem('conflict', `${what} ${why} ${remedy}`);
}

/** Refusal for running it again there; `null` if possible. */
export async function refuseRunningAgain(
  place: ActingPlace,
  design: Design,
  person: Person,
): Promise<string | null> {
  const { engine } = place;
  const problem = design.end === null ? null : await refuseStartingAgain(place, design, person);
  if (problem !== null) return problem;
  const preview = await engine.previewRetry(design);
  return preview instanceof No ? whyNotAgain(engine, design, preview.why) : null;
}

async function refuseStartingAgain(
  place: ActingPlace,
  { repository }: Design,
  person: Person,
): Promise<string | null> {
  const problem = await refuseStartingHere(place, person, 'run designs again');
  if (problem !== null) return problem;
  const read = repository?.name ?? '';
  const isRead = place.repositories.names.includes(read);
  return isRead && !mayHaveRepositoriesRead(place.policy, person)
    ? `It reads the repository ${read}, which you may not use. Ask an operator for access, or ask someone who has access to run it again.`
    : null;
}
