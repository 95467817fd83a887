import { hasKept } from '../core/outcome/kept.ts';
import type { Outcome } from '../core/outcome/outcome.ts';
import { counted, money } from '../core/vocabulary/figures.ts';
import { facilitatorOf } from '../core/vocabulary/round.ts';
import { listed } from '../core/vocabulary/text.ts';
import { namedGravest } from './caveats.ts';
import { oneFamilyWords, pinnedWords } from './cost.ts';
import { cutLine } from './format/plain.ts';
import { takenWords } from './format/time.ts';
import { headlineOf, namesCaveats } from './headline.ts';
import { takenPartWords } from './people.ts';
import { attemptsFailedWords, leftOutWords, nobodyCould, notWaitedForWords } from './rounds.ts';
import { stoodInWords } from './run/crash.ts';
import { stoppedWords } from './run/ending.ts';

/** Most words about how a decision was made; facts that do not fit are left out. */
const MAX_WORDS = 30;

/** The first lines of the thread and of every file, written by code; only a full result sounds like one (J11). */
export function bannerOf(outcome: Outcome) {
  const isAgain = outcome.mayRunAgain && hasNoResult(outcome);
  const isAnyway = outcome.stoppedBecause === 'no_design_question';
  return {
    mark: outcome.mark,
    ...headlineOf(outcome),
    facts: outcome.hasDecision && !hasNoResult(outcome) ? madeOf(outcome) : leftOf(outcome),
    kept: hasKept(outcome.kept),
    again: isAgain ? (isAnyway ? 'to start it anyway' : 'to run it again') : '',
  };
}

function madeOf(outcome: Outcome): string[] {
  const { making } = outcome;
  const weighed = [
    { weight: 9, words: [...stoppedWords(outcome), ...accepted(outcome), ...sentBack(outcome)] },
    { weight: 9, words: [takenPartFact(outcome)] },
    { weight: 8, words: settledWords(outcome) },
    { weight: 9, words: [repositoryWords(making)] },
    { weight: 8, words: peopleWords(outcome) },
    { weight: 4, words: arguingWords(making) },
    ...citationsWords(outcome).map((words) => ({ weight: 7, words: [words] })),
    { weight: 9, words: modelsFact(outcome) },
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

function leftOf(outcome: Outcome): string[] {
  if (outcome.stoppedBecause === 'no_design_question') return notBegun(outcome);
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
    ...modelsFact(outcome),
    money(outcome.costUsd, outcome.costIsAtLeast),
    ...took(outcome),
    ...keptWords(outcome),
  ];
}

function notBegun(outcome: Outcome): string[] {
  const { costUsd, costIsAtLeast } = outcome;
  return [...stoppedWords(outcome), money(costUsd, costIsAtLeast), ...took(outcome)];
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
function modelsFact({ models, families, mark, making }: Outcome): string[] {
  if (mark !== '') return ['no model took part'];
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

function hasNoResult({ status, hasDecision }: Outcome): boolean {
  return status === 'cancelled' || status === 'failed' || (status === 'needs_review' && !hasDecision);
}

/** What is kept for another run (C9), if it is allowed. */
function keptWords(outcome: Outcome): string[] {
  if (!hasNoResult(outcome)) return [];
  const { kept, mayRunAgain } = outcome;
  const said = kept.answers === 0 && kept.isSaid ? ['what people said'] : some(kept.answers, 'answer');
  const text = kept.text === null ? [] : [`the ${kept.text} decision`];
  const things = listed([...said, ...some(kept.proposals, 'proposal'), ...text]);
  if (things === '') return ['nothing to carry over'];
  return [mayRunAgain ? `kept for another run: ${things}` : `kept: ${things}`];
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
