import { z } from 'zod';
import { invalid, refusal } from './refusal.ts';
import { snowflake } from './snowflake.ts';

const MAX_OPTIONS = 25;
const MAX_CHOICES = 25;
const MAX_CHARACTERS = 8_000;
/** Commands of one kind in one scope: those that are typed, and those in the menus of people and messages. */
const MAX_COMMANDS: Record<number, number> = { 1: 100, 2: 15, 3: 15 };
const SUBCOMMAND = 1;
const GROUP = 2;
const CHAT_INPUT = 1;

const localizations = z.record(z.string(), z.string()).nullish();
const name = z
  .string()
  .regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u, 'is no name of a command')
  .refine((given) => given === given.toLowerCase(), 'names are in lower case');
const described = {
  name,
  name_localizations: localizations,
  description: z.string().min(1).max(100),
  description_localizations: localizations,
};
const choice = z.strictObject({
  name: z.string().min(1).max(100),
  name_localizations: localizations,
  value: z.union([z.string().max(100), z.number()]),
});
const parameter = z
  .strictObject({
    ...described,
    /** Text, whole number, yes or no, person, channel, role, either, number, file. */
    type: z.union([3, 4, 5, 6, 7, 8, 9, 10, 11].map((type) => z.literal(type))),
    required: z.boolean().optional(),
    choices: z.array(choice).max(MAX_CHOICES).optional(),
    channel_types: z.array(z.int()).optional(),
    min_value: z.number().optional(),
    max_value: z.number().optional(),
    min_length: z.int().min(0).max(6_000).optional(),
    max_length: z.int().min(1).max(6_000).optional(),
    autocomplete: z.boolean().optional(),
  })
  .refine(
    (given) => !(given.autocomplete && given.choices?.length),
    'choices and autocomplete exclude each other',
  )
  .refine(
    (given) => !given.choices?.length || [3, 4, 10].includes(given.type),
    'only text and numbers have choices',
  )
  .refine(
    (given) => !given.autocomplete || [3, 4, 10].includes(given.type),
    'only text and numbers are completed',
  );
const parameters = z
  .array(parameter)
  .max(MAX_OPTIONS)
  .refine(areNamesUnique, 'two options have the same name')
  .refine(
    (all) =>
      !all.some((each, place) => each.required && all[place - 1] !== undefined && !all[place - 1]?.required),
    'required options stand before the others',
  );
const subcommand = z.strictObject({
  ...described,
  type: z.literal(SUBCOMMAND),
  options: parameters.optional(),
});
const group = z.strictObject({
  ...described,
  type: z.literal(GROUP),
  options: z
    .array(subcommand)
    .min(1)
    .max(MAX_OPTIONS)
    .refine(areNamesUnique, 'two options have the same name'),
});
const branches = z
  .array(z.discriminatedUnion('type', [subcommand, group]))
  .max(MAX_OPTIONS)
  .refine(areNamesUnique, 'two options have the same name');

const everywhere = {
  id: z.string().optional(),
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  dm_permission: z.boolean().optional(),
  default_permission: z.boolean().nullish(),
  nsfw: z.boolean().optional(),
  integration_types: z.array(z.union([z.literal(0), z.literal(1)])).optional(),
  contexts: z.array(z.union([z.literal(0), z.literal(1), z.literal(2)])).nullish(),
};
const typed = z.strictObject({
  ...everywhere,
  ...described,
  type: z.literal(CHAT_INPUT).default(CHAT_INPUT),
  options: z.union([parameters, branches]).optional(),
});
const inMenu = z.strictObject({
  ...everywhere,
  name: z.string().min(1).max(32),
  name_localizations: localizations,
  description: z.literal('').optional(),
  type: z.union([z.literal(2), z.literal(3)]),
});

/** What registers a command. */
export const newCommand = z
  .preprocess(
    (given) =>
      typeof given === 'object' && given !== null && !('type' in given)
        ? { ...given, type: CHAT_INPUT }
        : given,
    z.discriminatedUnion('type', [typed, inMenu]),
  )
  .refine(
    (given) => textIn(given) <= MAX_CHARACTERS,
    `a command holds more than ${MAX_CHARACTERS} characters`,
  );
export const changedCommand = z.looseObject({});

export type Parameter = z.infer<typeof parameter>;
export type Branch = z.infer<typeof subcommand> | z.infer<typeof group>;
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
    const names = definitions.map(({ name: each, type }) => `${type} ${each}`);
    if (new Set(names).size < names.length) {
      throw invalid(
        ['name'],
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      );
    }
    this.#all = this.#all.filter((each) => each.guild !== guild);
    return definitions.map((each) => this.put(guild, each, before));
  }

  /** Adds a command, or puts it in the place of the one of the same name. */
  put(guild: string | null, definition: Definition, before: readonly Command[] = this.in(guild)): Command {
    const isSame = (each: Command) => each.name === definition.name && each.type === definition.type;
    const version = snowflake();
    const command = { ...definition, id: before.find(isSame)?.id ?? snowflake(), guild, version };
    this.#all = this.#all.filter((each) => !(each.guild === guild && isSame(each)));
    const count = this.in(guild).filter(({ type }) => type === command.type).length;
    if (count >= (MAX_COMMANDS[command.type] ?? 0)) throw refusal('too_many_commands');
    this.#all.push(command);
    return command;
  }

  get(guild: string | null, id: string | undefined): Command {
    const command = this.in(guild).find((each) => each.id === id);
    if (command === undefined) throw refusal('unknown_command');
    return command;
  }

  remove(guild: string | null, id: string | undefined): void {
    const command = this.get(guild, id);
    this.#all = this.#all.filter((each) => each !== command);
  }

  change(guild: string | null, id: string | undefined, given: object): Command {
    const before = this.get(guild, id);
    const { guild: _guild, version: _version, id: kept, ...definition } = before;
    const command = {
      ...newCommand.parse({ ...definition, ...given }),
      id: kept,
      guild,
      version: snowflake(),
    };
    this.#all = this.#all.map((each) => (each === before ? command : each));
    return command;
  }

  /** What a person in this guild can choose from: a guild's own commands beside those for everywhere. */
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
  return new Set(options.map((each) => each.name)).size === options.length;
}

/** Characters of all names, descriptions and values. */
function textIn(definition: unknown): number {
  let sum = 0;
  JSON.stringify(definition, (key, value: unknown) => {
    if (['name', 'description', 'value'].includes(key) && typeof value === 'string') sum += value.length;
    return value;
  });
  return sum;
}
