/** A turn as it was recorded: what it saw, did, answered, cost, and why it failed. */

import { html } from 'hono/html';
import { participantOf } from '#design/participants.ts';
import type { Design } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';
import type { TraceStep, TurnRecord } from '#turns/record.ts';
import { duration } from '#words/figures.ts';
import { renderMoney, renderPage, renderTime } from './layout.ts';

export function renderTurn(
  row: DesignRow,
  design: Design,
  turn: TurnRecord & { readonly shared: string },
) {
  const { title } = participantOf(design, turn.participant);
  const end = turn.trace.find((step) => step.step === 'end');
  const known = design.turns.find(({ id }) => id === turn.turnId);
  const outcome = known?.outcome ?? 'open';
  const problem = end?.step === 'end' ? end.error : (known?.error ?? null);
  const heading = `Turn ${turn.number}: ${title}, ${turn.kind}`;
  return renderPage({
    title: heading,
    body: html`<p><a href="/designs/${row.id}?key=${row.key}">${design.topic}</a></p>
<h1>${heading}</h1>
<p class="headline ${outcome}">${outcome === 'open' ? 'It runs.' : outcome.replaceAll('_', ' ')}${problem === null ? '' : `: ${problem.message}`}</p>
<p class="facts">${turn.model} · ${renderTime(turn.startedAt)} · ${renderMoney(known?.costUsd ?? null)} · session ${turn.sessionId.slice(-8)}</p>
<details><summary>What all in this round were given</summary><pre>${turn.shared}</pre></details>
${turn.trace.map((step) => renderStep(step, turn.startedAt))}`,
  });
}

function renderStep(step: TraceStep, startedAt: number) {
  const { step: kind, at, ...rest } = step;
  const head = html`<span class="facts">+${duration(at - startedAt)}</span> ${kind.replaceAll('_', ' ')}${'tool' in step ? ` ${step.tool}: ${step.result}` : ''}`;
  const text = JSON.stringify(rest, null, 2).replaceAll('\\n', '\n    ');
  return html`<details class="step ${kind}"><summary>${head}</summary><pre>${text}</pre></details>`;
}
