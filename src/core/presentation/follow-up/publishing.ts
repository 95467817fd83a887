import type { Publication } from '../../vocabulary/event-parts.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import {
  bullets,
  codeSpan,
  type Document,
  document,
  type Line,
  line,
  lines,
  section,
} from '../format/document.ts';
import { person } from '../format/people.ts';

/** *Ana proposes it to acme/shop as ADR-0007: pull request #12, its steps as #13, #14.* */
export function publishedLine(event: EventOf<'decision_published'>): Line {
  const { repository, number, pull, issues, by } = event;
  const numbers = issues.map(({ issue }) => `#${issue}`).join(', ');
  const steps = numbers === '' ? '' : `, its steps as ${numbers}`;
  return line`${person(by)} proposes it to ${codeSpan(repository)} as ADR-${number}: pull request #${`${pull}`}${steps}.`;
}

/** Where a decision was published, for the person who did it. A forge's addresses are shown whole. */
export function publishedDocument({ repository, number, pull, url, issues }: Publication): Document {
  const item = (words: string, address: string): Line => [
    ...line`${words}: `,
    { kind: 'link', url: address },
  ];
  const first = line`Published to ${codeSpan(repository)} as ADR-${number}.`;
  const links = [
    item(`Pull request #${pull}`, url),
    ...issues.map((each) => item(`Step ${`${each.step}`}, issue #${`${each.issue}`}`, each.url)),
  ];
  return document(`Published to ${repository} as ADR-${number}.`, () => [
    section(lines(first), bullets(links)),
  ]);
}
