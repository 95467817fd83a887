import * as z from 'zod';
import { FINAL_STATUSES, QuotedSentence } from '../../core/vocabulary/event-parts.ts';
import { DesignId, ParticipantId, RoundId } from '../../core/vocabulary/ids.ts';
import { membersOf, ROUND_KINDS } from '../../core/vocabulary/sets.ts';
import { CHANGE_VERDICTS, SIGNING_VERDICTS } from '../../core/vocabulary/submission.ts';
import { FINDING_WORDS } from '../../core/vocabulary/words.ts';
import { personas, source, type Unchanging, words } from './field.ts';

const FindingView = z.object({
  id: z.string(),
  severity: z.string(),
  kind: z.string(),
  text: z.string(),
  source,
  answer: z
    .object({ done: z.enum(membersOf(FINDING_WORDS)), where: z.string() })
    .nullable()
    .describe('null: no revision has answered it'),
  isOpen: z.boolean().describe('no change answers it, or one is not confirmed'),
});
export type FindingView = Unchanging<z.infer<typeof FindingView>>;

const UntriedView = z.object({
  name: z.string().describe('A-1, step 2, decision'),
  text: z.string(),
  unclear: z.string().nullable().describe('why the auditor could not tell; null if it did not try'),
});
export type UntriedView = Unchanging<z.infer<typeof UntriedView>>;

const ChangeView = z.object({
  revision: z.number().describe('index of the text before it'),
  words: z.string().describe('Step 3 changed, for finding 1.'),
  fields: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
  verdict: z
    .enum([...CHANGE_VERDICTS, 'not_looked_at'])
    .describe("the auditor's; harms: it does harm or says what nobody asked for"),
  why: z.string(),
  isTakenOut: z.boolean().describe('the former words stand again'),
});
export type ChangeView = Unchanging<z.infer<typeof ChangeView>>;

const SignatureView = z.object({
  persona: ParticipantId,
  verdict: z.enum(SIGNING_VERDICTS),
  reason: z.string().describe('of a reservation or a dissent, in a sentence'),
  rationale: z.string(),
  dissent: z.string(),
  weakest: z.string().describe('the weakest part of the text'),
  contradicted: z.array(z.object({ claim: z.string(), how: z.string() })),
});

/** How the decision came about, in full. */
export const RECORD = {
  rounds: z.array(z.object({ id: RoundId, kind: z.enum(ROUND_KINDS), contributed: personas })),
  texts: z
    .array(z.object({ persona: ParticipantId, sentence: z.string() }))
    .describe('the draft, then each revision of it, without changes that were taken out'),
  basis: z
    .object({
      quoted: z.array(QuotedSentence).describe('sentences of people on which it rests'),
      isInForce: z.boolean(),
      base: personas.describe('whose proposal it chooses'),
      isPiecedTogether: z.boolean(),
      taken: z.array(z.object({ claim: z.string(), why: z.string() })),
      weighed: z.array(z.object({ heldBy: personas, best: z.string(), against: z.string() })),
    })
    .nullable()
    .describe('what the newest text, a draft too, is made of'),
  audit: z
    .object({
      persona: ParticipantId,
      isReal: z.boolean().describe('false: it tried nothing, or says the same of everything'),
      findings: z.array(FindingView),
      untried: z.array(UntriedView).describe('what it did not try, or could not tell of'),
      premortem: z.string(),
    })
    .nullable(),
  changes: z.array(ChangeView),
  signatures: z.array(SignatureView),
  completed: z
    .array(z.object({ persona: ParticipantId, what: z.string() }))
    .describe('gaps in submissions that code completed or let stand'),
  earlier: z
    .array(z.object({ designId: DesignId, topic: z.string(), words: z.string() }))
    .describe('earlier decisions on this question'),
  ending: z
    .enum([...FINAL_STATUSES, 'unfinished'])
    .describe('the final status, as soon as it is known: before the files are written'),
  deciders: z
    .array(z.object({ name: z.string(), did: words }))
    .describe('people who decided something'),
};
