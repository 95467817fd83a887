import { NEUTRAL_DECISION, REHEARSAL_VOICES } from '../../../core/vocabulary/rehearsal.ts';
import { type Account, type Decision, NOBODY_NAMED } from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';

/** The first decisions of two proposals are left open; with one proposal there is nothing to differ on. */
export function disputedClaims({ claims }: Ask): Ask['claims'] {
  const [first, ...others] = claims.filter(({ kind }) => kind === 'decision');
  const second = others.find(({ label }) => label !== first?.label);
  return first === undefined || second === undefined ? [] : [first, second];
}

/** Words that an option covers, as the schema bounds them. */
const MAX_COVERED = 12;

/** Why there is one, also in the written example. */
const PARAGRAPHS = {
  neutral: 'Why, at what cost and up to where would stand here.',
  example:
    'This example is written for one course of the argument, and here it went otherwise. No model is called that could write another decision.',
} as const;

/** A decision in which every part says what would stand there, under the claims that are adopted. */
export function decisionFor(ask: Ask): Decision {
  const adopted = accountsFor(ask)
    .filter(({ disposition }) => disposition === 'adopted')
    .map(({ claim }) => claim);
  const decided = ask.claims
    .filter(({ kind, id }) => kind === 'decision' && adopted.includes(id))
    .map(({ id }) => id);
  const disputed = disputedClaims(ask).map(({ id }) => id);
  const rests = decided.length > 0 ? decided : adopted.slice(0, 1);
  return {
    title: 'What is decided would stand here',
    sentence: NEUTRAL_DECISION,
    paragraph: PARAGRAPHS[ask.participant.model === REHEARSAL_VOICES.example ? 'example' : 'neutral'],
    options: [
      {
        name: 'An option',
        covers: ask.optionWords.slice(0, MAX_COVERED),
        verdict: 'chosen',
        for: 'What speaks for it.',
        against: 'What speaks against it.',
        claims: rests,
      },
      ...otherOptions(ask),
    ],
    steps: [
      {
        title: 'A step',
        detail: 'What is to be done would stand here.',
        undo: 'How to take it back would stand here.',
        owner: '',
        date: '',
        named: NOBODY_NAMED,
        rests,
      },
    ],
    risks: [
      { risk: 'What is feared would stand here.', signal: 'how one would notice', rests: rests.slice(0, 1) },
    ],
    assumptions: ask.assumptions.map(({ id, assumption }) => ({
      question: id,
      text: assumption,
      ifWrong: 'How the decision would change would stand here.',
    })),
    open: ask.openDifferences.map((difference) => ({
      text: 'What people would have to decide would stand here.',
      difference,
      rests: disputed,
    })),
    revisitIf: [],
  };
}

/** Options for words that the first one has no room for. */
function otherOptions({ optionWords }: Ask): Decision['options'] {
  const rooms = Array.from({ length: Math.ceil(optionWords.length / MAX_COVERED) }, (_, index) => index);
  return rooms.slice(1).map((room) => ({
    name: `Option ${room + 1}`,
    covers: optionWords.slice(room * MAX_COVERED, (room + 1) * MAX_COVERED),
    verdict: 'open',
    for: 'What speaks for it.',
    against: 'What speaks against it.',
    claims: [],
  }));
}

/** Accounts for each claim: settled ones hold, and open ones stay open. */
export function accountsFor({ claims, sides }: Ask): Account[] {
  return claims.map(({ id: claim }) => {
    const adopted = { claim, disposition: 'adopted' as const, into: '', reason: '' };
    const isOn = (isOpen: boolean) =>
      sides.some(({ position, against }) => (position === '') === isOpen && against.includes(claim));
    if (isOn(false)) {
      const reason = 'Why it does not hold would stand here.';
      return { ...adopted, disposition: 'rejected', reason };
    }
    return isOn(true) ? { ...adopted, disposition: 'unresolved' } : adopted;
  });
}
