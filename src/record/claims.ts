import { decidedIn } from '../core/decision/decided.ts';
import { fatesIn } from '../core/decision/fates.ts';
import { claimsOf } from '../core/proposals/labels.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { canonicalJson, harmlessJson } from '../engine/ports/chain.ts';
import type { BundleFile } from '../engine/ports/manifest.ts';

const CLAIMS_NAME = 'claims.json';

/**
 * Returns `claims.json`: every claim of the revealed proposals as data, with its author, its sources as code found them, and what the
 * decision made of it. None before the reveal (J1).
 */
export function claimsFile(design: Design): BundleFile[] {
  const decided = decidedIn(design);
  const fates = decided === null ? [] : fatesIn(design, decided);
  const claims = claimsOf(design).map(({ label: letter, ...claim }) => {
    const { fate = null, reason = '' } = fates.find((each) => each.claim.id === claim.id) ?? {};
    return { ...claim, letter, fate, reason };
  });
  if (claims.length === 0) return [];
  const lines = claims.map((claim) => `  ${harmlessJson(canonicalJson(claim))}`);
  return [{ name: CLAIMS_NAME, text: `{"claims":[\n${lines.join(',\n')}\n]}\n` }];
}
