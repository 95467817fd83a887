import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StoredEvent } from '../../src/ports/store.ts';
import { openBundleFolder } from '../../src/record/bundle-folder.ts';
import { createBundles } from '../../src/record/bundles.ts';
import type { OutsideFacts } from '../../src/record/compared-check.ts';
import type { BundleFile } from '../../src/record/manifest.ts';
import { verifyBundle } from '../../src/record/verify.ts';
import { bundleOfWorld } from '../support/designs/bundle-files.ts';
import { DESIGN_ID } from '../support/designs/given-start.ts';
import { playLife } from '../support/designs/lived.ts';
import { playToEnd } from '../support/designs/sample-design.ts';
import { secondVerifier } from '../support/designs/second-verifier.ts';
import { needing } from '../support/runner/needing.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Forgery } from '../support/strangers/forgery.ts';
import { FORGERIES, type Forge, LATER_FORGERIES } from './sixty-forgeries.ts';

const place = temporaryFolder();
const { test: withPython } = await needing('python');
/** A bundle, and what the store knows of its design. */
interface Honest {
  readonly folder: string;
  readonly outside: OutsideFacts;
}
let original: Honest;
let living: Honest;

beforeAll(async () => {
  const story = playToEnd({
    assumed: true,
    difference: 'unresolved',
    dissent: 'It was never measured.',
  });
  const files = bundleOfWorld(story);
  const bundles = createBundles({ dataDir: place, log: silentLog });
  await bundles.write(DESIGN_ID, files);
  // All events of the design, as the store has them: the last one named the files.
  const chainIn = (of: readonly BundleFile[]) => ({
    chainOf: async () => {
      const events = of.find(({ name }) => name === 'events.jsonl')?.text ?? '';
      return events
        .trimEnd()
        .split('\n')
        .map((line): StoredEvent => JSON.parse(line));
    },
  });
  original = { folder: bundles.folder(DESIGN_ID), outside: chainIn(files) };
  const { superseded } = playLife().files;
  const beside = createBundles({ dataDir: join(place, 'lived'), log: silentLog });
  await beside.write(DESIGN_ID, superseded);
  living = { folder: beside.folder(DESIGN_ID), outside: chainIn(superseded) };
});

async function forged(honest: Honest, forge: Forge): Promise<Honest> {
  const folder = await mkdtemp(join(place, 'copy-'));
  await cp(honest.folder, folder, { recursive: true });
  await forge(new Forgery(folder));
  return { ...honest, folder };
}

/** Names of the checks that fail elsewhere, and beside the store that knows the head. */
async function ours({ folder, outside }: Honest): Promise<{ alone: string; beside: string }> {
  const { checks } = await verifyBundle(await openBundleFolder(folder), outside);
  const found = checks.filter(({ result }) => result === 'failed').map(({ name }) => name);
  const shown = (names: readonly string[]) => names.join(', ') || 'nothing';
  return { alone: shown(found.filter((name) => name !== 'store')), beside: shown(found) };
}

describe('sixty forgeries', () => {
  test('P8: the forgeries are sixty at least', () => {
    const all = { ...FORGERIES, ...LATER_FORGERIES };
    expect(Object.keys(all).length).toBeGreaterThanOrEqual(60);
  });

  withPython('P8: both verifiers pass an honest bundle', async () => {
    for (const honest of [original, living]) {
      expect(await ours(honest)).toEqual({ alone: 'nothing', beside: 'nothing' });
      expect(await secondVerifier(honest.folder)).toEqual({
        code: 0,
        words: 'Whole in itself; nothing outside it was compared.',
      });
    }
  });

  withPython(
    'P8, P11: sixty-forgeries.md says what each verifier finds, and beside the store all are found',
    async () => {
      const rows: string[] = [];
      const all = [
        ...Object.entries(FORGERIES).map((each) => [original, ...each] as const),
        ...Object.entries(LATER_FORGERIES).map((each) => [living, ...each] as const),
      ];
      for (const [index, [honest, title, forge]] of all.entries()) {
        const copy = await forged(honest, forge);
        const [{ alone, beside }, { code, words }] = await Promise.all([
          ours(copy),
          secondVerifier(copy.folder),
        ]);
        expect(beside, title).not.toBe('nothing');
        // Where it stands says how long the design is, and nothing about who finds it.
        const found = words.replace(/(?<= event )\d+/, 'N').replaceAll('|', '/');
        const theirs = code === 0 ? 'nothing' : found.slice(0, 70);
        rows.push(`| ${index + 1} | ${title} | ${alone} | ${beside} | ${theirs} |`);
      }
      const table = [
        '# Sixty forgeries',
        '',
        'A reference: ways of forging a bundle, and what finds each. `test/hostile/sixty-forgeries.full.test.ts` makes every one, and fails where this',
        'page says anything else. *Ours*: the failed checks of `charrette verify`, elsewhere and beside a store that knows the design.',
        '*Second*: the first line of [`verify.py`](../../../docs/verify.py), which knows no rules of a design and asks no store. *All made anew*: chain, papers and',
        'manifest are what Charrette itself would write for the changed events.',
        '',
        '| | forgery | ours, elsewhere | ours, beside the store | second |',
        '|---|---|---|---|---|',
        ...rows,
        '',
      ].join('\n');
      await expect(table).toMatchFileSnapshot(
        join(import.meta.dirname, '../golden/tables/sixty-forgeries.md'),
      );
    },
  );
});
