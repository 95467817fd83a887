import * as z from 'zod';
import { ParticipantId } from '../core/vocabulary/ids.ts';

const sha256 = z.string().max(64);

/** What every version keeps of its events, so that each can check what another wrote. */
const LastingEvent = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('design_started'),
    designId: z.string(),
    topic: z.string(),
    rehearsal: z.boolean(),
    carried: z
      .looseObject({
        made: z.array(z.unknown()),
        proposals: z.array(z.looseObject({ participant: ParticipantId, sha256 })),
      })
      .nullable(),
  }),
  z.looseObject({ type: z.literal('turn_finished'), turnId: z.string(), outcome: z.string() }),
  z.looseObject({ type: z.literal('proposal_sealed'), participant: ParticipantId, sha256 }),
  z.looseObject({ type: z.enum(['composite_submitted', 'revision_submitted']), sha256 }),
  z.looseObject({
    type: z.literal('signature_given'),
    participant: ParticipantId,
    verdict: z.string(),
    sha256,
  }),
  z.looseObject({ type: z.enum(['outcome_settled', 'design_ended']), status: z.string() }),
]);

/** The event that names the files of a bundle. */
export const FilesWritten = z.looseObject({
  type: z.literal('files_written'),
  formatVersion: z.int().positive().optional(),
  charretteVersion: z.string().min(1).max(60).optional(),
  files: z.array(z.looseObject({ name: z.string(), bytes: z.int(), sha256 })).max(100),
});
export type FilesWritten = z.infer<typeof FilesWritten>;

/** Facts of a design that bind its files, whichever version tells them. */
export function lastingFactsOf(values: readonly unknown[]) {
  const events = values.flatMap(unfoldCarried);
  const start = events.find((event) => event.type === 'design_started');
  const text = events.findLast(
    (event) => event.type === 'composite_submitted' || event.type === 'revision_submitted',
  );
  const sinceText = events.slice(text === undefined ? 0 : events.lastIndexOf(text));
  const end = events.findLast(
    (event) => event.type === 'outcome_settled' || event.type === 'design_ended',
  );
  const turns = events.filter((event) => event.type === 'turn_finished');
  return {
    start: start ?? null,
    status: end?.status ?? null,
    seals: events.filter((event) => event.type === 'proposal_sealed'),
    /** The hash of the newest text, which the signatures are under. */
    decided: text?.sha256 ?? null,
    signatures: sinceText.filter((event) => event.type === 'signature_given'),
    outcomes: new Map(turns.map(({ turnId, outcome }) => [turnId, outcome])),
  };
}

/**
 * The event, and before it those that a start takes over from the earlier run. None for any other
 * kind.
 */
function unfoldCarried(value: unknown): z.infer<typeof LastingEvent>[] {
  const event = LastingEvent.safeParse(value).data;
  if (event === undefined) return [];
  const carriedValues = event.type === 'design_started' ? (event.carried?.made ?? []) : [];
  return [...carriedValues.flatMap((made) => LastingEvent.safeParse(made).data ?? []), event];
}
