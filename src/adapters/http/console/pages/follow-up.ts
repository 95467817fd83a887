import type { Context } from 'hono';
import { logDenied } from '../../../../acts/gateway/log-denied.ts';
import { askPrivately, ownAnswers } from '../../../../acts/gateway/verbs/ask-record.ts';
import { questionsAskedOf, supersededBy } from '../../../../core/follow-up/decision-status.ts';
import { answerDocument } from '../../../../core/presentation/follow-up/answer.ts';
import { wordsDocument } from '../../../../core/presentation/format/document.ts';
import { PAGE } from '../../../../core/presentation/format/page-words.ts';
import { oneLine } from '../../../../core/presentation/format/plain.ts';
import { BOUNDS } from '../../../../core/vocabulary/bounds.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import { openGate } from '../../../../core/vocabulary/status.ts';
import { refusalForAnswering } from '../../../../engine/access/permission.ts';
import { safeUrl } from '../../access/own-path.ts';
import { drawnDocument } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { readableDesign } from '../../readable.ts';
import { designOf } from '../../routes/design-routes.ts';
import { actingIn } from '../acting.ts';
import type { ConsoleParts } from '../console-parts.ts';
import type { PlacedOnPage } from '../drawn.ts';
import { actOf } from '../interaction.ts';
import { sentForm } from '../sent-form.ts';
import type { Markup } from '../shell.ts';
import { answered } from './acts.ts';

/** Draws the questions about a design with their answers, and a field for the next one; `null` while none may be asked. */
export function afterwardsPart(
  context: Context,
  parts: ConsoleParts,
  design: Design,
  placed: PlacedOnPage,
): { readonly content: Markup; readonly isShown: boolean } | null {
  if (design.end === null && openGate(design) === null) return null;
  const { question, ask, followUp } = PAGE.afterwards;
  const acting = actingIn(context, parts);
  const own = ownAnswers(acting.context, design, acting.person);
  const shared = questionsAskedOf(design).flatMap(({ isPrivate }, at) =>
    isPrivate ? [] : [{ ...answerDocument(design, at + 1), clickable: null }],
  );
  const told = [...shared, ...own].map(
    (each) => html`<div class="answered">${drawnDocument(each, placed)}</div>`,
  );
  const isShown = own.length > 0;
  if (!placed.may('ask')) return told.length === 0 ? null : { content: html`${told}`, isShown };
  const next = placed.may('follow_up')
    ? html`<p><a class="button" href="${safeUrl(`/start?follow=${design.id}`)}">${followUp}</a></p>`
    : '';
  const content = html`${told}
<form class="ask" method="post" action="${safeUrl(`/designs/${design.id}/questions`)}"><input type="hidden" name="version" value="${String(design.version)}">
<label for="ask-record">${question}</label><textarea id="ask-record" name="question" rows="2" maxlength="${String(BOUNDS.questionAskedCharacters)}" dir="auto" required></textarea>
<button>${ask}</button></form>${next}`;
  return { content, isShown };
}

/** Links to related designs that the viewer may read (A18); empty for none. */
export async function otherDesigns(
  context: Context,
  { engine }: ConsoleParts,
  design: Design,
): Promise<Markup> {
  const { later, earlier, before } = PAGE.others;
  const named = [
    [supersededBy(design)?.successor, later],
    [design.followUpOf, earlier],
    [design.successorOf, before],
  ] as const;
  const links = await Promise.all(
    named.map(async ([id, words]) => {
      const found = id == null ? null : await readableDesign(context, engine.parts.store, id);
      return found === null
        ? ''
        : html`<p>${words} <a href="${safeUrl(`/designs/${found.id}`)}" dir="auto">${oneLine(found.decision ?? found.topic)}</a></p>`;
    }),
  );
  return html`${links}`;
}

/** Asks the record of a design for the sender of the form (J14). */
export async function questionSubmitted(context: Context, parts: ConsoleParts): Promise<Response> {
  const design = await designOf(context, parts.engine);
  const sent = await sentForm(context);
  const { context: rights, person } = actingIn(context, parts);
  const denied = refusalForAnswering(rights.policy, PAGE.afterwards.notAsked);
  if (denied !== null) {
    logDenied(rights, { person, what: 'ask', designId: design.id }, denied);
    return answered(context, parts, design, wordsDocument(denied));
  }
  const question = sent.text('question').trim();
  if (question === '') return answered(context, parts, design, wordsDocument(PAGE.afterwards.noQuestion));
  const { interaction } = actOf(context, parts, sent.everything);
  const asking = { person, key: `console ${interaction.id}` };
  const answer = await askPrivately(rights, design, question, asking);
  return answered(context, parts, design, answer ?? wordsDocument(PAGE.afterwards.noQuestion));
}
