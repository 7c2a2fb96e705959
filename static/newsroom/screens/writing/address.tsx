// address: the article's own name in its address, and the address as it will be.
import { TextField } from "../../kit/field";
import { t } from "../../words/words";
import { Panel } from "./panel";
import type { PartProps } from "./part";

/** Where readers find it, with the name as it stands in the field. */
export function permalinkOf({ post, fields }: PartProps["manuscript"]): string {
  if (!post) return "";
  if (!post.permalink_template) return post.link;
  const name = fields.slug || (fields.title === post.title.raw ? post.generated_slug : "") || "…";
  return post.permalink_template.replace(/%(postname|pagename)%/, name);
}

function shownAddress(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

export function Address({ manuscript }: PartProps) {
  const { fields, errors, post } = manuscript;
  const address = permalinkOf(manuscript);
  const published = post?.status === "publish";
  return (
    <Panel title={t("Address")} now={shownAddress(fields.slug) || t("From the title")} wrong={Boolean(errors.slug)}>
      <TextField
        label={t("Name in the address")}
        hint={
          published
            ? t("The old address will lead to the new one.")
            : t("Empty: it is made from the title when the article is published.")
        }
        error={errors.slug}
        value={shownAddress(fields.slug)}
        maxLength={200}
        spellcheck={false}
        autocapitalize="none"
        dir="auto"
        onInput={event => manuscript.set({ slug: event.currentTarget.value })}
      />
      {address && (
        <p class="permalink" dir="ltr">
          {published ? (
            <a href={post.link} target="_blank" rel="noopener">
              {shownAddress(address)}
            </a>
          ) : (
            shownAddress(address)
          )}
        </p>
      )}
    </Panel>
  );
}
