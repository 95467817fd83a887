import { shortenId } from '../../core/vocabulary/figures.ts';
import { compact } from '../../foundation/compact.ts';
import {
  type Block,
  bold,
  drawMark,
  heading,
  type Line,
  line,
  lines,
  list,
  type Section,
  shortenSections,
  trust,
  under,
  untrusted,
  untrustedLines,
  untrustedMarkdown,
} from '../../presentation/format/document.ts';
import { drawPageLink } from '../../presentation/format/page-address.ts';
import { foldToOneLine } from '../../presentation/format/plain.ts';
import { drawTitle, listPersonRows } from '../../presentation/judged/people.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { drawDifferencesInFull } from '../../presentation/talk/differences.ts';
import { drawQuestionsInFull } from '../../presentation/talk/questions.ts';
import { LATE_WORDS_HEADING } from '../../presentation/talk/replies.ts';
import { drawGate, listDisputedQuestions } from '../../presentation/thread/gate.ts';
import { saySentence } from '../../presentation/thread/result.ts';
import { PHASE_WORDS } from '../../presentation/words/phases.ts';
import { markOf } from '../../presentation/words/state.ts';
import { drawSilence, drawWaiting } from '../../presentation/words/waiting.ts';
import { openLinesIn } from './answering.ts';
import { type Look, minuteOf } from './format.ts';
import { drawSections, MOST } from './markdown.ts';
import { sayResult } from './result.ts';

interface PlaceView extends Look {
  /** The folder to show, or `null` if the files are not on this machine. */
  readonly folder: string | null;
  readonly now: number;
  /** The reason why no daemon runs it, with advice; `null` if one does, or if it has ended. */
  readonly whyIdle: string | null;
}

/**
 * A design as text. While it runs: what it waits for and what to type then, who takes part, and
 * what was said. At the end: its result and who took part; the files have the rest.
 */
export function drawDesign(view: DesignView, place: PlaceView): string {
  const { now } = place;
  const people = putUnder('Who takes part', list(peopleLinesIn(view)));
  const parts =
    view.endedAt === null
      ? [
          drawSections(
            [headIn(view), ...runningIn(view, place), people, ...talkIn(view)],
            place,
            now,
          ),
        ]
      : [
          drawSections([headIn(view)], place),
          sayResult(view, place),
          drawSections(
            [
              putUnder(
                'Since the end',
                list((view.afterwards?.words ?? []).map((each) => [untrusted(each)])),
              ),
              putUnder(
                LATE_WORDS_HEADING,
                list(view.lateWords.map(({ author, text }) => talkLineOf(author, text))),
              ),
              people,
            ],
            place,
          ),
        ];
  return `${parts.join('\n\n')}\n`;
}

function putUnder(words: string, content: Section): Section {
  return under(lines(bold(words)), content);
}

function headIn(view: DesignView): Section {
  const { topic, mark, phase, startedAt, startedBy, endedAt, id, follows, followUpOf } = view;
  const state = `${markOf(view).words}${endedAt === null ? ` · ${PHASE_WORDS[phase]}` : ''}`;
  return [
    heading(topic),
    ...drawMark(endedAt === null ? mark : ''),
    lines(
      line`${state} · started ${minuteOf(startedAt)} UTC by ${startedBy}`,
      [trust(id)],
      ...(followUpOf === null
        ? []
        : [
            line`${follows.toLowerCase()} ${followUpOf}: ${untrustedMarkdown(view.followUpDecision ?? '')}`,
          ]),
      ...(view.successorOf === null ? [] : [line`runs ${view.successorOf} again`]),
    ),
  ];
}

function runningIn(view: DesignView, place: PlaceView): Section[] {
  const { text, gate } = view;
  const { whyIdle } = place;
  const isDrafted = text !== null && gate === null;
  return [
    drawPageLink(view),
    isDrafted ? putUnder('The decision so far', [lines(untrustedMarkdown(saySentence(text)))]) : [],
    whyIdle === null ? [] : [lines([untrusted(whyIdle)])],
    ...waitingSectionsIn(view, place),
    putUnder('Where they differ', drawDifferencesInFull(view)),
  ];
}

function talkIn(view: DesignView): Section[] {
  const { replies, proposals } = view;
  return [
    putUnder('Questions', drawQuestionsInFull(view)),
    putUnder(
      'What else people said',
      list(
        replies.flatMap(({ author, other }) => (other === '' ? [] : [talkLineOf(author, other)])),
      ),
    ),
    putUnder(
      'Proposals',
      list(
        proposals.map(
          (each) => line`${drawTitle(view, each.persona)}: ${untrustedMarkdown(each.headline)}`,
        ),
      ),
    ),
  ];
}

function peopleLinesIn(view: DesignView): Line[] {
  return listPersonRows(view).map(({ id, name, state, cost, look }) => {
    const { cause = null } = view.personas.find((each) => each.id === id) ?? {};
    const lost = look === 'lost' && cause;
    return [untrusted(compact(name, state, cost, lost).join(' · '))];
  });
}

function waitingSectionsIn(view: DesignView, { now, whyIdle }: PlaceView): Section[] {
  const { gate, waiting, divergences } = view;
  const id = shortenId(view.id);
  if (gate !== null) {
    const toSettle = divergences.filter((each) => gate.points.includes(each.id));
    const labels = toSettle.flatMap((each) =>
      each.positions.map(({ label }) => `${each.id} ${label}`),
    );
    const choices = gate.choices.map(
      (choice) => `${choice}${choice === 'send_back' ? ' --note "what should be different"' : ''}`,
    );
    const answers = listDisputedQuestions(view).flatMap((question) =>
      question.differing.map(
        ({ author, since }) => `${question.id} ${since}  # ${foldToOneLine(author)}`,
      ),
    );
    const commands = [
      ...answers.map((answer) => `charrette agree ${id} ${answer}`),
      ...labels.map((label) => `charrette settle ${id} ${label}`),
      ...choices.map((choice) => `charrette decide ${id} ${choice}`),
    ];
    return [
      ...shortenSections(drawGate(view, gate.id, { now }).sections, MOST),
      [lines(line`To decide, type one of:`), commandsBlock(commands.join('\n'))],
    ];
  }
  const isLate = Date.parse(waiting?.until ?? view.changedAt) <= now;
  if (waiting?.kind === 'answers') {
    const answer = [
      lines(line`To answer, type:`),
      commandsBlock(`charrette answer ${id} "Q1: your words"`),
    ];
    return [
      [
        lines(...openLinesIn(view, now).map((each) => [untrusted(each)])),
        ...(isLate ? [] : answer),
      ],
    ];
  }
  if (waiting?.kind === 'participants' && whyIdle !== null) return [];
  if (waiting?.kind === 'participants' && isLate)
    return [[lines(line`${waiting.words}; its time is over.`)]];
  const waits = [drawWaiting(view, now), drawSilence(view)].filter((each) => each.length > 0);
  return [waits.map((each) => lines(line`${each}.`))];
}

function commandsBlock(commands: string): Block {
  return { kind: 'code', line: [untrustedLines(commands)] };
}

function talkLineOf(author: string, words: string): Line {
  return line`${author}: ${untrusted(words)}`;
}
