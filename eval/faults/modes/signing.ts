import { caveat, gate, isBy, type Modes, READY, refuses, signing } from '../mode.ts';
import { STAYS } from './refinement.ts';

const REASON = 'Step 1 already finds every order without a receipt.';
const DISSENT = {
  verdict: 'dissents',
  reason: REASON,
  dissent: `${REASON} The second step is not needed.`,
};
const MANY = Array.from({ length: 12 }, () => ({
  author: 'Ana',
  text: 'That is not what I have asked for.',
}));

export const SIGNING: Modes = {
  'signs-twice-in-one-answer': refuses('', {
    signing: (scene, honest) => {
      const [call] = honest;
      if (call?.tool !== 'sign' || !isBy('outsider')(scene)) return null;
      return [call, { tool: 'sign', input: { ...call.input, ...DISSENT } }];
    },
  }),
  'dissents-without-a-text': refuses('dissent', {
    signing: signing(
      (input) => ({ ...input, verdict: 'dissents', reason: REASON }),
      isBy('outsider'),
    ),
  }),
  'dissents-without-a-reason': refuses('reason', {
    signing: signing((input) => ({ ...input, ...DISSENT, reason: '' }), isBy('outsider')),
  }),
  'signs-with-a-dissent': refuses('dissent', {
    signing: signing((input) => ({ ...input, dissent: REASON }), isBy('outsider')),
  }),
  'names-a-claim-of-another': refuses('B-2', {
    signing: signing(
      (input) => ({ ...input, contradicted: [{ claim: 'B-2', how: 'It is left out.' }] }),
      isBy('outsider'),
    ),
  }),
  'signs-what-contradicts-its-own-claim': {
    says: {
      signing: signing((input, { ask }) => {
        const own = ask.claims.find(({ label }) => label === ask.ownLabel);
        return { ...input, contradicted: [{ claim: own?.id, how: 'It is left out.' }] };
      }, isBy('outsider')),
    },
    sees: 'code',
    expected: { ...caveat('not_signed'), words: 'Outsider signs with a reservation' },
  },
  'a-reservation-without-words': refuses('reason', {
    signing: signing(
      (input) => ({ ...input, verdict: 'with_reservation', reason: '' }),
      isBy('outsider'),
    ),
  }),
  'one-dissents': {
    says: { signing: signing((input) => ({ ...input, ...DISSENT }), isBy('outsider')) },
    expected: caveat('dissent'),
  },
  'half-dissent': {
    says: {
      signing: signing(
        (input) => ({ ...input, ...DISSENT }),
        isBy('outsider', 'subtractor', 'migrationist'),
      ),
    },
    expected: gate('dissent'),
  },
  'signs-unsure': {
    says: { signing: signing((input) => ({ ...input, confidence: 0.1 }), isBy('outsider')) },
    expected: gate('not_signed'),
  },
  'signs-because-the-others-do': {
    says: {
      signing: signing(
        (input) => ({ ...input, rationale: 'I sign because everybody else does.' }),
        ({ ask }) => ask.participant.id !== 'contract-keeper',
      ),
    },
    ...{ sees: 'turn', expected: READY },
    seenBy: {
      turn: 'signing',
      says: { signing: signing((input) => ({ ...input, ...DISSENT }), isBy('contract-keeper')) },
      expected: caveat('dissent'),
    },
  },
  'nobody-signs': {
    says: { signing: () => [] },
    isStubborn: true,
    expected: gate('not_signed'),
  },
  'three-do-not-sign': {
    says: {
      signing: (scene) => (isBy('outsider', 'subtractor', 'migrationist')(scene) ? [] : null),
    },
    isStubborn: true,
    expected: gate('persona_missing'),
  },
  'one-does-not-sign': {
    says: { signing: (scene) => (isBy('outsider')(scene) ? [] : null) },
    isStubborn: true,
    expected: caveat('persona_missing'),
  },
};

export const HONEST_MODES: Modes = {
  honest: { expected: READY },
  'honest-without-a-repository': { hasRepository: false, expected: READY },
  'honest-and-nobody-asked': { settings: { questions: 'none' }, expected: READY },
  'honest-and-nobody-answered': { replies: [], expected: caveat('nobody_answered') },
  'honest-and-many-words': { replies: MANY, expected: READY },
  'honest-and-quick': {
    personas: ['subtractor', 'failure-analyst', 'outsider'],
    settings: { depth: 'quick' },
    expected: caveat('difference_open'),
  },
  ...Object.fromEntries(
    [0.05, 0.17, 0.3, 0.45].map((proposalUsd) => [
      `honest-with-proposals-at-${proposalUsd}`,
      {
        settings: { budgetUsd: 5 },
        turnUsd: (kind) => (kind === 'proposals' ? proposalUsd : 0.04),
        expected: READY,
        holds: ({ dropped }) => dropped.length === 0,
      } satisfies Modes[string],
    ]),
  ),
  'honest-with-proposals-at-0.62': {
    settings: { budgetUsd: 5 },
    turnUsd: (kind) => (kind === 'proposals' ? 0.62 : 0.04),
    expected: gate('cut_short'),
    holds: ({ dropped, audit, signatures }) =>
      dropped.every(({ kind }) => kind === 'questions') &&
      audit !== null &&
      signatures.length === 6,
  },
  'honest-with-too-little-money': {
    settings: { budgetUsd: 0.3 },
    expected: gate('not_audited'),
  },
  'honest-and-at-odds': {
    given: { argument: STAYS },
    expected: gate('difference_open'),
  },
};
