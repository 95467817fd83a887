import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openBundleFolder } from '../../src/record/bundle-folder.ts';
import { createBundles } from '../../src/record/bundles.ts';
import { verifyBundle } from '../../src/record/verify.ts';
import { calledHere } from '../entry/cli.ts';
import { bundleOfWorld } from '../support/designs/bundle-files.ts';
import { DESIGN_ID } from '../support/designs/given-start.ts';
import { playToEnd } from '../support/designs/sample-design.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Forgery } from '../support/strangers/forgery.ts';

/**
 * Bundles that somebody who knows how they are made has forged (H4); `sixty-forgeries.full.test.ts`
 * has what is changed in them.
 */
const root = temporaryFolder();
let original: string;
beforeAll(async () => {
  const story = playToEnd({
    assumed: true,
    difference: 'unresolved',
    dissent: 'It was never measured.',
  });
  const bundles = createBundles({ dataDir: root, log: silentLog });
  await bundles.write(DESIGN_ID, bundleOfWorld(story));
  original = bundles.folder(DESIGN_ID);
});

type Forge = (it: Forgery) => Promise<void>;

async function forged(forge: Forge): Promise<string> {
  const folder = await mkdtemp(join(root, 'copy-'));
  await cp(original, folder, { recursive: true });
  await forge(new Forgery(folder));
  return folder;
}

test('P8: a design made up as a whole is verified, unless its end is compared with what the thread says', async () => {
  const story = playToEnd({ start: { startedBy: 'Somebody else' } });
  const bundles = createBundles({ dataDir: join(root, 'made-up'), log: silentLog });
  await bundles.write(DESIGN_ID, bundleOfWorld(story));
  const folder = bundles.folder(DESIGN_ID);
  expect(await calledHere(root, ['verify', folder])).toMatchObject({ code: 0 });
  const head = async (of: string) =>
    JSON.parse(await readFile(join(of, 'manifest.json'), 'utf8')).events.head.slice(0, 32);
  expect(await calledHere(root, ['verify', folder, '--head', await head(folder)])).toMatchObject({
    code: 0,
  });
  const compared = await calledHere(root, ['verify', folder, '--head', await head(original)]);
  expect(compared).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/failed +head .*ends in [0-9a-f]{64}/),
  });
  const record = join(root, '0001-published.md');
  await writeFile(
    record,
    `---\ncharrette-head: "${JSON.parse(await readFile(join(original, 'manifest.json'), 'utf8')).events.head}"\n---\n`,
  );
  expect(await calledHere(root, ['verify', folder, '--head', record])).toMatchObject({ code: 1 });
  expect(await calledHere(root, ['verify', original, '--head', record])).toMatchObject({ code: 0 });
  const brief = await calledHere(root, ['verify', original, '--head', join(original, 'brief.md')]);
  expect(brief).toMatchObject({ code: 2, stderr: expect.stringContaining('a published record') });
  const tooShort = await calledHere(root, ['verify', folder, '--head', '9f2c']);
  expect(tooShort).toMatchObject({ code: 2, stderr: expect.stringContaining('16 to 64') });
});

test.each([
  ['of one kind', ['questions_asked'], 2_502],
  [
    'of all kinds together',
    ['turn_started', 'turn_finished', 'status_changed', 'round_opened', 'session_ready'],
    2_400,
  ],
] as const)(
  'P8: more events %s than any design has are refused before they are folded',
  async (_, kinds, times) => {
    const folder = await forged((it) => it.repeat([...kinds], times));
    const { verdict, checks } = await verifyBundle(await openBundleFolder(folder));
    expect(verdict).toBe('changed');
    expect(checks.map(({ words }) => words).join()).toContain('than any design');
  },
);
