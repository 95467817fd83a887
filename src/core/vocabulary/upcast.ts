import * as z from 'zod';
import { OutsideCommand } from './commands.ts';

/**
 * Brings an event, or a command of the inbox, that was stored in an earlier shape into the present one, before it is parsed
 * (P6). An event never changes where it is stored, and its hash is over what was stored. Anything that is not in an earlier
 * shape comes back as it is: what a later shape only adds, and may leave out, needs nothing here.
 */
export function upcast(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('type' in stored)) return stored;
  const earlier = EARLIER.get(stored.type) ?? [];
  return earlier.reduce<unknown>((event, shape) => shape.safeParse(event).data ?? event, stored);
}

/** A command of the inbox, in whichever shape it was stored. */
export const StoredCommand = z.preprocess(upcast, OutsideCommand);

/** A field that is gone, with the values that it had. */
function without(key: string, value: z.ZodType): z.ZodType {
  return z.looseObject({ [key]: value }).transform(({ [key]: _, ...kept }) => kept);
}

/** Upcasts for the fields of a start, which stand in the first event, and in the command before it. */
const START: readonly z.ZodType[] = [
  without('letters', z.literal('distinct')),
  z.looseObject({ carried: without('repliesLeftBehind', z.number()) }),
];

/** A question that no design has: a correction that names none is refused with the questions there are. */
const NO_QUESTION = 'Q0';

/** A person said which question one reply answers. As a command without a question it is no longer taken. */
const CORRECT_READING = z
  .looseObject({ questionId: z.string().nullable() })
  .transform(({ questionId, ...said }) => ({
    ...said,
    type: 'correct_match',
    questionId: questionId ?? NO_QUESTION,
  }));
const READING_CORRECTED = z
  .looseObject({ replyId: z.string() })
  .transform((said) => ({ ...said, type: 'reply_match_corrected', ofReply: said.replyId }));

/** Words after the end had an event of their own, without words where they were taken back. */
const LATE_WORDS = z
  .looseObject({ at: z.number(), id: z.string(), text: z.string() })
  .transform(({ at, id, ...said }) =>
    said.text === ''
      ? { type: 'reply_withdrawn', at, id, after: 'end' }
      : { ...said, type: 'reply_recorded', at, id, answers: [], unmatched: false, after: 'end' },
  );

/** A decision of bundles of format 4: without what an option covers, the words that name an owner, and facts to look at again. */
const DECISION = z
  .looseObject({ options: z.array(z.looseObject({})), steps: z.array(z.looseObject({})) })
  .refine((decision) => !('revisitIf' in decision))
  .transform(({ options, steps, ...decision }) => ({
    ...decision,
    options: options.map((option) => ({ ...option, covers: [] })),
    steps: steps.map((step) => ({ ...step, named: { reply: '', quote: '' } })),
    revisitIf: [],
  }));
const COMPOSITE = z.looseObject({ composite: z.looseObject({ decision: DECISION }) });
/** A revision was the whole text, and named no changes. */
const REVISION = z
  .looseObject({ revision: z.looseObject({ decision: DECISION }) })
  .transform(({ revision: { decision: whole, ...revision }, ...event }) => ({
    ...event,
    revision: { ...revision, changes: [] },
    whole,
  }));

/** Earlier shapes of each type of event or command, oldest first. Those of before a bundle had its present format are gone. */
const EARLIER = new Map<unknown, readonly z.ZodType[]>([
  ['design_started', START],
  ['start_design', START],
  ['round_opened', [without('divergenceId', z.null())]],
  ['correct_reading', [CORRECT_READING]],
  ['reading_corrected', [READING_CORRECTED]],
  ['late_words_recorded', [LATE_WORDS]],
  ['composite_submitted', [without('layout', z.literal(2)), COMPOSITE]],
  ['revision_submitted', [without('layout', z.literal(2)), REVISION]],
]);
