/** `decision.md`: headline and caveats, the text that was signed, and who signed it. */

import type { EventOf } from '#design/events.ts';
import type { Design } from '#design/state.ts';
import { newestDecision } from '#design/status.ts';
import { figuresOf } from './decision.ts';
import { exampleLine } from './example.ts';
import { headlineBlock, questionOf } from './headline.ts';
import { blocks, bullets, Markdown, md, numbered, section } from './md.ts';
import { listNames, titleOf } from './people.ts';

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
      ? proposalsSideBySide(design)
      : new Markdown(`${SIGNED_START}\n\n${decision.text}\n\n${SIGNED_END}`);
  const file = blocks(
    exampleLine(design),
    md`# ${questionOf(design)}`,
    headlineBlock(design),
    body,
    decision === null ? null : signatures(design),
    md`${figuresOf(design)}`,
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

/** Plain signatures by name; reservations and dissents verbatim (J5). */
function signatures(design: Design): Markdown | null {
  const isPlain = ({ signature }: EventOf<'signature_given'>) => signature.verdict === 'signs';
  const signed = design.signatures.filter(isPlain).map((each) => titleOf(design, each.participant));
  const others = design.signatures.filter((each) => !isPlain(each));
  return section(
    'Signatures',
    signed.length === 0 ? null : md`Signed by ${listNames(signed)}.`,
    bullets(
      others.map(
        ({ participant, signature: { verdict, words } }) =>
          md`**${titleOf(design, participant)}** ${VERDICTS[verdict]}: ${words}`,
      ),
    ),
  );
}

function proposalsSideBySide(design: Design): Markdown {
  return blocks(
    ...design.proposals.map(({ participant, proposal }) =>
      section(
        titleOf(design, participant),
        md`**${proposal.headline}**`,
        numbered(proposal.steps.map((step) => md`${step}`)),
        md`*The next best way:* ${proposal.nextBest}`,
      ),
    ),
  );
}
