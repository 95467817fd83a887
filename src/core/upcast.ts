import * as z from 'zod';
import type { Decision } from './submission.ts';
import { cutText } from './text.ts';

/**
 * Brings an event that was stored in an earlier shape into the present one, before it is parsed (P6). An event never
 * changes where it is stored, and its hash is over what was stored. Anything that is not an event in an earlier shape
 * comes back as it is: what a later shape only adds, and may leave out, needs nothing here. `test/core/upcast.test.ts`
 * replays one recorded stream per shape.
 */
export function upcast(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('type' in stored)) return stored;
  const earlier = EARLIER.get(stored.type) ?? [];
  return earlier.reduce<unknown>((event, shape) => shape.safeParse(event).data ?? event, stored);
}

const absent = z.undefined().optional();
/** An event that lacked this field. */
const without = (field: string, value: unknown) =>
  z.looseObject({ [field]: absent }).transform((event) => ({ ...event, [field]: value }));
/** An event in which something was called otherwise. */
const renamed = (field: string, from: string, to: string) =>
  z.looseObject({ [field]: z.literal(from) }).transform((event) => ({ ...event, [field]: to }));

const ThreadWithoutStarter = z
  .looseObject({ thread: z.looseObject({ starter: absent }) })
  .transform(({ thread, ...started }) => ({ ...started, thread: { ...thread, starter: '' } }));

/** Positions were known by who held them alone. */
const MapWithoutClaims = z
  .looseObject({
    agreements: z.array(z.string()),
    divergences: z.array(
      z.looseObject({
        positions: z.array(
          z.strictObject({ id: z.string(), statement: z.string(), holders: z.array(z.string()) }),
        ),
      }),
    ),
  })
  .transform(({ agreements, divergences, ...mapped }) => ({
    ...mapped,
    agreements: agreements.map((statement) => ({ statement, claims: [] })),
    divergences: divergences.map(({ positions, ...rest }) => ({
      ...rest,
      positions: positions.map((position) => ({ ...position, claims: [] })),
    })),
  }));

/** A round argued one divergence. */
const RoundOfOne = z
  .looseObject({ points: absent, divergenceId: z.string().nullable(), asked: z.array(z.string()) })
  .transform((round) => {
    const { divergenceId: id, asked } = round;
    const points = id === null ? [] : asked.map((participant) => ({ participant, divergences: [id] }));
    return { ...round, points };
  });

/** A change of position had its cause in free words. */
const ArgumentWithCause = z
  .looseObject({ changedBy: absent, changedBecause: z.string() })
  .transform(({ changedBecause, ...argument }) => {
    const cause = changedBecause.trim();
    return { ...argument, strongest: '', changedBy: cause === '' ? [] : [cause] };
  });

/** A citation was one text that nobody had checked, and a claim did not say which option it speaks about. */
const Claim = z.looseObject({ citation: z.string() }).transform(({ citation, ...claim }) => ({
  ...claim,
  about: '',
  stance: 'neither',
  citation: { place: citation, quote: '' },
}));
const Sealed = z
  .looseObject({ proposal: z.looseObject({ claims: z.array(Claim) }), citations: absent })
  .transform((sealed) => ({ ...sealed, citations: [] }));
const CarriedUnchecked = z.looseObject({ carried: z.looseObject({ proposals: z.array(Sealed) }) });
const Finding = z
  .looseObject({ citation: absent })
  .transform((finding) => ({ ...finding, citation: { place: '', quote: '' } }));
const Audited = z
  .looseObject({ audit: z.looseObject({ findings: z.array(Finding) }), citations: absent })
  .transform((audited) => ({ ...audited, citations: [] }));

const judgement = { confidence: z.unknown(), rationale: z.unknown() };
const nowhere = { owner: '', date: '', rests: [] };

/** The composite was prose. What was signed has no hash. */
const Composite = z
  .looseObject({
    composite: z.object({
      headline: z.string(),
      summary: z.string(),
      steps: z.array(z.string()),
      accounts: z.unknown(),
      ...judgement,
    }),
  })
  .transform(({ composite, ...rest }) => {
    const { headline, summary, steps, ...judged } = composite;
    const decision: Decision = {
      title: cutText(headline, 200, '…'),
      sentence: headline,
      paragraph: cutText(summary, 3_000, '…'),
      options: [],
      steps: steps.map((step) => ({
        title: cutText(step, 200, '…'),
        detail: step,
        undo: 'The composite did not say how.',
        ...nowhere,
      })),
      risks: [],
      assumptions: [],
      open: [],
    };
    return { ...rest, composite: { decision, ...judged }, sha256: '' };
  });

/** A brief that nobody signed came last: it is read as a revision without a hash. */
const Brief = z
  .looseObject({
    brief: z.object({
      title: z.string(),
      decision: z.string(),
      paragraph: z.string(),
      steps: z.array(z.object({ title: z.string(), detail: z.string(), undo: z.string() })),
      risks: z.array(z.object({ risk: z.string(), signal: z.string() })),
      notDoing: z.array(z.object({ what: z.string(), why: z.string() })),
      ifAssumptionsFail: z.array(z.object({ question: z.string(), effect: z.string() })),
      openQuestions: z.array(z.string()),
      ...judgement,
    }),
  })
  .transform(({ brief, ...rest }) => {
    const { title, decision: sentence, paragraph, confidence, rationale } = brief;
    const decision: Decision = {
      title,
      sentence,
      paragraph,
      options: brief.notDoing.slice(0, 8).map(({ what, why }) => ({
        name: cutText(what, 200, '…'),
        verdict: 'rejected',
        for: '',
        against: why,
        claims: [],
      })),
      steps: brief.steps.map((step) => ({ ...step, ...nowhere })),
      risks: brief.risks.map((risk) => ({ ...risk, rests: [] })),
      assumptions: brief.ifAssumptionsFail.map(({ question, effect }) => ({
        question,
        text: 'As assumed when nobody answered.',
        ifWrong: effect,
      })),
      open: brief.openQuestions.map((text) => ({ text, difference: '', rests: [] })),
    };
    const revision = { decision, findings: [], accounts: [], confidence, rationale };
    return { ...rest, type: 'revision_submitted', revision, sha256: '' };
  });

/** By the type of an event its earlier shapes, oldest first: all of shape 4 where nothing else is said. */
const EARLIER = new Map<unknown, readonly z.ZodType[]>([
  // Shape 1: a process was known by its pid alone.
  ['session_ready', [without('process', '')]],
  // Shape 2: a thread did not know who had started its design.
  ['design_started', [ThreadWithoutStarter, CarriedUnchecked]],
  // What was cut short was everything before synthesis.
  ['deliberation_stopped', [without('dropped', ['questions', 'proposals', 'mapping', 'argument'])]],
  ['divergences_mapped', [MapWithoutClaims]],
  ['round_opened', [RoundOfOne, renamed('kind', 'brief', 'revision')]],
  ['position_argued', [ArgumentWithCause]],
  // No person could settle one.
  ['divergence_settled', [without('person', '')]],
  ['proposal_sealed', [Sealed]],
  ['status_changed', [renamed('step', 'briefing', 'revising')]],
  ['late_submission_recorded', [renamed('tool', 'submit_brief', 'submit_revision')]],
  ['composite_submitted', [Composite]],
  ['signature_given', [without('sha256', '')]],
  ['audit_submitted', [Audited]],
  ['brief_submitted', [Brief]],
]);
