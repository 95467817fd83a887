/**
 * The run as a picture: a row a participant, a column a round, under its phase. A bar is a turn, as
 * long as it took in its round; what failed and what was lost is drawn where it happened.
 */

import { html } from 'hono/html';
import { PHASES } from '#design/events.ts';
import { type Design, type Participant, PHASE_OF, type Round, type Turn } from '#design/state.ts';
import { duration } from '#words/figures.ts';

const LEFT = 130;
const ROW = 26;
const TOP = 44;
const COLUMN = 84;
const GAP = 8;

const STEP_OF = {
  framing: 'framing',
  questions: 'asking',
  matching: 'answering',
  proposals: 'proposing',
  mapping: 'mapping',
  argument: 'arguing',
  draft: 'composing',
  audit: 'auditing',
  revision: 'revising',
  signing: 'signing',
} as const;

export function drawRun(design: Design, now: number) {
  const rounds = design.rounds;
  const width = LEFT + Math.max(1, rounds.length) * (COLUMN + GAP);
  const height = TOP + design.participants.length * ROW + 8;
  const label = `Who worked when: ${design.participants.length} participants, ${rounds.length} rounds`;
  return html`<svg class="run" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
    ${PHASES.map((phase) => drawPhase(phase, rounds))}
    ${rounds.map((round, index) => drawRound(design, round, index, now))}
    ${design.participants.map((participant, row) => drawName(participant, row))}
  </svg>`;
}

function columnX(index: number): number {
  return LEFT + index * (COLUMN + GAP);
}

function drawPhase(phase: string, rounds: readonly Round[]) {
  const of = rounds.map(({ kind }) => PHASE_OF[STEP_OF[kind]] === phase);
  const first = of.indexOf(true);
  if (first < 0) return '';
  const width = (of.lastIndexOf(true) - first + 1) * (COLUMN + GAP) - GAP;
  return html`<text class="phase" x="${columnX(first)}" y="14">${phase}</text>
    <line class="phase" x1="${columnX(first)}" x2="${columnX(first) + width}" y1="19" y2="19"/>`;
}

function drawRound(design: Design, round: Round, index: number, now: number) {
  const turns = design.turns.filter(({ roundId }) => roundId === round.id);
  const end = Math.max(...turns.map(({ endedAt }) => endedAt ?? now), round.openedAt + 1);
  const length = end - round.openedAt;
  const x = columnX(index);
  const scale = (at: number) => x + (COLUMN * Math.max(0, at - round.openedAt)) / length;
  return html`<text class="round" x="${x}" y="34">${round.kind} · ${duration(length)}</text>
    ${turns.map((turn) => drawTurn(design, turn, scale, now))}
    ${design.participants.map((participant, row) =>
      participant.sessions
        .filter(({ cause, startedAt }) => cause !== null && startedAt <= end)
        .filter(() => turns.some((turn) => isLostIn(turn, participant)))
        .slice(0, 1)
        .map(
          ({ cause }) =>
            html`<text class="lost" x="${x + COLUMN - 9}" y="${TOP + row * ROW + 15}">✕<title>${cause?.detail ?? ''}</title></text>`,
        ),
    )}`;
}

function isLostIn({ outcome, participant }: Turn, { id }: Participant): boolean {
  return outcome === 'process_lost' && participant === id;
}

function drawTurn(design: Design, turn: Turn, scale: (at: number) => number, now: number) {
  const row = design.participants.findIndex(({ id }) => id === turn.participant);
  const from = scale(turn.startedAt);
  const width = Math.max(3, scale(turn.endedAt ?? now) - from);
  const took = duration((turn.endedAt ?? now) - turn.startedAt);
  const cost = turn.costUsd === null ? 'price unknown' : `$${turn.costUsd.toFixed(2)}`;
  const title = `Turn ${turn.number}: ${turn.outcome}, ${took}, ${cost}`;
  return html`<rect class="turn ${turn.outcome}" x="${from}" y="${TOP + row * ROW + 3}" width="${width}" height="14" rx="2"><title>${title}</title></rect>`;
}

function drawName({ title, emoji, sessions }: Participant, row: number) {
  const y = TOP + row * ROW + 14;
  const again = sessions.some(({ origin }) => origin === 'retry') ? ' ↻' : '';
  return html`<text class="name" x="0" y="${y}">${emoji} ${title}${again}</text>
    <line class="row" x1="0" x2="100%" y1="${y + 8}" y2="${y + 8}"/>`;
}
