import type { Publication } from '../core/vocabulary/event-parts.ts';
import type { EventOf } from '../core/vocabulary/events.ts';
import { codeSpan, type Document, document, type Line, line, lines, section } from './format/document.ts';
import { person } from './format/people.ts';

/** *Ana proposes it to acme/shop as ADR-0007: pull request #12.* */
export function publishedLine({ repository, number, pull, by }: EventOf<'decision_published'>): Line {
  return line`${person(by)} proposes it to ${codeSpan(repository)} as ADR-${number}: pull request #${`${pull}`}.`;
}

/** Where a decision was published, for the person who did it. A forge's addresses are shown whole. */
export function publishedDocument({ repository, number, pull, url }: Publication): Document {
  const published = line`Published to ${codeSpan(repository)} as ADR-${number}. Pull request #${`${pull}`}: ${{ kind: 'link', url }}`;
  return document(`Published to ${repository} as ADR-${number}.`, () => [section(lines(published))]);
}
