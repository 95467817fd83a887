import { type EventWith, hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { Carried, DesignEvent } from '../../core/vocabulary/events.ts';

/**
 * An event for outsiders: the JSON of HTTP API v1 and of `--json`, with its type's other fields. A
 * change of shape needs a new version of the API.
 */
export interface PublicEvent {
  readonly seq: number;
  readonly type: DesignEvent['type'];
  /** ISO 8601. */
  readonly at: string;
  readonly [field: string]: unknown;
}

/**
 * A stored event for outsiders, without the content of a sealed proposal: before the reveal no one
 * may read it, and afterwards the files have it. Nor does it have carried proposals, which the
 * earlier run may never have revealed. Notes are for their author alone.
 */
export function withholdSecrets({
  seq,
  event,
}: {
  readonly seq: number;
  readonly event: DesignEvent;
}): PublicEvent {
  const { type, at, ...rest } = event;
  return {
    seq,
    type,
    at: new Date(at).toISOString(),
    ...rest,
    ...(hasTrait(event, 'secret') ? withoutContent(event) : {}),
  };
}

/** Removes proposals and notes; `undefined` is left out of JSON. */
function withoutContent(event: EventWith<'secret'>): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'proposal_sealed':
      return { proposal: undefined, citations: undefined };
    case 'turn_finished':
      return { notes: undefined };
    case 'late_report_recorded':
      return event.report === 'submit_proposal' ? { detail: undefined } : {};
    case 'design_started':
      return event.carried === null ? {} : { carried: withoutProposals(event.carried) };
  }
}

function withoutProposals(carried: Carried) {
  const proposals = carried.proposals.map(({ participant, sha256 }) => ({ participant, sha256 }));
  return { ...carried, proposals };
}
