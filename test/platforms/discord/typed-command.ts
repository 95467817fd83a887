import type { Branch, Command, Parameter } from './commands.ts';
import type { Guild } from './guild.ts';
import { wireChannel, wireMember, wireRole, wireUser } from './wire.ts';

export type OptionValue = string | number | boolean;
export type OptionValues = Readonly<Record<string, OptionValue>>;

const PERSON = 6;
const CHANNEL = 7;
const ROLE = 8;
const EITHER = 9;
const SUBCOMMAND = 1;

export interface Typed {
  readonly command: Command;
  /** The subcommands on the way, the outer one first. */
  readonly path: readonly Branch[];
  readonly parameters: readonly Parameter[];
}

/** Whether `words` name this command: itself, one of its subcommands, or both. */
export function typedCommand(command: Command, words: readonly string[]): Typed | null {
  const rest = words[0] === command.name ? words.slice(1) : words;
  const options = 'options' in command ? (command.options ?? []) : [];
  const found = descend(options, rest);
  return found === null ? null : { command, ...found };
}

function descend(
  options: readonly (Branch | Parameter)[],
  words: readonly string[],
): Omit<Typed, 'command'> | null {
  const branches = options.filter((each): each is Branch => each.type <= 2);
  if (branches.length === 0)
    return words.length === 0 ? { path: [], parameters: options as Parameter[] } : null;
  const branch = branches.find(({ name }) => name === words[0]);
  if (branch === undefined) return null;
  const below = descend(branch.type === SUBCOMMAND ? (branch.options ?? []) : branch.options, words.slice(1));
  return below && { ...below, path: [branch, ...below.path] };
}

/** The `data` of an interaction for a command that was typed. Values that Discord's app does not let a person send are
 *  an error. `focused` is the option that is being completed, whose command need not be whole yet. */
export function commandData(
  guild: Guild,
  { command, path, parameters }: Typed,
  values: OptionValues,
  focused?: string,
): object {
  const unknown = Object.keys(values).find((key) => !parameters.some(({ name }) => name === key));
  if (unknown !== undefined) throw new Error(`/${command.name} has no option "${unknown}"`);
  const missing = parameters.find(({ name, required }) => required && values[name] === undefined);
  if (missing !== undefined && focused === undefined) throw new Error(`"${missing.name}" is required`);
  const filled = parameters.flatMap((parameter) => {
    const value = values[parameter.name];
    if (value === undefined) return [];
    const { name, type } = parameter;
    if (name === focused) return [{ name, type, value, focused: true }];
    check(parameter, value);
    return [{ name, type, value }];
  });
  const options = path
    .toReversed()
    .reduce<object[]>((inner, { name, type }) => [{ name, type, options: inner }], filled);
  const scope = command.guild === null ? {} : { guild_id: command.guild };
  const { id, name, type } = command;
  return { id, name, type, options, ...scope, ...resolved(guild, parameters, values) };
}

function check({ name, type, choices, ...bounds }: Parameter, value: OptionValue): void {
  const kinds: Record<number, string> = { 4: 'number', 5: 'boolean', 10: 'number' };
  const isKind = typeof value === (kinds[type] ?? 'string') && (type !== 4 || Number.isInteger(value));
  const isChosen = !choices?.length || choices.some((each) => each.value === value);
  const size = typeof value === 'string' ? value.length : Number(value);
  const isText = typeof value === 'string';
  const [min, max] = isText
    ? [bounds.min_length, bounds.max_length ?? 6_000]
    : [bounds.min_value, bounds.max_value];
  const isWithin = typeof value === 'boolean' || (size >= (min ?? -Infinity) && size <= (max ?? Infinity));
  if (!(isKind && isChosen && isWithin))
    throw new Error(`Discord takes no ${JSON.stringify(value)} for "${name}"`);
}

function resolved(guild: Guild, parameters: readonly Parameter[], values: OptionValues): object {
  const users: Record<string, object> = {};
  const members: Record<string, object> = {};
  const roles: Record<string, object> = {};
  const channels: Record<string, object> = {};
  for (const { name, type } of parameters) {
    const id = String(values[name] ?? '');
    const [person, role, channel] = [guild.people.get(id), guild.roles.get(id), guild.channels.get(id)];
    if ((type === PERSON || type === EITHER) && person !== undefined) {
      users[id] = wireUser(person);
      const { user: _user, ...member } = wireMember(guild, person, guild.permissionsAtLarge(id)) as {
        user: object;
      };
      members[id] = member;
    }
    if ((type === ROLE || type === EITHER) && role !== undefined) roles[id] = wireRole(guild, role);
    if (type === CHANNEL && channel !== undefined)
      channels[id] = { ...wireChannel(guild, channel), permissions: '0' };
  }
  const filled = Object.entries({ users, members, roles, channels }).filter(
    ([, all]) => Object.keys(all).length > 0,
  );
  return filled.length === 0 ? {} : { resolved: Object.fromEntries(filled) };
}
