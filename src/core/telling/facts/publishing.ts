import type { EventOf } from '../../vocabulary/events.ts';
import { codeSpan, type Line, line } from '../document.ts';
import { person } from './people.ts';

/** *Ana proposes it to acme/shop as ADR-0007: pull request 12, and issues 13 and 14.* */
export function publishedLine(event: EventOf<'decision_published'>): Line {
  const { repository, number, pull, issues, by } = event;
  const numbers = issues.map(({ issue }) => `#${issue}`).join(', ');
  const steps = numbers === '' ? '' : `, its steps as ${numbers}`;
  return line`${person(by)} proposes it to ${codeSpan(repository)} as ADR-${number}: pull request #${`${pull}`}${steps}.`;
}

/** Words for people who publish, by what a forge answers. `what`: the thing that was asked of it. */
export const FORGE_WORDS = {
  unset:
    'No forge is set up. Set CHARRETTE_FORGE_TOKEN and CHARRETTE_FORGE_REPOSITORIES, and restart the daemon.',
  unlisted: (given: string, listed: readonly string[]) =>
    `${given} is not listed in CHARRETTE_FORGE_REPOSITORIES: ${listed.join(', ')}.`,
  noDecision: 'This design has no decision to publish.',
  rehearsal: 'This is a rehearsal: nothing was decided, so there is nothing to publish.',
  redacted: 'Words of the decision were removed, so its signed text can no longer be published.',
  denied: (what: string) =>
    `The forge does not allow this token to ${what}. It takes contents, pull requests and issues: read and write on this repository; a rule of the repository may also protect the branch.`,
  missing: (what: string) =>
    `The forge knows nothing there, to ${what}. Is the repository's name right, and does the token see it?`,
  invalid: (what: string, said: string) => `The forge refused to ${what}: ${said}`,
  limited: (wait: string) => `The forge takes no more requests for now.${wait} What was done is found again.`,
  away: (what: string) =>
    `The forge did not answer in time when asked to ${what}. It may have done it: publish again, and what is there is found.`,
} as const;
