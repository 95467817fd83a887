import { ACTS } from '../../../acts/table.ts';
import { listedDesign } from '../../../core/presentation/web/listed-design.ts';
import { nameOnRecord } from '../../../core/vocabulary/claimed-name.ts';
import type { Lesson } from '../../../core/vocabulary/event-parts.ts';
import { iso } from '../../../core/vocabulary/figures.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import type { SharedStore } from '../../../engine/ports/store.ts';
import { findLessons, leavesLesson } from '../../../engine/starting/lessons.ts';
import type { Clock } from '../../../foundation/clock.ts';
import { viaOf } from '../access/via.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem } from '../problem.ts';
import { onlyReadable, readableDesign } from '../readable.ts';

export function listRoutes(store: SharedStore): Handled[] {
  const list = handled(ACTS.list, async ({ context, query: { status, limit, before } }) => {
    // One more than fits the page shows whether another page follows.
    const found = await store.list({
      limit: limit + 1,
      ...(await onlyReadable(context)),
      ...(status === undefined ? {} : { status }),
      ...(before === undefined ? {} : { before }),
    });
    const designs = found.slice(0, limit);
    const next = found.length > limit ? designs.at(-1)?.id : null;
    return context.json({ designs: designs.map(listedDesign), next });
  });

  return [list];
}

/** Lists and dismisses lessons of the designs that the viewer may read (A14). */
export function lessonRoutes({
  store,
  clock,
}: {
  readonly store: Pick<SharedStore, 'events' | 'list' | 'summary' | 'lessons' | 'dismissLesson'>;
  readonly clock: Pick<Clock, 'now'>;
}): Handled[] {
  const list = handled(ACTS.lessons, async ({ context, query: { words, limit } }) => {
    const lessons = await findLessons(words, limit, store, await onlyReadable(context));
    return context.json({ lessons: lessons.map(shownLesson) });
  });

  const dismiss = handled(ACTS.dismiss_lesson, async ({ context, names, body: { author } }) => {
    const id = DesignId.safeParse(names.id);
    const design = id.success ? await readableDesign(context, store, id.data) : null;
    if (design === null) throw noLesson();
    const by = nameOnRecord(author, viaOf(context));
    if (design.endedAt !== null && !leavesLesson(design))
      throw new Problem(
        'not_found',
        'This design has no lesson: cancelled designs and rehearsals leave none.',
      );
    if (!(await store.dismissLesson(design.id, { at: clock.now(), by }))) throw noLesson();
    return context.json({ designId: design.id, dismissed: true });
  });

  return [list, dismiss];
}

function noLesson(): Problem {
  return new Problem('not_found', 'No ended design has this id. A lesson has the id of its design.');
}

export function shownLesson(lesson: Lesson) {
  return { ...lesson, endedAt: iso(lesson.endedAt) };
}
