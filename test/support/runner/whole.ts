/**
 * How much of what goes through many cases alike is tried. `npm run test:all` takes a sample of
 * them, and `vitest run --project full` a share of made-up inputs; `WHOLE=all`, as in `npm run
 * test:full`, takes every case and every input. `WHOLE=night` takes the files of the night as well.
 */
const { WHOLE } = process.env;
if (WHOLE !== undefined && WHOLE !== 'all' && WHOLE !== 'night')
  throw new Error(`WHOLE is "${WHOLE}", and may only be "all" or "night"`);
export const IS_NIGHT = WHOLE !== undefined;
export const TAKES_NIGHT = WHOLE === 'night';

/** One in so many made-up inputs is tried. */
export const INPUTS_SHARE = IS_NIGHT ? 1 : 4;

/**
 * All of these where everything is tried; else those that are named, which have to be among them.
 */
export function atNight<Case>(
  cases: readonly Case[],
  isNamed: (each: Case) => boolean,
): readonly Case[] {
  if (IS_NIGHT) return cases;
  const sample = cases.filter(isNamed);
  if (sample.length === 0) throw new Error('there is no such case');
  return sample;
}
