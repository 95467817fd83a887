import { type Head, HeadRow } from '../../../runtime/ports/heads.ts';
import { BrokenInvariant } from '../faults.ts';
import { conforming } from './json.ts';

export const HEAD_COLUMNS =
  'position, design_id as "designId", count, head, at, hash, key_id as "keyId", signature';

/** Ended designs that the log has no row of, with the last event that names their files, or that ended them. */
export const MISSING_HEADS = `
  select e.design_id as "designId", e.seq as count, e.hash as head, d.ended_at as at
  from designs d join design_events e on e.design_id = d.id
  where d.ended_at is not null
    and not exists (select 1 from heads h where h.design_id = d.id)
    and e.seq = (
      select max(seq) from design_events l
      where l.design_id = d.id and l.type = case
        when exists (select 1 from design_events w where w.design_id = d.id and w.type = 'files_written')
        then 'files_written' else 'design_ended' end)
  order by d.id limit ?`;

/** Times in which a row is tried again that another process was faster to append. */
export const MAX_APPENDS = 100;

export function headRow(row: object): HeadRow {
  return conforming(HeadRow, 'a row of the log of heads', row);
}

export function notAppended({ designId }: Head): BrokenInvariant {
  return new BrokenInvariant(`the head of ${designId} could not be appended to the log`);
}
