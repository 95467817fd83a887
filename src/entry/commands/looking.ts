import type { Command } from 'commander';
import * as z from 'zod';
import { designLines } from '../../adapters/terminal/design-lines.ts';
import { listLines } from '../../adapters/terminal/list-lines.ts';
import { paintFor } from '../../adapters/terminal/look.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { openSource } from './open-source.ts';
import { Output } from './output.ts';
import { surroundings } from './surroundings.ts';
import { withDesign } from './with-design.ts';

const DEFAULT_LIMIT = 20;
const MOST_LISTED = 200;
const JsonOption = z.object({ json: z.boolean().default(false) });
const ListOptions = JsonOption.extend({ limit: z.string().default(String(DEFAULT_LIMIT)) });
const EventsOptions = z.object({ since: z.string().default('0'), follow: z.boolean().default(false) });

/** Verbs that only look. */
export function addLooking(program: Command, exit: (code: number) => void): void {
  program
    .command('list')
    .description('list designs, newest first')
    .option('--limit <number>', `how many, up to ${MOST_LISTED}`, String(DEFAULT_LIMIT))
    .option('--json', 'print them as the HTTP API gives them')
    .action(async (options: unknown) => exit(await list(ListOptions.parse(options))));
  program
    .command('show')
    .description('show how far a design is, and what it came to')
    .argument('<id>', 'its id, or at least six characters from either end of it')
    .option('--json', 'print it as the HTTP API gives it')
    .action(async (id: string, options: unknown) => exit(await show(id, JsonOption.parse(options))));
  program
    .command('events')
    .description("print a design's events, one JSON object each")
    .argument('<id>', 'its id, or at least six characters from either end of it')
    .option('--since <seq>', 'only those after this sequence number')
    .option('--follow', 'go on until the design has ended')
    .action(async (id: string, options: unknown) => exit(await events(id, EventsOptions.parse(options))));
}

async function list({ limit, json }: z.infer<typeof ListOptions>): Promise<number> {
  const output = new Output();
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

function show(given: string, { json }: z.infer<typeof JsonOption>): Promise<number> {
  const output = new Output();
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

function events(given: string, options: z.infer<typeof EventsOptions>): Promise<number> {
  const output = new Output();
  const since = wholeNumber('--since', options.since, 0, Number.MAX_SAFE_INTEGER);
  return withDesign(given, async ({ id, source }) => {
    for await (const event of source.events(id, since, options.follow, output.gone)) {
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
