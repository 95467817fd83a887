import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Audit } from '../vocabulary/submission.ts';
import { decidedIn } from './decided.ts';
import { quotedFrom, saidNames } from './findings.ts';

const MAX_REFUTED = 3;

export function claimsToRefute(design: Pick<Design, 'composites' | 'revisions'>): string[] {
  return (decidedIn(design)?.decision.rests ?? []).slice(0, MAX_REFUTED);
}

/** Checks that an audit tried to refute each given claim and quotes people as they wrote (J12, J13). */
export function checkAudit(design: Design, { refuted, findings }: Audit): Refusal[] {
  const asked = claimsToRefute(design);
  const known = saidNames(design);
  return [
    ...checkNamed(
      refuted.map(({ claim }) => claim),
      asked,
      asked,
      {
        unknown: (ids) => `\`refuted\` names ${ids}, but the claims to refute are others`,
        twice: (ids) => `\`refuted\` names ${ids} more than once.`,
        forgotten: (ids) => `\`refuted\` says nothing about ${ids}; make the best case against each.`,
      },
    ),
    ...findings.flatMap((finding, index) => {
      const { reply, words } = finding;
      if (reply === '' && words === '') return [];
      if (!known.includes(reply)) {
        const message = `Finding ${index + 1} quotes ${reply === '' ? 'nobody' : reply}; quote one of ${known.join(', ')}.`;
        return [refuse('unknown_reference', message)];
      }
      if (quotedFrom(design, finding) !== null) return [];
      const message = `The words of finding ${index + 1} are not in ${reply} as its author's own; copy them exactly, or leave \`reply\` and \`words\` empty.`;
      return [refuse('invalid', message)];
    }),
  ];
}
