import { askQuestions } from '../../adapters/terminal/answering.ts';
import { askDecision } from '../../adapters/terminal/deciding.ts';
import type { People } from '../../adapters/terminal/people.ts';
import { follow, type Progress } from '../../adapters/terminal/progress.ts';
import type { Show } from '../../adapters/terminal/show.ts';
import type { Design } from '../../core/design.ts';
import type { DesignEvent } from '../../core/events.ts';
import { evolve } from '../../core/evolve.ts';
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
  for await (const stored of engine.follow(id, 0, signal)) {
    progress = follow(progress, stored.event);
    show.changed(stored, progress);
    await involve(conducted, stored.event, progress.design);
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
async function involve(conducted: Conducted, event: DesignEvent, design: Design): Promise<void> {
  const { people, answers } = conducted;
  switch (event.type) {
    case 'answering_opened':
      if (answers !== null) await answerFrom(conducted, answers);
      else if (design.settings.answerMs > 0) wantAnswers(conducted, design);
      return;
    case 'gate_opened':
      wantDecision(conducted, design);
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

function wantAnswers({ engine, id, people, show }: Conducted, opened: Design): void {
  people?.want(async (signal) => {
    let design = await newer(engine, opened);
    const refreshed = async (decision: Promise<InboxAnswer>): Promise<InboxAnswer> => {
      const answer = await decision;
      design = await newer(engine, design);
      return answer;
    };
    const thread = {
      design: () => design,
      reply: async (text: string, questionId: `Q${number}` | null) => {
        const replyId = engine.parts.identifiers.uuid();
        const command = { type: 'record_reply', replyId, author: person(), text, questionId } as const;
        const answer = await refreshed(engine.command(id, command).answered);
        await wordsAreRead({ engine, id }, design, signal);
        design = await newer(engine, design);
        return answer;
      },
      finish: (skip: boolean) =>
        refreshed(engine.command(id, { type: 'finish_answering', by: person(), skip }).answered),
    };
    return askQuestions(thread, (line) => show.say(line), process.stderr, signal);
  });
}

/** Until what was said has been read, so that people see what their words were taken for before they go on. */
async function wordsAreRead(
  { engine, id }: Pick<Conducted, 'engine' | 'id'>,
  from: Design,
  signal: AbortSignal,
): Promise<void> {
  let design = from;
  if (!isMatching(design)) return;
  for await (const { event } of engine.follow(id, from.version, signal)) {
    design = evolve(design, event);
    if (!isMatching(design)) return;
  }
}

function wantDecision({ engine, id, people }: Conducted, opened: Design): void {
  people?.want(async (signal) => {
    const design = await newer(engine, opened);
    const gate = design.gates.at(-1);
    if (gate === undefined || gate.decision !== null) return;
    return askDecision(
      gate,
      design,
      {
        decide: (choice, note) =>
          engine.command(id, { type: 'decide_gate', gateId: gate.id, choice, note, by: person() }).answered,
        settle: (divergenceId, position) =>
          engine.command(id, { type: 'settle_divergence', divergenceId, position, note: '', by: person() })
            .answered,
      },
      process.stderr,
      signal,
    );
  });
}

async function known(engine: Engine, id: DesignId): Promise<Design> {
  const design = await engine.design(id);
  if (design === null) throw new Error(`broken invariant: ${id} is gone`);
  return design;
}

/**
 * The design as it stands, and never older than it was seen: an event can be read from the store a moment before the
 * design's owner has it in memory.
 */
async function newer(engine: Engine, seen: Design): Promise<Design> {
  const design = await known(engine, seen.id);
  return design.version > seen.version ? design : seen;
}

function showRefusal(show: Show, decision: InboxAnswer): void {
  if (!decision.accepted) show.say(decision.refusal.message);
}
