// tags: words that the article is filed under; known ones are completed, others are made with it.
import { useEffect, useState } from "preact/hooks";
import { IconButton } from "../../kit/button";
import { Combobox, type Choice } from "../../kit/combobox";
import { Cross } from "../../kit/icon";
import { announce } from "../../kit/announce";
import { rest, restList } from "../../rest/client";
import { messageOf, RestError } from "../../rest/error";
import type { Term } from "../../rest/types";
import { formatNumber, t } from "../../words/words";
import { Panel } from "./panel";
import type { PartProps } from "./part";
import { plain } from "./use-terms";

const shown = 20;

// Names once known stay known while the app is open.
const known = new Map<number, string>();

async function findTags(text: string, signal: AbortSignal): Promise<Choice[]> {
  const { items } = await restList<Term>(
    "/wp/v2/tags",
    { starts_with: text, per_page: shown, orderby: "count", order: "desc", _fields: ["id", "name", "count"] },
    signal,
  );
  for (const tag of items) known.set(tag.id, plain(tag.name));
  return items.map(tag => ({ id: tag.id, name: plain(tag.name), note: formatNumber(tag.count) }));
}

/** Names of tags by number; those that are not known yet are asked for. */
function useNames(ids: number[]): Map<number, string> {
  const [, redraw] = useState(0);
  const missing = ids.filter(id => !known.has(id));
  useEffect(() => {
    if (!missing.length) return;
    const abort = new AbortController();
    const ask = async () => {
      for (let from = 0; from < missing.length; from += 100) {
        const part = missing.slice(from, from + 100);
        const { items } = await restList<Term>(
          "/wp/v2/tags",
          { include: part, per_page: 100, _fields: ["id", "name"] },
          abort.signal,
        );
        for (const tag of items) known.set(tag.id, plain(tag.name));
      }
      redraw(n => n + 1);
    };
    ask().catch(() => {});
    return () => abort.abort();
  }, [missing.join()]);
  return known;
}

export function Tags({ manuscript }: PartProps) {
  const { fields, errors } = manuscript;
  const names = useNames(fields.tags);
  const [problem, setProblem] = useState("");

  function add(id: number) {
    setProblem("");
    const { tags } = manuscript.fields;
    if (!tags.includes(id)) manuscript.set({ tags: [...tags, id] });
    announce(t("{name} was added.", { name: names.get(id) ?? "" }));
  }

  function remove(id: number) {
    manuscript.set({ tags: manuscript.fields.tags.filter(each => each !== id) });
    announce(t("{name} was taken away.", { name: names.get(id) ?? "" }));
  }

  async function create(name: string) {
    setProblem("");
    try {
      const { data } = await rest<Term>("/wp/v2/tags", { method: "POST", body: { name } });
      known.set(data.id, plain(data.name));
      add(data.id);
    } catch (error) {
      // Somebody else made it, or it differs in case.
      const id = error instanceof RestError && error.code === "term_exists" ? Number(error.data.term_id) : 0;
      if (!id) return setProblem(messageOf(error));
      known.set(id, name);
      add(id);
    }
  }

  return (
    <Panel
      title={t("Tags")}
      now={fields.tags.length ? fields.tags.map(id => names.get(id) ?? "…").join(", ") : t("None")}
      wrong={Boolean(errors.tags)}
    >
      {fields.tags.length > 0 && (
        <ul class="tokens">
          {fields.tags.map(id => (
            <li key={id}>
              <span>{names.get(id) ?? "…"}</span>
              <IconButton
                label={t("Take {name} away", { name: names.get(id) ?? "" })}
                icon={Cross}
                onClick={() => remove(id)}
              />
            </li>
          ))}
        </ul>
      )}
      <Combobox
        label={t("Add a tag")}
        hint={t("Enter or a comma ends a tag.")}
        error={errors.tags ?? (problem || undefined)}
        find={findTags}
        onChoose={choice => add(Number(choice.id))}
        onCreate={name => void create(name)}
        createWords={name => t("New tag: {name}", { name })}
        onBack={() => {
          const last = fields.tags[fields.tags.length - 1];
          if (last) remove(last);
        }}
      />
    </Panel>
  );
}
