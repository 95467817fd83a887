/** What can be tried in a state: everything that the world allows, and what must change nothing. */

import type { Command } from '#design/commands.ts';
import type { Design, Turn } from '#design/state.ts';
import type { Submission } from '#design/submissions.ts';
import { ANA, LOST, MODEL_ERROR, SPENT, textOf } from '#test/support/design-world.ts';
import { sampleSubmission } from '#test/support/sample-submissions.ts';
import type { Core } from './core.ts';
import type { Limited, World } from './worlds.ts';

export interface Move {
  readonly text: string;
  readonly command: Command;
  /** Counts against this limit of the world. */
  readonly uses?: Limited;
  /** Late or double: it must record nothing. */
  readonly isVoid?: boolean;
  /** The clock is here at least. */
  readonly at?: number;
}

const NO_MONEY = { class: 'no_money', message: 'The money ran out.', retryable: false };

export type Used = Readonly<Partial<Record<Limited, number>>>;

export function movesOf(core: Core, world: World, design: Design, used: Used): Move[] {
  const may = (kind: Limited) => (used[kind] ?? 0) < (world.limits[kind] ?? 0);
  return [
    ...movesOfSessions(world, design, may('loss')),
    ...design.turns.flatMap((turn) => movesOfTurn(world, design, turn, may('failure'))),
    ...movesOfPeople(design, used, may),
    ...movesOfOwner(design, may, core.timersOf(design)),
  ];
}

function movesOfSessions(world: World, design: Design, mayLose: boolean): Move[] {
  return design.participants.flatMap(({ id, sessions }) =>
    sessions.flatMap(({ id: sessionId, state }, index): Move[] => {
      const name = `session ${index + 1} of ${id} (${state})`;
      const ready: Move = {
        text: `${name} is ready`,
        command: { type: 'report_ready', sessionId, pid: 4_000 },
      };
      const lost: Move = {
        text: `${name} is lost`,
        command: { type: 'report_lost', sessionId, cause: LOST },
      };
      const isMortal = world.mortal?.includes(id) ?? true;
      if (state === 'lost' || state === 'parked')
        return [
          { ...ready, isVoid: true },
          { ...lost, isVoid: true },
        ];
      // A turn that met the loss of its process is followed by the report.
      const isBroken = design.turns.some(
        (turn) => turn.sessionId === sessionId && turn.outcome === 'process_lost',
      );
      const losses: Move[] =
        isBroken || (mayLose && isMortal) ? [isBroken ? lost : { ...lost, uses: 'loss' }] : [];
      return state === 'starting' ? [ready, ...losses] : [{ ...ready, isVoid: true }, ...losses];
    }),
  );
}

function movesOfTurn(world: World, design: Design, turn: Turn, mayFail: boolean): Move[] {
  const kind = design.rounds.find(({ id }) => id === turn.roundId)?.kind ?? 'framing';
  const name = `turn ${turn.number} of ${turn.participant} (${kind})`;
  const failed = (outcome: 'model_error' | 'process_lost'): Command => {
    const error = world.settings?.budgetUsd === undefined ? MODEL_ERROR : NO_MONEY;
    return { type: 'fail_turn', turnId: turn.id, outcome, error, spent: SPENT };
  };
  const submit = (submission: Submission): Command => ({
    type: 'submit',
    turnId: turn.id,
    submission,
    citations: [],
    text: submission.tool === 'submit_decision' ? textOf(submission.input) : '',
    spent: SPENT,
  });
  const sample = sampleSubmission(design, turn);
  if (turn.outcome !== 'open')
    return [
      { text: `${name} submits late`, command: submit(sample), isVoid: true },
      { text: `${name} fails late`, command: failed('model_error'), isVoid: true },
    ];
  const others = (world.variants?.[kind] ?? []).filter(({ tool }) => tool === sample.tool);
  return [
    ...[sample, ...others].map((submission, index) => ({
      text: `${name} submits ${submission.tool}${index === 0 ? '' : ` (variant ${index})`}`,
      command: submit(submission),
    })),
    ...(mayFail
      ? [{ text: `${name} fails`, command: failed('model_error'), uses: 'failure' as const }]
      : []),
    ...((world.limits.loss ?? 0) > 0 && world.personas === 1
      ? [{ text: `${name} meets a lost process`, command: failed('process_lost') }]
      : []),
  ];
}

function movesOfPeople(design: Design, used: Used, may: (kind: Limited) => boolean): Move[] {
  const moves: Move[] = [];
  const reply = (id: string, text: string, replaces = ''): Command => ({
    type: 'reply',
    reply: { id, author: 'Ana', authorId: 'U1', via: 'slack', text, questionId: '' },
    replaces,
  });
  const n = used.reply ?? 0;
  if (may('reply') && design.settled === null)
    moves.push({ text: 'Ana replies', command: reply(`m${n}`, `words ${n}`), uses: 'reply' });
  if (n > 0 && may('edit') && design.settled === null)
    moves.push({ text: 'Ana edits', command: reply('m0:1', 'other words', 'm0'), uses: 'edit' });
  if (n > 0 && design.settled === null)
    moves.push({ text: 'a reply again', command: reply('m0', 'words 0'), isVoid: true });
  if (may('cancel') && design.settled === null)
    moves.push({
      text: 'Ana cancels',
      command: { type: 'cancel', reason: '', by: ANA },
      uses: 'cancel',
    });
  if (design.settled?.status === 'cancelled')
    moves.push({
      text: 'Ana cancels again',
      command: { type: 'cancel', reason: '', by: ANA },
      isVoid: true,
    });
  if (design.step === 'answering' && design.answeringClosed === null)
    moves.push({ text: 'Ana goes on', command: { type: 'go_on', by: ANA } });
  const gate = design.gates.find(({ decision }) => decision === null);
  if (gate === undefined || design.settled !== null) return moves;
  for (const choice of gate.choices) {
    const sha256 = design.decisions.at(-1)?.sha256 ?? '';
    const note = 'Say how long.';
    moves.push({
      text: `Ana decides: ${choice}`,
      command: { type: 'decide_gate', gateId: gate.id, choice, note, sha256, by: ANA },
    });
  }
  return moves;
}

function movesOfOwner(design: Design, may: (kind: Limited) => boolean, due: number | null): Move[] {
  const moves: Move[] = [];
  if (may('restart') && design.end === null)
    moves.push({
      text: 'another process goes on',
      command: { type: 'resume', crashed: false },
      uses: 'restart',
    });
  if (may('crash') && design.end === null)
    moves.push({
      text: 'another process goes on after a crash',
      command: { type: 'resume', crashed: true },
      uses: 'crash',
    });
  if (due !== null) moves.push({ text: 'time passes', command: { type: 'pass_time' }, at: due });
  if (design.step === 'answering' && design.answering === null && design.answeringClosed === null)
    moves.push({ text: 'the questions are seen', command: { type: 'report_questions_seen' } });
  if (design.settled !== null)
    moves.push(
      design.end === null
        ? { text: 'the files are written', command: { type: 'report_files', files: [] } }
        : {
            text: 'the files are written again',
            command: { type: 'report_files', files: [] },
            isVoid: true,
          },
      {
        text: 'the files cannot be written',
        command: { type: 'report_files_failed', detail: 'disk full' },
        ...(design.end === null ? {} : { isVoid: true }),
      },
    );
  return moves;
}
