import {
  bold,
  clickable,
  type Document,
  document,
  type Line,
  lines,
  moment,
  trust,
  untrusted,
} from '../format/document.ts';
import { drawPageLink } from '../format/page-address.ts';
import type { DesignView } from '../schema/view.ts';
import { listAnswerControls, listChoiceControls } from '../words/controls.ts';
import { drawAskToDecide } from '../words/gate-words.ts';

const BEGIN_AGAIN = 'Then start it again, or start it in another channel.';

/** Ends a reason that people can do nothing about. */
export const OUR_MISTAKE = 'That is a mistake of Charrette’s: report it.';

/**
 * Tells the starter in private why nothing can be posted in the thread, and what they can do.
 * `reason`: of a design that waits or ended for it; `null` if only its result could not be posted.
 */
export function drawUnreachable(view: DesignView, reason: string | null): Document {
  const { id, topic, gate, page, status, banner } = view;
  const hasFailed = status === 'failed';
  const title = hasFailed
    ? 'I could not begin, because I cannot post there.'
    : reason === null
      ? 'I cannot post its result in its thread.'
      : 'I cannot post in its thread any more.';
  const begin = reason?.includes(OUR_MISTAKE) ? '' : BEGIN_AGAIN;
  const next = hasFailed ? begin : gate === null ? banner.headline : goOn(page);
  const until: Line[] =
    gate === null ? [] : [drawAskToDecide(gate, moment(gate.deadline, view.changedAt))];
  const elsewhere = hasFailed || page !== null ? [] : [readWith(id)];
  const controls = [...listAnswerControls(view), ...listChoiceControls(view)];
  return document(
    title,
    [
      [lines(bold(title)), { kind: 'quote', line: [untrusted(topic)] }],
      lines(
        untrusted(reason === null ? next : `${reason} ${next}`.trim()),
        ...until,
        ...elsewhere.map((words) => [trust(words)]),
      ),

      !hasFailed && drawPageLink(view),
    ],
    { clickable: clickable(id, controls) },
  );
}

function goOn(page: string | null): string {
  const where = page === null ? 'here' : 'here or on its page';
  return `Answer or decide ${where}; it goes on by itself once I can post there again.`;
}

/** Where a design can be read that has no page. */
export function readWith(id: DesignView['id']): string {
  return `Whoever runs Charrette can read it with: charrette show ${id}`;
}
