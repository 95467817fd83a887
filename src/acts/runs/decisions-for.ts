import { citedPlacesOf, namePlace } from '../../core/follow-up/cited-places.ts';
import { decisionStatusOf } from '../../core/follow-up/decision-status.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { findAcceptedDecisions } from '../../engine/starting/earlier-decisions.ts';
import { titleWordsIn } from '../../presentation/people.ts';
import { viewOf } from '../../presentation/view/view.ts';
import type { ActParts, Who } from '../act-inputs.ts';

const MOST_SHOWN = 10;
const MOST_REASONS = 5;

/** Accepted decisions that this reader may read (A18) and that cite lines in these files or folders, newest first. */
export async function findDecisionsFor(
  { designs }: Pick<ActParts, 'designs'>,
  who: Who,
  { query }: { readonly query: { readonly paths: string; readonly repository?: string | undefined } },
) {
  const paths = query.paths.split('\n').flatMap((path) => wholePath(path) ?? []);
  const standing = (design: Design) => standingOn(design, paths, query.repository);
  // One more than is shown says whether others were left out.
  const { found, ...looked } = await findAcceptedDecisions(
    designs.parts.store,
    await who.reader(),
    MOST_SHOWN + 1,
    standing,
  );
  return { decisions: found.slice(0, MOST_SHOWN), hasMore: found.length > MOST_SHOWN, ...looked };
}

/** From the top of the repository, which is the empty one; `null` for no path. */
function wholePath(path: string): string | null {
  const bare = path.trim().replaceAll('\\', '/');
  return bare === '' ? null : bare.replace(/^(?:\.?\/)+|^\.$/, '').replace(/\/+$/, '');
}

function standingOn(design: Design, paths: readonly string[], name: string | undefined) {
  const { repository } = design;
  if (repository === null || (name !== undefined && repository.name !== name)) return null;
  if (decisionStatusOf(design) !== 'accepted') return null;
  const isWanted = (path: string) =>
    paths.some((each) => each === '' || path === each || path.startsWith(`${each}/`));
  const places = citedPlacesOf(design).filter(({ path }) => isWanted(path));
  const view = viewOf(design);
  const { id, text, signatures, decidedAt } = view;
  if (places.length === 0 || text === null) return null;
  return {
    id,
    sentence: text.decision.sentence,
    reasons: text.because.slice(0, MOST_REASONS).map((reason) => reason.text),
    dissents: signatures.flatMap(({ verdict, persona, dissent }) =>
      verdict === 'dissents' ? [{ by: titleWordsIn(view, persona), text: dissent }] : [],
    ),
    cited: places.map(namePlace),
    repository: repository.name,
    commit: repository.commit,
    decidedAt,
  };
}
