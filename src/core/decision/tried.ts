import { cutWords } from '../../foundation/cut-text.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { wordsAndSignsOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Audit, Decision } from '../vocabulary/submission.ts';
import { type BorneSentence, listBorneSentences } from './bearers.ts';
import { type Decided, type Drafted, decisionsOf, listBearers } from './decided.ts';
import { partsOf } from './parts.ts';
import { listSaidAgain, type SaidAgain } from './said-again.ts';

type Audited = Drafted & Pick<Design, 'audit'>;
type Row = Audit['tried'][number];

/** A row of the auditor about a sentence, with the sentence as it was then. */
interface SentenceRow {
  readonly row: Row;
  readonly sentence: BorneSentence;
}

/** The auditor's rows about sentences of the texts that it read, oldest first. */
export function sentenceRowsOf(design: Audited): SentenceRow[] {
  const audited = { tried: design.audit?.audit.tried ?? [], after: 0 };
  const confirmed = design.confirmations.map(({ confirmation: { tried }, after }) => ({
    tried,
    after,
  }));
  return [audited, ...confirmed].flatMap(({ tried, after }) =>
    sentenceRowsIn(findTextRead(design, after), tried),
  );
}

/** The text that the auditor read after this many revisions. */
export function findTextRead(design: Audited, after: number): Decided | undefined {
  return decisionsOf(design).find(({ revision }) => revision === after);
}

export function sentenceRowsIn(
  text: Pick<Decided, 'decision'> | undefined,
  tried: readonly Row[],
): SentenceRow[] {
  const sentences = text === undefined ? [] : listBorneSentences(text.decision);
  return tried.flatMap((row) => {
    const sentence = sentences.find(({ name }) => name === row.what);
    return sentence === undefined ? [] : [{ row, sentence }];
  });
}

/**
 * What the auditor refuted and this text has: claims by id, and by the names that they have here
 * the parts that say a refuted sentence. It stays refuted until its words change.
 */
export function listRefuted(
  design: Audited,
  decision: Decision,
  rows = sentenceRowsOf(design),
): string[] {
  const refuted = (design.audit?.audit.tried ?? []).flatMap(({ what, holds }) =>
    holds === 'no' ? what : [],
  );
  return [
    ...listBearers(decision).filter((id) => refuted.includes(id)),
    ...listRefutedParts(design, decision, rows).map(({ name }) => name),
  ];
}

/** Parts of this text that say a sentence that the auditor refuted. */
export function listRefutedParts(
  design: Audited,
  decision: Decision,
  rows = sentenceRowsOf(design),
): SaidAgain[] {
  const refuted = rows.filter(({ row }) => row.holds === 'no').map(({ sentence }) => sentence.text);
  return listSaidAgain(decision, refuted);
}

/** Refuses a change by which the text says what was refuted. */
export function checkNotSaidAgain(design: Audited, before: Decision, after: Decision): Refusal[] {
  const keysOf = (decision: Decision) =>
    partsOf(decision).map(({ name, fields }) => {
      const rests = name === 'decision' ? decision.rests : [];
      return { name, key: JSON.stringify([Object.entries(fields), rests]) };
    });
  const known = keysOf(before).map(({ key }) => key);
  const changed = keysOf(after).filter(({ key }) => !known.includes(key));
  return listRefutedParts(design, after)
    .filter((part) => changed.some(({ name }) => name === part.name))
    .map(({ name, refuted }) => {
      const message = `The new ${name} says what the audit refuted, “${cutWords(refuted, SHOWN_CHARACTERS)}”; say what is so in other words, or leave it out.`;
      return refuse('invalid', message);
    });
}

const SHOWN_CHARACTERS = 120;

/** Sentences that were changed since the audit and have no row as they stand. */
export function listSentencesChanged(design: Audited): BorneSentence[] {
  const [draft, ...later] = decisionsOf(design);
  const rows = sentenceRowsOf(design);
  const drafted = draft === undefined ? [] : listBorneSentences(draft.decision);
  const isDrafted = ({ text, rests }: BorneSentence) =>
    drafted.some((each) => each.text === text && String(each.rests) === String(rests));
  return later
    .slice(-1)
    .flatMap(({ decision }) => listBorneSentences(decision))
    .filter((each) => !isDrafted(each) && findRow(rows, each) === undefined);
}

/**
 * That a sentence is refuted is about its words; that it is carried, about what bears it as well.
 */
export function findRow(
  rows: readonly SentenceRow[],
  { text, rests }: BorneSentence,
): Row | undefined {
  const words = wordsAndSignsOf(text);
  const its = rows.filter(({ sentence }) => wordsAndSignsOf(sentence.text) === words);
  const refuted = its.find(({ row }) => row.holds === 'no');
  const carried = its.findLast(
    ({ sentence }) =>
      rests.every((id) => sentence.rests.includes(id)) &&
      sentence.rests.every((id) => rests.includes(id)),
  );
  return (refuted ?? carried)?.row;
}
