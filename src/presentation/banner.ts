import { type Outcome, outcomeOf } from '../core/outcome/outcome.ts';
import { linesOf } from '../core/vocabulary/caveat.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { counted, money } from '../core/vocabulary/figures.ts';
import { facilitatorOf } from '../core/vocabulary/round.ts';
import { listed } from '../core/vocabulary/text.ts';
import { caveatSentence, namedGravest } from './caveats.ts';
import { oneFamilyWords, pinnedWords } from './cost.ts';
import { alert, type Level, list, type Section, small, untrusted, WHOLE } from './format/document.ts';
import { cutLine } from './format/plain.ts';
import { takenWords } from './format/time.ts';
import { headlineOf, namesCaveats } from './headline.ts';
import { takenPartWords } from './people.ts';
import { attemptsFailedWords, leftOutWords, nobodyCould, notWaitedForWords } from './rounds.ts';
import { stoodInWords } from './run/crash.ts';
import { stoppedWords } from './run/ending.ts';

/** The first lines of the thread and of every file, written by code. */
interface Banner {
  /** The notice of a rehearsal, or empty. Shown before the headline. */
  readonly mark: string;
  /** What could make the reader wrong; only a full result sounds like one (J11). */
  readonly headline: string;
  readonly level: Level;
  /** All that the headline names or counts, gravest first, for the list right below it; then what was read as no caveat. */
  readonly caveats: readonly string[];
  readonly facts: readonly string[];
}

/**
 * Where the banner is shown. A thread offers another run by a button, other places by a command. `above_mark`: a file
 * whose text contains the rehearsal notice, so that the headline only says that no model took part.
 */
type BannerPlace = 'file' | 'thread' | 'above_mark';

/** Most words about how a decision was made; facts that do not fit are left out. */
const MAX_WORDS = 30;

export function bannerOf(outcome: Outcome, place: BannerPlace = 'file'): Banner {
  const { headline, level } = headlineOf(outcome);
  const isAbove = place === 'above_mark';
  return {
    mark: isAbove ? '' : outcome.mark,
    headline: isAbove ? `${headline} No model took part.` : headline,
    level,
    caveats: [
      ...(namesCaveats(outcome) ? outcome.caveats.flatMap(linesOf).map(caveatSentence) : []),
      ...setAsideWords(outcome),
    ],
    facts: outcome.hasDecision && !hasNoResult(outcome) ? madeOf(outcome, place) : leftOf(outcome, place),
  };
}

const SET_ASIDE_CHARACTERS = 120;

/** Shows which late words were read as changing nothing, so that a wrong reading is seen (J8). */
function setAsideWords({ setAside }: Outcome): string[] {
  return setAside.map(
    ({ by, words }) => `Read as changing nothing: ${by}: “${cutLine(words, SET_ASIDE_CHARACTERS)}”`,
  );
}

/** The banner, the only allowed start of a file. `hasMark`: the file already contains a rehearsal's notice. */
export function banner(design: Design, hasMark = false): Section {
  const outcome = outcomeOf(design);
  const { mark, headline, caveats, facts } = bannerOf(
    outcome,
    hasMark && outcome.mark !== '' ? 'above_mark' : 'file',
  );
  return [
    ...(mark === '' ? [] : [alert('warning', mark, WHOLE)]),
    alert('info', headline, WHOLE),
    ...caveatList(caveats, WHOLE),
    small(facts.join(' · '), WHOLE),
  ];
}

export function caveatList(caveats: readonly string[], maxChars: number): Section {
  return list(caveats.map((words) => [untrusted(words, maxChars)]));
}

