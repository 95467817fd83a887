/**
 * A design on one column. While it runs: what happens now, and the picture. Once decided: the
 * decision, what could make you wrong, its text, the picture last. The record is folded below.
 */

import { html } from 'hono/html';
import { headlineOf } from '#design/outcome.ts';
import { participantOf } from '#design/participants.ts';
import type { Decision, Design } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import type { DesignRow } from '#store/store.ts';
import { figures, nowLine, stages } from '#words/card.ts';
import { figuresOf } from '#words/decision.ts';
import { renderEnd } from '#words/ending.ts';
import { exampleLine } from '#words/example.ts';
import { headlineBlock, questionOf } from '#words/headline.ts';
import { nameOf } from '#words/people.ts';
import { renderProposals } from '#words/proposals.ts';
import { renderRecordFile } from '#words/record-file.ts';
import { type Content, renderPage, renderTime, streamUrl, turnUrl } from './layout.ts';
import { renderMarkdown, renderSections } from './markdown.ts';
import { drawRun } from './picture.ts';
import { isRevealed } from './sealed.ts';

type Files = readonly { readonly name: string; readonly bytes: number }[];

export function renderDesign(row: DesignRow, given: Design, files: Files, now: number): Content {
  const example = exampleLine(given);
  // That it is an example stands once, on top.
  const design = { ...given, isRehearsal: false };
  const decision = decisionToRead(design);
  const picture = html`<h2>How it ran</h2>${drawRun(row, design, now)}`;
  const isOver = design.settled !== null;
  return renderPage({
    title: design.topic,
    stream: design.end === null ? streamUrl(row, design) : '',
    body: html`${example === null ? '' : html`<aside>${renderMarkdown(example.text)}</aside>`}
${
  decision === null
    ? html`<h1>${questionOf(design)}</h1>`
    : html`<p class="topic">${questionOf(design)}</p><h1>${decision.decision.sentence}</h1>`
}
<section class="headline ${headlineOf(design).level}">${renderHeadline(design, decision)}</section>
<p class="facts">${decision === null ? figures(design).text : figuresOf(given)} · ${nameOf(design.startedBy)}, ${renderTime(design.startedAt)}</p>
${isOver || decision !== null ? '' : picture}
${decision === null ? renderUndecided(design) : html`<article>${renderText(decision)}</article>`}
${renderRecord(design, decision === null && !isOver)}
${renderTurns(row, design)}
${renderFiles(row, files)}
${isOver || decision !== null ? picture : ''}`,
  });
}

/** Which a person is asked to decide on, or which stands. */
function decisionToRead(design: Design): Decision | null {
  const { status } = design.end ?? design.settled ?? {};
  const stands = status === 'completed' || status === 'needs_review';
  return stands || openGate(design) !== null ? newestDecision(design) : null;
}

function renderHeadline(design: Design, decision: Decision | null): Content {
  if (decision !== null) {
    const waits = openGate(design) === null ? '' : renderMarkdown(nowLine(design).text);
    return html`${renderMarkdown(headlineBlock(design).text)}${waits}`;
  }
  if (design.settled !== null) return renderMarkdown(renderEnd(design).text);
  return html`${renderMarkdown(stages(design).text)}${renderMarkdown(nowLine(design).text)}`;
}

function renderUndecided(design: Design): Content {
  const draft = design.settled === null ? newestDecision(design) : null;
  const hasProposals = isRevealed(design) && design.proposals.length > 0;
  return html`${hasProposals ? renderMarkdown(renderProposals(design).text) : ''}
${draft === null ? '' : fold('The decision as it is written now', false, renderText(draft))}`;
}

/** Its sentence, and in an example the line before it, stand above. */
function renderText({ text }: Decision): Content {
  const end = text.indexOf('**\n\n');
  return renderMarkdown(end === -1 ? text : text.slice(end + 4));
}

/** While it runs people can answer, and follow where the personas differ. */
function renderRecord(design: Design, isRunning: boolean): Content[] {
  const open = design.step === 'answering' ? 'Questions' : 'Differences';
  return renderSections(renderRecordFile(design)).map(({ heading, content }) =>
    fold(heading, isRunning && heading === open, content),
  );
}

function renderTurns(row: DesignRow, design: Design): Content | string {
  if (design.turns.length === 0) return '';
  const rows = design.turns.map((turn) => {
    const { title } = participantOf(design, turn.participant);
    const kind = design.rounds.find(({ id }) => id === turn.roundId)?.kind ?? '';
    const failed = turn.error === null ? '' : `: ${turn.error.message}`;
    return html`<li><a href="${turnUrl(row, turn.number)}">${title}, ${kind}</a>: ${turn.outcome.replaceAll('_', ' ')}${failed}</li>`;
  });
  return fold('Turns', false, html`<ol>${rows}</ol>`);
}

function renderFiles({ id, key }: DesignRow, files: Files): Content | string {
  if (files.length === 0) return '';
  const rows = files.map(({ name, bytes }) => {
    const path = name.startsWith('failures/') ? name : `artifacts/${name}`;
    return html`<li><a href="/api/v1/designs/${id}/${path}?key=${key}">${name}</a>, ${bytes.toLocaleString('en')} bytes</li>`;
  });
  return fold('Files', false, html`<ul>${rows}</ul>`);
}

function fold(heading: string, isOpen: boolean, content: Content): Content {
  const id = heading.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return html`<details id="${id}" ${isOpen ? 'open' : ''}><summary>${heading}</summary>${content}</details>`;
}
