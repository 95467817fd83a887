import { cut } from '../../../runtime/message/cut.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import type { Persona } from '../../../runtime/persona.ts';
import { OPTIONS } from '../commands.ts';
import type { DiscordDesk } from '../desk.ts';
import { LIMITS } from '../drawing/limits.ts';
import { commandIn, focusedIn, SEPARATOR } from '../options.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { Option } from './payload.ts';

/** Designs of a channel among which what is typed is looked for. */
const MOST_LOOKED_AT = 50;

interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** What may be meant by what is typed so far. Nothing of another channel is named. */
export async function suggestions(
  desk: DiscordDesk,
  options: readonly Option[],
  where: Whereabouts,
): Promise<Suggestion[]> {
  const typed = focusedIn(commandIn(options).options);
  const words = oneLine(String(typed?.value ?? ''));
  switch (typed?.name) {
    case OPTIONS.personas:
      return personasFor(words, desk.engine.parts.personas);
    case OPTIONS.repository:
      return matching(
        words,
        desk.repositoryNames.map((name) => ({ name, value: name })),
      );
    case OPTIONS.design:
      return matching(words, await designsOf(desk, where));
    default:
      return [];
  }
}

async function designsOf({ engine, platform }: DiscordDesk, { channel }: Whereabouts): Promise<Suggestion[]> {
  const designs = await engine.parts.store.list({ platform, channel, limit: MOST_LOOKED_AT });
  return designs.map(({ id, topic, status }) => {
    const state = ` (${TEXTS.status[status]})`;
    return { name: `${cut(oneLine(topic), LIMITS.optionText - state.length)}${state}`, value: id };
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
