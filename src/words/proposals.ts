/** All proposals in one message, a line each, once they are revealed. */

import type { Design } from '#design/state.ts';
import { exampleLine } from './example.ts';
import { shorten } from './figures.ts';
import { blocks, lines, type Markdown, md } from './md.ts';
import type { Message } from './message.ts';

export function renderProposals(design: Design): Message {
  const { length } = design.proposals;
  const head =
    length === 1
      ? md`**One proposal.**`
      : md`**${length} proposals,** each written without a look at the others.`;
  return {
    text: blocks(exampleLine(design), head, proposalLines(design, 140)).text,
    controls: [],
  };
}

export function proposalLines(design: Design, maxCharacters: number): Markdown {
  return lines(
    ...design.proposals.map(({ participant, proposal }) => {
      const persona = design.participants.find(({ id }) => id === participant);
      const emoji = persona === undefined || persona.emoji === '' ? '' : `${persona.emoji} `;
      return md`${emoji}**${persona?.title ?? participant}**: ${shorten(proposal.headline, maxCharacters)}`;
    }),
  );
}
