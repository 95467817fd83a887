/**
 * Turns of a rehearsal on a topic of its own: every tool gets a valid submission of placeholder
 * text, one file for each kind of step.
 */

import { MOST_PERSONAS } from '#core/answering/framing.ts';
import { nameChange } from '#core/decision/changes.ts';
import { isReason } from '#core/differences/labels.ts';
import {
  NO_CITATION,
  type SubmissionInput,
  type TerminalTool,
} from '#core/vocabulary/submission.ts';
import { cutText } from '#foundation/cut-text.ts';
import type { Ask } from '#turns/prompt/ask.ts';
import { matchByWords } from '../matching.ts';
import { giveWayNeutrally } from './argue.ts';
import { makeDraft } from './decision.ts';
import { judgeNeutrally } from './judge.ts';
import { reviseNeutrally } from './revise.ts';
import type { Scene } from './scene.ts';

/**
 * `false` for the last of several personas, which passes. The others alternate between two
 * questions and one.
 */
export function hasQuestions({ place, count }: Scene): boolean {
  return count < 2 || place !== count - 1;
}

/** Words for any topic but the example's: a persona's own questions, and placeholders. */
export const SPEECHES: {
  readonly [Tool in TerminalTool]: (scene: Scene) => SubmissionInput<Tool>;
} = {
  frame: ({ ask }) => ({
    reason: 'The reason why this is a design question would go here.',
    isDesignQuestion: true,
    restated: 'The question would go here in one sentence.',
    decided: [],
    language: 'en',
    personas: ask.choice.map((id, place) => ({
      reason: 'What the question needs it for would go here.',
      id,
      takesPart: place < MOST_PERSONAS,
    })),
  }),
  ask_questions: ({ questions, place }) => ({
    questions: questions.slice(0, place % 2 === 0 ? 2 : 1).map((question) => ({
      text: cutText(question, 400, '…'),
      why: 'What the answer decides would go here.',
      assumption: 'What is assumed without an answer would go here.',
    })),
  }),
  pass: () => ({ rationale: 'The reason for asking nothing would go here.' }),
  match_answers: ({ ask }) => matchByWords(ask),
  submit_proposal: ({ title }) => ({
    summary: 'Its reasons would go here, in some 250 words.',
    claims: [
      claim('decision', `What ${title} would do would go here.`),
      claim('reason', `What ${title} has found, and where, would go here.`),
    ],
    against: `What ${title} fears of its own answer would go here.`,
    steps: ['A first step would go here.'],
    nextBest: `What ${title} would do instead, and why not, would go here.`,
    changesMind: `What would change the mind of ${title} would go here.`,
    headline: `What ${title} proposes would go here in one sentence.`,
    confidence: 0.6,
    rationale: 'What makes it more or less sure would go here.',
  }),
  map_divergences: ({ ask }) => mapNeutrally(ask),
  argue: ({ ask }) => ({
    points: ask.points.map(giveWayNeutrally),
    rationale: 'The reason for its choice would go here.',
  }),
  submit_composite: ({ ask }) => ({
    ...makeDraft(ask),
    confidence: 0.6,
    rationale: 'What makes it more or less sure would go here.',
  }),
  submit_audit: ({ ask }) => ({
    answersQuestion: { reason: 'How it answers the question would go here.', verdict: true },
    ...judgeNeutrally(ask),
    premortem: 'How the decision was carried out and failed would go here.',
    findings: [
      {
        text: 'A finding of the audit would go here.',
        citation: NO_CITATION,
        kind: 'feasibility',
        severity: 'major',
      },
    ],
    confidence: 0.6,
    rationale: 'What makes it more or less sure would go here.',
  }),
  submit_revision: ({ ask }) => reviseNeutrally(ask),
  confirm_revision: ({ ask }) => ({
    changes: (ask.confirming ?? []).map(({ number }) => ({
      change: nameChange(number),
      reason: `Why change ${number} answers it would go here.`,
      verdict: 'answers',
    })),
    ...judgeNeutrally(ask),
    confidence: 0.6,
    rationale: 'What makes it more or less sure would go here.',
  }),
  sign: ({ title }) => ({
    contradicted: [],
    weakest: `The weakest part of it for ${title} would go here.`,
    reason: '',
    dissent: '',
    verdict: 'signs',
    confidence: 0.6,
    rationale: `Why ${title} signs would go here.`,
  }),
};

function claim(
  kind: 'decision' | 'reason' | 'risk',
  text: string,
): SubmissionInput<'submit_proposal'>['claims'][number] {
  return { text, citation: NO_CITATION, kind };
}

/**
 * One difference between the last proposal and the others. All other decision claims are agreed.
 */
function mapNeutrally(ask: Ask): SubmissionInput<'map_divergences'> {
  const sides = sidesIn(ask);
  const disputed = sides.flat();
  const agreed = ask.claims
    .filter(({ kind, id }) => kind === 'decision' && !disputed.includes(id))
    .map(({ id }) => id);
  const divergence = {
    description: 'What the proposals differ on would go here as a question.',
    cost: 'What a wrong choice would cost would go here.',
    // With two on each side, they change sides for the same claim, which settles it. With fewer, no
    // one argues.
    impact: sides.every(({ length }) => length > 1) ? ('high' as const) : ('medium' as const),
    positions: sides.map((claims, index) => ({
      statement: `The ${index === 0 ? 'first' : 'second'} answer to it would go here.`,
      claims,
    })),
  };
  return {
    agreements:
      agreed.length === 0
        ? []
        : [{ statement: 'What nobody speaks against would go here.', claims: agreed }],
    divergences: sides.length === 0 ? [] : [divergence],
    lone: [],
    confidence: 0.6,
    rationale: 'In a rehearsal the last proposal differs from the others.',
  };
}

/**
 * Claims of the two positions: each other proposal's first decision, and the last proposal's
 * decision with its first reason.
 */
function sidesIn({ claims }: Ask): string[][] {
  const decisions = claims.filter(
    ({ kind, label }, index) =>
      kind === 'decision' &&
      claims.findIndex((each) => each.label === label && each.kind === kind) === index,
  );
  const last = decisions.at(-1);
  if (last === undefined || decisions.length < 2) return [];
  const reasons = claims.filter((each) => each.label === last.label && isReason(each)).slice(0, 1);
  return [decisions.slice(0, -1).map(({ id }) => id), [...reasons, last].map(({ id }) => id)];
}