function madeOf(outcome: Outcome, place: BannerPlace): string[] {
  const { making } = outcome;
  const weighed = [
    { weight: 9, words: [...stoppedWords(outcome), ...accepted(outcome), ...sentBack(outcome)] },
    { weight: 9, words: [takenPartFact(outcome)] },
    { weight: 8, words: settledWords(outcome) },
    { weight: 9, words: [repositoryWords(making)] },
    { weight: 8, words: peopleWords(outcome) },
    { weight: 4, words: arguingWords(making) },
    ...citationsWords(outcome).map((words) => ({ weight: 7, words: [words] })),
    { weight: 9, words: modelsFact(outcome, place) },
    { weight: 9, words: [money(outcome.costUsd, outcome.costIsAtLeast)] },
    { weight: 9, words: took(outcome) },
  ];
  const facts = weighed.map(({ weight, words }) => ({ weight, fact: words.join(', ') }));
  const kept: string[] = [];
  for (const { fact } of facts.toSorted((one, other) => other.weight - one.weight))
    if (wordsIn([...kept, fact]) <= MAX_WORDS) kept.push(fact);
  return facts.map(({ fact }) => fact).filter((fact) => fact !== '' && kept.includes(fact));
}

function wordsIn(facts: readonly string[]): number {
  return facts.join(' ').split(' ').length;
}

function takenPartFact(outcome: Outcome): string {
  const { takenPart, caveats } = outcome;
  const isNamed = namesCaveats(outcome) && caveats.some(({ kind }) => kind === 'persona_missing');
  return takenPartWords(isNamed ? { ...takenPart, lost: [] } : takenPart);
}

function leftOf(outcome: Outcome, place: BannerPlace): string[] {
  if (outcome.stoppedBecause === 'no_design_question') return notBegun(outcome, place);
  return [
    ...decided(outcome),
    ...stoppedWords(outcome),
    takenPartWords(outcome.takenPart),
    ...outcome.participation.died.filter(({ role }) => role !== 'persona').map(({ words }) => words),
    ...standIns(outcome),
    ...notWaitedFor(outcome),
    ...unread(outcome),
    ...some(outcome.assumptions.length, 'assumption'),
    ...leftOutWords(outcome.dropped),
    ...modelsFact(outcome, place),
    money(outcome.costUsd, outcome.costIsAtLeast),
    ...took(outcome),
    ...runAgain(outcome, place),
  ];
}

function notBegun(outcome: Outcome, place: BannerPlace): string[] {
  const { costUsd, costIsAtLeast, designId, mayRunAgain } = outcome;
  const anyway = place !== 'thread' && mayRunAgain ? [`to start it anyway: charrette retry ${designId}`] : [];
  return [...stoppedWords(outcome), money(costUsd, costIsAtLeast), ...took(outcome), ...anyway];
}

function decided({ decidedBy }: Outcome): string[] {
  return decidedBy === null ? [] : [`stopped by ${decidedBy.by}${whoWasTold(decidedBy)}`];
}

function accepted(outcome: Outcome): string[] {
  const { decidedBy } = outcome;
  if (decidedBy?.choice !== 'accept' || namesCaveats(outcome)) return [];
  return [`accepted by ${decidedBy.by}${whoWasTold(decidedBy)}`];
}

function whoWasTold({ caveats, failed }: NonNullable<Outcome['decidedBy']>): string {
  const words = failed === null ? namedGravest(caveats) : nobodyCould(failed);
  return words === '' ? '' : `, who was told: ${words}`;
}

function sentBack({ decidedBy }: Outcome): string[] {
  return decidedBy?.choice === 'send_back' ? [`sent back once by ${decidedBy.by}`] : [];
}

function standIns({ participation: { actingFacilitators } }: Outcome): string[] {
  return [...Map.groupBy(actingFacilitators, ({ role }) => role)].map(([role, its]) =>
    stoodInWords([...new Set(its.map(({ title }) => title))], role),
  );
}

function notWaitedFor({ participation, withoutContribution }: Outcome): string[] {
  return [...Map.groupBy(participation.excused, ({ what }) => what)].map(([what, its]) => {
    const titles = [...new Set(its.map(({ title }) => title))];
    return withoutContribution.includes(what)
      ? attemptsFailedWords(what, facilitatorOf(what), titles.length)
      : notWaitedForWords(listed(titles), what);
  });
}

/**
 * Counts models (J7), or families if all are known, since two models of one family think alike, and says if those of
 * personas and auditor do.
 */
