import { decidedIn } from '../../decision/decided.ts';
import { findingsOf } from '../../decision/findings.ts';
import { sentencesOf } from '../../decision/sentences.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { isInOtherLanguage } from '../text-checks/language.ts';
import type { Caveat } from './kinds.ts';

/** Caveats that code finds in the form of the text and its audit. No other place looks for them (J11). */
export function checkCaveats(design: Design): Caveat[] {
  const decision = decidedIn(design)?.decision;
  if (decision === undefined) return [];
  return [
    ...otherLanguage(design, decision),
    ...(decision.risks.length === 0 ? [{ kind: 'no_risk' } as const] : []),
    ...(isAuditEmpty(design) ? [{ kind: 'empty_audit' } as const] : []),
  ];
}

function otherLanguage({ frame }: Design, decision: Decision): Caveat[] {
  if (frame === null || frame.language === '') return [];
  const text = sentencesOf(decision).map((sentence) => sentence.text);
  const isOther = isInOtherLanguage(text.join(' '), frame.language);
  return isOther ? [{ kind: 'other_language', language: frame.language }] : [];
}

/** The proposals differ on what matters most, and the audit found nothing. */
function isAuditEmpty(design: Design): boolean {
  const { audit, divergences } = design;
  return (
    audit !== null && findingsOf(design).length === 0 && divergences.some(({ impact }) => impact === 'high')
  );
}
