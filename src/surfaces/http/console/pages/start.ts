import type { Context } from 'hono';
import {
  type FieldErrors,
  type FormField,
  fieldOf,
  readFormBody,
  refuseFields,
  refuseForm,
  sentFieldsOf,
  WHOLE_FORM,
} from '#acts/gateway/form.ts';
import { logDenied } from '#acts/gateway/log-denied.ts';
import { prepareStart, refuseToStart } from '#acts/gateway/starting/from-chat.ts';
import { listStartFields } from '#acts/gateway/starting/start-form.ts';
import { detailOfRefusal } from '#acts/log-act.ts';
import { Problem, problemOf } from '#acts/problem.ts';
import { StartTyped } from '#acts/starting/fields.ts';
import { loadFollowedUp, placeFor } from '#acts/starting/start.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { shortenId } from '#core/vocabulary/figures.ts';
import { placeName } from '#engine/access/may-read.ts';
import { CHANNEL_NAME } from '#engine/access/start-place.ts';
import type { StartRequest } from '#engine/parts/start-request.ts';
import { findAskedBefore } from '#engine/starting/earlier-decisions.ts';
import { refuseSuccessor } from '#engine/starting/follow-up.ts';
import { No } from '#foundation/no.ts';
import { drawTail } from '#presentation/answers/lists.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { cleanUrl } from '../../access/own-path.ts';
import { readsAllChannels, viewerOf } from '../../access/viewer.ts';
import { drawLine } from '../../drawing/html.ts';
import { html, type Piece } from '../../drawing/html-template.ts';
import { readerOfRequest, readerWithPlaceOf } from '../../readable.ts';
import { actingIn, refuseStartOnPage } from '../acting.ts';
import { findPlaceOf, nameChannels } from '../channel-name.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawHiddenField, linkToDesign } from '../elements.ts';
import { drawFormFields, findFirstWrong } from '../form-fields.ts';
import { formInteractionOf } from '../interaction.ts';
import { readAddress, readForm, type SentPage } from '../sent-form.ts';
import { drawPage, type Markup } from '../shell.ts';

/**
 * Shows the form for a new design with its estimate, or starts the design if the sender has seen
 * the same estimate. An address may fill the form in; without a topic, the estimate is for any.
 */
export async function handleStart(context: Context, parts: ConsoleParts): Promise<Response> {
  const isSent = context.req.method === 'POST';
  const sent = isSent ? await readForm(context) : readAddress(context);
  const refusal = refuseStartOnPage(actingIn(context, parts));
  if (refusal !== null) throw new Problem('forbidden', refusal);
  const follow = sent.text('follow');
  const earlier =
    follow === ''
      ? null
      : await loadFollowedUp(parts.engine, await readerOfRequest(context), follow);
  const over = earlier && refuseSuccessor(earlier);
  if (over !== null) throw new Problem('conflict', over);
  const view = { sent, earlier };
  const isForAny = !isSent && sent.text('topic') === '';
  const fields = isForAny ? sentFieldsOf({ topic: PAGE.example.topic }) : sent.fields;
  const ready = await prepare(context, parts, { ...sent, fields }, earlier);
  if (ready instanceof No) return drawForm(context, parts, { ...view, errors: ready.why });
  const { interaction, estimate } = ready;
  const estimated = html`<p>${estimate || PAGE.start.noEstimate}</p>`;
  if (isForAny) return drawForm(context, parts, { ...view, found: estimated });
  const isStart = isSent && sent.text('do') === 'start';
  const thread = isStart ? await findPlace(context, parts, ready.wish, earlier) : null;
  if (thread instanceof No)
    return drawForm(context, parts, { ...view, errors: { channel: thread.why } });
  const asked = { ...ready.asked, thread };
  if (!isStart || sent.text('seen') !== estimate) {
    const note = drawProblem(isStart && PAGE.start.again);
    const before = await drawAskedBefore(context, parts, asked);
    const found = html`${note}${drawHiddenField('seen', estimate)}${estimated}${before}`;
    return drawForm(context, parts, { ...view, found });
  }
  const started = await parts.engine.start(asked, `console ${interaction.moment.key}`).answered;
  if (!(started instanceof No))
    return context.redirect(cleanUrl(`/designs/${started.design.id}`), 303);
  const { person } = actingIn(context, parts);
  const detail = detailOfRefusal(problemOf(started.why));
  logDenied({ context: interaction.context, person }, 'start', null, detail);
  return drawForm(context, parts, { ...view, errors: refuseForm(started.why.message).why });
}

/** Returns a design that may start with its estimate, or what is wrong with the form. */
async function prepare(
  context: Context,
  parts: ConsoleParts,
  { fields, everything }: SentPage,
  earlier: Design | null,
) {
  const body = readFormBody(StartTyped, fields);
  if (body instanceof No) return body;
  const { interaction } = formInteractionOf(context, parts, everything);
  const starter = { context: interaction.context, person: await interaction.person() };
  const refusal = await refuseToStart(starter, interaction.startPlace());
  if (refusal !== null) return refusal;
  const ready = await prepareStart(starter, body, earlier);
  if (!(ready instanceof No)) return { ...ready, interaction, wish: body };
  const drawn = listStartFields(starter.context, starter.person, { earlier });
  return refuseFields(
    ready.why,
    drawn.map(({ name }) => name),
  );
}

