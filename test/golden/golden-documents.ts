import { join } from 'node:path';
import { desiredMessagesOf, unreachableReasonOf } from '../../src/core/thread/desired-messages.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Settings, Step } from '../../src/core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { CAUSES, classesOf, ROUND_KINDS } from '../../src/core/vocabulary/sets.ts';
import { replay } from '../../src/core/workflow/evolve.ts';
import { DAY_MS } from '../../src/foundation/day.ts';
import { drawStatus } from '../../src/presentation/answers/act-answers.ts';
import { sayFact } from '../../src/presentation/answers/facts.ts';
import { troublesOf } from '../../src/presentation/answers/operations.ts';
import { writeBrief } from '../../src/presentation/decision/brief.ts';
import { LABELS } from '../../src/presentation/format/control.ts';
import {
  type Document,
  shortenSections,
  unfold,
  WHOLE,
} from '../../src/presentation/format/document.ts';
import { markdownOf } from '../../src/presentation/format/markdown.ts';
import { convertToPlain } from '../../src/presentation/format/plain-document.ts';
import { drawHistory } from '../../src/presentation/history/history.ts';
import { STOP_WORDS } from '../../src/presentation/judged/ending.ts';
import { EXCUSE_WORDS, ROUND_WORDS } from '../../src/presentation/judged/rounds.ts';
import { drawCard } from '../../src/presentation/thread/card.ts';
import { drawGate } from '../../src/presentation/thread/gate.ts';
import { documentOf } from '../../src/presentation/thread/post.ts';
import { drawUnreachable } from '../../src/presentation/thread/unreachable.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { PHASE_WORDS, STATUS_WORDS, STEP_WORDS } from '../../src/presentation/words/phases.ts';
import {
  FORM_PART_WORDS,
  PERMANENTLY_UNAVAILABLE_WORDS,
  sayCause,
  TEMPORARILY_UNAVAILABLE_WORDS,
} from '../../src/presentation/words/unavailable.ts';
import { QUESTIONS, questionOf } from '../../src/presentation/words/verb-words.ts';
import { WAYS } from '../core/outcome/ways/ways.ts';
import { TROUBLES, WELL } from '../presentation/conditions.ts';
import { designIdOf } from '../support/designs/events.ts';
import { given, World } from '../support/designs/given.ts';
import { DIVIDED, type Script, THREE_QUESTIONS, UNSURE } from '../support/designs/given-start.ts';
import {
  audit,
  confirmation,
  finding,
  mapping,
  revision,
} from '../support/designs/given-submission.ts';
import { write } from '../support/designs/lived.ts';
import { playToEnd } from '../support/designs/sample-design.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { designInDispute, wholeDesign } from './designs.ts';

export const DOCUMENTS = join(import.meta.dirname, 'documents');

/** A design's life that people read: each ends in another way. */
const LIVES: Readonly<Record<string, () => World>> = {
  whole: () => World.after(wholeDesign(shipped).history),
  'in-dispute': () => World.after(designInDispute(shipped).history),
  judged: () => {
    const findings = [finding({ severity: 'major' }), finding({ severity: 'blocking' })];
    const story = playToEnd({ difference: 'unresolved', assumed: true, dissent: 'No.', findings });
    const world = World.after(story.history);
    write(world);
    world.later(60_000).when({
      type: 'record_answer',
      question: 'Why not SQLite?',
      answer: [{ text: 'It has one writer.', cites: ['A-1'] }],
      costUsd: 0.004,
      by: 'Ben',
    });
    world.when({ type: 'judge_decision', verdict: 'accepted', note: 'Go.', by: 'Dan' });
    world
      .later(91 * DAY_MS)
      .when({ type: 'judge_decision', verdict: 'declined', note: 'Not before March.', by: 'Cem' });
    world.when({ type: 'supersede', successor: designIdOf(2) });
    return world;
  },
  replaced: () => {
    const world = given().everyoneReady().reach('proposing');
    world.loses('migrationist');
    return world.reachEnd();
  },
  'all-dead': () => {
    const world = given().everyoneReady().reach('proposing');
    for (const { id } of world.design.participants) {
      if (world.design.end === null) world.loses(id);
      if (world.design.end === null) world.loses(id);
    }
    return world;
  },
  paused: () => {
    const world = given({}, Date.UTC(2026, 10, 20, 14)).reach('proposing');
    for (const { participant } of world.openTurns()) world.becalms(participant);
    world.later(60_000).deadline('pause');
    return world;
  },
  'out-of-time': () => {
    const world = given().reach('proposing').everyoneContributes();
    world.deadline('deliberation');
    world.deadline('synthesis');
    return world.reachEnd();
  },
  cancelled: () => {
    const world = given().everyoneReady().reach('arguing');
    world.cancels();
    return world;
  },
};

