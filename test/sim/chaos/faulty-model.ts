import { SUBMISSION_SCHEMAS } from '#core/vocabulary/submission.ts';
import { plainAnswer } from '../../entry/scripted-endpoint.ts';
import { type ModelEndpoint, startModelEndpoint } from '../../support/services/model-endpoint.ts';
import {
  type Answer,
  breaksOff,
  calls,
  fails,
  resets,
} from '../../support/services/model-endpoint-answers.ts';
import { AGREES, ASKS } from './plan.ts';
import { Random } from './random.ts';

/** Parts of a hundred of the answers; the others are good. */
const FAULTS = {
  rate_limited: 2,
  overloaded: 2,
  server_error: 2,
  connection_reset: 1,
  stream_cut: 1,
  stream_ends_early: 1,
  stream_error: 1,
  stream_malformed: 1,
  stream_stalls: 0.5,
};
const SLOWEST_MS = 500;

/**
 * A model endpoint that answers everything after a while, and goes wrong as endpoints do, by the
 * seed.
 */
export async function startFaultyModel(
  seed: number,
  isFaulty: boolean,
): Promise<{ endpoint: ModelEndpoint; faults: Map<string, number> }> {
  const random = new Random(`${seed}`).branch('model');
  const faults = new Map<string, number>();
  const endpoint = await startModelEndpoint();
  const good = 100 - Object.values(FAULTS).reduce((sum, share) => sum + share, 0);
  endpoint.respondWith((request) => {
    const kind = isFaulty ? random.weighted({ ...FAULTS, good }) : 'good';
    const streamMs = random.whole(0, SLOWEST_MS);
    if (kind !== 'good') {
      faults.set(kind, (faults.get(kind) ?? 0) + 1);
      return faultyAnswer(kind);
    }
    const answer = plainAnswer(request, request.promptText.includes(ASKS) ? 'ask' : 'pass', {
      streamMs,
    });
    return request.promptText.includes(AGREES) ? agreed(answer, streamMs) : answer;
  });
  return { endpoint, faults };
}

function faultyAnswer(kind: keyof typeof FAULTS): Answer {
  switch (kind) {
    case 'rate_limited':
      return fails(429, { 'retry-after': '1' });
    case 'overloaded':
      return fails(529);
    case 'server_error':
      return fails(500);
    case 'connection_reset':
      return resets();
    case 'stream_cut':
      return breaksOff('cuts');
    case 'stream_ends_early':
      return breaksOff('ends_early');
    case 'stream_error':
      return breaksOff('error_event');
    case 'stream_malformed':
      return breaksOff('malformed_event');
    case 'stream_stalls':
      return breaksOff('stalls');
  }
}

/**
 * The same answer, but for a map of what differs: there, nothing does, and its claims are all
 * agreed on.
 */
function agreed(answer: Answer, streamMs: number): Answer {
  const map =
    answer.kind === 'message'
      ? answer.content.find(
          (block) => block.type === 'tool_use' && block.name === 'map_divergences',
        )
      : undefined;
  if (map?.type !== 'tool_use') return answer;
  const { agreements, divergences, ...judgement } = SUBMISSION_SCHEMAS.map_divergences.parse(
    map.input,
  );
  const placed = [...agreements, ...divergences.flatMap(({ positions }) => positions)];
  const claims = [...new Set(placed.flatMap((each) => each.claims))];
  const input = {
    agreements: [{ statement: 'The smallest part.', claims }],
    divergences: [],
    ...judgement,
  };
  return calls('map_divergences', input, { streamMs });
}
