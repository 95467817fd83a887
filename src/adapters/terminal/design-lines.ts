import stringWidth from 'string-width';
import { positionLabel } from '../../core/differences/labels.ts';
import type { Design, SealedProposal } from '../../core/vocabulary/design.ts';
import { grouped, money, shortId } from '../../core/vocabulary/figures.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { listed } from '../../core/vocabulary/text.ts';
import { followingWords } from '../../presentation/earlier.ts';
import { lines } from '../../presentation/format/document.ts';
import { gateDocument } from '../../presentation/gate.ts';
import { PHASE_WORDS, STATUS_WORDS } from '../../presentation/phases.ts';
import { LATE_WORDS_HEADING } from '../../presentation/replies.ts';
import { ROUND_WORDS } from '../../presentation/rounds.ts';
import { STATE_WORDS } from '../../presentation/run/crash.ts';
import { pausedLine, silenceLine } from '../../presentation/run/weather.ts';
import type { DesignView } from '../../presentation/schema/view.ts';
import { pointsToSettle } from '../../presentation/view/gate.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { waitingLine, waitingOf } from '../../presentation/waiting.ts';
import { FILE_COLUMNS, folded, type Look, minute, type Paint, shortHash } from './format.ts';
import { documentText, MOST, markdownLine } from './markdown.ts';
import { cameTo, pageLines } from './result.ts';
import { oneLine } from './safe.ts';
import { rehearsalNow, TEXTS } from './texts.ts';

interface PlaceView extends Look {
  readonly program: string;
  /** The folder to show, or `null` if the files are not on this machine. */
  readonly folder: string | null;
  readonly now: number;
  /** The reason why no daemon runs it, with advice; `null` if one does, or if it has ended. */
  readonly whyIdle: string | null;
}

