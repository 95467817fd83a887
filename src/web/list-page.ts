/** All designs, newest first: what runs, what waits, what it cost. */

import { html } from 'hono/html';
import type { DesignRow } from '#store/store.ts';
import { renderMoney, renderPage, renderTime } from './layout.ts';

export function renderList(
  rows: readonly DesignRow[],
  { key, words }: { readonly key: string; readonly words: string },
) {
  const last = rows.at(-1);
  const open = rows.filter(({ isEnded }) => !isEnded).length;
  const older = new URLSearchParams({ key, words, before: last?.id ?? '' });
  const title = words === '' ? 'Designs' : `Designs about “${words}”`;
  return renderPage({
    title,
    body: html`<h1>${title}</h1>
<p>${rows.length === 0 ? 'There is none yet. Type /design in Slack or Discord.' : `${open} of ${rows.length} here are under way.`}</p>
<ul class="designs">${rows.map(renderRow)}</ul>
${rows.length < 50 ? '' : html`<p><a href="/?${older.toString()}">Older ones</a></p>`}`,
  });
}

function renderRow({ id, key, summary }: DesignRow) {
  const { topic, status, phase, headline, costUsd, startedAt, startedBy } = summary;
  const now = status === 'running' ? `In ${phase}.` : headline;
  return html`<li class="${status}">
  <a href="/designs/${id}?key=${key}">${topic}</a>
  <p>${status === 'awaiting_input' ? 'Waits for people. ' : ''}${now}</p>
  <p class="facts">${startedBy.name} · ${renderTime(startedAt)} · ${renderMoney(costUsd)}</p>
</li>`;
}
