import type { Design } from '../design.ts';
import { decisionInForce } from '../outcome/outcome.ts';
import { decidedIn } from '../synthesis/decided.ts';
import { decisionMarkdown } from './decision.ts';

/** The text that stood when the design was broken off: there is no `decision.md` then. Empty where it is a decision. */
export function draftOf(design: Design): string {
  const decided = decidedIn(design);
  return decided === null || decisionInForce(design) !== null ? '' : decisionMarkdown(design, decided).trim();
}

export function draftHeading(design: Design): string {
  const isSigned = design.signatures.some(({ verdict }) => verdict === 'signs');
  return isSigned ? '## A draft that never came into force' : '## A draft that nobody has signed';
}
