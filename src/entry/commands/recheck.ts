import type { Command } from 'commander';
import * as z from 'zod';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { readable, reasonIn } from '../cli/api.ts';
import { withDesign } from '../cli/designs.ts';
import { output, print } from '../cli/output.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

const Found = z.object({ summary: z.string(), told: z.array(z.string()) });

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--at <commit>', "a commit's id, or 7 digits of it at least; else the present commit")
    .option('--json', JSON_AS_API);
}

export async function run(given: string, { at, json }: { readonly at?: string; readonly json?: boolean }) {
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const body = { author: person, ...(at === undefined ? {} : { at }) };
    const answer = await api.call('POST', `/${id}/recheck`, body);
    if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
    if (json) output.json(answer.body);
    const { summary, told } = readable(Found, answer.body);
    return json
      ? 0
      : print({ ok: true, words: [summary, ...told.map((line) => `- ${line}`)].map(oneLine).join('\n') });
  });
}
