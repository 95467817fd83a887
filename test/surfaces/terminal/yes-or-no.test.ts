import { expect, test } from 'vitest';
import { saysYes } from '#surfaces/terminal/yes-or-no.ts';

test.each<[string[], boolean, number]>([
  [['y'], true, 1],
  [['maybe', ' YES '], true, 2],
  [['hmm', 'yn', 'n'], false, 3],
  [[''], false, 1],
])(
  'what is neither yes nor no is asked again, and nothing is a no: %j',
  async (typed, expected, times) => {
    let asked = 0;
    expect(await saysYes(async () => typed[asked++] ?? '')).toBe(expected);
    expect(asked).toBe(times);
  },
);