/** Events after which the thread is read. */
const READ_AFTER: readonly DesignEvent['type'][] = [
  'status_changed',
  'answering_opened',
  'reply_recorded',
  'round_closed',
  'session_lost',
  'design_paused',
  'gate_opened',
  'gate_decided',
  'design_ended',
  'files_written',
  'record_asked',
  'decision_judged',
];

/**
 * What people read of eight designs, as files by name, drawn as Markdown: `threads` has each
 * message when it changes, `events` a line an event, `files` those of the record; `words.md` has
 * the words of each closed list, `sent-back.md` what becomes of a note at a gate, `how-long.md` the
 * answers to *How long?*, and `headlines.md` the first line of each way to be fooled. The same
 * bytes every time.
 */
export function goldenDocuments(): ReadonlyMap<string, string> {
  const files = new Map<string, string>([
    ['words.md', words()],
    ['headlines.md', headlines()],
    ['unreachable.md', unreachable()],
    ['sent-back.md', sentBack()],
    ['how-long.md', howLong()],
  ]);
  for (const [name, live] of Object.entries(LIVES)) {
    const world = live();
    files.set(`threads/${name}.md`, thread(world.history));
    files.set(`events/${name}.md`, events(world.history));
    if (world.design.end === null) continue;
    for (const file of write(world))
      if (file.name.endsWith('.md')) files.set(`files/${name}/${file.name}`, file.text);
  }
  return files;
}

/** What people read of a note with which a decision was sent back and that changed nothing. */
function sentBack(): string {
  const world = given({
    says: { ...UNSURE, mapping: () => mapping(), audit: () => audit() },
  }).reach('deciding');
  world.decidesGate('send_back', 'gate-1', 'Nobody deploys in March. Say who pays for the move.');
  world.submits('synthesizer', revision(world.design, { changes: [], confidence: 0.2 }));
  const why = 'No step has a date.';
  const rows = [
    { said: 'N1.1', why, sentence: '', fate: 'does_not_matter' as const },
    { said: 'N1.2', why: 'It names nobody who pays.', sentence: '', fate: 'not_used' as const },
  ];
  const unread = world.fork();
  world.submits('auditor', confirmation(world.design, { said: rows }));
  unread.deadline(`round:${unread.design.rounds.at(-1)?.id ?? 'r0'}`);
  const gate = ({ design }: World) => drawn(drawGate(viewOf(design), 'gate-2'));
  const parts = {
    'the gate': gate(world.reach('deciding')),
    'the gate, if the auditor does not look at the note': gate(unread.reach('deciding')),
    'the card': drawn(drawCard(viewOf(world.design))),
    'what happened since': events(world.history).split('\n').slice(-12).join('\n'),
  };
  world.decidesGate('accept', 'gate-2');
  const brief = writeBrief(world.reachEnd().design) ?? '';
  const told = brief.slice(brief.indexOf("## People's decisions"), brief.lastIndexOf('\n\n'));
  return Object.entries({ ...parts, 'the brief': told })
    .map(([when, text]) => `# ${when}\n\n${text}\n`)
    .join('\n');
}

