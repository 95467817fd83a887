import { citationStatus, isEmpty } from '../../citation/cited.ts';
import { linkTo } from '../../citation/forge.ts';
import type { LabelledClaim } from '../../proposal/labels.ts';
import type { CheckedCitation } from '../../vocabulary/checked.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Citation } from '../../vocabulary/submission.ts';
import { CITATION_WORDS } from '../../vocabulary/words.ts';
import { code, quotedCode } from '../render/escape.ts';

/**
 * What a claim rests on, never more than is known: the place, linked where its repository has a known page, and whether
 * what was quoted stands there.
 */
export function citationLine(
  { repository }: Pick<Design, 'repository'>,
  { kind, citation, check }: Pick<LabelledClaim, 'kind' | 'citation' | 'check'>,
): string {
  const status = citationStatus(citation, check);
  if (status === null) return kind === 'assumption' ? 'assumed' : 'no source given';
  return `${linkedPlace(citation, check, repository)}, ${CITATION_WORDS[status]}`;
}

/** A citation wherever it stands, with its quotation: where there is room for all of it. Empty for none. */
export function citedAt(
  citation: Citation,
  check: CheckedCitation | null,
  repository: Design['repository'],
): string {
  const status = citationStatus(citation, check);
  const says = citation.quote === '' ? '' : ` says ${quotedCode(citation.quote)}`;
  const place = `${linkedPlace(citation, check, repository)}${says}`;
  return status === null ? '' : `${place}, ${CITATION_WORDS[status]}`;
}

/**
 * The same without a link, which would change with the remote, and without what nobody has looked up. What was sealed has
 * these bytes for ever: a backtick in a quotation is a space here.
 */
export function sealedCitation(citation: Citation, check: CheckedCitation | null): string {
  if (isEmpty(citation)) return '';
  const found = check === null ? '' : `, ${CITATION_WORDS[check.status]}`;
  const says = citation.quote === '' ? '' : ` says ${code(citation.quote)}`;
  return `${linkedPlace(citation, null, null)}${says}${found}`;
}

function linkedPlace(
  { place }: Citation,
  check: CheckedCitation | null,
  repository: Design['repository'],
): string {
  const words = place === '' ? 'no place' : code(place);
  const url = check === null ? null : linkTo(repository, check);
  return url === null ? words : `[${words}](${url})`;
}
