import * as z from 'zod';
import { changesIn } from '../decision/changes.ts';
import { type Decided, decidedIn, decisionsOf, restedOn } from '../decision/decided.ts';
import { findingsOf } from '../decision/findings.ts';
import { PART_WORDS } from '../decision/parts.ts';
import { reasonsFor } from '../decision/reasons.ts';
import { type DecisionSentence, sentencesOf, sentencesWith } from '../decision/sentences.ts';
import type { Design } from '../vocabulary/design.ts';
import { QuotedSentence } from '../vocabulary/event-parts.ts';
import type { TurnId } from '../vocabulary/ids.ts';
import { TEXT_PARTS } from '../vocabulary/submission.ts';
import { decisionInForce } from './outcome.ts';
import { markOfTurn, TurnMark } from './turn-numbers.ts';
import { tracedClaims, WhyClaim } from './why-claims.ts';

const MAX_CLAIMS = { part: 8, decision: 4 };
const MAX_OTHERS = 3;

const Named = z.strictObject({ number: z.number().int().positive(), part: z.string(), text: z.string() });

/** The trace of one sentence of a decision, back to its claims and the turns that wrote them. */
export const Why = z.strictObject({
  ...Named.shape,
  written: TurnMark.nullable(),
  /** Findings and replies that a revision changed it for; empty if unchanged. */
  changedFor: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  /** `part`: claims its own part names; `decision`: those behind the decision and its steps. */
  basis: z.enum(['part', 'decision']),
  claims: z.array(WhyClaim),
  people: z.array(QuotedSentence),
  moreClaims: z.number().int().nonnegative(),
  /** Numbers of the sentences with the same trace, itself included. */
  alike: z.array(z.number().int().positive()),
  question: z.strictObject({ id: z.string(), text: z.string() }).nullable(),
  others: z.array(Named),
});
export type Why = z.infer<typeof Why>;

export function decisionSentences(design: Design): DecisionSentence[] {
  const decided = standingDecision(design);
  return decided === null ? [] : sentencesOf(decided.decision);
}

/**
 * Sentences of the decision grouped by trace: claims are recorded for a part, never for one of its sentences, and the decision's
 * sentence and paragraph have none of their own. Sentences about which only the whole decision's trace is known are left out.
 */
export function tracedTogether(design: Design): DecisionSentence[][] {
  const writing = writings(design);
  const groups = Map.groupBy(decisionSentences(design), (sentence) =>
    sharedTrace(sentence, writing(sentence)),
  );
  return [...groups.values()].filter(([first]) => {
    if (first === undefined) return false;
    const isOwn = first.rests.length > 0 || first.question !== '' || isOfWhole(first);
    return isOwn || writing(first).changedFor.length > 0;
  });
}

export function whyWords(design: Design, words: string): Why | null {
  const decided = standingDecision(design);
  if (decided === null) return null;
  const [found, ...others] = sentencesWith(decided.decision, words);
  if (found === undefined) return null;
  return { ...traced(design, decided, found), others: others.slice(0, MAX_OTHERS).map(named) };
}

export function whyNumber(design: Design, number: number): Why | null {
  const decided = standingDecision(design);
  const found = decisionSentences(design).find((sentence) => sentence.number === number);
  return decided === null || found === undefined ? null : traced(design, decided, found);
}

/** The text in front of readers: the decision, or the draft if none came into force; `null` without either. */
export function standingDecision(design: Design): Decided | null {
  return decisionInForce(design) ?? decidedIn(design);
}

function named({ number, part, text }: DecisionSentence): z.infer<typeof Named> {
  return { number, part, text };
}

function traced(design: Design, decided: Decided, sentence: DecisionSentence): Why {
  const own = [...new Set(sentence.rests)];
  const basis = own.length > 0 ? 'part' : 'decision';
  const ids = basis === 'part' ? own : reasonsOfAll(design, decided, sentence);
  const question = design.questions.find(({ id }) => id === sentence.question);
  const writing = writings(design);
  const { turn, changedFor } = writing(sentence);
  const shared = sharedTrace(sentence, { turn, changedFor });
  const alike = sentencesOf(decided.decision).filter((each) => sharedTrace(each, writing(each)) === shared);
  return {
    ...named(sentence),
    written: turn === undefined ? null : markOfTurn(design, turn),
    changedFor: [...changedFor],
    basis,
    claims: tracedClaims(design, decided, ids.slice(0, MAX_CLAIMS[basis])),
    people: decided.quoted.filter(({ name }) => ids.includes(name)),
    moreClaims: Math.max(0, ids.length - MAX_CLAIMS[basis]),
    alike: alike.map(({ number }) => number),
    question: question === undefined ? null : { id: question.id, text: question.text },
    others: [],
  };
}

function sharedTrace(sentence: DecisionSentence, writing: Writing): string {
  return JSON.stringify([isOfWhole(sentence) ? '' : sentence.part, writing]);
}

function isOfWhole({ part }: DecisionSentence): boolean {
  return TEXT_PARTS.some((each) => PART_WORDS[each] === part);
}

/** Claims behind the whole decision. An assumption rests on none. */
function reasonsOfAll(design: Design, decided: Decided, { question }: DecisionSentence): string[] {
  if (question !== '') return [];
  const reasons = reasonsFor(design, decided.decision).map(({ id }) => id);
  return [...new Set([...reasons, ...restedOn(decided.decision)])];
}

/** The turn that first wrote a sentence as it is now, and what a revision changed it for. */
interface Writing {
  readonly turn: TurnId | undefined;
  readonly changedFor: Why['changedFor'];
}

function writings(design: Design): (sentence: DecisionSentence) => Writing {
  const texts = decisionsOf(design).map(
    ({ decision }) => new Set(sentencesOf(decision).map(({ text }) => text)),
  );
  const turns: readonly TurnId[] = [design.composites.at(-1), ...design.revisions].flatMap((each) =>
    each === undefined ? [] : [each.turnId],
  );
  const [changes, findings] = [changesIn(design), findingsOf(design)];
  return ({ text }) => {
    const since = texts.findLastIndex((each) => !each.has(text)) + 1;
    const answered = changes
      .filter(
        ({ revision, fields }) => revision === since - 1 && fields.some(({ after }) => after.includes(text)),
      )
      .flatMap(({ change }) => change.answers);
    return {
      turn: turns[since],
      changedFor: [...new Set(answered)].map((id) => ({
        id,
        text: findings.find((finding) => finding.id === id)?.text ?? '',
      })),
    };
  };
}
