import { nameIn } from '../../core/questions/author.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Depth, Pinned } from '../../core/vocabulary/event-parts.ts';
import { minuteWords } from '../../core/vocabulary/figures.ts';
import { obstacleOf, type RetryPreview } from '../../engine/commit/retrying.ts';
import { answerTo } from '../../engine/ownership/inbox.ts';
import { carriedFrom } from '../../engine/starting/carried.ts';
import { raisedBudgetWords } from '../../presentation/cost.ts';
import { carriedWords } from '../../presentation/earlier.ts';
import { notAgainWords } from '../../presentation/texts.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { ActParts, Asked, Designs, KnownRepositories, Who } from '../asked.ts';
import { Problem, problemOf } from '../problem.ts';
import { type PeopleHere, peopleHere } from './people-here.ts';
import { broughtFrom, whyUnreadable } from './repository.ts';

interface Again extends PeopleHere {
  readonly author?: string;
  /** The folder of its repository, if that has moved. */
  readonly repoPath?: string | undefined;
  readonly depth?: Depth;
}

/** Runs an ended design again, once: later requests are told the id of that run (A8). */
export async function runAgain(
  { engine, repositories }: Pick<ActParts, 'engine' | 'repositories'>,
  { by, byId = '', via }: Who,
  asked: Pick<Asked, 'design' | 'stored'> & { readonly body: Again },
) {
  const design = await asked.design();
  const { repoPath, depth } = asked.body;
  const { repository } = design;
  const isOperators = via.way === 'terminal';
  if (repository !== null && repoPath !== undefined)
    await broughtFrom(repositories, repoPath, repository.commit);
  if (repository !== null && isOperators) await assertReadable(repositories, repository);
  const settings = { ...peopleHere(asked.body), ...(depth === undefined ? {} : { depth }) };
  const startedBy = byId === '' ? by : nameIn(design, { author: by, authorId: byId });
  const submitted = engine.retry(design, startedBy, settings, byId, { via, isOperators });
  const retried = await answerTo(submitted, ({ fresh }) => {
    if (fresh) asked.stored();
  });
  if ('refusal' in retried) throw problemOf(retried.refusal);
  if (!retried.ok) throw await notAgain(engine, design, retried);
  const isTheirs = byId !== '' && retried.design.thread?.starter === byId;
  if (retried.fresh || isTheirs) return viewOf(retried.design);
  throw await notAgain(engine, design, { reason: 'max_retries_reached', successor: retried.design.id });
}

/** Says whether an ended design can be run again, and why (A6). */
export async function previewRetry(
  { designs }: Pick<ActParts, 'designs'>,
  _: Who,
  asked: Pick<Asked, 'design'>,
) {
  const design = await asked.design();
  const preview = await designs.retryPreview(design);
  const words = preview.retry ? againWords(design) : await whyNotAgain(designs, design, preview);
  return { ...preview, words };
}

/** What another run would reuse, and its budget. */
function againWords(design: Design): string {
  const words = `It can be run again: ${carriedWords(carriedFrom(design))}. ${raisedBudgetWords(viewOf(design))}`;
  return words.trim();
}

/** The refusal in words: who has run it again, and when; else the rule against it. */
export async function whyNotAgain(
  designs: Pick<Designs, 'parts' | 'design'>,
  design: Design,
  { reason, successor }: Omit<RetryPreview, 'retry'>,
): Promise<string> {
  if (successor === undefined) return notAgainWords(reason, obstacleOf(design, designs.parts.rehearsal));
  const next = await designs.design(successor);
  if (next === null) return `This design was run again, as ${successor}.`;
  const { startedBy, startedAt } = next;
  return `${startedBy} ran this design again on ${minuteWords(startedAt)}, as ${successor}.`;
}

async function notAgain(
  designs: Pick<Designs, 'parts' | 'design'>,
  design: Design,
  refused: Omit<RetryPreview, 'retry'>,
): Promise<Problem> {
  const { reason, successor } = refused;
  const details = { retry: false, reason, ...(successor === undefined ? {} : { successor }) };
  return new Problem('conflict', await whyNotAgain(designs, design, refused), details);
}

/** Throws `Problem` with a remedy if the repository cannot be read. The caller can then bring it back. */
async function assertReadable(repositories: KnownRepositories, { name, commit }: Pinned): Promise<void> {
  const why = await repositories
    .at(name, commit)
    .then((at) => (at === null ? 'No repository is known here by this name.' : null), whyUnreadable);
  if (why === null) return;
  const what = `This design reads the repository "${name}", which cannot be read now.`;
  const remedy =
    'If it was given with --repo, pass its path with --repo again; otherwise correct CHARRETTE_REPOS.';
  throw new Problem('conflict', `${what} ${why} ${remedy}`);
}