/** A design as text: its result, what it waits for and what to type then, its participants, and what was said. */
export function designLines(of: Design, { whyIdle, ...place }: PlaceView): string {
  const { columns, paint } = place;
  const design = viewOf(of);
  const sentence =
    design.decision == null || design.gate !== null ? [] : [markdownLine(design.decision.sentence, paint)];
  const parts = [
    ...(whyIdle === null ? [] : [oneLine(whyIdle)]),
    waiting(of, design, place, whyIdle === null),
    people(design, paint),
    list('Questions', design.questions.map(question), paint),
    list('What else people said', design.replies.flatMap(beside), paint),
    list(
      'Proposals',
      of.proposals.map((each) => proposed(of, each)),
      paint,
    ),
    list('Where they differ', design.divergences.flatMap(divergence), paint),
    list(
      LATE_WORDS_HEADING,
      design.lateWords.map(({ author, text: words }) => oneLine(`${author}: ${words}`)),
      paint,
    ),
  ];
  const fold = (part: string) =>
    part
      .split('\n')
      .map((line) => folded(line, columns ?? FILE_COLUMNS))
      .join('\n');
  const came = of.end === null ? fold(list('The decision so far', sentence, paint)) : cameTo(of, place);
  const since = list('Since the end', design.afterwards?.words.map(oneLine) ?? [], paint);
  const page = of.end === null ? pageLines(of).join('') : '';
  const sections = [fold(head(of, design, paint)), page, came, fold(since), ...parts.map(fold)];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function head(of: Design, design: DesignView, paint: Paint): string {
  const phase = design.endedAt === null ? ` · ${PHASE_WORDS[design.phase]}` : '';
  return [
    paint('bold', oneLine(design.topic)),
    ...(design.rehearsal && of.end === null ? [paint('yellow', rehearsalNow(of))] : []),
    oneLine(
      `${STATUS_WORDS[design.status]}${phase} · started ${minute(design.startedAt)} UTC by ${design.startedBy}`,
    ),
    oneLine(design.id),
    ...(design.followUpOf === null
      ? []
      : [
          markdownLine(
            `${followingWords(of).toLowerCase()} ${design.followUpOf}: ${design.followUpDecision ?? ''}`,
            paint,
          ),
        ]),
    ...(design.successorOf === null ? [] : [`runs ${oneLine(design.successorOf)} again`]),
  ].join('\n');
}

function people({ personas }: DesignView, paint: Paint): string {
  const width = Math.max(0, ...personas.map(({ title }) => stringWidth(oneLine(title))));
  const lines = personas.map(({ title, state, tokens, costUsd, costIsAtLeast, cause }) => {
    const name = oneLine(title);
    const used = tokens === 0 ? '' : ` · ${grouped(tokens)} tokens · ${money(costUsd, costIsAtLeast)}`;
    const trouble = cause === null ? '' : ` · ${oneLine(cause)}`;
    return `${name}${' '.repeat(width - stringWidth(name))}  ${STATE_WORDS[state]}${used}${trouble}`;
  });
  return list('Who takes part', lines, paint);
}

function waiting(
  of: Design,
  design: DesignView,
  { program, paint, now }: Omit<PlaceView, 'whyIdle'>,
  isRun: boolean,
): string {
  const { round, gate, answering } = design;
  const id = shortId(oneLine(design.id));
  const openAt = openGate(of);
  if (gate !== null && openAt !== null) {
    return [
      documentText(gateDocument(of, openAt.id, { now }).sections(MOST), paint),
      '',
      'To decide, type one of:',
      ...pointsToSettle(of)
        .slice(0, 1)
        .flatMap(({ id: point, positions }) =>
          positions.flatMap((position) => [
            `  ${program} settle ${id} ${point} ${positionLabel(point, position.id)}`,
            `      ${markdownLine(position.statement, paint)}`,
          ]),
        ),
      ...gate.choices.map((choice) => {
        const note = choice === 'send_back' ? ' --note "what should be different"' : '';
        return `  ${program} decide ${id} ${choice}${note}`;
      }),
    ].join('\n');
  }
  if (answering !== null) {
    if (Date.parse(answering.deadline) <= now)
      return TEXTS.answeringOver(`${minute(answering.deadline)} UTC`);
    return [
      `People may answer until ${minute(answering.deadline)} UTC. To answer, type:`,
      `  ${program} answer ${id} "Q1: your words"`,
    ].join('\n');
  }
  const wait = waitingOf(of);
  if (wait?.kind === 'slot') return `${documentText([[lines(waitingLine(wait, wait.since, MOST))]], paint)}.`;
  if (wait?.kind === 'model') return `${documentText([[lines(pausedLine(wait.pause, now))]], paint)}.`;
  if (round === null || !isRun) return '';
  const over = [...round.contributed, ...round.excused.map(({ participant }) => participant)];
  const missing = round.asked.filter((each) => !over.includes(each)).map((each) => titleOf(design, each));
  const left =
    Date.parse(round.deadline) > now ? `until ${minute(round.deadline)} UTC at most` : 'whose time is over';
  const asked = `Waiting for ${ROUND_WORDS[round.kind].about} from ${listed(missing)}, ${left}.`;
  const silent = silenceLine(of, MOST);
  return silent.length === 0 ? asked : `${asked}\n${documentText([[lines(silent)]], paint)}.`;
}

function titleOf({ personas }: DesignView, id: string): string {
  return oneLine(personas.find((each) => each.id === id)?.title ?? id);
}

function question(asked: DesignView['questions'][number]): string {
  const { id, text, status, answers } = asked;
  const answered = answers.map(({ author, quote: words, source }) => {
    const how = { written: '', read: ' (read from a reply)' }[source];
    return `${author}${how}: ${words}`;
  });
  const assumed = 'assumption' in asked ? [asked.assumption] : [];
  const rest = [...assumed, ...answered].join(' · ');
  return oneLine(`${id} ${status.replace('_', ' ')}: ${text}${rest === '' ? '' : ` → ${rest}`}`);
}

function beside({ author, other }: DesignView['replies'][number]): string[] {
  return other === '' ? [] : [oneLine(`${author}: ${other}`)];
}

/** The words are sealed until the reveal (J1). */
function proposed(design: Design, { participant: id, sha256, revealed, proposal }: SealedProposal): string {
  const words = revealed ? markdownLine(proposal.headline) : `sealed, sha256 ${shortHash(sha256)}`;
  return `${oneLine(participant(design, id).title)}: ${words}`;
}

function divergence({
  id,
  impact,
  description,
  status,
  positions,
  outcome: came,
}: DesignView['divergences'][number]): string[] {
  const ended =
    came?.outcome === 'settled_by_person' ? `settled by ${came.person}` : (came?.outcome ?? status);
  return [
    oneLine(`${id} (${impact} impact) ${ended === 'noted' ? 'not argued' : ended}: ${description}`),
    ...positions.map((each) => {
      const holds = each.id === came?.position ? ' (holds)' : '';
      return `  ${markdownLine(`${each.label}${holds} ${each.text}`)}`;
    }),
  ];
}

function list(heading: string, items: readonly string[], paint: Paint): string {
  return items.length === 0 ? '' : [paint('bold', heading), ...items.map((item) => `  ${item}`)].join('\n');
}
