import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import { membersOf } from '../../src/core/vocabulary/sets.ts';
import { writeBrief } from '../../src/presentation/decision/brief.ts';
import { headlineOf } from '../../src/presentation/judged/headline.ts';
import { type Class, type Expected, type Mode, type Modes, READY, WATCHERS } from './mode.ts';
import { BEARERS } from './modes/bearers.ts';
import { CHANGES } from './modes/changes.ts';
import { COMPOSITE } from './modes/composite.ts';
import { CONTENT } from './modes/content.ts';
import { PAIRS } from './modes/pairs.ts';
import { PEOPLE } from './modes/people.ts';
import { PROPOSAL_MODES } from './modes/proposals.ts';
import { REFINEMENT } from './modes/refinement.ts';
import { REVISION } from './modes/revision.ts';
import { SAID } from './modes/said.ts';
import { HONEST_MODES, SIGNING } from './modes/signing.ts';
import { type Played, played } from './play.ts';

/** What is signed, by where the fault is. */
const GROUPS: Readonly<Record<string, Modes>> = {
  'sentences and what bears them': BEARERS,
  'changes after the audit': CHANGES,
  'what people said, beside the text': PAIRS,
};

const listModes = (modes: Modes): Mode[] =>
  Object.entries(modes).map(([id, mode]) => ({ id, ...mode }));

export const MODES: readonly Mode[] = [
  HONEST_MODES,
  PEOPLE,
  SAID,
  PROPOSAL_MODES,
  REFINEMENT,
  COMPOSITE,
  REVISION,
  SIGNING,
  CONTENT,
  ...Object.values(GROUPS),
].flatMap(listModes);

/**
 * How many plays of each group end ready: if all nod, and if the row that is about it is honest, as
 * Markdown for `eval/README.md`.
 */
export function groupTable(): string {
  const rows = Object.entries({
    ...GROUPS,
    together: Object.assign({}, ...Object.values(GROUPS)),
  }).map(([name, modes]) => {
    const its = listModes(modes);
    const wrong = its.filter(({ sees }) => sees !== 'nothing');
    const nodded = wrong.filter(({ expected }) => expected.class === 'ready');
    const looked = nodded.filter(({ seenBy }) => (seenBy?.expected ?? READY).class === 'ready');
    const counts = [
      nodded,
      nodded.filter(({ sees }) => sees === 'marked'),
      looked,
      looked.filter(({ sees }) => sees === 'nobody'),
    ];
    return [name, its.length - wrong.length, wrong.length, ...counts.map(({ length }) => length)];
  });
  const cells = [
    'group',
    'right',
    'wrong',
    'ready if all nod',
    'with a mark',
    'ready if its row is honest',
    'with no mark',
  ];
  const lines = [cells, ...rows].map((row) => `| ${row.join(' | ')} |`);
  return lines.toSpliced(1, 0, `|${'---|'.repeat(cells.length)}`).join('\n');
}

/** Plays of wrong content by who can see them, as Markdown for `eval/README.md`. */
export function contentTable(): string {
  const rows = membersOf(WATCHERS).map((sees) => {
    const its = MODES.filter((mode) => mode.sees === sees).map(({ id }) => `\`${id}\``);
    return `| ${WATCHERS[sees]} | ${its.length} | ${its.join(' ')} |`;
  });
  return ['| seen by | plays | |', '|---|---|---|', ...rows].join('\n');
}

export interface Row {
  readonly id: string;
  readonly expected: Class;
  readonly got: Class;
  /** The first line of the result, or the words of the refusal. */
  readonly line: string;
  /** What is not as it should be; empty for nothing. */
  readonly wrong: string;
  /** Passes where the turn nods that alone could see it. */
  readonly seenOnlyBy: string;
}

/** Plays a mode; where a turn alone can see it, with one that nods and with one that looks. */
export async function rowsOf(mode: Mode): Promise<Row[]> {
  const { seenBy } = mode;
  const nodding = row(mode, mode.id, mode.expected, await played(mode), seenBy?.turn ?? '');
  if (seenBy === undefined) return [nodding];
  const looking = await played(mode, seenBy.says);
  const id = `${mode.id} / ${seenBy.turn} looks`;
  return [nodding, row(mode, id, seenBy.expected, looking, '')];
}

function row(mode: Mode, id: string, expected: Expected, result: Played, seenOnlyBy: string): Row {
  const got = classOf(result, mode);
  const outcome = outcomeOf(result.design);
  const kinds = outcome.caveats.map(({ kind }) => kind);
  const line = got === 'refused' ? (result.refusals[0] ?? '') : headlineOf(outcome).headline;
  const page = writeBrief(result.design) ?? '';
  const lacks = (text: string, words = '') => !plain(text).includes(plain(words));
  const wrong = [
    ...(got === expected.class ? [] : [`${expected.class} was expected`]),
    ...(lacks(line, expected.words) ? [`its line lacks “${expected.words}”`] : []),
    ...(expected.kind === undefined || kinds.includes(expected.kind)
      ? []
      : [`it has no caveat ${expected.kind}, but ${kinds.join(', ') || 'none'}`]),
    ...(lacks(page, expected.page) ? [`the page lacks “${expected.page}”`] : []),
    ...(mode.holds === undefined || mode.holds(result.design)
      ? []
      : ['what else must hold does not']),
  ];
  return {
    id,
    expected: expected.class,
    got,
    line: plain(line),
    wrong: wrong.join('; '),
    seenOnlyBy,
  };
}

function classOf({ design, refusals, taken }: Played, { isStubborn }: Mode): Class {
  const outcome = outcomeOf(design);
  if (refusals.length > 0 && taken === 0 && isStubborn !== true) return 'refused';
  if (!outcome.hasDecision) return 'no decision';
  if (outcome.status !== 'completed') return 'gate';
  return headlineOf(outcome).level === 'success' ? 'ready' : 'caveat';
}

/** Markdown's escapes and line breaks are no difference. */
function plain(text: string): string {
  return text.replaceAll('\\', '').replaceAll(/\s+/g, ' ').trim();
}
