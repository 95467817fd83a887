import type { Status } from '../../core/events.ts';
import { counted, money } from '../../core/figures.ts';
import type { DesignId } from '../../core/ids.ts';
import { replacedWords } from '../../core/session/replacement.ts';
import type { Card } from '../../core/thread/card.ts';
import type { ParticipantDetails } from '../../core/thread/participant-details.ts';
import { STATUS_WORDS } from '../../core/words.ts';
import { cardDocument } from './card.ts';
import { type ChoiceOf, type Document, document } from './document.ts';
import { inlineMarkdown } from './markdown.ts';
import { bold, bullets, given, joined, type Line, lines, moment, ours, section } from './rich.ts';
import { doingWords, TEXTS } from './texts.ts';
import { wordsDocument } from './words.ts';

/** Private answers, which only one person sees. Where a design stands is its card, without what can be clicked. */
export function statusDocument(card: Card): Document {
  return cardDocument({ ...card, controls: [] });
}

export function participantDocument(details: ParticipantDetails): Document {
  const { person, model, turnSince, lastWords, turns, tokens, costUsd, restarts, rehearsal } = details;
  const { doing, emoji, title } = person;
  const doingNow = doing.kind === 'dead' ? doing.story : doingWords(doing) || TEXTS.resting;
  const facts = [
    counted(turns, 'turn'),
    counted(tokens, 'token').replace(String(tokens), tokens.toLocaleString('en')),
    money(costUsd),
    rehearsal ? '' : model,
    replacedWords(restarts),
  ];
  return document(`${title}: ${doingNow}`, (most) => [
    section(
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
const MAX_LISTED = 20;

/** The newest designs and, where one of them is to be chosen, a menu of them. */
export function listDocument(designs: readonly Listed[], choice: ChoiceOf | null): Document {
  if (designs.length === 0) return wordsDocument(TEXTS.noDesigns);
  const shown = designs.slice(0, MAX_LISTED);
  const heading = TEXTS.listHeading(shown.length);
  const sections = (most: number) => [
    section(
      lines([bold(heading)]),
      bullets(shown.map((each) => row(each, Math.min(most, TOPIC_CHARACTERS)))),
    ),
  ];
  return document(heading, sections, {
    clickable: choice === null ? null : { kind: 'choice', of: choice, designs: shown },
  });
}

function row({ topic, status, startedAt, startedBy }: Listed, most: number): Line {
  return [
    given(topic, most, { bold: true }),
    ours(` · ${STATUS_WORDS[status]}${TEXTS.startedBy}`),
    given(startedBy, most),
    ours(', '),
    moment(startedAt, 0),
  ];
}
