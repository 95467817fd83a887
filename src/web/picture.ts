/**
 * The run as a picture: a row a round, under its phase, and a column a participant. A bar is a turn,
 * from its start to its end within the round; ✕ stands where one failed, ↻ where a process was
 * started again. What people were waited for has rows of its own. A long row is drawn shorter.
 */

import { html } from 'hono/html';
import type { Phase, RoundKind } from '#design/events.ts';
import { isDead } from '#design/participants.ts';
import type { Design, Participant, Turn } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';
import { cut } from '#support/text.ts';
import { duration } from '#words/figures.ts';
import { type Content, turnUrl } from './layout.ts';

const LEFT = 118;
const COLUMN = 30;
const HEAD = 114;
const PHASE_HEIGHT = 18;
const BAR = 12;

const PHASE_OF: Record<RoundKind, Phase> = {
  framing: 'questioning',
  questions: 'questioning',
  matching: 'questioning',
  proposals: 'independent',
  mapping: 'refinement',
  argument: 'refinement',
  draft: 'synthesis',
  audit: 'synthesis',
  revision: 'synthesis',
  signing: 'synthesis',
};

interface Stretch {
  readonly phase: Phase;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly turns: readonly Turn[];
  /** Whom it waited for. */
  readonly people: string;
}

export function drawRun(row: DesignRow, design: Design, now: number): Content {
  const { participants } = design;
  const width = LEFT + participants.length * COLUMN;
  let y = HEAD;
  let phase: Phase | null = null;
  const drawn = stretchesOf(design, now).map((stretch) => {
    const isFirst = stretch.phase !== phase;
    phase = stretch.phase;
    const top = y + (isFirst ? PHASE_HEIGHT : 0);
    const height = heightOf(stretch);
    y = top + height + 6;
    return html`${isFirst ? html`<text class="phase" x="0" y="${top - 4}">${phase}</text>` : ''}${drawStretch(stretch, top, height)}`;
  });
  return html`<svg class="run" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img" aria-label="Who worked when, from top to bottom">
${participants.map(drawName)}${drawn}</svg>`;

  function drawStretch(stretch: Stretch, top: number, height: number): Content {
    const { label, from, to, turns, people } = stretch;
    const yOf = (at: number) => top + (height * Math.max(0, at - from)) / Math.max(1, to - from);
    const again = participants.flatMap(({ sessions }, column) =>
      sessions
        .filter(
          ({ origin, startedAt }) => origin === 'retry' && startedAt >= from && startedAt < to,
        )
        .map(({ startedAt }) => drawMark('↻', column, yOf(startedAt) + 4, -11)),
    );
    return html`<line x1="0" x2="${width}" y1="${top}" y2="${top}"/><text x="0" y="${top + 12}">${label}</text><text class="took" x="${LEFT - 8}" y="${top + 12}">${duration(to - from)}</text>${
      people === ''
        ? ''
        : html`<text class="people" x="${LEFT}" y="${top + 12}">${cut(people, participants.length * 5)}</text>`
    }${turns.map((turn) => drawTurn(turn, yOf))}${again}`;
  }

  function drawTurn(turn: Turn, yOf: (at: number) => number): Content {
    const { number, participant, outcome, startedAt, endedAt } = turn;
    const column = participants.findIndex(({ id }) => id === participant);
    const top = yOf(startedAt);
    const height = Math.max(4, yOf(endedAt ?? now) - top);
    const failed = turn.error === null ? '' : `: ${turn.error.message}`;
    const title = `${participants[column]?.title}, ${outcome.replaceAll('_', ' ')}${failed}, ${duration((endedAt ?? now) - startedAt)}`;
    return html`<a href="${turnUrl(row, number)}" tabindex="-1"><title>${title}</title><rect class="${outcome}" x="${barX(column)}" y="${top}" width="${BAR}" height="${height}" rx="2"/>${
      turn.error === null ? '' : drawMark('✕', column, top + height + 4, 11)
    }</a>`;
  }
}

/** In the order in which they began: the start, rounds, and waits for people. */
function stretchesOf(design: Design, now: number): Stretch[] {
  const { rounds, replies, answering, answeringClosed, gates, settled, startedBy } = design;
  const end = settled?.at ?? now;
  const wait = { turns: [], label: 'answers', phase: 'questioning' } as const;
  const names = [...new Set(replies.map(({ author }) => author))].join(', ');
  const asked = rounds.find(({ kind }) => kind === 'questions')?.closedAt ?? null;
  const waits: Stretch[] =
    asked === null || (answering === null && answeringClosed === null)
      ? []
      : [{ ...wait, from: asked, to: answeringClosed?.at ?? end, people: names || 'nobody' }];
  const start = { ...wait, label: 'start', phase: 'spawning', people: '' } as const;
  return [
    { ...start, from: design.startedAt, to: rounds[0]?.openedAt ?? end },
    ...rounds.map(({ id, kind, openedAt, closedAt }) => ({
      phase: PHASE_OF[kind],
      label: kind,
      from: openedAt,
      to: closedAt ?? end,
      turns: design.turns.filter(({ roundId }) => roundId === id),
      people: '',
    })),
    ...waits,
    ...gates.map(({ openedAt, decision }) => ({
      phase: 'synthesis' as const,
      label: 'gate',
      from: openedAt,
      to: decision?.at ?? end,
      turns: [],
      people: decision === null ? startedBy.name : (decision.by?.name ?? 'nobody'),
    })),
  ].toSorted((one, other) => one.from - other.from);
}

/** Minutes are longer than seconds, and not sixty times. */
function heightOf({ from, to, turns }: Stretch): number {
  const seconds = Math.max(0, to - from) / 1_000;
  return turns.length === 0 ? 16 : Math.min(64, Math.max(16, 10 * Math.log2(1 + seconds)));
}

function barX(column: number): number {
  return LEFT + column * COLUMN + (COLUMN - BAR) / 2;
}

function drawName(participant: Participant, column: number): Content {
  const { emoji, title } = participant;
  const x = barX(column) + BAR / 2;
  return html`<text class="emoji" x="${x}" y="${HEAD - 2}">${emoji}</text><text transform="translate(${x + 4} ${HEAD - 18}) rotate(-90)">${cut(title, 18)}${isDead(participant) ? ' ✕' : ''}</text>`;
}

function drawMark(sign: string, column: number, y: number, shift: number): Content {
  return html`<text class="mark" x="${barX(column) + BAR / 2 + shift}" y="${y}">${sign}</text>`;
}
