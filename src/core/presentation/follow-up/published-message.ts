import type { Publication } from '../../vocabulary/events.ts';
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
