import { ACTS } from '../../../acts/table.ts';
import { recheckLines, recheckSummary } from '../../../core/presentation/follow-up/recheck.ts';
import { lines } from '../../../core/presentation/format/document.ts';
import { markdownOf } from '../../../core/presentation/format/markdown.ts';
import { Fault } from '../../../foundation/fault.ts';
import { type RecheckParts, recheck } from '../../../record/recheck.ts';
import { type Handled, handled } from '../handled.ts';
import { invalid, problemOf } from '../problem.ts';
import { designOf, keyOf, signed } from './design-routes.ts';

/** Another look at a decision that has ended: do the cited lines still stand, and has its time come (J14)? */
export function recheckRoutes(parts: RecheckParts): Handled[] {
  const look = handled(ACTS.recheck, async ({ context, body: { at, author } }) => {
    const design = await designOf(context, parts.engine);
    const asked = { at: at ?? null, ...signed(context, author) };
    const found = await recheck(parts, design, asked, keyOf(context)).catch(toldOfCommit);
    if ('code' in found) throw problemOf(found);
    const told = recheckLines(design, found).map((line) => markdownOf([lines(line)]));
    return context.json({
      designId: design.id,
      ...found,
      summary: `Looked at again${recheckSummary(found)}`,
      told,
    });
  });
  return [look];
}

/** The commit is one of the request's fields. */
function toldOfCommit(error: unknown): never {
  if (error instanceof Fault && error.code === 'bad_usage') throw invalid('at', error.message);
  throw error;
}
