// categories: where the article stands: a tree of checkboxes with a search, the main one among several, and new ones.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { CheckField, SelectField, TextField } from "../../kit/field";
import { Plus } from "../../kit/icon";
import { Failure, Loading } from "../../kit/states";
import { announce } from "../../kit/announce";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { Term } from "../../rest/types";
import { t } from "../../words/words";
import type { PartProps } from "./part";
import { Panel } from "./panel";
import { useCategories, type TreeTerm } from "./use-terms";

const SEARCH_FROM = 8;

function NewCategory({ tree, onMade }: { tree: TreeTerm[]; onMade: (id: number) => void }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [parent, setParent] = useState(0);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  if (!open)
    return (
      <Button kind="quiet" icon={Plus} onClick={() => setOpen(true)}>
        {t("New category")}
      </Button>
    );

  async function make(event: Event) {
    event.preventDefault();
    if (!name.trim()) return setError(t("It needs a name."));
    setBusy(true);
    setError("");
    try {
      const { data } = await rest<Term>("/wp/v2/categories", { method: "POST", body: { name, parent } });
      await refresh("/wp/v2/categories");
      announce(t("{name} was made and chosen.", { name }));
      onMade(data.id);
      setName("");
      setOpen(false);
    } catch (reason) {
      setError(messageOf(reason));
    }
    setBusy(false);
  }

  return (
    <form class="new-term" onSubmit={make}>
      <TextField
        label={t("Name of the new category")}
        value={name}
        error={error}
        autofocus
        maxLength={200}
        onInput={event => setName(event.currentTarget.value)}
      />
      <SelectField label={t("Below")} value={parent} onChange={event => setParent(Number(event.currentTarget.value))}>
        <option value={0}>{t("(at the top)")}</option>
        {tree.map(term => (
          <option key={term.id} value={term.id}>
            {term.path}
          </option>
        ))}
      </SelectField>
      <p class="actions">
        <Button type="submit" busy={busy}>
          {t("Add")}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {t("Cancel")}
        </Button>
      </p>
    </form>
  );
}

export function Categories({ manuscript, may }: PartProps) {
  const { fields, errors } = manuscript;
  const { data: tree = [], error, isPending, refetch } = useCategories();
  const [search, setSearch] = useState("");
  const chosen = tree.filter(term => fields.categories.includes(term.id));
  const wanted = search.trim().toLocaleLowerCase();
  const found = wanted ? tree.filter(term => term.path.toLocaleLowerCase().includes(wanted)) : tree;

  function choose(id: number, on: boolean) {
    const categories = on ? [...fields.categories, id] : fields.categories.filter(each => each !== id);
    manuscript.set({
      categories,
      ...(categories.includes(fields.primary_category) ? {} : { primary_category: 0 }),
    });
  }

  return (
    <Panel
      title={t("Categories")}
      now={chosen.map(term => term.name).join(", ") || t("The default one")}
      open
      wrong={Boolean(errors.categories ?? errors.primary_category)}
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {isPending && <Loading />}
      {errors.categories && <p class="field-error">{errors.categories}</p>}
      {tree.length >= SEARCH_FROM && (
        <TextField
          label={t("Find a category")}
          hideLabel
          placeholder={t("Find a category")}
          value={search}
          onInput={event => setSearch(event.currentTarget.value)}
        />
      )}
      {tree.length > 0 && (
        <fieldset class="term-tree" tabIndex={-1}>
          <legend class="unseen">{t("Categories")}</legend>
          {found.map(term => (
            <div key={term.id} class={`term depth-${wanted ? 0 : Math.min(term.depth, 5)}`}>
              <CheckField
                label={wanted ? term.path : term.name}
                checked={fields.categories.includes(term.id)}
                onChange={event => choose(term.id, event.currentTarget.checked)}
              />
            </div>
          ))}
          {found.length === 0 && <p class="quiet">{t("None is called so.")}</p>}
        </fieldset>
      )}
      {chosen.length > 1 && (
        <SelectField
          label={t("Main category")}
          hint={t("Its branch stands above the article.")}
          error={errors.primary_category}
          value={fields.primary_category}
          onChange={event => manuscript.set({ primary_category: Number(event.currentTarget.value) })}
        >
          <option value={0}>{t("Let the site choose")}</option>
          {chosen.map(term => (
            <option key={term.id} value={term.id}>
              {term.path}
            </option>
          ))}
        </SelectField>
      )}
      {may.manageCategories && <NewCategory tree={tree} onMade={id => choose(id, true)} />}
    </Panel>
  );
}
