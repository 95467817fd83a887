import type { Command } from 'commander';
import * as z from 'zod';
import { counted } from '../../core/vocabulary/figures.ts';
import { type Api, readable, reasonIn } from '../cli/api.ts';
import { confirmed } from '../cli/confirm.ts';
import { withDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output, print } from '../cli/output.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

const Forgetting = z.looseObject({
  events: z.number(),
  turns: z.number(),
  head: z.string(),
  folder: z.string(),
  goingOn: z.array(z.string()),
  outOfReach: z.string(),
});

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--preview', 'only say what would be removed')
    .option('--yes', 'do not ask once more')
    .option('--json', JSON_AS_API);
}

interface ForgetOptions {
  readonly preview?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export async function run(given: string, { preview = false, yes = false, json }: ForgetOptions) {
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const before = await asked(api, `/${id}/forgetting?preview`, person);
    if (!before.ok || preview) return shown(before, json, (found) => told(found, 'would be removed'));
    if (!(await confirmed(`${told(before.found, 'will be removed')}This cannot be undone.`, yes)))
      return print({ ok: false, words: 'Nothing was removed.' });
    const after = await asked(api, `/${id}/forgetting`, person);
    return shown(after, json, (found) => told(found, 'removed'));
  });
}

type Asked =
  | { readonly ok: true; readonly found: z.infer<typeof Forgetting> }
  | { readonly ok: false; readonly words: string };

async function asked({ call }: Pick<Api, 'call'>, path: string, author: string): Promise<Asked> {
  const answer = await call('POST', path, { author });
  if (answer.status >= 400) return { ok: false, words: reasonIn(answer) };
  return { ok: true, found: readable(Forgetting, answer.body) };
}

function shown(
  asked: Asked,
  json: boolean | undefined,
  tell: (found: z.infer<typeof Forgetting>) => string,
): number {
  if (!asked.ok) return print(asked);
  if (json) output.json(asked.found);
  else output.write(tell(asked.found));
  return EXIT.completed;
}

function told(
  { events, turns, head, folder, goingOn, outOfReach }: z.infer<typeof Forgetting>,
  done: string,
): string {
  const what = `${counted(events, 'event')}, ${counted(turns, 'turn')} and ${folder} ${done}.`;
  const lines = [
    head === '' ? what : `${what} The end of the chain stays: ${head}.`,
    ...(goingOn.length === 0 ? [] : [`These designs keep what they took over: ${goingOn.join(', ')}.`]),
    outOfReach,
  ];
  return `${lines.join('\n')}\n`;
}
