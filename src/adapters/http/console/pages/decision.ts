import type { Context } from 'hono';
import { decisionSentences, whyNumber } from '../../../../core/outcome/why.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import {
  type TracedItem,
  type TracedPart,
  type TracedPassage,
  type TracedSentence,
  tracedDecision,
} from '../../../../presentation/decision/traced-decision.ts';
import { noSuchNumber, whySections } from '../../../../presentation/decision/why.ts';
import {
  type Line,
  type Section,
  untrustedMarkdown,
  WHOLE,
} from '../../../../presentation/format/document.ts';
import { PAGE } from '../../../../presentation/format/page-words.ts';
import { cutLine } from '../../../../presentation/format/plain.ts';
import { gistsOf } from '../../../../presentation/web/design-parts.ts';
import { safeUrl } from '../../access/own-path.ts';
import { drawnLine, drawnPaper } from '../../drawing/html.ts';
import type { Placed } from '../../drawing/html-controls.ts';
import { html } from '../../drawing/html-template.ts';
import type { PlacedOnPage } from '../drawn.ts';
import type { Markup } from '../shell.ts';
import type { Part } from './part.ts';

/** The open trace of sentence `number`. `alike`: all sentences that share it. */
interface TraceView {
  readonly number: number;
  readonly alike: readonly number[];
  readonly sections: readonly Section[];
}

interface Drawing {
  readonly design: Design;
  readonly shown: TraceView | null;
  readonly placed: PlacedOnPage;
}

/** The current decision: its head and its parts. */
interface DecisionView {
  readonly whole: Markup;
  readonly parts: readonly Part[];
}

/** Parts shown unfolded, with one line per item. */
const IS_SHOWN: ReadonlySet<TracedPart['id']> = new Set(['open', 'settled', 'step']);

/**
 * The decision, with a *why* link behind each sentence or part that the record can explain. The trace named in the address is a panel
 * below its sentence, so it can be read without a script. `null` if nothing is decided.
 */
export function tracedDecisionParts(
  context: Context,
  design: Design,
  placed: PlacedOnPage,
): DecisionView | null {
  const parts = tracedDecision(design);
  if (parts.length === 0) return null;
  const asked = context.req.query('why') ?? '';
  const number = /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 0;
  const why = asked === '' ? null : whyNumber(design, number);
  const shown = why === null ? null : { number, alike: why.alike, sections: whySections(why) };
  const unknown =
    asked === '' || why !== null
      ? ''
      : html`<p role="status" id="why">${noSuchNumber(decisionSentences(design).length)}</p>`;
  const drawing = { design, shown, placed };
  const gists = gistsOf(design);
  const whole = parts.filter(({ id }) => id === 'whole').flatMap(({ items }) => items);
  return {
    whole: html`${unknown}<article class="traced" id="decision">${whole.map((item) => html`<div class="passage">${item.passages.map((each) => passageMarkup(each, drawing))}${traceIn(item, drawing)}</div>`)}</article>`,
    parts: parts
      .filter(({ id }) => id !== 'whole')
      .map(({ id, heading, items }) => ({
        id,
        heading,
        gist: gists[id] ?? '',
        isShown: IS_SHOWN.has(id),
        isOpen: items.some((item) => hasTrace(item, drawing)),
        content: html`<ol class="items traced">${items.map((item) => html`<li>${itemMarkup(item, drawing)}</li>`)}</ol>`,
      })),
  };
}

/** Draws an item as one line, its point or its first sentences, which unfolds to the rest. */
function itemMarkup(item: TracedItem, drawing: Drawing): Markup {
  const { about, beside, passages, notes } = item;
  const [first, ...others] = passages;
  const isAsked = about.length > 0;
  const titled =
    first === undefined
      ? ''
      : html`${first.sentences.map((each) => html`${sentenceMarkup(each, drawing)} `)}`;
  const title = isAsked ? drawnLine(about, drawing.placed) : titled;
  const known = beside.length === 0 ? '' : html` <i>${drawnLine(beside, drawing.placed)}</i>`;
  const told = isAsked ? passages : others;
  // A summary that opens and closes cannot contain other links.
  const links = isAsked ? [] : (first?.sentences ?? []).filter(({ why }) => why);
  const noted =
    notes.length === 0
      ? ''
      : html`<ul>${notes.map((each) => html`<li dir="auto">${drawnLine(each, drawing.placed)}</li>`)}</ul>`;
  const isEmpty = told.length === 0 && links.length === 0 && notes.length === 0;
  if (isEmpty) return html`<p class="item" dir="auto">${title}${known}</p>`;
  return html`<details class="item" ${hasTrace(item, drawing) ? 'open' : ''}><summary dir="auto"><span>${title}${known}</span></summary><div class="inside">${told.map((each) => passageMarkup(each, drawing))}${noted}${links.map((each) => html`<p>${whyLink(each, drawing)}</p>`)}${traceIn(item, drawing)}</div></details>`;
}

function hasTrace({ passages }: TracedItem, { shown }: Drawing): boolean {
  const last = shown?.alike.at(-1);
  return (
    last !== undefined && passages.some(({ sentences }) => sentences.some(({ number }) => number === last))
  );
}

function traceIn(item: TracedItem, drawing: Drawing): Markup {
  const { design, shown, placed } = drawing;
  return shown !== null && hasTrace(item, drawing) ? traceMarkup(design, shown, placed) : html``;
}

function passageMarkup({ label, sentences }: TracedPassage, drawing: Drawing): Markup {
  const named = label === '' ? '' : html`<em>${label}:</em> `;
  const said = sentences.map(
    (each) => html`${sentenceMarkup(each, drawing)}${each.why ? whyLink(each, drawing) : ''} `,
  );
  return html`<p dir="auto">${named}${said}</p>`;
}

function sentenceMarkup({ number, text }: TracedSentence, { shown, placed }: Drawing): Markup {
  const line: Line = untrustedMarkdown(text, WHOLE);
  const isAsked = shown?.alike.includes(number) === true;
  const said = isAsked ? html`<mark>${drawnLine(line, placed)}</mark>` : drawnLine(line, placed);
  return html`<span id="${`s${number}`}">${said}</span>`;
}

function whyLink({ number, text }: TracedSentence, { design: { id }, shown }: Drawing): Markup {
  const isShown = shown?.alike.includes(number) === true;
  return html` <a class="why" data-panel href="${safeUrl(`/designs/${id}?why=${number}#why`)}" aria-expanded="${String(isShown)}" aria-label="${`${PAGE.why.label} ${cutLine(text, 60)}`}">${PAGE.why.link}</a>`;
}

function traceMarkup({ id }: Design, { number, alike, sections }: TraceView, placed: Placed): Markup {
  return html`<aside class="trace" id="why" tabindex="-1" aria-label="${PAGE.why.heading}"><p class="bar"><b>${PAGE.why.heading}</b> <a class="button" data-panel href="${safeUrl(`/designs/${id}#s${alike.at(-1) ?? number}`)}">${PAGE.why.close}</a></p>${drawnPaper(sections, placed)}</aside>`;
}
