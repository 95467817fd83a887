/**
 * A process of its own for `bench/run.ts`, so that what runs in it is the first of a cold process:
 * one design in a new daemon, or a design's rounds on the plain SDK. It is told which by its
 * parent, and answers once.
 */
import { breakdownOf, chainsOf } from './run-breakdown.ts';
import { type Body, bare, firstAhead, openEngine, runDesign } from './run-design.ts';

type Asked = { readonly url: string } & (
  | { readonly dataDir: string; readonly standby: number }
  | { readonly rounds: readonly (readonly Body[])[] }
);

process.once('message', async (asked: Asked) => {
  const answer =
    'rounds' in asked ? await bare(asked.url, asked.rounds, firstAhead) : await design(asked);
  process.send?.(answer);
  process.disconnect?.();
});

async function design({ url, dataDir, standby }: Extract<Asked, { dataDir: string }>) {
  const { engine, watch } = await openEngine(url, dataDir, standby);
  const commits = await runDesign(engine, watch);
  await engine.stop();
  return { breakdown: breakdownOf(commits), chains: chainsOf(commits) };
}
