import type { Command } from 'commander';
import * as z from 'zod';
import { safeJson } from '../../adapters/terminal/safe.ts';
import { publicEvent } from '../../core/telling/public-event.ts';
import { read, Standing } from '../cli/api.ts';
import { type FoundDesign, withDesign } from '../cli/designs.ts';
import { output } from '../cli/output.ts';
import { wholeNumber } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

const Page = z.object({ events: z.array(z.unknown()), next: z.number().int() });

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option('--since <seq>', 'only those after this sequence number', '0')
    .option('--follow', 'go on until the design has ended');
}

export async function run(given: string, options: { readonly since: string; readonly follow?: boolean }) {
  const since = wholeNumber('--since', options.since, 0, 2 ** 31 - 1);
  return withDesign(given, async (found) => {
    const events = options.follow ? allOf(found, since) : storedOf(found, since);
    for await (const event of events) output.write(`${safeJson(event)}\n`);
  });
}

/** Events that are stored by now. */
async function* storedOf({ api, id }: FoundDesign, since: number): AsyncGenerator<unknown> {
  for (let last = since; !output.gone.aborted; ) {
    const { events, next } = await read(api, `/${id}/events?since=${last}`, Page);
    if (events.length === 0) return;
    yield* events;
    last = next;
  }
}

/** Yields the same, and then all that will come. */
async function* allOf(found: FoundDesign, since: number): AsyncGenerator<unknown> {
  const { api, id } = found;
  const { version, endedAt } = await read(api, `/${id}`, Standing);
  if (endedAt !== null) return yield* storedOf(found, since);
  for await (const stored of api.course(id, Math.min(since, version), output.gone))
    if (stored.seq > since) yield publicEvent(stored);
}
