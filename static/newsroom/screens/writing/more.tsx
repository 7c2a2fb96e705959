// more: the excerpt, the picture, where a page stands, and what is seldom touched.
import { useQuery } from "@tanstack/preact-query";
import { SelectField, TextAreaField, TextField } from "../../kit/field";
import { restList } from "../../rest/client";
import type { RestError } from "../../rest/error";
import type { Post } from "../../rest/types";
import { t, tc } from "../../words/words";
import { Panel } from "./panel";
import type { PartProps } from "./part";
import { asTree, plain } from "./use-terms";

export function Excerpt({ manuscript }: PartProps) {
  const { fields, errors } = manuscript;
  return (
    <Panel title={t("Excerpt")} now={fields.excerpt.trim() || t("From the text")} wrong={Boolean(errors.excerpt)}>
      <TextAreaField
        label={t("Excerpt")}
        hideLabel
        hint={t("Stands above the text and in lists. Without one, lists show how the text begins.")}
        error={errors.excerpt}
        value={fields.excerpt}
        rows={4}
        dir="auto"
        onInput={event => manuscript.set({ excerpt: event.currentTarget.value })}
      />
    </Panel>
  );
}

// All pages but itself; the server refuses circles.
function usePages(except: number | undefined) {
  return useQuery<{ id: number; path: string }[], RestError>({
    queryKey: ["/wp/v2/pages", "tree", except],
    queryFn: async ({ signal }) => {
      const found = [];
      for (let page = 1; page <= 10; page++) {
        const { items, pages } = await restList<Post>(
          "/wp/v2/pages",
          {
            context: "edit",
            per_page: 100,
            page,
            status: ["publish", "private", "draft"],
            exclude: except ? [except] : undefined,
            orderby: "menu_order",
            order: "asc",
            _fields: ["id", "title", "parent"],
          },
          signal,
        );
        found.push(...items);
        if (page >= pages) break;
      }
      return asTree(
        found.map(({ id, title, parent }) => ({
          id,
          parent,
          name: plain(title.rendered) || t("(no title)"),
          taxonomy: "category" as const,
          slug: "",
          description: "",
          count: 0,
          link: "",
        })),
      );
    },
    staleTime: 60_000,
  });
}

export function PagePlace(props: PartProps) {
  const { fields, errors, id } = props.manuscript;
  const { data: pages = [] } = usePages(id);
  const above = pages.find(page => page.id === fields.parent);
  return (
    <Panel
      title={t("Place")}
      now={above?.path ?? t("At the top")}
      open
      wrong={Boolean(errors.parent ?? errors.menu_order)}
    >
      <SelectField
        label={t("Below the page")}
        error={errors.parent}
        value={fields.parent}
        onChange={event => props.manuscript.set({ parent: Number(event.currentTarget.value) })}
      >
        <option value={0}>{t("(at the top)")}</option>
        {fields.parent > 0 && !above && (
          <option value={fields.parent}>{t("Page {id}", { id: String(fields.parent) })}</option>
        )}
        {pages.map(page => (
          <option key={page.id} value={page.id}>
            {page.path}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t("Order among its sisters")}
        hint={t("Smaller numbers come first.")}
        error={errors.menu_order}
        type="number"
        step={1}
        value={fields.menu_order}
        onInput={event => {
          const { valueAsNumber } = event.currentTarget;
          if (Number.isInteger(valueAsNumber)) props.manuscript.set({ menu_order: valueAsNumber });
        }}
      />
    </Panel>
  );
}

const formats = (): [string, string][] => [
  ["standard", tc("format", "Article")],
  ["aside", tc("format", "Aside")],
  ["chat", tc("format", "Chat")],
  ["gallery", tc("format", "Gallery")],
  ["link", tc("format", "Link")],
  ["image", tc("format", "Picture")],
  ["quote", tc("format", "Quotation")],
  ["status", tc("format", "Short note")],
  ["video", tc("format", "Video")],
  ["audio", tc("format", "Audio")],
];

export function More({ manuscript }: PartProps) {
  const { fields, errors, kind } = manuscript;
  const templates = fields.template !== "";
  const isEmpty = !fields.content.trim();
  return (
    <Panel title={t("More")} wrong={Boolean(errors.format ?? errors.template ?? errors.content_format)}>
      <SelectField
        label={t("The text is stored as")}
        hint={isEmpty ? undefined : t("To be chosen while there is no text: it is not translated into the other.")}
        error={errors.content_format}
        disabled={!isEmpty}
        value={fields.content_format}
        onChange={event =>
          manuscript.set({ content_format: event.currentTarget.value === "markdown" ? "markdown" : "html" })
        }
      >
        <option value="html">{t("HTML")}</option>
        <option value="markdown">{t("Markdown")}</option>
      </SelectField>
      {kind === "posts" && (
        <SelectField
          label={t("Kind of article")}
          error={errors.format}
          value={fields.format}
          onChange={event => manuscript.set({ format: event.currentTarget.value })}
        >
          {formats().map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </SelectField>
      )}
      {templates && (
        <SelectField
          label={t("Template")}
          hint={t("The site’s theme has no templates to choose from; this one came with the article.")}
          error={errors.template}
          value={fields.template}
          onChange={event => manuscript.set({ template: event.currentTarget.value })}
        >
          <option value={fields.template}>{fields.template}</option>
          <option value="">{t("The usual one")}</option>
        </SelectField>
      )}
    </Panel>
  );
}
