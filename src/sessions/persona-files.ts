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
import { Fault, messageOf } from '#support/fault.ts';

const FILE_BYTES = 16 * 1024;
/** A design takes two to twenty-six: its proposals have letters. */
const PERSONAS = { fewest: 2, most: 26 } as const;

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

/** In the order of their files. @throws {Fault} `bad_file`, with every problem on a line. */
export async function loadPersonas(dir: string): Promise<PersonaFile[]> {
  const { parse } = await import('yaml');
  const problems: string[] = [];
  const personas: PersonaFile[] = [];
  for (const name of await listFiles(dir)) {
    const file = join(dir, name);
    try {
      personas.push(parsePersona(await readText(file), basename(name, '.md'), parse));
    } catch (error) {
      if (!(error instanceof LineProblem)) throw error;
      problems.push(`${file}:${error.line} ${error.message}`);
    }
  }
  // A wrong file may be the one that seems to be missing.
  if (problems.length === 0)
    problems.push(...rosterProblems(personas).map((each) => `${dir} ${each}`));
  if (problems.length > 0) throw new Fault('bad_file', problems.join('\n'));
  return personas;
}

class LineProblem extends Error {
  readonly line: number;
  constructor(line: number, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.line = line;
  }
}

async function listFiles(dir: string): Promise<string[]> {
  try {
    const names = await readdir(dir);
    return names.filter((name) => name.endsWith('.md') && !name.startsWith('.')).sort();
  } catch (cause) {
    throw new Fault('bad_file', `${dir} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > FILE_BYTES) throw new LineProblem(1, `is larger than ${FILE_BYTES} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    if (cause instanceof LineProblem) throw cause;
    throw new LineProblem(1, `cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function parsePersona(text: string, stem: string, parse: (yaml: string) => unknown): PersonaFile {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end === -1)
    throw new LineProblem(1, 'must begin with front matter between two lines with ---');
  const front = parseFront(lines.slice(1, end), parse);
  const { name: id, model = null, ...profile } = front;
  if (id !== stem) throw new LineProblem(2, `name: "${id}" is not the name of the file, ${stem}`);
  return { id, model, ...profile, sections: sectionsOf(lines, end + 1) };
}

function parseFront(lines: readonly string[], parse: (yaml: string) => unknown) {
  let value: unknown;
  try {
    value = parse(lines.join('\n'));
  } catch (cause) {
    const at = /at line (\d{1,4})/.exec(messageOf(cause))?.[1] ?? 1;
    throw new LineProblem(Number(at) + 1, 'is not valid YAML', { cause });
  }
  const parsed = FrontMatter.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0]);
  const at = lines.findIndex((each) => each.startsWith(`${field}:`));
  throw new LineProblem(at === -1 ? 1 : at + 2, `${field}: ${issue?.message}`);
}

function sectionsOf(lines: readonly string[], from: number): PersonaFile['sections'] {
  const sections: { heading: string; lines: string[] }[] = [];
  for (const [index, text] of lines.entries()) {
    if (index < from) continue;
    const heading = /^ {0,3}## (.+)$/.exec(text)?.[1]?.trim();
    if (heading !== undefined) sections.push({ heading, lines: [] });
    else if (sections.length > 0) sections.at(-1)?.lines.push(text);
    else if (text.trim() !== '') throw new LineProblem(index + 1, 'stands before the first ##');
  }
  if (sections.length === 0) throw new LineProblem(from + 1, 'has no section: a line with ##');
  return sections.map(({ heading, lines: own }) => ({ heading, text: own.join('\n').trim() }));
}

function rosterProblems(personas: readonly PersonaFile[]): string[] {
  const countOf = (role: PersonaFile['role']) =>
    personas.filter((each) => each.role === role).length;
  const problems: string[] = [];
  for (const role of ['synthesizer', 'auditor'] as const) {
    const count = countOf(role);
    if (count !== 1) problems.push(`must hold one file with "role: ${role}", and holds ${count}`);
  }
  const { fewest, most } = PERSONAS;
  const count = countOf('persona');
  if (count < fewest || count > most)
    problems.push(`must hold ${fewest} to ${most} files with "role: persona", and holds ${count}`);
  return problems;
}
