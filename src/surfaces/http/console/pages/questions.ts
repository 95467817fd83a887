import type { Design } from '#core/vocabulary/design.ts';
import { clickable } from '#presentation/format/document.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import type { QuestionView } from '#presentation/schema/talk.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import {
  drawDifferingAnswers,
  drawLedger,
  listOpenQuestions,
} from '#presentation/talk/questions.ts';
import { viewOf } from '#presentation/view/view.ts';
import { listGoOnControls } from '#presentation/words/controls.ts';
import { cleanUrl } from '../../access/own-path.ts';
import { drawButtons, drawDocument } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { PlacedOnPage } from '../drawn.ts';
import { drawHiddenField } from '../elements.ts';
import type { Markup } from '../shell.ts';

const ANSWERS_FORM = 'answers';

/** Most questions shown with a field; the others are folded. */
const FIELDS_SHOWN = 5;

/** Draws the questions, with a field for each open one. */
export function drawQuestions(design: Design, placed: PlacedOnPage): Markup {
  const view = viewOf(design);
  const open = listOpenQuestions(view);
  const ledger = { ...drawLedger(view, false), clickable: null };
  const disputes = drawDisputes(view, placed);
  if (open.length === 0 || !placed.may('answer'))
    return html`${disputes}${drawDocument(ledger, placed)}`;
  const fields = open.map((each) => drawField(each, view));
  const more = fields.slice(FIELDS_SHOWN);
  const rest =
    more.length > 0 &&
    html`<details><summary>${PAGE.design.more(more.length)}</summary><ol>${more}</ol></details>`;
  const receipt = PAGE.design.arrived(
    open.filter(({ received }) => received.length > 0).length,
    view.unheard.remarks,
  );
  // *Go on* also sends the fields.
  const form = { ...placed, acts: { ...placed.acts, form: ANSWERS_FORM } };
  const goOn = drawButtons(clickable(view.id, listGoOnControls(view)), form);
  const others = drawLedger(
    { ...view, questions: view.questions.filter((each) => !open.includes(each)) },
    false,
  );
  const closed = { ...ledger, sections: others.sections.slice(1) };
  // The state above says how many are open, and until when.
  return html`${receipt && html`<p class="received" role="status">${receipt}</p>`}${disputes}
<form class="answers" id="${ANSWERS_FORM}" method="post" action="${cleanUrl(`/designs/${view.id}/answers`)}">${drawHiddenField('version', view.version)}<ol>${fields.slice(0, FIELDS_SHOWN)}</ol>${rest}<p><label for="answer-remark">${PAGE.design.anything}</label><textarea id="answer-remark" name="remark" rows="1" maxlength="20000" dir="auto"></textarea></p></form>
<div class="send decides"><button class="primary" form="${ANSWERS_FORM}">${PAGE.design.send}</button>${goOn}</div>
${drawDocument(closed, placed)}`;
}

/** The questions on which people differ, with their buttons; an open gate has them. */
function drawDisputes(view: DesignView, placed: PlacedOnPage): Markup[] {
  const disputed = view.gate === null && view.endedAt === null ? view.questions : [];
  return disputed
    .filter(({ differing }) => differing.length > 0)
    .map(({ id }) => drawDocument(drawDifferingAnswers(view, id), placed));
}

function drawField(
  { id, text, why, persona, received }: QuestionView,
  { personas }: DesignView,
): Markup {
  const by = personas.find((each) => each.id === persona)?.title ?? '';
  const answers = received.map(
    ({ author, words }) =>
      html`<p class="received" dir="auto">${PAGE.design.received} ${foldToOneLine(author)}: “${foldToOneLine(words)}”</p>`,
  );
  return html`<li id="${`asked-${id}`}"><label for="${`answer-${id}`}"><b>${id}</b> <span dir="auto">${foldToOneLine(text)}</span></label>
<p class="hint" id="${`why-${id}`}" dir="auto">${by}: ${foldToOneLine(why)}</p>${answers}
<textarea id="${`answer-${id}`}" name="${id}" rows="1" maxlength="20000" dir="auto" aria-describedby="${`why-${id}`}"></textarea></li>`;
}
