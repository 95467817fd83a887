import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';

/** The endpoint process's report of its requests. */
const Asked = z.object({
  bodies: z.array(z.custom<Anthropic.Messages.MessageStreamParams>()),
  problems: z.array(z.string()),
});

export interface BenchEndpoint {
  readonly url: string;
  /** Returns the requests since its last call. Throws when one of them was refused as broken. */
  newRequests(): Promise<Anthropic.Messages.MessageStreamParams[]>;
  close(): void;
}

/**
 * Starts the model endpoint in a separate process, so that its work is not measured as Charrette's.
 */
export async function startBenchEndpoint(
  firstEventMs: number,
  streamMs: number,
): Promise<BenchEndpoint> {
  const program = join(import.meta.dirname, 'run-endpoint-process.ts');
  const child = fork(program, [String(firstEventMs), String(streamMs)]);
  const [url] = await once(child, 'message');
  return {
    url: z.url().parse(url),
    newRequests: async () => {
      child.send('asked');
      const [answer] = await once(child, 'message');
      const { bodies, problems } = Asked.parse(answer);
      if (problems.length > 0) throw new Error(`the endpoint refused: ${problems.join('; ')}`);
      return bodies;
    },
    close: () => child.disconnect(),
  };
}
