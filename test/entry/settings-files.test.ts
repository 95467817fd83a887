import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettingsFiles } from '../../src/entry/settings-files.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

/** Set in the environment, whose values win: no file changes them. */
const [ONE, TWO] = ['PATH', 'TMPDIR'];

/** Why a file with this text is refused; `null` where it is read. */
function problemOf(text: string): string | null {
  const file = join(temporaryFolder(), 'settings.env');
  writeFileSync(file, text);
  try {
    expect(readSettingsFiles(file)).toEqual([file]);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(file, 'the file') : String(error);
  }
}

const NO_SETTING =
  'The settings in the file cannot be read: line 2 is not a setting. Write NAME=value.';
const TWICE =
  'The settings in the file cannot be read: PATH is set twice, to different values. Keep one line.';

test.each([
  [`${ONE}=a\n\n# ${ONE}=b\nexport ${TWO} = b # c\r\n`, null],
  [`\ufeff${ONE}=a\n${ONE}='a'\n`, null],
  [`${ONE}="a\n${TWO}=b\nc=d"\n${TWO}=e\n`, null],
  [`${ONE}=a\n${TWO}: secret\n`, NO_SETTING],
  [`${ONE}=secret\n${ONE}=\n`, TWICE],
  [`${ONE}=secret\n${TWO}=b\nexport ${ONE}=b\n`, TWICE],
])('a file is refused where nobody can know what it sets, without its values: %j', (text, why) => {
  expect(problemOf(text)).toBe(why);
});
