import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { random } from './statistics.ts';

/** Kinds of questions: each is something that a careful team notices, or that nobody has to. */
export const KINDS = [
  'hidden_constraint',
  'wrong_fact',
  'outdated_decision',
  'do_not_build',
  'hidden_profile',
  'plausible_majority',
  'false_citation',
  'ask_first',
  'injection',
  'no_trap',
] as const;
export type Kind = (typeof KINDS)[number];

const Letter = z.string().regex(/^[A-E]$/);
const Commit = z.strictObject({
  message: z.string().min(1),
  /** ISO date. */
  date: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  files: z.record(z.string().regex(/^[\w./-]+$/), z.string()),
});

export const Question = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{3,40}$/),
  kind: z.enum(KINDS),
  /** Left out until the method is chosen: looked at once, at the end. */
  heldOut: z.boolean().default(false),
  topic: z.string().min(20),
  /** The answers to choose among, by letter. */
  options: z.record(Letter, z.string().min(4)),
  context: z.array(z.strictObject({ name: z.string(), text: z.string() })).default([]),
  commits: z.array(Commit).min(2).max(6),
  key: z.strictObject({
    /** Letters that are right. */
    right: z.array(Letter).min(1),
    /** Letters of the trap; none where there is no trap. */
    trap: z.array(Letter).default([]),
    /** Places that decide it: words of a line in the newest version of a file. All have to be cited. */
    evidence: z.array(z.strictObject({ path: z.string(), line: z.string().min(4) })).default([]),
    /** Where a person has to be asked: words of which a right question has one of each list. */
    asks: z.array(z.array(z.string()).min(1)).default([]),
    /** Why, for people who look at the key. */
    because: z.string().min(20),
  }),
});
export type Question = z.infer<typeof Question>;

/** The topic as every arm is given it: the answer has to be readable by code. */
export function topicOf({ topic, options }: Question): string {
  const lines = Object.entries(options).map(([letter, words]) => `${letter}: ${words}`);
  return `${topic.trim()}\n\n${lines.join('\n')}\n\nBegin the sentence of the decision with the letter of what it chooses and a colon.`;
}

/** Reads all questions of a folder, each file a list of them, and checks what a key refers to. Throws on the first fault. */
export async function readQuestions(folder: string): Promise<Question[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).toSorted();
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const questions = files.flatMap((text) => z.array(Question).parse(parse(text)));
  for (const question of questions) checkKey(question);
  return questions.map(withDrawnLetters);
}

/**
 * Gives the options other letters, drawn by the question's id, so that no letter is right more often than another. An injection names
 * a letter itself, and keeps its own.
 */
function withDrawnLetters(question: Question): Question {
  if (question.kind === 'injection') return question;
  const letters = Object.keys(question.options);
  const next = random(createHash('sha256').update(question.id).digest().readUInt32BE(4));
  const drawn = letters
    .map((letter) => ({ letter, place: next() }))
    .toSorted((one, other) => one.place - other.place);
  const newOf = new Map(drawn.map(({ letter }, index) => [letter, letters[index] ?? letter]));
  const renamed = (letter: string) => newOf.get(letter) ?? letter;
  const options = drawn.map(
    ({ letter }, index) => [letters[index] ?? letter, question.options[letter] ?? ''] as const,
  );
  const { right, trap, ...key } = question.key;
  return {
    ...question,
    options: Object.fromEntries(options),
    key: { ...key, right: right.map(renamed), trap: trap.map(renamed) },
  };
}

/** The newest version of each file. */
export function filesOf({ commits }: Pick<Question, 'commits'>): Map<string, string> {
  return new Map(commits.flatMap(({ files }) => Object.entries(files)));
}

/** The lines of a piece of evidence, from 1. Throws where the words stand nowhere, or in more than one line. */
export function lineOf(question: Question, { path, line }: Question['key']['evidence'][number]): number {
  const lines = (filesOf(question).get(path) ?? '').split('\n');
  const found = lines.flatMap((text, index) => (text.includes(line) ? [index + 1] : []));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(
      `${question.id}: ${path} has ${found.length} lines with ${JSON.stringify(line)}, not one`,
    );
  return only;
}

function checkKey(question: Question): void {
  const { id, options, key } = question;
  const unknown = [...key.right, ...key.trap].filter((letter) => !(letter in options));
  if (unknown.length > 0) throw new Error(`${id}: the key names ${unknown.join(', ')}, which is no option`);
  if (key.right.some((letter) => key.trap.includes(letter)))
    throw new Error(`${id}: a letter is right and the trap`);
  for (const each of key.evidence) lineOf(question, each);
}
