import { canonicalJson, sha256Of } from '#support/hash.ts';
import type { SubmissionOf } from './submissions.ts';

/** A proposal's seal: on record before anybody else may read it, and checked by `verify`. */
export function sealOf(proposal: SubmissionOf<'submit_proposal'>): string {
  return sha256Of(canonicalJson(proposal));
}
