import type * as z from 'zod';
import type { CaveatKind } from '../../src/core/vocabulary/caveat.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Settings } from '../../src/core/vocabulary/event-parts.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import {
  SUBMISSION_SCHEMAS,
  type Submission,
  type TerminalTool,
} from '../../src/core/vocabulary/submission.ts';
import type { Ask } from '../../src/turns/prompt/ask.ts';
import type { Words } from './case.ts';

export interface Call {
  readonly tool: string;
  readonly input: unknown;
}
export type Answer = readonly Call[];

export interface Scene {
  readonly design: Design;
  readonly ask: Ask;
  readonly attempt: number;
}

/** Returns a misbehaving answer in place of the honest one; `null` for the honest one. */
export type Misbehaves = (scene: Scene, honest: readonly Submission[]) => Answer | null;

/** Words in the place of honest ones, by the kind of round. */
export type Script = Partial<Record<RoundKind, Misbehaves>>;

/**
 * `refused`: the answer came back, and an honest one took its place. `no decision`: it ended
 * without one.
 */
export const CLASSES = ['ready', 'caveat', 'gate', 'no decision', 'refused'] as const;
export type Class = (typeof CLASSES)[number];

export interface Expected {
  readonly class: Class;
  /** Words of the first line, or of the refusal; empty for any. */
  readonly words: string;
  /** Stands among the caveats, named in the first line or not. */
  readonly kind?: CaveatKind;
  /** Words of the page instead, which is the brief with everything below it. */
  readonly page?: string;
}

/** A way of misbehaving, and what shall come of it. */
export interface Mode {
  /** One line: what a role does. */
  readonly id: string;
  readonly says?: Script;
  /** What others do that it takes for this, and that is no misbehaviour. */
  readonly given?: Script;
  /** It goes on with it however often that is refused. */
  readonly isStubborn?: true;
  readonly expected: Expected;
  /**
   * Only a turn can see it, and no code: the turn that should, how an honest one answers, and what
   * comes of that. `expected` is then what comes of one that nods.
   */
  readonly seenBy?: {
    readonly turn: RoundKind;
    readonly says: Script;
    readonly expected: Expected;
  };
  /**
   * A text that reads well and is wrong, or is right and looks wrong: who can see it (`WATCHERS`).
   */
  readonly sees?: Watcher;
  readonly holds?: (design: Design) => boolean;
  readonly hasRepository?: false;
  readonly personas?: readonly string[];
  readonly topic?: string;
  readonly replies?: readonly Words[];
  /** What people write once signing has begun: one message before each turn. */
  readonly late?: readonly Words[];
  readonly settings?: Partial<Settings>;
  /** Price of a turn; $0.02 unless it is said. */
  readonly turnUsd?: (kind: RoundKind) => number;
}

/** Who can see that a text is wrong, by what makes them look. */
export const WATCHERS = {
  code: 'code, whoever nods',
  said: 'the audit, by its row for a sentence that a person said',
  tried: 'the audit, by its row for a sentence, a claim, a step or a rejected way',
  changed: 'the confirmation, by its row for a change or a changed sentence',
  turn: 'another turn, if it looks',
  marked: 'code, by a mark on the page and no caveat',
  nobody: 'nobody here',
  nothing: 'nothing is wrong, and there is no caveat',
} as const;
export type Watcher = keyof typeof WATCHERS;

export type Modes = Readonly<Record<string, Omit<Mode, 'id'>>>;

export const READY: Expected = { class: 'ready', words: '' };
export const caveat = (kind: CaveatKind): Expected => ({ class: 'caveat', words: '', kind });
export const gate = (kind: CaveatKind): Expected => ({ class: 'gate', words: '', kind });
export const refused = (words = ''): Expected => ({ class: 'refused', words });
/** A mode that says these things, and of which nothing else is said than that it is refused. */
export const refuses = (words: string, says: Script) => ({ says, expected: refused(words) });

/**
 * Makes what misbehaves in a call of this tool by changing its input; where `by` is given, only
 * then.
 */
function insteadOf<Schema extends z.ZodType>(tool: TerminalTool, schema: Schema) {
  return (
    change: (input: z.output<Schema>, scene: Scene) => unknown,
    by: (scene: Scene) => boolean = () => true,
  ): Misbehaves =>
    (scene, honest) => {
      const call = honest.find((each) => each.tool === tool);
      if (call === undefined || !by(scene)) return null;
      return [{ tool, input: change(schema.parse(call.input), scene) }];
    };
}

const { frame, match_answers, submit_proposal, map_divergences, argue, submit_composite } =
  SUBMISSION_SCHEMAS;
const { submit_audit, submit_revision, confirm_revision, sign } = SUBMISSION_SCHEMAS;
export const framing = insteadOf('frame', frame);
export const matching = insteadOf('match_answers', match_answers);
export const proposing = insteadOf('submit_proposal', submit_proposal);
export const mapping = insteadOf('map_divergences', map_divergences);
export const arguing = insteadOf('argue', argue);
export const composing = insteadOf('submit_composite', submit_composite);
export const auditing = insteadOf('submit_audit', submit_audit);
export const revising = insteadOf('submit_revision', submit_revision);
export const confirming = insteadOf('confirm_revision', confirm_revision);
export const signing = insteadOf('sign', sign);

/** The auditor's findings, the first and the others, changed. */
export const finds = (first: object, others: object = {}): Misbehaves =>
  auditing((input) => ({
    ...input,
    findings: input.findings.map((each, at) => ({ ...each, ...(at === 0 ? first : others) })),
  }));

/** An auditor that reads what was changed, and finds that it answers nothing. */
export const DENIES: Misbehaves = confirming((input) => ({
  ...input,
  changes: input.changes.map((each) => ({
    ...each,
    verdict: 'does_not',
    reason: `It is only mentioned in ${each.change}.`,
  })),
}));

export const turnsOf = ({ rounds, turns }: Design, kind: RoundKind) =>
  turns.filter(({ roundId }) =>
    rounds.some((round) => round.id === roundId && round.kind === kind),
  );

export function isBy(...names: readonly string[]) {
  return ({ ask }: Scene): boolean => names.includes(ask.participant.id);
}
