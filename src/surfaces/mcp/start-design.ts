import * as z from 'zod';
import type { Tool } from '../../acts/act.ts';
import { EstimateAnswer } from '../../acts/answers.ts';
import { Start } from '../../acts/starting/fields.ts';
import { ACTS } from '../../acts/table.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { UNKNOWN_NAME } from '../../core/vocabulary/claimed-name.ts';
import { utcDayOf } from '../../core/vocabulary/figures.ts';
import { digestOf } from '../../foundation/digest.ts';
import {
  ARGUMENT_WORDS,
  HAS_ENDED,
  NO_CONSENT,
  startConsent,
  warnOfRehearsal,
} from '../../presentation/answers/agent.ts';
import { sayEstimate } from '../../presentation/words/cost.ts';
import { addTool } from './add-tool.ts';
import { askApi, describeDesign, Seen } from './api.ts';
import { askConsent } from './consent.ts';
import { agentOf, say, type ToolParts } from './parts.ts';
import { sayStanding } from './tool.ts';

const { topic, context, depth, budgetUsd, repo, channel, followUp, supersede } = Start.shape;
const Asked = z.strictObject({
  topic,
  // One text, shorter than a file.
  context: z
    .string()
    .max(BOUNDS.contextCharacters)
    .optional()
    .describe(context.description ?? ''),
  depth,
  budgetUsd,
  repo,
  channel,
  followUp,
  supersede,
  again: z.string().max(40).optional().describe(ARGUMENT_WORDS.again),
});

/** Asks for the person's consent above a cost. */
export function addStartDesign(parts: ToolParts, tool: Tool): void {
  const { call, clock, agentBudgetUsd } = parts;
  addTool(parts, tool, Asked, async (given, context) => {
    const { again = '', ...request } = given;
    const body = request;
    const agent = agentOf(parts, context);
    const { estimate, budgetUsd } = await askApi(
      call,
      EstimateAnswer,
      ACTS.estimate,
      {},
      { body, agent },
    );
    const cost = estimate === null ? '' : sayEstimate(estimate, budgetUsd, request.depth);
    if (estimate !== null && (estimate.usd ?? Number.POSITIVE_INFINITY) > agentBudgetUsd) {
      const message = startConsent(request.topic, cost, budgetUsd, request.channel ?? '');
      const consent = {
        about: ['start', request],
        message,
        unaskable: NO_CONSENT.startUnaskable(parts.program),
      };
      const missing = askConsent(parts, context, consent);
      if (missing !== null) return missing;
    }
    // A repeated call is the same start, but only for a day: then a refusal, such as for the
    // budget, may no longer hold.
    const day = utcDayOf(clock.now());
    const key = `mcp-${digestOf([day, again, request])}`;
    // Over HTTP only the token is known.
    const author = parts.person === UNKNOWN_NAME ? {} : { author: parts.person };
    const sent = { body: { ...body, ...author }, key, agent };
    const { id } = await askApi(call, Seen, ACTS.start, {}, sent);
    // The answer to a repeated start is the first one, which says nothing of today.
    const design = await askApi(call, Seen, ACTS.show, { id });
    if (design.endedAt !== null) return sayStanding(design, [HAS_ENDED]);
    return say(
      [
        `${design.id} has started. ${cost}`.trim(),
        ...warnOfRehearsal(design),
        `Next: follow_design with id ${design.id}.`,
      ],
      describeDesign(design),
    );
  });
}
