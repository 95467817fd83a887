import { segmentsOf } from '../../foundation/cut-text.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import { checkNamed, listRepeated } from '../vocabulary/named.ts';
import type { Round } from '../vocabulary/round.ts';
import type { Audit, Confirmation, JudgedSentence } from '../vocabulary/submission.ts';
import { attemptsOf, changedAttemptsOf } from './attempts.ts';
import { listChangesToConfirm, nameChange } from './changes.ts';
import { decidedOf } from './decided.ts';
import { isAbout, listSentencesToJudge } from './people.ts';
import { type DecisionSentence, findSentence, sentencesOf } from './sentences.ts';
import { findTextRead } from './tried.ts';

/** Fewer rows may read alike by chance. */
const LEAST_ROWS = 3;

/**
 * Requires a row for everything to try and for each sentence to judge, and that the rows say
 * something.
 */
export function checkAudit(design: Design, round: Round, { said, tried }: Audit): Refusal[] {
  const names = attemptsOf(design).map(({ name }) => name);
  return [...checkTried(names, tried), ...checkJudged(design, round, said)];
}

/**
 * Requires a row for each change, for each sentence that was changed, and for each sentence to
 * judge.
 */
export function checkConfirmation(
  design: Design,
  round: Round,
  { changes, tried, said }: Confirmation,
): Refusal[] {
  const advice = 'say of each if it answers what called for it';
  return [
    ...checkRows('changes', changeRowsOf(changes), listChangeNames(design), advice),
    ...checkTried(listNamesChanged(design), tried),
    ...checkJudged(design, round, said),
  ];
}

function listChangeNames(design: Design): string[] {
  return listChangesToConfirm(design).map(({ number }) => nameChange(number));
}

function listNamesChanged(design: Design): string[] {
  return changedAttemptsOf(design).map(({ name }) => name);
}

function checkTried(names: readonly string[], tried: Audit['tried']): Refusal[] {
  return checkRows('tried', triedRowsOf(tried), names, 'make the best case against each');
}

/** Requires one row for each of these names, and that the rows say something. */
function checkRows(
  list: 'tried' | 'changes',
  rows: readonly AuditRow[],
  names: readonly string[],
  advice: string,
): Refusal[] {
  const given = rows.map(({ name }) => name);
  return [
    ...checkNamed(`\`${list}\``, given, names, { owed: names, advice }),
    ...checkSaysMore(list, rows),
  ];
}

/** Requires one row for each sentence to judge in this round. */
function checkJudged(
  design: Design,
  round: Round,
  judgements: readonly JudgedSentence[],
): Refusal[] {
  const owed = listSentencesToJudge(design, round).map(({ name }) => name);
  const sentences = sentencesIn(design);
  return [
    ...checkNamed(
      '`said`',
      judgements.map((row) => row.said),
      round.said,
      { owed },
    ),
    ...checkSentences(judgements, sentences),
    ...checkSaysMore('said', saidRowsOf(judgements)),
  ];
}

/**
 * `false` if the audit tried nothing, could tell of nothing, or says so little that nobody need
 * have read anything.
 */
export function isReallyAudited(design: Design): boolean {
  if (design.audit === null) return false;
  const { said, tried } = design.audit.audit;
  const isAsked = attemptsOf(design, findTextRead(design, 0) ?? null).length > 0;
  const isTried =
    tried.some(({ holds }) => holds !== 'cannot_tell') || (!isAsked && said.length > 0);
  return isTried && !isHollow(saidRowsOf(said)) && !isHollow(triedRowsOf(tried));
}

/**
 * At the last try the sound rows of an audit stand without the others: code gives no fate and no
 * verdict.
 */
export function keepSoundAudit(design: Design, round: Round, audit: Audit): Audit {
  const names = attemptsOf(design).map(({ name }) => name);
  const tried = keepSingleRows(names, audit.tried, ({ what }) => what);
  return { ...audit, said: keepSoundRows(design, round, audit.said), tried };
}

