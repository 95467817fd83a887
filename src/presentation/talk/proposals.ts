import type { Design } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import { rehearsalMarkOf } from '../../core/vocabulary/rehearsal.ts';
import {
  alert,
  type Block,
  bold,
  bullets,
  cutToFirstSentence,
  type Document,
  document,
  drawMark,
  drawName,
  line,
  lines,
  numberItems,
  type Section,
  section,
  title,
  trust,
  under,
  untrusted,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from '../format/document.ts';
import { type Fields, listToldFields } from '../format/fields.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { drawSealedCitation } from '../judged/citations.ts';
import { drawClaimLine } from '../judged/claims.ts';
import { titleWordsOf } from '../judged/people.ts';
import type { ProposalView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { type Proposing, proposalOf, type Written } from '../view/talk.ts';

type Occasion = Pick<DesignView, 'topic' | 'rehearsal'> & {
  readonly personas: readonly Pick<DesignView['personas'][number], 'id' | 'title' | 'model'>[];
};

/**
 * The sealed text of a proposal: the input of its SHA-256 and, byte for byte, its file. The same
 * proposal always gives the same text; every line ends with LF. It contains everything submitted,
 * and a rehearsal's notice, because a reader could mistake it for advice.
 */
export function renderProposal(
  design: Pick<Design, 'topic' | 'rehearsal' | 'participants'> & Proposing,
  written: Written,
): string {
  const { topic, rehearsal, participants: personas } = design;
  return drawSealedText({ topic, rehearsal, personas }, proposalOf(design, written));
}

function drawSealedText(occasion: Occasion, proposal: ProposalView): string {
  const { rehearsal, personas: participants } = occasion;
  const mark = rehearsalMarkOf({ rehearsal, participants }, 'afterwards');
  return writeMarkdownFile(
    mark !== '' && alert('warning', mark),
    drawProposal(occasion, proposal, 1),
  );
}

interface Context extends Occasion {
  readonly level: 1 | 3;
}

export function drawProposal(
  occasion: Occasion,
  proposal: ProposalView,
  level: 1 | 3 = 3,
): Section {
  return listToldFields(PROPOSAL, proposal, { ...occasion, level });
}

const PROPOSAL: Fields<ProposalView, Block, Context> = {
  persona: null,
  letter: null,
  headline: (words, { persona, letter }, { personas, topic, level }) => [
    title(
      level,
      line`${drawName(titleWordsOf({ personas }, persona))}: ${untrustedMarkdown(words)}`,
    ),
    // In the record the question stands above.
    ...(level === 1
      ? [lines(line`Proposal ${letter} on the question: ${untrustedMarkdown(topic)}`)]
      : []),
  ],
  rationale: (words) => [untrustedMarkdownBlock(words)],
  summary: (words, _, context) => [
    drawHead('The proposal', context),
    untrustedMarkdownBlock(words),
  ],
  claims: (claims, _, context) => [
    drawHead('Claims', context),
    bullets(
      claims.map((claim) => drawClaimLine(claim.id, claim, drawSealedCitation(claim.source))),
    ),
  ],
  steps: (steps, _, context) =>
    under(drawHead('Steps', context), numberItems(steps.map((step) => untrustedMarkdown(step)))),
  nextBest: (words, _, context) => [
    drawHead('The next best way, and why not', context),
    untrustedMarkdownBlock(words),
  ],
  changesMind: (words, _, context) => [
    drawHead('What would change its mind', context),
    untrustedMarkdownBlock(words),
  ],
};

function drawHead(words: string, { level }: Context): Block {
  return title(level === 1 ? 2 : 4, [trust(words)]);
}

export const PROPOSALS_ARE = 'each attached in full. No persona saw another’s';

/** All proposals in one message: the first sentence of each, and the rest as a file. */
export function drawProposalsMessage(view: DesignView): Document {
  const { proposals, personas } = view;
  const heading = `${countOf(proposals.length, 'proposal')}, ${PROPOSALS_ARE}.`;
  const mark = rehearsalMarkOf({ rehearsal: view.rehearsal, participants: personas }, 'now');
  return document(
    heading,
    [
      section(drawMark(mark), lines(heading)),
      ...proposals.map(({ persona, headline }) => {
        const { emoji = '', title: author = '' } = findById(personas, persona) ?? {};
        const who = bold(untrusted(`${emoji} ${author}:`));
        const words = bold(untrustedMarkdown(cutToFirstSentence(headline)));
        return section(lines(line`${who}${bold(' ')}${words}`));
      }),
    ],
    { files: listProposalFiles(view) },
  );
}

/** The sealed texts, byte for byte, by letter; empty before the reveal. */
export function listProposalFiles(view: DesignView) {
  return view.proposals.map((proposal) => ({
    title: titleWordsOf(view, proposal.persona),
    name: `${proposal.persona}.md`,
    text: drawSealedText(view, proposal),
  }));
}
