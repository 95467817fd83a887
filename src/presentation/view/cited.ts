import { citationStatus } from '../../core/proposals/cited.ts';
import { linkTo } from '../../core/proposals/forge.ts';
import type { LabelledClaim } from '../../core/proposals/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { CITATION_WORDS } from '../../core/vocabulary/words.ts';
import type { Cited } from '../schema/field.ts';

/** `null` if nothing is cited. */
export function citedOf(
  { repository }: Pick<Design, 'repository'>,
  { citation, check }: Pick<LabelledClaim, 'citation' | 'check'>,
): Cited | null {
  const status = citationStatus(citation, check);
  if (status === null) return null;
  const url = check === null ? null : linkTo(repository, check);
  return { ...citation, url, status: CITATION_WORDS[status] };
}
