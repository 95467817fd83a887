import { ApplicationIntegrationType, InteractionContextType, InteractionType } from 'discord.js';
import { ONCE } from '../../../acts/gateway/actions.ts';
import { answerRequest, type Work } from '../../../acts/gateway/answer-request.ts';
import { BEGIN } from '../../../acts/gateway/begin.ts';
import { pressed, settled, submitted } from '../../../acts/gateway/handle-interaction.ts';
import type { Interaction, Stored } from '../../../acts/gateway/interaction.ts';
import { foundOr } from '../../../acts/gateway/platform-access.ts';
import {
  type Document,
  document,
  line,
  lines,
  section,
  untrusted,
  wordsDocument,
} from '../../../core/presentation/format/document.ts';
import { TEXTS } from '../../../core/presentation/run/texts.ts';
import type { DiscordContext } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { linkTo } from '../drawing/link.ts';
import { READ } from '../outgoing/ephemeral.ts';
import { Answer, type InteractionKind } from './answer.ts';
import { chosen, suggest, typed } from './command.ts';
import { fieldsIn, formNamed, reading } from './forms.ts';
import { interactionOf } from './interaction.ts';
import { type Clicked, InteractionPayload, namedIn, type Submitted } from './interaction-payload.ts';

/** Never throws. */
export function createInteractionHandler(context: DiscordContext): (payload: unknown) => Promise<void> {
  return async (given) => {
    const { data: payload, error } = InteractionPayload.safeParse(given);
    if (payload === undefined)
      return context.log.warn('discord_interaction_unread', { error: error.message });
    const author = payload.member?.user ?? payload.user ?? null;
    // Discord may leave the user out.
    if (payload.application_id !== context.applicationId || author === null) return;
    const answer = new Answer(context, payload, kindOf(payload));
    if (payload.type === InteractionType.ApplicationCommandAutocomplete)
      return isElsewhere(payload) ? answer.offer([]) : suggest(context, payload, answer);
    const interaction = interactionOf(context, payload, author, answer);
    const work: Work = (stored) => {
      if (isElsewhere(payload)) return wayToDirect(context, author.id);
      // The offer disappears once its design has started.
      const isOffer = payload.type === InteractionType.ModalSubmit && isBegun(payload);
      return done(context, interaction, payload, (now) => {
        if (isOffer) answer.replaceClicked();
        stored(now);
      });
    };
    await answerRequest(context, work, answer.acknowledge, answer.tell);
    await answer.close();
  };
}

type Done = Exclude<InteractionPayload, { readonly type: InteractionType.ApplicationCommandAutocomplete }>;

async function done(
  context: DiscordContext,
  interaction: Interaction,
  payload: Done,
  stored: Stored,
): ReturnType<Work> {
  switch (payload.type) {
    case InteractionType.ApplicationCommand:
      return 'options' in payload.data
        ? typed(interaction, payload.data, stored)
        : chosen(interaction, payload.data, stored);
    case InteractionType.MessageComponent:
      return clicked(context, interaction, payload.data, stored);
    case InteractionType.ModalSubmit:
      return sent(interaction, payload, stored);
  }
}

function isBegun({ data, message }: Submitted): boolean {
  return message != null && formNamed(data.custom_id).id === BEGIN;
}

function kindOf(payload: InteractionPayload): InteractionKind {
  if (payload.type === InteractionType.ModalSubmit) return payload.message == null ? 'command' : 'click';
  if (payload.type !== InteractionType.MessageComponent) return 'command';
  return ONCE.includes(namedIn(payload.data.custom_id)[0]) ? 'own' : 'click';
}

/** A button's id contains its subject; a menu's entry is the subject. */
async function clicked(
  { unread }: DiscordContext,
  interaction: Interaction,
  { custom_id, values: [entry] }: Clicked['data'],
  stored: Stored,
): ReturnType<Work> {
  const [action, about] = namedIn(custom_id);
  if (action !== READ) return pressed(interaction, action, entry ?? about, stored);
  const { person } = await interaction.personAtOnce();
  return unread(person.id, about, interaction.place);
}

/** The form may apply to another place than where it was filled in. */
async function sent(interaction: Interaction, { data }: Submitted, stored: Stored): ReturnType<Work> {
  const { id, about, place } = formNamed(data.custom_id);
  const there = place === null ? interaction : await interaction.at({ channel: place, thread: null });
  if (there === null) return wordsDocument(TEXTS.offerGone);
  const fields = fieldsIn(data.components);
  const read = reading(fields, data.resolved?.attachments ?? {});
  const names = [...fields.keys()];
  const typed = names
    .map((name) => read(name))
    .flatMap(({ text, chosen }) => (chosen.length > 0 ? [] : [text]));
  return settled(await submitted(there, id, about, names, read), typed, stored);
}

/** Milliseconds to find the direct conversation, for an answer within three seconds. */
const LOOK_UP_MS = 1_500;

/**
 * `true` for a person's own installation used where the bot is not: between people, or on a server without it. There the bot
 * can neither read nor write.
 */
function isElsewhere({
  context,
  guild_id,
  authorizing_integration_owners: owners,
}: Pick<InteractionPayload, 'context' | 'guild_id' | 'authorizing_integration_owners'>): boolean {
  if (context === InteractionContextType.PrivateChannel) return true;
  return guild_id != null && owners != null && owners[ApplicationIntegrationType.GuildInstall] === undefined;
}

/** Says where this person can use the bot, with a link. */
async function wayToDirect(context: DiscordContext, person: string): Promise<Document> {
  const found = await foundOr(context, context.direct(person), LOOK_UP_MS, null, { what: 'direct' });
  const url = found === null ? null : linkTo(null, { channel: found, thread: found });
  const words = DISCORD_TEXTS.personalElsewhere;
  if (url === null) return wordsDocument(`${words} ${DISCORD_TEXTS.findDirect}`);
  const link = { kind: 'link', url, words: DISCORD_TEXTS.openDirect } as const;
  return document(words, (most) => [section(lines(line`${untrusted(words, most)} ${[link]}`))]);
}
