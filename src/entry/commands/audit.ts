import type { Command } from 'commander';
import * as z from 'zod';
import { auditLines } from '../../adapters/terminal/audit-lines.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { Via } from '../../core/vocabulary/via.ts';
import { read } from '../cli/api.ts';
import { cliContext } from '../cli/cli-context.ts';
import { findDesign, withApi } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { look, output } from '../cli/output.ts';
import { wholeNumber } from '../cli/typed.ts';
import { DESIGN_ARGUMENT, JSON_AS_API } from '../cli/verb.ts';

const MAX_LISTED = 500;

export function configure(command: Command) {
  command
    .option('--design <id>', `of one design: ${DESIGN_ARGUMENT}`)
    .option('--limit <number>', 'how many', '50')
    .option('--json', JSON_AS_API);
}

interface AuditOptions {
  readonly design?: string;
  readonly limit: string;
  readonly json?: boolean;
}

const Entries = z.object({
  entries: z.array(
    z.looseObject({
      at: z.string(),
      who: z.string(),
      via: Via,
      what: z.string(),
      designId: z.string().nullable(),
      outcome: z.enum(['done', 'refused']),
      detail: z.string(),
      from: z.string(),
    }),
  ),
});

/** Lists who did what, and what was refused, newest first. */
export async function run({ design, limit, json }: AuditOptions): Promise<number> {
  const context = cliContext();
  const count = wholeNumber('--limit', limit, 1, MAX_LISTED);
  return withApi(context, async (api) => {
    // A whole id is taken as it is: the design may be gone, and the entries outlive it.
    const whole = design === undefined ? undefined : DesignId.safeParse(design).data;
    const id = design === undefined ? undefined : (whole ?? (await findDesign(api, design, context.program)));
    const query = new URLSearchParams({ limit: String(count), ...(id === undefined ? {} : { design: id }) });
    const { entries } = await read(api, `/audit?${query}`, Entries);
    if (json) output.json({ entries });
    else output.write(entries.length === 0 ? NONE : auditLines(entries, look()));
    return EXIT.completed;
  });
}

const NONE = 'Nothing is on record.\n';
