/**
 * What a design came to, from its events and never from a model's word about itself: the first line,
 * its level and exit code, the same on every surface (J11), and whether it may run again (A6).
 */

import { cut } from '#support/text.ts';
import { caveatsOf, opensGate } from './caveats.ts';
import type { FinalStatus } from './events.ts';
import { costOf } from './money.ts';
import type { Design, Step } from './state.ts';
import { newestDecision, openGate } from './status.ts';

export interface Headline {
  readonly line: string;
  readonly level: 'info' | 'warning' | 'error' | 'success';
  /** 1 while it has not ended. */
  readonly exitCode: number;
}

const LINE_CHARACTERS = 400;
const EXIT_CODE: Record<FinalStatus, number> = {
  completed: 0,
  needs_review: 3,
  cancelled: 4,
  failed: 5,
};

const RUNNING: Record<Step, string> = {
  spawning: 'The personas are starting.',
  framing: 'The question is being read.',
  asking: 'The personas say what they need to know.',
  answering: 'Questions are open.',
  proposing: 'The personas write their proposals.',
  mapping: 'The proposals are being compared.',
  arguing: 'The personas argue where they differ.',
  composing: 'The decision is being written.',
  auditing: 'The decision is being audited.',
  revising: 'The decision is being written again.',
  signing: 'The personas sign or dissent.',
  deciding: 'A person has to decide.',
  writing: 'The files are being written.',
};

export function headlineOf(design: Design): Headline {
  const outcome = design.end ?? design.settled;
  if (outcome === null) return running(design);
  const { status } = outcome;
  const exitCode = design.end === null ? 1 : EXIT_CODE[status];
  const line = cut(lineOf(design, outcome).replaceAll(/\s+/g, ' ').trim(), LINE_CHARACTERS);
  const isDoubtful = caveatsOf(design).some(({ kind }) => opensGate(kind));
  if (status === 'completed') return { line, level: isDoubtful ? 'warning' : 'success', exitCode };
  if (status === 'failed' || outcome.reason === 'no_persona_left')
    return { line, level: 'error', exitCode };
  return { line, level: status === 'cancelled' ? 'info' : 'warning', exitCode };
}

function running(design: Design): Headline {
  const gravest = openGate(design) === null ? undefined : caveatsOf(design)[0];
  if (gravest === undefined) return { line: RUNNING[design.step], level: 'info', exitCode: 1 };
  const line = cut(`Needs a look. ${gravest.text.replaceAll(/\s+/g, ' ')}`, LINE_CHARACTERS);
  return { line, level: 'warning', exitCode: 1 };
}

function lineOf(
  design: Design,
  { reason, detail }: Pick<NonNullable<Design['settled']>, 'reason' | 'detail'>,
): string {
  const by = design.settled?.by?.name ?? '';
  const gravest = caveatsOf(design)[0]?.text ?? '';
  const { usd } = costOf(design);
  switch (reason) {
    case 'finished':
      if (gravest === '') return 'Decision ready.';
      return design.settled?.status === 'completed' ? gravest : `Needs a look. ${gravest}`;
    case 'accepted':
      return `${by} accepted it. ${gravest}`;
    case 'gate_unanswered':
      return `Nobody decided in time. ${gravest}`;
    case 'stopped_at_gate':
      return `${by} stopped it. ${detail}`;
    case 'cancelled_by_person':
      return `${by} cancelled it. ${detail}`;
    case 'no_persona_left':
      return 'Cancelled: no persona is left.';
    case 'no_design_question':
      return detail;
    case 'money_used_up':
      return `Stopped: the money ran out ($${usd.toFixed(2)} of $${design.settings.budgetUsd.toFixed(2)}). Run again with more, or at quick.`;
    case 'nothing_contributed':
    case 'crashed_repeatedly':
      return newestDecision(design) === null && design.proposals.length > 0
        ? `${detail} The proposals stand side by side.`
        : detail;
    case 'write_failed':
      return detail;
  }
}

/** Any end but a completed one may be run again, once: whether it was, the store knows. */
export function mayRunAgain({ end, settled }: Design): boolean {
  const outcome = end ?? settled;
  return outcome !== null && outcome.status !== 'completed';
}
