/** All proposals in one message, a line each, once they are revealed. */

import type { Design } from '#design/state.ts';
import { countOf, shorten } from './figures.ts';
import { blocks, lines, type Markdown, md } from './md.ts';
import { compose, type Message } from './message.ts';
import { markedTitleOf } from './people.ts';

export function renderProposals(design: Design): Message {
  return compose(design, [], proposalLines(design));
}

export function proposalLines(design: Design): Markdown {
  const count = countOf(design.proposals.length, 'proposal');
  const each = design.proposals.map(
    ({ participant, proposal }) =>
      md`**${markedTitleOf(design, participant)}**: ${shorten(proposal.headline, 140)}`,
  );
  return blocks(md`**${count},** each written without seeing the others.`, lines(...each));
}
