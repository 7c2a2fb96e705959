// pick: a filter by one author or one category: a list to choose from, and where there are too many for one, a field to
// find them by their letters.
import { Button } from "../../kit/button";
import { Combobox, type Choice } from "../../kit/combobox";
import { SelectField } from "../../kit/field";
import { Cross } from "../../kit/icon";
import { restList, type Query } from "../../rest/client";
import { useItem, useList } from "../../rest/queries";
import { t } from "../../words/words";

const LIST_MOST = 100;

export interface Named {
  id: number;
  name: string;
  parent?: number;
}

interface PickProps {
  path: string;
  query?: Query;
  label: string;
  /** The line for "no filter". */
  all: string;
  chosen: number;
  onChoose: (id: number) => void;
}

/** Those below others come behind them, set in. */
function inOrder(items: readonly Named[]): { item: Named; level: number }[] {
  const known = new Set(items.map(item => item.id));
  const walk = (parent: number, level: number): { item: Named; level: number }[] =>
    items
      .filter(item => (known.has(item.parent ?? 0) ? item.parent : 0) === parent)
      .flatMap(item => [{ item, level }, ...(level < 20 ? walk(item.id, level + 1) : [])]);
  return walk(0, 0);
}

export function namesQuery(query: Query = {}): Query {
  return { per_page: LIST_MOST, _fields: "id,name,parent", orderby: "name", ...query };
}

function Chosen({ path, label, chosen, onChoose }: PickProps) {
  const item = useItem<Named>(`${path}/${chosen}`, { _fields: "id,name" });
  const name = item.data?.name ?? (item.isError ? `#${chosen}` : "…");
  return (
    <div class="field">
      <span class="pick-label">{label}</span>
      <Button icon={Cross} aria-label={t("{label}: {name}. Show all", { label, name })} onClick={() => onChoose(0)}>
        {name}
      </Button>
    </div>
  );
}

export function Pick(props: PickProps) {
  const { path, query, label, all, chosen, onChoose } = props;
  const list = useList<Named>(path, namesQuery(query));
  const items = list.data?.items ?? [];
  const isLong = (list.data?.total ?? 0) > LIST_MOST;
  // Whom the list does not have, somebody else's link may have chosen.
  if (chosen && (isLong || (list.data && !items.some(item => item.id === chosen)))) return <Chosen {...props} />;
  if (isLong)
    return (
      <Combobox
        label={label}
        placeholder={all}
        find={async (text, signal): Promise<Choice[]> =>
          (await restList<Named>(path, { ...namesQuery(query), search: text, per_page: 10 }, signal)).items
        }
        onChoose={choice => onChoose(Number(choice.id))}
      />
    );
  return (
    <SelectField label={label} value={String(chosen)} onChange={event => onChoose(Number(event.currentTarget.value))}>
      <option value="0">{all}</option>
      {inOrder(items).map(({ item, level }) => (
        <option key={item.id} value={String(item.id)}>
          {"\u2003".repeat(level) + item.name}
        </option>
      ))}
    </SelectField>
  );
}
