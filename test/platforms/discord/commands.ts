import { z } from 'zod';
import { isUnique } from './components.ts';
import { invalid } from './refusal.ts';
import { snowflake } from './snowflake.ts';

const MAX_OPTIONS = 25;
const MAX_CHARACTERS = 8_000;
const SUBCOMMAND = 1;
const CHAT_INPUT = 1;

const name = z
  .string()
  .regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u, 'is no name of a command')
  .refine((given) => given === given.toLowerCase(), 'names are in lower case');
const described = { name, description: z.string().min(1).max(100) };
const parameter = z
  .strictObject({
    ...described,
    /** Text, whole number, yes or no, number. */
    type: z.literal([3, 4, 5, 10]),
    required: z.boolean().optional(),
    min_value: z.number().optional(),
    max_value: z.number().optional(),
    max_length: z.int().min(1).max(6_000).optional(),
    autocomplete: z.boolean().optional(),
    choices: z
      .array(
        z.strictObject({ name: z.string().min(1).max(100), value: z.string().min(1).max(100) }),
      )
      .min(1)
      .max(MAX_OPTIONS)
      .optional(),
  })
  .refine(
    (given) => !given.autocomplete || given.choices === undefined,
    'choices are not completed',
  )
  .refine((given) => given.choices === undefined || given.type === 3, 'only text has these choices')
  .refine(
    (given) => !given.autocomplete || given.type !== 5,
    'only text and numbers are completed',
  );
const parameters = z
  .array(parameter)
  .max(MAX_OPTIONS)
  .refine(areNamesUnique, 'two options have the same name')
  .refine(
    (all) =>
      !all.some(
        (each, place) => each.required && all[place - 1] !== undefined && !all[place - 1]?.required,
      ),
    'required options stand before the others',
  );
const subcommand = z.strictObject({
  ...described,
  type: z.literal(SUBCOMMAND),
  options: parameters.optional(),
});
const subcommands = z
  .array(subcommand)
  .max(MAX_OPTIONS)
  .refine(areNamesUnique, 'two options have the same name');

const everywhere = {
  integration_types: z.array(z.literal([0, 1])).optional(),
  contexts: z.array(z.literal([0, 1, 2])).optional(),
};
/** Conversations of people are for those who have installed the app for themselves. */
const isReachable = ({
  contexts = [],
  integration_types: types = [0],
}: {
  contexts?: number[] | undefined;
  integration_types?: number[] | undefined;
}) => !contexts.includes(2) || types.includes(1);
const typed = z.strictObject({
  ...everywhere,
  ...described,
  type: z.literal(CHAT_INPUT).default(CHAT_INPUT),
  options: z.union([parameters, subcommands]).optional(),
});
const inMenu = z.strictObject({
  ...everywhere,
  name: z.string().min(1).max(32),
  type: z.literal(3),
});

/** What registers a command: typed, alone or with subcommands, or in the menu of messages. */
export const newCommand = z
  .preprocess(
    (given) =>
      typeof given === 'object' && given !== null && !('type' in given)
        ? { ...given, type: CHAT_INPUT }
        : given,
    z.discriminatedUnion('type', [typed, inMenu]),
  )
  .refine(isReachable, 'contexts has a place where the app cannot be')
  .refine(
    (given) => textIn(given) <= MAX_CHARACTERS,
    `a command holds more than ${MAX_CHARACTERS} characters`,
  );

export type Parameter = z.infer<typeof parameter>;
export type Subcommand = z.infer<typeof subcommand>;
type Definition = z.infer<typeof newCommand>;
export type Command = Definition & {
  readonly id: string;
  readonly guild: string | null;
  readonly version: string;
};

/** The commands that the app has registered, everywhere and for the guild. */
export class Commands {
  #all: Command[] = [];

  /** Those of a scope: a guild's, or with null those for everywhere. */
  in(guild: string | null): Command[] {
    return this.#all.filter((each) => each.guild === guild);
  }

  /** Exactly these from now on; what keeps its name keeps its id. */
  replace(guild: string | null, definitions: readonly Definition[]): Command[] {
    const before = this.in(guild);
    if (!isUnique(definitions.map(({ name: each, type }) => `${type} ${each}`))) {
      const message = 'Application command names must be unique';
      throw invalid(['name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', message);
    }
    const commands = definitions.map((definition) => {
      const same = before.find(
        (each) => each.name === definition.name && each.type === definition.type,
      );
      return { ...definition, id: same?.id ?? snowflake(), guild, version: snowflake() };
    });
    this.#all = [...this.#all.filter((each) => each.guild !== guild), ...commands];
    return commands;
  }

  /**
   * What a person in this guild can choose from: a guild's own commands beside those for
   * everywhere.
   */
  offered(guild: string | null): Command[] {
    return guild === null ? this.in(null) : [...this.in(guild), ...this.in(null)];
  }
}

export function wireCommand(application: string, { guild, ...command }: Command): object {
  const scope = guild === null ? {} : { guild_id: guild };
  const missing = { default_member_permissions: null, nsfw: false, name_localizations: null };
  return {
    ...missing,
    description: '',
    description_localizations: null,
    ...command,
    application_id: application,
    ...scope,
  };
}

function areNamesUnique(options: readonly { name: string }[]): boolean {
  return isUnique(options.map((each) => each.name));
}

/** Characters of all names and descriptions. */
function textIn(definition: unknown): number {
  let sum = 0;
  JSON.stringify(definition, (key, value: unknown) => {
    if (['name', 'description'].includes(key) && typeof value === 'string') sum += value.length;
    return value;
  });
  return sum;
}
