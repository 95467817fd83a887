import { decidedIn } from '../../../src/core/synthesis/decided.ts';
import type { Design } from '../../../src/core/vocabulary/design.ts';
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

const names = (reply: string, quote: string) =>
  firstStep((step) => ({ ...step, owner: 'Ana', date: 'tomorrow', named: { reply, quote } }));

/** No owner and no date is in the decision: nobody has named one. */
export function namesNobody(design: Design): boolean {
  const steps = decidedIn(design)?.decision.steps ?? [];
  return steps.every(({ owner, date }) => owner === '' && date === '');
}

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
      composite: composing((input) => ({
        ...input,
        accounts: input.accounts.map((each) => ({ ...each, disposition: 'adopted' })),
      })),
    },
    expected: refused(),
  },
  {
    id: 'adopts-what-lost',
    does: 'The composite adopts a decision that lost its difference.',
    says: { composite: accounts('A-1', { disposition: 'adopted' }) },
    expected: refused('A-1'),
  },
  {
    id: 'drops-a-claim',
    does: 'The composite says nothing of a claim.',
    says: {
      composite: composing((input) => ({
        ...input,
        accounts: input.accounts.filter(({ claim }) => claim !== 'B-2'),
      })),
    },
    expected: refused('B-2'),
  },
  {
    id: 'merges-a-unique-fact-away',
    does: 'The composite merges what one persona alone has found into a claim without its source.',
    says: { composite: accounts('B-2', { disposition: 'merged', into: 'F-3' }) },
    expected: refused('B-2'),
  },
  {
    id: 'rejects-without-a-reason',
    does: 'The composite rejects a claim and does not say why.',
    says: { composite: accounts('A-1', { reason: '' }) },
    expected: refused('A-1'),
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
    id: 'carries-out-nothing',
    does: 'The composite adopts decisions, and has neither a step nor an option.',
    says: { composite: decides((decision) => ({ ...decision, steps: [], options: [] })) },
    expected: refused(),
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
    says: { composite: composing((input) => ({ ...input, accounts: [] })) },
    isStubborn: true,
    expected: { class: 'no decision', words: '' },
    holds: ({ rounds, turns }) => {
      const ids = rounds.flatMap(({ id, kind }) => (kind === 'composite' ? [id] : []));
      return turns.filter((turn) => ids.includes(turn.roundId)).length <= 2;
    },
  },
  {
    id: 'invents-an-owner',
    does: 'A step says that Ana does it tomorrow; nobody has said so, and nothing is quoted: code leaves it empty.',
    says: { composite: names('', '') },
    expected: { class: 'ready', words: '' },
    holds: namesNobody,
  },
  {
    id: 'invents-the-words-that-name-an-owner',
    does: 'A step says that Ana does it tomorrow, and quotes words that nobody wrote.',
    says: { composite: names('R1', 'I do that tomorrow, says Ana.') },
    expected: { class: 'ready', words: '' },
    holds: namesNobody,
  },
  {
    id: 'quotes-for-an-owner-what-names-none',
    does: 'A step says that Ana does it tomorrow, and quotes words of hers about something else: the date goes, and the words stand beside her name.',
    says: { composite: names('R1', 'At the peak it is 900 jobs a minute.') },
    expected: { class: 'ready', words: '', page: '“At the peak it is 900 jobs a minute.”' },
    holds: (design) => (decidedIn(design)?.decision.steps ?? []).every(({ date }) => date === ''),
  },
  {
    id: 'speaks-of-its-own-signatures',
    does: `The decision says: “${SIGNED}”`,
    says: {
      composite: decides((decision) => ({ ...decision, paragraph: `${decision.paragraph} ${SIGNED}` })),
    },
    expected: { class: 'ready', words: '' },
    seenBy: {
      turn: 'confirmation',
      says: {
        confirmation: confirming((input, { design }) => ({
          ...input,
          // Only as long as it stands there.
          aboutItself: (decidedIn(design)?.decision.paragraph ?? '').includes(SIGNED) ? [SIGNED] : [],
        })),
      },
      expected: { class: 'reservation', words: 'signatures' },
    },
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