/** Answers to *How long?*, where each turn usually takes a minute. */
function howLong(): string {
  const expected = ROUND_KINDS.map((kind) => ({ kind, usd: 0.1, ms: 60_000 }));
  const begun = (changes: Partial<Settings> = {}, says: Script = {}) =>
    given({
      isFramedFirst: true,
      settings: { questions: 'ask', ...changes },
      says,
      start: { expected },
    });
  const slowly = (world: World, last: Step) => {
    for (const step of ['framing', 'proposing', 'composing', 'signing'] as const)
      world.reach(step).later(60_000);
    return world.reach(last);
  };
  const paused = begun().reach('proposing');
  for (const { participant } of paused.openTurns()) paused.becalms(participant);
  const waits = { ...begun().design, slotWait: { since: paused.now, isForTheirOwn: false } };
  const lives: Readonly<Record<string, { readonly design: Design }>> = {
    'before it has a place': { design: waits },
    'before people are asked': begun().reach('framing'),
    'before people are asked, where the personas ask nothing': begun({ questions: 'none' }).reach(
      'framing',
    ),
    'while people answer': begun({}, THREE_QUESTIONS).reach('answering'),
    'once there are proposals': begun().reach('arguing'),
    'once there are proposals, at quick depth': begun({ depth: 'quick' }).reach('composing'),
    'while a model is away': paused,
    'before anything is known of its turns': given({ isFramedFirst: true }).reach('framing'),
    'while people decide': slowly(begun({}, UNSURE), 'deciding'),
    'while files are written': slowly(begun(), 'writing'),
    'after the end': slowly(begun(), 'writing').reachEnd(),
  };
  return Object.entries(lives)
    .map(([when, { design }]) => `## ${when}\n\n${sayFact(viewOf(design), 'how_long')}\n`)
    .join('\n');
}

/**
 * What the starter reads alone where nothing can be posted, the message of the gate, and how it was
 * closed.
 */
function unreachable(): string {
  const inThread = (gates: 'ask' | 'none' = 'ask') =>
    given({ thread: THREAD, settings: { gates } });
  const told = ({ design }: World, page?: string): string => {
    const shown = page === undefined ? design : { ...design, page };
    return drawn(drawUnreachable(viewOf(shown), unreachableReasonOf(design)));
  };
  const gate = ({ design }: World) =>
    drawn(documentOf({ kind: 'gate', gateId: 'gate-1' }, viewOf(design)));
  const midway = inThread().reach('answering').unreachable();
  const letGoOn = midway.fork();
  letGoOn.decidesGate('accept');
  const result = inThread();
  result.cancels();
  const parts = {
    'the first message is refused': told(inThread().unreachable(true)),
    'in the middle': told(midway, 'https://charrette.example/designs/1'),
    'in the middle, without a page': told(midway),
    'the gate': gate(midway),
    'somebody lets it go on': gate(letGoOn),
    'something is posted again': gate(midway.fork().posted()),
    'nobody can be asked at gates': told(inThread('none').reach('proposing').unreachable()),
    'the result alone': told(result),
  };
  return Object.entries(parts)
    .map(([when, text]) => `## ${when}\n\n${text}\n`)
    .join('\n');
}

/**
 * Each message of a thread as it is after each of `READ_AFTER`, if it has changed, and the private
 * answer to *status* at its end.
 */
function thread(history: readonly DesignEvent[]): string {
  const shown = new Map<string, string>();
  const parts: string[] = [];
  history.forEach((event, at) => {
    if (!READ_AFTER.includes(event.type)) return;
    const started = replay(history.slice(0, at + 1));
    if (started === null) return;
    const design = { ...started, thread: started.thread ?? THREAD };
    const changed = [
      ['card', drawCard(viewOf(design))] as const,
      ...desiredMessagesOf(design).messages.flatMap(({ id, post }) =>
        post.kind === 'files' || post.kind === 'card'
          ? []
          : [[id, documentOf(post, viewOf(design))] as const],
      ),
    ].flatMap(([id, document]) => {
      const text = drawn(document).replaceAll(HEAD, '--head HASH');
      if (shown.get(id) === text) return [];
      shown.set(id, text);
      return [`### ${id}\n\n${text}\n`];
    });
    if (changed.length > 0) parts.push(`## ${at + 1} ${event.type}\n`, ...changed);
  });
  const last = replay(history);
  if (last !== null) parts.push(`## status\n`, `${drawn(drawStatus(viewOf(last), null))}\n`);
  return parts.join('\n');
}

