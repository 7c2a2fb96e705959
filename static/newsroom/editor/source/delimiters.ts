// delimiters: the comments by which WordPress's block editor marks its blocks, as server/text/blocks.c reads them.
export interface Delimiter {
  kind: "opening" | "closing" | "void";
  name: string;
  /** The attributes as they stand there, JSON in braces; null: none. */
  json: string | null;
}

/** What a comment's text (between <!-- and -->) says. */
export function delimiterOf(data: string): Delimiter | null {
  const found = /^\s+(\/)?wp:([a-z][a-z0-9_-]*(?:\/[a-z][a-z0-9_-]*)?)\s+(?:(\{[\s\S]*\})\s+)?(\/)?$/.exec(data);
  if (!found) return null;
  const kind = found[1] ? "closing" : found[4] ? "void" : "opening";
  return { kind, name: found[2]!, json: found[3] ?? null };
}

export const hasDelimiters = (source: string): boolean => source.includes("<!-- wp:");

/** A block's name and attributes, as a node keeps them. */
export interface Block {
  name: string;
  json: string | null;
}

export const opening = ({ name, json }: Block): string => `<!-- wp:${name} ${json ? `${json} ` : ""}-->`;
export const closing = ({ name }: Block): string => `<!-- /wp:${name} -->`;

/** The attributes with `changes` in them; undefined takes one out. What cannot be read stays as it is. */
export function changedJson(json: string | null, changes: Record<string, unknown>): string | null {
  let value: Record<string, unknown>;
  try {
    value = json ? (JSON.parse(json) as Record<string, unknown>) : {};
  } catch {
    return json;
  }
  for (const [name, change] of Object.entries(changes))
    if (change === undefined) delete value[name];
    else value[name] = change;
  if (Object.keys(value).length === 0) return null;
  // As WordPress writes it, so that no attribute ends the comment.
  return JSON.stringify(value)
    .replace(/--/g, "\\u002d\\u002d")
    .replace(/</g, "\\u003c")
    .replace(/>/g, "\\u003e")
    .replace(/&/g, "\\u0026")
    .replace(/\\"/g, "\\u0022");
}
