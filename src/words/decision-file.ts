/** `decision.md`: headline and caveats, the text that was signed, and who signed it. */

import { NOTE, newestAudit, noteOf } from '#design/audits.ts';
import { nameOf } from '#design/people.ts';
import type { Design } from '#design/state.ts';
import { newestDecision } from '#design/status.ts';
import { figuresOf, findingsBefore } from './decision.ts';
import { exampleLine } from './example.ts';
import { dateWords, endSentence } from './figures.ts';
import { headlineBlock, questionOf } from './headline.ts';
import { blocks, Markdown, md } from './md.ts';
import { listNames, titleOf } from './people.ts';
import { proposalLines } from './proposals.ts';

/** Lines of their own, which no text of others can make: the text between them is what was signed. */
const SIGNED_START = '<!-- signed text -->';
const SIGNED_END = '<!-- end of signed text -->';

/** `null`: there is nothing to decide by, or a person stopped it. */
export function renderDecisionFile(design: Design): string | null {
  const reason = design.settled?.reason;
  if (reason === 'cancelled_by_person' || reason === 'stopped_at_gate') return null;
  const decision = newestDecision(design);
  if (decision === null && !(design.areRevealed && design.proposals.length > 0)) return null;
  const body =
    decision === null
      ? proposalLines(design)
      : new Markdown(`${SIGNED_START}\n\n${decision.text}\n\n${SIGNED_END}`);
  const file = blocks(
    exampleLine(design),
    md`# ${questionOf(design)}`,
    headlineBlock(design),
    body,
    audited(design),
    signatures(design),
    md`${nameOf(design.startedBy)} asked on ${dateWords(design.startedAt).slice(0, 10)}. ${figuresOf(design)}`,
  );
  return `${file.text}\n`;
}

/** The bytes between the marks, or `null`. */
export function signedTextOf(file: string): string | null {
  const start = file.indexOf(`${SIGNED_START}\n\n`);
  const end = file.lastIndexOf(`\n\n${SIGNED_END}\n`);
  const from = start + SIGNED_START.length + 2;
  return start === -1 || end < from ? null : file.slice(from, end);
}

export const VERDICTS = {
  signs: 'signs',
  with_reservation: 'signs with a reservation',
  dissents: 'dissents',
} as const;

/** Where the newest text was not audited, a caveat says so. */
function audited(design: Design): Markdown | null {
  const left = newestAudit(design)?.audit.findings.length;
  if (left === undefined) return null;
  const parts = [...new Set(findingsBefore(design).map(({ part }) => part))];
  const answers = newestDecision(design)?.decision.answers ?? [];
  const sentBack = answers.some(({ finding }) => finding === NOTE) ? noteOf(design) : null;
  const causes = [
    ...(parts.length === 0 ? [] : [`findings on ${listNames(parts)}`]),
    ...(sentBack === null ? [] : [`${nameOf(sentBack.by)}’s note: “${sentBack.note}”`]),
  ];
  const before =
    causes.length === 0
      ? ''
      : md` ${endSentence(`The text was rewritten after ${listNames(causes)}`)}`;
  const open =
    left === 1
      ? '1 finding is open; the record has it'
      : `${left} findings are open; the record has them`;
  return md`Audited: ${left === 0 ? 'no finding is open' : open}.${before}`;
}

/** Plain ones by name: reservations and dissents stand among the caveats, verbatim (J5). */
function signatures(design: Design): Markdown | null {
  const signed = design.signatures.filter(({ signature }) => signature.verdict === 'signs');
  const names = signed.map(({ participant }) => titleOf(design, participant));
  return names.length === 0 ? null : md`Signed by ${listNames(names)}.`;
}
