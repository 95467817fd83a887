import * as z from 'zod';
import { changesIn } from '../synthesis/changes.ts';
import { type Decided, decidedIn, decisionsOf, finalAccount, findingsOf } from '../synthesis/decided.ts';
import { reasonsFor } from '../synthesis/reasons.ts';
import { type DecisionSentence, sentencesOf, sentencesWith } from '../synthesis/sentences.ts';
import type { Design } from '../vocabulary/design.ts';
import type { TurnId } from '../vocabulary/ids.ts';
import { decisionInForce } from './outcome.ts';
import { markOfTurn, type RequestsOf, TurnMark } from './turn-numbers.ts';
import { tracedClaims, WhyClaim } from './why-claims.ts';

/** Claims that are traced for one sentence, the strongest first: those that its part names, or those of the decision as a whole. */
const MAX_CLAIMS = { part: 8, decision: 4 };
/** Sentences that are offered beside the one that was found. */
const MAX_OTHERS = 3;

const Named = z.strictObject({ number: z.number().int().positive(), part: z.string(), text: z.string() });

/** The trace of one sentence of a decision, from what it rests on to the turns and requests in which that was written. */
export const Why = z.strictObject({
  ...Named.shape,
  /** The turn that put it so: of the composite, or of a revision. */
  written: TurnMark.nullable(),
  /** Findings and words of people for which a revision put it so; empty where it stands as it was composed. */
  changedFor: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  /** `part`: claims that its own part names; `decision`: those that the chosen option and the steps rest on. */
  basis: z.enum(['part', 'decision']),
  claims: z.array(WhyClaim),
  /** Claims that it rests on besides those. */
  moreClaims: z.number().int().nonnegative(),
  /** The unanswered question for which its part is an assumption. */
  question: z.strictObject({ id: z.string(), text: z.string() }).nullable(),
  /** Other sentences that have some of the words by which this one was found. */
  others: z.array(Named),
});
export type Why = z.infer<typeof Why>;

/** Returns the sentences of the decision as it stands; empty where nothing is decided. */
export function decisionSentences(design: Design): DecisionSentence[] {
  const decided = standingDecision(design);
  return decided === null ? [] : sentencesOf(decided.decision);
}

/**
 * Traces the sentence that these words fit best; `null` where none has any of them. Words are compared to find it, and for nothing
 * else.
 */
export function whyWords(design: Design, words: string, requestsOf: RequestsOf): Why | null {
  const decided = standingDecision(design);
  if (decided === null) return null;
  const [found, ...others] = sentencesWith(decided.decision, words);
  if (found === undefined) return null;
  return { ...traced(design, decided, found, requestsOf), others: others.slice(0, MAX_OTHERS).map(named) };
}

/** Traces the sentence of this number; `null` where there is none. */
export function whyNumber(design: Design, number: number, requestsOf: RequestsOf): Why | null {
  const decided = standingDecision(design);
  const found = decisionSentences(design).find((sentence) => sentence.number === number);
  return decided === null || found === undefined ? null : traced(design, decided, found, requestsOf);
}

/** Returns every turn that a trace names. */
export function marksIn({ written, claims }: Why): TurnMark[] {
  const those = claims.flatMap(({ turn, differences }) => [
    turn,
    ...differences.flatMap((difference) => difference.arguments.map((argument) => argument.turn)),
  ]);
  return [written, ...those].flatMap((mark) => (mark === null ? [] : [mark]));
}

function standingDecision(design: Design): Decided | null {
  return decisionInForce(design) ?? decidedIn(design);
}

function named({ number, part, text }: DecisionSentence): z.infer<typeof Named> {
  return { number, part, text };
}

function traced(design: Design, decided: Decided, sentence: DecisionSentence, requestsOf: RequestsOf): Why {
  const own = [...new Set(sentence.rests)];
  const basis = own.length > 0 ? 'part' : 'decision';
  const ids = basis === 'part' ? own : reasonsOfAll(design, decided, sentence);
  const question = design.questions.find(({ id }) => id === sentence.question);
  return {
    ...named(sentence),
    ...writing(design, sentence, requestsOf),
    basis,
    claims: tracedClaims(design, decided, ids.slice(0, MAX_CLAIMS[basis]), requestsOf),
    moreClaims: Math.max(0, ids.length - MAX_CLAIMS[basis]),
    question: question === undefined ? null : { id: question.id, text: question.text },
    others: [],
  };
}

/** Claims for the whole of a decision: an assumption, which stands for what nobody knows, rests on none of them. */
function reasonsOfAll(design: Design, decided: Decided, { question }: DecisionSentence): string[] {
  if (question !== '') return [];
  const reasons = reasonsFor(design, decided).map(({ id }) => id);
  const bearing = [
    ...decided.decision.options.filter(({ verdict }) => verdict === 'chosen').flatMap(({ claims }) => claims),
    ...decided.decision.steps.flatMap(({ rests }) => rests),
  ].filter((id) => finalAccount(decided.accounts, id)?.disposition === 'adopted');
  return [...new Set([...reasons, ...bearing])];
}

/** The turn whose text first had the sentence and all after it have; with what a revision put it so for. */
function writing(
  design: Design,
  { text }: DecisionSentence,
  requestsOf: RequestsOf,
): Pick<Why, 'written' | 'changedFor'> {
  const texts = decisionsOf(design);
  const has = texts.map(({ decision }) => sentencesOf(decision).some((each) => each.text === text));
  const since = has.lastIndexOf(false) + 1;
  const turns: readonly TurnId[] = [design.composites.at(-1), ...design.revisions].flatMap((each) =>
    each === undefined ? [] : [each.turnId],
  );
  const turn = turns[since];
  const answered = changesIn(design)
    .filter(
      ({ revision, fields }) => revision === since - 1 && fields.some(({ after }) => after.includes(text)),
    )
    .flatMap(({ change }) => change.answers);
  const findings = findingsOf(design);
  return {
    written: turn === undefined ? null : markOfTurn(design, turn, requestsOf),
    changedFor: [...new Set(answered)].map((id) => ({
      id,
      text: findings.find((finding) => finding.id === id)?.text ?? '',
    })),
  };
}
