import type { Command } from 'commander';
import * as z from 'zod';
import { counted } from '../../core/vocabulary/figures.ts';
import { readable, reasonIn } from '../cli/api.ts';
import { withDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output, print } from '../cli/output.ts';
import { assertShort } from '../cli/typed.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

const WORDS_CHARACTERS = 2_000;

const Report = z.looseObject({
  texts: z.number(),
  rows: z.record(z.string(), z.number()),
  files: z.array(z.string()),
  left: z.array(z.object({ seq: z.number(), field: z.string() })),
  goingOn: z.array(z.string()),
});

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<reply>', 'the id of the reply; events has it, in reply_recorded')
    .option('--words <text>', 'remove every text with these words as well')
    .option('--preview', 'only say what would be removed')
    .option('--json', JSON_AS_API);
}

interface RedactOptions {
  readonly words?: string;
  readonly preview?: boolean;
  readonly json?: boolean;
}

export async function run(
  given: string,
  reply: string,
  { words = '', preview = false, json }: RedactOptions,
) {
  assertShort('--words', words, WORDS_CHARACTERS);
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const path = `/${id}/replies/${encodeURIComponent(reply)}/redaction${preview ? '?preview' : ''}`;
    const answer = await api.call('POST', path, { words, author: person });
    if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
    if (json) output.json(answer.body);
    else output.write(told(readable(Report, answer.body), preview));
    return EXIT.completed;
  });
}

function told({ texts, rows, files, left, goingOn }: z.infer<typeof Report>, preview: boolean): string {
  const beside = Object.entries(rows).map(([kind, count]) => counted(count, kind));
  const done = preview ? 'would be removed' : 'removed';
  return [
    `${counted(texts, 'text')} ${done}${beside.length === 0 ? '' : `, and from ${beside.join(', ')}`}.`,
    ...(files.length === 0 ? [] : [`Written again without them: ${files.join(', ')}.`]),
    ...left.map(({ seq, field }) => `Not removable: event ${seq}, ${field}.`),
    ...(goingOn.length === 0
      ? []
      : [`These designs took words over and are redacted one by one: ${goingOn.join(', ')}.`]),
    'Backups, the chat platform and the model vendor keep what they have.',
  ]
    .map((line) => `${line}\n`)
    .join('');
}
