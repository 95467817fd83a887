import { decisionInForce } from '../../outcome/outcome.ts';
import { answeringUntil } from '../../question/questions.ts';
import { decidedIn } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { confidence, costOf, counted, isAtLeast, money } from '../../vocabulary/figures.ts';
import { participant } from '../../vocabulary/participants.ts';
import { openGate } from '../../vocabulary/status.ts';
import {
  type Block,
  bold,
  bullets,
  clickable,
  type Document,
  type Line,
  line,
  lines,
  moment,
  ours,
  prose,
  type Section,
  table,
  title,
  WHOLE,
} from '../document.ts';
import { dayOf } from '../facts/afterwards.ts';
import { titleOf } from '../facts/people.ts';
import { shownProposals } from '../facts/proposal.ts';
import { questionsLeft, unansweredAt } from '../facts/question.ts';
import { cardDocument } from '../message/card.ts';
import { differenceDocument, differenceOf } from '../message/difference.ts';
import { gateDocument } from '../message/gate.ts';
import { ledgerDocument } from '../message/ledger.ts';
import { resultDocument, resultOf } from '../message/result.ts';
import { participation } from '../paper/appendix.ts';
import { decisionSection } from '../paper/decision.ts';
import { proposalSection } from '../paper/proposal.ts';
import { auditSection, draftHeading, signaturesSection } from '../paper/record.ts';
import { tellEvent } from '../tell-event.ts';
import type { Control } from '../thread/controls.ts';
import { lastChangeAt } from '../thread/waiting.ts';
import { PAGE } from './page-words.ts';

/** The head of a design's page: how it stands and what one can do while it runs, the decision and how far to trust it afterwards. */
export function headDocument({ page: _, ...design }: Design): Document {
  if (design.end === null) {
    const card = onPage(cardDocument(design));
    return { ...card, sections: (most) => card.sections(most).map(headed) };
  }
  const result = onPage(resultDocument(resultOf(design)));
  // The rest of the result stands below, whole.
  return {
    ...result,
    sections: (most) => result.sections(most).slice(0, 1).map(headed),
    files: [],
    folded: null,
  };
}

/** Controls that have another place on a page. */
const ELSEWHERE: readonly Control['kind'][] = ['answer', 'follow_up', 'open_successor'];

/** The same message as a page shows it, which has fields for answers, and leads to other designs by links. */
function onPage(shown: Document): Document {
  if (shown.clickable?.kind !== 'controls') return shown;
  const { designId, controls } = shown.clickable;
  return {
    ...shown,
    clickable: clickable(
      designId,
      controls.filter(({ kind }) => !ELSEWHERE.includes(kind)),
    ),
  };
}

/** The subject of a message is the heading of its page. */
function headed(section: Section): Section {
  return section.map((block) => (block.kind === 'heading' ? title(1, [ours(block.words)]) : block));
}

/** The open gate, in which somebody has to decide; `null` for none. */
export function openGateDocument(design: Design): Document | null {
  const gate = openGate(design);
  return gate === null ? null : gateDocument(design, gate.id);
}

/** The questions with their answers; `null` where nothing was asked. */
export function questionsDocument(design: Design): Document | null {
  return design.questions.length === 0 ? null : onPage(ledgerDocument(design));
}

/** The same beside a form that has the questions: what people are asked to do, and what they can press. */
export function askingDocument(design: Design): Document {
  const until = answeringUntil(design);
  const asked = bold(questionsLeft(design));
  const shown = until === null ? asked : line`${asked} ${unansweredAt(moment(until, lastChangeAt(design)))}`;
  return { ...onPage(ledgerDocument(design)), sections: () => [[lines([shown].flat())]] };
}

/** A question that may be answered in a form. */
interface Answerable {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  /** Title of who asked. */
  readonly askedBy: string;
}

/** Questions that are open; empty once nobody is waited for. */
export function answerable(design: Design): readonly Answerable[] {
  if (design.end !== null || answeringUntil(design) === null) return [];
  return design.questions
    .filter(({ status }) => status === 'open')
    .map(({ id, text, why, participant: author }) => ({
      id,
      text,
      why,
      askedBy: participant(design, author).title,
    }));
}

/** A revealed proposal: in a line, and whole. */
interface ShownProposal {
  readonly author: string;
  readonly title: string;
  readonly headline: Line;
  readonly confidence: string;
  readonly paper: readonly Section[];
}

/** The revealed proposals, in the order drawn for the design. */
export function shownProposalsOf(design: Design): ShownProposal[] {
  return shownProposals(design).map((sealed) => ({
    author: sealed.participant,
    title: participant(design, sealed.participant).title,
    headline: prose(sealed.proposal.headline, WHOLE),
    confidence: confidence(sealed.proposal.confidence),
    // Its headline stands above.
    paper: [proposalSection(design, sealed).slice(2)],
  }));
}

/** A message for each difference, with its positions and how it ended. */
export function differenceDocuments(design: Design): Document[] {
  return design.divergences.map(({ id }) => differenceDocument(differenceOf(design, id)));
}

/** What people have done with the decision since the end, in its order; `null` where that is nothing. Questions have a part of their own. */
export function sinceTheEnd(design: Design): readonly Section[] | null {
  const done = design.afterwards.flatMap((event) => {
    const told = event.type === 'record_asked' ? null : tellEvent(event, design);
    return told === null ? [] : [[bullets([line`${dayOf(design, event.at)}: ${told.line}`]), ...told.detail]];
  });
  return done.length === 0 ? null : done;
}

/** Heading over the text: a draft is called one. */
export function decisionHeading(design: Design): string {
  return decisionInForce(design) === null ? draftHeading(design) : PAGE.design.decision;
}

/** The decision as it is signed; `null` where there is none. */
export function decisionPaper(design: Design): readonly Section[] | null {
  const decided = decidedIn(design);
  // Its head has the mark of a rehearsal, and its sentence.
  const isSaidAbove = ({ kind }: Block) => kind === 'alert';
  return decided === null ? null : [decisionSection(design, decided).filter((block) => !isSaidAbove(block))];
}

export function auditPaper(design: Design): readonly Section[] {
  return [auditSection(design)];
}

export function signaturesPaper(design: Design): readonly Section[] {
  return [signaturesSection(design)];
}

/** What each participant did and cost, and who of them was lost. */
export function costPaper(design: Design): readonly Section[] {
  const rows = design.participants.map(({ id }): readonly Line[] => {
    const own = design.turns.filter((turn) => turn.participant === id);
    const tokens = own.reduce((sum, turn) => sum + turn.tokens, 0);
    return [
      titleOf(design, id),
      line`${counted(own.length, 'turn')}`,
      line`${counted(tokens, 'token')}`,
      line`${money(costOf(own), isAtLeast(own))}`,
    ];
  });
  return [table(COST_HEADS, rows), participation(design)];
}

const COST_HEADS = ['Participant', 'Turns', 'Tokens', 'Cost'];
