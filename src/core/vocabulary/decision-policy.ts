import * as z from 'zod';
import { BOUNDS } from './bounds.ts';

/** Bounds by which code decides whether a result stands, and how often it may be tried; set by the operator (A6). */
export const DecisionPolicy = z.strictObject({
  /** The least confidence, from 0 to 1, that a result may rest on without a person. */
  leastConfidence: z.number().min(0).max(1),
  /** The least share of personas that must take part to the end, from 0 to 1. */
  leastParticipation: z.number().min(0).max(1),
  /** People who have to accept a decision after the end. */
  acceptances: z.number().int().min(1).max(BOUNDS.acceptances),
  /** Each decision waits at a gate for a person, even where nothing speaks against it. */
  namedPerson: z.boolean(),
  /** Times that a design may be run again, all successors counted. */
  runsAgain: z.number().int().min(0).max(BOUNDS.runsAgain),
});
export type DecisionPolicy = z.infer<typeof DecisionPolicy>;
