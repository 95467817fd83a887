/** A turn as it was recorded: what it saw, did, answered, cost, and why it failed. */

import { html } from 'hono/html';
import { participantOf } from '#design/participants.ts';
import type { Design } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';
import type { TraceStep, TurnRecord } from '#turns/record.ts';
import { costWords, duration } from '#words/figures.ts';
import { type Content, renderPage, renderTime, streamUrl } from './layout.ts';

export function renderTurn(
  row: DesignRow,
  design: Design,
  turn: TurnRecord & { readonly shared: string },
): Content {
  const { title } = participantOf(design, turn.participant);
  const ended = design.turns.find(({ id, endedAt }) => id === turn.turnId && endedAt !== null);
  const error = ended?.error ?? null;
  const heading = `Turn ${turn.number}: ${title}, ${turn.kind}`;
  const cost = ended && { ...ended, usd: ended.costUsd ?? 0, isUnknown: ended.costUsd === null };
  return renderPage({
    title: heading,
    stream: ended === undefined ? streamUrl(row, design) : '',
    body: html`<p class="topic"><a href="/designs/${row.id}?key=${row.key}">${design.topic}</a></p>
<h1>${heading}</h1>
<section class="headline ${error === null ? 'info' : 'error'}"><p><strong>${ended?.outcome.replaceAll('_', ' ') ?? 'It runs.'}</strong>${error === null ? '' : `: ${error.message}`}</p></section>
<p class="facts">${cost === undefined ? '' : `${costWords(cost)} · ${duration((ended?.endedAt ?? 0) - turn.startedAt)} · `}${turn.model} · session ${turn.sessionId.slice(-8)} · ${renderTime(turn.startedAt)}</p>
${turn.shared === '' ? '' : renderFold('What all in this round were given', turn.shared, false)}
${turn.trace.map((step) => renderStep(step, turn.startedAt))}`,
  });
}

function renderStep(traced: TraceStep, startedAt: number): Content {
  const { step, at, ...rest } = traced;
  const tool = 'tool' in traced ? ` ${traced.tool}: ${traced.result}` : '';
  const took = 'ms' in traced ? `, ${duration(traced.ms)}` : '';
  const head = `+${duration(at - startedAt)} ${step.replaceAll('_', ' ')}${tool}${took}`;
  // Line breaks within the words, so that they can be read.
  const text = JSON.stringify(rest, null, 2).replaceAll(/\\./g, (pair) =>
    pair === '\\n' ? '\n    ' : pair,
  );
  return renderFold(head, text, step === 'call_failed' || step === 'end');
}

function renderFold(heading: string, text: string, isOpen: boolean): Content {
  return html`<details ${isOpen ? 'open' : ''}><summary>${heading}</summary><pre>${text}</pre></details>`;
}