/** The thread that is asked for, by the channel's id or by the name of one that the form offers. */
async function findPlace(
  context: Context,
  parts: ConsoleParts,
  { channel: written }: { readonly channel?: string | undefined },
  earlier: Design | null,
): ReturnType<typeof placeFor> {
  const channel =
    written === undefined || CHANNEL_NAME.test(written)
      ? written
      : findPlaceOf(written, await readOffered(context, parts));
  return channel instanceof No
    ? channel
    : placeFor(readerWithPlaceOf(context), { channel }, earlier);
}

/** Designs whose channels a form offers. */
const NEWEST = 50;

interface StartView {
  readonly sent: SentPage;
  readonly errors?: FieldErrors;
  /** The design to follow up on. */
  readonly earlier: Design | null;
  readonly found?: Markup;
}

async function drawForm(
  context: Context,
  parts: ConsoleParts,
  { sent, errors, earlier, found }: StartView,
): Promise<Response> {
  const { context: rights, person } = actingIn(context, parts);
  const [topic, ...options] = listStartFields(rights, person, { earlier });
  const channel = await channelField(context, parts, earlier);
  // These people could not read it without a channel, and a channel that is filled in must not be
  // overlooked.
  const isAsked = !readsAllChannels(viewerOf(context)) || earlier?.thread != null;
  const first = [...(topic === undefined ? [] : [topic]), ...(isAsked ? [channel] : [])];
  const others = isAsked ? options : [...options, channel];
  const follows =
    earlier && html`<p>${PAGE.others.earlier} ${linkToDesign(earlier.id, earlier.topic)}</p>`;
  const wrong = drawProblem(errors?.[WHOLE_FORM]);
  // What is wrong with the form as a whole can be mended by a field in the fold.
  const isOpen =
    errors?.[WHOLE_FORM] !== undefined ||
    others.some(({ name, input }) => errors?.[name] !== undefined || isChosen(sent, name, input));
  const isSent = context.req.method === 'POST';
  const focused = isSent ? findFirstWrong([...first, ...others], errors ?? {}) : '';
  // Enter presses the first button of a form, so that button shows the price and spends nothing.
  const main = html`<div class="sheet start"><h1>${PAGE.start.title}</h1><p>${PAGE.start.lead}</p>${follows}
<form method="post" action="/start" data-look="do">
<button name="do" value="look" hidden></button>
${drawHiddenField('form', parts.engine.parts.identifiers.uuid())}
${earlier && drawHiddenField('follow', earlier.id)}
${drawFormFields(first, sent.fields, errors, focused)}
<div class="take"><button name="do" value="start" class="primary">${PAGE.start.start}</button>
<div id="look" aria-live="polite">${wrong}${found}</div>
<p class="look-again error" role="alert">${PAGE.start.lookFailed} <button name="do" value="look">${PAGE.start.lookAgain}</button></p></div>
<details${isOpen && html` open`}><summary>${PAGE.start.options}</summary>${drawFormFields(others, sent.fields, errors, focused)}</details>
</form></div>`;
  return drawPage(context, { title: PAGE.start.title, main }, errors && isSent ? 422 : 200);
}

/**
 * The field for a channel, with those of the newest designs that the viewer may read. Any other is
 * looked up once it is sent.
 */
async function channelField(
  context: Context,
  parts: ConsoleParts,
  earlier: Design | null,
): Promise<FormField> {
  const known = [...(await readOffered(context, parts))].map(([value, label]) => ({
    value,
    label,
  }));
  const hint = readsAllChannels(viewerOf(context))
    ? `${PAGE.start.channel} ${PAGE.start.orNone}`
    : PAGE.start.channel;
  const value = earlier?.thread ? placeName(earlier.thread) : '';
  return fieldOf(StartTyped, 'channel', { hint, value, known });
}

/** Names of the channels that the form offers, by their place. */
async function readOffered(context: Context, parts: ConsoleParts): Promise<Map<string, string>> {
  const { listed } = await readerOfRequest(context);
  const readable = listed === null ? {} : { readable: listed };
  return nameChannels(parts, await parts.engine.parts.store.list({ ...readable, limit: NEWEST }));
}

/** True if the sender has changed the field. */
function isChosen(sent: SentPage, name: string, input: FormField['input']): boolean {
  const value = sent.text(name);
  return value !== '' && !(input.kind === 'one' && input.chosen === value);
}

function drawProblem(problem: string | false | undefined): Piece {
  return problem && html`<p role="alert" class="error">${problem}</p>`;
}

/** Draws earlier designs with the same question that the viewer may read. */
async function drawAskedBefore(
  context: Context,
  { engine }: ConsoleParts,
  { topic, followUp }: StartRequest,
): Promise<Piece> {
  // What follows up on a decision has chosen already.
  if (followUp !== undefined) return null;
  const found = await findAskedBefore(topic, engine.parts, () => readerOfRequest(context));
  const before = found.map(
    (each) =>
      html`<li dir="auto">${linkToDesign(each.id, each.topic)} · ${drawLine(drawTail(each, shortenId(each.id)))}</li>`,
  );
  return before.length > 0 && html`<h2>${PAGE.start.before}</h2><ul>${before}</ul>`;
}
