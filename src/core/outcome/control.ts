import { type Command, type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { ControlStage } from '../vocabulary/control.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { isOver } from '../vocabulary/status.ts';
import { cutText } from '../vocabulary/text.ts';
import { decisionInForce } from './outcome.ts';

const DETAIL_CHARACTERS = 500;
const LATE = 'The control of this design is over.';

/** Tells if one model alone still has to answer: it was asked for, and neither is there an answer nor has it failed. */
export function isControlDue(design: Design): boolean {
  const { sealed, failed } = design.control;
  return design.settings.control !== undefined && sealed === null && failed === null && !isOver(design);
}

/** Tells if a sealed control still has to be compared with the decision in force, before the files are written. */
export function isComparisonDue(design: Design): boolean {
  const { sealed, compared, failed } = design.control;
  const isOpen = sealed !== null && sealed.redacted !== true && compared === null && failed === null;
  const isSettled = design.settled !== null && design.end === null && design.files.length === 0;
  return isOpen && isSettled && decisionInForce(design) !== null;
}

type ControlReport = CommandOf<'report_control_sealed' | 'report_control_compared' | 'report_control_failed'>;

/** Tells if a command reports on the control. */
export function isControlReport(command: Command): command is ControlReport {
  return command.type.startsWith('report_control_');
}

/** Records what the runtime reports of the control, or refuses it as late. */
export function reportControl(draft: Draft, command: ControlReport): Refusal | null {
  switch (command.type) {
    case 'report_control_sealed':
      return sealControl(draft, command);
    case 'report_control_compared':
      return compareControl(draft, command);
    case 'report_control_failed':
      return failControl(draft, command);
  }
}

/** Seals the answer of one model alone (J15). It changes nothing of what is asked of anybody, nor of the outcome. */
function sealControl(draft: Draft, command: CommandOf<'report_control_sealed'>): Refusal | null {
  if (!isControlDue(draft.design)) return refuse('late', LATE);
  const { type: _, ...sealed } = command;
  draft.record({ type: 'control_sealed', ...sealed });
  return null;
}

/** Records the two blind readings of the decision and the control. */
function compareControl(draft: Draft, command: CommandOf<'report_control_compared'>): Refusal | null {
  if (!isComparisonDue(draft.design)) return refuse('late', LATE);
  const { type: _, ...compared } = command;
  draft.record({ type: 'control_compared', ...compared });
  return null;
}

/** Records why there is no control, or no comparison with it. The design itself is none the worse. */
function failControl(draft: Draft, command: CommandOf<'report_control_failed'>): Refusal | null {
  const { during, detail, costUsd } = command;
  if (!mayFail(draft.design, during)) return refuse('late', LATE);
  draft.record({ type: 'control_failed', during, detail: cutText(detail, DETAIL_CHARACTERS), costUsd });
  return null;
}

/** Tells if a control can fail in this stage now. */
export function mayFail(design: Design, during: ControlStage): boolean {
  return during === 'answering' ? mayFailToAnswer(design) : isComparisonDue(design);
}

/** One that was not finished in time fails after the outcome is settled, and before the files say so. */
function mayFailToAnswer(design: Design): boolean {
  const { sealed, failed } = design.control;
  const isOpen = sealed === null && failed === null && design.settings.control !== undefined;
  return isOpen && design.end === null && design.files.length === 0;
}

/** The result of the two readings: one side where both orders prefer it, `split` where the order decides, else neither. */
export type Comparison = 'council' | 'control' | 'neither' | 'split';

/** Returns what the two readings come to; `null` without a comparison. */
export function comparisonOf({ control: { compared } }: Pick<Design, 'control'>): Comparison | null {
  if (compared === null) return null;
  const [one, other] = compared.readings.map(({ better }) => better);
  return one === other ? (one ?? null) : 'split';
}
