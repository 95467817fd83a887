import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { namePlace } from '../../src/core/follow-up/cited-places.ts';
import { isOverlapping, type Lines, parsePlace } from '../../src/core/proposals/place.ts';
import { commit, git } from '../adapters/repository/repository-on-disk.ts';
import { citeLines, recordOn } from '../support/designs/repository-records.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/job-queue');
const RECORDS = 3;

/** The places that the example's personas cite, each once. */
const PLACES = placesIn(readFileSync(join(EXAMPLE, 'recording.yaml'), 'utf8'));

function placesIn(recording: string): Lines[] {
  const names = [...recording.matchAll(/^\s+place: ["']?([^\s"']+)/gm)].map(([, name = '']) => name);
  return [...new Set(names)].flatMap((name) => {
    const place = parsePlace(name);
    return place === null ? [] : [{ path: place.path, from: place.from, to: place.to }];
  });
}

let shop = '';
const textOf = (path: string) => readFileSync(join(shop, path), 'utf8');
const linesOf = (path: string) => textOf(path).split('\n').slice(0, -1);

beforeAll(() => {
  shop = temporaryFolder();
  git(shop, ['init', '--quiet', '--initial-branch=main']);
  git(shop, ['fast-import', '--quiet'], readFileSync(join(EXAMPLE, 'history.fast-import')));
  git(shop, ['reset', '--quiet', '--hard', 'main']);
  const cited = PLACES.map(({ path, from, to }) => citeLines(path, textOf(path), from, to));
  const records = Array.from({ length: RECORDS }, (_, at) => [
    `docs/decisions/000${at + 1}-of-three.md`,
    recordOn(cited.filter((__, index) => index % RECORDS === at)),
  ]);
  commit(shop, 'Records', Object.fromEntries(records));
  git(shop, ['tag', 'start']);
});

/** Changes the repository, and returns the lines of the original that it alters. */
type Change = (place: Lines) => Lines[];

const write = (path: string, lines: readonly string[]) =>
  writeFileSync(join(shop, path), `${lines.join('\n')}\n`);
const isCited = (path: string, line: number) =>
  PLACES.some((each) => isOverlapping(each, { path, from: line, to: line }));
const wholeFile = (path: string): Lines => ({ path, from: 1, to: linesOf(path).length });

const alter =
  (lineIn: (place: Lines) => number): Change =>
  (place) => {
    const line = lineIn(place);
    const lines = linesOf(place.path);
    write(place.path, lines.with(line - 1, `${lines[line - 1]} altered`));
    return [{ path: place.path, from: line, to: line }];
  };

/** The line below is where the others move up to, so it is not altered. */
const removeLast: Change = ({ path, to }) => {
  write(path, linesOf(path).toSpliced(to - 1, 1));
  return [{ path, from: to, to }];
};

const removeFile: Change = ({ path }) => {
  const whole = wholeFile(path);
  rmSync(join(shop, path));
  return [whole];
};

const renameFile = ({ path }: Lines) => renameSync(join(shop, path), join(shop, `${path}.new`));

const TOUCHING: readonly Change[] = [
  alter(({ from }) => from),
  alter(({ to }) => to),
  removeLast,
  removeFile,
  (place) => {
    const altered = alter(({ from }) => from)(place);
    renameFile(place);
    return altered;
  },
];

const QUIET: readonly Change[] = [
  ({ path }) => {
    const lines = linesOf(path);
    const free = lines.findIndex((_, at) => !isCited(path, at + 1));
    if (free !== -1) write(path, lines.with(free, 'altered'));
    return [];
  },
  ({ path }) => {
    write(path, ['new', 'new', ...linesOf(path)]);
    return [];
  },
  (place) => {
    renameFile(place);
    return [];
  },
  ({ path }) => {
    write(path, [...linesOf(path), 'new']);
    return [];
  },
  ({ path }) => {
    writeFileSync(join(shop, path), textOf(path).replaceAll('\n', '\r\n'));
    return [];
  },
];

/** 25 of either kind, over all places. */
const CHANGES = [TOUCHING, QUIET].flatMap((kinds, which) =>
  Array.from({ length: 25 }, (_, at) => ({
    what: `${which === 0 ? 'touching' : 'quiet'} ${at}`,
    change: kinds[at % kinds.length],
    place: PLACES[(at * 7 + which) % PLACES.length],
  })),
);

test.each(CHANGES)(
  'of fifty changes over the example, $what names what it touches, and nothing else',
  async ({ change, place }) => {
    if (change === undefined || place === undefined) throw new Error('there is no such change');
    try {
      const altered = change(place);
      commit(shop, 'Change');
      const { code, stdout } = await calledHere(temporaryFolder(), [
        'check',
        join(shop, 'docs/decisions'),
        '--json',
      ]);
      const expected = PLACES.filter((each) => altered.some((lines) => isOverlapping(each, lines)));
      const named = JSON.parse(stdout).records.flatMap((record: { places: { is: string; cited: Lines }[] }) =>
        record.places
          .filter(({ is }) => ['touched', 'gone'].includes(is))
          .map(({ cited }) => namePlace(cited)),
      );
      expect(named.toSorted()).toEqual(expected.map(namePlace).toSorted());
      expect(code).toBe(expected.length === 0 ? 0 : 3);
    } finally {
      git(shop, ['reset', '--quiet', '--hard', 'start']);
    }
  },
);
