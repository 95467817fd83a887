import type { Decided } from '../../decision/decided.ts';
import { decisionInForce } from '../../outcome/outcome.ts';
import { type Refusal, refuse } from '../../vocabulary/commands.ts';
import type { Design } from '../../vocabulary/design.ts';

/** A publication before it is made. `isThere`: its pull request exists. */
interface Proposed {
  readonly repository: string;
  readonly number: string;
  readonly isThere: boolean;
  readonly isRenumbered: boolean;
}

/** *In acme/shop: a pull request with ADR-0007.* */
export function proposedWords({ repository, number, isThere, isRenumbered }: Proposed): string {
  if (!isThere) return `In ${repository}: a pull request with ADR-${number}. ${SHOWN}`;
  return isRenumbered
    ? `In ${repository} another file has taken the number: the pull request becomes ADR-${number}. ${SHOWN}`
    : `In ${repository} ADR-${number} has its pull request: nothing new is made.`;
}

const SHOWN = 'The record will name you.';

export const FORGE_WORDS = {
  unset:
    'Publishing is off: CHARRETTE_FORGE_TOKEN and CHARRETTE_FORGE_REPOS are not set, or models are rehearsed.',
  unlisted: (given: string, listed: readonly string[]) =>
    `${given} is not listed in CHARRETTE_FORGE_REPOS: ${listed.join(', ')}.`,
  noDecision: 'This design has no decision to publish.',
  rehearsal: 'This is a rehearsal: it is published nowhere.',
  denied: (what: string) =>
    `The forge does not allow this token to ${what}. It needs read and write access to contents and pull requests of this repository; a rule of the repository may also protect the branch.`,
  missing: (what: string) =>
    `The forge found nothing when asked to ${what}. Check the repository's name, and that the token may read it.`,
  moved: (what: string, where: string) =>
    `Asked to ${what}, the forge says that it has moved${where === '' ? '' : `, to ${where}`}. Nothing was sent there. Put the current name into CHARRETTE_FORGE_REPOS, and restart the daemon.`,
  invalid: (what: string, said: string) => `The forge refused to ${what}: ${said}`,
  limited: (wait: string) => `The forge accepts no more requests for now.${wait} Retrying is safe.`,
  unreached: (what: string, why: string) =>
    `The forge cannot be reached to ${what}: ${why}. Nothing was sent.`,
  away: (what: string) =>
    `The forge timed out when asked to ${what}. It may have succeeded: retrying is safe.`,
} as const;

export function publishable(design: Design): Decided | Refusal {
  const decided = decisionInForce(design);
  if (design.end === null || decided === null) return refuse('not_open', FORGE_WORDS.noDecision);
  if (design.rehearsal) return refuse('not_open', FORGE_WORDS.rehearsal);
  return decided;
}
