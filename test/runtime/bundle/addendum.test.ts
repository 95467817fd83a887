import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBundleFolder } from '../../../src/adapters/files/bundle-folder.ts';
import { createBundles } from '../../../src/adapters/files/bundles.ts';
import { addendumOf } from '../../../src/runtime/bundle/addendum.ts';
import type { Outside } from '../../../src/runtime/bundle/compared-check.ts';
import { ADDENDUM_NAME } from '../../../src/runtime/bundle/manifest.ts';
import { verifyBundle } from '../../../src/runtime/bundle/verify.ts';
import { designIdOf } from '../../support/events.ts';
import { lived } from '../../support/lived.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const story = lived();
const files = addendumOf(story.events);
const textOf = (name: string, of = files) => of.find((file) => file.name === `addendum/${name}`)?.text ?? '';
/** The addendum after so many of its events. */
const after = (count: number) => addendumOf(story.events.slice(0, story.bundled + count));
const adrAfter = (count: number) => textOf('adr.md', after(count));

describe('the files of the addendum', () => {
  it('J14: are made of the events alone, the same however often', () => {
    expect(addendumOf(story.events)).toEqual(files);
    expect(files.map(({ name }) => name)).toEqual([
      'addendum/adr.md',
      'addendum/events.jsonl',
      'addendum/words.jsonl',
      'addendum/manifest.json',
    ]);
    for (const { name } of files) expect(name).toMatch(ADDENDUM_NAME);
  });

  it('J14: are none before anybody has done anything with the decision', () => {
    expect(addendumOf(story.events.slice(0, story.bundled))).toEqual([]);
    expect(addendumOf([])).toEqual([]);
  });

  it('J14: continue the chain of the bundle, and their manifest says from where to where', () => {
    const lines = textOf('events.jsonl').trimEnd().split('\n');
    const [first, last] = [JSON.parse(lines[0] ?? ''), JSON.parse(lines.at(-1) ?? '')];
    expect(first.seq).toBe(story.bundled + 1);
    expect(JSON.parse(textOf('manifest.json'))).toMatchObject({
      formatVersion: 1,
      designId: story.design.id,
      standing: 'superseded',
      madeAt: new Date(story.events.at(-1)?.event.at ?? 0).toISOString(),
      continues: { count: story.bundled, head: story.events[story.bundled - 1]?.hash },
      events: { count: lines.length, head: last.hash },
    });
  });

  it('J14: have a decision record with the status, the people and the day of now', () => {
    const { ends } = story;
    expect(adrAfter(ends.accepted)).toMatch(/- Status: accepted by Ana on \d+ \w+\n/);
    expect(adrAfter(ends.declined)).toMatch(
      /- Status: rejected: declined by Cem on \d+ \w+ \(Not before March\.\)\n/,
    );
    const last = adrAfter(ends.superseded);
    expect(last).toContain(`- Status: superseded by \`${designIdOf(2)}\` on `);
    expect(last).toMatch(/Step 1 \(.*\): Ben, by 1 December \(named by Ana on /);
    expect(last).toMatch(/### Points Settled Since\n\n- \d+ \w+: Ana settles .*\(We run it\.\)/);
    expect(last).toContain('](../record.md');
    expect(last).not.toContain('](record.md');
  });

  it('J14: a question alone changes no status', () => {
    expect(adrAfter(story.ends.asked)).toMatch(/- Status: accepted by Ana\n- Date: 2026-11-20\n/);
    expect(adrAfter(story.ends.asked)).not.toContain('After the Decision');
  });
});

describe('verify', () => {
  const root = temporaryFolder();
  let original = '';
  beforeAll(async () => {
    const bundles = createBundles({ dataDir: root, log: silentLog });
    await bundles.write(story.design.id, story.bundle);
    await bundles.writeAddendum(story.design.id, files);
    original = bundles.folder(story.design.id);
  });

  const copy = async () => {
    const folder = await mkdtemp(join(root, 'copy-'));
    await cp(original, folder, { recursive: true });
    return folder;
  };
  const found = async (folder: string, outside: Outside = {}) => {
    const { verdict, checks } = await verifyBundle(await openBundleFolder(folder), null, outside);
    const words = checks.flatMap(({ name, result, words: said }) =>
      name === 'addendum' || name === 'store' ? [`${name} ${result}: ${said}`] : [],
    );
    const failed = checks.flatMap(({ name, result }) => (result === 'failed' ? [name] : []));
    return { verdict, failed, words: words.join('\n') };
  };

  it('J14: passes an addendum, and a bundle without one', async () => {
    const folder = await copy();
    const { verdict, words } = await found(folder);
    expect(verdict).toBe('verified');
    expect(words).toMatch(/^addendum passed: \d+ events continue the chain; the decision is superseded/);
    await rm(join(folder, 'addendum'), { recursive: true });
    expect(await found(folder)).toEqual({
      verdict: 'verified',
      failed: [],
      words: 'addendum skipped: there is no addendum',
    });
  });

  it('A18: a private question and its answer are in none of these files, which verify as they are', async () => {
    const asked = lived({ isPrivate: true });
    const bundles = createBundles({ dataDir: join(root, 'private'), log: silentLog });
    await bundles.write(asked.design.id, asked.bundle);
    const own = addendumOf(asked.events);
    await bundles.writeAddendum(asked.design.id, own);
    for (const words of ['Why not SQLite?', 'It has one writer.']) {
      expect(files.some(({ text }) => text.includes(words))).toBe(true);
      expect(own.filter(({ text }) => text.includes(words))).toEqual([]);
    }
    expect(await found(bundles.folder(asked.design.id))).toMatchObject({ verdict: 'verified', failed: [] });
  });

  it('J14: finds one changed byte wherever it is in any of these files, and a file that is missing', async () => {
    const folder = await copy();
    for (const { name } of files) {
      const path = join(folder, name);
      const content = await readFile(path);
      for (const place of [0, Math.floor(content.length / 2), content.length - 1]) {
        const changed = Buffer.from(content);
        changed[place] = (changed[place] ?? 0) ^ 1;
        await writeFile(path, changed);
        expect((await found(folder)).failed, `${name} ${place}`).toEqual(['addendum']);
      }
      await rm(path);
      expect((await found(folder)).failed, name).toEqual(['addendum']);
      await writeFile(path, content);
    }
    expect((await found(folder)).verdict).toBe('verified');
  });

  it('J14: finds an addendum of an earlier moment beside files of a later one, and passes it whole', async () => {
    const folder = await copy();
    for (const { name, text } of after(story.ends.accepted)) await writeFile(join(folder, name), text);
    expect((await found(folder)).verdict).toBe('verified');
    await writeFile(join(folder, 'addendum/adr.md'), textOf('adr.md'));
    expect((await found(folder)).failed).toEqual(['addendum']);
  });

  it('J14: compares its end with the store, which may have gone on since', async () => {
    const folder = await copy();
    const headsOf = async () => [story.events[story.bundled - 1]?.hash ?? ''];
    const later = story.events
      .slice(story.bundled)
      .map(({ hash, event }) => ({ hash, isAfterwards: event.type !== 'person_named' }));
    const beside = (events: typeof later) => found(folder, { headsOf, laterOf: async () => events });
    expect((await beside(later)).words).toMatch(/store passed: .* and that of the addendum$/);
    const more = [...later, { hash: 'a'.repeat(64), isAfterwards: true }];
    expect((await beside(more)).words).toMatch(/; later entries are in the store$/);
    expect(await beside(later.slice(0, -1))).toMatchObject({ failed: ['store'] });
    await rm(join(folder, 'addendum'), { recursive: true });
    expect((await beside(later)).words).toMatch(/store passed: .*; later entries are in the store$/);
  });
});
