import type { Command, Parameter, Subcommand } from './commands.ts';

export type OptionValue = string | number | boolean;
export type OptionValues = Readonly<Record<string, OptionValue>>;

export interface Typed {
  readonly command: Command;
  readonly subcommand: Subcommand | null;
  readonly parameters: readonly Parameter[];
}

/** What `words` name of this command: itself, one of its subcommands, or both; null for neither. */
export function typedCommand(command: Command, words: readonly string[]): Typed | null {
  const rest = words[0] === command.name ? words.slice(1) : words;
  const options = 'options' in command ? (command.options ?? []) : [];
  const subcommands = options.filter((each): each is Subcommand => each.type === 1);
  if (subcommands.length === 0)
    return rest.length > 0
      ? null
      : { command, subcommand: null, parameters: options as Parameter[] };
  const subcommand = subcommands.find(({ name }) => rest.length === 1 && rest[0] === name);
  return subcommand === undefined
    ? null
    : { command, subcommand, parameters: subcommand.options ?? [] };
}

/**
 * The `data` of an interaction for a command that was typed. Values that Discord's app does not let
 * a person send are an error. `focused` is the option that is being completed, whose command need
 * not be whole yet.
 */
export function commandData(
  { command, subcommand, parameters }: Typed,
  values: OptionValues,
  focused?: string,
): object {
  const unknown = Object.keys(values).find((key) => !parameters.some(({ name }) => name === key));
  if (unknown !== undefined) throw new Error(`/${command.name} has no option "${unknown}"`);
  const missing = parameters.find(({ name, required }) => required && values[name] === undefined);
  if (missing !== undefined && focused === undefined)
    throw new Error(`"${missing.name}" is required`);
  const filled = parameters.flatMap((parameter) => {
    const value = values[parameter.name];
    if (value === undefined) return [];
    const { name, type } = parameter;
    if (name === focused) return [{ name, type, value, focused: true }];
    check(parameter, value);
    return [{ name, type, value }];
  });
  const inner = { name: subcommand?.name, type: 1, options: filled };
  const scope = command.guild === null ? {} : { guild_id: command.guild };
  const { id, name, type } = command;
  return { id, name, type, options: subcommand === null ? filled : [inner], ...scope };
}

function check({ name, type, ...bounds }: Parameter, value: OptionValue): void {
  const kinds: Record<number, string> = { 4: 'number', 5: 'boolean', 10: 'number' };
  const isKind =
    typeof value === (kinds[type] ?? 'string') && (type !== 4 || Number.isInteger(value));
  const size = typeof value === 'string' ? value.length : Number(value);
  const isText = typeof value === 'string';
  const [min = -Infinity, max = Infinity] = isText
    ? [0, bounds.max_length ?? 6_000]
    : [bounds.min_value, bounds.max_value];
  const isWithin = typeof value === 'boolean' || (size >= min && size <= max);
  if (!isKind || !isWithin)
    throw new Error(`Discord takes no ${JSON.stringify(value)} for "${name}"`);
}
