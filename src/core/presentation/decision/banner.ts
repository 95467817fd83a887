import type { Outcome } from '../../outcome/outcome.ts';
import { counted, money } from '../../vocabulary/figures.ts';
import { facilitatorOf } from '../../vocabulary/round.ts';
import { listed } from '../../vocabulary/text.ts';
import type { Level } from '../format/document.ts';
import { cutLine } from '../format/plain.ts';
import { takenWords } from '../format/time.ts';
import { OWN_FAMILY_WORDS, pinnedWords } from '../run/cost.ts';
import { stoodInWords } from '../run/crash.ts';
import { stoppedWords } from '../run/ending-words.ts';
import { takenPartWords } from '../run/participation.ts';
import { reasonsIn } from '../run/reasons.ts';
import { attemptsFailedWords, leftOutWords, notWaitedForWords } from '../run/round.ts';
import { namedOf, rangeWords } from './caveat.ts';
import { headlineOf, namesCaveats } from './headline.ts';

/** The first lines of the thread and of every file, written by code. */
interface Banner {
  /** Says that it was a rehearsal, or empty. Shown before the headline. */
  readonly mark: string;
  /** The first line: what could make the reader wrong. Only a full result has the headline of a full result (J11). */
  readonly headline: string;
  readonly level: Level;
  /** The second line, in small print: how it was made, in this order. */
  readonly facts: readonly string[];
}

/**
 * Place of the banner: in a thread a design is run again by a button, elsewhere by a command. A file that contains the
 * decision of a rehearsal has the mark in that text, once, and the headline above it says the same in its own words.
 */
type BannerPlace = 'file' | 'thread' | 'above_mark';

/** So many facts of a result with a decision are read, on paper and in a thread; those of less weight stand in its record. */
const MAX_FACTS: Record<BannerPlace, number> = { file: 8, above_mark: 8, thread: 6 };

export function bannerOf(outcome: Outcome, place: BannerPlace = 'file'): Banner {
  const { headline, level } = headlineOf(outcome);
  const isAbove = place === 'above_mark';
  return {
    mark: isAbove ? '' : outcome.mark,
    headline: isAbove ? `${headline} No model took part.` : headline,
    level,
    facts: outcome.hasDecision && !hasNoResult(outcome) ? madeOf(outcome, place) : leftOf(outcome, place),
  };
}

/** A fact of the small print; the more weight, the longer it stays where there are too many. */
interface Weighed {
  readonly weight: number;
  readonly words: readonly string[];
}

/** How a decision was made: what makes no reader wrong, in the order in which it is read. */
function madeOf(outcome: Outcome, place: BannerPlace): string[] {
  const { making } = outcome;
  const weighed: Weighed[] = [
    { weight: 9, words: [...stoppedWords(outcome), ...accepted(outcome), ...sentBack(outcome)] },
    { weight: 9, words: [takenPartFact(outcome)] },
    { weight: 8, words: settledWords(outcome) },
    { weight: 8, words: unread(outcome) },
    { weight: 9, words: [repositoryWords(making)] },
    { weight: 6, words: peopleWords(outcome) },
    { weight: 4, words: arguingWords(making) },
    { weight: 5, words: citationsWords(outcome) },
    {
      weight: 7,
      words: [...modelsFact(outcome, place), ...(making.isAuditedByOwnFamily ? [OWN_FAMILY_WORDS] : [])],
    },
    { weight: 3, words: sureWords(making) },
    { weight: 9, words: [money(outcome.costUsd, outcome.costIsAtLeast)] },
    { weight: 9, words: took(outcome) },
  ];
  const all = weighed.filter(({ words }) => words.length > 0);
  const kept = all.toSorted((one, other) => other.weight - one.weight).slice(0, MAX_FACTS[place]);
  return all.filter((each) => kept.includes(each)).map(({ words }) => words.join(', '));
}

