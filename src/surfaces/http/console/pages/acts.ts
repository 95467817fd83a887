import type { Context } from 'hono';
import { type FieldErrors, type Form, refuseForm, WHOLE_FORM } from '#acts/gateway/form.ts';
import { BEGIN_FORM_ID, FOLLOW_UP, type FormOutcome } from '#acts/gateway/starting/start-form.ts';
import { DONE, takeClick, takeForm } from '#acts/gateway/verbs/act-path.ts';
import { ANSWERS_TAKEN, takeAnswers } from '#acts/gateway/verbs/answers-form.ts';
import { controlId, parsePress } from '#acts/gateway/verbs/presses.ts';
import { findNoteVerb } from '#acts/gateway/verbs/verbs.ts';
import { answeringEndOf, openQuestions } from '#core/questions/replies/questions.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { No } from '#foundation/no.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { cleanUrl } from '../../access/own-path.ts';
import { drawDocument } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { designOf } from '../../readable.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { placeOn } from '../drawn.ts';
import { drawHiddenField, linkToDesign } from '../elements.ts';
import { drawFormFields } from '../form-fields.ts';
import { formInteractionOf } from '../interaction.ts';
import { readForm, type SentPage } from '../sent-form.ts';
import { drawPage } from '../shell.ts';

/**
 * Carries out a control that was pressed on a design's page. `act` in the form names the control
 * and its subject, as in a thread.
 */
export async function handleAct(context: Context, parts: ConsoleParts): Promise<Response> {
  const design = await designOf(context, parts.engine);
  const sent = await readForm(context);
  const [id = '', ...rest] = sent.text('act').split(' ');
  const press = parsePress(id, rest.join(' '));
  if (press?.action === 'not_sure') return redirectTo(context, design.id);
  if (press?.action === 'follow_up')
    return context.redirect(cleanUrl(`/start?follow=${design.id}`), 303);
  // Also sends the fields beside it: others leave half-typed words alone.
  if (press?.action === 'go_on' && !press.isSure) {
    const refusal = await takeTyped(context, parts, design, sent);
    if (refusal !== null) return showAnswer(context, parts, design, refusal);
    const after = await parts.engine.design(design.id);
    if (after === null || answeringEndOf(after) === null)
      return redirectTo(context, design.id, '#questions');
  }
  const { interaction, opened } = formInteractionOf(context, parts, sent.everything, design);
  const answer = await takeClick(interaction, press);
  const form = opened();
  if (form !== null) return drawFormPage(context, design, form, null);
  const isRunAgain = press?.action === 'run_again' && press.isSure;
  const again = isRunAgain ? await parts.engine.previewRetry(design) : null;
  if (again instanceof No && again.why.successor !== undefined)
    return redirectTo(context, again.why.successor);
  return showAnswer(context, parts, design, answer);
}

/** Handles a sent form that a control had opened. */
export async function handleForm(context: Context, parts: ConsoleParts): Promise<Response> {
  const design = await designOf(context, parts.engine);
  const sent = await readForm(context);
  const { interaction } = formInteractionOf(context, parts, sent.everything, design);
  const id = sent.text('form');
  const value = sent.text('about');
  // The form for a new design has a page of its own.
  const outcome: FormOutcome =
    id === BEGIN_FORM_ID || id === FOLLOW_UP
      ? refuseForm(TEXTS.formUnread)
      : await takeForm(interaction, { id, value, fields: sent.fields });
  if (!(outcome instanceof No)) return showAnswer(context, parts, design, outcome);
  const { interaction: again, opened } = formInteractionOf(context, parts, sent.everything, design);
  const verb = findNoteVerb(id);
  if (verb !== null) await takeClick(again, parsePress(controlId(verb), value));
  const form = opened();
  if (form !== null) return drawFormPage(context, design, form, { sent, errors: outcome.why });
  return showAnswer(
    context,
    parts,
    design,
    documentOfWords(outcome.why[WHOLE_FORM] ?? TEXTS.formUnread),
  );
}

/** Handles sent answers to a design's questions. */
export async function handleAnswers(context: Context, parts: ConsoleParts): Promise<Response> {
  const design = await designOf(context, parts.engine);
  const sent = await readForm(context);
  const refusal = await takeTyped(context, parts, design, sent);
  if (refusal !== null) return showAnswer(context, parts, design, refusal);
  // The page was out of date and still showed the fields.
  if (answeringEndOf(design) === null)
    return showAnswer(context, parts, design, documentOfWords(PAGE.design.tooLate));
  const open = openQuestions(design).map(({ id }) => id);
  const last = open.findLastIndex((id) => sent.text(id) !== '');
  const next = open.slice(last + 1).find((id) => sent.text(id) === '');
  // A browser unfolds the field that the address names.
  return redirectTo(context, design.id, next === undefined ? '#questions' : `#asked-${next}`);
}

/**
 * Records what was typed in the fields for answers. Returns the refusal; `null` if there was none,
 * or nothing was typed.
 */
async function takeTyped(
  context: Context,
  parts: ConsoleParts,
  design: Design,
  sent: SentPage,
): Promise<Document | null> {
  const { interaction } = formInteractionOf(
    context,
    parts,
    [...sent.everything, 'answers'],
    design,
  );
  const answer = await takeAnswers(interaction, design, sent.fields);
  return answer instanceof No || answer === ANSWERS_TAKEN ? null : answer;
}

/** Redirects to the design's page, so that a reload does not send the act again. */
function redirectTo(context: Context, id: DesignId, place = ''): Response {
  return context.redirect(cleanUrl(`/designs/${id}${place}`), 303);
}

/** Shows the answer to an act, with the way back to the design. */
async function showAnswer(
  context: Context,
  parts: ConsoleParts,
  design: Design,
  answer: Document | null,
): Promise<Response> {
  if (answer === null || answer === DONE) return redirectTo(context, design.id);
  const placed = await placeOn(context, parts, design);
  const main = html`<div class="sheet"><h1 dir="auto">${foldToOneLine(design.topic)}</h1>${drawDocument(answer, placed)}
<p>${linkToDesign(design.id, PAGE.back)}</p></div>`;
  return drawPage(context, { title: PAGE.act, main });
}

interface Refused {
  readonly sent: SentPage;
  readonly errors: FieldErrors;
}

function drawFormPage(
  context: Context,
  design: Design,
  form: Form,
  refused: Refused | null,
): Promise<Response> {
  const { sent = null, errors = {} } = refused ?? {};
  const { [WHOLE_FORM]: problem = '' } = errors;
  const main = html`<div class="sheet"><h1>${form.title}</h1><p dir="auto">${foldToOneLine(design.topic)}</p>
${problem && html`<p role="alert" class="error">${problem}</p>`}
<form method="post" action="${cleanUrl(`/designs/${design.id}/forms`)}">
${drawHiddenField('form', form.id)}${drawHiddenField('about', form.value)}${drawHiddenField('version', design.version)}
${drawFormFields(form.fields, sent?.fields ?? null, errors)}
<p><button class="primary">${form.submit}</button> ${linkToDesign(design.id, PAGE.back)}</p></form></div>`;
  return drawPage(context, { title: form.title, main }, refused === null ? 200 : 422);
}
