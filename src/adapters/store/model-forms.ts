import { ModelForm, type ModelForms } from '../../ports/model-forms.ts';
import { and, asc, eq } from './drizzle.ts';
import { jsonIn, type Queries, rawJson } from './queries.ts';
import { conforming, storableJson } from './records/json.ts';

export function modelForms({ db, tables, rows }: Queries): ModelForms {
  const { modelForms: table } = tables;
  const { endpoint, model, mark, at } = table;
  const found = () => db.select({ endpoint, model, mark, at, leftOut: rawJson(table.leftOut) }).from(table);
  const of = (itsEndpoint: string, itsModel: string) => and(eq(endpoint, itsEndpoint), eq(model, itsModel));
  return {
    async find(itsEndpoint, itsModel) {
      const [row] = await rows(found().where(of(itsEndpoint, itsModel)));
      return row === undefined ? null : conforming(ModelForm, `the form of ${itsModel}`, formIn(row));
    },
    async keep(given) {
      const form = conforming(ModelForm, 'the form of a model', given);
      storableJson('the form of a model', form);
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
      (await rows(found().orderBy(asc(endpoint), asc(model)))).flatMap((row) => {
        const form = ModelForm.safeParse(formIn(row));
        return form.success ? [form.data] : [];
      }),
  };
}

function formIn<Row extends { readonly leftOut: unknown }>(row: Row) {
  return { ...row, leftOut: jsonIn(row.leftOut) };
}
