import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Design } from '#core/vocabulary/design.ts';
import type { Decision } from '#core/vocabulary/submission.ts';
import { evolve } from '#core/workflow/evolve.ts';
import { drawListed } from '#presentation/answers/lists.ts';
import { viewOf } from '#presentation/view/view.ts';
import { changeLinesOf, phaseLinesOf } from '#surfaces/terminal/change-lines.ts';
import { drawDesign } from '#surfaces/terminal/design-lines.ts';
import { drawList } from '#surfaces/terminal/list-lines.ts';
import { leaveUnpainted } from '#surfaces/terminal/markdown.ts';
import { drawResult } from '#surfaces/terminal/result.ts';
import { given, type World } from '../../support/designs/given.ts';
import { pointsFor, type Script } from '../../support/designs/given-start.ts';
import {
  argument,
  changesTo,
  decision,
  dissent,
  revision,
  sentences,
  signature,
} from '../../support/designs/given-submission.ts';
import { picture } from './shown.ts';

const FOLDER = join(import.meta.dirname, 'golden');
const MARKDOWN = {
  sentence:
    'Move the queue to Postgres in **four steps**, and stop after `step 2` if the replica lags.',
  why: 'One store is easier to run:\n\n- the outbox holds 900 jobs a minute\n- see <https://example.org/outbox>',
};
const inMarkdown = (design: Design): Partial<Decision> => {
  const { sentence, why } = MARKDOWN;
  return { sentence, sentences: sentences(design, { why }) };
};
/** Nobody moves on a point that matters, one dissents at length, and words are set in Markdown. */
const SAYS: Script = {
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  revision: (design) =>
    revision(design, { changes: changesTo(design, decision(design, inMarkdown(design))) }),
  signing: (design, speaker) =>
    design.participants[0]?.id === speaker
      ? dissent('The figure predates row-level triggers. '.repeat(12))
      : signature({}, speaker),
};

function moments(): Record<'proposing' | 'deciding' | 'ended', World> {
  const at = () => given({ says: SAYS, settings: { budgetUsd: 5 } }).everyoneReady();
  const proposing = at().reach('proposing');
  proposing.later(41_000).contributes('subtractor');
  proposing.loses('migrationist');
  const deciding = at().reach('deciding');
  const ended = at().reach('deciding');
  ended.decidesGate('accept', 'gate-1');
  return { proposing, deciding, ended: ended.reachEnd() };
}

/** As the clock of this machine says it, which stands elsewhere. */
function anywhere(text: string): string {
  return text.replaceAll(/\b\d\d:\d\d(?= \()/g, 'hh:mm');
}

test('what is shown at 120, 80 and 40 columns, and where there are none', async () => {
  const at = moments();
  for (const columns of [120, 80, 40, null]) {
    const name = `${columns ?? 'piped'}.txt`;
    await expect(anywhere(shownAt(columns, at)), name).toMatchFileSnapshot(join(FOLDER, name));
  }
});

function shownAt(
  columns: number | null,
  { proposing, deciding, ended }: ReturnType<typeof moments>,
): string {
  const look = {
    columns,
    paint: leaveUnpainted,
    program: 'charrette',
    folder: 'data/designs/dsn_x',
    now: 0,
    whyIdle: null,
  };
  const { design } = ended;
  const listed = drawListed({
    id: design.id,
    topic: design.topic,
    status: 'completed' as const,
    startedAt: design.startedAt,
    startedBy: design.startedBy,
    costUsd: 1.84,
    rehearsal: false,
    endedAt: null,
    decision: 'Move the queue to Postgres in four steps.',
  });
  const shown = {
    'The live display': columns === null ? 'none' : picture(proposing, { columns }).join('\n'),
    list: drawList([listed], look),
    'show, at a gate': drawDesign(viewOf(deciding.design), { ...look, now: deciding.now }),
    'The result': drawResult(viewOf(design), look),
  };
  const text = Object.entries(shown).map(([what, words]) => `=== ${what}\n${words.trimEnd()}\n`);
  return text.join('\n');
}

test.each([
  ['lines', changeLinesOf],
  ['phases', phaseLinesOf],
] as const)('what is said in %s', async (name, linesOf) => {
  let design: Parameters<typeof evolve>[0] = null;
  const lines = moments().ended.history.flatMap((event) => {
    design = evolve(design, event);
    return linesOf(event, design);
  });
  await expect(anywhere(`${lines.join('\n')}\n`)).toMatchFileSnapshot(join(FOLDER, `${name}.txt`));
});
