/**
 * The run as a picture: a row a round, under its phase, and a column a participant. A bar is a turn,
 * from its start to its end within the round; ✕ stands beside one that failed, and at the name of who
 * is out; ↻ where a process was started again. What people were waited for has rows of its own.
 */

import { html } from 'hono/html';
import type { Phase, RoundKind } from '#design/events.ts';
import { isDead } from '#design/participants.ts';
import type { Design, Participant } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';
import { cut } from '#support/text.ts';
import { duration } from '#words/figures.ts';
import { type Content, turnUrl } from './layout.ts';

const LEFT = 128;
const COLUMN = 29;
const HEAD = 126;

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
    const yOf = (at: number) => (height * (at - from)) / Math.max(1, to - from);
    return html`<g transform="translate(0 ${top})">${isFirst ? html`<text class="soft" y="-4">${phase}</text>` : ''}
<line x2="${width}"/><text y="12">${label}</text>
<text class="soft end" x="${LEFT - 6}" y="12">${duration(to - from)}</text>
<text x="${LEFT}" y="12">${cut(people, participants.length * 5)}</text>
${turns.map(({ number, participant, outcome, startedAt, endedAt, error }) => {
  const column = participants.findIndex(({ id }) => id === participant);
  const [start, stop] = [yOf(startedAt), yOf(endedAt ?? end)];
  return html`<a href="${turnUrl(row, number)}" tabindex="-1" transform="translate(${xOf(column)})"><title>${outcome.replaceAll('_', ' ')}</title>
<rect class="${outcome}" x="-6" y="${start}" width="12" height="${Math.max(4, stop - start)}" rx="2"/>${error === null ? '' : html`<text x="6" y="${stop + 4}">✕</text>`}</a>`;
})}</g>`;
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

/** The middle of a column. */
function xOf(column: number): number {
  return LEFT + (column + 0.5) * COLUMN;
}

function drawName(participant: Participant, column: number): Content {
  const { emoji, title, sessions } = participant;
  const again = sessions.some(({ origin }) => origin === 'retry') ? ' ↻' : '';
  return html`<g transform="translate(${xOf(column)} ${HEAD})"><text class="middle" y="-2">${emoji}</text>
<text transform="translate(4 -18) rotate(-90)">${cut(title, 16)}${isDead(participant) ? ' ✕' : again}</text></g>`;
}
