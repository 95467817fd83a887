import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openBundleFolder } from '../../src/adapters/files/bundle-folder.ts';
import { createBundles } from '../../src/adapters/files/bundles.ts';
import { sha256 } from '../../src/engine/ports/manifest.ts';
import type { Check } from '../../src/record/check.ts';
import { type Verification, verifyBundle } from '../../src/record/verify.ts';
import { calledHere } from '../entry/cli.ts';
import { bundleOfWorld } from '../support/bundle-files.ts';
import { Forgery, type Json } from '../support/forgery.ts';
import { DESIGN_ID } from '../support/given-start.ts';
import { completed } from '../support/sample-design.ts';
import { silentLog } from '../support/silent-log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Bundles that somebody who knows how they are made has forged: none of them is verified (H4). */
const root = temporaryFolder();
let original: string;
beforeAll(async () => {
  const story = completed({ assumed: true, difference: 'unresolved', dissent: 'It was never measured.' });
  const bundles = createBundles({ dataDir: root, log: silentLog });
  await bundles.write(DESIGN_ID, bundleOfWorld(story));
  original = bundles.folder(DESIGN_ID);
});

const LESS_CAREFUL = [
  'brief.md',
  'with 2 caveats: “Can the outbox table carry 900 jobs a second?” is open;',
  'with one caveat:',
] as const;
const version = (charretteVersion: string) => ({ charretteVersion });
const changed = (events: Json[], type: string, change: Json): Json[] =>
  events.map((event) => (event.type === type ? { ...event, ...change } : event));

type Forge = (it: Forgery) => Promise<void>;

/** What was changed is found, whatever else was made to fit it; before the colon by which checks. */
const CHANGED: Record<string, Forge> = {
  'files, texts: a brief rewritten': (it) => it.rewrite(...LESS_CAREFUL),
  'files, texts: a brief rewritten, the manifest made anew': async (it) => {
    await it.rewrite(...LESS_CAREFUL);
    await it.seal();
  },
  'manifest, texts: a manifest of a format that is no number': (it) =>
    it.seal((manifest) => Object.assign(manifest, { formatVersion: '3' })),
  'events: a brief rewritten, and named by the last event, whose hash stays': async (it) => {
    const before = await it.read('brief.md');
    await it.rewrite(...LESS_CAREFUL);
    await it.rewrite('events.jsonl', sha256(before), sha256(await it.read('brief.md')));
    await it.seal();
  },
  'texts: a brief rewritten, and the chain and the manifest made anew': async (it) => {
    await it.rewrite(...LESS_CAREFUL);
    await it.relist();
    await it.seal();
  },
  'texts: the record left out everywhere': async (it) => {
    await it.relist(['record.md']);
    await it.seal(undefined, ['record.md']);
    await rm(join(it.folder, 'record.md'));
  },
  'files, texts: the record left out of the manifest': async (it) => {
    await it.seal(undefined, ['record.md']);
    await rm(join(it.folder, 'record.md'));
  },
  'files, texts: a proposal of nobody added': async (it) => {
    await it.put('proposals/stranger.md', 'Buy it.');
    await it.seal((manifest) => {
      const bytes = Buffer.byteLength('Buy it.');
      manifest.files.push({ name: 'proposals/stranger.md', bytes, sha256: sha256('Buy it.') });
    });
  },
  'seals, texts: a proposal rewritten, and named so by the events': async (it) => {
    await it.rewrite('proposals/subtractor.md', /\n$/, '\nOr not.\n');
    await it.relist();
    await it.seal();
  },
  'decision, texts: a decision rewritten wherever it stands': async (it) => {
    for (const name of ['decision.md', 'brief.md', 'adr.md'])
      await it.rewrite(name, 'in four steps', 'at once');
    await it.relist();
    await it.seal();
  },
  'manifest, events: a decision whose hash is taken out': async (it) => {
    await it.rechain((events) =>
      changed(changed(events, 'composite_submitted', { sha256: '' }), 'signature_given', { sha256: '' }),
    );
    await it.seal((manifest) => {
      for (const signature of manifest.signatures) Object.assign(signature, { sha256: '' });
    });
  },
  'texts: a dissent made a signature in the events': async (it) => {
    await it.rechain((events) => changed(events, 'signature_given', { verdict: 'signs', dissent: '' }));
    await it.seal();
  },
  'texts: another starter in the events': async (it) => {
    await it.rechain((events) => changed(events, 'design_started', { startedBy: 'Somebody else' }));
    await it.seal();
  },
  'events: the event that names the files left out': async (it) => {
    await it.rechain((events) => events.slice(0, -1));
    await it.seal();
  },
  'decision, texts: a signature left out of the events': async (it) => {
    const isSignature = ({ type }: Json) => type === 'signature_given';
    await it.rechain((events) => events.toSpliced(events.findIndex(isSignature), 1));
    await it.seal();
  },
  'events: an event after the last': async (it) => {
    await it.rechain((events) => [...events, { type: 'thread_opened', at: 1, thread: '' }]);
    await it.seal();
  },
  'texts: an outcome without caveats in the manifest': (it) =>
    it.seal(({ outcome }) => Object.assign(outcome, { dissents: [], reasons: [] })),
  'manifest, texts: another end of the chain': (it) =>
    it.seal(({ events }) => Object.assign(events, { head: 'a'.repeat(64) })),
  'decision, texts: one more signature in the manifest': (it) =>
    it.seal(({ signatures }) => signatures.push({ ...signatures[0], persona: 'outsider' })),
  'manifest, texts: another topic in the manifest': (it) =>
    it.seal((manifest) => Object.assign(manifest, { topic: 'Why?' })),
  'events: more events of one kind than any design has, which would take minutes to fold': (it) =>
    it.repeat(['questions_asked'], 2_502),
  'texts: a proposal sealed more often than a manifest can say': (it) => it.repeat(['proposal_sealed'], 31),
  'texts: no time at all': (it) => it.seal((manifest) => Object.assign(manifest, { madeAt: '' })),
};

