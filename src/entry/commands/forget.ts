import type { Command } from 'commander';
import type * as z from 'zod';
import { ForgettingAnswer } from '../../acts/answers.ts';
import type { Names, Sent } from '../../acts/call.ts';
import { ACTS } from '../../acts/table.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { type Api, readable, reasonIn } from '../cli/api.ts';
import { confirmed } from '../cli/ask.ts';
import { withDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output, print } from '../cli/output.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--preview', 'only say what would be removed')
    .option('--yes', 'do not ask for confirmation')
    .option('--json', JSON_AS_API);
}

interface ForgetOptions {
  readonly preview?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export async function run(given: string, { preview = false, yes = false, json }: ForgetOptions) {
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const body = { author: person };
    const before = await asked(api, { id }, { query: { preview: '' }, body });
    if (!before.ok || preview) return shown(before, json, (found) => told(found, 'would be removed'));
    if (!(await confirmed(`${told(before.found, 'will be removed')}This cannot be undone.`, yes)))
      return print({ ok: false, words: 'Nothing was removed.' });
    const after = await asked(api, { id }, { body });
    return shown(after, json, (found) => told(found, 'removed'));
  });
}

type Asked =
  | { readonly ok: true; readonly found: z.infer<typeof ForgettingAnswer> }
  | { readonly ok: false; readonly words: string };

async function asked({ call }: Pick<Api, 'call'>, names: Names, sent: Sent): Promise<Asked> {
  const answer = await call(ACTS.forget, names, sent);
  if (answer.status >= 400) return { ok: false, words: reasonIn(answer) };
  return { ok: true, found: readable(ForgettingAnswer, answer.body) };
}

function shown(
  asked: Asked,
  json: boolean | undefined,
  tell: (found: z.infer<typeof ForgettingAnswer>) => string,
): number {
  if (!asked.ok) return print(asked);
  if (json) output.json(asked.found);
  else output.write(tell(asked.found));
  return EXIT.completed;
}

function told(
  { events, turns, head, folder, goingOn, outOfReach }: z.infer<typeof ForgettingAnswer>,
  done: string,
): string {
  const what = `${counted(events, 'event')}, ${counted(turns, 'turn')} and ${folder} ${done}.`;
  const lines = [
    head === '' ? what : `${what} The head of its chain stays: ${head}.`,
    ...(goingOn.length === 0
      ? []
      : [`These designs keep what they carried over from it: ${goingOn.join(', ')}.`]),
    outOfReach,
  ];
  return `${lines.join('\n')}\n`;
}
