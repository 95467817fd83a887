import {
  SUBMISSION_SCHEMAS,
  type SubmissionInput,
  type TerminalTool,
} from '../../../core/vocabulary/submission.ts';
import { REPOSITORY_TOOLS } from '../../../engine/ports/repository.ts';
import type { Ask } from '../../../turns/prompt/ask.ts';
import { arguedNeutrally } from '../neutral/argue.ts';
import { type Kind, kindOf, type Names, named } from './names.ts';
import { recording } from './recording.ts';

/** Returns the recorded words of this participant with this tool, and its notes; `null` for none, also where the run took another course. */
export function playedSpeech(ask: Ask, tool: TerminalTool) {
  const names = namesIn(ask);
  const turn = recordedTurn(ask, tool);
  if (turn === undefined || !isOnCourse(ask, names)) return null;
  const { notes } = turn;
  const input = named(turn.input, names);
  if (tool !== 'argue') return { input: SUBMISSION_SCHEMAS[tool].parse(input), notes };
  const argued = SUBMISSION_SCHEMAS.argue.parse(input);
  return { input: { ...argued, points: pointsFor(ask, argued.points) }, notes };
}

/** Returns `true` if this participant asks nothing. */
export function passesInExample(ask: Ask): boolean {
  return recordedTurn(ask, 'pass') !== undefined;
}

/** Returns the readings in this participant's answer of this number, before it proposes; empty once it has read enough. */
export function playedReadings(ask: Ask, callNumber: number) {
  const turn = ask.kind === 'proposals' ? recordedTurn(ask, 'submit_proposal') : undefined;
  return (turn?.reads[callNumber - 1] ?? []).flatMap((reading) =>
    REPOSITORY_TOOLS.flatMap((tool) => (reading[tool] === undefined ? [] : [{ tool, input: reading[tool] }])),
  );
}

/**
 * Returns `true` if the process that asks is to end here: one of them does, in the middle of its work and for real, so that one
 * sees it replaced. Not where a process was lost already: a second loss of one participant would be its last (C2).
 */
export function crashesInExample(ask: Ask, callNumber: number): boolean {
  const isHere = ask.kind === 'proposals' && callNumber === 2 && ask.sessionsLost === 0;
  return isHere && recordedTurn(ask, 'submit_proposal')?.crashes === true;
}

function recordedTurn({ participant }: Ask, tool: TerminalTool) {
  return recording().turns.find(
    (turn) => turn.tool === tool && (turn.participant ?? participant.id) === participant.id,
  );
}

type Points = SubmissionInput<'argue'>['points'];

/** Points that are asked for, each as it was recorded; else it is neutral. */
function pointsFor(ask: Ask, recorded: Points): Points {
  return ask.points.map((point) => {
    const written = recorded.find(({ difference }) => difference === point.difference);
    return written ?? arguedNeutrally(point);
  });
}

/** Finds the names of the keys in this run by their words, because these alone are the same in each. */
function namesIn(ask: Ask): Names {
  const { keyed } = recording();
  const findings = keyed.filter(({ key }) => kindOf(key) === 'finding');
  const here: { readonly [Each in Kind]: readonly { readonly name: string; readonly words: string }[] } = {
    claim: ask.claims.map(({ id, text }) => ({ name: id, words: text })),
    difference: ask.differences.map(({ number, description }) => ({ name: number, words: description })),
    finding: ask.findings.map((name, index) => ({ name, words: findings[index]?.words ?? '' })),
    position: ask.points.flatMap(({ positions }) =>
      positions.map(({ name, statement }) => ({ name, words: statement })),
    ),
    question: ask.assumptions.map(({ id, question }) => ({ name: id, words: question })),
  };
  const names = new Map(
    keyed.map(({ key, words }) => {
      const kind = kindOf(key);
      return [key, kind && here[kind].find((each) => each.words === words)?.name] as const;
    }),
  );
  return { of: (key) => names.get(key) ?? '', all: (kind) => here[kind].map(({ name }) => name) };
}

/**
 * Returns `true` if everything recorded is there and nothing was settled otherwise, as people may, or by the lack of somebody who
 * died: the rest fits no other course. Before the reveal there is no other.
 */
function isOnCourse(ask: Ask, names: Names): boolean {
  const { keyed, course } = recording();
  const hasAll = (kind: Kind) => keyed.every(({ key }) => kindOf(key) !== kind || names.of(key) !== '');
  if (ask.claims.length === 0) return true;
  if (!hasAll('claim')) return false;
  if (ask.differences.length === 0) return true;
  if (!hasAll('difference')) return false;
  // Each difference is argued by itself, however another was settled.
  if (ask.points.length > 0) return true;
  const [open, rejected] = [course.open.map(names.of), course.rejected.map(names.of)];
  return (
    ask.openDifferences.every((number) => open.includes(number)) &&
    ask.sides.every(
      ({ position, against }) => position === '' || against.every((id) => rejected.includes(id)),
    )
  );
}
