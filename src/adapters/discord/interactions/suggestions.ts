import { cutWords } from '../../../core/text.ts';
import { STATUS_WORDS } from '../../../core/words.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import type { Persona } from '../../../runtime/persona.ts';
import { OPTIONS } from '../commands/definitions.ts';
import { commandIn, focusedIn, SEPARATOR } from '../commands/options.ts';
import type { DiscordContext } from '../discord-context.ts';
import { LIMITS } from '../drawing/limits.ts';
import type { Conversation } from '../incoming/conversations.ts';
import type { Option } from './interaction-payload.ts';

/** Designs of a channel among which what is typed is looked for. */
const MAX_LOOKED_AT = 50;

interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** What may be meant by what is typed so far. Nothing of another channel is named. */
export async function suggestions(
  context: DiscordContext,
  options: readonly Option[],
  conversation: Conversation,
): Promise<Suggestion[]> {
  const typed = focusedIn(commandIn(options).options);
  const words = oneLine(String(typed?.value ?? ''));
  switch (typed?.name) {
    case OPTIONS.personas:
      return personasFor(words, context.engine.parts.personas);
    case OPTIONS.repository:
      return matching(
        words,
        context.repositories.names.map((name) => ({ name, value: name })),
      );
    case OPTIONS.design:
      return matching(words, await designsOf(context, conversation));
    default:
      return [];
  }
}

async function designsOf(
  { engine, platform }: DiscordContext,
  { channel }: Conversation,
): Promise<Suggestion[]> {
  const designs = await engine.parts.store.list({ platform, channel, limit: MAX_LOOKED_AT });
  return designs.map(({ id, topic, status }) => {
    const state = ` (${STATUS_WORDS[status]})`;
    return { name: `${cutWords(oneLine(topic), LIMITS.optionText - state.length)}${state}`, value: id };
  });
}

/** Completes the last of several names; those before it stay as they are. */
function personasFor(words: string, personas: readonly Persona[]): Suggestion[] {
  const names = words.split(SEPARATOR).map((each) => each.trim());
  const last = names.pop() ?? '';
  const before = names.filter((each) => each !== '').map((each) => `${each}${SEPARATOR} `);
  const choices = personas
    .map(({ profile }) => profile)
    .filter(({ role, title, id }) => role === 'persona' && !names.includes(title) && !names.includes(id))
    .map(({ title }) => ({ name: title, value: title }));
  return matching(last, choices)
    .map(({ name }) => `${before.join('')}${name}`)
    .filter((each) => each.length <= LIMITS.optionText)
    .map((each) => ({ name: each, value: each }));
}

function matching(words: string, choices: readonly Suggestion[]): Suggestion[] {
  const wanted = words.toLowerCase();
  return choices
    .filter(({ name, value }) => name.toLowerCase().includes(wanted) || value.startsWith(wanted))
    .slice(0, LIMITS.options);
}
