import type { Design } from '#core/vocabulary/design.ts';
import { countOf } from '#core/vocabulary/figures.ts';
import type { SentencePart } from '#core/vocabulary/submission.ts';
import {
  type DecisionItem,
  drawDecisionItems,
  drawHead,
  type ItemPart,
} from '#presentation/decision/decision-items.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { drawSentences } from '#presentation/judged/bearers.ts';
import { drawHeldSide } from '#presentation/picture/differences.ts';
import { viewOf } from '#presentation/view/view.ts';
import { drawLine, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';
import type { Part } from './part.ts';

/** Draws each list of the decision as a part of its page; each item unfolds to its reasons. */
export function listDecisionParts(design: Design, placed: Placed): Part[] {
  const view = viewOf(design);
  if (view.text === null) return [];
  const all = drawDecisionItems(view, view.text, (side) => drawHeldSide(view, side));
  const parts = design.end === null ? PARTS_BESIDE_GATE : PARTS;
  return parts
    .filter((id) => all[id].length > 0)
    .map((id) => ({
      id,
      heading: PAGE.decision[id],
      isShown: SHOWN.includes(id) && design.end !== null,
      gist: countOf(all[id].length, PAGE.decision.nouns[id]),
      content: drawItems(all[id], placed, id),
    }));
}

const PARTS: readonly ItemPart[] = ['open', 'step', 'rejected', 'risk', 'assumption', 'revisitIf'];
/** An open gate has the others among its reasons. */
const PARTS_BESIDE_GATE: readonly ItemPart[] = ['open', 'revisitIf'];
const SHOWN: readonly ItemPart[] = ['open', 'step'];

/** Draws the decision's paragraphs below its sentence. */
export function drawDecisionText(design: Design, placed: Placed): Markup {
  const { text } = viewOf(design);
  if (text === null) return html``;
  const passage = (part: SentencePart, heading: Markup | false = false) => {
    const words = drawSentences(text.sentences, part);
    return words.length > 0 && html`<p dir="auto">${heading}${drawLine(words, placed)}</p>`;
  };
  return html`<article class="text" id="decision">${passage('context')}${passage('why')}
${passage('harder', html`<b>${PAGE.decision.harder}:</b> `)}</article>`;
}

function drawItems(all: readonly DecisionItem[], placed: Placed, id: ItemPart): Markup {
  const items = all.map((item, at) => {
    const number = id === 'step' && `${at + 1}. `;
    const about = html`<span dir="auto">${number}${drawLine(drawHead(item), placed)}</span>`;
    const inside = item.notes
      .filter((note) => note.length > 0 && note !== item.waits)
      .map((note) => html`<p dir="auto">${drawLine(note, placed)}</p>`);
    return inside.length === 0
      ? html`<li class="item">${about}</li>`
      : html`<li><details class="item"${id === 'open' && html` open`}><summary>${about}</summary><div class="inside">${inside}</div></details></li>`;
  });
  return html`<ol class="items text">${items}</ol>`;
}
