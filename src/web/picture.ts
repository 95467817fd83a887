/**
 * The run as a picture: a row a round, under its phase, and a column a participant. A bar is a turn,
 * from its start to its end within the round; ✕ stands beside one that failed, and at the name of who
 * is out; ↻ where a process was started again. What people were waited for has rows of its own.
 */

import { html } from 'hono/html';
import type { Phase, RoundKind } from '#design/events.ts';
import { isDead } from '#design/participants.ts';
import type { Design, Participant, Turn } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';
import { cut } from '#support/text.ts';
import { duration } from '#words/figures.ts';
import { type Content, turnUrl } from './layout.ts';

const LEFT = 128;
const COLUMN = 29;
const HEAD = 126;
const BAR = 12;

const PHASE_OF: Record<RoundKind | 'answers' | 'gate', Phase> = {
  framing: 'questioning',
  questions: 'questioning',
  answers: 'questioning',
  matching: 'questioning',
  proposals: 'independent',
  mapping: 'refinement',
  argument: 'refinement',
  draft: 'synthesis',
  audit: 'synthesis',
  revision: 'synthesis',
  signing: 'synthesis',
  gate: 'synthesis',
};

export function drawRun(row: DesignRow, design: Design, now: number): Content {
  const { participants } = design;
  const end = design.settled?.at ?? now;
  const width = LEFT + participants.length * COLUMN;
  let y = HEAD;
  let phase = '';
  const drawn = stretchesOf(design, end).map(({ label, from, to, turns, people }) => {
    const isFirst = PHASE_OF[label] !== phase;
    phase = PHASE_OF[label];
    const top = y + (isFirst ? 18 : 0);
    // Minutes are longer than seconds, and not sixty times.
    const longer = turns.length === 0 ? 0 : 10 * Math.log2(1 + (to - from) / 1_000);
    const height = Math.min(64, Math.max(16, longer));
    y = top + height + 6;
    const yOf = (at: number) => top + (height * (at - from)) / Math.max(1, to - from);
    return html`${isFirst ? html`<text class="soft" y="${top - 4}">${phase}</text>` : ''}
<line x2="${width}" y1="${top}" y2="${top}"/><text y="${top + 12}">${label}</text>
<text class="soft end" x="${LEFT - 6}" y="${top + 12}">${duration(to - from)}</text>
<text x="${LEFT}" y="${top + 12}">${cut(people, participants.length * 5)}</text>
${turns.map((turn) => {
  const column = participants.findIndex(({ id }) => id === turn.participant);
  const bottom = yOf(turn.endedAt ?? end);
  return html`<a href="${turnUrl(row, turn.number)}" tabindex="-1"><title>${titleOf(turn, end)}</title>
<rect class="${turn.outcome}" x="${barX(column)}" y="${yOf(turn.startedAt)}" width="${BAR}" height="${Math.max(4, bottom - yOf(turn.startedAt))}" rx="2"/>${
    turn.error === null ? '' : html`<text x="${barX(column) + BAR}" y="${bottom + 4}">✕</text>`
  }</a>`;
})}`;
  });
  return html`<svg class="run" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="group" aria-label="Who worked when, from top to bottom">
${participants.map(drawName)}${drawn}</svg>`;
}

/** Rounds, and waits for people, in the order in which they began. */
function stretchesOf({ rounds, turns, ...design }: Design, end: number) {
  const asked = rounds.find(({ kind }) => kind === 'questions')?.closedAt ?? null;
  const wait = (label: 'answers' | 'gate', from: number, to = end, people = 'nobody') => {
    return { label, from, to, people, turns: [] };
  };
  const answerers = [...new Set(design.replies.map(({ author }) => author))].join(', ');
  return [
    ...rounds.map(({ id, kind, openedAt, closedAt }) => ({
      ...{ label: kind, from: openedAt, to: closedAt ?? end, people: '' },
      turns: turns.filter(({ roundId }) => roundId === id),
    })),
    ...(asked === null || design.questions.length === 0
      ? []
      : [wait('answers', asked, design.answeringClosed?.at, answerers || undefined)]),
    ...design.gates.map(({ openedAt, decision }) =>
      wait('gate', openedAt, decision?.at, (decision ?? { by: design.startedBy }).by?.name),
    ),
  ].toSorted((one, other) => one.from - other.from);
}

function titleOf({ outcome, startedAt, endedAt }: Turn, end: number): string {
  return `${outcome.replaceAll('_', ' ')}, ${duration((endedAt ?? end) - startedAt)}`;
}

function barX(column: number): number {
  return LEFT + column * COLUMN + (COLUMN - BAR) / 2;
}

function drawName(participant: Participant, column: number): Content {
  const { emoji, title, sessions } = participant;
  const again = sessions.some(({ origin }) => origin === 'retry') ? ' ↻' : '';
  const x = barX(column) + BAR / 2;
  return html`<text class="middle" x="${x}" y="${HEAD - 2}">${emoji}</text>
<text transform="translate(${x + 4} ${HEAD - 18}) rotate(-90)">${cut(title, 16)}${isDead(participant) ? ' ✕' : again}</text>`;
}
