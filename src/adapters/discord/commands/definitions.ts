import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { DEPTH_TAKES } from '../../../core/telling/facts/course.ts';
import { COMMAND_VERBS } from '../../../core/telling/message/verb-words.ts';
import { BOUNDS } from '../../../core/vocabulary/bounds.ts';
import { DEPTHS } from '../../../core/vocabulary/events.ts';
import { MAX_DESIGN_MINUTES, MAX_DESIGN_USD } from '../../../runtime/engine/starting.ts';
import { verbNameOf } from '../../../runtime/gateway/verbs.ts';
import { COMMAND_WORDS } from '../../../runtime/gateway/word.ts';

export type CommandSet = RESTPutAPIApplicationCommandsJSONBody;

export const COMMAND = 'design';
/** Name of the command in the menu of a message. */
export const DESIGN_THIS = 'Design this';
export const START = 'start';
/** The same with a form to fill in. */
export const NEW = 'new';
/** Names of the options of `start`, and of the one that the other verbs have. */
export const OPTIONS = {
  topic: 'topic',
  context: 'context',
  personas: 'personas',
  depth: 'depth',
  budget: 'budget',
  deadline: 'deadline',
  repository: 'repository',
  design: 'design',
} as const;

/** Limit of Discord for one option. */
const OPTION_CHARACTERS = 6_000;

const text = (name: string, description: string) =>
  ({ type: ApplicationCommandOptionType.String, name, description }) as const;
const verb = (name: string, description: string) =>
  ({ type: ApplicationCommandOptionType.Subcommand, name, description }) as const;
const whichDesign = {
  ...text(OPTIONS.design, 'Which one. Not needed where only one can be meant'),
  autocomplete: true,
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
    { ...text(OPTIONS.context, 'What everybody should know before'), max_length: OPTION_CHARACTERS },
    {
      ...text(OPTIONS.personas, 'Who takes part: names with commas between them. Everybody by default'),
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
      max_value: MAX_DESIGN_USD,
    },
    {
      type: ApplicationCommandOptionType.Number,
      name: OPTIONS.deadline,
      description: 'How long it may take, in minutes, without the time it waits for people',
      min_value: 1,
      max_value: MAX_DESIGN_MINUTES,
    },
    {
      ...text(
        OPTIONS.repository,
        'A repository that they read. Where there is one only it is read by default',
      ),
      autocomplete: true,
    },
  ],
};

/**
 * No rights of Discord's own are asked for: they would hold for a command with all its verbs, and everybody may ask how
 * a design stands. Who may start, answer and cancel is decided by our settings, whenever somebody does so.
 */
const DESIGN: CommandSet[number] = {
  type: ApplicationCommandType.ChatInput,
  name: COMMAND,
  description: 'Turn a question into a decision, and see how that goes',
  options: [
    start,
    verb(NEW, 'The same with a form to fill in'),
    ...COMMAND_WORDS.map((word) => ({
      ...verb(word, COMMAND_VERBS[word].help),
      ...(verbNameOf(word) === null ? {} : { options: [whichDesign] }),
    })),
  ],
};

const MENU: CommandSet[number] = { type: ApplicationCommandType.Message, name: DESIGN_THIS };

/** The commands of one server: they show at once, and only there. */
export const GUILD_COMMANDS: CommandSet = [DESIGN, MENU];

/** The commands of all servers and of direct messages with the bot. */
export const GLOBAL_COMMANDS: CommandSet = within([
  InteractionContextType.Guild,
  InteractionContextType.BotDM,
]);

/** Commands of direct messages alone: servers that have their own would show others twice. */
export const DIRECT_COMMANDS: CommandSet = within([InteractionContextType.BotDM]);

function within(contexts: InteractionContextType[]): CommandSet {
  const where = { contexts, integration_types: [ApplicationIntegrationType.GuildInstall] };
  return GUILD_COMMANDS.map((command) => ({ ...command, ...where }));
}
