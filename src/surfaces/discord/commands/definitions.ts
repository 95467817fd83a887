import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { verbNameOf } from '../../../acts/gateway/verbs/verbs.ts';
import { COMMAND_WORDS } from '../../../acts/word.ts';
import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import { DEPTHS } from '../../../core/vocabulary/sets.ts';
import { DEPTH_TAKES } from '../../../presentation/phases.ts';
import { COMMAND_VERBS } from '../../../presentation/verb-words.ts';

export type CommandSet = RESTPutAPIApplicationCommandsJSONBody;

export const COMMAND = 'design';
export const DESIGN_THIS = 'Design this';
export const START = 'start';
export const NEW = 'new';
/** Options of `start`, and the option `design` of other verbs. */
export const OPTIONS = {
  topic: 'topic',
  context: 'context',
  personas: 'personas',
  depth: 'depth',
  budget: 'budget',
  deadline: 'deadline',
  repository: 'repository',
  design: 'design',
  words: 'words',
} as const;

const OPTION_CHARACTERS = 6_000;

const text = (name: string, description: string) =>
  ({ type: ApplicationCommandOptionType.String, name, description }) as const;
const verb = (name: string, description: string) =>
  ({ type: ApplicationCommandOptionType.Subcommand, name, description }) as const;
const whichDesign = {
  ...text(OPTIONS.design, 'Which design. Not needed if only one fits'),
  autocomplete: true,
} as const;

const whatToFind = {
  ...text(OPTIONS.words, 'Words in the question or the decision'),
  required: true,
  max_length: 200,
} as const;

const start: APIApplicationCommandSubcommandOption = {
  ...verb(START, 'Turn a question into a decision'),
  // Required ones come first.
  options: [
    {
      ...text(OPTIONS.topic, 'What is to be decided, in a sentence'),
      required: true,
      max_length: Math.min(BOUNDS.topicCharacters, OPTION_CHARACTERS),
    },
    { ...text(OPTIONS.context, 'Background that everyone should know'), max_length: OPTION_CHARACTERS },
    {
      ...text(OPTIONS.personas, 'Who takes part: names separated by commas. Everyone by default'),
      autocomplete: true,
    },
    {
      ...text(OPTIONS.depth, 'How much is discussed. Standard by default'),
      choices: DEPTHS.map((depth) => ({ name: `${depth}: ${DEPTH_TAKES[depth]}`, value: depth })),
    },
    {
      type: ApplicationCommandOptionType.Number,
      name: OPTIONS.budget,
      description: 'What it may cost, in US dollars',
      min_value: 0.01,
      max_value: BOUNDS.designUsd,
    },
    {
      type: ApplicationCommandOptionType.Number,
      name: OPTIONS.deadline,
      description: 'How long it may take, in minutes, not counting the time it waits for people',
      min_value: 1,
      max_value: BOUNDS.designMinutes,
    },
    {
      ...text(OPTIONS.repository, 'A repository to read. If there is only one, it is the default'),
      autocomplete: true,
    },
  ],
};

/**
 * Requires no Discord permission: it would apply to all verbs of the command, and anyone may ask for a design's status.
 * Each verb checks our own settings for who may start, answer and cancel.
 */
const DESIGN: CommandSet[number] = {
  type: ApplicationCommandType.ChatInput,
  name: COMMAND,
  description: 'Turn a question into a decision, and follow how it goes',
  options: [
    start,
    verb(NEW, 'The same with a form to fill in'),
    ...COMMAND_WORDS.map((word) => ({
      ...verb(word, COMMAND_VERBS[word].help),
      ...(word === 'find' ? { options: [whatToFind] } : {}),
      ...(verbNameOf(word) === null ? {} : { options: [whichDesign] }),
    })),
  ],
};

const MENU: CommandSet[number] = { type: ApplicationCommandType.Message, name: DESIGN_THIS };

/** Commands of one server show at once. */
export const GUILD_COMMANDS: CommandSet = [DESIGN, MENU];

/** Commands for all servers and direct messages. `isForPeople`: also wherever a person who installed the bot is. */
export function globalCommands(isForPeople: boolean): CommandSet {
  return within([InteractionContextType.Guild, InteractionContextType.BotDM], isForPeople);
}

/** Without servers: a server with its own commands would show these twice. */
export function directCommands(isForPeople: boolean): CommandSet {
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
