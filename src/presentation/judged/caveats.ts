/**
 * How far a decision can be trusted: caveats, dissents, sources, fates of claims and of people's
 * sentences. Here: the words of each kind of caveat.
 */

import {
  type Caveat,
  type CaveatKind,
  type CaveatOf,
  caveatLinesOf,
  countLines,
  isLeast,
  MOST_LINES,
  SETTLED_AT_GATE,
} from '../../core/vocabulary/caveat.ts';
import { countOf, formatTimes } from '../../core/vocabulary/figures.ts';
import type { GateId } from '../../core/vocabulary/ids.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import {
  alert,
  bold,
  type Document,
  document,
  lines,
  list,
  type Section,
  section,
  small,
  untrusted,
} from '../format/document.ts';
import { capitalize, cutLine, endSentence } from '../format/plain.ts';
import type { DesignView } from '../schema/view.ts';
import { sayWordTaken } from '../talk/questions.ts';
import { sayDeaths, sayStoodIn } from '../words/crash.ts';
import { ROUND_WORDS, sayLeftOut, sayNobodyCould } from './rounds.ts';
import { saySigner } from './signatures.ts';

/** Most words of a line, and the characters of each of its two parts. */
const LINE_WORDS = 25;
const NAME_WORDS = 15;
const NAME_CHARACTERS = 110;
const EXCERPT_CHARACTERS = 160;
const LINE_CHARACTERS = NAME_CHARACTERS + EXCERPT_CHARACTERS;
/** Most people or personas that a headline names; the list has all. */
const MOST_NAMED = 2;
/** Most caveats that a headline names. */
const MOST_IN_HEADLINE = 2;

/** The caveat's name, for the headline and its line, and the one excerpt that its line adds. */
type Words = readonly [name: string, excerpt?: string];

