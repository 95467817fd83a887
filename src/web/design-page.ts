/**
 * A design on one column. While it runs: what happens now, and the picture. Once decided: the
 * decision, what could make you wrong, the rest folded, the picture last.
 */

import { html } from 'hono/html';
import { caveatsOf } from '#design/caveats.ts';
import { costOf } from '#design/money.ts';
import { headlineOf } from '#design/outcome.ts';
import { participantOf } from '#design/participants.ts';
import type { Design } from '#design/state.ts';
import { newestDecision } from '#design/status.ts';
import type { DesignRow } from '#store/store.ts';
import { nowLine } from '#words/card.ts';
import { renderDifferences } from '#words/differences.ts';
import { exampleLine } from '#words/example.ts';
import { costWords, duration } from '#words/figures.ts';
import { firstLineOf } from '#words/headline.ts';
import { nameOf, nameOfAuthor } from '#words/people.ts';
import { renderQuestions } from '#words/questions.ts';
import { renderPage, renderTime } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { drawRun } from './picture.ts';

interface File {
  readonly name: string;
  readonly bytes: number;
}

export function renderDesign(row: DesignRow, design: Design, files: readonly File[], now: number) {
  const decision = newestDecision(design);
  const isOver = design.settled !== null;
  const example = exampleLine(design);
  return renderPage({
    title: design.topic,
    stream: isOver && design.end !== null ? '' : streamOf(row, design),
    body: html`${example === null ? '' : html`<aside>${renderMarkdown(example.text)}</aside>`}
<p class="topic">${design.topic}</p>
${decision === null ? '' : html`<h1>${decision.decision.sentence}</h1>`}
${isOver || design.step === 'deciding' ? renderHeadline(design) : renderNow(design)}
<p class="facts">${costWords(costOf(design))} of $${design.settings.budgetUsd.toFixed(2)} · ${duration((design.end?.at ?? now) - design.startedAt)} · ${nameOf(design.startedBy)}, ${renderTime(design.startedAt)}</p>
${isOver ? '' : drawRun(design, now)}
${decision === null ? '' : html`<article>${renderMarkdown(withoutTitle(decision.text))}</article>`}
${renderSignatures(design)}
${renderDetails(design)}
${renderFiles(row, files)}
${renderTurns(row, design)}
${isOver ? html`<h2>How it went</h2>${drawRun(design, now)}` : ''}`,
  });
}

function streamOf({ id, key }: DesignRow, { version }: Design): string {
  return `/api/v1/designs/${id}/events?since=${version}&key=${key}`;
}

/** The first line of a decision's text is its sentence, which stands above. */
function withoutTitle(text: string): string {
  return text.replace(/^(?:#+ [^\n]*|\*\*[^\n]*\*\*)\n+/, '');
}

function renderHeadline(design: Design) {
  const { level } = headlineOf(design);
  const caveats = caveatsOf(design);
  return html`<section class="headline ${level}"><p><strong>${firstLineOf(design)}</strong></p>
${caveats.length === 0 ? '' : html`<ul>${caveats.map(({ text }) => html`<li>${text}</li>`)}</ul>`}</section>`;
}

function renderNow(design: Design) {
  return html`<section class="headline info">${renderMarkdown(nowLine(design).text)}</section>`;
}

function renderSignatures(design: Design) {
  if (design.signatures.length === 0) return '';
  return html`<h2>Signed by</h2><ul>${design.signatures.map(({ participant, signature }) => {
    const { emoji, title } = participantOf(design, participant);
    const verdict = {
      signs: 'signs',
      with_reservation: 'signs with a reservation',
      dissents: 'dissents',
    }[signature.verdict];
    return html`<li><b>${emoji} ${title}</b> ${verdict}. ${signature.words}</li>`;
  })}</ul>`;
}

function renderDetails(design: Design) {
  const isOpen = design.settled === null;
  const differences = renderDifferences(design);
  return html`
${design.questions.length === 0 ? '' : fold('Questions', isOpen, renderMarkdown(renderQuestions(design).text))}
${
  design.replies.length === 0
    ? ''
    : fold(
        'What people said',
        false,
        html`<ul>${design.replies.map((reply) => html`<li><b>${nameOfAuthor(reply)}</b> ${renderTime(reply.at)}<p class="said">${reply.text}</p></li>`)}</ul>`,
      )
}
${differences === null ? '' : fold('Where they differ', isOpen, renderMarkdown(differences.text))}
${design.areRevealed ? fold('Proposals', false, renderProposals(design)) : ''}`;
}

function fold(title: string, isOpen: boolean, content: ReturnType<typeof html> | string) {
  return html`<details id="${title.toLowerCase().replaceAll(' ', '-')}" ${isOpen ? 'open' : ''}><summary>${title}</summary>${content}</details>`;
}

function renderProposals(design: Design) {
  return html`${design.proposals.map(({ participant, letter, proposal, citations }) => {
    const { emoji, title } = participantOf(design, participant);
    const statusOf = (name: string) => citations.find((each) => each.name === name)?.status;
    return html`<h3>${emoji} ${title}: ${proposal.headline}</h3>
<p class="said">${proposal.reasons}</p>
<ol>${proposal.claims.map(
      (claim, index) =>
        html`<li>${claim.text}${
          claim.place === ''
            ? ''
            : html` <code>${claim.place}</code> ${CITED[statusOf(`${letter}-${index + 1}`) ?? 'not_looked_up']}`
        }${claim.against ? ' (against its own answer)' : ''}</li>`,
    )}</ol>
<p>Next best: ${proposal.nextBest}</p>`;
  })}`;
}

const CITED = {
  stands: 'stands there',
  absent: 'does not stand there',
  not_looked_up: 'was not looked up',
};

function renderFiles({ id, key }: DesignRow, files: readonly File[]) {
  if (files.length === 0) return '';
  return html`<h2>Files</h2><ul>${files.map(({ name, bytes }) => {
    const path = name.startsWith('failures/') ? name : `artifacts/${name}`;
    return html`<li><a href="/api/v1/designs/${id}/${path}?key=${key}">${name}</a> ${bytes.toLocaleString('en')} bytes</li>`;
  })}</ul>`;
}

function renderTurns({ id, key }: DesignRow, design: Design) {
  if (design.turns.length === 0) return '';
  const rows = design.turns.map((turn) => {
    const { title } = participantOf(design, turn.participant);
    const kind = design.rounds.find((round) => round.id === turn.roundId)?.kind ?? '';
    const failed = turn.error === null ? '' : `: ${turn.error.message}`;
    return html`<li class="${turn.outcome}"><a href="/designs/${id}/turns/${turn.number}?key=${key}">Turn ${turn.number}</a> ${title}, ${kind}: ${turn.outcome.replaceAll('_', ' ')}${failed}</li>`;
  });
  return fold('Turns', false, html`<ol>${rows}</ol>`);
}
