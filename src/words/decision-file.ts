/** `decision.md`: headline and caveats, the text that was signed, and who signed it. */

import type { Design } from '#design/state.ts';
import { newestDecision } from '#design/status.ts';
import { figuresOf } from './decision.ts';
import { exampleLine } from './example.ts';
import { dateWords } from './figures.ts';
import { headlineBlock, questionOf } from './headline.ts';
import { blocks, Markdown, md } from './md.ts';
import { listNames, nameOf, titleOf } from './people.ts';
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

/** Plain ones by name: reservations and dissents stand among the caveats, verbatim (J5). */
function signatures(design: Design): Markdown | null {
  const signed = design.signatures.filter(({ signature }) => signature.verdict === 'signs');
  const names = signed.map(({ participant }) => titleOf(design, participant));
  return names.length === 0 ? null : md`Signed by ${listNames(names)}.`;
}
