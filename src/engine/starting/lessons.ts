import { supersededBy } from '../../core/follow-up/decision-status.ts';
import { alike, lessonsWith } from '../../core/outcome/lesson.ts';
import { lessonOf } from '../../core/presentation/web/lesson.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { StartDesign } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Lesson } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { FAULTS, Fault } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import type { DesignFilter, DesignSummary, SharedStore } from '../ports/store.ts';
import { loadDesign, loadedIfWhole } from '../reading/loading.ts';

interface LessonParts {
  readonly store: SharedStore;
  readonly log: Log;
}

/** The newest designs of one place whose lessons are compared; for somebody who looks for one, of all places. */
const COMPARED = 500;
/** Designs without a lesson that are looked up together. */
const PAGE = 100;

/**
 * Returns lessons of earlier designs like this one (A14): those of the same channel, or for a design without a thread those
 * without one, so that nobody reads words from places they may not see. A rehearsal decides nothing, so none is shown to it, and
 * none of its own to anybody. Leaves out the design it follows up on, which is in its context, designs replaced by a later one
 * that ran them again, or followed up with a decision or superseded theirs, and lessons that a person has dismissed. Throws `Fault` when the store
 * cannot be reached.
 */
export async function lessonsFor(
  {
    topic,
    thread,
    rehearsal,
    followUpOf,
  }: Pick<StartDesign, 'topic' | 'thread' | 'rehearsal' | 'followUpOf'>,
  store: Pick<SharedStore, 'list' | 'lessons' | 'events'>,
): Promise<Lesson[]> {
  if (rehearsal) return [];
  const place = thread === null ? {} : { platform: thread.platform, channel: thread.channel };
  const listed = await store.list({ ...place, isUnchecked: true, limit: COMPARED });
  const here = inForce(listed).filter(
    (each) => (each.thread === null) === (thread === null) && each.id !== followUpOf,
  );
  return asRecorded(alike(topic, await standing(idsOf(here), store), COMPARED), BOUNDS.lessons, store);
}

/**
 * Returns kept lessons like this topic, the likest first: of designs that somebody may read, without those that a later one has
 * replaced. They serve to find the designs, whose events say what is shown (P11). Throws `Fault` when the store cannot be reached.
 */
export async function lessonsAlike(
  topic: string,
  most: number,
  store: Pick<SharedStore, 'list' | 'lessons'>,
  readable: Pick<DesignFilter, 'readable'>,
): Promise<Lesson[]> {
  return alike(topic, await standingFor(readable, store), most);
}

/**
 * Returns lessons of all places that somebody may read, and no rehearsal's: the best match for these words first, or without any
 * the newest. Throws `Fault` when the store cannot be reached.
 */
export async function findLessons(
  words: string,
  most: number,
  store: Pick<SharedStore, 'list' | 'lessons' | 'events'>,
  readable: Pick<DesignFilter, 'readable'>,
): Promise<Lesson[]> {
  const found = await standingFor(readable, store);
  return asRecorded(words.trim() === '' ? found : lessonsWith(words, found, COMPARED), most, store);
}

/**
 * Returns the lessons for a second run: those that its design was shown, but for what was dismissed or deleted since. None where
 * they cannot be read, which is logged.
 */
export async function lessonsAgain(
  { lessons = [], rehearsal }: Pick<Design, 'lessons' | 'rehearsal'>,
  { store, log }: LessonParts,
): Promise<Lesson[]> {
  if (rehearsal || lessons.length === 0) return [];
  try {
    const kept = await standing(
      lessons.map(({ designId }) => designId),
      store,
    );
    return await asRecorded(kept, BOUNDS.lessons, store);
  } catch (error) {
    log.warn('lessons_unavailable', { error });
    return [];
  }
}

function idsOf(designs: readonly DesignSummary[]): DesignId[] {
  return designs.map(({ id }) => id);
}

/** It has ended with something to learn from, which may not have been kept yet. */
export function leavesLesson({ endedAt, status, rehearsal, setAside }: DesignSummary): boolean {
  return endedAt !== null && status !== 'cancelled' && !rehearsal && setAside === undefined;
}

/** Designs that have ended with something to learn from, and that no later one has replaced; in the order given. */
function inForce(listed: readonly DesignSummary[]): DesignSummary[] {
  const ended = listed.filter(leavesLesson);
  const replaced = new Set(
    ended.flatMap((each) => [each.successorOf, each.decision === null ? null : each.followUpOf]),
  );
  return ended.filter(({ id }) => !replaced.has(id));
}

/** The lessons of these designs that nobody has dismissed, in the order given. */
async function standing(ids: readonly DesignId[], store: Pick<SharedStore, 'lessons'>): Promise<Lesson[]> {
  const found = new Map((await store.lessons(ids)).map((kept) => [kept.lesson.designId, kept]));
  return ids.flatMap((id) => {
    const kept = found.get(id);
    return kept === undefined || kept.dismissed !== null ? [] : [kept.lesson];
  });
}

/** The same of all designs in force that somebody may read. */
async function standingFor(
  readable: Pick<DesignFilter, 'readable'>,
  store: Pick<SharedStore, 'list' | 'lessons'>,
): Promise<Lesson[]> {
  const listed = await store.list({ ...readable, isUnchecked: true, limit: COMPARED });
  return standing(idsOf(inForce(listed)), store);
}

/**
 * Returns at most so many lessons as their designs' events give them, which are checked (P11): the kept ones serve to find them. Leaves
 * out those of designs whose chain does not hold, and of decisions that a later design has superseded (J14).
 */
async function asRecorded(
  found: readonly Lesson[],
  most: number,
  store: Pick<SharedStore, 'events'>,
): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  for (const { designId } of found) {
    if (lessons.length >= most) break;
    const design = await loadedIfWhole(store, designId);
    if (design === null || supersededBy(design) !== null) continue;
    const lesson = lessonOf(design);
    if (lesson !== null) lessons.push(lesson);
  }
  return lessons;
}

/** Keeps an ended design's lesson, once (A14). Logs a failure, which never harms it; `keepMissedLessons` makes up for it. */
export async function keepLesson(design: Design, { store, log }: LessonParts): Promise<void> {
  try {
    await keep(design, store);
  } catch (error) {
    log.warn('lesson_not_kept', { designId: design.id, error });
  }
}

async function keep(design: Design, store: SharedStore): Promise<void> {
  const lesson = lessonOf(design);
  if (lesson !== null) await store.keepLesson(lesson);
}

/**
 * Keeps the lessons of all ended designs that have none: their daemon died at the wrong moment. May run again at any
 * time. Throws `Fault` when the store cannot be reached; logs and skips a design that cannot be read.
 */
export async function keepMissedLessons(parts: LessonParts, signal: AbortSignal): Promise<void> {
  const { store, log } = parts;
  for (let after: DesignId | null = null; !signal.aborted; ) {
    const page: readonly DesignId[] = await store.withoutLesson(after, PAGE);
    for (const id of page) {
      if (signal.aborted) return;
      try {
        const { design } = await loadDesign(store, id);
        if (design !== null) await keep(design, store);
      } catch (error) {
        if (error instanceof Fault && FAULTS[error.code].passes) throw error;
        log.warn('lesson_not_kept', { designId: id, error });
      }
    }
    if (page.length < PAGE) return;
    after = page.at(-1) ?? null;
  }
}
