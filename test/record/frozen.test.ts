import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decisionsOf } from '../../src/core/decision/decided.ts';
import { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { replay } from '../../src/core/workflow/evolve.ts';
import { sha256Of } from '../../src/foundation/digest.ts';
import { writeDecision } from '../../src/presentation/decision/decision-document.ts';
import { renderProposal } from '../../src/presentation/talk/proposals.ts';
import { openBundleFolder } from '../../src/record/bundle-folder.ts';
import { verifyBundle } from '../../src/record/verify.ts';
import { secondVerifier } from '../support/designs/second-verifier.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Forgery } from '../support/strangers/forgery.ts';

const ENDS = ['completed', 'cancelled'];
const AGAIN =
  'Until 1.0 is out: npm run generate:frozen. Afterwards this would accuse the records of every team: make new fields optional, and draw them only where they are.';

const place = temporaryFolder();
const { test: withPython } = await needing('python');

const frozen = (end: string) => join(import.meta.dirname, 'frozen', end);
async function copied(end: string): Promise<Forgery> {
  const folder = await mkdtemp(join(place, 'copy-'));
  await cp(frozen(end), folder, { recursive: true });
  return new Forgery(folder);
}

async function resultsOf({ folder }: Pick<Forgery, 'folder'>) {
  const { verdict, checks } = await verifyBundle(await openBundleFolder(folder));
  const names = (wanted: string) =>
    checks.flatMap(({ name, result }) => (result === wanted ? [name] : []));
  return { verdict, failed: names('failed'), notVerified: names('not verified') };
}

describe.each(ENDS)('P8: the frozen bundle of a design that ended %s', (end) => {
  it('P8: a frozen bundle is not accused, and each of its events is read', async () => {
    const { failed, notVerified } = await resultsOf({ folder: frozen(end) });
    expect(failed, AGAIN).toEqual([]);
    expect(notVerified, AGAIN).not.toContain('events');
  });

  it('P8: a frozen bundle has the proposals and the decision that this version makes of its events', async () => {
    const events = (await new Forgery(frozen(end)).events()).map((event) =>
      DesignEvent.parse(event),
    );
    const design = replay(events);
    if (design === null) throw new Error('it has events');
    for (const sealed of design.proposals)
      expect(sha256Of(renderProposal(design, sealed)), AGAIN).toBe(sealed.sha256);
    for (const decided of decisionsOf(design))
      expect(sha256Of(writeDecision(design, decided)), AGAIN).toBe(decided.sha256);
  });

  withPython(
    'P8: is whole for the second verifier, and one byte changed in any file is not',
    async () => {
      expect(await secondVerifier(frozen(end)), AGAIN).toMatchObject({ code: 0 });
      const { folder } = await copied(end);
      const names = await readdir(folder, { recursive: true, withFileTypes: true });
      for (const entry of names.filter((each) => each.isFile())) {
        const path = join(entry.parentPath, entry.name);
        const content = await readFile(path);
        const changed = Buffer.from(content);
        const middle = Math.floor(content.length / 2);
        changed[middle] = (changed[middle] ?? 0) ^ 1;
        await writeFile(path, changed);
        const [{ verdict }, { code }] = await Promise.all([
          resultsOf({ folder }),
          secondVerifier(folder),
        ]);
        expect({ path, verdict, code }).toEqual({ path, verdict: 'changed', code: 1 });
        await writeFile(path, content);
      }
    },
  );
});

describe('a bundle that another version wrote', () => {
  const by = { charretteVersion: '0.0.1' };
  const ofAnother = (events: Record<string, unknown>[]) =>
    events.map((event) => (event.type === 'files_written' ? { ...event, ...by } : event));
  const seal = (it: Forgery) => it.seal((manifest) => Object.assign(manifest, by));

  withPython(
    'P8: is not verified, and no more, where it words a text or an outcome otherwise',
    async () => {
      const bundle = await copied('completed');
      await bundle.rewrite('brief.md', /^/, 'In other words: ');
      await bundle.relist();
      await bundle.rechain(ofAnother);
      await bundle.seal((manifest) =>
        Object.assign(manifest, by, { outcome: { ...manifest.outcome, caveats: ['new'] } }),
      );
      expect(await resultsOf(bundle)).toEqual({
        verdict: 'not verified',
        failed: [],
        notVerified: ['texts'],
      });
      expect(await secondVerifier(bundle.folder)).toMatchObject({ code: 0 });
    },
  );

  withPython.each<[string, (event: Record<string, unknown>) => Record<string, unknown>]>([
    ['a field from the future', (event) => ({ ...event, minutes: 1 })],
    ['a kind of the future', ({ at }) => ({ type: 'minutes_taken', at })],
    ['a field less than this version needs', ({ phase: _, ...event }) => event],
  ])('P8: is not verified, and no more, where an event has %s', async (_, change) => {
    const bundle = await copied('completed');
    await bundle.rechain((events) =>
      ofAnother(events.map((event) => (event.type === 'status_changed' ? change(event) : event))),
    );
    await seal(bundle);
    expect(await resultsOf(bundle)).toEqual({
      verdict: 'not verified',
      failed: [],
      notVerified: ['events', 'texts'],
    });
    expect(await secondVerifier(bundle.folder)).toMatchObject({ code: 0 });
    await bundle.rewrite('proposals/subtractor.md', /$/, 'Or not.');
    await seal(bundle);
    expect(await resultsOf(bundle)).toMatchObject({
      verdict: 'changed',
      failed: ['files', 'seals'],
    });
    expect(await secondVerifier(bundle.folder)).toMatchObject({ code: 1 });
  });

  withPython(
    'P8: is not verified, and no more, where it has kinds of events that have left',
    async () => {
      const bundle = await copied('completed');
      await bundle.rechain((events) => {
        const at = events.at(-1)?.at;
        const due = { type: 'review_due', at, days: ['2027-03-01'], lines: [], commit: '' };
        const reviewed = {
          type: 'decision_reviewed',
          at,
          day: '',
          note: 'We measured it.',
          by: 'Ana',
        };
        return ofAnother(events.toSpliced(-1, 0, due, reviewed));
      });
      await seal(bundle);
      expect(await resultsOf(bundle)).toEqual({
        verdict: 'not verified',
        failed: [],
        notVerified: ['events', 'texts'],
      });
      expect(await secondVerifier(bundle.folder)).toMatchObject({ code: 0 });
    },
  );

  withPython(
    'P8: is checked by its hashes and not verified where it lists the adr.md of an earlier version',
    async () => {
      const bundle = await copied('completed');
      const manifest = JSON.parse(await bundle.read('manifest.json'));
      const others = manifest.files.filter(
        ({ name }: { readonly name: string }) => name !== 'adr.md',
      );
      await bundle.put(
        'manifest.json',
        JSON.stringify({ ...manifest, files: [...others, { name: 'adr.md' }] }),
      );
      await bundle.put('adr.md', '# Any\n');
      await bundle.relist();
      await bundle.rechain(ofAnother);
      await seal(bundle);
      expect(await resultsOf(bundle)).toEqual({
        verdict: 'not verified',
        failed: [],
        notVerified: ['texts'],
      });
      expect(await secondVerifier(bundle.folder)).toMatchObject({ code: 0 });
      await bundle.put('adr.md', '# Other\n');
      expect(await resultsOf(bundle)).toMatchObject({ verdict: 'changed', failed: ['files'] });
      expect(await secondVerifier(bundle.folder)).toMatchObject({ code: 1 });
    },
  );

  withPython('P8: is not verified, and no more, where its events name no version', async () => {
    const bundle = await copied('completed');
    await bundle.rechain((events) => events.map(({ charretteVersion: _, ...event }) => event));
    await bundle.seal((manifest) => manifest);
    expect(await resultsOf(bundle)).toEqual({
      verdict: 'not verified',
      failed: [],
      notVerified: ['manifest', 'texts'],
    });
    await bundle.rewrite('proposals/subtractor.md', /$/, 'Or not.');
    await bundle.seal((manifest) => manifest);
    expect(await resultsOf(bundle)).toMatchObject({
      verdict: 'changed',
      failed: ['files', 'seals'],
    });
  });

  withPython.each([
    ['nothing else', async () => undefined],
    ['a brief that it forged', (bundle: Forgery) => bundle.rewrite('brief.md', /^/, 'Forged: ')],
  ])(
    'P8: is failed where its manifest claims a version that the events do not, beside %s',
    async (_, forge) => {
      const bundle = await copied('completed');
      await forge(bundle);
      await seal(bundle);
      const { verdict, failed } = await resultsOf(bundle);
      expect(verdict).toBe('changed');
      expect(failed).toContain('manifest');
      expect(await secondVerifier(bundle.folder)).toMatchObject({
        code: 1,
        words: 'the manifest names another version or format than the events',
      });
    },
  );
});
