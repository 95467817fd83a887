import { type DivergenceId, findById } from '../../core/vocabulary/ids.ts';
import { compact } from '../../foundation/compact.ts';
import type { ButtonControl, Control } from '../format/control.ts';
import { LABELS } from '../format/control.ts';
import type { QuestionView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { labelRunAgain } from './cost.ts';
import { labelChoice } from './gate-words.ts';
import { questionOf } from './verb-words.ts';

/** A button that asks nothing. */
export function makeControl(
  kind: ButtonControl['kind'],
  label: string,
  about = '',
  look: ButtonControl['look'] = 'plain',
): ButtonControl {
  return { kind, about, label, look, question: null };
}

function asking(view: DesignView, button: ButtonControl): ButtonControl {
  return { ...button, question: questionOf(button.kind, view, button.about) };
}

function makeLabelled(
  view: DesignView,
  kind: keyof typeof LABELS,
  look?: ButtonControl['look'],
): ButtonControl {
  return asking(view, makeControl(kind, LABELS[kind], '', look));
}

export function listControls(view: DesignView): Control[] {
  // Facts outside the design are checked when the button is pressed.
  if (view.endedAt !== null) return [...listRunAgainControls(view), ...listControlsAfterEnd(view)];
  return [
    ...listChoiceControls(view),
    { kind: 'peek', people: view.personas.map(({ id, title, emoji }) => ({ id, title, emoji })) },
    ...listCancelControls(view),
  ];
}

export function listRunAgainControls(view: DesignView): Control[] {
  const { runAgain } = view.can;
  if (runAgain === null) return [];
  return [
    asking(view, makeControl('run_again', labelRunAgain(runAgain.budgetUsd, runAgain.isAnyway))),
  ];
}

export function listCancelControls(view: DesignView): Control[] {
  return view.can.cancel ? [makeLabelled(view, 'cancel', 'danger')] : [];
}

/** What to stop can mean while questions are open. Neither is the likely one. */
export function listStopControls(view: DesignView): Control[] {
  return [
    ...listGoOnControls(view).map((each) => ({
      ...each,
      label: 'Go on without more answers',
      look: 'plain' as const,
    })),
    ...listCancelControls(view).map((each) => ({ ...each, label: 'Cancel this design' })),
  ];
}

/**
 * Controls for a decision after the end, the likely one last; none before it or without a decision.
 */
export function listControlsAfterEnd(view: DesignView): Control[] {
  const { can } = view;
  if (!can.followUp) return [];
  return compact(
    ...listAskControls(view),
    can.publish && makeLabelled(view, 'publish'),
    makeLabelled(view, 'follow_up'),
    makeLabelled(view, can.decline ? 'decline' : 'open_successor'),
    can.accept && makeLabelled(view, 'accept_decision'),
  );
}

/** At any time: code answers facts. */
export function listAskControls(view: DesignView): Control[] {
  return [makeLabelled(view, 'ask')];
}

/** Controls under the questions, with a form while any is open. */
export function listLedgerControls(view: DesignView): Control[] {
  return [...listAnswerControls(view), ...listGoOnControls(view)];
}

export function listAnswerControls(view: DesignView): Control[] {
  return view.can.answer ? [makeLabelled(view, 'answer', 'primary')] : [];
}

export function listGoOnControls(view: DesignView): Control[] {
  const { can } = view;
  // With no question open, this is the likely next step.
  return can.goOn ? [makeLabelled(view, 'go_on', can.answer ? 'plain' : 'primary')] : [];
}

/** A button for each position of a difference that a person may settle. */
export function settleControls(view: DesignView, id: DivergenceId): Control[] {
  if (!view.can.settle.includes(id)) return [];
  const { positions = [] } = findById(view.divergences, id) ?? {};
  return positions.map(({ id: position, text }) =>
    asking(view, makeControl('settle', text, `${id}/${position}`)),
  );
}

/** Most buttons; the others write `Q2: …`. */
const MOST_WHO_DIFFER = 5;

/** A button for each of those who differ on a question, for the one who is right. */
export function agreeControls(view: DesignView, { id, differing }: QuestionView): Control[] {
  return differing
    .slice(0, MOST_WHO_DIFFER)
    .map(({ author, since }) => asking(view, makeControl('agree', author, `${id}/${since}`)));
}

/** The choices of the open gate, *accept* last, and likely only where no point is open. */
export function listChoiceControls(view: DesignView): Control[] {
  if (view.gate === null) return [];
  const { id, accepts, points } = view.gate;
  const others = view.gate.choices.filter((choice) => choice !== 'accept');
  const last = view.gate.choices.filter((choice) => choice === 'accept');
  return [...others, ...last].map((choice) => {
    const isLikely =
      choice === 'again' || (choice === 'accept' && accepts === 'decision' && points.length === 0);
    const label = labelChoice(choice, accepts);
    return asking(view, makeControl(choice, label, id, isLikely ? 'primary' : 'plain'));
  });
}
