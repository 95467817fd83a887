import type { Publication } from '../../core/vocabulary/event-parts.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import {
  codeBlock,
  codeSpan,
  type Document,
  document,
  documentOfWords,
  type Line,
  line,
  lines,
  untrusted,
} from '../format/document.ts';
import { sayProposed } from '../format/forge.ts';
import { drawPerson } from '../format/people.ts';

/** *Ana proposes it to acme/shop as ADR-0007: pull request #12.* */
export function drawPublished({
  repository,
  number,
  pull,
  by,
}: EventOf<'decision_published'>): Line {
  return line`${drawPerson(by)} proposes it to ${codeSpan(repository)} as ADR-${number}: pull request #${`${pull}`}.`;
}

/**
 * Where a decision was published, for the person who did it. A forge's addresses are shown whole.
 */
function drawPublishedDocument({
  repository,
  number,
  pull,
  url,
}: Pick<Publication, 'repository' | 'number' | 'pull' | 'url'>): Document {
  const published = line`Published to ${codeSpan(repository)} as ADR-${number}. Pull request #${`${pull}`}: ${{ kind: 'link', url }}`;
  return document(`Published to ${repository} as ADR-${number}.`, [lines(published)]);
}

interface Proposed {
  readonly repository: string;
  readonly number: string;
  readonly url?: string | undefined;
  readonly pull?: number | undefined;
  readonly isThere?: boolean | undefined;
  readonly files?: readonly { readonly path: string; readonly text: string }[] | undefined;
}

/** A publication, or the preview of one, with its files. */
export function drawPublication(proposed: Proposed): Document {
  const { repository, number, pull, url, isThere = false, files = [] } = proposed;
  if (pull !== undefined && url !== undefined)
    return drawPublishedDocument({ repository, number, pull, url });
  const words = documentOfWords(sayProposed(repository, number, isThere));
  const texts = files.map(({ path, text }) => [lines(untrusted(path)), codeBlock(text)]);
  return document(words.notification, [...words.sections, ...texts]);
}
