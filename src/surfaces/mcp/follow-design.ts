import type { ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Tool } from '../../acts/act.ts';
import { EventsAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { compact } from '../../foundation/compact.ts';
import { waitUntil } from '../../foundation/timeout.ts';
import { ARGUMENT_WORDS, sayProgress } from '../../presentation/answers/agent.ts';
import { isReadingReplies } from '../../presentation/talk/questions.ts';
import { addTool } from './add-tool.ts';
import { askApi, decidedBy, Seen } from './api.ts';
import type { ToolParts } from './parts.ts';
import { id, sayStanding } from './tool.ts';

/** Milliseconds of one call: many clients give up after a minute. */
const LONGEST_CALL_MS = 45_000;
/** Milliseconds between polls, which read one row of the store. */
const LOOK_MS = 1_000;

const Follow = z.strictObject({
  id,
  since: z.number().int().nonnegative().optional().describe(ARGUMENT_WORDS.since),
});

export function addFollowDesign(parts: ToolParts, tool: Tool): void {
  addTool(parts, tool, Follow, async ({ id: design, since = 0 }, context) => {
    const seen = await awaitChange(parts, design, since, context);
    const { endedAt, banner } = seen;
    const ending = endedAt === null ? [] : compact(banner.headline, decidedBy(seen));
    return sayStanding(seen, ending);
  });
}

/**
 * Polls until the design needs something after `since`, or has ended, or the call has taken long
 * enough.
 */
async function awaitChange(
  parts: ToolParts,
  design: string,
  since: number,
  context: ServerContext,
): Promise<Seen> {
  const { call, clock, closing } = parts;
  const until = clock.now() + LONGEST_CALL_MS;
  const signal = AbortSignal.any([context.mcpReq.signal, closing]);
  const read = () => askApi(call, Seen, ACTS.show, { id: design });
  let seen = await read();
  for (let looks = 1; !isEnough(seen, since) && clock.now() < until; looks += 1) {
    await waitUntil(clock, Math.min(until, clock.now() + LOOK_MS), signal);
    const query = { since: String(seen.version) };
    const { next } = await askApi(call, EventsAnswer, ACTS.events, { id: design }, { query });
    if (next === seen.version) continue;
    seen = await read();
    await tellProgress(context, looks, sayProgress(seen));
  }
  return seen;
}

function isEnough(seen: Seen, since: number): boolean {
  const { endedAt, answering, gate, version } = seen;
  const isAsking = answering !== null && !isReadingReplies(seen);
  return endedAt !== null || ((isAsking || gate !== null) && version > since);
}

async function tellProgress(
  { mcpReq }: ServerContext,
  progress: number,
  message: string,
): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  await mcpReq.notify({
    method: 'notifications/progress',
    params: { progressToken, progress, message },
  });
}
