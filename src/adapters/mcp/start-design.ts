import * as z from 'zod';
import { NO_CONSENT, startConsent } from '../../core/telling/agent/next.ts';
import { ARGUMENT_WORDS, TOOL_WORDS } from '../../core/telling/agent/tools.ts';
import { estimateWords } from '../../core/telling/facts/cost.ts';
import { DEPTHS } from '../../core/vocabulary/events.ts';
import { utcDay } from '../../core/vocabulary/figures.ts';
import { about, answering } from './answering.ts';
import { consentMissing, digest } from './consent.ts';
import { agentOf, said, type ToolParts } from './parts.ts';
import { asked, Seen } from './seen.ts';

const Start = z.strictObject({
  topic: z.string().min(1).max(20_000).describe(ARGUMENT_WORDS.topic),
  context: z.string().max(200_000).optional().describe(ARGUMENT_WORDS.context),
  depth: z.enum(DEPTHS).optional().describe(ARGUMENT_WORDS.depth),
  budgetUsd: z.number().positive().optional().describe(ARGUMENT_WORDS.budgetUsd),
  repo: z.string().max(100).optional().describe(ARGUMENT_WORDS.repo),
  followUp: z.string().max(100).optional().describe(ARGUMENT_WORDS.followUp),
  supersede: z.boolean().optional().describe(ARGUMENT_WORDS.supersede),
  again: z.string().max(40).optional().describe(ARGUMENT_WORDS.again),
});

const Estimated = z.object({
  /** `null`: a rehearsal, which costs nothing. */
  estimate: z.object({ usd: z.number().nullable(), minutes: z.number(), designs: z.number() }).nullable(),
  budgetUsd: z.number().nullable(),
});

/** Registers the tool that starts a design, above a cost with the person's consent. */
export function startDesign(parts: ToolParts): void {
  const { server, call, clock, agentBudgetUsd } = parts;
  server.registerTool('start_design', { ...TOOL_WORDS.start_design, inputSchema: Start }, (given, context) =>
    answering(async () => {
      const { again = '', ...request } = given;
      const { estimate, budgetUsd } = await asked(call, Estimated, 'POST', '/estimate', request);
      const cost = estimate === null ? '' : estimateWords(estimate, budgetUsd);
      if (estimate !== null && (estimate.usd ?? Number.POSITIVE_INFINITY) > agentBudgetUsd) {
        const message = startConsent(request.topic, cost, budgetUsd);
        const consent = {
          about: ['start', request],
          message,
          unaskable: NO_CONSENT.startUnaskable(parts.program),
        };
        const missing = consentMissing(parts, context, consent);
        if (missing !== null) return missing;
      }
      // A repetition is the same start; a day later its refusal, as for want of budget, may not hold any more.
      const day = utcDay(clock.now());
      const sentBy = { key: `mcp-${digest([day, again, request])}`, agent: agentOf(parts, context) };
      const begun = await asked(call, Seen, 'POST', '', request, sentBy);
      return said(
        [`${begun.id} has begun. ${cost}`.trim(), `Next: follow_design with id ${begun.id}.`],
        about(begun),
      );
    }),
  );
}
