import { WHOLE_TEXT, type Why, whyParts } from '../../../../core/outcome/why.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import type { Decision, ListedPart } from '../../../../core/vocabulary/submission.ts';
import { traceSections } from '../../../../presentation/decision/why.ts';
import { type DecisionItem, decisionItemsIn } from '../../../../presentation/decision-parts.ts';
import { untrustedMarkdown, WHOLE } from '../../../../presentation/format/document.ts';
import { PAGE } from '../../../../presentation/format/page-words.ts';
import { viewOf } from '../../../../presentation/view/view.ts';
import { drawnLine, drawnPaper, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';
import type { Part } from './part.ts';

/** Draws the text of the decision, and each of its lists as a part of the page; each item unfolds to its reasons. */
export function decisionParts(
  design: Design,
  decision: Decision,
  placed: Placed,
): { readonly whole: Markup; readonly parts: readonly Part[] } {
  const whys = whyParts(design);
  const items = decisionItemsIn(viewOf(design), decision);
  const part = (id: ListedPart, heading: string, isShown = false): Part[] =>
    items[id].length === 0
      ? []
      : [
          {
            id,
            heading,
            isShown,
            gist: String(items[id].length),
            content: itemList(items[id], whys, placed),
          },
        ];
  const { context, paragraph, harder } = decision;
  const passages = [context, paragraph].map((text) => drawnLine(untrustedMarkdown(text, WHOLE), placed));
  return {
    whole: html`<article class="text" id="decision">${passages.map((each) => html`<p dir="auto">${each}</p>`)}
<p dir="auto"><b>${PAGE.why.harder}:</b> ${drawnLine(untrustedMarkdown(harder, WHOLE), placed)}</p>${whyMarkup(whys.get(WHOLE_TEXT), placed)}</article>`,
    parts: [
      ...part('open', PAGE.why.open, true),
      ...part('step', PAGE.why.steps, true),
      ...part('rejected', PAGE.why.rejected),
      ...part('risk', PAGE.why.risks),
      ...part('assumption', PAGE.why.assumptions),
      ...part('revisitIf', PAGE.why.revisit),
    ],
  };
}

function itemList(all: readonly DecisionItem[], whys: ReadonlyMap<string, Why>, placed: Placed): Markup {
  const items = all.map(({ name, line, notes }) => {
    const about = html`<span dir="auto">${drawnLine(line, placed)}</span>`;
    const inside = [
      ...notes.map((each) => html`<p dir="auto">${drawnLine(each, placed)}</p>`),
      ...(whys.has(name) ? [whyMarkup(whys.get(name), placed)] : []),
    ];
    return inside.length === 0
      ? html`<li class="item">${about}</li>`
      : html`<li><details class="item"><summary>${about}</summary><div class="inside">${inside}</div></details></li>`;
  });
  return html`<ol class="items text">${items}</ol>`;
}

/** Draws where a part comes from, folded. */
function whyMarkup(why: Why | undefined, placed: Placed): Markup {
  if (why === undefined) return html``;
  return html`<details class="why"><summary>${PAGE.why.link}</summary><div class="inside">${drawnPaper(traceSections(why), placed)}</div></details>`;
}
