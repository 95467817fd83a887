import type { Account, Decision } from '../../../core/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { referencesIn } from './references.ts';
import { type DecisionPart, exampleScript } from './script.ts';

/** For what the example did not foresee, such as a question of a persona that has another file here. */
const UNFORESEEN = {
  ifWrong: 'The steps are looked at again.',
  open: 'This was argued and not settled.',
} as const;

/** A decision of the example under the ids of this run, with what was assumed and left open in it. */
export function decisionFor(ask: Ask, part: DecisionPart): Decision {
  const refs = referencesIn(ask);
  const withRests = <Part extends { readonly rests: readonly string[] }>(each: Part) => {
    return { ...each, rests: refs.claims(each.rests) };
  };
  const foreseen = part.open
    .map((each) => ({ ...withRests(each), difference: refs.difference(each.difference) }))
    .filter(({ difference }) => difference !== '');
  const named = foreseen.map(({ difference }) => difference);
  const others = ask.openDifferences.filter((number) => !named.includes(number));
  return {
    ...part,
    options: part.options.map((option) => ({ ...option, claims: refs.claims(option.claims) })),
    steps: part.steps.map(withRests),
    risks: part.risks.map(withRests),
    assumptions: [
      ...ask.assumptions.map(({ id, question, assumption }) => ({
        question: id,
        text: assumption,
        ifWrong: ifWrong(question),
      })),
      ...part.assumptions.map((each) => ({ question: '', ...each })),
    ],
    open: [...foreseen, ...others.map((difference) => ({ text: UNFORESEEN.open, difference, rests: [] }))],
  };
}

function ifWrong(question: string): string {
  const asked = exampleScript()
    .personas.flatMap(({ questions }) => questions)
    .find(({ text }) => text === question);
  return asked?.ifWrong ?? UNFORESEEN.ifWrong;
}

/** What becomes of every claim that there is. */
export function accountsFor(ask: Ask): Account[] {
  const { merged, rejected, unresolved } = exampleScript().composite.accounts;
  const refs = referencesIn(ask);
  return ask.claims.map(({ id: claim, text }): Account => {
    const key = refs.claimKey(text) ?? '';
    const adopted = { claim, disposition: 'adopted' as const, into: '', reason: '' };
    const merging = merged.find((each) => each.claim === key);
    const [into] = refs.claims(merging === undefined ? [] : [merging.into]);
    if (merging !== undefined && into !== undefined) {
      return { claim, disposition: 'merged', into, reason: merging.reason };
    }
    const rejection = rejected.find((each) => each.claim === key);
    if (rejection !== undefined) return { ...adopted, disposition: 'rejected', reason: rejection.reason };
    if (!unresolved.includes(key)) return adopted;
    const isOpen = ask.sides.some(({ position, against }) => position === '' && against.includes(claim));
    return isOpen
      ? { ...adopted, disposition: 'unresolved' }
      : { ...adopted, disposition: 'rejected', reason: 'Nobody was left who proposes otherwise.' };
  });
}

/**
 * Whether what was written decides as it was settled here: people may have settled it otherwise. It was written for one end
 * of the argument; after any other the rest is as neutral as on another topic.
 */
export function isForeseen(ask: Ask): boolean {
  const accounts = accountsFor(ask);
  const isAdopted = (id: string) =>
    accounts.some(({ claim, disposition }) => claim === id && disposition === 'adopted');
  return ask.sides
    .filter(({ position }) => position !== '')
    .every(({ holds, against }) => {
      return !against.some(isAdopted) && (holds.length === 0 || holds.some(isAdopted));
    });
}
