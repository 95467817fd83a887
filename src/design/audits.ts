/** What the auditor found, and what follows from it. */

import type { EventOf } from './events.ts';
import type { Design } from './state.ts';
import type { SubmissionOf } from './submissions.ts';

type Finding = SubmissionOf<'submit_audit'>['findings'][number];

/** The audit of the newest text, or `null`. */
export function newestAudit({ audits, decisions }: Design): Design['audits'][number] | null {
  const decision = decisions.at(-1);
  return audits.findLast(({ sha256 }) => sha256 === decision?.sha256) ?? null;
}

export function isGrave({ severity }: Finding): boolean {
  return severity !== 'minor';
}

/** A reply left out is no reason to write again; a contradicted one is (J8). */
export function needsRevision(design: Design): boolean {
  const audit = newestAudit(design)?.audit;
  if (audit === undefined) return false;
  return audit.findings.some(isGrave) || audit.replies.some(({ fate }) => fate === 'contradicted');
}

/** The note with which a person sent the newest text back. */
export function noteOf({ gates }: Design): EventOf<'gate_decided'> | null {
  return gates.findLast(({ decision }) => decision?.choice === 'send_back')?.decision ?? null;
}

/** The one note of a design: a second gate cannot send back (J9). */
export const NOTE = 'N1';

/** What the next text has to say a line on: a person's note, then `F1` … of the newest text's audit. */
export function findingsToAnswer(design: Design): string[] {
  const findings = newestAudit(design)?.audit.findings ?? [];
  const names = findings.map((_, index) => `F${index + 1}`);
  return noteOf(design) === null ? names : [NOTE, ...names];
}
