import { cutText } from '#foundation/cut-text.ts';
import { keepDefined } from '#foundation/keep-defined.ts';
import { findCaveats } from '../../outcome/caveats/all.ts';
import { type CommandOf, type Refusal, refuse } from '../../vocabulary/commands.ts';
import { describeDeath } from '../../vocabulary/crashes.ts';
import type { Participant } from '../../vocabulary/design.ts';
import type { Draft } from '../../vocabulary/draft.ts';
import type { Step, StopReason, Unavailable } from '../../vocabulary/event-parts.ts';
import { listPersonas } from '../../vocabulary/participants.ts';
import { statusFieldsOf } from '../../vocabulary/status.ts';
import { NOBODY } from '../../vocabulary/via.ts';
import { DETAIL_CHARACTERS, endDesign } from './end-design.ts';
import { cancelTurns } from './turns.ts';

/**
 * Settles the outcome that code determined. Sessions are released and files written before the
 * design ends, so that every announced result can be read.
 */
export function settleOutcome(
  draft: Draft,
  status: 'completed' | 'needs_review',
  stoppedBecause: StopReason,
  detail: string,
  unavailable?: Unavailable,
): void {
  cancelTurns(draft, 'design_settled', detail);
  draft.record({
    type: 'outcome_settled',
    status,
    stoppedBecause,
    caveats: findCaveats(draft.design),
    detail: cutText(detail, DETAIL_CHARACTERS),
    ...keepDefined({ unavailable }),
  });
  enterStep(draft, 'writing');
}

/** Settles the outcome with what there is: proposals that are still sealed are revealed first. */
export function settleUnfinished(
  draft: Draft,
  stoppedBecause: StopReason,
  detail: string,
  unavailable?: Unavailable,
): void {
  const sealed = draft.design.proposals.filter(({ revealed }) => !revealed);
  const participants = sealed.map((each) => each.participant);
  if (participants.length > 0) draft.record({ type: 'proposals_revealed', participants });
  settleOutcome(draft, 'needs_review', stoppedBecause, detail, unavailable);
}

/** Ends a settled design after its files were written, if they contain everything that happened. */
export function endAsSettled(
  draft: Draft,
  { type: _, files, madeOf, ...writtenBy }: CommandOf<'report_files_written'>,
): Refusal | null {
  const { settled, version } = draft.design;
  if (madeOf !== undefined && madeOf.version !== version)
    return refuse('late', 'More has happened since these files were made.');
  draft.record(
    { type: 'files_written', ...writtenBy, files: files.map((file) => ({ ...file })) },
    madeOf?.at,
  );
  if (madeOf?.head !== undefined)
    draft.record({ type: 'record_closed', head: madeOf.head, detail: '' });
  if (settled !== null)
    endDesign(draft, settled.status, settled.stoppedBecause, NOBODY, settled.detail);
  return null;
}

export function endWithoutFiles(draft: Draft, { detail }: CommandOf<'report_files_failed'>): void {
  draft.record({ type: 'record_closed', head: null, detail: cutText(detail, 500) });
  endDesign(draft, 'failed', 'write_failed', NOBODY, `The result could not be written: ${detail}`);
}

/** Cancels a design without personas, once, and names every cause of death. */
export function cancelWithoutPersonas(draft: Draft): void {
  const all = listPersonas(draft.design);
  const since = hasNoneComeBack(all)
    ? 'No persona came back after Charrette itself had stopped. '
    : '';
  // Long causes are cut one by one, so that none crowds out another's name.
  const share = Math.floor((DETAIL_CHARACTERS - since.length) / all.length) - 2;
  endDesign(
    draft,
    'cancelled',
    'no_persona_left',
    NOBODY,
    `${since}${all.map((each) => cutText(describeDeath(each), share, '…')).join('. ')}.`,
  );
}

/** `true` if no participant has been healthy since Charrette itself last stopped. */
function hasNoneComeBack(all: readonly Participant[]): boolean {
  const resumptions = ({ sessions }: Participant) =>
    sessions.filter(({ origin }) => origin === 'resume').length;
  const stops = Math.max(...all.map(resumptions));
  const resumed = stops === 0 ? [] : all.filter((each) => resumptions(each) === stops);
  return (
    resumed.length > 0 &&
    resumed.every(({ sessions }) => {
      const since = sessions.slice(sessions.findLastIndex(({ origin }) => origin === 'resume'));
      return since.every((session) => session.pid === null);
    })
  );
}

export function enterStep(draft: Draft, step: Step): void {
  draft.record({ type: 'status_changed', ...statusFieldsOf(draft.design, step) });
}
