import * as z from 'zod';
import { changesIn } from '../decision/changes.ts';
import { baseClaimsOf, type Decided, decidedOf, decisionsOf } from '../decision/decided.ts';
import { findingsOf } from '../decision/findings.ts';
import { PART_WORDS } from '../decision/parts.ts';
import { listReasonsFor } from '../decision/reasons.ts';
import { type DecisionSentence, rankSentences, sentencesOf } from '../decision/sentences.ts';
import type { Design } from '../vocabulary/design.ts';
import { QuotedSentence } from '../vocabulary/event-parts.ts';
import { findById, type TurnId } from '../vocabulary/ids.ts';
import { TEXT_PARTS } from '../vocabulary/submission.ts';
import { findDecisionInForce } from './outcome.ts';
import { TurnMark, turnMarkOf } from './turn-numbers.ts';
import { traceClaims, WhyClaim } from './why-claims.ts';

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
  question: z.strictObject({ id: z.string(), text: z.string() }).nullable(),
  others: z.array(Named),
});
export type Why = z.infer<typeof Why>;

export function decisionSentencesOf(design: Design): DecisionSentence[] {
  const decided = standingDecisionOf(design);
  return decided === null ? [] : sentencesOf(decided.decision);
}

/** Name of the decision's sentence and paragraphs, which have one trace. */
export const WHOLE_TEXT = '';

/** The trace of each part, by its name (`step 3`). A part without claims, question or change of its own has none. */
export function traceParts(design: Design): ReadonlyMap<string, Why> {
  const decided = standingDecisionOf(design);
  if (decided === null) return new Map();
  const trace = createTracer(design, decided);
  const parts = Map.groupBy(decisionSentencesOf(design), (each) =>
    isOfWhole(each) ? WHOLE_TEXT : each.part,
  );
  return new Map(
    [...parts]
      .flatMap(([name, own]) => own.slice(0, 1).map((first) => [name, trace(first, own)] as const))
      .filter(([name, { basis, question, changedFor }]) => {
        return name === WHOLE_TEXT || basis === 'part' || question !== null || changedFor.length > 0;
      }),
  );
}

export function traceWords(design: Design, words: string): Why | null {
  const decided = standingDecisionOf(design);
  if (decided === null) return null;
  const [found, ...others] = rankSentences(decided.decision, words);
  if (found === undefined) return null;
  return { ...createTracer(design, decided)(found), others: others.slice(0, MAX_OTHERS).map(nameSentence) };
}

/** The text in front of readers: the decision, or the draft if none came into force; `null` without either. */
export function standingDecisionOf(design: Design): Decided | null {
  return findDecisionInForce(design) ?? decidedOf(design);
}

function nameSentence({ number, part, text }: DecisionSentence): z.infer<typeof Named> {
  return { number, part, text };
}

/** Traces a sentence. `together`: all sentences of its part, where their changes count too. */
function createTracer(design: Design, decided: Decided) {
  const writing = createWritingFinder(design);
  return (sentence: DecisionSentence, together: readonly DecisionSentence[] = [sentence]): Why => {
    const own = [...new Set(sentence.rests)];
    const basis = own.length > 0 ? 'part' : 'decision';
    const ids = basis === 'part' ? own : listReasonsOfAll(design, decided, sentence);
    const question = design.questions.find((each) => each.id === sentence.question);
    const written = together.map(writing).toSorted((one, other) => one.since - other.since);
    const turn = written.at(-1)?.turn;
    return {
      ...nameSentence(sentence),
      written: turn === undefined ? null : turnMarkOf(design, turn),
      changedFor: removeRepeated(written.flatMap(({ changedFor }) => changedFor)),
      basis,
      claims: traceClaims(design, decided, ids.slice(0, MAX_CLAIMS[basis])),
      people: decided.quoted.filter(({ name }) => ids.includes(name)),
      moreClaims: Math.max(0, ids.length - MAX_CLAIMS[basis]),
      question: question === undefined ? null : { id: question.id, text: question.text },
      others: [],
    };
  };
}

function isOfWhole({ part }: DecisionSentence): boolean {
  return TEXT_PARTS.some((each) => PART_WORDS[each] === part);
}

/** Claims behind the whole decision. An assumption rests on none. */
function listReasonsOfAll(design: Design, decided: Decided, { question }: DecisionSentence): string[] {
  if (question !== '') return [];
  const reasons = listReasonsFor(design, decided.decision).map(({ id }) => id);
  return [...new Set([...reasons, ...baseClaimsOf(decided.decision)])];
}

/** The text in which a sentence first stood as it is now, that text's turn, and what it was changed for. */
interface Writing {
  readonly since: number;
  readonly turn: TurnId | undefined;
  readonly changedFor: Why['changedFor'];
}

function createWritingFinder(design: Design): (sentence: DecisionSentence) => Writing {
  const texts = decisionsOf(design).map(
    ({ decision }) => new Set(sentencesOf(decision).map(({ text }) => text)),
  );
  const turns: readonly TurnId[] = [design.composites.at(-1), ...design.revisions].flatMap((each) =>
    each === undefined ? [] : [each.turnId],
  );
  const changes = changesIn(design);
  const findings = findingsOf(design);
  return ({ text }) => {
    const since = texts.findLastIndex((each) => !each.has(text)) + 1;
    const answered = changes
      .filter(
        ({ revision, fields }) => revision === since - 1 && fields.some(({ after }) => after.includes(text)),
      )
      .flatMap(({ change }) => change.answers);
    const finding = (id: string) => findById(findings, id)?.text ?? '';
    return { since, turn: turns[since], changedFor: answered.map((id) => ({ id, text: finding(id) })) };
  };
}

function removeRepeated(changes: Why['changedFor']): Why['changedFor'] {
  return changes.filter(({ id }, at) => changes.findIndex((each) => each.id === id) === at);
}
