import { openBegin } from '../../../acts/gateway/begin.ts';
import { filledIn } from '../../../acts/gateway/form.ts';
import { begun, performed } from '../../../acts/gateway/handle-interaction.ts';
import type { Interaction, Stored } from '../../../acts/gateway/interaction.ts';
import { foundOr } from '../../../acts/gateway/platform-access.ts';
import { commandWord } from '../../../acts/gateway/word.ts';
import type { Document } from '../../../core/presentation/format/document.ts';
import { COMMAND, DESIGN_THIS, NEW, OPTIONS, START } from '../commands/definitions.ts';
import type { DiscordContext } from '../discord-context.ts';
import { namesIn, plainWords, wordsIn } from '../incoming/plain-words.ts';
import type { Answer } from './answer.ts';
import type { Chosen, Completed, Typed } from './interaction-payload.ts';
import { personasIn, suggestions, textIn } from './suggestions.ts';

/** Milliseconds to find suggestions: after that the person has typed on. */
const SUGGEST_MS = 1_500;

export async function suggest(context: DiscordContext, payload: Completed, answer: Answer): Promise<void> {
  const found = suggestions(context, payload);
  await answer.offer(await foundOr(context, found, SUGGEST_MS, [], { what: 'suggestions' }));
}

export async function typed(
  interaction: Interaction,
  { name, options: [subcommand] }: Typed['data'],
  stored: Stored,
): Promise<Document | null> {
  const options = subcommand?.options ?? [];
  const verb = name === COMMAND ? (subcommand?.name ?? '') : '';
  if (verb === NEW) return openBegin(interaction, '', null);
  if (verb !== START)
    return performed(
      interaction,
      commandWord(verb) ?? 'help',
      textIn(options, OPTIONS.design) || null,
      stored,
      textIn(options, OPTIONS.words),
    );
  const { personas } = interaction.context.engine.parts;
  const filled = filledIn((field) => {
    const text = textIn(options, field);
    return { text, chosen: personasIn(text, personas) };
  });
  return begun(interaction, filled, stored);
}

export async function chosen(
  interaction: Interaction,
  { name, target_id, resolved }: Chosen['data'],
  stored: Stored,
): Promise<Document | null> {
  if (name !== DESIGN_THIS) return performed(interaction, 'help', null, stored);
  const message = resolved.messages[target_id];
  const topic = message === undefined ? '' : plainWords(wordsIn(message), namesIn(message));
  return openBegin(interaction, topic, target_id);
}
