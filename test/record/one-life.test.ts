import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decisionStatusOf } from '../../src/core/follow-up/decision-status.ts';
import type { Command } from '../../src/core/vocabulary/commands.ts';
import { sayDecisionStatus } from '../../src/presentation/judged/afterwards.ts';
import { documentOf } from '../../src/presentation/thread/post.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { openBundleFolder } from '../../src/record/bundle-folder.ts';
import { createBundles } from '../../src/record/bundles.ts';
import { verifyBundle } from '../../src/record/verify.ts';
import { documentTextOf } from '../../src/surfaces/terminal/markdown.ts';
import { designIdOf } from '../support/designs/events.ts';
import { endWithFiles, write } from '../support/designs/lived.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { IS_NIGHT } from '../support/runner/whole.ts';

const PAGE = fileURLToPath(new URL('../golden/tables/one-life.md', import.meta.url));
const DAY_MS = 86_400_000;

const asks = (
  question: string,
  answer: readonly [text: string, place: string] | null,
): Command => ({
  type: 'record_answer',
  question,
  answer: answer === null ? [] : [{ text: answer[0], cites: [answer[1]] }],
  costUsd: 0.06,
  by: 'Ben',
});

/** Days after the end, and what somebody does then. */
const LIFE: readonly (readonly [day: number, what: string, command: Command])[] = [
  [1, 'Dan accepts', { type: 'judge_decision', verdict: 'accepted', note: '', by: 'Dan' }],
  [
    2,
    'Cem accepts',
    { type: 'judge_decision', verdict: 'accepted', note: 'With the index.', by: 'Cem' },
  ],
  [11, 'Ben asks', asks('Why not SQLite?', ['It has one writer.', 'A-1'])],
  [16, 'Ben asks', asks('Who cooks today?', null)],
  [28, 'a later design decides otherwise', { type: 'supersede', successor: designIdOf(2) }],
];

test('J14: one-life.md tells four weeks of one decision, whose files verify at each step and with no byte changed', async () => {
  const { world, bundle } = endWithFiles();
  const bundles = createBundles({ dataDir: temporaryFolder(), log: silentLog });
  const { id } = world.design;
  await bundles.write(id, bundle);
  const folder = bundles.folder(id);
  const verified = async () => {
    const { verdict, checks } = await verifyBundle(await openBundleFolder(folder));
    const failed = checks.filter(({ result }) => result === 'failed').map(({ name }) => name);
    const said = checks.find(({ name }) => name === 'events')?.words ?? '';
    return { verdict, failed, said };
  };
  const signed = await readFile(join(folder, 'decision.md'), 'utf8');
  const pages: string[] = [];
  let day = 0;
  for (const [at, what, command] of LIFE) {
    world.later((at - day) * DAY_MS);
    day = at;
    world.when(command);
    const { design } = world;
    const files = write(world);
    await bundles.write(id, files);
    const { verdict, said } = await verified();
    expect(verdict, what).toBe('verified');
    // One of them at each step, another each time, and all of them at the last; by night all at
    // each.
    const isAll = IS_NIGHT || pages.length === LIFE.length - 1;
    for (const { name } of isAll ? files : files.slice(pages.length % files.length).slice(0, 1)) {
      const content = await readFile(join(folder, name));
      // One bit of its middle; of a file without texts, one byte more.
      const changed = content.length === 0 ? Buffer.from(' ') : Buffer.from(content);
      const middle = Math.floor(content.length / 2);
      if (content.length > 0) changed[middle] = (changed[middle] ?? 0) ^ 1;
      await writeFile(join(folder, name), changed);
      expect((await verified()).failed, `${name}, ${what}`).not.toEqual([]);
      await writeFile(join(folder, name), content);
    }
    expect(await readFile(join(folder, 'decision.md'), 'utf8')).toBe(signed);
    const brief = files.find(({ name }) => name === 'brief.md')?.text ?? '';
    const [, status = ''] = /^status: "(.*)"$/m.exec(brief) ?? [];
    const isQuestion = command.type === 'record_answer';
    const count = design.followUps.filter(({ type }) => type === 'record_asked').length;
    pages.push(
      `## Day ${at}: ${what}\n`,
      '```',
      `card    ${sayDecisionStatus(design).join(' ')}`,
      ...(isQuestion
        ? [
            `thread  ${documentTextOf(documentOf({ kind: 'answer', number: count }, viewOf(design)).sections).replaceAll('\n', '\n        ')}`,
          ]
        : []),
      `brief   ${status}`,
      // Without the head, which every change of an event's form changes.
      `verify  ${said.replace(/[0-9a-f]{8}…/, '…')}`,
      '```\n',
    );
  }
  expect(decisionStatusOf(world.design)).toBe('superseded');
  expect(world.design.followUps).toHaveLength(LIFE.length);
  const page = [
    '# One decision’s life',
    '',
    'A reference: four weeks of a decision after its end, as its card, the thread, the decision record and `verify` tell them. The text that was',
    'signed keeps its bytes; one changed bit in any file is found at each step. `test/record/one-life.test.ts` writes this page (`-u`).',
    '',
    ...pages,
  ];
  await expect(`${page.join('\n').replaceAll(/ +$/gm, '').trimEnd()}\n`).toMatchFileSnapshot(PAGE);
});
