import type { Account, Decision } from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { referencesIn } from './references.ts';
import { type DecisionPart, exampleScript } from './script.ts';

/** A decision of the example under the ids of this run, with what was assumed in it. */
export function decisionFor(ask: Ask, part: DecisionPart): Decision {
  const refs = referencesIn(ask);
  const withRests = <Part extends { readonly rests: readonly string[] }>(each: Part) => {
    return { ...each, rests: refs.claims(each.rests) };
  };
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
    open: part.open.map((each) => ({ ...withRests(each), difference: refs.difference(each.difference) })),
  };
}

/** A question that the example has not has come from a design that this one runs again. */
function ifWrong(question: string): string {
  const asked = exampleScript()
    .personas.flatMap(({ questions }) => questions)
    .find(({ text }) => text === question);
  return asked?.ifWrong ?? 'The steps are looked at again.';
}

/** What becomes of every claim that there is. */
export function accountsFor(ask: Ask): Account[] {
  const { merged, rejected, unresolved } = exampleScript().composite.accounts;
  const refs = referencesIn(ask);
  return ask.claims.map(({ id: claim, text }): Account => {
    const key = refs.claimKey(text);
    const adopted = { claim, disposition: 'adopted' as const, into: '', reason: '' };
    const merging = merged.find((each) => each.claim === key);
    if (merging !== undefined)
      return { claim, disposition: 'merged', into: refs.claim(merging.into), reason: merging.reason };
    const rejection = rejected.find((each) => each.claim === key);
    if (rejection !== undefined) return { ...adopted, disposition: 'rejected', reason: rejection.reason };
    return unresolved.includes(key) ? { ...adopted, disposition: 'unresolved' } : adopted;
  });
}