/** Only the version that wrote it can say that it makes no such brief. */
const NOT_VERIFIED: Record<string, Forge> = Object.fromEntries(
  ['0.3.0', '1.0.1', '99.0.0', '1.0.0-a'].map((named) => [
    `texts: a brief rewritten, and the chain and the manifest made anew as of version "${named}"`,
    async (it: Forgery) => {
      await it.rewrite(...LESS_CAREFUL);
      await it.relist();
      await it.rechain((events) => changed(events, 'files_written', version(named)));
      await it.seal((manifest) => Object.assign(manifest, version(named)));
    },
  ]),
);

async function forged(forge: Forge): Promise<string> {
  const folder = await mkdtemp(join(root, 'copy-'));
  await cp(original, folder, { recursive: true });
  await forge(new Forgery(folder));
  return folder;
}

test('P8: what the forger does without forging anything is verified, so that each forgery is found for itself', async () => {
  const folder = await forged(async (it) => {
    await it.relist();
    await it.seal();
  });
  expect(await verifyBundle(await openBundleFolder(folder))).toMatchObject({ verdict: 'verified' });
  const { code, stdout } = await calledHere(root, ['verify', folder]);
  expect({ code, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    code: 0,
    last: 'Consistent in itself; not compared with its thread.',
  });
  await mkdir(join(folder, 'failures'));
  expect((await calledHere(root, ['verify', folder])).stdout).toMatch(
    /failures\/: not checked; .*\n {2}not compared .*\nConsistent in itself; not compared with its thread\.\n$/,
  );
});

async function expectFound(
  title: string,
  forge: Forge,
  [verdict, result]: [Verification['verdict'], Check['result']],
  headline: RegExp,
) {
  const folder = await forged(forge);
  const found = await verifyBundle(await openBundleFolder(folder));
  expect(found.verdict, JSON.stringify(found.checks)).toBe(verdict);
  const by = found.checks.filter((check) => check.result === result);
  expect(by.map(({ name }) => name).join(', ')).toBe(title.split(':')[0]);
  expect(await calledHere(root, ['verify', folder])).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(headline),
  });
}

test.each(Object.entries(CHANGED))('P8: %s', (title, forge) =>
  expectFound(title, forge, ['changed', 'failed'], /This is not what Charrette wrote\.\n$/),
);

test.each(Object.entries(NOT_VERIFIED))('P8: %s', (title, forge) =>
  expectFound(
    title,
    forge,
    ['not verified', 'not verified'],
    /Not verified: not all of it could be checked\.\n$/,
  ),
);

test.each([2, 5])(
  'P8: a bundle of format %i is no forgery, and what this version does not know is not verified',
  async (formatVersion) => {
    const folder = await forged(async (it) => {
      await it.put('minutes.md', 'What was said.');
      const by = { formatVersion, charretteVersion: '9.1.0' };
      await it.rechain((events) => [{ type: 'minutes_taken' }, ...changed(events, 'files_written', by)]);
      await it.seal((manifest) => Object.assign(manifest, { ...by, minutes: 1 }));
    });
    const { code, stdout } = await calledHere(root, ['verify', folder]);
    expect({ code, lines: stdout.trim().split(/\n */) }).toEqual({
      code: 1,
      lines: [
        'Should the job queue move from Redis to Postgres?',
        'not verified  folder     written by 9.1.0',
        'passed        manifest   manifest.json is intact',
        'passed        files      the files have the sizes and hashes that are recorded',
        'not verified  events     written by 9.1.0',
        'passed        seals      5 proposals match their seals',
        'passed        decision   5 gave their verdict on decision.md as it is',
        'passed        outcome    the events end in "completed", like the manifest',
        'not verified  texts      written by 9.1.0',
        expect.stringMatching(/^passed {8}turns /),
        'Not verified: not all of it could be checked.',
      ],
    });
  },
);

test('P8: a design made up as a whole is verified, unless its end is compared with what the thread says', async () => {
  const story = completed({ start: { startedBy: 'Somebody else' } });
  const bundles = createBundles({ dataDir: join(root, 'made-up'), log: silentLog });
  await bundles.write(DESIGN_ID, bundleOfWorld(story));
  const folder = bundles.folder(DESIGN_ID);
  expect(await calledHere(root, ['verify', folder])).toMatchObject({ code: 0 });
  const head = async (of: string) =>
    JSON.parse(await readFile(join(of, 'manifest.json'), 'utf8')).events.head.slice(0, 32);
  expect(await calledHere(root, ['verify', folder, '--head', await head(folder)])).toMatchObject({ code: 0 });
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
  const tooShort = await calledHere(root, ['verify', folder, '--head', '9f2c']);
  expect(tooShort).toMatchObject({ code: 2, stderr: expect.stringContaining('16 to 64') });
});

test('P8: more events of all kinds together than any design has are refused before they are folded', async () => {
  const kinds = ['turn_started', 'turn_finished', 'status_changed', 'round_opened', 'session_ready'];
  const folder = await forged((it) => it.repeat(kinds, 2_400));
  const { verdict, checks } = await verifyBundle(await openBundleFolder(folder));
  expect(verdict).toBe('changed');
  expect(checks.map(({ words }) => words).join()).toContain('than any design');
});
