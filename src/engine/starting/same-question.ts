import { outcomeOf } from '../../core/outcome/outcome.ts';
import {
  type DecidedBefore,
  isSameTopic,
  type SameQuestion,
  type UnderDiscussion,
} from '../../core/outcome/same-question.ts';
import { lessonOf } from '../../core/presentation/web/lesson.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import { withTimeout } from '../../foundation/timeout.ts';
import type { ReadableFacts } from '../access/may-read.ts';
import type { DesignFilter, SharedStore } from '../ports/store.ts';
import { loadedIfWhole } from '../reading/loading.ts';
import { lessonsAlike } from './lessons.ts';

export const NOT_ASKED_BEFORE: SameQuestion = { decided: null, running: null };

/** Milliseconds for the look-up, since a person waits. */
const LOOK_UP_MS = 1_000;
const COMPARED = 200;
/** Best-matching decisions to check; the first readable one is shown. */
const MOST = 10;

/** Designs that one person may read: a filter for lists, and a check of each (A18). */
export interface OwnDesigns {
  readonly filter: Pick<DesignFilter, 'readable'>;
  readonly mayRead: (design: ReadableFacts) => Promise<boolean>;
}

interface SameQuestionParts {
  readonly store: Pick<SharedStore, 'list' | 'lessons' | 'events'>;
  readonly rehearsal: boolean;
  readonly log: Log;
  readonly clock: Clock;
}

/**
 * Finds designs on the same question that this person may read: the best-matching decision (A14), and a running design
 * on the same topic. For information only: it decides nothing (A17). Rehearsals neither give nor get any. Does not
 * reject: late and failed look-ups are logged and left out.
 */
export async function sameQuestion(
  topic: string,
  { store, rehearsal, log, clock }: SameQuestionParts,
  own: () => Promise<OwnDesigns>,
): Promise<SameQuestion> {
  if (rehearsal) return NOT_ASKED_BEFORE;
  const looking = async (): Promise<SameQuestion> => {
    const readable = await own();
    const [running, decided] = await Promise.all([
      underDiscussion(topic, store, readable),
      decidedBefore(topic, store, readable),
    ]);
    return { running, decided };
  };
  const unavailable = (error: unknown): SameQuestion => {
    log.warn('same_question_unavailable', { error });
    return NOT_ASKED_BEFORE;
  };
  const onTimeout = () => unavailable(new Error(`nothing was found within ${LOOK_UP_MS} ms`));
  return withTimeout(looking().catch(unavailable), LOOK_UP_MS, onTimeout, clock);
}

async function underDiscussion(
  topic: string,
  store: SameQuestionParts['store'],
  { filter, mayRead }: OwnDesigns,
): Promise<UnderDiscussion | null> {
  const listed = await Promise.all(
    (['running', 'awaiting_input'] as const).map((status) =>
      store.list({ ...filter, status, limit: COMPARED }),
    ),
  );
  const same = listed
    .flat()
    .filter((each) => !each.rehearsal && each.setAside === undefined && isSameTopic(each.topic, topic))
    .toSorted((one, other) => other.startedAt - one.startedAt);
  for (const each of same) {
    // Shows the checked events, not the row (P11).
    const design = await loadedIfWhole(store, each.id);
    if (design === null || !isSameTopic(design.topic, topic) || !(await mayRead(design))) continue;
    const { id, startedAt, thread } = design;
    return { id, topic: design.topic, startedAt, thread };
  }
  return null;
}

/** The best-matching decision, from its design's checked events (P11). */
async function decidedBefore(
  topic: string,
  store: SameQuestionParts['store'],
  { filter, mayRead }: OwnDesigns,
): Promise<DecidedBefore | null> {
  for (const { decision, designId } of await lessonsAlike(topic, MOST, store, filter)) {
    const design = decision === null ? null : await loadedIfWhole(store, designId);
    const lesson = design === null ? null : lessonOf(design);
    if (design === null || lesson === null || lesson.decision === null || !(await mayRead(design))) continue;
    const { decidedBy } = outcomeOf(design);
    return {
      id: design.id,
      topic: design.topic,
      status: lesson.status,
      decision: lesson.decision,
      by: decidedBy?.choice === 'accept' ? decidedBy.by : design.startedBy,
      endedAt: lesson.endedAt,
      thread: design.thread,
    };
  }
  return null;
}
