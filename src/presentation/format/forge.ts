import type { Decided } from '../../core/decision/decided.ts';
import { findSuperseding } from '../../core/follow-up/decision-status.ts';
import { findDecisionInForce } from '../../core/outcome/outcome.ts';
import { type Refusal, refuse } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { No } from '../../foundation/no.ts';

/** *In acme/shop: a pull request with ADR-0007.* `isThere`: it exists. */
export function sayProposed(repository: string, number: string, isThere: boolean): string {
  return isThere
    ? `In ${repository} ADR-${number} has its pull request: nothing new is made.`
    : `In ${repository}: a pull request with ADR-${number}. The record will name you.`;
}

export const FORGE_WORDS = {
  unset:
    'Publishing is off: CHARRETTE_FORGE_TOKEN and CHARRETTE_FORGE_REPOS are not set, or models are rehearsed.',
  unlisted: (given: string, listed: readonly string[]) =>
    `${given} is not listed in CHARRETTE_FORGE_REPOS: ${listed.join(', ')}.`,
  noDecision: 'This design has no decision to publish.',
  superseded: 'A later design superseded this decision. Publish that one.',
  rehearsal: 'This is a rehearsal: it is published nowhere.',
  denied: (what: string) =>
    `The forge does not allow this token to ${what}. It needs read and write access to contents and pull requests of this repository; a rule of the repository may also protect the branch.`,
  archived: (repository: string) => `${repository} is archived, so nothing can be proposed to it.`,
  readOnly: (repository: string) =>
    `This token may read ${repository} and not write to it: give it write access to contents and pull requests, or list a fork in CHARRETTE_FORGE_REPOS.`,
  ruled: (repository: string, branch: string) =>
    `A rule of ${repository} protects the branch ${branch}: let this token create branches that begin with charrette/.`,
  missing: (what: string) =>
    `Could not ${what}: the forge has no such thing, the token cannot see it, or it has moved. Check the repository's name, the rights of the token, and CHARRETTE_FORGE_URL.`,
  invalid: (what: string, reason: string) => `The forge refused to ${what}: ${reason}`,
  limited: 'The forge accepts no more requests for now. Retrying later is safe.',
  /** Nothing was sent, or only a question. */
  away: (url: string, what: string, why: string) =>
    `Could not ${what} at ${url}: ${why}. Correct CHARRETTE_FORGE_URL if the address is wrong; retrying is safe.`,
  lost: (url: string, what: string, why: string) =>
    `Asked to ${what}, the forge at ${url} gave no proper answer: ${why}. It may have succeeded: retrying is safe.`,
} as const;

export function findPublishable(design: Design): Decided | No<Refusal> {
  const decided = findDecisionInForce(design);
  const no = (words: string) => new No(refuse('not_open', words));
  if (design.end === null || decided === null) return no(FORGE_WORDS.noDecision);
  if (findSuperseding(design) !== null) return no(FORGE_WORDS.superseded);
  if (design.rehearsal) return no(FORGE_WORDS.rehearsal);
  return decided;
}
