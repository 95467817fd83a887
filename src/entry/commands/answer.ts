import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import { drawTaken, KEPT_LATE } from '../../presentation/replies.ts';
import { DesignView } from '../../presentation/schema/view.ts';
import { openLines } from '../../surfaces/terminal/answering.ts';
import { lineTexts } from '../../surfaces/terminal/markdown.ts';
import { TEXTS } from '../../surfaces/terminal/texts.ts';
import { carryOutOrKeep } from '../cli/acts.ts';
import { read } from '../cli/api.ts';
import { type FoundDesign, withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

/** Milliseconds between polls until the words are read, and their number: a minute in all. */
const LOOK_MS = 250;
const MAX_LOOKS = 240;

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<text>', 'the answers; "" with --done adds none')
    .option('--done', 'nothing more will come: assume the rest');
}

export async function run(given: string, text: string, options: { readonly done?: boolean }) {
  if (text.trim() === '' && !options.done) {
    throw badUsage('The answer is empty. Write some text.');
  }
  return withDesign(given, async (found) => {
    const finish = () => carryOutOrKeep(found, ACTS.done_answering, { id: found.id });
    if (text.trim() === '') return print(await finish());
    const known = new Set((await readView(found)).replies.map(({ id }) => id));
    const replied = await carryOutOrKeep(found, ACTS.reply, { id: found.id }, { body: { text } });
    const finished = options.done && replied.ok ? await finish() : replied;
    if (!replied.ok) return print(replied);
    const design = await settledAfter(found, known);
    const late = design.endedAt === null ? [] : [KEPT_LATE];
    const recorded = said(found, design.replies, known);
    // Until a process has recorded the words, it is unknown which questions they leave open.
    const open =
      recorded.length === 0 || design.answering === null ? [] : openLines(design, systemClock.now());
    const taken = recorded
      .flatMap((reply) => drawTaken(design, reply))
      .flatMap((line) => lineTexts(line, systemClock.now()));
    for (const line of [...taken, ...open, ...late]) process.stdout.write(`${line}\n`);
    return print(finished);
  });
}

function readView({ api, id }: FoundDesign): Promise<DesignView> {
  return read(api, DesignView, ACTS.show, { id });
}

/** The design once the new words are read, or after a minute. */
async function settledAfter(found: FoundDesign, known: ReadonlySet<string>): Promise<DesignView> {
  for (let looks = 0; ; looks++) {
    const view = await readView(found);
    const authors = said(found, view.replies, known).map(({ author }) => author);
    const isReading =
      view.round?.kind === 'matching' && authors.some((each) => view.unheard.unread.includes(each));
    if (!isReading || looks === MAX_LOOKS) return view;
    if (looks === 0) process.stderr.write(`${TEXTS.reading}\n`);
    await wait(LOOK_MS);
  }
}

function said(
  { context: { person } }: FoundDesign,
  replies: DesignView['replies'],
  known: ReadonlySet<string>,
): DesignView['replies'] {
  const name = nameOnRecord(person, { way: 'terminal' });
  return replies.filter(({ id, author }) => author === name && !known.has(id));
}
