import * as z from 'zod';
import type { Decision } from './submission.ts';
import { cutText } from './text.ts';

/**
 * Shape 4 of synthesis: the composite was prose, personas signed it, the audit followed, and a brief that nobody signed
 * came last. The brief is read as a revision without a hash, and what was signed has none.
 */
const OldComposite = z.object({
  headline: z.string(),
  summary: z.string(),
  steps: z.array(z.string()),
  accounts: z.unknown(),
  confidence: z.unknown(),
  rationale: z.unknown(),
});
const OldBrief = z.object({
  title: z.string(),
  decision: z.string(),
  paragraph: z.string(),
  steps: z.array(z.object({ title: z.string(), detail: z.string(), undo: z.string() })),
  risks: z.array(z.object({ risk: z.string(), signal: z.string() })),
  notDoing: z.array(z.object({ what: z.string(), why: z.string() })),
  ifAssumptionsFail: z.array(z.object({ question: z.string(), effect: z.string() })),
  openQuestions: z.array(z.string()),
  confidence: z.unknown(),
  rationale: z.unknown(),
});

/** The event in the present shape; the very same one if it is in none of the earlier shapes. */
export function upcastSynthesis(stored: { readonly type: unknown }): unknown {
  switch (stored.type) {
    case 'status_changed':
      return 'step' in stored && stored.step === 'briefing' ? { ...stored, step: 'revising' } : stored;
    case 'round_opened':
      return 'kind' in stored && stored.kind === 'brief' ? { ...stored, kind: 'revision' } : stored;
    case 'late_submission_recorded':
      return 'tool' in stored && stored.tool === 'submit_brief'
        ? { ...stored, tool: 'submit_revision' }
        : stored;
    case 'signature_given':
      return 'sha256' in stored ? stored : { ...stored, sha256: '' };
    case 'composite_submitted': {
      const old = OldComposite.safeParse('composite' in stored ? stored.composite : null);
      if (!old.success) return stored;
      const { accounts, confidence, rationale } = old.data;
      return {
        ...stored,
        composite: { decision: decisionOfComposite(old.data), accounts, confidence, rationale },
        sha256: '',
      };
    }
    case 'brief_submitted': {
      const { brief, ...rest } = { brief: null, ...stored };
      const old = OldBrief.safeParse(brief);
      if (!old.success) return stored;
      const { confidence, rationale } = old.data;
      const revision = {
        decision: decisionOfBrief(old.data),
        findings: [],
        accounts: [],
        confidence,
        rationale,
      };
      return { ...rest, type: 'revision_submitted', revision, sha256: '' };
    }
    default:
      return stored;
  }
}

const nowhere = { owner: '', date: '', rests: [] };

function decisionOfComposite({ headline, summary, steps }: z.infer<typeof OldComposite>): Decision {
  return {
    title: cut(headline, 200),
    sentence: headline,
    paragraph: cut(summary, 3_000),
    options: [],
    steps: steps.map((step) => ({
      title: cut(step, 200),
      detail: step,
      undo: 'The composite did not say how.',
      ...nowhere,
    })),
    risks: [],
    assumptions: [],
    open: [],
  };
}

function decisionOfBrief(brief: z.infer<typeof OldBrief>): Decision {
  return {
    title: brief.title,
    sentence: brief.decision,
    paragraph: brief.paragraph,
    options: brief.notDoing.slice(0, 8).map(({ what, why }) => ({
      name: cut(what, 200),
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
}

function cut(text: string, maxCharacters: number): string {
  return cutText(text, maxCharacters, '…');
}
