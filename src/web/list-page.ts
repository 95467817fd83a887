/** All designs: what waits for people, what runs, what has ended and how; and what each cost. */

import { html } from 'hono/html';
import { nameOf } from '#design/people.ts';
import type { DesignRow } from '#store/store.ts';
import { costWords, countOf } from '#words/figures.ts';
import { type Content, renderPage, renderTime } from './layout.ts';

const EVERY_MS = 5_000;

/** `older`: where more that have ended are listed; empty: there are none. */
export function renderList(
  lists: { readonly [Name in 'waiting' | 'running' | 'ended']: readonly DesignRow[] },
  older: string,
): Content {
  const { waiting, running, ended } = lists;
  const isEmpty = [waiting, running, ended].every(({ length }) => length === 0);
  return renderPage({
    title: 'Designs',
    everyMs: EVERY_MS,
    body: html`<h1>Designs</h1>
${isEmpty ? html`<p>There is none yet. Type <code>/design</code> in Slack or Discord.</p>` : ''}
${renderRows(waiting, countOf(waiting.length, 'waits for people', 'wait for people'))}
${renderRows(running, countOf(running.length, 'runs', 'run'))}
${renderRows(ended, 'Ended')}
${older === '' ? '' : html`<p><a href="${older}">Older ones</a></p>`}`,
  });
}

function renderRows(rows: readonly DesignRow[], heading: string): Content | string {
  return rows.length === 0
    ? ''
    : html`<h2>${heading}</h2><ul class="designs">${rows.map(renderRow)}</ul>`;
}

function renderRow({ id, key, summary }: DesignRow): Content {
  const { topic, headline, costUsd, startedAt, startedBy, isRehearsal } = summary;
  const spent = { usd: costUsd ?? 0, isAtLeast: false, isUnknown: costUsd === null };
  const cost = isRehearsal ? 'example' : costWords(spent);
  return html`<li id="${id}">
<a href="/designs/${id}?key=${key}">${topic}</a>
<p>${headline}</p>
<p class="facts">${cost} · ${nameOf(startedBy)}, ${renderTime(startedAt)}</p>
</li>`;
}