/** The causes of deaths stand in the headline where that names who was lost. */
function takenPartFact(outcome: Outcome): string {
  const { takenPart, caveats } = outcome;
  const isNamed =
    namesCaveats(outcome) &&
    namedOf(caveats).some(({ kind }) => kind === 'lost' || kind === 'degraded_participation');
  return takenPartWords(isNamed ? { ...takenPart, lost: [] } : takenPart);
}

/** What there is to know where there is no decision: why, who was lost, what is kept. */
function leftOf(outcome: Outcome, place: BannerPlace): string[] {
  if (outcome.stoppedBecause === 'no_design_question') return notBegun(outcome, place);
  return [
    ...decided(outcome),
    ...stoppedWords(outcome),
    takenPartWords(outcome.takenPart),
    ...outcome.participation.died.filter(({ role }) => role !== 'persona').map(({ words }) => words),
    ...standIns(outcome),
    ...notWaitedFor(outcome),
    ...some(outcome.assumptions.length, 'assumption'),
    ...leftOutWords(outcome.dropped),
    ...modelsFact(outcome, place),
    money(outcome.costUsd, outcome.costIsAtLeast),
    ...took(outcome),
    ...runAgain(outcome, place),
  ];
}

/** Tells why nothing was begun, and how it is all the same. */
function notBegun(outcome: Outcome, place: BannerPlace): string[] {
  const { costUsd, costIsAtLeast, designId, mayRunAgain } = outcome;
  const anyway = place !== 'thread' && mayRunAgain ? [`to start it anyway: charrette retry ${designId}`] : [];
  return [...stoppedWords(outcome), money(costUsd, costIsAtLeast), ...took(outcome), ...anyway];
}

/** Tells why a person had to look, and who has, where there is no decision to name it. */
function decided({ decidedBy, reasons, ...outcome }: Outcome): string[] {
  const words = reasonsIn(reasons, outcome).join('; ');
  if (decidedBy === null) return words === '' ? [] : [words];
  return [`stopped by ${decidedBy.by}${words === '' ? '' : `, who was told: ${words}`}`];
}

/** Tells who accepted a decision over what, where the headline does not. */
function accepted(outcome: Outcome): string[] {
  const { decidedBy, reasons } = outcome;
  if (decidedBy?.choice !== 'accept' || namesCaveats(outcome)) return [];
  const words = reasonsIn(reasons, outcome).join('; ');
  return [`accepted by ${decidedBy.by}${words === '' ? '' : `, who was told: ${words}`}`];
}

function sentBack({ decidedBy }: Outcome): string[] {
  return decidedBy?.choice === 'send_back' ? [`sent back once by ${decidedBy.by}`] : [];
}

/** Each role and each name once, however often the role was passed on. */
function standIns({ participation: { actingFacilitators } }: Outcome): string[] {
  return [...Map.groupBy(actingFacilitators, ({ role }) => role)].map(([role, its]) =>
    stoodInWords([...new Set(its.map(({ title }) => title))], role),
  );
}

/** One line for each kind of round, however many it did not wait for. */
function notWaitedFor({ participation, withoutContribution }: Outcome): string[] {
  return [...Map.groupBy(participation.excused, ({ what }) => what)].map(([what, its]) => {
    const titles = [...new Set(its.map(({ title }) => title))];
    return withoutContribution.includes(what)
      ? attemptsFailedWords(what, facilitatorOf(what), titles.length)
      : notWaitedForWords(listed(titles), titles.length, what);
  });
}

/** Counts what thinks differently (J7): families where each model's is known, for two models of one think alike. */
function modelsFact({ models, families, mark }: Outcome, place: BannerPlace): string[] {
  if (mark !== '') return place === 'above_mark' ? [] : ['no model took part'];
  const [model] = models;
  if (model === undefined) return [];
  if (models.length === 1) return [`one model (${model})`];
  const [family] = families;
  if (family === undefined) return [`${models.length} models`];
  if (families.length === 1) return [`${models.length} models of one family (${family})`];
  return [`models of ${families.length} families (${listed(families)})`];
}

function took({ startedAt, endedAt, workedMs }: Outcome): string[] {
  return endedAt === null ? [] : [takenWords(workedMs, endedAt - startedAt)];
}

