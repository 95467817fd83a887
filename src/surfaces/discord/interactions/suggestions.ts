import type { SentFields } from '#acts/gateway/form.ts';
import { filterReadable } from '#acts/gateway/reading.ts';
import { entryLabelOf } from '#acts/gateway/verbs/presses.ts';
import { NO_REPOSITORY } from '#acts/starting/fields.ts';
import { listReadableRepositories } from '#engine/access/permission.ts';
import { cutText } from '#foundation/cut-text.ts';
import { drawStartedTail } from '#presentation/answers/lists.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { STATUS_WORDS } from '#presentation/words/phases.ts';
import type { Persona } from '#turns/prompt/persona.ts';
import { DESIGN_OPTION, OPTIONS } from '../commands/definitions.ts';
import type { DiscordContext } from '../discord-context.ts';
import { LIMITS } from '../drawing/controls.ts';
import type { InteractionOrigin } from '../incoming/origin.ts';
import type { Completed, Option } from './interaction-payload.ts';

const MAX_LOOKED_AT = 50;
const MAX_TYPED = 200;
const SEPARATOR = ',';

interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** Suggests designs of this channel only. */
export async function findSuggestions(
  context: DiscordContext,
  { data }: Completed,
  { author, member, conversation: { channel } }: InteractionOrigin,
): Promise<Suggestion[]> {
  const { engine, people, platform } = context;
  const option = data.options[0]?.options?.find(({ focused }) => focused === true);
  const words = foldToOneLine(String(option?.value ?? ''));
  switch (option?.name) {
    case OPTIONS.personas:
      return personasFor(words, engine.parts.personas);
    case OPTIONS.repo: {
      const readable = listReadableRepositories(context, people.known(author, member));
      const names = readable.length === 1 ? [...readable, NO_REPOSITORY] : readable;
      return matching(
        words,
        names.map((name) => ({ name, value: name })),
      );
    }
    case DESIGN_OPTION: {
      const newest = await engine.parts.store.list({ platform, channel, limit: MAX_LOOKED_AT });
      const person = people.known(author, member);
      const designs = await filterReadable({ context, person, channel }, newest);
      const choices = designs.map((design) => {
        const tail = `${drawStartedTail(design, context.clock.now())} (${STATUS_WORDS[design.status]})`;
        const name = entryLabelOf(design.topic, LIMITS.optionText, tail);
        return { name, value: design.id, text: `${design.topic}${tail}` };
      });
      return matching(words, choices);
    }
    default:
      return [];
  }
}

/** Completes the last of several names, and leaves the others unchanged. */
function personasFor(words: string, personas: readonly Persona[]): Suggestion[] {
  const names = words.split(SEPARATOR).map((each) => each.trim());
  const last = names.pop() ?? '';
  const before = names.filter((each) => each !== '').map((each) => `${each}${SEPARATOR} `);
  const choices = personas
    .map(({ profile }) => profile)
    .filter(
      ({ role, title, id }) => role === 'persona' && !names.includes(title) && !names.includes(id),
    )
    .map(({ title }) => ({ name: title, value: title }));
  return matching(last, choices)
    .map(({ name }) => `${before.join('')}${name}`)
    .filter((each) => each.length <= LIMITS.optionText)
    .map((each) => ({ name: each, value: each }));
}

/**
 * Suggestions that contain every typed word in any order. `text`: the whole name before it was cut.
 */
function matching(
  query: string,
  choices: readonly (Suggestion & { readonly text?: string })[],
): Suggestion[] {
  const words = cutText(query.toLowerCase(), MAX_TYPED).split(' ');
  const matches = ({ name, value, text = name }: (typeof choices)[number]): boolean => {
    const searched = text.toLowerCase();
    return words.every((word) => searched.includes(word) || value.startsWith(word));
  };
  const first = choices.filter(matches).slice(0, LIMITS.options);
  return first.map(({ name, value }) => ({ name, value }));
}

/** The options of a start, as if its form had been sent. */
export function readOptions(options: readonly Option[], personas: readonly Persona[]): SentFields {
  return new Map(
    Object.entries(OPTIONS).map(([field, name]) => {
      const text = findOption(options, name);
      return [field, { text, chosen: field === 'personas' ? personasIn(text, personas) : [] }];
    }),
  );
}

/** People write ids or titles. Unknown names are kept, and refused when the design starts. */
function personasIn(text: string, personas: readonly Persona[]): string[] {
  const names = text.split(SEPARATOR).map((each) => each.trim().toLowerCase());
  return names
    .filter((each) => each !== '')
    .map(
      (each) =>
        personas.find(({ profile }) => profile.title.toLowerCase() === each)?.profile.id ?? each,
    );
}

export function findOption(options: readonly Option[], name: string): string {
  const match = options.find((option) => option.name === name);
  return String(match?.value ?? '').trim();
}
