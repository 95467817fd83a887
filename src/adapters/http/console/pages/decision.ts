import type { Context } from 'hono';
import { html } from 'hono/html';
import { whyNumber } from '../../../../core/outcome/why.ts';
import type { DecisionSentence } from '../../../../core/synthesis/sentences.ts';
import { type Line, prose, type Section, WHOLE } from '../../../../core/telling/document.ts';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import { type TracedPassage, tracedDecision } from '../../../../core/telling/page/traced-decision.ts';
import { cutLine } from '../../../../core/telling/plain.ts';
import { whySections } from '../../../../core/telling/why.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import type { Placed } from '../../../../runtime/message/html-controls.ts';
import type { SharedStore } from '../../../../runtime/ports/store.ts';
import { tracedWhy } from '../../../../runtime/turn/traced.ts';
import { drawnLine, drawnPaper } from '../drawn.ts';
import { safeUrl } from '../own-path.ts';
import type { Markup } from '../shell.ts';

/** The trace that a page shows: of the sentence with this number. */
interface ShownTrace {
  readonly number: number;
  readonly sections: readonly Section[];
}

/**
 * The decision, with *why* behind each sentence. The trace of the one that the address asks for stands below the part with that
 * sentence, so that it can be read without a script; `null` where nothing is decided.
 */
export async function tracedDecisionPart(
  context: Context,
  store: Pick<SharedStore, 'turn'>,
  design: Design,
  placed: Placed,
): Promise<Markup | null> {
  const parts = tracedDecision(design);
  if (parts.length === 0) return null;
  const asked = /^[1-9]\d{0,3}$/.exec(context.req.query('why') ?? '')?.[0];
  const why =
    asked === undefined
      ? null
      : await tracedWhy(store, design, (requestsOf) => whyNumber(design, Number(asked), requestsOf));
  const shown = why === null ? null : { number: why.number, sections: whySections(why) };
  const draw = (passages: readonly TracedPassage[]) => itemMarkup(design, passages, shown, placed);
  const drawn = parts.map(({ heading, items }) =>
    heading === ''
      ? items.map((item) => html`<div class="passage">${draw(item)}</div>`)
      : html`<h3>${heading}</h3><ol>${items.map((item) => html`<li>${draw(item)}</li>`)}</ol>`,
  );
  return html`<article class="traced">${drawn}</article>`;
}

function itemMarkup(
  design: Design,
  passages: readonly TracedPassage[],
  shown: ShownTrace | null,
  placed: Placed,
): Markup {
  const drawn = passages.map(
    ({ label, sentences }) =>
      html`<p dir="auto">${label === '' ? '' : html`<em>${label}:</em> `}${sentences.map((each) => sentenceMarkup(design, each, shown, placed))}</p>`,
  );
  const isHere = passages.some(({ sentences }) => sentences.some(({ number }) => number === shown?.number));
  return html`${drawn}${isHere && shown !== null ? traceMarkup(design, shown, placed) : ''}`;
}

function sentenceMarkup(
  { id }: Design,
  { number, text }: DecisionSentence,
  shown: ShownTrace | null,
  placed: Placed,
): Markup {
  const line: Line = prose(text, WHOLE);
  const isAsked = shown?.number === number;
  const said = isAsked ? html`<mark>${drawnLine(line, placed)}</mark>` : drawnLine(line, placed);
  return html`<span id="${`s${number}`}">${said}</span> <a class="why" href="${safeUrl(`/designs/${id}?why=${number}#why`)}" aria-label="${`${PAGE.why.label} ${cutLine(text, 60)}`}">${PAGE.why.link}</a> `;
}

function traceMarkup({ id }: Design, { number, sections }: ShownTrace, placed: Placed): Markup {
  return html`<aside class="trace" id="why" aria-label="${PAGE.why.heading}">${drawnPaper(sections, placed)}<p><a href="${safeUrl(`/designs/${id}#s${number}`)}">${PAGE.why.close}</a></p></aside>`;
}
