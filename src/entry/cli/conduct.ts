import { askQuestions, type Thread } from '../../adapters/terminal/answering.ts';
import { type AtGate, askDecision } from '../../adapters/terminal/deciding.ts';
import type { People } from '../../adapters/terminal/people.ts';
import { follow, type Progress } from '../../adapters/terminal/progress.ts';
import type { Show } from '../../adapters/terminal/show.ts';
import type { Design } from '../../core/design.ts';
import type { DesignEvent } from '../../core/events.ts';
import type { DesignId } from '../../core/ids.ts';
import { isMatching } from '../../core/question/matching.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { InboxAnswer } from '../../runtime/ports/store.ts';
import { person } from './cli-context.ts';

interface Conducted {
  readonly engine: Engine;
  readonly id: DesignId;
  readonly show: Show;
  /** `null`: nobody is to be asked anything. */
  readonly people: People | null;
  /** Text that stands for the thread's reply; then nobody is asked the questions. */
  readonly answers: string | null;
  /** Gives up following, for when nothing more will come. */
  readonly signal: AbortSignal;
}

/** Far more events than can follow an end. */
const LAST_EVENTS = 1_000;

/** Shows a running design event by event and lets people take part, until it has ended and its files are written. */
export async function conduct(conducted: Conducted): Promise<Design> {
  const { engine, id, show, people, signal } = conducted;
  let progress: Progress | null = null;
  const shown = new ShownState();
  for await (const stored of engine.follow(id, 0, signal)) {
    progress = follow(progress, stored.event);
    show.changed(stored, progress);
    shown.changed(progress.design);
    await involve(conducted, stored.event, shown);
    if (progress.design.end !== null) break;
  }
  await people?.dismiss();
  signal.throwIfAborted();
  await engine.settled(id);
  // What is left behind by an end, such as the files of a cancelled design.
  for (const stored of await engine.parts.store.events(id, progress?.design.version ?? 0, LAST_EVENTS)) {
    progress = follow(progress, stored.event);
    show.changed(stored, progress);
  }
  return known(engine, id);
}

/** Whom and what this event makes us ask, or stop asking. */
async function involve(conducted: Conducted, event: DesignEvent, shown: ShownState): Promise<void> {
  const { people, answers } = conducted;
  switch (event.type) {
    case 'answering_opened':
      if (answers !== null) await answerFrom(conducted, answers);
      else if (shown.design.settings.answerMs > 0) wantAnswers(conducted, shown);
      return;
    case 'gate_opened':
      wantDecision(conducted, shown);
      return;
    case 'answering_closed':
    case 'gate_decided':
    case 'design_ended':
      await people?.dismiss();
      return;
    default:
      return;
  }
}

/**
 * The file is the thread's one reply, written before the questions were known: it is matched to them like any other, and
 * what it leaves open is assumed.
 */
async function answerFrom({ engine, id, show }: Conducted, text: string): Promise<void> {
  const replyId = engine.parts.identifiers.uuid();
  showRefusal(
    show,
    await engine.command(id, {
      type: 'record_reply',
      replyId,
      author: person(),
      text,
      questionId: null,
      beforehand: true,
    }).answered,
  );
  if ((await engine.design(id))?.answering == null) return;
  showRefusal(
    show,
    await engine.command(id, { type: 'finish_answering', by: person(), skip: false }).answered,
  );
}

function wantAnswers({ engine, id, people, show }: Conducted, shown: ShownState): void {
  people?.want((typing, signal) => {
    /** Until it is shown, so that people see what their words were taken for before they go on. */
    const seen = async (handled: Promise<InboxAnswer>): Promise<InboxAnswer> => {
      const answer = await handled;
      const { version } = await known(engine, id);
      await shown.until((design) => design.version >= version && !isMatching(design), signal);
      show.tell();
      return answer;
    };
    const thread: Thread = {
      design: () => shown.design,
      now: () => engine.parts.clock.now(),
      reply: (text) => {
        const replyId = engine.parts.identifiers.uuid();
        const command = { type: 'record_reply', replyId, author: person(), text, questionId: null } as const;
        return seen(engine.command(id, command).answered);
      },
      finish: (skip) => seen(engine.command(id, { type: 'finish_answering', by: person(), skip }).answered),
    };
    return askQuestions(thread, typing, (line) => show.say(line), signal);
  });
}

function wantDecision({ engine, id, people, show }: Conducted, { design }: ShownState): void {
  people?.want(async (typing, signal) => {
    const gate = design.gates.at(-1);
    if (gate === undefined || gate.decision !== null) return;
    const by = person();
    const atGate: AtGate = {
      now: () => engine.parts.clock.now(),
      decide: (choice, note) =>
        engine.command(id, { type: 'decide_gate', gateId: gate.id, choice, note, by }).answered,
      settle: (divergenceId, position) =>
        engine.command(id, { type: 'settle_divergence', divergenceId, position, note: '', by }).answered,
    };
    return askDecision({ gate, design, person: atGate }, typing, (line) => show.say(line), signal);
  });
}

/** The design as it has been shown so far. */
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
      signal.throwIfAborted();
      await new Promise<void>((wake) => {
        this.#waiting.push(wake);
        signal.addEventListener('abort', () => wake(), { once: true });
      });
    }
  }
}

async function known(engine: Engine, id: DesignId): Promise<Design> {
  const design = await engine.design(id);
  if (design === null) throw new Error(`broken invariant: ${id} is gone`);
  return design;
}

function showRefusal(show: Show, decision: InboxAnswer): void {
  if (!decision.accepted) show.say(decision.refusal.message);
}
