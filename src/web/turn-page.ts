/** A turn as it was recorded: what it saw, did, answered, cost, and why it failed. */

import { html } from 'hono/html';
import type { RoundKind } from '#design/events.ts';
import { participantOf } from '#design/participants.ts';
import type { Design, Turn } from '#design/state.ts';
import type { DesignRow } from '#store/store.ts';
import type { TraceStep, TurnRecord } from '#turns/record.ts';
import { costWords, duration } from '#words/figures.ts';
import { type Content, renderPage, renderTime, streamUrl } from './layout.ts';

/** What a turn that brought something has done. */
const DONE: Record<RoundKind, string> = {
  framing: 'framed the question',
  questions: 'asked its questions',
  matching: 'matched the replies to the questions',
  proposals: 'submitted its proposal',
  mapping: 'compared the proposals',
  argument: 'argued',
  draft: 'wrote the decision',
  audit: 'audited the text',
  revision: 'wrote the text again',
  signing: 'read the decision and gave its verdict',
};

/** Steps that are unfolded: what it submitted, or how it failed. */
const LAST = 2;

export function renderTurn(
  row: DesignRow,
  design: Design,
  record: TurnRecord & { readonly shared: string },
): Content {
  const { number, participant, kind, startedAt, model, sessionId, shared, trace } = record;
  const { title } = participantOf(design, participant);
  const heading = `Turn ${number}: ${title}, ${kind}`;
  const turn = design.turns.find(({ id }) => id === record.turnId);
  const { error = null, endedAt = null, costUsd = null, isAtLeast = false } = turn ?? {};
  const cost = costWords({ usd: costUsd ?? 0, isAtLeast, isUnknown: costUsd === null });
  const isDone = turn?.outcome === 'spoke' || turn?.outcome === 'passed';
  const words = turn === undefined || endedAt === null ? 'It runs.' : outcomeOf(turn, kind);
  const outcome = isDone ? `${title} ${words}.` : words;
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

/** `submitted its proposal`, or how it failed. */
export function outcomeOf({ outcome }: Turn, kind: RoundKind | undefined): string {
  if (outcome === 'passed') return 'had nothing to add';
  return outcome === 'spoke' && kind !== undefined ? DONE[kind] : outcome.replaceAll('_', ' ');
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
