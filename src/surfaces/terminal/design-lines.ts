import stringWidth from 'string-width';
import { shortId } from '../../core/vocabulary/figures.ts';
import { type Section, WHOLE } from '../../presentation/format/document.ts';
import { gateIn } from '../../presentation/gate.ts';
import { peopleIn } from '../../presentation/people.ts';
import { PHASE_WORDS, STATUS_WORDS } from '../../presentation/phases.ts';
import { questionsIn } from '../../presentation/questions.ts';
import { LATE_WORDS_HEADING } from '../../presentation/replies.ts';
import { sentenceWords } from '../../presentation/result.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { silenceIn, waitingIn } from '../../presentation/waiting.ts';
import { openLines } from './answering.ts';
import { folded, type Look, minute, type Paint, padded } from './format.ts';
import { documentText, lineTexts, MOST, markdownLine } from './markdown.ts';
import { cameTo, pageLines } from './result.ts';
import { oneLine } from './safe.ts';

interface PlaceView extends Look {
  readonly program: string;
  /** The folder to show, or `null` if the files are not on this machine. */
  readonly folder: string | null;
  readonly now: number;
  /** The reason why no daemon runs it, with advice; `null` if one does, or if it has ended. */
  readonly whyIdle: string | null;
}

/**
 * A design as text. While it runs: what it waits for and what to type then, who takes part, and what was said. At the end:
 * its result and who took part; the files have the rest.
 */
export function designLines(view: DesignView, place: PlaceView): string {
  const { columns, paint, whyIdle } = place;
  const titled = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [paint('bold', heading), ...lines.map((line) => `  ${line}`)];
  const fold = (lines: readonly string[]) => lines.map((line) => folded(line, columns)).join('\n');
  const people = titled('Who takes part', peopleLines(view));
  const sections =
    view.endedAt === null
      ? [
          fold(head(view, paint)),
          pageLines(view).join('\n'),
          fold(titled('The decision so far', view.gate === null ? draftLines(view) : [])),
          fold(whyIdle === null ? [] : [oneLine(whyIdle)]),
          fold(waitingLines(view, place)),
          fold(people),
          fold(titled('Questions', sectionLines(questionsIn(view), paint))),
          fold(titled('What else people said', view.replies.flatMap(besideLines))),
          fold(
            titled(
              'Proposals',
              view.proposals.map((each) => proposalLine(view, each)),
            ),
          ),
          fold(titled('Where they differ', view.divergences.flatMap(differenceLines))),
        ]
      : [
          fold(head(view, paint)),
          cameTo(view, place),
          fold(titled('Since the end', view.afterwards?.besides.map(oneLine) ?? [])),
          fold(titled(LATE_WORDS_HEADING, view.lateWords.map(saidLine))),
          fold(people),
        ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function head(view: DesignView, paint: Paint): string[] {
  const { topic, mark, status, phase, startedAt, startedBy, endedAt, id, follows, followUpOf } = view;
  const place = endedAt === null ? ` · ${PHASE_WORDS[phase]}` : '';
  const earlier = `${follows.toLowerCase()} ${followUpOf}: ${view.followUpDecision ?? ''}`;
  return [
    paint('bold', oneLine(topic)),
    ...(mark === '' || endedAt !== null ? [] : [paint('yellow', mark)]),
    oneLine(`${STATUS_WORDS[status]}${place} · started ${minute(startedAt)} UTC by ${startedBy}`),
    id,
    ...(followUpOf === null ? [] : [markdownLine(earlier, paint)]),
    ...(view.successorOf === null ? [] : [`runs ${view.successorOf} again`]),
  ];
}

function draftLines(view: DesignView): string[] {
  return view.text === null ? [] : [markdownLine(sentenceWords(view, view.text))];
}

function peopleLines(view: DesignView): string[] {
  const rows = peopleIn(view);
  const widest = Math.max(0, ...rows.map(({ name }) => stringWidth(oneLine(name))));
  return rows.map(({ id, name, state, cost }) => {
    const { cause = null } = view.personas.find((each) => each.id === id) ?? {};
    const facts = [state, cost, cause ?? ''].filter((fact) => fact !== '');
    return `${padded(oneLine(name), widest)}  ${oneLine(facts.join(' · '))}`.trimEnd();
  });
}

function waitingLines(view: DesignView, { program, paint, now, whyIdle }: PlaceView): string[] {
  const { gate, waiting } = view;
  const id = shortId(view.id);
  if (gate !== null) {
    const [point] = view.divergences.filter((each) => gate.points.includes(each.id));
    const positions = point?.positions ?? [];
    return [
      ...documentText(gateIn(view, gate.id, { now }).sections(MOST), paint).split('\n'),
      '',
      'To decide, type one of:',
      ...positions.flatMap(({ label, text }) => [
        `  ${program} settle ${id} ${point?.id} ${label}`,
        `      ${markdownLine(text, paint)}`,
      ]),
      ...gate.choices.map((choice) => {
        const note = choice === 'send_back' ? ' --note "what should be different"' : '';
        return `  ${program} decide ${id} ${choice}${note}`;
      }),
    ];
  }
  if (waiting?.kind === 'answers') {
    const answer = `  ${program} answer ${id} "Q1: your words"`;
    return Date.parse(waiting.until ?? view.changedAt) <= now
      ? openLines(view, now)
      : [...openLines(view, now), 'To answer, type:', answer];
  }
  if (waiting?.kind === 'participants') {
    if (whyIdle !== null) return [];
    if (Date.parse(waiting.until ?? view.changedAt) <= now)
      return [oneLine(`${waiting.words}; its time is over.`)];
  }
  const words = [waitingIn(view, WHOLE, now), silenceIn(view)].filter((line) => line.length > 0);
  return words.map((line) => `${lineTexts(line, now).join(' ')}.`);
}

function sectionLines(section: Section, paint: Paint): string[] {
  return section.length === 0 ? [] : documentText([section], paint).split('\n');
}

function besideLines({ author, other }: DesignView['replies'][number]): string[] {
  return other === '' ? [] : [oneLine(`${author}: ${other}`)];
}

function saidLine({ author, text }: DesignView['lateWords'][number]): string {
  return oneLine(`${author}: ${text}`);
}

function proposalLine(
  { personas }: DesignView,
  { persona, headline }: DesignView['proposals'][number],
): string {
  const title = personas.find(({ id }) => id === persona)?.title ?? persona;
  return `${oneLine(title)}: ${markdownLine(headline)}`;
}

function differenceLines(difference: DesignView['divergences'][number]): string[] {
  const { id, impact, description, isOpen, outcome, positions } = difference;
  const state = isOpen
    ? 'open'
    : outcome?.outcome === 'settled_by_person'
      ? `settled by ${outcome.person}`
      : 'settled';
  return [
    oneLine(`${id} (${impact} impact) ${state}: ${description}`),
    ...positions.map((each) => {
      const holds = each.id === outcome?.position ? ' (holds)' : '';
      return `  ${markdownLine(`${each.label}${holds} ${each.text}`)}`;
    }),
  ];
}
