import { Argument, type Command } from 'commander';
import * as z from 'zod';
import { type Api, read, readable, reasonIn } from '../cli/api.ts';
import type { CliContext } from '../cli/cli-context.ts';
import { withDesign } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { output, print } from '../cli/output.ts';
import { badUsage, wholeNumber } from '../cli/typed.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

const MAX_DAYS = 90;

export function configure(command: Command) {
  command
    .addArgument(new Argument('<action>', 'what to do').choices(['add', 'list', 'revoke']))
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('[link]', 'which link, with revoke')
    .option('--days <number>', `after how many days it ends, up to ${MAX_DAYS}`, '7')
    .option('--json', JSON_AS_API);
}

interface LinkOptions {
  readonly days: string;
  readonly json?: boolean;
}

const Listed = z.looseObject({
  id: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  endsAt: z.string(),
});
const Links = z.object({ links: z.array(Listed) });
const Added = Listed.extend({ path: z.string(), url: z.string().nullable() });

/** Makes, lists or revokes links that read one design without signing in. Takes a daemon, which serves the page. */
export async function run(
  action: 'add' | 'list' | 'revoke',
  given: string,
  link: string | undefined,
  options: LinkOptions,
): Promise<number> {
  if ((action === 'revoke') !== (link !== undefined))
    throw badUsage('link revoke takes the id of a link, and no other action does.');
  const days = wholeNumber('--days', options.days, 1, MAX_DAYS);
  return withDesign(given, async ({ api, id, context }) => {
    if (api.url === null) return print({ ok: false, words: NO_DAEMON });
    const path = `/${id}/links`;
    switch (action) {
      case 'add':
        return add(api, context, path, { days, json: options.json === true });
      case 'list':
        return list(api, path, options.json === true);
      case 'revoke':
        return revoke(api, context, `${path}/${encodeURIComponent(link ?? '')}`);
    }
  });
}

/** Prints the link alone on standard output. */
async function add(
  api: Api,
  { configuration, person }: CliContext,
  path: string,
  { days, json }: { readonly days: number; readonly json: boolean },
): Promise<number> {
  const answer = await api.call('POST', path, { days, author: person });
  if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
  const added = readable(Added, answer.body);
  const url = added.url ?? new URL(added.path, configuration.publicUrl ?? api.url ?? undefined).href;
  if (json) output.json({ ...added, url });
  else {
    output.write(`${url}\n`);
    process.stderr.write(`Everybody who has it reads this design until ${added.endsAt}. It is shown once.\n`);
  }
  return EXIT.completed;
}

async function list(api: Api, path: string, json: boolean): Promise<number> {
  const { links } = await read(api, path, Links);
  const lines = links.map(({ id, createdBy, endsAt }) => `${id}  until ${endsAt}  by ${createdBy}\n`);
  if (json) output.json({ links });
  else output.write(lines.length === 0 ? 'No links to this design.\n' : lines.join(''));
  return EXIT.completed;
}

async function revoke(api: Api, { person }: CliContext, path: string): Promise<number> {
  const answer = await api.call('DELETE', path, { author: person });
  const ok = answer.status < 400;
  return print({ ok, words: ok ? 'Revoked. Every daemon refuses it within seconds.' : reasonIn(answer) });
}

const NO_DAEMON =
  'No daemon runs on this data folder, and so nothing shows a page. Start one with charrette serve.';