/** They continue a sentence and have no full stop. */
const WORDS: { [Kind in CaveatKind]: (caveat: CaveatOf<Kind>) => Words } = {
  unread_words: ({ by, words }) => [sayUnread(by), quoteFirst(words)],
  contradicts_person: ({ by, source, words, about }) => {
    if (source === 'topic') return [`it contradicts ${by}’s own question`, quoteFirst([words])];
    if (source === 'reply') return [`it contradicts ${by}`, quoteFirst([words])];
    return [`it does not reflect what ${by} settled`, `${words} (${about})`];
  },
  people_differ: ({ answers, question }) => {
    const said = answers
      .slice(0, MOST_NAMED)
      .map(({ by, words }) => `${by}: “${cutTo(words, 5, 60)}”`);
    const taken = sayWordTaken(answers.map(({ by: author, fate }) => ({ author, fate })));
    return [
      `${joinNames(answers.map(({ by }) => by))} differ on ${question}`,
      `${taken} (${said.join('; ')})`,
    ];
  },
  not_reflected: ({ why, by, words, count }) => {
    const name = {
      not_used: `what ${by} said is not in the decision`,
      late: `what ${by} said late is not in the decision`,
      changes_nothing: `${countOf(count, 'message')} of ${by}’s changed nothing`,
      not_judged: `the audit did not read ${countOf(count, 'sentence')} of ${by}’s`,
    }[why];
    return [name, quoteFirst(words)];
  },
  question_not_answered: ({ reason }) => ['it does not answer the question', reason],
  finding_open: ({ severity, left, text }) => {
    const what = `a ${severity} finding`;
    const name = {
      open: `${what} of the audit is left open`,
      unconfirmed: `the auditor does not confirm that ${what} is answered`,
      unasked: `nobody has confirmed that ${what} is answered`,
    }[left];
    return [name, text];
  },
  difference_open: ({ description, isArgued }) => [
    isArgued ? 'the personas did not agree on a point' : 'the personas did not argue a point',
    `“${description}”`,
  ],
  dissent: ({ dissents, of }) => {
    const [first] = dissents;
    if (first === undefined || dissents.length > 1)
      return [`${dissents.length} of ${of} personas dissent`];
    return [saySigner(first.title, 'dissents'), first.reason];
  },
  citation_failed: ({ text, place, why }) => [
    why === 'failed'
      ? 'a quotation it rests on is not at the cited place'
      : 'a line it rests on was changed in the repository meanwhile',
    `${place}, ${quoteFirst([text])}`,
  ],
  nobody_answered: () => ['every answer is an assumption of the personas'],
  not_audited: ({ missing }) => {
    if (missing === 'real_audit')
      return [
        'it was not really audited',
        'the audit tried nothing, or says the same of everything',
      ];
    return [missing === 'audit' ? 'it was not audited' : 'the proposals were not compared'];
  },
  step_missing: ({ step, attempts, role, by }) => {
    if (role !== null) return [sayStoodIn([joinNames(by.map(({ title }) => title))], role)];
    return [step === null ? 'a step is missing' : `${sayNobodyCould(step)} (${attempts} tried)`];
  },
  read_in_part: ({ by }) => [`${titles(by)} may have read only a part`],
  persona_missing: ({ missing }) => {
    const [first] = missing;
    const unfinished = missing.filter(({ hasFinished }) => !hasFinished);
    if (first === undefined || missing.length > 1) {
      const others = missing.filter(({ hasFinished }) => hasFinished);
      const are = `${titles(unfinished)} ${unfinished.length === 1 ? 'is' : 'are'} missing`;
      return [
        listWords(
          compact(
            unfinished.length > 0 && are,
            others.length > 0 && `${titles(others)} missed a round`,
          ),
        ),
      ];
    }
    const missed = `missed ${listWords(first.rounds.map((kind) => ROUND_WORDS[kind].about))}`;
    if (first.hasFinished) return [`${first.title} ${missed}`];
    const [died] = sayDeaths([{ title: 'it', causes: first.causes }]);
    return [`${first.title} is missing`, died ?? (first.rounds.length === 0 ? '' : `it ${missed}`)];
  },
  not_signed: ({ why, by, reservation }) => {
    if (why === 'nobody') return ['nobody has signed it'];
    if (why === 'reservation') return [saySigner(titles(by), 'with_reservation'), reservation];
    if (by.length === 0) return ['no one who judged it is confident'];
    return [`${titles(by)} ${by.length === 1 ? 'is' : 'are'} not sure of it`];
  },
  fact_not_used: ({ title, text }) => [
    'it does not use a fact that would change the answer',
    `${title}, ${quoteFirst([text])}`,
  ],
  not_carried: ({ about, why, words }) => {
    const isWhole = about === 'decision';
    const name = {
      refuted: isWhole
        ? 'the auditor found that its claims do not support it'
        : `the audit refuted one of its ${about}s`,
      unsupported: isWhole
        ? 'nothing supports the decision itself'
        : `nothing supports one of its ${about}s`,
    }[why];
    return [name, quoteFirst([words])];
  },
  change_not_confirmed: ({ part, words, why }) => [
    {
      harms: `the change to its ${part} does harm or adds what no one asked for`,
      does_not: `the auditor does not confirm the change to its ${part}`,
      not_looked_at: `nobody has confirmed the change to its ${part}`,
    }[why],
    quoteFirst([words]),
  ],
  other_language: ({ language }) => [
    `it is not written in the language of the question (${language})`,
  ],
  cut_short: ({ why, by, dropped, isUsedUp }) => {
    if (why === 'person') return [`${by} stopped it`];
    return [isUsedUp ? 'the money was used up' : sayLeftOut(dropped).join('; ')];
  },
};

/** Nobody has read what these people said last. */
export function sayUnread(by: string): string {
  return `${by}’s last words were not considered`;
}

/** The name alone, and the whole line of at most `LINE_WORDS` words. */
function wordsOf<Kind extends CaveatKind>(
  caveat: CaveatOf<Kind>,
): { readonly name: string; readonly line: string } {
  const [full, excerpt = ''] = WORDS[caveat.kind](caveat);
  const name = cutTo(full, NAME_WORDS, NAME_CHARACTERS);
  if (excerpt === '') return { name, line: cutTo(full, LINE_WORDS, LINE_CHARACTERS) };
  const room = LINE_WORDS - name.split(' ').length;
  return { name, line: `${name}: ${closeSentence(cutTo(excerpt, room, EXCERPT_CHARACTERS))}` };
}

/** The list below a headline: every caveat. In a thread a long list goes on in a message. */
export function drawCaveats(view: DesignView, isInThread = false): Section {
  const all = linesIn(view);
  const others = isInThread ? listOthers(view) : [];
  if (others.length === 0) return listIn(all);
  const rest = `${countOf(others.length, 'more stands', 'more stand')} in the next message.`;
  return [...listIn(all.slice(0, MOST_LINES)), lines(rest)];
}

