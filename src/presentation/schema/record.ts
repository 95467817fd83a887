import * as z from 'zod';
import { QuotedSentence } from '../../core/vocabulary/event-parts.ts';
import { DesignId, ParticipantId, RoundId } from '../../core/vocabulary/ids.ts';
import { EXCUSES, ROUND_KINDS } from '../../core/vocabulary/sets.ts';
import { SIGNING_VERDICTS } from '../../core/vocabulary/submission.ts';
import { cited } from './field.ts';

const persona = ParticipantId;

const FindingView = z.object({
  name: z.string().describe('Finding 1'),
  severity: z.string(),
  kind: z.string().describe('in words'),
  text: z.string(),
  source: cited.nullable(),
  answer: z.string().describe('what was done, in words; empty: no revision has answered it'),
  confirmed: z.string().describe('what the auditor says of the answer, in words; empty: it was not asked'),
});

const ChangeView = z.object({
  revision: z.number().describe('index of the text before it'),
  words: z.string().describe('Step 3 changed, for finding 1.'),
  fields: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
});

const SignatureView = z.object({
  persona,
  verdict: z.enum(SIGNING_VERDICTS),
  reason: z.string().describe('of a reservation or a dissent, in a sentence'),
  rationale: z.string(),
  dissent: z.string(),
  weakest: z.string().describe('the weakest part of the text'),
  contradicted: z.array(z.object({ claim: z.string(), how: z.string() })),
});

/** How the decision came about, in full. */
export const RECORD = {
  rounds: z.array(
    z.object({
      id: RoundId,
      kind: z.enum(ROUND_KINDS),
      asked: z.array(persona),
      excused: z.array(z.object({ persona, reason: z.enum(EXCUSES) })),
    }),
  ),
  texts: z.array(z.object({ persona, sentence: z.string() })).describe('the draft, then each revision of it'),
  basis: z
    .object({
      quoted: z.array(QuotedSentence).describe('sentences of people on which it rests'),
      isInForce: z.boolean(),
      isSigned: z.boolean(),
      base: z.array(persona).describe('whose proposal it chooses'),
      isPiecedTogether: z.boolean(),
      taken: z.array(z.object({ claim: z.string(), why: z.string() })),
      weighed: z.array(z.object({ heldBy: z.array(persona), best: z.string(), against: z.string() })),
    })
    .nullable()
    .describe('what the newest text, a draft too, is made of'),
  audit: z.object({ persona, findings: z.array(FindingView), premortem: z.string() }).nullable(),
  changes: z.array(ChangeView),
  confirmation: z
    .object({
      persona,
      rationale: z.string(),
      findings: z.array(z.object({ name: z.string(), isAnswered: z.boolean(), reason: z.string() })),
    })
    .nullable()
    .describe('of the newest revision, by the auditor'),
  signatures: z.array(SignatureView),
  completed: z
    .array(z.object({ persona, what: z.string() }))
    .describe('gaps in submissions that code completed or let stand'),
  earlier: z
    .array(z.object({ designId: DesignId, topic: z.string(), words: z.string() }))
    .describe('earlier decisions on this question'),
  deciders: z
    .array(z.object({ name: z.string(), did: z.array(z.string()) }))
    .describe('people who decided something'),
};
