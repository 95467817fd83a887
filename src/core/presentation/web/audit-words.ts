import type { Via } from '../../vocabulary/via.ts';
import { oneLine } from '../format/plain.ts';

/** An act in the log of who did what, as outsiders read it. */
interface ToldAct {
  readonly who: string;
  readonly via: Via;
  readonly what: string;
  readonly outcome: 'done' | 'refused';
  readonly detail: string;
  /** Empty where no address is known. */
  readonly from: string;
}

/** Tells who acted and by which way: `Ana (api, token ci) from 192.0.2.1`. */
export function actorWords({ who, via: { way, token }, from }: ToldAct): string {
  const by = token === undefined ? way : `${way}, token ${oneLine(token)}`;
  return `${oneLine(who)} (${by})${from === '' ? '' : ` from ${oneLine(from)}`}`;
}

/** Tells the act in parts, of which the middle says that it was refused: `run again`, ` refused`, `: only operators do`. */
export function actWords({ what, outcome, detail }: ToldAct): readonly [string, string, string] {
  const why = detail === '' ? '' : `: ${oneLine(detail)}`;
  return [what.replaceAll('_', ' '), outcome === 'done' ? '' : ' refused', why];
}