/** The hash over the record, which is no words and changes with every field of an event. */
const HEAD = /--head [0-9a-f]{32}/g;

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' } as const;

/** Its blocks, the kinds of its buttons, and what it folds away. */
function drawn({ sections, early, clickable, folded }: Document): string {
  const buttons = [
    ...early.map((each) => each.clickable),
    ...(clickable === null ? [] : [clickable]),
  ].flatMap((each) =>
    (each.kind === 'controls' ? each.controls : []).map((control) => `[ ${control.kind} ]`),
  );
  const inside = folded === null ? [] : [`<${folded.button}>`, drawn(unfold(folded))];
  return [...shortenSections(sections, WHOLE).map(markdownOf), buttons.join(' '), ...inside]
    .filter((part) => part !== '')
    .join('\n\n');
}

function events(history: readonly DesignEvent[]): string {
  return history
    .flatMap((event, at) => {
      const design = replay(history.slice(0, at + 1));
      const told = design === null ? null : drawHistory(event, viewOf(design));
      return told === null ? [] : [`${at + 1}. ${convertToPlain(told)}`];
    })
    .join('\n')
    .concat('\n');
}

function headlines(): string {
  return Object.entries(WAYS)
    .flatMap(([about, ways]) => [
      `## ${about}`,
      '',
      ...ways
        .filter(({ isRefused }) => isRefused !== true)
        .map(({ way, told }) => `- ${way}: ${viewOf(told().design).banner.headline}`),
      '',
    ])
    .join('\n');
}

function words(): string {
  const view = viewOf(given({ says: DIVIDED }).reach('deciding').design);
  const [{ id, positions: [position] = [] } = { id: '' }] = view.divergences;
  const about = `${id}/${position?.id}`;
  const asked = Object.fromEntries(
    Object.keys(QUESTIONS).map((verb) => [verb, questionOf(verb, view, about)]),
  );
  const open = given({ says: THREE_QUESTIONS }).reach('answering');
  open.replies('Q1: 500');
  const openNow = {
    'go_on, questions open': questionOf('go_on', viewOf(open.readsReplies().design), ''),
  };
  const table = (title: string, rows: Readonly<Record<string, unknown>>) =>
    [
      `## ${title}`,
      '',
      ...Object.entries(rows).map(([key, value]) => `- ${key}: ${JSON.stringify(value)}`),
      '',
    ].join('\n');
  return [
    table('Status', STATUS_WORDS),
    table('Phase', PHASE_WORDS),
    table('Step', STEP_WORDS),
    table('Round', ROUND_WORDS),
    table('Excused', EXCUSE_WORDS),
    table('Stopped because', STOP_WORDS),
    table(
      'Cause',
      Object.fromEntries(
        CAUSES.flatMap((cause) =>
          classesOf(cause).map((detail) => [detail, sayCause({ cause, detail })]),
        ),
      ),
    ),
    table('Unavailable', { ...PERMANENTLY_UNAVAILABLE_WORDS, ...TEMPORARILY_UNAVAILABLE_WORDS }),
    table('Left out of a request', FORM_PART_WORDS),
    table(
      'Trouble',
      Object.fromEntries(TROUBLES.map(([what, condition]) => [what, troubleWords(condition)])),
    ),
    table('Label', LABELS),
    table('Question before an act', { ...asked, ...openNow }),
  ].join('\n');
}

function troubleWords(condition: (typeof TROUBLES)[number][1]): string {
  return troublesOf({ ...WELL, ...condition })
    .map(({ what, remedy }) => `${convertToPlain(what)} ${remedy}`)
    .join(' ');
}
