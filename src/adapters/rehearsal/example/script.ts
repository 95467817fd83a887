import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import {
  CLAIM_KINDS,
  CLAIM_STANCES,
  FINDING_KINDS,
  FINDING_SEVERITIES,
  IMPACTS,
  VERDICTS,
} from '../../../core/submission.ts';
import { FINDING_WORDS, membersOf } from '../../../core/words.ts';
import { REPOSITORY_TOOLS } from '../../../runtime/ports/repository.ts';

/**
 * The written example as it stands in `examples/job-queue`: what each participant says, with claims, differences,
 * positions and findings under keys of their own, because letters and numbers are drawn anew in each run.
 */
const EXAMPLE_FOLDER = join(import.meta.dirname, '../../../../examples/job-queue');

const key = z.string().regex(/^[a-z][a-z-]*$/);
const keys = z.array(key);
const sure = z.number().min(0).max(1);
const cited = { place: z.string().default(''), quote: z.string().default('') };
const judged = { confidence: sure, rationale: z.string(), notes: z.string().default('') };

const PersonaPart = z.strictObject({
  questions: z.array(
    z.strictObject({ text: z.string(), why: z.string(), assumption: z.string(), ifWrong: z.string() }),
  ),
  /** Why it asks nothing, where it has no questions. */
  passesBecause: z.string().default(''),
  /** Whether its first process is ended while it writes its proposal. */
  crashes: z.boolean().default(false),
  /** What it reads before its proposal: one list for each answer of its own, each entry one tool with its arguments. */
  reads: z.array(z.array(z.partialRecord(z.enum(REPOSITORY_TOOLS), z.record(z.string(), z.string()))).min(1)),
  proposal: z.strictObject({
    headline: z.string(),
    summary: z.string(),
    claims: z.array(
      z.strictObject({
        key,
        kind: z.enum(CLAIM_KINDS),
        about: z.string(),
        stance: z.enum(CLAIM_STANCES),
        text: z.string(),
        ...cited,
      }),
    ),
    steps: z.array(z.string()),
    premortem: z.string(),
    confidence: sure,
    rationale: z.string(),
  }),
  /** What it writes down for itself with its proposal. */
  notes: z.string(),
  arguments: z.array(
    z.strictObject({
      difference: key,
      mine: key,
      confidence: sure,
      strongest: z.string(),
      addresses: keys,
      answer: z.string(),
      ...cited,
      now: key,
      confidenceNow: sure,
      /** Claims of the other side that moved it. */
      by: keys,
    }),
  ),
  argueBecause: z.string().default(''),
  signature: z.strictObject({
    verdict: z.enum(['signs', 'dissents']),
    dissent: z.string(),
    confidence: sure,
    rationale: z.string(),
  }),
});
export type PersonaPart = z.infer<typeof PersonaPart>;

const rests = { rests: keys };
const DecisionPart = z.strictObject({
  title: z.string(),
  sentence: z.string(),
  paragraph: z.string(),
  options: z.array(
    z.strictObject({
      name: z.string(),
      verdict: z.enum(VERDICTS),
      for: z.string(),
      against: z.string(),
      claims: keys,
    }),
  ),
  steps: z.array(
    z.strictObject({
      title: z.string(),
      detail: z.string(),
      undo: z.string(),
      owner: z.string(),
      date: z.string(),
      ...rests,
    }),
  ),
  risks: z.array(z.strictObject({ risk: z.string(), signal: z.string(), ...rests })),
  /** Beside those for questions that nobody answered, which stand with the questions. */
  assumptions: z.array(z.strictObject({ text: z.string(), ifWrong: z.string() })),
  open: z.array(z.strictObject({ text: z.string(), difference: key, ...rests })),
});
export type DecisionPart = z.infer<typeof DecisionPart>;

const Synthesizer = z.strictObject({
  map: z.strictObject({
    agreements: z.array(z.strictObject({ statement: z.string(), claims: keys })),
    differences: z.array(
      z.strictObject({
        key,
        description: z.string(),
        impact: z.enum(IMPACTS),
        positions: z.array(z.strictObject({ key, statement: z.string(), claims: keys })),
      }),
    ),
    ...judged,
  }),
  composite: z.strictObject({
    decision: DecisionPart,
    /** Claims that are not named in here are adopted. */
    accounts: z.strictObject({
      merged: z.array(z.strictObject({ claim: key, into: key, reason: z.string() })),
      rejected: z.array(z.strictObject({ claim: key, reason: z.string() })),
      unresolved: keys,
    }),
    ...judged,
  }),
  revision: z.strictObject({
    decision: DecisionPart,
    findings: z.array(
      z.strictObject({ finding: key, done: z.enum(membersOf(FINDING_WORDS)), where: z.string() }),
    ),
    ...judged,
  }),
});
export type Synthesizer = z.infer<typeof Synthesizer>;

const Auditor = z.strictObject({
  audit: z.strictObject({
    findings: z.array(
      z.strictObject({
        key,
        kind: z.enum(FINDING_KINDS),
        severity: z.enum(FINDING_SEVERITIES),
        text: z.string(),
        ...cited,
      }),
    ),
    premortem: z.string(),
    ...judged,
  }),
});

export type Script = ReturnType<typeof readScript>;
let script: Script | null = null;

/** Read when it is first needed. Throws where a file does not have the form above. */
export function exampleScript(): Script {
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
