import type { Status } from '../../../core/events.ts';
import type { DesignId } from '../../../core/ids.ts';
import { counted, money } from '../../../core/outcome/words.ts';
import type { Card } from '../../../core/thread/card.ts';
import type { Peek } from '../../../core/thread/peek.ts';
import { ACTIONS } from './actions.ts';
import { drawCard } from './card.ts';
import { menu } from './controls.ts';
import { type Drawing, drawing } from './drawing.ts';
import { inlineMarkdown } from './markdown.ts';
import { bold, bullets, given, joined, type Line, lines, moment, ours, richText } from './rich.ts';
import { doingWords, TEXTS } from './texts.ts';

/** Private answers, which only one person sees. Where a design stands is its card, without what can be clicked. */
export function drawStatus(card: Card): Drawing {
  return drawCard({ ...card, controls: [] });
}

export function drawPeek(peek: Peek): Drawing {
  const { person, model, turnSince, lastWords, turns, tokens, costUsd, restarts, rehearsal } = peek;
  const { doing, emoji, title } = person;
  const doingNow = doing.kind === 'dead' ? doing.story : doingWords(doing) || TEXTS.resting;
  const facts = [
    counted(turns, 'turn'),
    counted(tokens, 'token').replace(String(tokens), tokens.toLocaleString('en')),
    money(costUsd),
    rehearsal ? '' : model,
    restarts === 0 ? TEXTS.neverRestarted : TEXTS.restarted,
  ];
  return drawing(`${title}: ${doingNow}`, (most) => [
    richText(
      lines(
        [
          given(`${emoji} ${title}`, most, { bold: true }),
          ours(' '),
          given(doingNow, most),
          ...(turnSince === null ? [] : [ours(TEXTS.since), moment(turnSince, turnSince)]),
        ],
        lastWords === ''
          ? [ours(TEXTS.noWords)]
          : [ours(TEXTS.lastWords), ...inlineMarkdown(lastWords, most, { italic: true })],
        joined(
          facts.filter((fact) => fact !== '').map((fact) => [given(fact, most)]),
          ' · ',
        ),
      ),
    ),
  ]);
}

/** One design in a list: as the store's summaries have it. */
export interface Listed {
  readonly id: DesignId;
  readonly topic: string;
  readonly status: Status;
  readonly startedAt: number;
  readonly startedBy: string;
}

const TOPIC_CHARACTERS = 150;
const MOST_LISTED = 20;

/** The newest designs and, where one of them is to be chosen, a menu of them. */
export function drawList(designs: readonly Listed[], choice: keyof typeof TEXTS.choose | null): Drawing {
  if (designs.length === 0) return drawing(TEXTS.noDesigns, () => [richText(lines([ours(TEXTS.noDesigns)]))]);
  const shown = designs.slice(0, MOST_LISTED);
  const heading = TEXTS.listHeading(shown.length);
  return drawing(heading, (most) => [
    richText(
      lines([bold(heading)]),
      bullets(shown.map((each) => row(each, Math.min(most, TOPIC_CHARACTERS)))),
    ),
    ...(choice === null
      ? []
      : [
          {
            type: 'actions' as const,
            block_id: choice,
            elements: [
              menu(
                ACTIONS.choose,
                TEXTS.choose[choice],
                shown.map(({ topic, id }) => [topic, id]),
              ),
            ],
          },
        ]),
  ]);
}

function row({ topic, status, startedAt, startedBy }: Listed, most: number): Line {
  return [
    given(topic, most, { bold: true }),
    ours(` · ${TEXTS.status[status]}${TEXTS.startedBy}`),
    given(startedBy, most),
    ours(', '),
    moment(startedAt, 0),
  ];
}
