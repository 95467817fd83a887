import { NO_CITATION, type SubmissionInput, type TerminalTool } from '../../../core/vocabulary/submission.ts';
import { cutText } from '../../../core/vocabulary/text.ts';
import { matchAnswers } from '../matching.ts';
import { arguedNeutrally } from './argue.ts';
import { accountsFor, decisionFor } from './decision.ts';
import { mappedNeutrally } from './map.ts';
import { revisedNeutrally } from './revise.ts';
import type { Scene } from './scene.ts';

/** Returns `false` for the last one of several personas, which passes; the others ask two questions and one, in turn. */
export function hasQuestions({ place, count }: Scene): boolean {
  return count < 2 || place !== count - 1;
}

/**
 * Words on a topic for which nothing was written: the questions of the persona's own file, and otherwise lines
 * that say what would stand there.
 */
export const SPEECHES: {
  readonly [Tool in TerminalTool]: (scene: Scene) => SubmissionInput<Tool>;
} = {
  ask_questions: ({ questions, place }) => ({
    questions: questions.slice(0, place % 2 === 0 ? 2 : 1).map((question) => ({
      text: cutText(question, 400, '…'),
      why: 'What the answer decides would stand here.',
      assumption: 'What is assumed without an answer would stand here.',
    })),
  }),
  pass: () => ({ rationale: 'Why nothing has to be asked would stand here.' }),
  match_answers: ({ ask }) => matchAnswers(ask),
  submit_proposal: ({ title }) => ({
    headline: `What ${title} proposes would stand here in one sentence.`,
    summary: 'Its reasons would stand here, in some 400 words.',
    claims: [
      claim('decision', `What ${title} would do would stand here.`),
      claim('reason', `What ${title} has found, and where, would stand here.`),
    ],
    steps: ['A first step would stand here.'],
    premortem: '',
    confidence: 0.6,
    rationale: 'What makes it more or less sure would stand here.',
  }),
  map_divergences: ({ ask }) => mappedNeutrally(ask),
  argue: ({ ask }) => ({
    points: ask.points.map((point) => arguedNeutrally(point)),
    missed: [],
    rationale: 'What made it stay or move would stand here.',
  }),
  submit_composite: ({ ask }) => ({
    decision: decisionFor(ask),
    accounts: accountsFor(ask),
    confidence: 0.6,
    rationale: 'What makes it more or less sure would stand here.',
  }),
  submit_audit: () => ({
    findings: [
      {
        kind: 'feasibility',
        severity: 'minor',
        text: 'A finding of the audit would stand here.',
        citation: NO_CITATION,
      },
    ],
    premortem: 'How the decision was carried out and failed would stand here.',
    confidence: 0.6,
    rationale: 'What makes it more or less sure would stand here.',
  }),
  submit_revision: ({ ask }) => revisedNeutrally(ask),
  confirm_revision: ({ ask }) => ({
    findings: (ask.confirming?.findings ?? []).map(({ id }) => ({
      finding: id,
      isAnswered: true,
      reason: 'Why what changed answers it would stand here.',
    })),
    unfounded: [],
    aboutItself: [],
    confidence: 0.6,
    rationale: 'What makes it more or less sure would stand here.',
  }),
  sign: () => ({
    weakest: 'The weakest part of it would stand here.',
    contradicted: [],
    verdict: 'signs',
    reason: '',
    dissent: '',
    confidence: 0.6,
    rationale: 'Why it signs would stand here.',
  }),
};

function claim(
  kind: 'decision' | 'reason',
  text: string,
): SubmissionInput<'submit_proposal'>['claims'][number] {
  return { kind, about: '', stance: 'neither', text, citation: NO_CITATION };
}