/** The same of a confirmation. */
export function keepSoundConfirmation(
  design: Design,
  round: Round,
  confirmation: Confirmation,
): Confirmation {
  const rows = keepSoundRowsOfChanges(design, confirmation);
  return { ...rows, said: keepSoundRows(design, round, confirmation.said) };
}

/**
 * Its rows of changes and of changed sentences: of two on one neither stands, and none of those
 * that all say the same.
 */
export function keepSoundRowsOfChanges(design: Design, confirmation: Confirmation): Confirmation {
  const changes = keepSingleRows(
    listChangeNames(design),
    confirmation.changes,
    ({ change }) => change,
  );
  const tried = keepSingleRows(listNamesChanged(design), confirmation.tried, ({ what }) => what);
  return {
    ...confirmation,
    changes: isHollow(changeRowsOf(changes)) ? [] : changes,
    tried: isHollow(triedRowsOf(tried)) ? [] : tried,
  };
}

/** Rows of these names, each the only one of its name. */
function keepSingleRows<Row>(
  names: readonly string[],
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Row[] {
  const twice = listRepeated(rows.map(nameOf));
  return rows.filter((row) => names.includes(nameOf(row)) && !twice.includes(nameOf(row)));
}

/**
 * Rows of sentences to judge, each the only one of its sentence. What is reflected needs a sentence
 * of the decision; that a person is contradicted stands without one.
 */
function keepSoundRows(
  design: Design,
  round: Round,
  judgements: readonly JudgedSentence[],
): JudgedSentence[] {
  const owed = listSentencesToJudge(design, round).map(({ name }) => name);
  const sentences = sentencesIn(design);
  return keepSingleRows(owed, judgements, (row) => row.said).filter(
    (row) => row.fate === 'contradicted' || !isWithoutSentence(row, sentences),
  );
}

/** Sentences of the current decision. */
function sentencesIn(design: Design): readonly DecisionSentence[] {
  const decision = decidedOf(design)?.decision;
  return decision === undefined ? [] : sentencesOf(decision);
}

function isWithoutSentence(row: JudgedSentence, sentences: readonly DecisionSentence[]): boolean {
  return isAbout(row) && findSentence(sentences, row.sentence) === undefined;
}

function checkSentences(
  judgements: readonly JudgedSentence[],
  sentences: readonly DecisionSentence[],
): Refusal[] {
  const without = judgements
    .filter((row) => isWithoutSentence(row, sentences))
    .map((row) => row.said);
  if (without.length === 0) return [];
  const message = `The decision reflects or contradicts ${without.join(', ')} in a sentence: name its number, from 1 to ${sentences.length}, in \`sentence\`.`;
  return [refuse('unknown_reference', message)];
}

interface AuditRow {
  /** What it is about. */
  readonly name: string;
  readonly reason: string;
  readonly verdict: string;
}

function saidRowsOf(judgements: readonly JudgedSentence[]): AuditRow[] {
  return judgements.map(({ said: name, why: reason, fate: verdict }) => ({
    name,
    reason,
    verdict,
  }));
}

function triedRowsOf(tried: Audit['tried']): AuditRow[] {
  return tried.map(({ what: name, attempt: reason, holds: verdict }) => ({
    name,
    reason,
    verdict,
  }));
}

function changeRowsOf(changes: Confirmation['changes']): AuditRow[] {
  return changes.map(({ change: name, reason, verdict }) => ({ name, reason, verdict }));
}

function checkSaysMore(list: 'said' | 'tried' | 'changes', rows: readonly AuditRow[]): Refusal[] {
  if (!isHollow(rows)) return [];
  const message = `The rows of \`${list}\` are all the same or of one word: say for each what is true of it alone.`;
  return [refuse('invalid', message)];
}

function isHollow(rows: readonly AuditRow[]): boolean {
  if (rows.length < LEAST_ROWS) return false;
  const read = rows.map(({ reason, verdict }) => `${verdict} ${lettersOf(reason)}`);
  return new Set(read).size === 1 || rows.every(({ reason }) => isOneWord(reason));
}

function isOneWord(text: string): boolean {
  return [...segmentsOf(text, 'word')].filter(({ isWordLike }) => isWordLike === true).length < 2;
}
