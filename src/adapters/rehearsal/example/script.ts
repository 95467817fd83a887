import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { Decision, SUBMISSION_SCHEMAS } from '../../../core/vocabulary/submission.ts';
import { REPOSITORY_TOOLS } from '../../../runtime/ports/repository.ts';

/**
 * The written example as it stands in `examples/job-queue`: what each participant submits, but with claims, differences,
 * positions and findings under keys of their own, because letters and numbers are drawn anew in each run.
 */
const EXAMPLE_FOLDER = join(import.meta.dirname, '../../../../examples/job-queue');

const key = z.string().regex(/^[a-z][a-z-]*$/);
const keys = z.array(key);
const cited = { place: z.string().default(''), quote: z.string().default('') };
const notes = { notes: z.string() };

const { ask_questions, submit_proposal, map_divergences, argue, sign } = SUBMISSION_SCHEMAS;
const { submit_composite, submit_audit, submit_revision } = SUBMISSION_SCHEMAS;

const PersonaPart = z.strictObject({
  questions: z.array(ask_questions.shape.questions.element.extend({ ifWrong: z.string() })),
  /** Why it asks nothing, where it has no questions. */
  passesBecause: z.string().default(''),
  /** Whether its first process is ended while it writes its proposal. */
  crashes: z.boolean().default(false),
  /** What it reads before its proposal: one list for each answer of its own, each entry one tool with its arguments. */
  reads: z.array(z.array(z.partialRecord(z.enum(REPOSITORY_TOOLS), z.record(z.string(), z.string()))).min(1)),
  proposal: submit_proposal.extend({
    claims: z.array(submit_proposal.shape.claims.element.omit({ citation: true }).extend({ key, ...cited })),
  }),
  /** What it writes down for itself with its proposal. */
  ...notes,
  arguments: z.array(
    argue.shape.points.element.omit({ citation: true, changedBy: true }).extend({
      difference: key,
      mine: key,
      addresses: keys,
      ...cited,
      now: key,
      /** Claims of the other side that moved it. */
      by: keys,
    }),
  ),
  argueBecause: z.string().default(''),
  signature: sign,
});
export type PersonaPart = z.infer<typeof PersonaPart>;

const { options, steps, risks, assumptions, open } = Decision.shape;
const rests = { rests: keys };
const DecisionPart = Decision.extend({
  options: z.array(options.element.extend({ claims: keys })),
  steps: z.array(steps.element.extend(rests)),
  risks: z.array(risks.element.extend(rests)),
  /** Beside those for questions that nobody answered, which stand with the questions. */
  assumptions: z.array(assumptions.element.omit({ question: true })),
  open: z.array(open.element.extend({ difference: key, ...rests })),
});
export type DecisionPart = z.infer<typeof DecisionPart>;

const { agreements, divergences } = map_divergences.shape;
const Synthesizer = z.strictObject({
  map: map_divergences.omit({ divergences: true }).extend({
    agreements: z.array(agreements.element.extend({ claims: keys })),
    differences: z.array(
      divergences.element.extend({
        key,
        positions: z.array(divergences.element.shape.positions.element.extend({ key, claims: keys })),
      }),
    ),
    ...notes,
  }),
  composite: submit_composite.extend({
    decision: DecisionPart,
    /** Claims that are not named in here are adopted. */
    accounts: z.strictObject({
      merged: z.array(z.strictObject({ claim: key, into: key, reason: z.string() })),
      rejected: z.array(z.strictObject({ claim: key, reason: z.string() })),
      unresolved: keys,
    }),
    ...notes,
  }),
  revision: submit_revision.omit({ accounts: true }).extend({
    decision: DecisionPart,
    findings: z.array(submit_revision.shape.findings.element.extend({ finding: key })),
    ...notes,
  }),
});

const Auditor = z.strictObject({
  audit: submit_audit.extend({
    findings: z.array(submit_audit.shape.findings.element.omit({ citation: true }).extend({ key, ...cited })),
    ...notes,
  }),
});

let script: ReturnType<typeof readScript> | null = null;

/** Read when it is first needed. Throws where a file does not have the form above. */
export function exampleScript() {
  script ??= readScript();
  return script;
}

function readScript() {
  const read = (path: string): unknown => parse(readFileSync(join(EXAMPLE_FOLDER, path), 'utf8'));
  const personas = readdirSync(join(EXAMPLE_FOLDER, 'personas')).map((name) => {
    return { id: basename(name, '.yaml'), ...PersonaPart.parse(read(`personas/${name}`)) };
  });
  return {
    personas,
    ...Synthesizer.parse(read('facilitators/synthesizer.yaml')),
    ...Auditor.parse(read('facilitators/auditor.yaml')),
  };
}
