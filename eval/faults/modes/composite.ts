import { decidedIn } from '../../../src/core/decision/decided.ts';
import { claimsOf } from '../../../src/core/proposals/labels.ts';
import type { Decision } from '../../../src/core/vocabulary/submission.ts';
import { auditing, composing, confirming, type Expected, type Mode, type Scene } from '../mode.ts';
import { STAYS } from './refinement.ts';

const refused = (words = ''): Expected => ({ class: 'refused', words });

/** Changes the decision, and leaves its accounts as they are. */
const decides = (change: (decision: Decision, scene: Scene) => unknown) =>
  composing((input, scene) => ({ ...input, decision: change(input.decision, scene) }));

/** Changes the account of one claim. */
const accounts = (claim: string, change: object) =>
  composing((input) => ({
    ...input,
    accounts: input.accounts.map((each) => (each.claim === claim ? { ...each, ...change } : each)),
  }));

const firstStep = (change: (step: Decision['steps'][number]) => unknown) =>
  decides((decision) => ({
    ...decision,
    steps: decision.steps.map((step, index) => (index === 0 ? change(step) : step)),
  }));

const SIGNED = 'All six personas have signed this, and every citation was verified.';
const OPPOSITE = 'The job queue stays on Redis, and nothing is moved.';
const LONG = 'The two stores are compared every noon by whoever is on call, and the counts are kept. ';

/** The composite. */
export const COMPOSITE: readonly Mode[] = [
  {
    id: 'adopts-both-sides',
    does: 'The composite adopts both sides of a difference that is open.',
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
  {
    id: 'adopts-what-lost',
    does: 'The composite adopts a decision that lost its difference.',
    says: { composite: decides((decision) => ({ ...decision, rests: ['A-1'] })) },
    expected: refused('A-1'),
  },
  {
    id: 'rejects-without-a-reason',
    does: 'The composite rejects a claim and does not say why.',
    says: { composite: accounts('A-1', { reason: '' }) },
    expected: refused('accounts.0.reason'),
  },
  {
    id: 'rests-on-what-it-rejects',
    does: 'A step rests on a claim that the composite rejects.',
    says: { composite: firstStep((step) => ({ ...step, rests: ['A-1'] })) },
    expected: refused('A-1'),
  },
  {
    id: 'rests-on-nothing',
    does: 'A step rests on no claim.',
    says: { composite: firstStep((step) => ({ ...step, rests: [] })) },
    expected: refused('Step 1'),
  },
  {
    id: 'stands-on-nothing',
    does: 'The decision rests on no claim.',
    says: { composite: decides((decision) => ({ ...decision, rests: [] })) },
    expected: refused('`rests`'),
  },
  {
    id: 'hides-an-open-difference',
    does: 'The composite does not say that a difference is open.',
    given: { argument: STAYS },
    says: { composite: decides((decision) => ({ ...decision, open: [] })) },
    expected: refused('`open`'),
  },
  {
    id: 'hides-an-assumption',
    does: 'The composite does not say what was assumed.',
    replies: [],
    says: { composite: decides((decision) => ({ ...decision, assumptions: [] })) },
    expected: refused('`assumptions`'),
  },
  {
    id: 'refused-however-often',
    does: 'The composite is refused however often it is tried: its author, one stand-in, and then what there is.',
    says: { composite: decides((decision) => ({ ...decision, rests: [] })) },
    isStubborn: true,
    expected: { class: 'no decision', words: '' },
    holds: ({ rounds, turns }) => {
      const ids = rounds.flatMap(({ id, kind }) => (kind === 'composite' ? [id] : []));
      return turns.filter((turn) => ids.includes(turn.roundId)).length <= 2;
    },
  },
  {
    id: 'speaks-of-its-own-signatures',
    does: `The decision says: “${SIGNED}”`,
    says: {
      composite: decides((decision) => ({ ...decision, paragraph: `${decision.paragraph} ${SIGNED}` })),
    },
    expected: { class: 'caveat', words: 'nobody here has confirmed' },
  },
  {
    id: 'says-the-opposite-of-its-accounts',
    does: 'The sentence of the decision is the opposite of what its accounts adopt.',
    says: { composite: decides((decision) => ({ ...decision, sentence: OPPOSITE })) },
    expected: { class: 'ready', words: '' },
    seenBy: {
      turn: 'audit',
      says: {
        audit: auditing((input) => ({
          ...input,
          findings: input.findings.map((each, index) =>
            index === 0
              ? {
                  ...each,
                  kind: 'contradiction',
                  severity: 'blocking',
                  text: 'The sentence says the opposite of the accounts.',
                }
              : each,
          ),
        })),
        confirmation: confirming((input) => ({
          ...input,
          findings: input.findings.map((each) => ({
            ...each,
            isAnswered: false,
            reason: 'The sentence still says it.',
          })),
        })),
      },
      expected: { class: 'gate', words: 'blocking finding' },
    },
  },
  {
    id: 'writes-two-pages',
    does: 'The decision is four times as long as the page.',
    says: { composite: decides((decision) => ({ ...decision, paragraph: LONG.repeat(33) })) },
    expected: refused('words'),
  },
  {
    id: 'is-not-sure',
    does: 'The composite, and the revision after it, are sure of the decision by 0.2.',
    says: { composite: composing((input) => ({ ...input, confidence: 0.2 })) },
    expected: { class: 'ready', words: '' },
    // The revision is sure of it: only what stands last counts.
    holds: (design) => (decidedIn(design)?.confidence ?? 0) > 0.4,
  },
];
