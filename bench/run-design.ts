import Anthropic from '@anthropic-ai/sdk';
import type { Engine } from '../src/engine/engine.ts';
import type { Parts } from '../src/engine/parts/parts.ts';
import { compose } from '../src/entry/compose.ts';
import { readConfiguration } from '../src/entry/models.ts';
import { No } from '../src/foundation/no.ts';
import { ANY_NUMBER_A_DAY } from './machine.ts';
import type { SeenCommit } from './run-breakdown.ts';

export type Body = Anthropic.Messages.MessageStreamParams;

/** Opens a daemon's engine against this endpoint. */
export async function openEngine(url: string, dataDir: string, standby: number) {
  const watch = new CommitWatch();
  const configuration = readConfiguration({
    PATH: process.env.PATH,
    ANTHROPIC_API_KEY: 'bench-key',
    ANTHROPIC_BASE_URL: url,
    CHARRETTE_DATA_DIR: dataDir,
    CHARRETTE_STANDBY: String(standby),
    ...ANY_NUMBER_A_DAY,
    CHARRETTE_LOG_LEVEL: 'error',
  });
  return { ...(await compose(configuration, watch)), watch };
}

/**
 * Returns every commit from the start of a design to its end. It waits for nobody: no question
 * stays open, and no gate.
 */
export async function runDesign(engine: Engine, watch: CommitWatch): Promise<SeenCommit[]> {
  const commits: SeenCommit[] = [];
  const ended = Promise.withResolvers<void>();
  engine.observe((commit) => {
    commits.push({ at: performance.now(), tookMs: watch.lastMs, commit });
    if (commit.events.some(({ event }) => event.type === 'design_ended')) ended.resolve();
  });
  const started = await engine.start({
    topic: 'Should the job queue move from Redis to Kafka?',
    context: [],
    personas: [],
    repository: null,
    startedBy: 'bench',
    thread: null,
    settings: { answerMs: 0, gates: 'none' },
  }).answered;
  if (started instanceof No) throw new Error(started.why.message);
  await ended.promise;
  await engine.waitUntilSettled(started.design.id);
  return commits;
}

/** Puts a watch on the store: `lastMs` is how many milliseconds its last commit took. */
class CommitWatch {
  lastMs = 0;

  readonly around = (parts: Parts): Parts => {
    const commit: Parts['store']['commit'] = async (each) => {
      const beganAt = performance.now();
      await parts.store.commit(each);
      this.lastMs = performance.now() - beganAt;
    };
    return { ...parts, store: { ...parts.store, commit } };
  };
}

/** Returns the milliseconds of these calls without an engine. */
export async function bare(
  baseURL: string,
  rounds: readonly (readonly Body[])[],
  send: (client: Anthropic, round: readonly Body[]) => Promise<unknown>,
): Promise<number> {
  const client = new Anthropic({ apiKey: 'bench-key', baseURL, maxRetries: 0 });
  const beganAt = performance.now();
  for (const round of rounds) await send(client, round);
  return performance.now() - beganAt;
}

export async function oneByOne(client: Anthropic, chain: readonly Body[]): Promise<void> {
  for (const body of chain) await client.messages.stream(body).finalMessage();
}

/**
 * Sends one ahead to fill the cache, and the others as soon as it is answered (the participants'
 * prefix is the same).
 */
export async function firstAhead(
  client: Anthropic,
  [first, ...others]: readonly Body[],
): Promise<void> {
  if (first === undefined) throw new Error('a round without a call');
  const ahead = client.messages.stream(first);
  const answer = ahead.finalMessage();
  await new Promise((resolve) => ahead.once('streamEvent', resolve));
  await Promise.all([answer, ...others.map((body) => client.messages.stream(body).finalMessage())]);
}
