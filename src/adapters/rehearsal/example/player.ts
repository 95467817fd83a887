/**
 * Plays the written example: a recorded design with keys in the place of names (`recording.ts`),
 * which become the names of the run at hand (`names.ts`).
 */

import { nameChange } from '#core/decision/changes.ts';
import {
  SUBMISSION_SCHEMAS,
  type SubmissionInput,
  type TerminalTool,
} from '#core/vocabulary/submission.ts';
import { REPOSITORY_TOOLS } from '#ports/repository.ts';
import type { Ask } from '#turns/prompt/ask.ts';
import { argueNeutrally } from '../neutral/argue.ts';
import { type Kind, kindOf, type RunNames, replaceKeys } from './names.ts';
import { readRecording } from './recording.ts';

/**
 * The recorded submission and notes; `null` if there are none, or if the run has taken another
 * course.
 */
export function playSpeech(ask: Ask, tool: TerminalTool) {
  const names = namesIn(ask);
  const turn = findTurn(ask, tool);
  if (turn === undefined || !isOnCourse(ask, names)) return null;
  const { notes } = turn;
  const input = replaceKeys(turn.input, names);
  if (tool !== 'argue') return { input: SUBMISSION_SCHEMAS[tool].parse(input), notes };
  const argued = SUBMISSION_SCHEMAS.argue.parse(input);
  return { input: { ...argued, points: pointsFor(ask, argued.points) }, notes };
}

export function hasPassInExample(ask: Ask): boolean {
  return findTurn(ask, 'pass') !== undefined;
}

/** What this participant reads in this call before it proposes; empty once it has read enough. */
export function playReadings(ask: Ask, callNumber: number) {
  const turn = ask.kind === 'proposals' ? findTurn(ask, 'submit_proposal') : undefined;
  return (turn?.reads[callNumber - 1] ?? []).flatMap((reading) =>
    REPOSITORY_TOOLS.flatMap((tool) =>
      reading[tool] === undefined ? [] : [{ tool, input: reading[tool] }],
    ),
  );
}

/**
 * `true` in the one call during which the process really crashes, to show its replacement. Not
 * after an earlier crash, since a participant does not survive a second one.
 */
export function hasCrashInExample(ask: Ask, callNumber: number): boolean {
  const isHere = ask.kind === 'proposals' && callNumber === 2 && ask.sessionsLost === 0;
  return isHere && findTurn(ask, 'submit_proposal')?.crashes === true;
}

function findTurn({ participant }: Ask, tool: TerminalTool) {
  return readRecording().turns.find(
    (turn) => turn.tool === tool && (turn.participant ?? participant.id) === participant.id,
  );
}

type Points = SubmissionInput<'argue'>['points'];

/** The recorded point for each difference, else a neutral one. */
function pointsFor(ask: Ask, recorded: Points): Points {
  return ask.points.map((point) => {
    const written = recorded.find(({ difference }) => difference === point.difference);
    return written ?? argueNeutrally(point);
  });
}

/** Finds the run's names for keys by their words, which are the same in every run. */
function namesIn(ask: Ask): RunNames {
  const { keyed } = readRecording();
  const findings = keyed.filter(({ key }) => kindOf(key) === 'finding');
  const here: {
    readonly [Each in Kind]: readonly { readonly name: string; readonly words: string }[];
  } = {
    change: (ask.confirming ?? []).map(({ number, fields }) => ({
      name: nameChange(number),
      words: fields[0]?.after ?? '',
    })),
    claim: ask.claims.map(({ id, text }) => ({ name: id, words: text })),
    difference: ask.differences.map(({ number, description }) => ({
      name: number,
      words: description,
    })),
    finding: ask.findings.map((name, index) => ({ name, words: findings[index]?.words ?? '' })),
    position: ask.points.flatMap(({ positions }) =>
      positions.map(({ name, statement }) => ({ name, words: statement })),
    ),
    proposal: ask.claims.map(({ label, text }) => ({ name: label, words: text })),
    question: ask.assumptions.map(({ id, question }) => ({ name: id, words: question })),
    said: ask.said.map(({ name, text }) => ({ name, words: text })),
  };
  const names = new Map(
    keyed.map(({ key, words }) => {
      const kind = kindOf(key);
      return [key, kind && here[kind].find((each) => each.words === words)?.name] as const;
    }),
  );
  const owed: { readonly [Each in Kind]?: readonly { readonly name: string }[] | undefined } = {
    said: ask.auditing?.said,
    finding: ask.revising?.toAnswer.filter(({ kind }) => kind === 'finding'),
  };
  const all = (kind: Kind) => (owed[kind] ?? here[kind]).map(({ name }) => name);
  return { of: (key) => names.get(key) ?? '', list: all };
}

/**
 * `true` if everything recorded exists, and neither people nor a death have changed an outcome: the
 * recording fits no other course. Before the reveal, there is only one course.
 */
function isOnCourse(ask: Ask, names: RunNames): boolean {
  const { keyed, course } = readRecording();
  const hasAll = (kind: Kind) =>
    keyed.every(({ key }) => kindOf(key) !== kind || names.of(key) !== '');
  if (ask.claims.length === 0) return true;
  if (!hasAll('claim')) return false;
  if (ask.differences.length === 0) return true;
  if (!hasAll('difference')) return false;
  // Each difference is argued independently of the others.
  if (ask.points.length > 0) return true;
  const open = course.open.map(names.of);
  const rejected = course.rejected.map(names.of);
  return (
    ask.openDifferences.every((number) => open.includes(number)) &&
    ask.sides.every(
      ({ position, against }) => position === '' || against.every((id) => rejected.includes(id)),
    )
  );
}
