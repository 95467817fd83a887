import { claimsOf } from '../proposals/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import { checkNamed, listRepeated } from '../vocabulary/named.ts';
import type { Round } from '../vocabulary/round.ts';
import type { Audit, Confirmation, JudgedSentence } from '../vocabulary/submission.ts';
import { segmentsOf } from '../vocabulary/text.ts';
import { decidedOf } from './decided.ts';
import { listFindingsToConfirm } from './findings.ts';
import { isAbout, listSentencesToJudge } from './people.ts';
import { type DecisionSentence, findSentence, sentencesOf } from './sentences.ts';

/** Most claims, steps and rejected ways that an audit tries: our judgement of one turn's attention. */
const MOST_CLAIMS = 3;
const MOST_STEPS = 8;
const MOST_REJECTED = 3;
/** Fewer rows may read alike by chance. */
const LEAST_ROWS = 3;

interface Tried {
  /** `A-1`, `step 2`, `rejected 1`. */
  readonly name: string;
  /** The beginning of its text, to recognise it by. */
  readonly text: string;
}

/** All that the audit tries to prove wrong: the strongest claims that the decision stands on, steps, rejected ways. */
export function attemptsOf(design: Design): Tried[] {
  const decision = decidedOf(design)?.decision;
  if (decision === undefined) return [];
  const claims = decision.rests.flatMap((id) => claimsOf(design).filter((claim) => claim.id === id));
  return [
    ...claims.slice(0, MOST_CLAIMS).map(({ id, text }) => ({ name: id, text })),
    ...decision.steps.slice(0, MOST_STEPS).map(({ title }, index) => {
      return { name: `step ${index + 1}`, text: title };
    }),
    ...decision.rejected.slice(0, MOST_REJECTED).map(({ option, reason }, index) => {
      return { name: `rejected ${index + 1}`, text: `${option} (${reason})` };
    }),
  ];
}

/** Requires a row for everything to try and for each sentence to judge, and that the rows say something. */
export function checkAudit(design: Design, round: Round, { said, tried }: Audit): Refusal[] {
  const names = attemptsOf(design).map(({ name }) => name);
  return [
    ...checkNamed(
      '`tried`',
      tried.map(({ what }) => what),
      names,
      {
        owed: names,
        advice: 'make the best case against each',
      },
    ),
    ...checkJudged(design, round, said),
    ...checkSaysMore('tried', triedRowsOf(tried)),
  ];
}

/** Requires one row for each sentence to judge in this round. */
export function checkJudged(design: Design, round: Round, judgements: readonly JudgedSentence[]): Refusal[] {
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

/** `false` if the rows of an audit say so little that nobody need have read anything. */
export function isReallyAudited({ audit }: Pick<Design, 'audit'>): boolean {
  if (audit === null) return false;
  const { said, tried } = audit.audit;
  return said.length + tried.length > 0 && !isHollow(saidRowsOf(said)) && !isHollow(triedRowsOf(tried));
}

/** At the last try the sound rows of an audit stand without the others: code gives no fate and no verdict. */
export function keepSoundAudit(design: Design, round: Round, audit: Audit): Audit {
  const names = attemptsOf(design).map(({ name }) => name);
  const tried = keepSingleRows(names, audit.tried, ({ what }) => what);
  return { ...audit, said: keepSoundRows(design, round, audit.said), tried };
}

/** The same of a confirmation: of two verdicts on one finding neither stands. */
export function keepSoundConfirmation(
  design: Design,
  round: Round,
  confirmation: Confirmation,
): Confirmation {
  const names = listFindingsToConfirm(design).map(({ id }) => id);
  const findings = keepSingleRows(names, confirmation.findings, ({ finding }) => finding);
  return { ...confirmation, said: keepSoundRows(design, round, confirmation.said), findings };
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
 * Rows of sentences to judge, each the only one of its sentence. What is reflected needs a sentence of the decision; that a person is
 * contradicted stands without one.
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
function sentencesIn(design: Design): DecisionSentence[] {
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
  const without = judgements.filter((row) => isWithoutSentence(row, sentences)).map((row) => row.said);
  if (without.length === 0) return [];
  const message = `The decision reflects or contradicts ${without.join(', ')} in a sentence: name its number, from 1 to ${sentences.length}, in \`sentence\`.`;
  return [refuse('unknown_reference', message)];
}

interface AuditRow {
  readonly reason: string;
  readonly verdict: string;
}

function saidRowsOf(judgements: readonly JudgedSentence[]): AuditRow[] {
  return judgements.map(({ why: reason, fate: verdict }) => ({ reason, verdict }));
}

function triedRowsOf(tried: Audit['tried']): AuditRow[] {
  return tried.map(({ attempt: reason, holds }) => ({ reason, verdict: String(holds) }));
}

function checkSaysMore(list: 'said' | 'tried', rows: readonly AuditRow[]): Refusal[] {
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
