import { InteractionType } from 'discord.js';
import { answerRequest, type Work } from '../../../runtime/gateway/answer-request.ts';
import { foundOr } from '../../../runtime/gateway/platform-access.ts';
import type { Request } from '../../../runtime/gateway/verbs.ts';
import type { DiscordContext } from '../discord-context.ts';
import { DISCORD_ACTIONS } from '../drawing/controls.ts';
import type { InteractionKind } from './answer.ts';
import { chosen, typed } from './command.ts';
import { type Interaction, interactionOf } from './interaction.ts';
import { InteractionPayload, type Option } from './interaction-payload.ts';
import { pressed } from './press.ts';
import { submitted } from './submission.ts';
import { suggestions } from './suggestions.ts';

/** Milliseconds after which nothing is suggested any more: the person has typed on by then. */
const SUGGEST_MS = 1_500;

/** Everything that people do with commands, buttons, menus and forms. Never throws. */
export function createInteractionHandler(context: DiscordContext): (payload: unknown) => Promise<void> {
  return async (given) => {
    const { data: payload, error } = InteractionPayload.safeParse(given);
    if (payload === undefined)
      return context.log.warn('discord_interaction_unread', { error: error.message });
    if (payload.application_id !== context.applicationId) return;
    const interaction = interactionOf(context, payload, kindOf(payload));
    if (interaction === null) return;
    if (payload.type === InteractionType.ApplicationCommandAutocomplete)
      return suggest(interaction, payload.data.options);
    const { acknowledge, tell } = interaction.answer;
    const { clock, log } = context;
    await answerRequest((stored) => work(interaction, payload, stored), { acknowledge, tell, clock, log });
    await interaction.answer.close();
  };
}

type Worked = Exclude<InteractionPayload, { readonly type: InteractionType.ApplicationCommandAutocomplete }>;

async function work(interaction: Interaction, payload: Worked, stored: Request['stored']): ReturnType<Work> {
  switch (payload.type) {
    case InteractionType.ApplicationCommand:
      return 'options' in payload.data
        ? typed(interaction, payload.data, stored)
        : chosen(interaction, payload.data);
    case InteractionType.MessageComponent:
      return pressed(interaction, payload.data, stored);
    case InteractionType.ModalSubmit:
      return submitted(interaction, payload.data, stored);
  }
}

function kindOf(payload: InteractionPayload): InteractionKind {
  if (payload.type === InteractionType.ModalSubmit) return payload.message == null ? 'command' : 'click';
  if (payload.type !== InteractionType.MessageComponent) return 'command';
  const [name] = payload.data.custom_id.split(' ');
  return name === DISCORD_ACTIONS.cancelYes || name === DISCORD_ACTIONS.cancelNo ? 'own' : 'click';
}

async function suggest(
  { context, conversation, answer }: Interaction,
  options: readonly Option[],
): Promise<void> {
  const found = suggestions(context, options, conversation);
  await answer.offer(await foundOr(context, found, SUGGEST_MS, [], { what: 'suggestions' }));
}
