import { proposalLettersOf } from '#core/decision/check-base.ts';
import { decidedOf } from '#core/decision/decided.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import type { Decision } from '#core/vocabulary/submission.ts';
import {
  composing,
  DENIES,
  finds,
  gate,
  type Modes,
  READY,
  refused,
  refuses,
  type Scene,
  turnsOf,
} from '../mode.ts';
import { STAYS } from './refinement.ts';

const decides = (change: (decision: Decision, scene: Scene) => unknown) =>
  composing((input, scene) => ({ ...input, decision: change(input.decision, scene) }));

export const firstStep = (change: (step: Decision['steps'][number]) => unknown) =>
  decides((decision) => ({
    ...decision,
    steps: decision.steps.map((step, index) => (index === 0 ? change(step) : step)),
  }));

const OPPOSITE = 'The job queue stays on Redis, and nothing is moved.';
const LONG =
  'The two stores are compared every noon by whoever is on call, and the counts are kept. ';

export const COMPOSITE: Modes = {
  'adopts-both-sides': {
    given: { argument: STAYS },
    says: {
      composite: composing((input, { design }) => ({
        ...input,
        decision: {
          ...input.decision,
          rests: claimsOf(design)
            .map(({ id }) => id)
            .slice(0, 20),
        },
      })),
    },
    expected: refused(),
  },
  'adopts-what-lost': refuses('A-1', {
    composite: decides((decision) => ({ ...decision, rests: ['A-1'] })),
  }),
  'rejects-without-a-reason': refuses('decision.rejected.0.reason', {
    composite: decides(({ rejected, ...decision }) => ({
      ...decision,
      rejected: rejected.map((each) => ({ ...each, reason: '' })),
    })),
  }),
  'chooses-two': {
    sees: 'code',
    ...refuses('`base`', { composite: composing((input) => ({ ...input, base: 'A and C' })) }),
  },
  'chooses-what-nobody-proposed': {
    sees: 'code',
    ...refuses('`base`', {
      composite: composing((input) => ({ ...input, base: 'Z' })),
    }),
  },
  'rejects-its-base': {
    sees: 'code',
    ...refuses('is the base and is rejected', {
      composite: decides(({ rejected, ...decision }, { design }) => ({
        ...decision,
        rejected: rejected.map((each) => ({ ...each, proposals: proposalLettersOf(design) })),
      })),
    }),
  },
  'rejects-its-base-to-the-end': {
    says: {
      composite: decides(({ rejected, ...decision }, { design }) => ({
        ...decision,
        rejected: rejected.map((each) => ({ ...each, proposals: proposalLettersOf(design) })),
      })),
    },
    isStubborn: true,
    expected: READY,
    holds: ({ turns }) =>
      turns.some(({ derived }) =>
        derived.some((gap) => gap.includes('is the base and is rejected')),
      ),
  },
  'rejects-nothing': refuses('`rejected`', {
    composite: decides((decision) => ({ ...decision, rejected: [] })),
  }),
  'has-a-step-on-what-lost': refuses('A-1', {
    composite: firstStep((step) => ({ ...step, rests: ['A-1'] })),
  }),
  'rests-on-nothing': refuses('Step 1', {
    composite: firstStep((step) => ({ ...step, rests: [] })),
  }),
  'stands-on-nothing': refuses('`rests`', {
    composite: decides((decision) => ({ ...decision, rests: [] })),
  }),
  'hides-an-open-difference': {
    given: { argument: STAYS },
    says: { composite: decides((decision) => ({ ...decision, open: [] })) },
    expected: refused('`open`'),
  },
  'hides-an-assumption': {
    replies: [],
    says: { composite: decides((decision) => ({ ...decision, assumptions: [] })) },
    expected: refused('`assumptions`'),
  },
  'refused-however-often': {
    says: { composite: decides((decision) => ({ ...decision, rests: [] })) },
    isStubborn: true,
    expected: gate('not_carried'),
    holds: (design) => turnsOf(design, 'composite').length <= 2,
  },
  'says-the-opposite-of-its-base': {
    says: { composite: decides((decision) => ({ ...decision, sentence: OPPOSITE })) },
    ...{ sees: 'turn', expected: READY },
    seenBy: {
      turn: 'audit',
      says: {
        audit: finds({
          ...{ kind: 'contradiction', severity: 'blocking' },
          text: 'The sentence says the opposite of the base.',
        }),
        confirmation: DENIES,
      },
      expected: gate('finding_open'),
    },
  },
  'writes-two-pages': refuses('words', {
    composite: decides((decision) => ({
      ...decision,
      steps: decision.steps.map((each) => ({ ...each, detail: LONG.repeat(13) })),
    })),
  }),
  'is-not-sure': {
    says: { composite: composing((input) => ({ ...input, confidence: 0.2 })) },
    expected: READY,
    // The revision is sure of it: only what stands last counts.
    holds: (design) => (decidedOf(design)?.confidence ?? 0) > 0.4,
  },
};
