/**
 * How much of what goes through many cases alike is tried. `npm test` takes a sample of it; `WHOLE=inputs`, as in `.ci/run`, every
 * made-up input; `WHOLE=all`, as in `npm run test:full`, every case.
 */
const { WHOLE } = process.env;
export const IS_NIGHT = WHOLE === 'all';

/** One in so many made-up inputs is tried. */
export const INPUTS_SHARE = WHOLE === undefined ? 20 : 1;

/** All of these at night; else those that are named, which have to be among them. */
export function atNight<Case>(cases: readonly Case[], named: (each: Case) => boolean): readonly Case[] {
  if (IS_NIGHT) return cases;
  const sample = cases.filter(named);
  if (sample.length === 0) throw new Error('there is no such case');
  return sample;
}
