import { designOfThread, withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { perform, performOn, type Request, type Verb, verbOf } from '../../../runtime/gateway/verbs.ts';
import type { Document } from '../../../runtime/message/document.ts';
import { textDocument } from '../../../runtime/message/words.ts';
import { COMMAND, DESIGN_THIS, NEW, START } from '../commands/definitions.ts';
import { commandIn, designOf, filledIn, isPrivate } from '../commands/options.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { namesIn, plainWords, wordsIn } from '../incoming/plain-words.ts';
import { type Interaction, requestOf } from './interaction.ts';
import type { Chosen, Typed } from './interaction-payload.ts';
import { openBegin } from './open-modal.ts';
import { startRequested } from './start-requested.ts';

/** A command that somebody typed. */
export async function typed(
  interaction: Interaction,
  { name, options }: Typed['data'],
  stored: Request['stored'],
): Promise<Document | null> {
  const { verb, options: given } = commandIn(options);
  const known = verbOf(verb);
  if (name === COMMAND && verb === START) {
    const filled = filledIn(given, interaction.context.engine.parts.personas);
    return startRequested(interaction, { filled, isPrivate: isPrivate(given), message: null }, stored);
  }
  if (name === COMMAND && verb === NEW) return openBegin(interaction, '', null);
  if (name !== COMMAND || known === null) return textDocument(DISCORD_TEXTS.help);
  return performed(interaction, known, designOf(given), stored);
}

/** A command from the menu of a message. */
export async function chosen(
  interaction: Interaction,
  { name, target_id, resolved }: Chosen['data'],
): Promise<Document | null> {
  if (name !== DESIGN_THIS) return textDocument(DISCORD_TEXTS.help);
  const message = resolved.messages[target_id];
  const topic = message === undefined ? '' : plainWords(wordsIn(message), namesIn(message));
  return openBegin(interaction, topic, target_id);
}

/** With the design that is named, else with that of the thread, else with those of the channel. */
async function performed(
  interaction: Interaction,
  verb: Verb,
  named: string | null,
  stored: Request['stored'],
): Promise<Document | null> {
  const { context, conversation } = interaction;
  const request = requestOf(interaction, stored);
  if (verb === 'help' || verb === 'list') return perform(context, verb, request);
  const isThread = conversation.kind !== 'direct';
  const newest = named === null && isThread ? await designOfThread(context, conversation) : null;
  const meant = named ?? newest?.id;
  if (meant === undefined) return perform(context, verb, request);
  return withDesignHere(context, meant, conversation.channel, (design) =>
    performOn(context, verb, design, request),
  );
}
