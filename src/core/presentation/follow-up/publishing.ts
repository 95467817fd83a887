import type { EventOf } from '../../vocabulary/events.ts';
import { codeSpan, type Line, line } from '../format/document.ts';
import { person } from '../format/people.ts';

/** *Ana proposes it to acme/shop as ADR-0007: pull request #12, its steps as #13, #14.* */
export function publishedLine(event: EventOf<'decision_published'>): Line {
  const { repository, number, pull, issues, by } = event;
  const numbers = issues.map(({ issue }) => `#${issue}`).join(', ');
  const steps = numbers === '' ? '' : `, its steps as ${numbers}`;
  return line`${person(by)} proposes it to ${codeSpan(repository)} as ADR-${number}: pull request #${`${pull}`}${steps}.`;
}
