import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, sourceFiles } from './source.ts';

const FOLDER = 'src/surfaces/http/console/';
const files = sourceFiles('src/surfaces/http/console').filter(
  ({ path }) => !path.includes('/assets/'),
);
/** An address in markup that is put together from a value, up to the end of that value. */
const ADDRESS = /\b(?:href|src|action|formaction)="?\$\{([^}]*)/g;
/** Values that no text of anybody can be in. */
const SAFE = /^(?:cleanUrl\(|`#\$\{id$|`\/designs\/\$\{design\.id$)/;
/**
 * Two words of prose in a row, between tags or in a text: everything else is a name, a class or a
 * path.
 */
const SENTENCE = /(?:>|['"`])[A-Z][a-z]+ [a-z]+(?: [a-z]+)+[^<'"`$]*(?:<|['"`])/;
/** Answers to clients that are no browser, and broken invariants. */
const FOR_PROGRAMS = /Problem\(|Error\(/;

describe('A19: pages of the console', () => {
  test('an address is an own path or goes through the one helper', () => {
    const bare = files.flatMap(({ path, text }) =>
      [...text.matchAll(ADDRESS)].flatMap(([, value = '']) =>
        SAFE.test(value) ? [] : [`${path}: ${value}`],
      ),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(bare).toEqual([]);
  });

  test('sentences for people stand in telling', () => {
    const found = files.flatMap(({ path, lines }) =>
      lines.flatMap((line, at) =>
        SENTENCE.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line) && !FOR_PROGRAMS.test(line)
          ? [`${path}:${at + 1} ${line.trim()}`]
          : [],
      ),
    );
    expect(found).toEqual([]);
  });

  test('style and script load nothing, and run no text', () => {
    const read = (name: string) => readFileSync(join(ROOT, FOLDER, 'assets', name), 'utf8');
    const styles = readdirSync(join(ROOT, FOLDER, 'assets')).filter((name) =>
      name.endsWith('.css'),
    );
    expect(styles.length).toBeGreaterThan(1);
    for (const name of styles) expect(read(name)).not.toMatch(/url\(|@import/);
    expect(read('live.js')).not.toMatch(/innerHTML|insertAdjacentHTML|DOMParser|eval\(|https?:/);
  });
});
