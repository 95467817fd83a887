import { makeTurnRow, roundKindOf } from '../../core/outcome/turn-rows.ts';
import type { TurnView } from '../../core/outcome/turn-shape.ts';
import type { Design, Turn } from '../../core/vocabulary/design.ts';
import { findParticipant } from '../../core/vocabulary/participants.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { ROUNDS } from '../../core/vocabulary/round.ts';
import type { RoundKind } from '../../core/vocabulary/sets.ts';
import { NO_USAGE, type TraceStep, type TurnRecord } from '../../ports/turn-record.ts';
import { ON_PURPOSE, sayCrashCause } from '../../presentation/words/crash.ts';

type StepOf<Kind extends TraceStep['kind']> = Extract<TraceStep, { kind: Kind }>;

/**
 * `record`: the readable part of the turn's record, `null` without one. Returns `null` if there is
 * no such turn.
 */
export function viewTurn(
  design: Design,
  number: number,
  record: TurnRecord | null,
): TurnView | null {
  const turn = design.turns[number - 1];
  if (turn === undefined) return null;
  const trace = record?.trace ?? [];
  return {
    ...makeTurnRow(design, turn, number),
    ...neighbours(design, turn),
    count: design.turns.length,
    model: findParticipant(design, turn.participant).model,
    hasRecord: record !== null,
    lastStep: record?.error?.lastStep ?? '',
    completedSteps: record?.error?.completedSteps ?? [],
    usage: record?.usage ?? NO_USAGE,
    confidence: record?.confidence ?? null,
    prompt: promptOf(trace, record?.prompt ?? ''),
    calls: callsOf(trace),
    ...toolsOf(trace, roundKindOf(design, turn)),
    askedAgain: of(trace, 'asked_again').map(({ atMs: at, reason }) => ({ atMs: at, reason })),
    askedPlainer: of(trace, 'asked_plainer').map(({ atMs: at, without, said }) => ({
      atMs: at,
      without,
      said,
    })),
    repaired: of(trace, 'repaired').map(({ atMs: at, repair, fields }) => ({
      atMs: at,
      repair,
      fields,
    })),
    diagnostics: diagnosticsOf(design, turn),
  };
}

function of<Kind extends TraceStep['kind']>(
  trace: readonly TraceStep[],
  kind: Kind,
): StepOf<Kind>[] {
  return trace.filter((step): step is StepOf<Kind> => step.kind === kind);
}

function neighbours({ turns }: Design, { id, participant: by }: Turn) {
  const numberedTurns = turns.map((turn, index) => ({ turn, number: index + 1 }));
  const own = numberedTurns.filter(({ turn }) => turn.participant === by);
  const at = own.findIndex(({ turn }) => turn.id === id);
  return { previous: own[at - 1]?.number ?? null, next: own[at + 1]?.number ?? null };
}

function promptOf(trace: readonly TraceStep[], text: string): TurnView['prompt'] {
  const {
    bytes = 0,
    sha256 = '',
    parts = [],
    leftOut = [],
  } = of(trace, 'prompt_assembled')[0] ?? {};
  return { bytes, sha256, parts, leftOut, text };
}

function callsOf(trace: readonly TraceStep[]): TurnView['calls'] {
  const steps = trace.flatMap((step) => ('call' in step ? [step] : []));
  return [...Map.groupBy(steps, ({ call }) => call)].map(([call, own]) => {
    const requests = of(own, 'request_sent');
    const answer = of(own, 'answer_received')[0];
    return {
      call,
      attempts: requests.length,
      sentMs: requests[0]?.atMs ?? null,
      firstTokenMs: of(own, 'first_token')[0]?.atMs ?? null,
      answeredMs: answer?.atMs ?? null,
      stop: answer?.stop ?? null,
      usage: answer?.usage ?? null,
      costUsd: answer?.costUsd ?? null,
      requestId: answer?.requestId ?? null,
      promptCharacters: answer?.promptCharacters ?? null,
      text: answer?.text ?? '',
      failures: of(own, 'request_failed').map(({ atMs: at, attempt, fault, transient }) => ({
        atMs: at,
        attempt,
        fault,
        transient,
      })),
    };
  });
}

/** Separates a turn's readings from its submissions, by the tools that may end it. */
function toolsOf(trace: readonly TraceStep[], kind: RoundKind) {
  const calls = of(trace, 'tool_called').map(({ kind: _, ...call }) => call);
  const ends: readonly string[] = ROUNDS[kind].tools;
  const [submission = null] = calls.filter(
    ({ tool, result }) => ends.includes(tool) && result === 'ok',
  );
  return {
    readings: calls.filter(({ tool }) => !ends.includes(tool)),
    submission,
    refusals: of(trace, 'submission_checked').flatMap(({ atMs: at, tool, accepted, reason }) =>
      accepted ? [] : [{ atMs: at, tool, reason }],
    ),
  };
}

function diagnosticsOf(design: Design, { participant: id, sessionId, outcome }: Turn): string {
  if (outcome !== 'process_lost') return '';
  const cause =
    findParticipant(design, id).sessions.find((session) => session.id === sessionId)?.cause ?? null;
  if (cause !== null && isWrittenExample(design)) return ON_PURPOSE;
  return cause === null ? '' : sayCrashCause(cause);
}
