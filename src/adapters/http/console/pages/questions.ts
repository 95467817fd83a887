import type { Design } from '../../../../core/vocabulary/design.ts';
import type { DesignId } from '../../../../core/vocabulary/ids.ts';
import type { Control } from '../../../../presentation/controls.ts';
import { clickable, type Document } from '../../../../presentation/format/document.ts';
import { PAGE } from '../../../../presentation/format/page-words.ts';
import { oneLine } from '../../../../presentation/format/plain.ts';
import {
  answerable,
  askingDocument,
  questionsDocument,
  receivedWords,
} from '../../../../presentation/web/design-parts.ts';
import { safeUrl } from '../../access/own-path.ts';
import { drawnDocument, drawnLine } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import type { PlacedOnPage } from '../drawn.ts';
import type { Markup } from '../shell.ts';

const ANSWERS_FORM = 'answers';

/** Most questions shown with a field; the others are folded. */
const FIELDS_SHOWN = 5;

/**
 * Returns the place to continue after these answers: the next field if a folded one was answered, since a browser
 * unfolds it again; otherwise the questions.
 */
export function placeAfter(design: Design, answered: readonly string[]): string {
  const open = answerable(design).map(({ id }) => id);
  const last = open.findLastIndex((id) => answered.includes(id));
  const isLeft = (id: string) => !answered.includes(id);
  const next = open.slice(last).find(isLeft) ?? open.findLast(isLeft);
  return last < FIELDS_SHOWN || next === undefined ? '#questions' : `#asked-${next}`;
}

/** Draws the questions, with a field for each open one. */
export function questionsPart(design: Design, placed: PlacedOnPage): Markup | null {
  const mayAnswer = placed.may('answer');
  const ledger = questionsDocument(design, mayAnswer);
  if (ledger === null) return null;
  const open = answerable(design);
  if (open.length === 0 || !mayAnswer) return drawnDocument(ledger, placed);
  const fields = open.map(
    ({
      id,
      text,
      why,
      askedBy,
      received,
    }) => html`<li id="${`asked-${id}`}"><label for="${`answer-${id}`}"><b>${id}</b> <span dir="auto">${oneLine(text)}</span></label>
<p class="hint" id="${`why-${id}`}" dir="auto">${askedBy}: ${oneLine(why)}</p>${received.map((each) => html`<p class="received" dir="auto">${PAGE.design.received} ${drawnLine(each)}</p>`)}
<textarea id="${`answer-${id}`}" name="${id}" rows="1" maxlength="20000" dir="auto" aria-describedby="${`why-${id}`}"></textarea></li>`,
  );
  const more = fields.slice(FIELDS_SHOWN);
  const rest =
    more.length === 0
      ? ''
      : html`<details><summary>${PAGE.design.more(more.length)}</summary><ol>${more}</ol></details>`;
  const asking = askingDocument(design);
  const arrived = receivedWords(design);
  // Only *Done answering* also sends the fields.
  const done = controlsIn(asking, design.id, ({ kind }) => kind === 'done_answering');
  const others = controlsIn(asking, design.id, ({ kind }) => kind !== 'done_answering');
  return html`${drawnDocument({ ...asking, clickable: null }, placed)}${arrived === '' ? '' : html`<p class="received" role="status">${arrived}</p>`}
<form class="answers" id="${ANSWERS_FORM}" method="post" action="${safeUrl(`/designs/${design.id}/answers`)}"><input type="hidden" name="version" value="${String(design.version)}"><ol>${fields.slice(0, FIELDS_SHOWN)}</ol>${rest}<p><label for="answer-remark">${PAGE.design.anything}</label><textarea id="answer-remark" name="remark" rows="1" maxlength="20000" dir="auto"></textarea></p></form>
<div class="send decides"><button class="primary" form="${ANSWERS_FORM}">${PAGE.design.send}</button>${drawnDocument(done, { ...placed, acts: { ...placed.acts, form: ANSWERS_FORM } })}${drawnDocument(others, placed)}</div>
<details><summary>${PAGE.design.allQuestions}</summary>${drawnDocument({ ...ledger, clickable: null }, placed)}</details>`;
}

/** Returns the message with only these controls and without its words. */
function controlsIn(shown: Document, designId: DesignId, isMeant: (control: Control) => boolean): Document {
  const controls = shown.clickable?.kind === 'controls' ? shown.clickable.controls : [];
  return { ...shown, sections: () => [], clickable: clickable(designId, controls.filter(isMeant)) };
}
