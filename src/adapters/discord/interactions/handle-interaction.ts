import { InteractionType } from 'discord.js';
import { wordsDocument } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { parsedActionValue } from '../../../runtime/gateway/actions.ts';
import { answerRequest, type Work } from '../../../runtime/gateway/answer-request.ts';
import { withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { WORDS_FORMS, wordsGiven } from '../../../runtime/gateway/words-forms.ts';
import type { DiscordContext } from '../discord-context.ts';
import { Answer, type Interaction, type InteractionKind, interactionOf } from './answer.ts';
import { chosen, suggest, typed } from './command.ts';
import { answersSubmitted, FORMS, fieldsIn, formIn } from './forms.ts';
import { InteractionPayload, namedIn, type Submitted } from './interaction-payload.ts';
import { isOnOwnMessage, pressed } from './pressed.ts';
import { startRequested } from './start.ts';

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
  return isOnOwnMessage(payload.data) ? 'own' : 'click';
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
  const form = Object.values(WORDS_FORMS).find((each) => each.id === name);
  if (form !== undefined)
    return wordsGiven(context, form, value, fields.get(form.field.name)?.value ?? '', request);
  const designId = parsedActionValue(value)?.designId ?? '';
  return withDesignHere(context, designId, request.channel, async (design) => {
    if (name !== FORMS.answers) return wordsDocument(TEXTS.formUnread);
    return answersSubmitted(interaction, design, fields, id);
  });
}
