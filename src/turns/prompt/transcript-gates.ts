import type { Design, Gate } from '../../core/vocabulary/design.ts';
import { material } from './material-text.ts';
import type { Section } from './transcript-section.ts';

const SENT_BACK = '# Sent back by people\n\nThe decision above was sent back once, to be done again.';
const SAID = '# People said at the gate';

/** What people wrote when they decided at a gate, by name, for the turns that follow; a settlement is told with its difference. */
export function gateSections({ gates }: Pick<Design, 'gates'>): Section[] {
  return gates.flatMap(({ since, decision }) => {
    const text = decision === null ? '' : sectionOf(decision);
    return text === '' ? [] : [{ since, text }];
  });
}

function sectionOf({ choice, note, by }: NonNullable<Gate['decision']>): string {
  const words = material(`note by ${by}`, note === '' ? '(no note)' : note);
  switch (choice) {
    case 'send_back':
      return `${SENT_BACK}\n\n${words}`;
    case 'again':
      return note === '' ? '' : `${SAID}\n\nThe round was asked once more, with this note:\n\n${words}`;
    case 'accept':
      return note === '' ? '' : `${SAID}\n\nIt went on, with this note:\n\n${words}`;
    case 'stop':
    case 'settle':
    case 'unanswered':
      return '';
  }
}
