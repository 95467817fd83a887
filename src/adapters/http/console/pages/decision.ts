import type { Context } from 'hono';
import { html } from 'hono/html';
import { decisionSentences, whyNumber } from '../../../../core/outcome/why.ts';
import { type Line, prose, type Section, WHOLE } from '../../../../core/telling/document.ts';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import {
  type TracedItem,
  type TracedPassage,
  type TracedSentence,
  tracedDecision,
} from '../../../../core/telling/page/traced-decision.ts';
import { cutLine } from '../../../../core/telling/plain.ts';
import { noSuchNumber, whySections } from '../../../../core/telling/why.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import type { Placed } from '../../../../runtime/message/html-controls.ts';
import type { SharedStore } from '../../../../runtime/ports/store.ts';
import { tracedWhy } from '../../../../runtime/turn/traced.ts';
import { safeUrl } from '../../own-path.ts';
import { drawnLine, drawnPaper } from '../drawn.ts';
import type { Markup } from '../shell.ts';

/** The trace that a page shows: of the sentence with this number, and of those that share it. */
interface ShownTrace {
  readonly number: number;
  readonly alike: readonly number[];
  readonly sections: readonly Section[];
}

/** What a page draws a decision with. */
interface Drawing {
  readonly design: Design;
  readonly shown: ShownTrace | null;
  readonly placed: Placed;
}

/**
 * The decision as it stands now, with *why* behind each sentence or part of which the record knows that. The trace that the address
 * asks for stands below the part with its sentence, so that it can be read without a script; `null` where nothing is decided.
 */
export async function tracedDecisionPart(
  context: Context,
  store: Pick<SharedStore, 'turn'>,
  design: Design,
  placed: Placed,
): Promise<Markup | null> {
  const parts = tracedDecision(design);
  if (parts.length === 0) return null;
  const asked = context.req.query('why') ?? '';
  const number = /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 0;
  const why =
    asked === ''
      ? null
      : await tracedWhy(store, design, (requestsOf) => whyNumber(design, number, requestsOf));
  const shown = why === null ? null : { number, alike: why.alike, sections: whySections(why) };
  const unknown =
    asked === '' || why !== null
      ? ''
      : html`<p role="status" id="why">${noSuchNumber(decisionSentences(design).length)}</p>`;
  const drawing = { design, shown, placed };
  const drawn = parts.map(({ heading, items }) =>
    heading === ''
      ? items.map((item) => wholeMarkup(item, items.length, drawing))
      : html`<h3>${heading}</h3><ol>${items.map((item) => html`<li>${itemMarkup(item, drawing)}</li>`)}</ol>`,
  );
  return html`${unknown}<article class="traced">${drawn}</article>`;
}

/** The sentence above the paragraph, or the paragraph alone. */
function wholeMarkup(item: TracedItem, count: number, drawing: Drawing): Markup {
  const drawn = itemMarkup(item, drawing);
  return count === 1 ? html`<div>${drawn}</div>` : html`<div class="passage">${drawn}</div>`;
}

function itemMarkup({ about, beside, passages, notes }: TracedItem, drawing: Drawing): Markup {
  const { design, shown, placed } = drawing;
  const asked = about.length === 0 ? '' : html`<p dir="auto">${drawnLine(about, placed)}</p>`;
  const told = passages.map((passage, at) => passageMarkup(passage, at === 0 ? beside : [], drawing));
  const noted =
    notes.length === 0
      ? ''
      : html`<ul>${notes.map((each) => html`<li dir="auto">${drawnLine(each, placed)}</li>`)}</ul>`;
  const last = shown?.alike.at(-1);
  const isHere = passages.some(({ sentences }) => sentences.some(({ number }) => number === last));
  const trace = isHere && shown !== null ? traceMarkup(design, shown, placed) : '';
  return html`${asked}${told}${noted}${trace}`;
}

function passageMarkup({ label, sentences }: TracedPassage, beside: Line, drawing: Drawing): Markup {
  const { placed } = drawing;
  const named = label === '' ? '' : html`<em>${label}:</em> `;
  const known = beside.length === 0 ? '' : html` <i>${drawnLine(beside, placed)}</i>`;
  const said = sentences.map((each, at) => {
    const link = each.why ? whyLink(each, drawing) : '';
    const isLast = at === sentences.length - 1;
    return html`${sentenceMarkup(each, drawing)}${isLast ? known : ''}${link} `;
  });
  return html`<p dir="auto">${named}${said}</p>`;
}

function sentenceMarkup({ number, text }: TracedSentence, { shown, placed }: Drawing): Markup {
  const line: Line = prose(text, WHOLE);
  const isAsked = shown?.alike.includes(number) === true;
  const said = isAsked ? html`<mark>${drawnLine(line, placed)}</mark>` : drawnLine(line, placed);
  return html`<span id="${`s${number}`}">${said}</span>`;
}

function whyLink({ number, text }: TracedSentence, { design: { id } }: Drawing): Markup {
  return html` <a class="why" href="${safeUrl(`/designs/${id}?why=${number}#why`)}" aria-label="${`${PAGE.why.label} ${cutLine(text, 60)}`}">${PAGE.why.link}</a>`;
}

function traceMarkup({ id }: Design, { number, alike, sections }: ShownTrace, placed: Placed): Markup {
  return html`<aside class="trace" id="why" aria-label="${PAGE.why.heading}">${drawnPaper(sections, placed)}<p><a href="${safeUrl(`/designs/${id}#s${alike.at(-1) ?? number}`)}">${PAGE.why.close}</a></p></aside>`;
}
