// inert: HTML read by the browser without anything of it taking effect.
//
// The newsroom's policy lets no style attribute and no handler of events in, and says so on the console even in a document
// that nobody sees; so they are read under other names. A style sheet leaves an <inert-style>.
import { tokens } from "../source/tree";

export const INERT = "data-inert-";
export const STYLE = `${INERT}style`;

export function inertBody(html: string): HTMLElement {
  let renamed = "";
  for (const { kind, name, from, to } of tokens(html)) {
    const text = html.slice(from, to);
    const opens = kind === "start" || kind === "raw";
    if (opens && name === "style") renamed += "<inert-style></inert-style>";
    else renamed += opens ? text.replace(/([\s/"'])(style|on[a-z]+)(?=\s*=)/gi, `$1${INERT}$2`) : text;
  }
  const inert = document.implementation.createHTMLDocument("");
  inert.body.innerHTML = renamed;
  return inert.body;
}
