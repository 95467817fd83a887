import { ModelForm, type ModelForms } from '../../ports/model-forms.ts';
import { and, asc, eq } from './drizzle.ts';
import { parseStoredJson, type Queries, selectRaw } from './queries.ts';
import { parseConforming, writeStorableJson } from './records/json.ts';

export function createModelForms({ db, tables, rows }: Queries): ModelForms {
  const { modelForms: table } = tables;
  const { endpoint, model, mark, at } = table;
  const selectForms = () =>
    db.select({ endpoint, model, mark, at, leftOut: selectRaw(table.leftOut) }).from(table);
  const of = (itsEndpoint: string, itsModel: string) =>
    and(eq(endpoint, itsEndpoint), eq(model, itsModel));
  return {
    async findForm(itsEndpoint, itsModel) {
      const [row] = await rows(selectForms().where(of(itsEndpoint, itsModel)));
      return row === undefined
        ? null
        : parseConforming(ModelForm, `the form of ${itsModel}`, formIn(row));
    },
    async keep(given) {
      const form = parseConforming(ModelForm, 'the form of a model', given);
      writeStorableJson('the form of a model', form);
      const { mark: itsMark, leftOut, at: keptAt } = form;
      const set = { mark: itsMark, leftOut, at: keptAt };
      await rows(
        db
          .insert(table)
          .values(form)
          .onConflictDoUpdate({ target: [endpoint, model], set }),
      );
    },
    list: async () =>
      (await rows(selectForms().orderBy(asc(endpoint), asc(model)))).flatMap((row) => {
        const form = ModelForm.safeParse(formIn(row));
        return form.success ? [form.data] : [];
      }),
  };
}

function formIn<Row extends { readonly leftOut: unknown }>(row: Row) {
  return { ...row, leftOut: parseStoredJson(row.leftOut) };
}
