/** All proposals in one message, a line each, once they are revealed. */

import type { Design } from '#design/state.ts';
import { exampleLine } from './example.ts';
import { countOf, shorten } from './figures.ts';
import { blocks, lines, md } from './md.ts';
import type { Message } from './message.ts';
import { markedTitleOf } from './people.ts';

export function renderProposals(design: Design): Message {
  const count = countOf(design.proposals.length, 'proposal');
  const each = design.proposals.map(
    ({ participant, proposal }) =>
      md`**${markedTitleOf(design, participant)}**: ${shorten(proposal.headline, 140)}`,
  );
  const head = md`**${count},** each written without a look at the others.`;
  return { text: blocks(exampleLine(design), head, lines(...each)).text, controls: [] };
}
