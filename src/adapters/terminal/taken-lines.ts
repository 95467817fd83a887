import type { DesignView } from '../../core/telling/design-view.ts';
import { oneLine } from './safe.ts';
import { TEXTS } from './texts.ts';

/** What somebody's words were taken for, question by question, and what of them answers nothing. */
export function takenLines(
  { questions }: DesignView,
  { id: replyId, unmatched, leftOpen, other }: DesignView['replies'][number],
): string[] {
  const answers = questions.flatMap(({ id, answers: all }) =>
    all
      .filter((answer) => answer.replyId === replyId)
      .map(({ text, source, author }) =>
        oneLine(`${id} ✓ ${(source === 'read' ? TEXTS.readFrom : TEXTS.answeredBy)(author)}: “${text}”`),
      ),
  );
  if (leftOpen.length > 0) answers.push(oneLine(TEXTS.leftOpen(leftOpen)));
  if (other === '' || leftOpen.length > 0) return answers;
  const kept = unmatched ? TEXTS.notReadYet : TEXTS.kept;
  if (answers.length > 0) return [...answers, oneLine(`${TEXTS.readAsNothing}: “${other}”. ${kept}`)];
  return [`${unmatched ? '' : `${TEXTS.readNothing} `}${kept}`];
}
