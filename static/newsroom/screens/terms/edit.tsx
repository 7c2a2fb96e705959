// edit: a category or tag, new or changed. Refusals stand at their fields; what was typed stays.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { SelectField, TextAreaField, TextField } from "../../kit/field";
import { Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { branchOf, rowsOf } from "../../kit/tree-order";
import type { Term } from "../../rest/types";
import { t } from "../../words/words";
import { nameOf, problemsOf, saveTerm, slugOf, type Kind } from "./api";

interface EditProps {
  kind: Kind;
  title: string;
  /** undefined: a new one. */
  term?: Term;
  /** Of a new category. */
  parent?: number;
  /** All categories, to choose the parent from. */
  all?: readonly Term[];
  onClose: () => void;
}

/** Options of a <select>: categories with their place in the tree told by the indentation. */
export function CategoryOptions({ all, without }: { all: readonly Term[]; without?: number }) {
  const nodes = all.map(term => ({ id: term.id, parent: term.parent ?? 0, name: nameOf(term) }));
  const left = without ? branchOf(nodes, without) : new Set<number>();
  return (
    <>
      {rowsOf(nodes, () => true)
        .filter(row => !left.has(row.node.id))
        .map(row => (
          <option value={row.node.id} key={row.node.id}>
            {"\u2003".repeat(row.level - 1) + row.node.name}
          </option>
        ))}
    </>
  );
}

export function EditDialog({ kind, title, term, parent = 0, all, onClose }: EditProps) {
  const [fields, setFields] = useState({
    name: term ? nameOf(term) : "",
    slug: term ? slugOf(term) : "",
    parent: term?.parent ?? parent,
    description: term?.description ?? "",
  });
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);

  async function save() {
    if (busy) return;
    setBusy(true);
    try {
      const { parent: below, ...rest } = fields;
      const saved = await saveTerm(kind, term?.id, all ? { ...rest, parent: below } : rest);
      toast(term ? t("{name} was saved.", { name: nameOf(saved) }) : t("{name} was made.", { name: nameOf(saved) }));
      onClose();
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  }

  const bind = (name: "name" | "slug" | "description") => ({
    value: fields[name],
    error: problems[name],
    onInput: (event: { currentTarget: { value: string } }) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
  });

  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {t("Save")}
          </Button>
        </>
      }
    >
      {problems[""] && <Notice kind="error">{problems[""]}</Notice>}
      <form onSubmit={event => (event.preventDefault(), void save())}>
        <TextField label={t("Name")} autofocus required maxLength={200} dir="auto" {...bind("name")} />
        <TextField
          label={t("Name in addresses")}
          hint={t("Left empty it is made of the name.")}
          dir="auto"
          {...bind("slug")}
        />
        {all && (
          <SelectField
            label={t("Stands in")}
            error={problems.parent}
            value={fields.parent}
            onChange={event => setFields({ ...fields, parent: Number(event.currentTarget.value) })}
          >
            <option value={0}>{t("At the top level")}</option>
            <CategoryOptions all={all} without={term?.id} />
          </SelectField>
        )}
        <TextAreaField
          label={t("Description")}
          hint={t("Stands above the list of its articles.")}
          rows={3}
          dir="auto"
          {...bind("description")}
        />
        <button type="submit" class="unseen" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
