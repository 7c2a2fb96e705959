// autop: the paragraphs that blank lines make, as server/text/autop.c makes them (WordPress's wpautop, pass by pass).
// White space is what PHP's \s is, so that a no-break space is none.
// It shows what a page would show of classic content; what is stored never passes through it.
const BLOCKS =
  "(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|math|" +
  "address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|" +
  "menu|summary)";
const NEWLINE = "<!-- kept-newline -->";
const STARTS = new RegExp(`(<${BLOCKS}[ \\t-\\r/>])`, "g");
const ENDS = new RegExp(`(</${BLOCKS}>)`, "g");
const WRAPPED = new RegExp(`<p>[ \\t-\\r]*(</?${BLOCKS}[^>]*>)[ \\t-\\r]*</p>`, "g");
const BEFORE = new RegExp(`<p>[ \\t-\\r]*(</?${BLOCKS}[^>]*>)`, "g");
const AFTER = new RegExp(`(</?${BLOCKS}[^>]*>)[ \\t-\\r]*</p>`, "g");
const BREAK_AFTER = new RegExp(`(</?${BLOCKS}[^>]*>)[ \\t-\\r]*<br />`, "g");

function aroundMedia(text: string): string {
  if (text.includes("<option"))
    text = text.replace(/[ \t-\r]*<option/g, "<option").replace(/<\/option>[ \t-\r]*/g, "</option>");
  if (text.includes("</object>"))
    text = text
      .replace(/(<object[^>]*>)[ \t-\r]*/g, "$1")
      .replace(/[ \t-\r]*<\/object>/g, "</object>")
      .replace(/[ \t-\r]*(<\/?(?:param|embed)[^>]*>)[ \t-\r]*/g, "$1");
  if (text.includes("<source") || text.includes("<track"))
    text = text
      .replace(/([<[](?:audio|video)[^>\]]*[>\]])[ \t-\r]*/g, "$1")
      .replace(/[ \t-\r]*([<[]\/(?:audio|video)[>\]])/g, "$1")
      .replace(/[ \t-\r]*(<(?:source|track)[^>]*>)[ \t-\r]*/g, "$1");
  if (text.includes("<figcaption"))
    text = text.replace(/[ \t-\r]*(<figcaption[^>]*>)/g, "$1").replace(/<\/figcaption>[ \t-\r]*/g, "</figcaption>");
  return text;
}

function paragraphs(text: string): string {
  let out = "";
  for (const part of text.split(/\n[ \t-\r]*\n/)) if (part !== "") out += `<p>${part.replace(/^\n+|\n+$/g, "")}</p>\n`;
  return out
    .replace(/<p>[ \t-\r]*<\/p>/g, "")
    .replace(/<p>([^<]+)<\/(div|address|form)>/g, "<p>$1</p></$2>")
    .replace(WRAPPED, "$1")
    .replace(/<p>(<li.+?)<\/p>/g, "$1")
    .replace(/<p><blockquote([^>]*)>/gi, "<blockquote$1><p>")
    .replace(/<\/blockquote><\/p>/g, "</p></blockquote>")
    .replace(BEFORE, "$1")
    .replace(AFTER, "$1");
}

function breaks(text: string): string {
  return text
    .replace(/<(script|style|svg)[^]*?<\/\1>/g, whole => whole.replace(/\n/g, "\0"))
    .replace(/<br>|<br\/>/g, "<br />")
    .replace(/(?<!<br \/>)[ \t-\r]*\n/g, "<br />\n")
    .replace(/\0/g, "\n")
    .replace(BREAK_AFTER, "$1")
    .replace(/<br \/>([ \t-\r]*<\/?(?:p|li|div|dl|dd|dt|th|pre|td|ul|ol)[^>]*>)/g, "$1")
    .replace(/\n<\/p>\n?$/, "</p>");
}

export function autop(html: string): string {
  if (/^[ \t-\r]*$/.test(html)) return "";
  const kept: string[] = [];
  const keep = (whole: string, tag: string) => `<${tag} kept-${kept.push(whole) - 1}></${tag}>`;
  let text = `${html}\n`
    .replace(/<(script|style|textarea)\b[^]*?<\/\1[ \t-\r]*>/gi, (whole, tag: string) => keep(whole, tag.toLowerCase()))
    .replace(/<(pre)\b[^]*?<\/pre>/g, whole => keep(whole, "pre"))
    .replace(/<br[ \t-\r]*\/?>[ \t-\r]*<br[ \t-\r]*\/?>/g, "\n\n")
    .replace(STARTS, "\n\n$1")
    .replace(ENDS, "$1\n\n")
    .replace(/(<hr[ \t-\r]*\/?>)/g, "$1\n\n")
    .replace(/\r\n?/g, "\n")
    .replace(/<(?:!--[^]*?(?:-->|$)|[^>]*(?:>|$))/g, tag => tag.replace(/\n/g, ` ${NEWLINE} `));
  text = breaks(paragraphs(aroundMedia(text)));
  text = text.replaceAll(` ${NEWLINE} `, "\n").replaceAll(NEWLINE, "\n");
  const restore = (part: string): string =>
    part.replace(/<(\w+) kept-(\d+)><\/\1>/g, (_, __, index: string) => restore(kept[Number(index)] ?? ""));
  return restore(text);
}
