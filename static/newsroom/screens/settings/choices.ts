// choices: the words of values that are chosen from a few.
import { t } from "../../words/words";

const words: Record<string, () => string> = {
  "default_content_format.html": () => t("Rich text (HTML)"),
  "default_content_format.markdown": () => t("Markdown"),
  "show_on_front.posts": () => t("The latest articles"),
  "show_on_front.page": () => t("A page of its own"),
  "default_ping_status.open": () => t("Taken"),
  "default_ping_status.closed": () => t("Not taken"),
  "default_comment_status.open": () => t("Open"),
  "default_comment_status.closed": () => t("Closed"),
  "default_comments_page.newest": () => t("The newest"),
  "default_comments_page.oldest": () => t("The oldest"),
  "comment_order.asc": () => t("Older ones first"),
  "comment_order.desc": () => t("Newer ones first"),
  "avatar_default.initials": () => t("Initials"),
  "avatar_default.blank": () => t("Blank"),
  "store_address.truncated": () => t("The network alone"),
  "store_address.full": () => t("The whole address"),
  "store_address.none": () => t("Nothing"),
  "smtp_security.starttls": () => t("STARTTLS"),
  "smtp_security.tls": () => t("TLS from the start"),
  "smtp_security.none": () => t("None"),
  "default_role.administrator": () => t("Administrator"),
  "default_role.editor": () => t("Editor"),
  "default_role.author": () => t("Author"),
  "default_role.contributor": () => t("Contributor"),
  "default_role.subscriber": () => t("Subscriber"),
  "default_post_format.standard": () => t("Standard"),
  "start_of_week.0": () => weekday(0),
  "start_of_week.1": () => weekday(1),
  "start_of_week.2": () => weekday(2),
  "start_of_week.3": () => weekday(3),
  "start_of_week.4": () => weekday(4),
  "start_of_week.5": () => weekday(5),
  "start_of_week.6": () => weekday(6),
};

// 4 January 1970 was a Sunday.
function weekday(day: number): string {
  const name = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" });
  return name.format(new Date(Date.UTC(1970, 0, 4 + day)));
}

export function choiceWords(setting: string, value: string | number): string {
  return words[`${setting}.${value}`]?.() ?? String(value);
}

/** The groups in the order in which they stand. */
export function groupWords(group: string): string {
  switch (group) {
    case "general":
      return t("General");
    case "writing":
      return t("Writing");
    case "reading":
      return t("Reading");
    case "discussion":
      return t("Discussion");
    case "permalinks":
      return t("Addresses");
    case "media":
      return t("Media");
    case "users":
      return t("Users and log-in");
    case "mail":
      return t("Mail");
    case "privacy":
      return t("Privacy");
    case "diagnostics":
      return t("Diagnostics");
    default:
      return group;
  }
}
