import { cutWords } from '../../../core/text.ts';
import { STATUS_WORDS } from '../../../core/words.ts';
import { NO_REPOSITORY } from '../../../runtime/gateway/form.ts';
import { readableHere } from '../../../runtime/gateway/start-design.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import type { Persona } from '../../../runtime/persona.ts';
import { OPTIONS } from '../commands/definitions.ts';
import type { DiscordContext } from '../discord-context.ts';
import { LIMITS } from '../drawing/controls.ts';
import { conversationOf } from '../incoming/conversations.ts';
import type { Completed, Option } from './interaction-payload.ts';

/** How many designs of a channel are searched for suggestions. */
const MAX_LOOKED_AT = 50;
/** Between two personas. */
const SEPARATOR = ',';

interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** Suggestions for what is typed so far. Nothing of another channel is named. */
export async function suggestions(
  context: DiscordContext,
  { data, channel: place, member, user }: Completed,
): Promise<Suggestion[]> {
  const { engine, people, platform } = context;
  const typed = data.options[0]?.options?.find(({ focused }) => focused === true);
  const words = oneLine(String(typed?.value ?? ''));
  switch (typed?.name) {
    case OPTIONS.personas:
      return personasFor(words, engine.parts.personas);
    case OPTIONS.repository: {
      const author = member?.user ?? user;
      if (author == null) return [];
      const readable = readableHere(context, people.known(author, member), conversationOf(place).named);
      const names = readable.length === 1 ? [...readable, NO_REPOSITORY] : readable;
      return matching(
        words,
        names.map((name) => ({ name, value: name })),
      );
    }
    case OPTIONS.design: {
      const { channel } = conversationOf(place);
      const designs = await engine.parts.store.list({ platform, channel, limit: MAX_LOOKED_AT });
      const choices = designs.map(({ id, topic, status }) => {
        const state = ` (${STATUS_WORDS[status]})`;
        return { name: `${cutWords(oneLine(topic), LIMITS.optionText - state.length)}${state}`, value: id };
      });
      return matching(words, choices);
    }
    default:
      return [];
  }
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

/** The ids of those who are named; people write ids or titles, and what is neither is refused when the design starts. */
export function personasIn(text: string, personas: readonly Persona[]): string[] {
  const said = text.split(SEPARATOR).map((each) => each.trim().toLowerCase());
  return said
    .filter((each) => each !== '')
    .map((each) => personas.find(({ profile }) => profile.title.toLowerCase() === each)?.profile.id ?? each);
}

export function textIn(options: readonly Option[], name: string): string {
  return String(optionIn(options, name) ?? '').trim();
}

export function optionIn(options: readonly Option[], name: string): Option['value'] {
  return options.find((option) => option.name === name)?.value;
}
