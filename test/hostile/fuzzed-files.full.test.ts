import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFrontMatter } from '../../src/adapters/personas/front-matter.ts';
import { checkProfile } from '../../src/adapters/personas/profile.ts';
import { checkBody } from '../../src/adapters/personas/sections.ts';
import { promptVocabulary } from '../../src/adapters/personas/vocabulary.ts';
import { readTextFile } from '../../src/entry/cli/text-file.ts';
import { Fault } from '../../src/foundation/fault.ts';
import { parsedEvents, parsedManifest } from '../../src/record/contents.ts';
import { verifyBundle } from '../../src/record/verify.ts';
import { participant } from '../adapters/personas/persona-folder.ts';
import { bundleOfWorld } from '../support/bundle-files.ts';
import { type Chance, expectLinear, fuzz } from '../support/fuzz.ts';
import { ODD_TEXTS } from '../support/fuzzed-values.ts';
import { completed } from '../support/sample-design.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const YAML = [
  `&a ¦*a¦- ¦: ¦? ¦{¦}¦[¦]¦|¦>¦!!js/function ¦!!binary ¦"¦'¦#¦---\n¦\n¦  ¦\t¦0x10¦1e999¦~¦.nan¦<<: ¦@¦`,
  `%¦\``,
]
  .join('')
  .split('¦');
const MARKDOWN = [`# ¦## ¦## Stance\n¦\n\n¦\`submit_nothing\`¦\`notes\`¦\`\`\`\n¦> ¦<b>¦[a]: b\n¦\n---\n`]
  .join('')
  .split('¦');
/** As a file is read: what is no text, or commands a terminal, is refused before. */
const READ = (text: string) =>
  text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');

describe('persona files', () => {
  it('a file is valid, or has problems in lines that it has', async () => {
    const vocabulary = promptVocabulary();
    const valid = participant('tester');
    let accepted = 0;
    const made = (chance: Chance) =>
      READ(
        chance.oneIn(10)
          ? chance.text([...YAML, ...MARKDOWN, 'name', 'title'])
          : chance.damaged(valid, [...YAML, ...MARKDOWN, ...ODD_TEXTS]),
      );
    const tried = await fuzz(10_000, made, (text) => {
      const file = { file: 'tester.md', stem: 'tester', text };
      const parsed = parseFrontMatter(file);
      const problems = 'problems' in parsed ? [...parsed.problems] : [];
      if ('frontMatter' in parsed) {
        const profile = checkProfile(file, parsed.frontMatter, () => null);
        problems.push(
          ...profile.problems,
          ...checkBody('tester.md', parsed.frontMatter, profile.draft.role, vocabulary).problems,
        );
        if (problems.length === 0) {
          accepted += 1;
          const { name, title = '', summary = '', reads, emoji = '' } = profile.draft;
          expect(name).toBe('tester');
          for (const line of [title, summary, emoji, ...reads])
            expect(line).toMatch(/^[^\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,200}$/u);
        }
      } else expect(problems).not.toEqual([]);
      const lines = text.split('\n').length;
      for (const { line, reason } of problems) {
        expect([line >= 1 && line <= lines + 1, reason.trim() !== '', typeof reason]).toEqual([
          true,
          true,
          'string',
        ]);
      }
    });
    expect(accepted).toBeGreaterThan(tried / 10);
  });

  it('A15: front-matter is read in time that is in proportion to its length', () => {
    expectLinear(400, [...YAML, '- - ', '[{', '? ? ', 'a: ', 'a:\n ', '"\\x', '|\n', '&a [', '!!'], (text) =>
      parseFrontMatter({ file: 'a.md', stem: 'a', text: `---\n${text}\n---\n` }),
    );
  });
});

describe('a bundle', () => {
  const story = completed({ assumed: true, difference: 'unresolved', dissent: 'It was never measured.' });
  const files = bundleOfWorld(story).map(({ name, text }) => [name, Buffer.from(text)] as const);
  const folder = (contents: readonly (readonly [string, Uint8Array])[]) => ({
    entries: async () => contents.map(([name]) => ({ name, kind: 'file' as const })),
    read: async (name: string) => contents.find(([each]) => each === name)?.[1] ?? new Uint8Array(),
  });
  /** The bytes with some of them changed, taken out, doubled or moved, and never the same. */
  const damaged = (chance: Chance, bytes: Buffer): Buffer => {
    const at = chance.below(bytes.length);
    const length = 1 + chance.below(chance.oneIn(3) ? 400 : 3);
    const [before, part, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, at + length),
      bytes.subarray(at + length),
    ];
    const flipped = Buffer.from(part.map((byte) => byte ^ (1 + chance.below(255))));
    return Buffer.concat([
      before,
      chance.oneOf([
        flipped,
        Buffer.alloc(0),
        Buffer.concat([part, part]),
        Buffer.from(chance.oneOf(ODD_TEXTS.slice(1)) + String(part)),
      ]),
      after,
    ]);
  };

  it('is verified as it was written, and never once a byte of any of its files is another', async () => {
    expect((await verifyBundle(folder(files))).verdict).toBe('verified');
    const made = (chance: Chance) => {
      const at = chance.below(files.length);
      return { at, bytes: damaged(chance, files[at]?.[1] ?? Buffer.alloc(1)).toString('latin1') };
    };
    await fuzz(300, made, async ({ at, bytes }) => {
      const changed = files.map(
        ([name, content], index) => [name, index === at ? Buffer.from(bytes, 'latin1') : content] as const,
      );
      const { verdict, checks } = await verifyBundle(folder(changed));
      expect(verdict).not.toBe('verified');
      for (const { words } of checks) expect(words).not.toMatch(/\p{Cc}/u);
    });
  });

  it('its manifest and its events are whole, or are not read', async () => {
    const [manifest, events] = ['manifest.json', 'events.jsonl'].map(
      (name) => files.find(([each]) => each === name)?.[1] ?? Buffer.alloc(1),
    );
    const made = (chance: Chance) => ({
      isManifest: !chance.oneIn(20),
      bytes: damaged(chance, (chance.oneIn(20) ? events : manifest) ?? Buffer.alloc(1)).toString('latin1'),
    });
    await fuzz(10_000, made, ({ isManifest, bytes }) => {
      const content = Buffer.from(bytes, 'latin1');
      const { check, value } = isManifest ? parsedManifest(content, null) : parsedEvents(content);
      expect(check.result).not.toBe('passed');
      expect(check.words).not.toMatch(/\p{Cc}/u);
      if (!isManifest) expect(value).toBeNull();
    });
  });
});

it('a file of answers is text of the right length, or is refused in one sentence', async () => {
  const path = join(temporaryFolder(), 'answers.txt');
  const made = (chance: Chance) =>
    chance.oneIn(3)
      ? chance.some(12, () => chance.below(256))
      : [...Buffer.from(chance.text([...ODD_TEXTS, 'Q1: some thirty\n', '\n'], 6))];
  await fuzz(2_000, made, async (bytes) => {
    await writeFile(path, Buffer.from(bytes));
    const read = await readTextFile(path, '--answers', 300).catch((error: unknown) => error);
    if (read instanceof Fault) {
      expect(read.code).toBe('bad_usage');
      return expect(read.message).toMatch(/^--answers \S+answers\.txt .+\.$/);
    }
    const text = Buffer.from(bytes).toString();
    expect(read).toBe(text.replace(/^\ufeff/, ''));
    expect([String(read).includes('\u0000'), String(read).length <= 300]).toEqual([false, true]);
  });
});
