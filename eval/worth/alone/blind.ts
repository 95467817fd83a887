import { decisionSection } from '../../../src/core/presentation/decision/decision-document.ts';
import { fileMarkdown } from '../../../src/core/presentation/format/markdown.ts';
import type { Design } from '../../../src/core/vocabulary/design.ts';
import type { Decision } from '../../../src/core/vocabulary/submission.ts';
import type { BaselineAnswer } from './answers.ts';

/**
 * Returns a decision without anything that tells how it was made: ids of claims, differences and questions, names of people. So a
 * reader of two does not see which one a design has brought.
 */
function comparable(decision: Decision): Decision {
  return {
    ...decision,
    rests: [],
    steps: decision.steps.map((step) => ({ ...step, rests: [] })),
    assumptions: decision.assumptions.map((each) => ({ ...each, question: '' })),
    open: decision.open.map((each) => ({ ...each, difference: '' })),
  };
}

/** Returns a decision as a blind reader is given it. */
export function blindMarkdown(design: Design, decision: Decision): string {
  return fileMarkdown(decisionSection(plain(design), { decision: comparable(decision) }));
}

/** The design without anything that has come out of its deliberation. */
function plain(design: Design): Design {
  return { ...design, proposals: [], divergences: [], questions: [], rehearsal: false };
}

/** Returns the answer with nothing in it that only a design has. */
export function bareDecision(answer: BaselineAnswer): BaselineAnswer {
  return { ...answer, decision: comparable(answer.decision) };
}
