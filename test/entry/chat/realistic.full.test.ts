import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DISCORD, SLACK } from './platforms.ts';
import { measured, playRealistic } from './realistic.ts';

const KEPT = join(import.meta.dirname, '../../../node_modules/.cache');
/** What one phone screen after another may ask of people who open nothing. */
const [MAX_WORDS, MAX_POSTS] = [900, 7];

test.each([SLACK, DISCORD])(
  '$name: a realistic design is read on one screen without opening anything',
  async (platform) => {
    const { world, card } = await playRealistic(platform);
    const found = measured(world, card);
    const shown = world.thread(card).join('\n────\n');
    await writeFile(
      join(KEPT, `thread-${platform.name.split(' ')[0]}.txt`),
      `${JSON.stringify(found, null, 2)}\n${shown}\n`,
    );
    expect(found.words).toBeLessThanOrEqual(MAX_WORDS);
    expect(found.posts).toBeLessThanOrEqual(MAX_POSTS);
  },
);
