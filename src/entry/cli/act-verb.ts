import { Argument, type Command, Option } from 'commander';
import * as z from 'zod';
import type { Act, CommandLineVerb } from '../../acts/act.ts';
import { listPathNames, type Names } from '../../acts/call.ts';
import { PATH_WORDS } from '../../acts/fields.ts';
import { ACTS } from '../../acts/table.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { carryOutOrKeep, type Done } from './acts.ts';
import { type Api, read } from './api.ts';
import { confirm } from './ask.ts';
import { type CliContext, createCliContext } from './cli-context.ts';
import { useApi, useDesign } from './designs.ts';
import { output, print } from './output.ts';
import { makeUsageFault } from './typed.ts';
import { DESIGN_ARGUMENT, type VerbFile } from './verb.ts';

const Opened = z.object({ gate: z.object({ id: z.string() }).nullable() });
const Given = z.record(z.string(), z.unknown());
type Given = z.infer<typeof Given>;

/**
 * The verb of a row: its fields are arguments and options, and its answer is printed as the row
 * shows it.
 */
export function createActVerb(act: Act, typed: CommandLineVerb): VerbFile {
  return {
    configure: (command) => configure(command, act, typed),
    run: (...words) => run(act, typed, words),
  };
}

function configure(command: Command, act: Act, typed: CommandLineVerb): void {
  command.description(typed.summary ?? act.summary);
  const isLeft = { author: true, ...typed.fills };
  const names = argumentsIn(typed).map(({ name }) => name);
  for (const { term, name } of argumentsIn(typed)) command.addArgument(argumentOf(act, term, name));
  for (const [name, field] of Object.entries(fieldsOf(act))) {
    if (name in isLeft || names.includes(name)) continue;
    const isRequired = !field.safeParse(undefined).success;
    command.addOption(optionOf(name, field).makeOptionMandatory(isRequired));
  }
  if (act.hasPreview) command.option('--preview', 'only say what it would do');
  if (typed.asksFirst) command.option('--yes', 'do not ask for confirmation');
}

async function run(act: Act, typed: CommandLineVerb, words: readonly unknown[]): Promise<number> {
  const argumentNames = argumentsIn(typed).map(({ name }) => name);
  const options = Given.parse(words[argumentNames.length]);
  const values = {
    ...options,
    ...Object.fromEntries(argumentNames.map((name, at) => [name, words[at]])),
    ...typed.fills,
  };
  const names = pathNamesIn(act, values);
  const perform = async (api: Api, context: CliContext, all: Names): Promise<number> => {
    const carryOut = (preview: object = {}) => {
      const call = {
        body: valuesOf(act.body, values),
        query: { ...valuesOf(act.query, values), ...preview },
      };
      return carryOutOrKeep({ api, context }, act, all, call, typed.done);
    };
    const isPreview = options.preview === true;
    if (isPreview || (typed.asksFirst && options.yes !== true)) {
      const preview = await carryOut({ preview: '' });
      if (isPreview || !preview.ok) return printAs(typed, preview);
      if (!(await confirm(`${preview.words} This cannot be undone.`)))
        return print({ ok: false, words: 'Nothing was changed.' });
    }
    return printAs(typed, await carryOut());
  };
  if (!act.route.includes('/:id')) {
    const context = createCliContext();
    return useApi(context, (api) => perform(api, context, names));
  }
  return useDesign(String(values.id), async ({ api, id, context }) => {
    const isOpenOneMeant = act.subject !== undefined && act.subject.typed === undefined;
    const open = isOpenOneMeant ? (await read(api, Opened, ACTS.show, { id })).gate?.id : '';
    if (open === undefined)
      return print({ ok: false, words: 'No one is asked to decide anything in this design now.' });
    return perform(api, context, { [act.subject?.name ?? '']: open, ...names, id });
  });
}

/**
 * Prints a secret alone on standard output, to be piped to where it is kept, and the words about it
 * beside.
 */
function printAs({ alone }: CommandLineVerb, outcome: Done): number {
  if (!outcome.ok || alone === undefined) return print(outcome);
  output.write(`${Given.parse(outcome.body)[alone]}\n`);
  process.stderr.write(`${outcome.words}\n`);
  return 0;
}

function argumentsIn({ synopsis }: CommandLineVerb) {
  return [...synopsis.matchAll(/[<[](\w+)(?:\.{3})?[>\]]/g)].map(([term, name = '']) => ({
    term,
    name,
  }));
}

function argumentOf(act: Act, term: string, name: string): Argument {
  const field = fieldsOf(act)[name];
  const inPath = name === act.subject?.typed?.argument ? act.subject.name : name;
  const words = name === 'id' ? DESIGN_ARGUMENT : (field?.description ?? PATH_WORDS[inPath]);
  const argument = new Argument(term, words ?? '');
  const inner = field === undefined ? undefined : innerOf(field);
  return inner instanceof z.ZodEnum ? argument.choices(inner.options.map(wordOf)) : argument;
}

function optionOf(name: string, field: z.ZodType): Option {
  const flag = `--${hyphenate(name)}`;
  const words = field.description ?? '';
  const inner = innerOf(field);
  if (inner instanceof z.ZodBoolean) return new Option(flag, words);
  const option = new Option(`${flag} <${inner instanceof z.ZodNumber ? 'number' : 'text'}>`, words);
  return inner instanceof z.ZodEnum ? option.choices(inner.options.map(wordOf)) : option;
}

function fieldsOf({ body, query }: Act): Readonly<Record<string, z.ZodType>> {
  return { ...body?.shape, ...query?.shape } as Readonly<Record<string, z.ZodType>>;
}

/** The type of a field without what makes it optional. */
function innerOf(field: unknown): unknown {
  const isAround =
    field instanceof z.ZodDefault ||
    field instanceof z.ZodOptional ||
    field instanceof z.ZodNullable;
  return isAround ? innerOf(field.unwrap()) : field;
}

function hyphenate(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A value of a field as it is typed: without blanks. */
function wordOf(value: unknown): string {
  return String(value).replaceAll(' ', '-');
}

function parseValue(field: unknown, value: unknown): unknown {
  const inner = innerOf(field);
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value !== 'string') return value;
  if (inner instanceof z.ZodNumber) return value.trim() === '' ? value : Number(value);
  if (inner instanceof z.ZodArray) return value.split(',').map((each) => each.trim());
  if (inner instanceof z.ZodEnum)
    return inner.options.find((each) => wordOf(each) === value) ?? value;
  return value;
}

/** Fields of a body or query, as the API takes them: it refuses what does not fit. */
function valuesOf(schema: z.ZodObject | undefined, values: Given): Record<string, unknown> {
  const fields = Object.entries(schema?.shape ?? {}).filter(([name]) => values[name] !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, parseValue(field, values[name])]));
}

/**
 * Values of the names in the path, but of the design's. Throws `Fault('bad_usage')` for a malformed
 * one.
 */
function pathNamesIn(act: Act, values: Given): Names {
  const { subject } = act;
  const names = listPathNames(act).flatMap((name) =>
    name === 'id' || values[name] === undefined ? [] : [[name, String(values[name])] as const],
  );
  if (subject?.typed === undefined) return Object.fromEntries(names);
  const { argument, read: readName } = subject.typed;
  const word = String(values[argument]);
  const id = readName(word);
  if (id === null)
    throw makeUsageFault(
      `"${cutText(word, 40)}" is not a ${argument}. Give ${PATH_WORDS[subject.name]}.`,
    );
  return { ...Object.fromEntries(names), [subject.name]: id };
}
