import * as z from 'zod';
import { Profile } from '../../core/vocabulary/event-parts.ts';
import { ParticipantId } from '../../core/vocabulary/ids.ts';
import { ROLES } from '../../core/vocabulary/sets.ts';
import { EFFORTS } from '../../engine/ports/persona.ts';
import type { FrontMatter } from './front-matter.ts';
import type { Problem } from './problem.ts';
import type { PersonaFile } from './read-files.ts';

const SUMMARY_CHARACTERS = 200;
const READS = { fewest: 2, most: 8, characters: 60 } as const;

const text = z.string({ error: 'must be text' });
const line = (maxCharacters: number) =>
  text
    .min(1, 'is empty')
    .max(maxCharacters, `is longer than ${maxCharacters} characters`)
    .refine(
      (value) => value === value.trim() && !value.includes('\n'),
      'must be one line without spaces around it',
    )
    .refine(
      (value) => !/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(value),
      'has characters that control a terminal',
    );
const oneOf = <Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });

/** Each field's schema. An error's words follow the field's name. */
export const FIELDS = {
  name: text.pipe(ParticipantId),
  title: line(Profile.shape.title.maxLength ?? 60),
  emoji: line(16).refine(isOneSymbol, 'must be a single emoji'),
  role: oneOf(ROLES),
  summary: line(SUMMARY_CHARACTERS),
  reads: z
    .array(line(READS.characters), { error: 'must be a list' })
    .min(READS.fewest, `must have at least ${READS.fewest} entries`)
    .max(READS.most, `must have at most ${READS.most} entries`),
  model: line(Profile.shape.model.maxLength ?? 100),
  effort: oneOf(EFFORTS),
} as const;
const FIELD_NAMES = Object.keys(FIELDS);
const REQUIRED = ['name', 'title', 'emoji', 'role', 'summary'] as const;

/** The reason why a model is unusable, to follow its name in a sentence, or `null`. */
export type ModelProblem = (model: string) => string | null;

/** Missing and invalid fields are absent; a problem says why. */
export type ProfileDraft = ReturnType<typeof checkProfile>['draft'];

export function checkProfile(
  { file, stem }: PersonaFile,
  { fields }: FrontMatter,
  modelProblem: ModelProblem,
) {
  const problems: Problem[] = [];
  const lineOf = (field: string): number => fields.get(field)?.line ?? 1;
  const report = (field: string, reason: string): void => {
    problems.push({ file, line: lineOf(field), reason });
  };
  const read = <Value>(name: keyof typeof FIELDS, schema: z.ZodType<Value>): Value | undefined => {
    const field = fields.get(name);
    if (field === undefined) return undefined;
    const { data, error } = schema.safeParse(field.value);
    const reasons = new Set(error?.issues.map((issue) => issue.message));
    for (const reason of reasons) report(name, `${name}: ${reason}`);
    return data;
  };
  const draft = {
    name: read('name', FIELDS.name),
    title: read('title', FIELDS.title),
    emoji: read('emoji', FIELDS.emoji),
    role: read('role', FIELDS.role),
    summary: read('summary', FIELDS.summary),
    reads: read('reads', FIELDS.reads) ?? [],
    model: read('model', FIELDS.model) ?? null,
    effort: read('effort', FIELDS.effort) ?? null,
    lineOf,
  } satisfies Record<keyof typeof FIELDS | 'lineOf', unknown>;
  for (const name of fields.keys()) {
    if (!FIELD_NAMES.includes(name))
      report(name, `unknown field "${name}"; known are ${FIELD_NAMES.join(', ')}`);
  }
  for (const name of REQUIRED) if (!fields.has(name)) report(name, `the field "${name}" is missing`);
  if (draft.name !== undefined && draft.name !== stem) {
    report('name', `name is "${draft.name}" but the file is ${stem}.md; they must be the same`);
  }
  if (draft.role === 'persona' && !fields.has('reads')) report('reads', 'the field "reads" is missing');
  if (draft.role !== undefined && draft.role !== 'persona' && fields.has('reads')) {
    report('reads', 'a facilitator reads the proposals, not the repository; remove "reads"');
  }
  const unusable = draft.model === null ? null : modelProblem(draft.model);
  if (unusable !== null) report('model', `the model "${draft.model}" ${unusable}`);
  return { draft, problems };
}

/** One character as a reader counts them, but no letter or digit. */
function isOneSymbol(value: string): boolean {
  const characters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(value)];
  return characters.length === 1 && !/[\p{L}\p{N}\s]/u.test(value);
}
