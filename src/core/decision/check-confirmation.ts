import type { Refusal } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Confirmation } from '../vocabulary/submission.ts';
import { findingsToConfirm } from './findings.ts';

/** Checks that the auditor judges each finding that it was asked about, once, and no other (J12). */
export function checkConfirmation(design: Design, { findings }: Confirmation): Refusal[] {
  const asked = findingsToConfirm(design).map(({ id }) => id);
  return checkNamed(
    findings.map(({ finding }) => finding),
    asked,
    asked,
    {
      unknown: (ids) => `\`findings\` names ${ids}, and those are not asked for`,
      twice: (ids) => `These findings are judged more than once: ${ids}.`,
      forgotten: (ids) => `\`findings\` says nothing about ${ids}; say if what changed answers each.`,
    },
  );
}
