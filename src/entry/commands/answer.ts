import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import { DesignView } from '../../presentation/schema/view.ts';
import { drawTaken, KEPT_LATE } from '../../presentation/talk/replies.ts';
import { openLinesIn } from '../../surfaces/terminal/answering.ts';
import { lineTextsOf } from '../../surfaces/terminal/markdown.ts';
import { TERMINAL_TEXTS } from '../../surfaces/terminal/texts.ts';
import { carryOutOrKeep } from '../cli/acts.ts';
import { read } from '../cli/api.ts';
import { type FoundDesign, useDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { makeUsageFault } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

/** Milliseconds between polls until the words are read, and their number: a minute in all. */
const LOOK_MS = 250;
const MAX_LOOKS = 240;

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<text>', 'the answers; "" with --done adds none')
    .option('--done', 'go on; open questions are assumed');
}

export async function run(designWords: string, text: string, options: { readonly done?: boolean }) {
  if (text.trim() === '' && !options.done) {
    throw makeUsageFault('The answer is empty. Write some text.');
  }
  return useDesign(designWords, async (at) => {
    const finish = () => carryOutOrKeep(at, ACTS.go_on, { id: at.id });
    if (text.trim() === '') return print(await finish());
    const earlier = new Set((await readView(at)).replies.map(({ id }) => id));
    const replyOutcome = await carryOutOrKeep(at, ACTS.reply, { id: at.id }, { body: { text } });
    const outcome = options.done && replyOutcome.ok ? await finish() : replyOutcome;
    if (!replyOutcome.ok) return print(replyOutcome);
    const design = await awaitReading(at, earlier);
    const late = design.endedAt === null ? [] : [KEPT_LATE];
    const replies = ownRepliesIn(at, design.replies, earlier);
    // Until a process has recorded the words, it is unknown which questions they leave open.
    const open =
      replies.length === 0 || design.answering === null
        ? []
        : openLinesIn(design, systemClock.now());
    const readings = replies
      .flatMap((reply) => drawTaken(design, reply))
      .flatMap((line) => lineTextsOf(line, systemClock.now()));
    for (const line of [...readings, ...open, ...late]) process.stdout.write(`${line}\n`);
    return print(outcome);
  });
}

function readView({ api, id }: FoundDesign): Promise<DesignView> {
  return read(api, DesignView, ACTS.show, { id });
}

/** The design once the new words are read, or after a minute. */
async function awaitReading(at: FoundDesign, earlier: ReadonlySet<string>): Promise<DesignView> {
  for (let looks = 0; ; looks++) {
    const view = await readView(at);
    const authors = ownRepliesIn(at, view.replies, earlier).map(({ author }) => author);
    const isReading =
      view.round?.kind === 'matching' && authors.some((each) => view.unheard.unread.includes(each));
    if (!isReading || looks === MAX_LOOKS) return view;
    if (looks === 0) process.stderr.write(`${TERMINAL_TEXTS.reading}\n`);
    await wait(LOOK_MS);
  }
}

function ownRepliesIn(
  { context: { person } }: FoundDesign,
  replies: DesignView['replies'],
  earlier: ReadonlySet<string>,
): DesignView['replies'] {
  const name = nameOnRecord(person, { way: 'terminal' });
  return replies.filter(({ id, author }) => author === name && !earlier.has(id));
}
