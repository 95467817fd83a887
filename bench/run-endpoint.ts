import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type Anthropic from '@anthropic-ai/sdk';
import * as z from 'zod';

/** What the endpoint's process answers when it is asked what it was asked. */
const Asked = z.object({
  bodies: z.array(z.custom<Anthropic.Messages.MessageStreamParams>()),
  problems: z.array(z.string()),
});

export interface BenchEndpoint {
  readonly url: string;
  /** The requests since the last time that this was asked. Throws when one of them was refused as broken. */
  newRequests(): Promise<Anthropic.Messages.MessageStreamParams[]>;
  close(): void;
}

/** The model endpoint in a separate process, so that its work is not measured as Charrette's. */
export async function startBenchEndpoint(firstEventMs: number, streamMs: number): Promise<BenchEndpoint> {
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
