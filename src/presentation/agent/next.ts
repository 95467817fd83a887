import { isOpen } from '../../core/questions/questions.ts';
import type { Question } from '../../core/vocabulary/design.ts';
import type { GateChoice, Phase, Status } from '../../core/vocabulary/event-parts.ts';
import { money } from '../../core/vocabulary/figures.ts';
import type { Weather } from '../../core/vocabulary/sets.ts';
import { PHASE_WORDS, STATUS_WORDS } from '../phases.ts';
import { HOW_TO_ANSWER, questionsLeft } from '../questions.ts';
import { LAPSE_WORDS } from '../unavailable.ts';

interface Followed {
  readonly status: Status;
  readonly phase: Phase;
  readonly endedAt: string | null;
  readonly rehearsal: boolean;
  readonly paused: { readonly until: string; readonly cause: Weather } | null;
  readonly version: number;
  readonly round: { readonly asked: readonly string[]; readonly contributed: readonly string[] } | null;
  readonly answering: { readonly deadline: string } | null;
  readonly questions: readonly Pick<Question, 'id' | 'text' | 'status'>[];
  readonly gate: {
    readonly id: string;
    readonly because: readonly string[];
    readonly choices: readonly GateChoice[];
    readonly deadline: string;
  } | null;
}

/** *Proposals: 3 of 6 done.* A rehearsal always says so. */
export function progressWords(followed: Followed): string {
  const mark = followed.rehearsal ? 'REHEARSAL: no model is called, and nothing is decided. ' : '';
  return `${mark}${standing(followed)}`;
}

function standing({ phase, round, status, endedAt, paused }: Followed): string {
  if (endedAt !== null) return `Ended: ${STATUS_WORDS[status]}.`;
  if (paused !== null) return `Paused until ${paused.until}: the model ${LAPSE_WORDS[paused.cause]}.`;
  if (round === null) return `${PHASE_WORDS[phase]}.`;
  return `${PHASE_WORDS[phase]}: ${round.contributed.length} of ${round.asked.length} done.`;
}

export function nextLines(followed: Followed): string[] {
  const { answering, gate, endedAt, version } = followed;
  if (endedAt !== null)
    return [
      'Next: read_design with part "brief", if there is a decision. Its first lines say what to be careful about.',
    ];
  if (gate !== null)
    return [
      ...gate.because,
      `A person decides at ${gate.id} by ${gate.deadline}: ${gate.choices.join(', ')}. Otherwise it closes as needs review.`,
      'Next: show this to the person, then call decide_gate with their choice. They confirm it themselves.',
    ];
  const open = followed.questions.filter(isOpen);
  if (answering !== null && open.length > 0)
    return [
      questionsLeft(followed),
      ...open.map(({ id, text }) => `${id} ${text}`),
      `${HOW_TO_ANSWER} At ${answering.deadline} the personas go on and say what they assumed.`,
      `Next: answer_questions, from the code and from the person. Then follow_design with since ${version}.`,
    ];
  return [`Next: follow_design with since ${version}.`];
}

/** Asks a person's consent to an agent's start. `cost`: the estimate in words. */
export function startConsent(topic: string, cost: string, budgetUsd: number | null): string {
  const most = budgetUsd === null ? 'It has no ceiling.' : `It stops at ${money(budgetUsd)}.`;
  return `Your agent wants to start a design: “${topic}” ${cost} ${most}`;
}

export function gateConsent(topic: string, because: readonly string[], choice: string, note: string): string {
  const said = note === '' ? '' : ` Your note: “${note}”`;
  return `“${topic}” waits for a decision. ${because.join(' ')} Decide “${choice}” in your name?${said}`;
}

export const CONSENT_LABEL = 'Yes, in my name';

export const NO_CONSENT = {
  refused: 'The person did not agree. Nothing was done. Ask them what they want instead.',
  startUnaskable: (program: string) =>
    `This needs the person’s consent, and your client cannot ask them. They can start it themselves with ${program} design.`,
  gateUnaskable: (program: string) =>
    `This needs the person’s consent, and your client cannot ask them. They decide in the thread, or with ${program} decide <id> <choice>.`,
} as const;

/** Tells an agent where to ask for reasons that a list leaves out. */
export const NO_SUCH_PART = 'Anything else: read_design with part "ask" answers from the record.';
