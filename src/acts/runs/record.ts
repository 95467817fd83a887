import type { TurnView } from '../../core/outcome/turn-shape.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { formatIso } from '../../core/vocabulary/figures.ts';
import { viewOf } from '../../presentation/view/view.ts';
import { readTurn } from '../../record/read-turn.ts';
import { artifactsOf } from '../../record/remade.ts';
import { recordsOf } from '../../turns/records/recorded.ts';
import { withholdProposals } from '../../turns/records/withheld.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import { Problem } from '../problem.ts';

type Parts = Pick<ActParts, 'designs'>;

export async function show(_: unknown, __: Who, { design }: Pick<ActRequest, 'design'>) {
  return viewOf(await design());
}

export async function listTurns({ designs }: Parts, _: Who, request: Pick<ActRequest, 'design'>) {
  const design = await request.design();
  const records = withholdProposals(design, await recordsOf(designs.parts.store, design));
  return {
    turns: records.map((record) => ({ ...record, startedAt: formatIso(record.startedAt) })),
  };
}

export async function showTurn(
  { designs }: Parts,
  _: Who,
  request: Pick<ActRequest, 'design'> & { readonly names: { readonly n: string } },
) {
  return { ...(await turnOf(designs.parts.store, await request.design(), request.names.n)) };
}

/** Returns one turn in full. Throws `Problem` with the known numbers for any other number. */
export async function turnOf(
  store: Parameters<typeof readTurn>[0],
  design: Design,
  number: string,
): Promise<TurnView> {
  const view = /^[1-9]\d{0,6}$/.test(number) ? await readTurn(store, design, Number(number)) : null;
  if (view !== null) return view;
  const count = design.turns.length;
  const numbers = count === 0 ? 'none yet' : count === 1 ? '1' : `1 to ${count}`;
  throw new Problem('not_found', `There is no such turn. The design’s turns: ${numbers}.`);
}

export async function listArtifacts(
  { engine }: Pick<ActParts, 'engine'>,
  _: Who,
  { design }: Pick<ActRequest, 'design'>,
) {
  return { artifacts: await artifactsOf(engine.parts, await design()) };
}
