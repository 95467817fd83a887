import type { Context } from 'hono';
import { html } from 'hono/html';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import { forgettingWords, redactionWords } from '../../../../core/telling/page/removal-words.ts';
import { cutLine, oneLine } from '../../../../core/telling/plain.ts';
import { nameOnRecord } from '../../../../core/vocabulary/claimed-name.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import { noteDenied, noteDone } from '../../../../runtime/gateway/noted.ts';
import { viaOf } from '../../../../runtime/gateway/signed.ts';
import { mayOperate } from '../../../../runtime/operators.ts';
import { previewForgetting } from '../../../../runtime/removal/forget.ts';
import { previewRemoval } from '../../../../runtime/removal/remove-words.ts';
import { designOf } from '../../design-routes.ts';
import { safeUrl } from '../../own-path.ts';
import { Problem, problemOf } from '../../problem.ts';
import { forgotten } from '../../removal-routes.ts';
import { type Acting, actingIn } from '../acting.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { actOf } from '../interaction.ts';
import { type SentForm, sentForm } from '../sent-form.ts';
import { type Markup, page } from '../shell.ts';
import { leadTo } from './acts.ts';

const [WORDS_CHARACTERS, LABEL_CHARACTERS] = [2_000, 80];

/** Forms by which operators remove words of people, and a whole design that has ended (P12); `null` for everybody else. */
export function removalPart(context: Context, parts: ConsoleParts, design: Design): Markup | null {
  const { context: rights, person } = actingIn(context, parts);
  const isEmpty = design.replies.length === 0 && design.end === null;
  if (isEmpty || !mayOperate(rights.policy, person)) return null;
  const { reply, words, redact, forget } = PAGE.removal;
  const choices = design.replies.map(
    ({ id, author, text }) =>
      html`<option value="${id}">${cutLine(`${author}: ${text}`, LABEL_CHARACTERS)}</option>`,
  );
  const redaction = html`<form method="post" action="${safeUrl(`/designs/${design.id}/redactions`)}">
<label>${reply} <select name="reply">${choices}</select></label>
<label>${words} <input name="words" maxlength="${String(WORDS_CHARACTERS)}" dir="auto"></label>
<button>${redact}</button></form>`;
  const forgetting = html`<form method="post" action="${safeUrl(`/designs/${design.id}/forgetting`)}"><button data-look="danger">${forget}</button></form>`;
  return html`${choices.length === 0 ? '' : redaction}${design.end === null ? '' : forgetting}`;
}

/** Says what forgetting would remove; once somebody is sure, removes it. */
export async function forgettingSent(context: Context, parts: ConsoleParts): Promise<Response> {
  const { design, sent, acting } = await removing(context, parts, 'forget');
  if (sent.text('sure') === '') {
    const found = await previewForgetting(parts.engine.parts, design.id);
    if ('code' in found) throw problemOf(found);
    const words = forgettingWords(found.events, found.turns, found.goingOn);
    return surePage(context, design, { words, button: PAGE.removal.forgetSure, fields: {} });
  }
  const by = nameOnRecord(acting.person.name, acting.context.via);
  const done = await forgotten(parts.engine, design.id, by);
  const refusal = 'code' in done ? done : null;
  await note(acting, design, 'forget', refusal?.message ?? null);
  if (refusal !== null) throw problemOf(refusal);
  return context.redirect('/', 303);
}

/** Says what removing the words of a reply would take out; once somebody is sure, removes them. */
export async function redactionSent(context: Context, parts: ConsoleParts): Promise<Response> {
  const { design, sent, acting } = await removing(context, parts, 'redact');
  const request = { replyId: sent.text('reply'), words: sent.text('words').slice(0, WORDS_CHARACTERS) };
  const planned = await previewRemoval(parts.engine.parts, design.id, request);
  if ('code' in planned) throw problemOf(planned);
  if (sent.text('sure') === '') {
    const { texts, files, left } = planned.report;
    const fields = { reply: request.replyId, words: request.words, version: String(design.version) };
    const words = redactionWords(texts, files.length, left.length);
    return surePage(context, design, { words, button: PAGE.removal.redactSure, fields });
  }
  const { context: rights, person } = acting;
  const { interaction } = actOf(context, parts, sent.everything);
  const command = { type: 'redact_reply', ...request, by: person.name, ...viaOf(rights) } as const;
  const answer = await parts.engine.command(design.id, command, `console ${interaction.id}`).answered;
  const refusal = answer.accepted ? null : answer.refusal;
  await note(acting, design, 'redact', refusal?.message ?? null);
  if (refusal !== null) throw problemOf(refusal);
  return leadTo(context, design.id);
}

interface Removing {
  readonly design: Design;
  readonly sent: SentForm;
  readonly acting: Acting;
}

/** Throws `Problem` for everybody but operators. */
async function removing(context: Context, parts: ConsoleParts, what: string): Promise<Removing> {
  const design = await designOf(context, parts.engine);
  const acting = actingIn(context, parts);
  const { forOperators } = PAGE.removal;
  if (!mayOperate(acting.context.policy, acting.person)) {
    noteDenied(acting.context, { person: acting.person, what, designId: design.id }, forOperators);
    throw new Problem('forbidden', forOperators);
  }
  return { design, sent: await sentForm(context), acting };
}

function note({ context, person }: Acting, { id }: Design, what: string, refusal: string | null) {
  return noteDone(context, { person, what, designId: id }, refusal);
}

interface Question {
  readonly words: string;
  readonly button: string;
  readonly fields: Readonly<Record<string, string>>;
}

function surePage(context: Context, design: Design, { words, button, fields }: Question): Promise<Response> {
  const hidden = Object.entries({ ...fields, sure: 'yes' }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const main = html`<div class="sheet"><h1 dir="auto">${oneLine(design.topic)}</h1><p>${words}</p>
<form method="post" action="${safeUrl(context.req.path)}">${hidden}
<p><button data-look="danger">${button}</button> <a href="${safeUrl(`/designs/${design.id}`)}">${PAGE.back}</a></p></form></div>`;
  return page(context, { title: PAGE.act, navigation: null, main });
}
