// paste: what comes from elsewhere is cleaned before it is put in, and what was taken out is counted, so that it can be
// said.
import { INERT, inertBody, STYLE } from "./inert";

export interface Removed {
  styles: number;
  scripts: number;
  images: number;
  frames: number;
  controls: number;
  others: number;
}

export const nothingRemoved = (removed: Removed): boolean => Object.values(removed).every(count => count === 0);

export interface Cleaned {
  html: string;
  removed: Removed;
}

const KEPT = new Set(
  (
    "a abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img kbd li mark ol " +
    "p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr u ul var " +
    // Frames of text, which go without anybody missing them.
    "article aside body center font footer header html main nav section head time ins"
  ).split(" "),
);
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ["href", "title"],
  img: ["src", "alt", "title", "width", "height"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan"],
  ol: ["start"],
};
const CONTROLS = new Set("button form input label option select textarea".split(" "));
const FRAMES = new Set("audio embed iframe object video".split(" "));
// What stands for a mark; any other style is taken out. Word's own are nobody's loss.
const MARKS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^font-weight:\s*(bold(er)?|[6-9]\d\d)$/, "strong"],
  [/^font-style:\s*(italic|oblique)$/, "em"],
  [/^text-decoration(-line)?:.*line-through/, "s"],
  [/^vertical-align:\s*sub$/, "sub"],
  [/^vertical-align:\s*super$/, "sup"],
];
const MEANINGLESS =
  /^(mso-|-webkit-|-moz-|orphans|widows|font-(weight|style|variant)|text-decoration|vertical-align|white-space)/;

export interface Guest {
  /** Whether a picture's address is one of this site. */
  isOwn: (address: string) => boolean;
  /** A picture that stands in the text itself: the key of its place, or null. */
  upload: (file: File) => string | null;
}

export function cleanHtml(html: string, guest: Guest): Cleaned {
  const removed: Removed = { styles: 0, scripts: 0, images: 0, frames: 0, controls: 0, others: 0 };
  const styles = new Set<string>();
  const body = inertBody(html);
  const inert = body.ownerDocument;
  listsOfWord(body);

  const address = (value: string): boolean => /^(https?:|mailto:|tel:|#|\/(?!\/))/i.test(value.trim());
  const unwrap = (element: Element) => element.replaceWith(...element.childNodes);

  const style = (element: Element) => {
    const said = (element.getAttribute(STYLE) ?? "")
      .split(";")
      .map(each => each.trim().toLowerCase())
      .filter(each => each !== "");
    element.removeAttribute(STYLE);
    for (const each of said) {
      const mark = MARKS.find(([pattern]) => pattern.test(each))?.[1];
      // Headings are bold by themselves.
      if (
        mark &&
        !(mark === "strong" && /^(h\d|th|strong|b)$/.test(element.localName)) &&
        /\S/.test(element.textContent ?? "")
      ) {
        const made = inert.createElement(mark);
        made.append(...element.childNodes);
        element.append(made);
      } else if (!mark && !MEANINGLESS.test(each)) styles.add(each);
    }
    // Google Docs puts all that it copies into a <b> that is not bold.
    if (/^(b|strong)$/.test(element.localName) && said.some(each => /^font-weight:\s*(normal|400)$/.test(each)))
      return true;
    return false;
  };

  const image = (img: Element) => {
    const src = img.getAttribute("src") ?? "";
    const file = fileOf(src);
    if (file) {
      const key = guest.upload(file);
      if (key) {
        img.setAttribute("data-pending", key);
        img.removeAttribute("src");
        return;
      }
    } else if (guest.isOwn(src) && !/^(data|blob|file):/i.test(src)) return;
    removed.images++;
    img.remove();
  };

  const clean = (parent: Node) => {
    for (const node of [...parent.childNodes]) {
      if (node.nodeType === Node.COMMENT_NODE) node.parentNode!.removeChild(node);
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const element = node as Element;
      const name = element.localName;
      if (name === "script" || name === "noscript") removed.scripts++;
      if (name === "inert-style") removed.styles++;
      if (/^(script|noscript|inert-style|meta|link|title|base|template|xml)$/.test(name)) {
        element.remove();
        continue;
      }
      if (FRAMES.has(name)) {
        removed.frames++;
        element.remove();
        continue;
      }
      if (CONTROLS.has(name)) removed.controls++;
      if (name === "svg" || name === "math" || name === "canvas" || name === "input" || name === "select") {
        if (name !== "input" && name !== "select") removed.others++;
        element.remove();
        continue;
      }
      // Word's own: <o:p>, <st1:place>.
      if (!KEPT.has(name)) {
        if (!CONTROLS.has(name) && !name.includes(":") && !name.includes("-")) removed.others++;
        clean(element);
        unwrap(element);
        continue;
      }
      if (element.hasAttribute(STYLE) && style(element)) {
        clean(element);
        unwrap(element);
        continue;
      }
      for (const { name: attribute, value } of [...element.attributes]) {
        if (ATTRIBUTES[name]?.includes(attribute)) continue;
        if (attribute.startsWith(`${INERT}on`)) removed.scripts++;
        if (attribute === "bgcolor" || attribute === "color" || attribute === "face")
          styles.add(`${attribute}:${value}`);
        element.removeAttribute(attribute);
      }
      if (name === "a" && element.hasAttribute("href") && !address(element.getAttribute("href")!)) {
        if (/^\s*(javascript|data|vbscript):/i.test(element.getAttribute("href")!)) removed.scripts++;
        element.removeAttribute("href");
      }
      if (name === "img") image(element);
      else clean(element);
    }
  };
  clean(body);
  removed.styles += styles.size;
  return { html: body.innerHTML, removed };
}

/** data:image/png;base64,... as a file. */
function fileOf(address: string): File | null {
  const found = /^data:(image\/(png|jpe?g|gif|webp));base64,([A-Za-z0-9+/=\s]+)$/.exec(address);
  if (!found) return null;
  try {
    const bytes = Uint8Array.from(atob(found[3]!), sign => sign.charCodeAt(0));
    return new File([bytes], `pasted.${found[2] === "jpeg" ? "jpg" : found[2]!}`, { type: found[1]! });
  } catch {
    return null;
  }
}

/** Word writes lists as paragraphs that begin with a sign. */
function listsOfWord(body: HTMLElement): void {
  let list: HTMLElement | null = null;
  for (const paragraph of [
    ...body.querySelectorAll<HTMLElement>(`p[class^=MsoListParagraph], p[${STYLE}*='mso-list']`),
  ]) {
    const sign = [...paragraph.querySelectorAll<HTMLElement>(`span[${STYLE}*='mso-list']`)].find(span =>
      /ignore/i.test(span.getAttribute(STYLE) ?? ""),
    );
    const text = (sign?.textContent ?? "").trim();
    sign?.remove();
    const name = /^[\dA-Za-z]{1,3}[.)]$/.test(text) ? "ol" : "ul";
    const item = body.ownerDocument.createElement("li");
    if (!list || list.localName !== name || list.nextElementSibling !== paragraph) {
      list = body.ownerDocument.createElement(name);
      paragraph.before(list);
    }
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}
