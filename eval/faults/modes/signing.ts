import { type Expected, isBy, type Mode, signing } from '../mode.ts';
import { STAYS } from './refinement.ts';

const refused = (words = ''): Expected => ({ class: 'refused', words });
const REASON = 'Step 1 already finds every order without a receipt.';
const DISSENT = { verdict: 'dissents', reason: REASON, dissent: `${REASON} The second step is not needed.` };
const MANY = Array.from({ length: 12 }, () => ({
  author: 'Ana',
  text: 'That is not what I have asked for.',
}));

/** Signing, and how a design goes as a whole. */
export const SIGNING: readonly Mode[] = [
  {
    id: 'signs-twice-in-one-answer',
    does: 'A persona signs and dissents in one answer.',
    says: {
      signing: (scene, honest) => {
        const [call] = honest;
        if (call?.tool !== 'sign' || !isBy('outsider')(scene)) return null;
        return [call, { tool: 'sign', input: { ...call.input, ...DISSENT } }];
      },
    },
    expected: refused(),
  },
  {
    id: 'dissents-without-a-text',
    does: 'A persona dissents and does not say why.',
    says: {
      signing: signing((input) => ({ ...input, verdict: 'dissents', reason: REASON }), isBy('outsider')),
    },
    expected: refused('dissent'),
  },
  {
    id: 'dissents-without-a-reason',
    does: 'A persona dissents with a text and no sentence for the headline.',
    says: { signing: signing((input) => ({ ...input, ...DISSENT, reason: '' }), isBy('outsider')) },
    expected: refused('reason'),
  },
  {
    id: 'signs-with-a-dissent',
    does: 'A persona signs and writes a dissent.',
    says: { signing: signing((input) => ({ ...input, dissent: REASON }), isBy('outsider')) },
    expected: refused('dissent'),
  },
  {
    id: 'names-a-claim-of-another',
    does: 'A signer says that the text contradicts its claim, and names one that is not its own.',
    says: {
      signing: signing(
        (input) => ({ ...input, contradicted: [{ claim: 'B-2', how: 'It is left out.' }] }),
        isBy('outsider'),
      ),
    },
    expected: refused('B-2'),
  },
  {
    id: 'one-dissents',
    does: 'One persona dissents.',
    says: { signing: signing((input) => ({ ...input, ...DISSENT }), isBy('outsider')) },
    expected: { class: 'caveat', words: 'already finds every order without a receipt' },
  },
  {
    id: 'half-dissent',
    does: 'Three of six dissent.',
    says: {
      signing: signing((input) => ({ ...input, ...DISSENT }), isBy('outsider', 'subtractor', 'migrationist')),
    },
    expected: { class: 'gate', words: 'dissent' },
  },
  {
    id: 'signs-unsure',
    does: 'One persona signs with a confidence of 0.1.',
    says: { signing: signing((input) => ({ ...input, confidence: 0.1 }), isBy('outsider')) },
    expected: { class: 'gate', words: 'not sure' },
  },
  {
    id: 'signs-because-the-others-do',
    does: 'Five sign “because everybody else does”.',
    says: {
      signing: signing(
        (input) => ({ ...input, rationale: 'I sign because everybody else does.' }),
        ({ ask }) => ask.participant.id !== 'contract-keeper',
      ),
    },
    expected: { class: 'ready', words: '' },
    seenBy: {
      turn: 'signing',
      says: { signing: signing((input) => ({ ...input, ...DISSENT }), isBy('contract-keeper')) },
      expected: { class: 'caveat', words: 'dissents' },
    },
  },
  {
    id: 'nobody-signs',
    does: 'Nobody who is asked to sign submits anything.',
    says: { signing: () => [] },
    isStubborn: true,
    expected: { class: 'gate', words: 'signed' },
  },
  {
    id: 'three-do-not-sign',
    does: 'Three of six submit no signature.',
    says: { signing: (scene) => (isBy('outsider', 'subtractor', 'migrationist')(scene) ? [] : null) },
    isStubborn: true,
    expected: { class: 'gate', words: 'took part' },
  },
  {
    id: 'one-does-not-sign',
    does: 'One of six submits no signature.',
    says: { signing: (scene) => (isBy('outsider')(scene) ? [] : null) },
    isStubborn: true,
    expected: { class: 'caveat', words: 'did not take part to the end' },
  },
];

/** Designs in which nobody misbehaves, and what becomes of them. */
export const HONEST_MODES: readonly Mode[] = [
  { id: 'honest', does: 'Nobody misbehaves.', expected: { class: 'ready', words: 'Decision ready.' } },
  {
    id: 'honest-without-a-repository',
    does: 'Nobody misbehaves, and there is no repository.',
    hasRepository: false,
    expected: { class: 'ready', words: 'Decision ready.' },
  },
  {
    id: 'honest-and-nobody-asked',
    does: 'Nobody misbehaves, and nobody is asked.',
    settings: { questions: 'none' },
    expected: { class: 'ready', words: 'Decision ready.' },
  },
  {
    id: 'honest-and-nobody-answered',
    does: 'Nobody misbehaves, and nobody answers.',
    replies: [],
    expected: { class: 'ready', words: 'Decision ready.' },
  },
  {
    id: 'honest-and-many-words',
    does: 'Nobody misbehaves, and a person says the same thing twelve times.',
    replies: MANY,
    expected: { class: 'ready', words: 'Decision ready.' },
  },
  {
    id: 'honest-and-quick',
    does: 'Nobody misbehaves at depth quick, and what differs is left to people.',
    personas: ['subtractor', 'failure-analyst', 'outsider'],
    settings: { depth: 'quick' },
    expected: { class: 'caveat', words: 'Where are jobs stored?' },
  },
  ...[0.05, 0.17, 0.3, 0.45].map(
    (proposalUsd): Mode => ({
      id: `honest-with-proposals-at-${proposalUsd}`,
      does: `Nobody misbehaves, a proposal costs $${proposalUsd}, and the budget is $5: nothing is left out.`,
      settings: { budgetUsd: 5 },
      turnUsd: (kind) => (kind === 'proposals' ? proposalUsd : 0.04),
      expected: { class: 'ready', words: 'Decision ready.' },
      holds: ({ dropped }) => dropped.length === 0,
    }),
  ),
  {
    id: 'honest-with-proposals-at-0.66',
    does: 'Nobody misbehaves, a proposal costs $0.66, and the budget is $5: arguing is left out, to keep all that comes after.',
    settings: { budgetUsd: 5 },
    turnUsd: (kind) => (kind === 'proposals' ? 0.66 : 0.04),
    expected: { class: 'gate', words: 'Where are jobs stored?' },
    holds: ({ dropped, audit, signatures }) =>
      dropped.some(({ kind }) => kind === 'argument') && audit !== null && signatures.length === 6,
  },
  {
    id: 'honest-with-too-little-money',
    does: 'Nobody misbehaves, and the money ends after the proposals.',
    settings: { budgetUsd: 0.3 },
    expected: { class: 'gate', words: 'it was not audited' },
  },
  {
    id: 'honest-and-at-odds',
    does: 'Nobody misbehaves, and nobody is persuaded.',
    given: { argument: STAYS },
    expected: { class: 'gate', words: 'Where are jobs stored?' },
  },
];