/** Without a result another run reads it. */
function unread(outcome: Outcome): string[] {
  if (outcome.unread.length === 0 || outcome.status === 'unfinished') return [];
  return [`no persona has read what ${listed(outcome.unread)} said last`];
}

/** Returns `true` if another run is the next thing to do, and may be granted. */
export function isWorthAnotherRun(outcome: Outcome): boolean {
  return outcome.mayRunAgain && hasNoResult(outcome);
}

function hasNoResult({ status, hasDecision }: Outcome): boolean {
  return status === 'cancelled' || status === 'failed' || (status === 'needs_review' && !hasDecision);
}

/** Tells what is kept, and how to run again from it (C9), where that may be. */
function runAgain(outcome: Outcome, place: BannerPlace): string[] {
  if (!hasNoResult(outcome)) return [];
  const { kept, designId, mayRunAgain } = outcome;
  const said = kept.answers === 0 && kept.isSaid ? ['what people said'] : some(kept.answers, 'answer');
  const text = kept.text === null ? [] : [`the ${kept.text} decision`];
  const things = listed([...said, ...some(kept.proposals, 'proposal'), ...text]);
  const nothing = 'nothing to keep yet';
  if (!mayRunAgain) return [things === '' ? nothing : `kept: ${things}`];
  if (place === 'thread') return [things === '' ? nothing : `kept for another run: ${things}`];
  const again = `to run it again: charrette retry ${designId}`;
  return things === '' ? [nothing, again] : [`kept: ${things}`, `${again} (starts from them)`];
}

function some(count: number, one: string): string[] {
  return count === 0 ? [] : [counted(count, one)];
}

/** So much of a position that a person settled as shows which it is. */
const SETTLED_CHARACTERS = 140;

/** How a decision was made: facts of the small print, which make no reader wrong (J11). */
function repositoryWords({ repository }: Outcome['making']): string {
  return repository === null ? 'no repository' : `repository ${pinnedWords(repository)}`;
}

/** Points that people settled; the headline names those that the text does not reflect. */
function settledWords({ settledByPeople: settled, caveats }: Outcome): string[] {
  if (caveats.some(({ kind }) => kind === 'person_left_out')) return [];
  const [first] = settled;
  if (first === undefined) return [];
  if (settled.length > 1)
    return [`${listed([...new Set(settled.map(({ by }) => by))])} settled ${settled.length} points`];
  return [`${first.by} settled it: ${cutLine(first.statement, SETTLED_CHARACTERS).replace(/\.$/, '')}`];
}

/** Whether anybody was asked, and what is assumed because nobody answered. */
function peopleWords({ making, assumptions }: Outcome): string[] {
  if (!making.wasAnybodyAsked) return ['nobody asked'];
  return assumptions.length === 0 ? [] : [counted(assumptions.length, 'assumption')];
}

/** Where there was nothing to argue about; else which way moves went; and what was too small to be argued. */
function arguingWords({ hadNothingToArgue, moves, lowNotArgued }: Outcome['making']): string[] {
  const ways = [
    [moves.toLarger, 'to the larger side'],
    [moves.toSmaller, 'to the smaller side'],
    [moves.toEqual, 'to a side of the same size'],
    [moves.toNone, 'to neither side'],
  ] as const;
  const moved = ways.flatMap(([count, where]) => (count === 0 ? [] : [`${count} moved ${where}`]));
  return [
    ...(hadNothingToArgue ? ['nothing to argue about'] : moved),
    ...(lowNotArgued === 0 ? [] : [`${counted(lowNotArgued, 'low difference')} not argued`]),
  ];
}

/** Those that are as they should be are left out; those that failed under a claim that holds stand in the headline too. */
function citationsWords({ citations, making }: Outcome): string[] {
  if (making.repository === null) return [];
  return citations.filter(({ status }) => status !== 'checked').map(({ words }) => words);
}

function sureWords({ sure }: Outcome['making']): string[] {
  return sure === null ? [] : [`confidence of the proposals ${rangeWords(sure)}`];
}
