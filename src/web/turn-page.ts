/** A turn as it was recorded: what it saw, did, answered, cost, and why it failed. */

import { html } from 'hono/html';
import { participantOf } from '#design/participants.ts';
import type { Design } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';
import type { TraceStep, TurnRecord } from '#turns/record.ts';
import { costWords, duration } from '#words/figures.ts';
import { type Content, renderPage, renderTime, streamUrl } from './layout.ts';

/** Steps that are unfolded: what it submitted, or how it failed. */
const LAST = 2;

export function renderTurn(
  row: DesignRow,
  design: Design,
  record: TurnRecord & { readonly shared: string },
): Content {
  const { number, participant, kind, startedAt, model, sessionId, shared, trace } = record;
  const heading = `Turn ${number}: ${participantOf(design, participant).title}, ${kind}`;
  const turn = design.turns.find(({ id }) => id === record.turnId);
  const { error = null, endedAt = null, costUsd = null, isAtLeast = false } = turn ?? {};
  const cost = costWords({ usd: costUsd ?? 0, isAtLeast, isUnknown: costUsd === null });
  const outcome = endedAt === null ? 'It runs.' : turn?.outcome.replaceAll('_', ' ');
  return renderPage({
    title: heading,
    stream: endedAt === null ? streamUrl(row, design) : '',
    body: html`<p class="topic"><a href="/designs/${row.id}?key=${row.key}">${design.topic}</a></p>
<h1>${heading}</h1>
<section class="headline ${error === null ? 'info' : 'error'}"><p><strong>${outcome}</strong>${error === null ? '' : `: ${error.message}`}</p></section>
<p class="facts">${endedAt === null ? '' : `${cost} · ${duration(endedAt - startedAt)} · `}${model} · session ${sessionId.slice(-8)} · ${renderTime(startedAt)}</p>
${fold('What all in this round were given', shared, false)}
${trace.map((step, index) => renderStep(step, startedAt, index >= trace.length - LAST))}`,
  });
}

function renderStep({ step, at, ...rest }: TraceStep, startedAt: number, isOpen: boolean): Content {
  const tool = 'tool' in rest ? ` ${rest.tool}: ${rest.result}` : '';
  const took = 'ms' in rest ? `, ${rest.ms} ms` : '';
  const heading = `+${duration(at - startedAt)} ${step.replaceAll('_', ' ')}${tool}${took}`;
  // Line breaks within words are drawn as such, so that they can be read.
  const text = JSON.stringify(rest, null, 2).replaceAll(/\\./g, (pair) =>
    pair === '\\n' ? '\n    ' : pair,
  );
  return fold(heading, text, isOpen);
}

function fold(heading: string, text: string, isOpen: boolean): Content {
  return html`<details ${isOpen ? 'open' : ''}><summary>${heading}</summary><pre>${text}</pre></details>`;
}
