import { expect, it } from 'vitest';
import { parsePlace } from '#core/proposals/place.ts';
import { makeRepository, pin, unbounded } from './repository-on-disk.ts';

const MEBIBYTE = 1024 * 1024;

it('J4: of a file of 100 MB the first and last lines are found, and none past its end', async () => {
  const line = `${'0123456789'.repeat(10)}\n`;
  const lines = Math.ceil((100 * MEBIBYTE) / line.length);
  const folder = makeRepository({ 'huge.log': `first\n${line.repeat(lines)}last\n` });
  const pinned = await pin(folder);
  const readAt = async (words: string) => {
    const place = parsePlace(words);
    if (place === null) throw new Error(`not a place: ${words}`);
    return await pinned.readLines(place, unbounded);
  };
  expect(await readAt('huge.log:1')).toMatchObject({ lines: ['first'] });
  expect(await readAt(`huge.log:${lines + 2}`)).toMatchObject({ lines: ['last'] });
  expect(await readAt(`huge.log:${lines + 3}`)).toEqual({
    kind: 'not_there',
    text: expect.stringContaining('does not exist: the file has'),
  });
});