/** The rest of the list of a gate or the result. */
export function drawMoreCaveats(view: DesignView, of: GateId | 'outcome'): Document {
  const isNow = of === (view.gate?.id ?? view.resultGate ?? 'outcome');
  const others = isNow ? listOthers(view) : [];
  const title =
    others.length > 0
      ? 'What else could make you wrong:'
      : 'Every caveat stands in the newest message.';
  return document(title, [[lines(bold(title)), ...listIn(others)]]);
}

/** Those that have a message of their own in a thread. */
function listOthers(view: DesignView): string[] {
  return view.caveatsGoOn ? linesIn(view).slice(MOST_LINES) : [];
}

/** At a gate, what can be settled there stands below with its choices. */
function linesIn({ caveats, gate, banner }: DesignView): string[] {
  if (!banner.listsCaveats) return [];
  const isBelow = (kind: CaveatKind) => gate !== null && SETTLED_AT_GATE.includes(kind);
  return caveats.filter(({ kind }) => !isBelow(kind)).map(({ text }) => text);
}

function listIn(all: readonly string[]): Section {
  return list(all.map((words) => [untrusted(words)]));
}

/**
 * The banner, with which a file begins, below its front-matter if it has any. `hasMark`: its text
 * has the notice of a rehearsal, which the headline repeats.
 */
export function drawBanner(view: DesignView, hasMark = false): Section {
  const { mark, headline, facts } = view.banner;
  const isMarkedBelow = mark !== '' && hasMark;
  return section(
    mark !== '' && !hasMark && alert('warning', mark),
    alert('info', isMarkedBelow ? `${headline} No model took part.` : headline),
    drawCaveats(view),
    small(facts.join(' · ')),
  );
}

/** A line of the list below a headline. */
export function sayCaveat(line: Caveat): string {
  return endSentence(capitalize(wordsOf(line).line));
}

/** `true` for a single caveat whose line says no more than its name in the headline. */
export function isToldByName(caveats: readonly Caveat[]): boolean {
  const [only, ...others] = caveats.flatMap(caveatLinesOf).map(wordsOf);
  return only !== undefined && others.length === 0 && only.line === only.name;
}

/**
 * The two gravest by name, the least only alone, each name once, and the number of the other lines
 * of the list: the one reading for the first line of a gate and of a result.
 */
export function nameGravest(caveats: readonly Caveat[]): string {
  const graver = caveats.filter((each) => !isLeast(each));
  const named = graver.length > 0 ? graver : caveats;
  const gravest = [...Map.groupBy(named, (each) => wordsOf(each).name).values()].slice(
    0,
    MOST_IN_HEADLINE,
  );
  const more = countLines(caveats) - countLines(gravest.flat());
  return compact(...gravest.map(nameTogether), more > 0 && `and ${more} more`).join('; ');
}

/** Caveats of one name, and how many lines of the list have it. */
function nameTogether(those: readonly Caveat[]): string {
  const [first] = those;
  if (first === undefined) return '';
  const { name } = wordsOf(first);
  const lines = those.flatMap(caveatLinesOf).filter((each) => wordsOf(each).name === name);
  return lines.length < 2 ? name : `${name} (${formatTimes(lines.length)})`;
}

function titles(those: readonly { readonly title: string }[]): string {
  return joinNames(those.map(({ title }) => title));
}

function joinNames(names: readonly string[]): string {
  return names.length > MOST_NAMED ? `${names.length} of those asked` : listWords(names);
}

function quoteFirst([first = '']: readonly string[]): string {
  return first === '' ? '' : `“${first}”`;
}

/** At most so many words and characters of a text, on one line, without its full stop. */
function cutTo(text: string, most: number, characters: number): string {
  const words = cutLine(text, characters).replace(/\.$/, '').split(' ');
  return words.length <= most
    ? words.join(' ')
    : `${words
        .slice(0, most)
        .join(' ')
        .replace(/[,;:]$/, '')}…`;
}

/** Ends a quotation that was cut. */
function closeSentence(text: string): string {
  return text.includes('“') && !text.includes('”') ? `${text}”` : text;
}
