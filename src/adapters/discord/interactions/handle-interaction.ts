import { InteractionType } from 'discord.js';
import { ACTIONS, parsedActionValue } from '../../../runtime/gateway/actions.ts';
import { answerRequest, type Work } from '../../../runtime/gateway/answer-request.ts';
import { actionOf, askedBefore, clicked, sendBack } from '../../../runtime/gateway/clicks.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { wordsDocument } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import type { DiscordContext } from '../discord-context.ts';
import { DISCORD_ACTIONS } from '../drawing/controls.ts';
import { Answer, type Interaction, type InteractionKind, interactionOf } from './answer.ts';
import { chosen, HELP, suggest, typed } from './command.ts';
import { answersSubmitted, askAgain, FORMS, fieldsIn, formIn, openAnswers, openSendBack } from './forms.ts';
import { type Clicked, InteractionPayload, type Submitted } from './interaction-payload.ts';
import { startRequested } from './start.ts';
import { offeredClicked } from './start-offered.ts';

const MENUS: readonly string[] = [ACTIONS.peek, ACTIONS.choose, ACTIONS.correct, ACTIONS.reading];
const OWN: readonly string[] = [DISCORD_ACTIONS.sure, DISCORD_ACTIONS.notSure];

/** Everything that people do with commands, buttons, menus and forms. Never throws. */
export function createInteractionHandler(context: DiscordContext): (payload: unknown) => Promise<void> {
  return async (given) => {
    const { data: payload, error } = InteractionPayload.safeParse(given);
    if (payload === undefined)
      return context.log.warn('discord_interaction_unread', { error: error.message });
    const author = payload.member?.user ?? payload.user ?? null;
    // Discord may not say who it is.
    if (payload.application_id !== context.applicationId || author === null) return;
    const answer = new Answer(context, payload, kindOf(payload));
    if (payload.type === InteractionType.ApplicationCommandAutocomplete)
      return suggest(context, payload, answer);
    const work: Work = (stored) => done(interactionOf(context, payload, author, answer, stored), payload);
    await answerRequest(context, work, answer.acknowledge, answer.tell);
    await answer.close();
  };
}

type Done = Exclude<InteractionPayload, { readonly type: InteractionType.ApplicationCommandAutocomplete }>;

async function done(interaction: Interaction, payload: Done): ReturnType<Work> {
  switch (payload.type) {
    case InteractionType.ApplicationCommand:
      return 'options' in payload.data ? typed(interaction, payload.data) : chosen(interaction, payload.data);
    case InteractionType.MessageComponent:
      return pressed(interaction, payload.data);
    case InteractionType.ModalSubmit:
      return submitted(interaction, payload);
  }
}

function kindOf(payload: InteractionPayload): InteractionKind {
  if (payload.type === InteractionType.ModalSubmit) return payload.message == null ? 'command' : 'click';
  if (payload.type !== InteractionType.MessageComponent) return 'command';
  return OWN.includes(namedIn(payload.data.custom_id)[0]) ? 'own' : 'click';
}

/** Of the id of a control or a form: which action, and what it is about. */
function namedIn(customId: string): [name: string, about: string] {
  const [name = '', ...rest] = customId.split(' ');
  return [name, rest.join(' ')];
}

/** A click on a button or in a menu. */
async function pressed(interaction: Interaction, { custom_id, values }: Clicked['data']): ReturnType<Work> {
  const { context, request } = interaction;
  const [clickedName, clickedAbout] = namedIn(custom_id);
  const isSure = clickedName === DISCORD_ACTIONS.sure;
  const [name, about] = isSure ? namedIn(clickedAbout) : [clickedName, clickedAbout];
  const value = MENUS.includes(name) ? (values[0] ?? '') : about;
  const meant = parsedActionValue(value);
  if (name === ACTIONS.start) return offeredClicked(interaction, about);
  // From an earlier version of Charrette, or forged.
  if (meant === null) return HELP;
  return withDesignHere(context, meant.designId, request.channel, async (design) => {
    switch (name) {
      case DISCORD_ACTIONS.answer:
        return openAnswers(interaction, design);
      case DISCORD_ACTIONS.notSure:
        return wordsDocument(TEXTS.notDecided);
      case ACTIONS.sendBack:
        return openSendBack(interaction, design, value);
    }
    const action = actionOf(name);
    if (action === null) return HELP;
    const asked = isSure ? null : askedBefore(context, action, design, request);
    if (asked !== null && 'refusal' in asked) return asked.refusal;
    if (asked !== null) return askAgain(interaction, action, value, asked);
    const done = await clicked(
      context,
      action,
      design,
      action === ACTIONS.choose ? about : meant.about,
      request,
    );
    return done ?? (isSure ? wordsDocument(TEXTS.decidedBy) : null);
  });
}

/** A submitted form. */
async function submitted(interaction: Interaction, { id, data }: Submitted): ReturnType<Work> {
  const { context, request } = interaction;
  const [name, value] = namedIn(data.custom_id);
  const fields = fieldsIn(data.components);
  if (name === FORMS.begin) {
    const message = value === '' ? null : value;
    return startRequested(interaction, formIn(fields), false, message);
  }
  if (name === FORMS.sendBack) return sendBack(context, value, fields.get('note')?.value ?? '', request);
  const designId = parsedActionValue(value)?.designId ?? '';
  return withDesignHere(context, designId, request.channel, async (design) => {
    if (name !== FORMS.answers) return wordsDocument(TEXTS.formUnread);
    return answersSubmitted(interaction, design, fields, id);
  });
}
