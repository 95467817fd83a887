import type { Design } from '../../core/vocabulary/design.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import {
  bold,
  bullets,
  italic,
  line,
  lines,
  list,
  part,
  reference,
  type Section,
  table,
  title,
  untrustedMarkdown,
} from '../format/document.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { PAGE } from '../format/page-words.ts';
import { bannerIn } from '../judged/caveats.ts';
import { countFacts } from '../judged/claims.ts';
import { drawFollowedUp } from '../judged/earlier.ts';
import { titleIn } from '../judged/people.ts';
import { drawLeftOut, drawPairs } from '../judged/said.ts';
import { dissentsIn } from '../judged/signatures.ts';
import type { DesignView } from '../schema/view.ts';
import { viewOf } from '../view/view.ts';
import { drawPeoplesDecisions } from '../words/gate-words.ts';
import { belowDecisionIn, drawDecidedText } from './decision-document.ts';

const MAX_RISKS = 5;
/** Sentences of people on the one page; the record has all. */
const MOST_SAID = 8;

/**
 * `brief.md`, one page to decide from: the banner; the decision as it was signed, byte for byte; people's decisions; dissents in
 * their own words. Code makes it from the record: from the current decision, signed or not, otherwise from the proposals side by
 * side. It says what is missing. `null` after a person's cancellation.
 */
export function writeBrief(design: Design): string | null {
  if (design.end?.stoppedBecause === 'cancelled_by_person') return null;
  const view = viewOf(design);
  const facts = view.factsNotUsed.length === 0 ? '' : `${countFacts(view)}. `;
  const content =
    view.text === null
      ? proposalsIn(view)
      : [
          part(2, decisionHeading(view), drawDecidedText(design), belowDecisionIn(view)),
          part(2, 'For you to decide', openIn(view)),
        ];
  return writeMarkdownFile(
    bannerIn(view, view.text !== null),
    title(1, untrustedMarkdown(view.topic)),
    drawFollowedUp(view, false),
    ...content,
    part(2, "People's decisions", drawPeoplesDecisions(view)),
    part(2, 'Dissent', dissentsIn(view)),
    part(2, 'People said, and it is not in the decision', drawLeftOut(view, MOST_SAID)),
    part(2, PAGE.parts.said, drawPairs(view, MOST_SAID)),
    lines(line`${facts}Everything else: ${reference('record.md', 'record.md')}.`),
  );
}

function decisionHeading({ signatures, ending }: DesignView): string {
  if (signatures.length === 0) return 'The decision as drafted, unsigned';
  switch (ending) {
    case 'completed':
      return 'The decision';
    case 'needs_review':
      return 'The decision, not yet confirmed';
    case 'cancelled':
    case 'failed':
    case 'unfinished':
      return 'A draft of a decision, never confirmed';
  }
}

function proposalsIn(view: DesignView): Section[] {
  const { proposals, rounds, questions } = view;
  if (proposals.length === 0)
    return [part(2, 'There is no decision', lines('It stopped before any proposal was revealed.'))];
  const isCompared = rounds.some(({ kind, contributed }) => kind === 'mapping' && contributed.length > 0);
  const compared = proposals.length < 2 || isCompared ? '' : ' The proposals were not compared.';
  const rows = proposals.map(({ persona, headline }) => [
    bold(titleIn(view, persona)),
    untrustedMarkdown(headline),
    [reference(`proposals/${persona}.md`, 'in full')],
  ]);
  const risks = proposals.flatMap(({ persona, claims }) =>
    claims
      .filter(({ kind }) => kind === 'risk')
      .map(({ text }) => line`${untrustedMarkdown(text)} ${italic(line`(${titleIn(view, persona)})`)}`),
  );
  const assumed = questions.flatMap(({ text, assumption }) =>
    assumption === undefined
      ? []
      : [line`${italic(untrustedMarkdown(text))} ${untrustedMarkdown(assumption)}`],
  );
  return [
    part(
      2,
      'There is no decision: the proposals, side by side',
      lines(line`${italic('Missing:')} No decision was written from the proposals.${compared}`),
      table(['From', 'Proposes', ''], rows),
    ),
    part(2, 'For you to decide', openIn(view)),
    part(2, 'What they fear', list(risks.slice(0, MAX_RISKS))),
    part(2, 'Assumptions', list(assumed)),
  ];
}

/** What is open now. Sides and costs stand in the decision above, where there is one; who holds a side is no reason for it. */
function openIn({ text, divergences }: DesignView): Section {
  const unsettled = divergences.filter(({ isOpen }) => isOpen);
  const open = text?.open ?? unsettled.map(({ id }) => ({ divergence: id, text: '' }));
  return open.flatMap(({ text: words, divergence }) => {
    const point = findById(divergences, divergence);
    if (point === undefined) return bullets([untrustedMarkdown(words)]);
    const notArgued = point.status === 'noted' ? line` ${italic('Not argued.')}` : [];
    const sides = text === null ? point.positions.map((each) => untrustedMarkdown(each.text)) : [];
    return [bullets([line`${untrustedMarkdown(point.description)}${notArgued}`]), bullets(sides, 1)];
  });
}
