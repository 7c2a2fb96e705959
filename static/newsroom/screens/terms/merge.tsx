// merge: several become one, after it was said what that does. It cannot be taken back.
import { useEffect, useState } from "preact/hooks";
import { Combobox, type Choice } from "../../kit/combobox";
import { Confirm } from "../../kit/dialog";
import { SelectField } from "../../kit/field";
import { Loading, Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest, restList } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { Term } from "../../rest/types";
import { t, tn } from "../../words/words";
import { nameOf, type Kind } from "./api";
import { CategoryOptions } from "./edit";

interface MergeProps {
  kind: Kind;
  terms: readonly Term[];
  /** All categories, to choose from; tags are looked for. */
  all?: readonly Term[];
  onClose: () => void;
  onDone: () => void;
}

interface Answer {
  posts: number;
  children: number;
}

interface Found extends Choice {
  term: Term;
}

export function MergeDialog({ kind, terms, all, onClose, onDone }: MergeProps) {
  // Of several the one with the most articles is the likeliest to stay.
  const [into, setInto] = useState<Term | undefined>(
    terms.length > 1 ? [...terms].sort((a, b) => b.count - a.count)[0] : undefined,
  );
  const [told, setTold] = useState<Answer>();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const from = terms.filter(term => term.id !== into?.id);
  const body = { taxonomy: kind.taxonomy, from: from.map(term => term.id), into: into?.id };

  useEffect(() => {
    setTold(undefined);
    setProblem("");
    if (!into || !from.length) return;
    const abort = new AbortController();
    rest<Answer>("/broadsheet/v1/terms/merge", {
      method: "POST",
      body: { ...body, dry_run: true },
      signal: abort.signal,
    }).then(
      ({ data }) => setTold(data),
      error => !abort.signal.aborted && setProblem(messageOf(error)),
    );
    return () => abort.abort();
  }, [into?.id]);

  async function merge() {
    setBusy(true);
    setProblem("");
    try {
      const { data } = await rest<Answer>("/broadsheet/v1/terms/merge", { method: "POST", body });
      toast(tn("{n} article has {name} now.", "{n} articles have {name} now.", data.posts, { name: nameOf(into!) }));
      void refresh(kind.path);
      void refresh("/wp/v2/posts");
      onDone();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  }

  async function find(text: string, signal: AbortSignal): Promise<Found[]> {
    const { items } = await restList<Term>(
      kind.path,
      { search: text, per_page: 20, orderby: "count", order: "desc" },
      signal,
    );
    return items
      .filter(term => terms.length > 1 || term.id !== terms[0]!.id)
      .map(term => ({ id: term.id, name: nameOf(term), note: tn("{n} article", "{n} articles", term.count), term }));
  }

  const names = new Intl.ListFormat(document.documentElement.lang || "en").format(from.map(nameOf));
  return (
    <Confirm
      title={terms.length > 1 ? t("Merge into one") : t("Merge {name} into another", { name: nameOf(terms[0]!) })}
      action={t("Merge")}
      busy={busy || !told}
      onConfirm={() => void merge()}
      onClose={onClose}
    >
      {terms.length > 1 && (
        <fieldset class="choices">
          <legend>{t("Which one stays")}</legend>
          {terms.map(term => (
            <label key={term.id}>
              <input type="radio" name="into" checked={into?.id === term.id} onChange={() => setInto(term)} />
              <span dir="auto">{nameOf(term)}</span>{" "}
              <span class="quiet">{tn("{n} article", "{n} articles", term.count)}</span>
            </label>
          ))}
        </fieldset>
      )}
      {all ? (
        terms.length === 1 && (
          <SelectField
            label={t("Into")}
            value={into?.id ?? 0}
            onChange={event => setInto(all.find(term => term.id === Number(event.currentTarget.value)))}
          >
            <option value={0} disabled>
              {t("Choose a category")}
            </option>
            <CategoryOptions all={all.filter(term => term.id !== terms[0]!.id)} />
          </SelectField>
        )
      ) : (
        <Combobox<Found>
          label={terms.length > 1 ? t("Or another one") : t("Into")}
          placeholder={t("Letters of its name")}
          find={find}
          onChoose={choice => setInto(choice.term)}
        />
      )}
      {into && from.length > 0 && (
        <>
          <p>
            {from.length === 1
              ? t("{name} becomes {into}, for good. This cannot be undone.", { name: names, into: nameOf(into) })
              : t("{names} become {into}, for good. This cannot be undone.", { names, into: nameOf(into) })}
          </p>
          {told ? (
            <p class="merge-told">
              {tn("{n} article gets {name} instead.", "{n} articles get {name} instead.", told.posts, {
                name: nameOf(into),
              })}{" "}
              {told.children > 0 &&
                tn("{n} category below it moves up.", "{n} categories below move up.", told.children)}{" "}
              {t("Old addresses lead to the new one.")}
            </p>
          ) : (
            !problem && <Loading what={t("Counting the articles…")} />
          )}
        </>
      )}
      {problem && <Notice kind="error">{problem}</Notice>}
    </Confirm>
  );
}
