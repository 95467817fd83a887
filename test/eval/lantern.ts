import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { drawQuestions, OPEN_SEED, type Question, type Sheet } from '../../eval/worth/question.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const run = promisify(execFile);

/** A package that no registry has: three versions, the last of which drops a file. */
const VERSIONS = ['1.0.0', '1.1.0', '2.0.0'];
const filesIn = (version: string) => ({
  'package.json': JSON.stringify({ name: 'lantern', version }),
  'README.md': `# lantern\n\nLights the way, since ${version}.\n`,
  'lib/light.js': `// Lights.\n// Says which.\n// By its version.\nexport const version = '${version}';\n`,
  'lib/glass.js': 'export const glass = 1;\nexport const pane = 2;\nexport const frame = 3;\n',
  'docs/use.md':
    'Hang it where the way begins, at night.\nTake it down when the morning comes again.\nClean it with water and a piece of cloth.\n',
  'lib/oil.js': '/**\n * Burns.\n * Is filled up.\n * Is left alone.\n */\n',
  ...(version === '2.0.0' ? {} : { 'lib/wick.js': 'export const wick = 1;\n' }),
});

const fact = (one: string, other: string, by: string) => ({
  ...{ by, text: 'Looked at once more.\n{}\n' },
  says: [one, other] as [string, string],
});
const scene = (id: string, sort: 'hidden_profile' | 'null') => ({
  ...{ id, sort, topic: 'How bright do we make the lantern at night?' },
  options: [
    ['Bright', 'Dim'],
    ['all night', 'till one'],
  ] as [[string, string], [string, string]],
  facts: [
    fact(`Bats like the ${id}.`, `Bats shun the ${id}.`, 'failure-analyst'),
    fact(`Guests of the ${id} stay late.`, `Guests of the ${id} leave early.`, 'contract-keeper'),
  ] as Sheet['scenes'][number]['facts'],
  because: 'Bats decide how bright it may be, guests how long.',
});

/** Packs the versions, once for a process. */
let packed: Promise<string> | null = null;

async function pack(): Promise<string> {
  const target = temporaryFolder();
  const folders = VERSIONS.map((version) => ({ version, folder: temporaryFolder() }));
  for (const { version, folder } of folders)
    for (const [path, text] of Object.entries(filesIn(version))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  const paths = folders.map(({ folder }) => folder);
  await run('npm', ['pack', ...paths, '--silent', '--pack-destination', target]);
  return target;
}

/** Returns a cache that has the package as if it had been fetched, and questions on it. */
export async function lantern(): Promise<{ cache: string; questions: Question[] }> {
  packed ??= pack();
  const cache = temporaryFolder();
  await cp(await packed, cache, { recursive: true });
  const versions: Record<string, string> = {};
  for (const version of VERSIONS) {
    const tarball = await readFile(join(cache, `lantern-${version}.tgz`));
    versions[version] = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  }
  const sheet: Sheet = {
    package: { name: 'lantern', versions },
    about: 'The lantern of a hut in the mountains.',
    scenes: [scene('hut', 'hidden_profile'), scene('porch', 'null')],
  };
  return { cache, questions: drawQuestions([sheet], OPEN_SEED) };
}
