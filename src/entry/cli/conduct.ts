import { ACTS } from '../../acts/table.ts';
import { isMatching } from '../../core/questions/replies/questions.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import type { DesignId, QuestionId } from '../../core/vocabulary/ids.ts';
import { awaitUnlessAborted } from '../../foundation/timeout.ts';
import type { StoredEvent } from '../../ports/store.ts';
import { viewOf } from '../../presentation/view/view.ts';
import {
  type ActionResult,
  askExample,
  askQuestions,
  type WrittenAnswer,
} from '../../surfaces/terminal/answering.ts';
import { type AtGate, askDecision } from '../../surfaces/terminal/deciding.ts';
import type { TerminalPeople } from '../../surfaces/terminal/people.ts';
import { follow, type Progress } from '../../surfaces/terminal/progress.ts';
import type { Show } from '../../surfaces/terminal/show.ts';
import { type At, carryOut } from './acts.ts';
import { read, Standing } from './api.ts';

interface Conducted {
  readonly at: At & { readonly id: DesignId };
  /** Yields until the design can produce no more. */
  readonly course: AsyncIterable<StoredEvent>;
  readonly show: Show;
  /** `null` if nobody is asked anything. */
  readonly people: TerminalPeople | null;
  /** The example's answers; `null` for any other design. */
  readonly written: WrittenAnswer | null;
  readonly now: () => number;
  /** Called when the design has ended, before its files are written. */
  readonly onEnd: () => void;
  /** Aborted if the design cannot be followed further. */
  readonly signal: AbortSignal;
}

/**
 * Shows a running design event by event and lets people take part, until it has ended and its files
 * are written.
 */
export async function conduct(conducted: Conducted): Promise<Design> {
  const { course, show, people, signal } = conducted;
  let progress: Progress | null = null;
  const state = new StateView();
  try {
    for await (const stored of course) {
      progress = follow(progress, stored.event);
      show.changed(stored, progress);
      state.update(progress.design);
      await involve(conducted, stored.event, state);
    }
  } finally {
    await people?.close();
  }
  signal.throwIfAborted();
  return state.design;
}

async function involve(conducted: Conducted, event: DesignEvent, state: StateView): Promise<void> {
  const { answers, settings } = state.design;
  switch (event.type) {
    case 'answering_opened':
      if (answers === undefined && settings.answerMs > 0) wantAnswers(conducted, state);
      return;
    case 'gate_opened':
      wantDecision(conducted, state);
      return;
    case 'answering_closed':
    case 'gate_decided':
      await conducted.people?.dismiss();
      return;
    case 'design_ended':
      conducted.onEnd();
      await conducted.people?.close();
      return;
    default:
      return;
  }
}

function wantAnswers({ at, people, show, written, now }: Conducted, state: StateView): void {
  const { id } = at;
  people?.want((typing, signal) => {
    /**
     * Waits until the outcome is shown, so that people see how their words were read before they
     * continue.
     */
    const awaitShown = async (action: Promise<ActionResult>): Promise<ActionResult> => {
      const outcome = await action;
      const { version } = await read(at.api, Standing, ACTS.show, { id });
      await state.waitUntil((design) => design.version >= version && !isMatching(design), signal);
      show.tell();
      return outcome;
    };
    const thread = {
      view: () => viewOf(state.design),
      now,
      say: (line: string) => show.say(line),
      reply: (text: string, questionId?: QuestionId, author = at.context.person) =>
        awaitShown(carryOut(at, ACTS.reply, { id }, { body: { text, questionId, author } })),
      finish: (author = at.context.person) =>
        awaitShown(carryOut(at, ACTS.go_on, { id }, { body: { author } })),
    };
    if (written !== null) return askExample(thread, typing, signal, written);
    return askQuestions(thread, typing, (line) => show.say(line), signal);
  });
}

function wantDecision({ at, people, show, now }: Conducted, { design }: StateView): void {
  const { id } = at;
  people?.want(async (typing, signal) => {
    const view = viewOf(design);
    const { gate } = view;
    if (gate === null) return;
    const atGate: AtGate = {
      now,
      decide: (choice, note) =>
        carryOut(at, ACTS.decide, { id, gateId: gate.id }, { body: { choice, note } }),
      settle: (divergenceId, position) =>
        carryOut(at, ACTS.settle, { id, divergenceId }, { body: { position } }),
      agree: (questionId, answer) =>
        carryOut(at, ACTS.agree, { id, questionId }, { body: { answer } }),
    };
    return askDecision(view, atGate, typing, (line) => show.say(line), signal);
  });
}

class StateView {
  #design: Design | null = null;
  #waiting: (() => void)[] = [];

  get design(): Design {
    if (this.#design === null) throw new Error('broken invariant: none of the design was shown');
    return this.#design;
  }

  update(design: Design): void {
    this.#design = design;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Throws the reason of an aborted `signal`. */
  async waitUntil(holds: (design: Design) => boolean, signal: AbortSignal): Promise<void> {
    while (!holds(this.design)) {
      await awaitUnlessAborted(new Promise<void>((wake) => this.#waiting.push(wake)), signal);
    }
  }
}
