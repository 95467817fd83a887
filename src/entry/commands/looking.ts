import * as z from 'zod';
import { designLines } from '../../adapters/terminal/design-lines.ts';
import { listLines } from '../../adapters/terminal/list-lines.ts';
import { paintFor } from '../../adapters/terminal/look.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { openSource } from './open-source.ts';
import { standardOutput } from './output.ts';
import { surroundings } from './surroundings.ts';
import { withDesign } from './with-design.ts';

const MOST_LISTED = 200;
const JsonOption = z.object({ json: z.boolean().default(false) });
const ListOptions = JsonOption.extend({ limit: z.string() });
const EventsOptions = z.object({ since: z.string(), follow: z.boolean().default(false) });

/** Newest first. Looking makes no data folder. */
export async function list(options: unknown): Promise<number> {
  const { limit, json } = ListOptions.parse(options);
  const output = standardOutput();
  const most = wholeNumber('--limit', limit, 1, MOST_LISTED);
  const opened = await openSource(surroundings());
  try {
    const designs = (await opened?.source.list(most, null)) ?? [];
    if (json) output.json({ designs });
    else
      output.write(
        listLines(designs, { columns: process.stdout.columns ?? 120, paint: paintFor(process.stdout) }),
      );
    return EXIT.completed;
  } finally {
    await opened?.source.close();
  }
}

export function show(given: string, options: unknown): Promise<number> {
  const { json } = JsonOption.parse(options);
  const output = standardOutput();
  return withDesign(given, async ({ id, source }) => {
    const view = await source.design(id);
    if (json) output.json(view);
    else
      output.write(
        designLines(view, { columns: process.stdout.columns ?? 100, paint: paintFor(process.stdout) }),
      );
    return EXIT.completed;
  });
}

export function events(given: string, options: unknown): Promise<number> {
  const { since: from, follow } = EventsOptions.parse(options);
  const output = standardOutput();
  const since = wholeNumber('--since', from, 0, Number.MAX_SAFE_INTEGER);
  return withDesign(given, async ({ id, source }) => {
    for await (const event of source.events(id, since, follow, output.gone)) {
      output.write(`${JSON.stringify(event)}\n`);
    }
    return EXIT.completed;
  });
}

function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${option} is "${given.slice(0, 40)}"; allowed is a whole number from ${least} to ${most}.`,
  );
}
