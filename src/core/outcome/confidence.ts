import { decidedOf } from '../decision/decided.ts';
import type { Design } from '../vocabulary/design.ts';

/**
 * Who judged the current decision, its author and its signers, and is unsure of it; `areAll`:
 * nobody else judged it.
 */
export function unsureOf(design: Design) {
  const judged = listJudgements(design);
  const unsure = judged.filter(({ confidence }) => confidence < design.settings.gateBelow);
  return {
    unsure: unsure.map(({ participant }) => participant),
    areAll: unsure.length === judged.length,
  };
}

function listJudgements(design: Design) {
  const decided = decidedOf(design);
  return [...(decided === null ? [] : [decided]), ...design.signatures];
}

/** The lowest confidence of the current decision and its signatures. */
export function lowestConfidenceOf(design: Design): number {
  return Math.min(1, ...listJudgements(design).map(({ confidence }) => confidence));
}
