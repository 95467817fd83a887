import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DISCORD, SLACK } from './platforms.ts';
import { measured, playRealistic } from './realistic.ts';

const KEPT = join(import.meta.dirname, '../../../node_modules/.cache');
/** What a design may ask of people who open nothing: posts of the bot, and words beside the questions. */
const [MAX_POSTS, MAX_WORDS] = [5, 500];

test.each([
  [SLACK, false],
  [SLACK, true],
  [DISCORD, false],
  [DISCORD, true],
] as const)(
  'the decision is told once: five posts and 500 words beside the questions, gate or not (%#)',
  async (platform, gated) => {
    const { world, card } = await playRealistic(platform, gated);
    const found = measured(world, card);
    const shown = world.thread(card).join('\n────\n');
    await writeFile(
      join(KEPT, `thread-${platform.name.split(' ')[0]}${gated ? '-gated' : ''}.txt`),
      `${JSON.stringify(found, null, 2)}\n${shown}\n`,
    );
    const [questions = 0] = found.wordsOf
      .filter((each) => each.includes('questions before they write'))
      .map((each) => Number.parseInt(each, 10));
    expect(questions).toBeGreaterThan(0);
    expect(found.posts).toBeLessThanOrEqual(MAX_POSTS);
    expect(found.words - questions).toBeLessThanOrEqual(MAX_WORDS);
    const accepts = shown.split('\n').filter((line) => line.includes('[ Accept ]'));
    expect(accepts.length > 0).toBe(!gated);
  },
);
