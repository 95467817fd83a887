import { askQuestions, type Outcome, type Thread } from '../../adapters/terminal/answering.ts';
import { type AtGate, askDecision } from '../../adapters/terminal/deciding.ts';
import type { People } from '../../adapters/terminal/people.ts';
import { follow, type Progress } from '../../adapters/terminal/progress.ts';
import type { Show } from '../../adapters/terminal/show.ts';
import { isMatching } from '../../core/question/questions.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { abortable } from '../../runtime/timeout.ts';
import type { Running } from './source.ts';

interface Conducted {
  readonly running: Running;
  readonly id: DesignId;
  readonly show: Show;
  /** `null`: nobody is to be asked anything. */
  readonly people: People | null;
  readonly now: () => number;
  /** Gives up following, for when nothing more will come. */
  readonly signal: AbortSignal;
}

/** Shows a running design event by event and lets people take part, until it has ended and its files are written. */
export async function conduct(conducted: Conducted): Promise<Design> {
  const { running, id, show, people, signal } = conducted;
  let progress: Progress | null = null;
  const shown = new ShownState();
  try {
    for await (const stored of running.course(id, 0, signal)) {
      progress = follow(progress, stored.event);
      show.changed(stored, progress);
      shown.changed(progress.design);
      await involve(conducted, stored.event, shown);
    }
  } finally {
    await people?.dismiss();
  }
  signal.throwIfAborted();
  return shown.design;
}

/** Whom and what this event makes us ask, or stop asking. */
async function involve(conducted: Conducted, event: DesignEvent, shown: ShownState): Promise<void> {
  const { answers, settings } = shown.design;
  switch (event.type) {
    case 'answering_opened':
      if (answers === undefined && settings.answerMs > 0) wantAnswers(conducted, shown);
      return;
    case 'gate_opened':
      wantDecision(conducted, shown);
      return;
    case 'answering_closed':
    case 'gate_decided':
    case 'design_ended':
      await conducted.people?.dismiss();
      return;
    default:
      return;
  }
}

function wantAnswers({ running, id, people, show, now }: Conducted, shown: ShownState): void {
  people?.want((typing, signal) => {
    /** Until it is shown, so that people see what their words were taken for before they go on. */
    const seen = async (handled: Promise<Outcome>): Promise<Outcome> => {
      const taken = await handled;
      const version = await running.version(id);
      await shown.until((design) => design.version >= version && !isMatching(design), signal);
      show.tell();
      return taken;
    };
    const thread: Thread = {
      design: () => shown.design,
      now,
      reply: (text) => seen(running.reply(id, text)),
      finish: (skip) => seen(running.finishAnswering(id, skip)),
    };
    return askQuestions(thread, typing, (line) => show.say(line), signal);
  });
}

function wantDecision({ running, id, people, show, now }: Conducted, { design }: ShownState): void {
  people?.want(async (typing, signal) => {
    const gate = design.gates.at(-1);
    if (gate === undefined || gate.decision !== null) return;
    const atGate: AtGate = {
      now,
      decide: (choice, note) => running.decide(id, gate.id, choice, note),
      settle: (divergenceId, position) => running.settle(id, divergenceId, position, ''),
    };
    return askDecision({ gate, design, person: atGate }, typing, (line) => show.say(line), signal);
  });
}

class ShownState {
  #design: Design | null = null;
  #waiting: (() => void)[] = [];

  get design(): Design {
    if (this.#design === null) throw new Error('broken invariant: nothing of it was shown');
    return this.#design;
  }

  changed(design: Design): void {
    this.#design = design;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Throws what `signal` is aborted with. */
  async until(holds: (design: Design) => boolean, signal: AbortSignal): Promise<void> {
    while (!holds(this.design)) {
      await abortable(new Promise<void>((wake) => this.#waiting.push(wake)), signal);
    }
  }
}
