import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { drawQuestions, OPEN_SEED, type Question, type Sheet } from '../../eval/worth/question.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);

/** A package that no registry has: three versions, the last of which drops a file. */
const VERSIONS = ['1.0.0', '1.1.0', '2.0.0'];
const filesIn = (version: string) => ({
  'package.json': JSON.stringify({ name: 'lantern', version }),
  'README.md': `# lantern\n\nLights the way, since ${version}.\n`,
  'lib/light.js': `export const version = '${version}';\n\nexport const light = () => version;\n\n`,
  ...(version === '2.0.0' ? {} : { 'lib/wick.js': 'export const wick = 1;\n' }),
});
/** Git names contents, so it is the same wherever the versions are packed. */
const COMMIT = '14042ce651bb6d5b3efea164f2b234abacb6aaef';

const fact = (path: string, one: string, other: string, by: string) => ({
  ...{ path, by, text: 'Looked at on 3 March 2025.\n{}\n' },
  says: [one, other] as [string, string],
});
const scene = (id: string, sort: 'hidden_profile' | 'null') => ({
  ...{ id, sort, topic: 'How bright do we make the lantern at night?' },
  options: [
    ['Bright', 'Dim'],
    ['all night', 'till one'],
  ] as [[string, string], [string, string]],
  facts: [
    fact('lib/light.js', `Bats like the ${id}.`, `Bats shun the ${id}.`, 'failure-analyst'),
    fact(`docs/${id}.md`, 'Guests stay late.', 'Guests leave early.', 'contract-keeper'),
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
    package: { name: 'lantern', versions, commit: COMMIT },
    about: 'The lantern of a hut in the mountains.',
    scenes: [scene('hut', 'hidden_profile'), scene('porch', 'null')],
  };
  return { cache, questions: drawQuestions([sheet], OPEN_SEED) };
}
