import { claimsOf } from '../proposals/labels.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import { type Decision, MOST_TRIED } from '../vocabulary/submission.ts';
import { type BorneSentence, bearersOf, listBorneSentences } from './bearers.ts';
import { type Decided, decidedOf } from './decided.ts';
import { itemsOf, namePart, partFieldsOf } from './parts.ts';
import { listQuotations } from './quotations.ts';
import { findRow, findTextRead, listSentencesChanged, sentenceRowsOf } from './tried.ts';

/** Most of each kind of what an audit tries; sentences have the rest of its room. */
const MOST_CLAIMS = 3;
const MOST_STEPS = 8;
const MOST_REJECTED = 3;

interface Tried {
  /** `A-1`, `step 2`, `rejected 1`, `decision`, `sentence 3`. */
  readonly name: string;
  /** The beginning of its text, to recognise it by. */
  readonly text: string;
}

/**
 * All that the audit tries to prove wrong: the strongest claims that the decision stands on, steps,
 * rejected ways, and as many of its sentences as there is room for.
 */
export function attemptsOf(design: Design, decided = decidedOf(design)): Tried[] {
  if (decided === null) return [];
  const { claims, steps, rejected } = groupAttempts(design, decided.decision);
  const others = [
    ...claims.slice(0, MOST_CLAIMS),
    ...steps.slice(0, MOST_STEPS),
    ...rejected.slice(0, MOST_REJECTED),
  ];
  return [...others, ...listSentencesToTry(design, decided).slice(0, MOST_TRIED - others.length)];
}

/** What there is to try besides sentences, also where the audit has no room for it. */
function groupAttempts(
  design: Parameters<typeof claimsOf>[0],
  { rests, steps, rejected }: Decision,
) {
  const claims = rests.flatMap((id) => claimsOf(design).filter((claim) => claim.id === id));
  return {
    claims: claims.map(({ id, text }): Tried => ({ name: id, text })),
    steps: steps.map(({ title }, index): Tried => ({ name: `step ${index + 1}`, text: title })),
    rejected: rejected.map(({ option, reason }, index): Tried => {
      return { name: `rejected ${index + 1}`, text: `${option} (${reason})` };
    }),
  };
}

/**
 * Sentences that were changed since the audit, of which a confirmation tries those that something
 * bears.
 */
export function changedAttemptsOf(design: Design): Tried[] {
  const decided = decidedOf(design);
  return decided === null
    ? []
    : listSentencesToTry(design, decided, listSentencesChanged(design)).slice(0, MOST_TRIED);
}

/** Sentences that something bears, those first that would mislead most if it did not carry them. */
function listSentencesToTry(
  design: Design,
  decided: Decided,
  sentences = listBorneSentences(decided.decision),
): Tried[] {
  return sentences
    .filter(({ name }) => !decided.unsupported.includes(name))
    .map((sentence) => ({ sentence, rank: rankOf(design, decided, sentence) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ sentence: { name, text } }) => ({ name, text }));
}

/**
 * 0 for the decision's own sentence; then those on people's words, with a quotation, on a single
 * claim, and the others.
 */
function rankOf(design: Design, { quoted }: Decided, { name, text, rests }: BorneSentence): number {
  const bearers = bearersOf(design, quoted, rests);
  const ranks = [
    name === 'decision',
    bearers.some(({ kind }) => kind === 'person'),
    listQuotations(text).length > 0,
    bearers.length === 1,
    true,
  ];
  return ranks.indexOf(true);
}

/** What stands in the current text, and the auditor did not try, or could not tell of. */
interface Untried {
  /** `A-1`, `step 2`, `rejected way 1`, `decision`. */
  readonly name: string;
  readonly text: string;
  /** Why the auditor could not tell; `null` if it has no row. */
  readonly unclear: string | null;
}

/**
 * Everything that an audit with room for all would have tried, and that has no answer.
 * `unsupported`: sentences that nothing carries, which it does not try. Steps and rejected ways
 * that were changed since are the matter of their confirmation.
 */
export function listUntried(design: Design, unsupported: readonly string[]): Untried[] {
  const decision = decidedOf(design)?.decision;
  const read = findTextRead(design, 0)?.decision;
  if (design.audit === null || decision === undefined || read === undefined) return [];
  const { tried } = design.audit.audit;
  const findNamed = (wanted: string) => tried.find(({ what }) => what === wanted);
  const { claims, steps, rejected } = groupAttempts(design, decision);
  /**
   * Items of a list that stand as the auditor read them, with their row under the name that they
   * had.
   */
  const listStanding = (kind: 'step' | 'rejected', items: typeof steps) => {
    const before = itemsOf(read, kind).map(wordsOf);
    return itemsOf(decision, kind).flatMap((item, index) => {
      const at = before.indexOf(wordsOf(item));
      const text = items[index]?.text ?? '';
      const name = namePart(kind, index + 1);
      return at === -1 ? [] : [{ name, text, row: findNamed(`${kind} ${at + 1}`) }];
    });
  };
  const rows = sentenceRowsOf(design);
  const sentences = listBorneSentences(decision).filter(({ name }) => !unsupported.includes(name));
  return [
    ...claims.map(({ name, text }) => ({ name, text, row: findNamed(name) })),
    ...listStanding('step', steps),
    ...listStanding('rejected', rejected),
    ...sentences.map((each) => {
      return { name: each.name, text: each.text, row: findRow(rows, each) };
    }),
  ].flatMap(({ row, ...each }): Untried[] => {
    if (row === undefined) return [{ ...each, unclear: null }];
    return row.holds === 'cannot_tell' ? [{ ...each, unclear: row.attempt }] : [];
  });
}

function wordsOf(item: object): string {
  return lettersOf(Object.values(partFieldsOf(item)).join(' '));
}
