/**
 * The persona files, validated at the start (A9): front matter by zod, and the procedure as
 * sections. A wrong file stops the start with file, line and reason.
 *
 * @example const personas = await loadPersonas(settings.personasDir);
 */

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { ROLES } from '#design/events.ts';
import { ParticipantId } from '#design/ids.ts';
import { Fault, isFault, messageOf } from '#support/fault.ts';

const FILE_BYTES = 16 * 1024;
/** A design takes two to twenty-six: its proposals have letters. */
const PERSONAS = { fewest: 2, most: 26 };
const ONE = { fewest: 1, most: 1 };

const line = (maxCharacters: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxCharacters)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line');
const FrontMatter = z.strictObject({
  name: ParticipantId,
  title: line(60),
  emoji: line(16),
  role: z.enum(ROLES),
  summary: line(200),
  /** As in models.yaml; without it the operator's model. */
  model: line(100).optional(),
});

export interface PersonaFile {
  readonly id: ParticipantId;
  readonly title: string;
  readonly emoji: string;
  readonly role: (typeof ROLES)[number];
  readonly summary: string;
  readonly model: string | null;
  /** What stands under each `##`, without the heading. */
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
}

/** In the order of their files. @throws {Fault} `bad_file`, at the first problem. */
export async function loadPersonas(dir: string): Promise<PersonaFile[]> {
  const { parse } = await import('yaml');
  const personas: PersonaFile[] = [];
  try {
    for (const name of (await readdir(dir)).sort()) {
      if (!name.endsWith('.md') || name.startsWith('.')) continue;
      const file = join(dir, name);
      personas.push(parsePersona(file, await readText(file), parse));
    }
  } catch (cause) {
    if (isFault(cause)) throw cause;
    throw new Fault('bad_file', `${dir} cannot be read: ${messageOf(cause)}`, { cause });
  }
  checkRoster(dir, personas);
  return personas;
}

function wrong(file: string, line: number, reason: string, cause?: unknown): Fault {
  return new Fault('bad_file', `${file}:${line} ${reason}`, { cause });
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > FILE_BYTES) throw wrong(file, 1, `is larger than ${FILE_BYTES} bytes`);
  return await readFile(file, 'utf8');
}

function parsePersona(file: string, text: string, parse: (yaml: string) => unknown): PersonaFile {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end === -1)
    throw wrong(file, 1, 'must begin with front matter between two lines with ---');
  const { name: id, model = null, ...rest } = parseFront(file, lines.slice(1, end), parse);
  if (`${id}.md` !== basename(file)) throw wrong(file, 2, `name: ${id} is not the file's name`);
  return { id, model, ...rest, sections: sectionsOf(file, lines, end + 1) };
}

function parseFront(file: string, lines: readonly string[], parse: (yaml: string) => unknown) {
  let value: unknown;
  try {
    value = parse(lines.join('\n'));
  } catch (error) {
    const at = /at line (\d{1,4})/.exec(messageOf(error))?.[1] ?? 0;
    throw wrong(file, Number(at) + 1, 'is not valid YAML', error);
  }
  const parsed = FrontMatter.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0]);
  const at = lines.findIndex((each) => each.startsWith(`${field}:`));
  throw wrong(file, at + 2, `${field}: ${issue?.message}`);
}

function sectionsOf(file: string, lines: readonly string[], from: number) {
  const sections: { heading: string; lines: string[] }[] = [];
  for (const [index, text] of lines.entries()) {
    if (index < from) continue;
    const heading = /^ {0,3}## (.+)$/.exec(text)?.[1]?.trim();
    if (heading !== undefined) sections.push({ heading, lines: [] });
    else if (sections.length > 0) sections.at(-1)?.lines.push(text);
    else if (text.trim() !== '') throw wrong(file, index + 1, 'stands before the first ##');
  }
  if (sections.length === 0) throw wrong(file, from, 'has no section: a line with ##');
  return sections.map(({ heading, lines: own }) => ({ heading, text: own.join('\n').trim() }));
}

function checkRoster(dir: string, personas: readonly PersonaFile[]): void {
  const bounds = { persona: PERSONAS, synthesizer: ONE, auditor: ONE };
  for (const role of ROLES) {
    const count = personas.filter((each) => each.role === role).length;
    const { fewest, most } = bounds[role];
    if (count < fewest || count > most) {
      const allowed = fewest === most ? 'exactly one' : `${fewest} to ${most}`;
      throw new Fault('bad_file', `${dir} has ${count} files with "role: ${role}", not ${allowed}`);
    }
  }
}
