import { findDecisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { openQuestions } from '../../core/questions/replies/questions.ts';
import { listNumbers, listUnknownNumbers } from '../../core/questions/replies/reply.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { drawThreadLink } from '../../presentation/answers/act-answers.ts';
import { LABELS } from '../../presentation/format/control.ts';
import {
  clickable,
  type Document,
  document,
  type Line,
  line,
  lines,
  section,
  untrusted,
} from '../../presentation/format/document.ts';
import { STOP_WORDS } from '../../presentation/judged/ending.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { makeControl, runAgainIn } from '../../presentation/words/controls.ts';
import type { GatewayContext } from './gateway-context.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

const TOPIC_CHARACTERS = 150;

/**
 * Notice to the author of words written after the end: how the design ended, that the words are saved, and one next
 * step, if any.
 */
export function drawLateNotice(
  { linkTo }: Pick<GatewayContext, 'linkTo'>,
  design: Design,
  mayRunAgain: boolean,
): Document {
  const { id, topic } = design;
  const next = findDecisionInForce(design) !== null ? 'follow_up' : mayRunAgain ? 'run_again' : null;
  const step = next === null ? '' : ` ${REPLY_TEXTS[next]}`;
  const words = `${REPLY_TEXTS.keptLate(describeEnd(design))}${step}`;
  const about = (maxChars: number) => untrusted(topic, Math.min(maxChars, TOPIC_CHARACTERS));
  const way = linkToThread(design, linkTo);
  return document(
    words,
    (maxChars) => [section(lines(line`“${about(maxChars)}” ${untrusted(words, maxChars)}${way}`))],
    {
      clickable: clickable(
        id,
        next === 'run_again'
          ? runAgainIn(viewOf(design))
          : next === null
            ? []
            : [makeControl(next, LABELS[next])],
      ),
    },
  );
}

/** True for this person's first words after the end, which get `drawLateNotice`. */
export function isFirstLate({ lateWords }: Design, replyId: string, author: string | null): boolean {
  return lateWords.find(({ authorId }) => authorId === author)?.id === replyId;
}

/**
 * Notice about unknown question numbers in a reply, with the open ones. `null` if there are none, before the first
 * question, and at a gate, where no answers are awaited.
 */
export function explainNumbers(design: Design, replyId: string): string | null {
  const { questions, replies } = design;
  if (questions.length === 0 || openGate(design) !== null) return null;
  const reply = replies.find(({ id }) => id === replyId) ?? { text: '' };
  const unknown = listUnknownNumbers(reply, questions);
  const numbers = listNumbers(reply);
  const open = openQuestions(design).flatMap(({ id }) => (numbers.includes(id) ? [] : [id]));
  return unknown.length === 0 ? null : REPLY_TEXTS.noSuchQuestion(unknown, open);
}

/** Link to the thread, behind words; empty if unknown. */
export function linkToThread({ thread }: Design, linkTo: GatewayContext['linkTo']): Line {
  const url = thread === null ? null : linkTo(thread);
  return url === null ? [] : line` ${drawThreadLink(url)}`;
}

/** Completes the design's name to a sentence. */
function describeEnd(design: Design): string {
  const { decidedBy, stoppedBecause, stoppedBy } = outcomeOf(design);
  if (findDecisionInForce(design) !== null) return 'has ended with a decision';
  if (stoppedBecause === 'cancelled_by_person' && stoppedBy !== '') return `was cancelled by ${stoppedBy}`;
  if (stoppedBecause === 'decided_by_person' && decidedBy !== null) return `was stopped by ${decidedBy.by}`;
  return stoppedBecause === null || stoppedBecause === 'finished'
    ? 'has ended without a decision'
    : `has ended without a decision: ${STOP_WORDS[stoppedBecause]}`;
}
