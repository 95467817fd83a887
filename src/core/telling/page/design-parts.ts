import { answeringUntil } from '../../question/questions.ts';
import { decidedIn } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { costOf, counted, isAtLeast, money } from '../../vocabulary/figures.ts';
import { openGate } from '../../vocabulary/status.ts';
import { type Document, type Line, line, type Section, table } from '../document.ts';
import { titleOf } from '../facts/people.ts';
import { shownProposals } from '../facts/proposal.ts';
import { cardDocument } from '../message/card.ts';
import { differenceDocument, differenceOf } from '../message/difference.ts';
import { gateDocument } from '../message/gate.ts';
import { ledgerDocument } from '../message/ledger.ts';
import { resultDocument, resultOf } from '../message/result.ts';
import { participation } from '../paper/appendix.ts';
import { decisionSection } from '../paper/decision.ts';
import { proposalSection } from '../paper/proposal.ts';
import { auditSection, signaturesSection } from '../paper/record.ts';

/** The head of a design's page: how it stands and what one can do while it runs, the decision and how far to trust it afterwards. */
export function headDocument(design: Design): Document {
  if (design.end === null) return cardDocument(design);
  const result = resultDocument(resultOf(design));
  // The rest of the result stands below, whole.
  return {
    ...result,
    sections: (most) => result.sections(most).slice(0, 1),
    early: [],
    files: [],
    folded: null,
  };
}

/** The open gate, in which somebody has to decide; `null` for none. */
export function openGateDocument(design: Design): Document | null {
  const gate = openGate(design);
  return gate === null ? null : gateDocument(design, gate.id);
}

/** The questions with their answers; `null` where nothing was asked. */
export function questionsDocument(design: Design): Document | null {
  return design.questions.length === 0 ? null : ledgerDocument(design);
}

/** Questions that may be answered in a form: their ids, words and reasons. Empty once nobody is waited for. */
export function answerable(
  design: Design,
): readonly { readonly id: string; readonly text: string; readonly why: string }[] {
  if (design.end !== null || answeringUntil(design) === null) return [];
  return design.questions
    .filter(({ status }) => status === 'open')
    .map(({ id, text, why }) => ({ id, text, why }));
}

/** Each revealed proposal whole, under its author. */
export function proposalPapers(
  design: Design,
): { readonly author: string; readonly paper: readonly Section[] }[] {
  return shownProposals(design).map((sealed) => ({
    author: sealed.participant,
    paper: [proposalSection(design, sealed)],
  }));
}

/** A message for each difference, with its positions and how it ended. */
export function differenceDocuments(design: Design): Document[] {
  return design.divergences.map(({ id }) => differenceDocument(differenceOf(design, id)));
}

/** The decision as it is signed; `null` where there is none. */
export function decisionPaper(design: Design): readonly Section[] | null {
  const decided = decidedIn(design);
  return decided === null ? null : [decisionSection(design, decided)];
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
