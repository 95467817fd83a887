import type { Document } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import { designOfThread, withDesignHere } from '../../../runtime/gateway/designs-here.ts';
import { filledIn } from '../../../runtime/gateway/form.ts';
import { foundOr } from '../../../runtime/gateway/platform-access.ts';
import { type Verb, verbOf } from '../../../runtime/gateway/verb.ts';
import { perform, performOn, typedTopic } from '../../../runtime/gateway/verbs.ts';
import { COMMAND, DESIGN_THIS, NEW, OPTIONS, START } from '../commands/definitions.ts';
import type { DiscordContext } from '../discord-context.ts';
import { namesIn, plainWords, wordsIn } from '../incoming/plain-words.ts';
import type { Answer, Interaction } from './answer.ts';
import { openBegin } from './forms.ts';
import type { Chosen, Completed, Typed } from './interaction-payload.ts';
import { isAmongPeople, openForm, startRequested } from './start.ts';
import { optionIn, personasIn, suggestions, textIn } from './suggestions.ts';

/** Milliseconds after which nothing is suggested any more: the person has typed on by then. */
const SUGGEST_MS = 1_500;

/** Offers what may be meant by a command that is being typed. */
export async function suggest(context: DiscordContext, payload: Completed, answer: Answer): Promise<void> {
  const found = suggestions(context, payload);
  await answer.offer(await foundOr(context, found, SUGGEST_MS, [], { what: 'suggestions' }));
}

/** A typed command. */
export async function typed(
  interaction: Interaction,
  { name, options: [subcommand] }: Typed['data'],
): Promise<Document | null> {
  const options = subcommand?.options ?? [];
  if (name === COMMAND && subcommand?.name === START) {
    const { personas } = interaction.context.engine.parts;
    const filled = filledIn((field) => {
      const text = textIn(options, field);
      return { text, chosen: personasIn(text, personas) };
    });
    const starts = () =>
      startRequested(interaction, filled, optionIn(options, OPTIONS.private) === true, null);
    // With more than a topic nothing but a design is meant.
    if (options.length > 1 && verbOf(filled.topic) === null) return starts();
    const form = (topic: string, hint: string) => openBegin(interaction, topic, null, hint);
    return typedTopic(
      filled.topic,
      // What names nothing alone may be about the thread that it is typed in, which goes along.
      (verb) =>
        isAmongPeople(interaction) && verbOf(filled.topic) === null
          ? form(filled.topic, TEXTS.notStarted)
          : performed(interaction, verb, null),
      starts,
      form,
    );
  }
  if (name === COMMAND && subcommand?.name === NEW) return openForm(interaction, '', null);
  const verb = name === COMMAND ? verbOf(subcommand?.name ?? '') : null;
  return performed(interaction, verb ?? 'help', textIn(options, OPTIONS.design) || null);
}

/** A command from the menu of a message. */
export async function chosen(
  interaction: Interaction,
  { name, target_id, resolved }: Chosen['data'],
): Promise<Document | null> {
  if (name !== DESIGN_THIS) return performed(interaction, 'help', null);
  const message = resolved.messages[target_id];
  const topic = message === undefined ? '' : plainWords(wordsIn(message), namesIn(message));
  return openForm(interaction, topic, target_id);
}

/** With the design that is named, else with that of the thread, else with those of the channel. */
async function performed(
  { context, conversation, request }: Interaction,
  verb: Verb,
  named: string | null,
): Promise<Document | null> {
  if (verb === 'help' || verb === 'list') return perform(context, verb, request);
  const isThread = conversation.kind !== 'direct';
  const newest = named === null && isThread ? await designOfThread(context, conversation) : null;
  const meant = named ?? newest?.id;
  if (meant === undefined) return perform(context, verb, request);
  return withDesignHere(context, meant, conversation.channel, (design) =>
    performOn(context, verb, design, request),
  );
}
