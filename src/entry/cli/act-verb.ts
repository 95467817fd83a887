import { Argument, type Command } from 'commander';
import * as z from 'zod';
import type { Act, Typed } from '../../acts/act.ts';
import { PATH_WORDS } from '../../acts/fields.ts';
import { ACTS } from '../../acts/table.ts';
import { carriedOutOrKept } from './acts.ts';
import { read } from './api.ts';
import { type FoundDesign, withDesign } from './designs.ts';
import { print } from './output.ts';
import { badUsage } from './typed.ts';
import { DESIGN_ARGUMENT, type VerbFile } from './verb.ts';

const Opened = z.object({ gate: z.object({ id: z.string() }).nullable() });
const Options = z.record(z.string(), z.unknown());

/** A verb that only sends the fields of its act. */
export function actVerb(act: Act, typed: Typed): VerbFile {
  const { body, subject } = act;
  const fields = Object.entries(body?.shape ?? {}).filter(([name]) => name !== 'author');
  const given = [...typed.synopsis.matchAll(/<(\w+)>/g)].map(([, name = '']) => name);
  const isOption = ([name]: readonly [string, unknown]) =>
    !given.includes(name) && !Object.keys(typed.fills ?? {}).includes(name);
  const options = fields.filter(isOption);
  return {
    configure(command: Command) {
      for (const name of given) command.addArgument(argumentFor(act, name));
      for (const [name, field] of options) {
        const [flags, words] = [`--${name} <text>`, field.description ?? ''];
        if (typed.requires === name) command.requiredOption(flags, words);
        else command.option(flags, words);
      }
    },
    async run(...words: unknown[]) {
      const [id = '', ...rest] = words.slice(0, given.length).map(String);
      const named = Object.fromEntries(given.slice(1).map((name, at) => [name, rest[at] ?? '']));
      const said = Options.parse(words[given.length] ?? {});
      const sent = bodyOf(act, typed, { ...named, ...said });
      const subjectId = subject?.typed === undefined ? null : typedSubject(act, named);
      return withDesign(id, async (found) => {
        const about = subject === undefined ? '' : (subjectId ?? (await openSubject(found)));
        if (about === null)
          return print({ ok: false, words: 'No gate is open, so there is nothing to decide.' });
        const { done = act.done } = typed;
        return print(await carriedOutOrKept(found, { ...act, ...(done && { done }) }, sent, about));
      });
    },
  };
}

function argumentFor({ body, subject }: Act, name: string): Argument {
  const field = body?.shape[name];
  const words = name === subject?.typed?.argument ? PATH_WORDS[subject.name] : field?.description;
  const argument = new Argument(`<${name}>`, name === 'id' ? DESIGN_ARGUMENT : (words ?? ''));
  return field instanceof z.ZodEnum ? argument.choices(field.options.map(String)) : argument;
}

function bodyOf(
  { body, subject }: Act,
  { fills, requires }: Typed,
  said: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (requires !== undefined && String(said[requires]).trim() === '')
    throw badUsage('The reason is empty. Say why.');
  const { [subject?.typed?.argument ?? '']: _, ...fields } = said;
  const sent = { ...fields, ...fills };
  // The call adds the author later.
  const { error } = body?.safeParse({ author: 'somebody', ...sent }) ?? {};
  const [issue] = error?.issues ?? [];
  if (issue?.code === 'too_big')
    throw badUsage(`--${issue.path.join('.')} accepts at most ${issue.maximum} characters.`);
  if (issue !== undefined) throw badUsage(`${issue.path.join('.')}: ${issue.message}`);
  return sent;
}

function typedSubject({ subject }: Act, named: Readonly<Record<string, string>>): string {
  const { argument = '', read: readName } = subject?.typed ?? {};
  const given = named[argument] ?? '';
  const id = readName?.(given) ?? null;
  if (id !== null) return id;
  throw badUsage(`"${given.slice(0, 40)}" is not a ${argument}. Give ${PATH_WORDS[subject?.name ?? '']}.`);
}

async function openSubject({ api, id }: FoundDesign): Promise<string | null> {
  return (await read(api, ACTS.show, { id }, Opened)).gate?.id ?? null;
}
