import * as z from 'zod';
import { Profile } from '../../core/vocabulary/event-parts.ts';
import { ParticipantId } from '../../core/vocabulary/ids.ts';
import { ROLES } from '../../core/vocabulary/sets.ts';
import { fieldsOf } from '../../foundation/checked-yaml.ts';
import { segmentsOf } from '../../foundation/cut-text.ts';
import { EFFORTS } from '../../turns/prompt/persona.ts';

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

/** The reason why a model is unusable, to follow its name in a sentence, or `null`. */
export type ModelProblem = (model: string) => string | null;

export type Front = z.output<ReturnType<typeof frontOf>>;

const FIELDS = fieldsOf({
  name: text.pipe(ParticipantId),
  title: line(Profile.shape.title.maxLength ?? 60),
  emoji: line(16).refine(isOneSymbol, 'must be a single emoji'),
  role: oneOf(ROLES),
  summary: line(SUMMARY_CHARACTERS),
  reads: z
    .array(line(READS.characters), { error: 'must be a list' })
    .min(READS.fewest, `must have at least ${READS.fewest} entries`)
    .max(READS.most, `must have at most ${READS.most} entries`)
    .optional(),
  model: line(Profile.shape.model.maxLength ?? 100).optional(),
  effort: oneOf(EFFORTS).optional(),
});

/** Fields of the file of this id. */
export function frontOf(stem: string, modelProblem: ModelProblem) {
  return FIELDS.superRefine(({ name, role, reads, model }, context) => {
    const report = (path: keyof typeof FIELDS.shape, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (name !== stem)
      report('name', `"${name}" is not the name of the file, ${stem}.md; they must be the same`);
    if (role === 'persona' && reads === undefined) report('reads', 'must be a list');
    if (role !== 'persona' && reads !== undefined)
      report('reads', 'a facilitator reads the proposals, not the repository; remove it');
    const unusable = model === undefined ? null : modelProblem(model);
    if (unusable !== null) report('model', `${model} ${unusable}`);
  });
}

/** Most symbols, for which the rules about what belongs together need not be loaded: 10 ms. */
const PLAIN_SYMBOL = /^\p{Extended_Pictographic}\ufe0f?$/u;

/** One character as a reader counts them, but no letter or digit. */
function isOneSymbol(value: string): boolean {
  if (/[\p{L}\p{N}\s]/u.test(value)) return false;
  return PLAIN_SYMBOL.test(value) || [...segmentsOf(value, 'grapheme')].length === 1;
}
