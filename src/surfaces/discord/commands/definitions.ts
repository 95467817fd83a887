/**
 * The slash commands that Discord shows: defined here, registered by `registration.ts` once per
 * connection.
 */

import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { fieldOf } from '#acts/gateway/form.ts';
import { DEPTH_CHOICES } from '#acts/gateway/starting/start-form.ts';
import { verbNameOf } from '#acts/gateway/verbs/verbs.ts';
import { StartTyped } from '#acts/starting/fields.ts';
import { COMMAND_WORDS } from '#acts/word.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import { COMMAND_VERBS } from '#presentation/words/verb-words.ts';

export type CommandSet = RESTPutAPIApplicationCommandsJSONBody;

export const COMMAND = 'design';
export const DESIGN_THIS = 'Design this';
export const START = 'start';
export const NEW = 'new';
/**
 * Options of `start`: fields of its form under their names on the command line. Required ones come
 * first.
 */
export const OPTIONS = {
  topic: 'topic',
  context: 'context',
  personas: 'personas',
  depth: 'depth',
  budgetUsd: 'budget',
  deadlineMinutes: 'deadline',
  repo: 'repo',
} as const;
export const DESIGN_OPTION = 'design';
export const WORDS_OPTION = 'words';

const OPTION_CHARACTERS = 6_000;
/** Of US dollars, or of minutes. */
const LEAST = 0.01;

const text = (name: string, description: string) =>
  ({ type: ApplicationCommandOptionType.String, name, description }) as const;
const verb = (name: string, description: string) =>
  ({ type: ApplicationCommandOptionType.Subcommand, name, description }) as const;
const whichDesign = {
  ...text(DESIGN_OPTION, 'Which design. Not needed if only one fits'),
  autocomplete: true,
} as const;

const whatToFind = {
  ...text(WORDS_OPTION, 'Words in the question or the decision'),
  required: true,
  max_length: 200,
} as const;

const start: APIApplicationCommandSubcommandOption = {
  ...verb(START, 'Turn a question into a decision'),
  options: [
    option('topic', { isRequired: true, maxCharacters: BOUNDS.topicCharacters }),
    option('context'),
    option('personas', { label: 'Who takes part: names separated by commas' }),
    option('depth', { choices: DEPTH_CHOICES }),
    option('budgetUsd'),
    option('deadlineMinutes'),
    option('repo', { choices: [] }),
  ],
};

/** People are helped to type what is known only while the bot runs. */
function option(
  field: keyof typeof OPTIONS,
  options?: Parameters<typeof fieldOf>[2],
): APIApplicationCommandBasicOption {
  const { label, isRequired: required, input } = fieldOf(StartTyped, field, options);
  const head = { ...text(OPTIONS[field], label), required };
  switch (input.kind) {
    case 'text':
      return { ...head, max_length: Math.min(input.maxCharacters, OPTION_CHARACTERS) };
    case 'number': {
      const type = ApplicationCommandOptionType.Number;
      return { ...head, type, min_value: LEAST, max_value: input.max };
    }
    case 'one':
      if (input.choices.length === 0) return { ...head, autocomplete: true };
      return { ...head, choices: input.choices.map(({ value, label: name }) => ({ name, value })) };
    case 'many':
    case 'files':
      return { ...head, autocomplete: true };
  }
}

/**
 * Requires no Discord permission: it would apply to all verbs of the command, and anyone may ask
 * for a design's status. Each verb checks our own settings for who may start, answer and cancel.
 */
const DESIGN: CommandSet[number] = {
  type: ApplicationCommandType.ChatInput,
  name: COMMAND,
  description: 'Turn a question into a decision, and follow how it goes',
  options: [
    start,
    verb(NEW, 'The same with a form to fill in'),
    ...COMMAND_WORDS.map((word) => ({
      ...verb(word, COMMAND_VERBS[word]),
      ...(word === 'find' ? { options: [whatToFind] } : {}),
      ...(verbNameOf(word) === null ? {} : { options: [whichDesign] }),
    })),
  ],
};

const MENU: CommandSet[number] = { type: ApplicationCommandType.Message, name: DESIGN_THIS };

/** Commands of one server show at once. */
export const GUILD_COMMANDS: CommandSet = [DESIGN, MENU];

/**
 * Commands for all servers and direct messages. `isForPeople`: also wherever a person who installed
 * the bot is.
 */
export function listGlobalCommands(isForPeople: boolean): CommandSet {
  return within([InteractionContextType.Guild, InteractionContextType.BotDM], isForPeople);
}

/** Without servers: a server with its own commands would show these twice. */
export function listDirectCommands(isForPeople: boolean): CommandSet {
  return within([InteractionContextType.BotDM], isForPeople);
}

/** In conversations between people, the commands only say where the bot can be used. */
function within(contexts: InteractionContextType[], isForPeople: boolean): CommandSet {
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  const where = isForPeople
    ? {
        contexts: [...contexts, InteractionContextType.PrivateChannel],
        integration_types: [GuildInstall, UserInstall],
      }
    : { contexts, integration_types: [GuildInstall] };
  return GUILD_COMMANDS.map((command) => ({ ...command, ...where }));
}
