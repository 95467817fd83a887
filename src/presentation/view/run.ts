import { hasKept } from '../../core/outcome/kept.ts';
import { findDecisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { partOf } from '../../core/outcome/participation.ts';
import { listTurnRows } from '../../core/outcome/turn-rows.ts';
import { lastChangeOf, sumWorkedMs } from '../../core/outcome/working-time.ts';
import { describeCrashes, ownCrashes } from '../../core/vocabulary/crashes.ts';
import type { Design, Participant } from '../../core/vocabulary/design.ts';
import {
  atLeastMarkOf,
  formatIso,
  mayHaveCostMore,
  sumCosts,
} from '../../core/vocabulary/figures.ts';
import { rehearsalMarkOf } from '../../core/vocabulary/rehearsal.ts';
import { listDivergences } from '../../core/vocabulary/round.ts';
import { isOwnCrash, participantStateOf } from '../../core/vocabulary/session.ts';
import { openRound, resultTimeOf } from '../../core/vocabulary/status.ts';
import { countReplacements } from '../../core/workflow/sessions/replacement.ts';
import { compact } from '../../foundation/compact.ts';
import { sayTaken } from '../format/time.ts';
import { sayMeant, sayRunAgain } from '../judged/earlier.ts';
import { PARTICIPATION_WORDS } from '../judged/people.ts';
import { ROUND_WORDS } from '../judged/rounds.ts';
import type { ReadOnly } from '../schema/field.ts';
import type { RUN } from '../schema/run.ts';
import { sayCrashCause, sayReplaced } from '../words/crash.ts';
import { doingOf, sayExcuse } from './doing.ts';
import { sayForecast } from './forecast.ts';
import { lastWordsOf } from './last-words.ts';
import { pauseOf, silenceOf, waitOf, waitsOf } from './waiting.ts';

type Run = ReadOnly<typeof RUN>;

export function runOf(design: Design): Run {
  return {
    mark: rehearsalMarkOf(design, design.end === null ? 'now' : 'afterwards'),
    paused: pauseOf(design),
    waiting: waitOf(design),
    waits: waitsOf(design),
    personas: design.participants.map((participant) => personaOf(design, participant)),
    turns: listTurnRows(design),
    round: roundOf(design),
    silence: silenceOf(design),
    changedAt: formatIso(lastChangeOf(design)),
    took: tookWords(design),
    forecast: sayForecast(design),
    hasKept: hasKept(design),
    ...effortOf(design),
    ...originOf(design),
  };
}

function tookWords(design: Design): string {
  const until = resultTimeOf(design) ?? lastChangeOf(design);
  return sayTaken(sumWorkedMs(design, until), until - design.startedAt);
}

function effortOf({ turns, settings, repository, vendor = '' }: Design) {
  const spent = {
    usd: sumCosts(turns),
    isAtLeast: mayHaveCostMore(turns),
    tokens: tokensOf(turns),
  };
  return {
    cost: { ...spent, budgetUsd: settings.budgetUsd },
    depth: settings.depth ?? 'standard',
    repository: repository === null ? null : repositoryOf(repository),
    vendor,
  };
}

function repositoryOf({ name, commit, missing = 0 }: NonNullable<Design['repository']>) {
  return { name, commit, missing };
}

function originOf(design: Design): Pick<Run, 'follows' | 'carried'> {
  const { followUpOf, carried } = design;
  return {
    follows: followUpOf === undefined ? '' : followingWords(design),
    carried: carried === null ? '' : sayRunAgain(carried),
  };
}

/** *Follows up on*, *Meant to replace*, *Replaces* or *Was meant to replace*. */
function followingWords(design: Design): string {
  if (design.supersedes !== true || outcomeOf(design).status === 'unfinished')
    return sayMeant(design);
  return findDecisionInForce(design) === null ? 'Was meant to replace' : 'Replaces';
}

function tokensOf(turns: Design['turns']): number {
  return turns.reduce((sum, turn) => sum + turn.tokens, 0);
}

function roundOf(design: Design): Run['round'] {
  const round = openRound(design);
  if (round === null) return null;
  const { kind, asked, contributed, excused, deadlineAt } = round;
  return {
    kind,
    divergences: listDivergences(round),
    asked,
    contributed,
    excused,
    deadline: formatIso(deadlineAt),
  };
}

function personaOf(design: Design, participant: Participant): Run['personas'][number] {
  const { id, title, emoji, role, model, sessions } = participant;
  const last = sessions.at(-1);
  const turns = design.turns.filter((turn) => turn.participant === id);
  const open = turns.find(({ outcome }) => outcome === 'open');
  const lost = sessions.findLast((session) => session.cause !== null)?.cause ?? null;
  const replaced = countReplacements(sessions);
  return {
    id,
    name: id,
    title,
    emoji,
    role,
    model,
    state: sessionStateOf(sessions),
    doing: doingOf(design, participant),
    sessionId: last?.id ?? null,
    previousSessionIds: sessions.slice(0, -1).map((session) => session.id),
    pid: last?.state === 'healthy' ? last.pid : null,
    retried: replaced > 0,
    replaced,
    cause: lost === null ? null : sayCrashCause(lost),
    crashes: sessions.flatMap(({ id: sessionId, cause, lostAt }) =>
      cause === null || lostAt === undefined || !isOwnCrash(cause)
        ? []
        : [{ at: formatIso(lostAt), sessionId, words: sayCrashCause(cause) }],
    ),
    part: partWords(design, participant),
    turns: turns.length,
    since: open === undefined ? null : formatIso(open.startedAt),
    lastWords: lastWordsOf(design, id),
    tokens: tokensOf(turns),
    costUsd: sumCosts(turns),
    ...atLeastMarkOf(turns),
  };
}

function partWords(design: Design, who: Participant): string[] {
  const { id, sessions } = who;
  const state = participantStateOf(sessions);
  const isDead = state === 'dead';
  const replaced = countReplacements(sessions);
  const missed = design.rounds.flatMap((round) =>
    round.excused
      // Its crashes are said before.
      .filter(({ participant, reason }) => participant === id && reason !== 'dead')
      .map(
        (excuse) => `missed ${ROUND_WORDS[round.kind].about} (${sayExcuse(design, round, excuse)})`,
      ),
  );
  return compact(
    isDead && describeCrashes(ownCrashes(sessions)),
    state === 'released' && PARTICIPATION_WORDS[partOf(design, who)],
    !isDead && replaced > 0 && `${sayReplaced(replaced)} after a crash`,
    ...new Set(missed),
  );
}

/** API v1 shows a parked participant as *released*, since its process is. */
function sessionStateOf(sessions: Participant['sessions']) {
  const state = participantStateOf(sessions);
  return state === 'parked' ? 'released' : state;
}
