// preview: what a block of source looks like, roughly: its text and the site's own pictures, without anything that acts,
// brings a style of its own or asks another host.
import { inertBody } from "./inert";

const KEPT = new Set(
  "b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i kbd li mark ol p pre s small span strong sub sup table tbody td tfoot th thead tr u ul".split(
    " ",
  ),
);
const DROPPED = new Set(
  "script style iframe object embed template noscript svg math textarea select input video audio".split(" "),
);
const MOST = 400; // nodes

export const isOwn = (address: string): boolean => {
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin || url.protocol === "blob:";
  } catch {
    return false;
  }
};

/** Null: there is nothing to show. */
export function preview(source: string): DocumentFragment | null {
  const body = inertBody(source);
  let count = 0;
  let seen = false;
  const copy = (from: Node, to: Node): void => {
    for (const child of from.childNodes) {
      if (++count > MOST) return;
      if (child.nodeType === Node.TEXT_NODE) {
        if (child.nodeValue?.trim()) seen = true;
        to.appendChild(document.createTextNode(child.nodeValue ?? ""));
      } else if (child instanceof Element || child.nodeType === Node.ELEMENT_NODE) {
        const element = child as Element;
        const name = element.localName;
        if (DROPPED.has(name)) continue;
        if (name === "img") {
          const address = element.getAttribute("src") ?? "";
          const img = document.createElement("img");
          img.alt = element.getAttribute("alt") ?? "";
          img.loading = "lazy";
          if (!isOwn(address)) continue;
          img.src = address;
          seen = true;
          to.appendChild(img);
          continue;
        }
        // Headings of a preview are no headings of the text around it.
        const made = KEPT.has(name) ? document.createElement(/^h\d$/.test(name) ? "p" : name) : null;
        copy(element, made ?? to);
        if (made) to.appendChild(made);
      }
    }
  };
  const fragment = document.createDocumentFragment();
  copy(body, fragment);
  return seen ? fragment : null;
}
