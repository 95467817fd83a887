import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { pageAddressOf } from '../../presentation/format/page-address.ts';
import { DesignView } from '../../presentation/schema/view.ts';
import { drawTurns } from '../../presentation/turn/turn.ts';
import { drawDesign } from '../../surfaces/terminal/design-lines.ts';
import { documentTextOf } from '../../surfaces/terminal/markdown.ts';
import { carryOut, type Done } from '../cli/acts.ts';
import { read } from '../cli/api.ts';
import { findFolder } from '../cli/cli-context.ts';
import { type FoundDesign, useDesign } from '../cli/designs.ts';
import { look, print } from '../cli/output.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

interface Options {
  /** `true`: all of them. */
  readonly turn?: string | true;
}

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .option(
      '--turn [number]',
      'show what one turn was given, did, answered and cost; without a number: list them, and the first that failed',
    );
}

export async function run(words: string, options: Options): Promise<number> {
  return useDesign(words, async (at) => print(await readPart(at, options)));
}

async function readPart(at: FoundDesign, { turn }: Options): Promise<Done> {
  const { api, id, context } = at;
  if (typeof turn === 'string') return carryOut(at, ACTS.turn, { id, n: turn });
  const view = await read(api, DesignView, ACTS.show, { id });
  const { turns, endedAt } = view;
  const { paint, columns } = look();
  if (turn) return { ok: true, words: documentTextOf(drawTurns(turns), paint) };
  const place = {
    paint,
    columns,
    folder: findFolder(context, id),
    now: systemClock.now(),
    whyIdle: endedAt === null ? await api.explainIdle() : null,
  };
  const page = pageAddressOf(context.configuration.publicUrl, id);
  return { ok: true, words: drawDesign({ ...view, page }, place).trimEnd() };
}