function modelsFact({ models, families, mark, making }: Outcome, place: BannerPlace): string[] {
  if (mark !== '') return place === 'above_mark' ? [] : ['no model took part'];
  const [model] = models;
  if (model === undefined) return [];
  const [family] = families;
  const { oneFamily } = making;
  const all = oneFamily.personas && oneFamily.auditor ? 'personas and auditor on ' : '';
  if (models.length === 1) return [`${all}one model (${model})`];
  if (family !== undefined && families.length === 1)
    return [`${all}${models.length} models of one family (${family})`];
  const count =
    family === undefined
      ? `${models.length} models`
      : `models of ${families.length} families (${listed(families)})`;
  return [count, oneFamilyWords(oneFamily)].filter((words) => words !== '');
}

function took({ startedAt, endedAt, workedMs }: Outcome): string[] {
  return endedAt === null ? [] : [takenWords(workedMs, endedAt - startedAt)];
}

/** People whose last words are unread. A running design may still read them. */
function unread(outcome: Outcome): string[] {
  if (outcome.unread.length === 0 || outcome.status === 'unfinished') return [];
  return [`no persona has read what ${listed(outcome.unread)} said last`];
}

/** `true` if another run is the next thing to do and allowed. */
export function isWorthAnotherRun(outcome: Outcome): boolean {
  return outcome.mayRunAgain && hasNoResult(outcome);
}

function hasNoResult({ status, hasDecision }: Outcome): boolean {
  return status === 'cancelled' || status === 'failed' || (status === 'needs_review' && !hasDecision);
}

/** What is kept, and how to run again from it (C9), if allowed. */
function runAgain(outcome: Outcome, place: BannerPlace): string[] {
  if (!hasNoResult(outcome)) return [];
  const { kept, designId, mayRunAgain } = outcome;
  const said = kept.answers === 0 && kept.isSaid ? ['what people said'] : some(kept.answers, 'answer');
  const text = kept.text === null ? [] : [`the ${kept.text} decision`];
  const things = listed([...said, ...some(kept.proposals, 'proposal'), ...text]);
  const nothing = 'nothing to carry over';
  if (!mayRunAgain) return [things === '' ? nothing : `kept: ${things}`];
  if (place === 'thread') return [things === '' ? nothing : `kept for another run: ${things}`];
  const again = `to run it again: charrette retry ${designId}`;
  return things === '' ? [nothing, again] : [`kept: ${things}`, `${again} (starts from them)`];
}

function some(count: number, one: string): string[] {
  return count === 0 ? [] : [counted(count, one)];
}

const SETTLED_CHARACTERS = 140;

function repositoryWords({ repository }: Outcome['making']): string {
  return repository === null ? 'no repository' : `repository ${pinnedWords(repository)}`;
}

/** Points people settled; none if the text left some out, which is a caveat. */
function settledWords({ settledByPeople: settled, caveats }: Outcome): string[] {
  if (caveats.some((each) => each.kind === 'contradicts_person' && each.source === 'settlement')) return [];
  const [first] = settled;
  if (first === undefined) return [];
  if (settled.length > 1)
    return [`${listed([...new Set(settled.map(({ by }) => by))])} settled ${settled.length} points`];
  return [`${first.by} settled it: ${cutLine(first.statement, SETTLED_CHARACTERS).replace(/\.$/, '')}`];
}

function peopleWords({ making, assumptions }: Outcome): string[] {
  if (!making.wasAnybodyAsked) return ['no questions for people'];
  return assumptions.length === 0 ? [] : [counted(assumptions.length, 'assumption')];
}

function arguingWords({ hadNothingToArgue, lowNotArgued }: Outcome['making']): string[] {
  return [
    ...(hadNothingToArgue ? ['nothing to argue about'] : []),
    ...(lowNotArgued === 0
      ? []
      : [
          lowNotArgued === 1
            ? 'one minor difference was not argued'
            : `${lowNotArgued} minor differences were not argued`,
        ]),
  ];
}

/** Counts citations by status, except found ones and those that failed, which are caveats. */
function citationsWords({ citations, making }: Outcome): string[] {
  if (making.repository === null) return [];
  return citations
    .filter(({ status }) => status !== 'checked' && status !== 'failed')
    .map(({ words }) => words);
}
