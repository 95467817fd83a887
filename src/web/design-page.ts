/**
 * A design on one column. While it runs: what happens now, and the picture. Once decided: the
 * decision, what could make you wrong, its text, the picture last. The record is folded below.
 */

import { html } from 'hono/html';
import { headlineOf } from '#design/outcome.ts';
import { participantOf } from '#design/participants.ts';
import { nameOf } from '#design/people.ts';
import type { Decision, Design } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import { isRevealed } from '#engine/sealed.ts';
import type { DesignRow } from '#store/store.ts';
import { figures, nowLine, stages } from '#words/card.ts';
import { figuresOf } from '#words/decision.ts';
import { renderEnd } from '#words/ending.ts';
import { exampleLine } from '#words/example.ts';
import { headlineBlock, questionOf } from '#words/headline.ts';
import { renderProposals } from '#words/proposals.ts';
import { renderRecordFile } from '#words/record-file.ts';
import { type Content, renderPage, renderTime, streamUrl, turnUrl } from './layout.ts';
import { renderMarkdown, renderSections } from './markdown.ts';
import { drawRun } from './picture.ts';
import { outcomeOf } from './turn-page.ts';

type Files = readonly { readonly name: string; readonly bytes: number }[];

export function renderDesign(row: DesignRow, given: Design, files: Files, now: number): Content {
  const example = exampleLine(given);
  // While it runs, so does its clock.
  const counted = given.end === null ? { ...given, lastAt: now } : given;
  // That it is an example stands once, on top.
  const design = { ...given, isRehearsal: false };
  const decision = decisionToRead(design);
  const question = questionOf(design);
  const picture = html`<h2>How it ran</h2>${drawRun(row, design, now)}`;
  const record = renderSections(renderRecordFile(design));
  const drawn =
    decision === null && design.settled === null
      ? renderRunning(design, record, picture)
      : html`${decision === null ? renderOneLineEach(design) : html`<article>${renderText(decision)}</article>`}
${record.map(({ heading, content }) => fold(heading, content))}`;
  return renderPage({
    title: design.topic,
    stream: design.end === null ? streamUrl(row, design) : '',
    body: html`${example === null ? '' : html`<aside>${renderMarkdown(example.text)}</aside>`}
${decision === null ? html`<h1>${question}</h1>` : html`<p class="topic">${question}</p><h1>${decision.decision.sentence}</h1>`}
<section class="headline ${headlineOf(design).level}">${renderHeadline(design, decision)}</section>
<p class="facts">${decision === null ? figures(counted).text : figuresOf(counted)} · ${nameOf(design.startedBy)}, ${renderTime(design.startedAt)}</p>
${drawn}
${renderTurns(row, design)}
${renderFiles(row, files)}
${decision === null && design.settled === null ? '' : picture}`,
  });
}

/** Which a person is asked to decide on, or which stands. */
function decisionToRead(design: Design): Decision | null {
  const { status } = design.end ?? design.settled ?? {};
  const stands = status === 'completed' || status === 'needs_review';
  return stands || openGate(design) !== null ? newestDecision(design) : null;
}

function renderHeadline(design: Design, decision: Decision | null): Content {
  const now = renderMarkdown(nowLine(design).text);
  if (decision !== null)
    return html`${renderMarkdown(headlineBlock(design).text)}${openGate(design) === null ? '' : now}`;
  if (design.settled !== null) return renderMarkdown(renderEnd(design).text);
  return html`${renderMarkdown(stages(design).text)}${now}`;
}

/** First what people can answer, or where the personas differ. */
function renderRunning(
  design: Design,
  record: ReturnType<typeof renderSections>,
  picture: Content,
): Content {
  const first = design.step === 'answering' ? 'Questions' : 'Differences';
  const draft = newestDecision(design);
  return html`${record.map(({ heading, content }) => (heading === first ? fold(heading, content, 'open') : ''))}
${picture}${renderOneLineEach(design)}
${draft === null ? '' : fold('The decision as it is written now', renderText(draft))}
${record.map(({ heading, content }) => (heading === first ? '' : fold(heading, content)))}`;
}

function renderOneLineEach(design: Design): Content | string {
  const hasSome = isRevealed(design) && design.proposals.length > 0;
  return hasSome ? renderMarkdown(renderProposals(design).text) : '';
}

/** Its sentence, and in an example the line before it, stand above. */
function renderText({ text }: Decision): Content {
  const end = text.indexOf('**\n\n');
  return renderMarkdown(end === -1 ? text : text.slice(end + 4));
}

function renderTurns(row: DesignRow, design: Design): Content | string {
  if (design.turns.length === 0) return '';
  const rows = design.turns.map((turn) => {
    const { number, participant, roundId, error } = turn;
    const { title } = participantOf(design, participant);
    const kind = design.rounds.find(({ id }) => id === roundId)?.kind;
    const failed = error === null ? '' : `: ${error.message}`;
    return html`<li><a href="${turnUrl(row, number)}">${title}, ${kind}</a>: ${outcomeOf(turn, kind)}${failed}</li>`;
  });
  return fold('Turns', html`<ol>${rows}</ol>`);
}

function renderFiles({ id, key }: DesignRow, files: Files): Content | string {
  if (files.length === 0) return '';
  const rows = files.map(({ name, bytes }) => {
    const path = name.startsWith('failures/') ? name : `artifacts/${name}`;
    return html`<li><a href="/api/v1/designs/${id}/${path}?key=${key}">${name}</a>, ${bytes.toLocaleString('en')} bytes</li>`;
  });
  return fold('Files', html`<ul>${rows}</ul>`);
}

function fold(heading: string, content: Content, open: 'open' | '' = ''): Content {
  const id = heading.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return html`<details id="${id}" ${open}><summary>${heading}</summary>${content}</details>`;
}
