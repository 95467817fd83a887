import type { Divergence } from '../../src/core/vocabulary/design.ts';

/** Something that people have to be able to read, in whichever words a gateway puts it. */
export type Fact =
  /** The same words everywhere. */
  | { readonly kind: 'words'; readonly words: string }
  | {
      readonly kind: 'answered';
      readonly question: string;
      readonly text: string;
      /** In the order of their answers. */
      readonly by: readonly string[];
    }
  | {
      readonly kind: 'assumed';
      readonly question: string;
      readonly text: string;
      readonly assumption: string;
    }
  | { readonly kind: 'sealed'; readonly title: string; readonly sha256: string }
  | { readonly kind: 'proposed'; readonly title: string }
  | {
      readonly kind: 'differed';
      readonly id: string;
      readonly impact: Divergence['impact'];
      readonly description: string;
    }
  | {
      readonly kind: 'settled';
      readonly id: string;
      readonly description: string;
      readonly outcome: NonNullable<Divergence['settlement']>['outcome'];
      /** Who gave way, by title; empty where nobody did. */
      readonly by: readonly string[];
    }
  /** A process is lost, and another takes its place. */
  | { readonly kind: 'replaced'; readonly title: string; readonly cause: string }
  /** The second one is lost as well. */
  | { readonly kind: 'gone'; readonly title: string; readonly cause: string }
  /** `designId`: which one; `kept`: what another run starts from. */
  | { readonly kind: 'can be run again'; readonly designId: string; readonly kept: string }
  | { readonly kind: 'runs again'; readonly designId: string };

export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>;

/**
 * How a gateway puts each fact: words that follow one another within one thing shown. Several lists are several things,
 * all of which have to be there.
 */
export type Voice = {
  readonly [Kind in Exclude<Fact['kind'], 'words'>]: (fact: FactOf<Kind>) => readonly (readonly string[])[];
};

export const words = (each: string): Fact => ({ kind: 'words', words: each });

/** The facts that cannot be read in what is shown: each message or line, in plain words. */
export function unread(facts: readonly Fact[], shown: readonly string[], voice: Voice): Fact[] {
  const all = onOneLine(shown.join(' '));
  const each = shown.map(onOneLine);
  return facts.filter((fact) => {
    if (fact.kind === 'words') return !all.includes(onOneLine(fact.words));
    return !phrases(voice, fact).every((parts) => each.some((text) => follow(parts, text)));
  });
}

function phrases(voice: Voice, fact: Exclude<Fact, { kind: 'words' }>): readonly (readonly string[])[] {
  // Which function belongs to which fact is what the type of a voice says; the compiler loses sight of it here.
  const put = voice[fact.kind] as (fact: Fact) => readonly (readonly string[])[];
  return put(fact);
}

function follow(parts: readonly string[], text: string): boolean {
  let from = 0;
  return parts.every((part) => {
    const at = text.indexOf(onOneLine(part), from);
    from = at + 1;
    return at !== -1;
  });
}

/** Where a line ends is a matter of room. */
function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
