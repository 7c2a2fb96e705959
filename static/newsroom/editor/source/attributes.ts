// attributes: an element's attributes as they were written, in order. Nodes and marks keep those that the editor has no
// use for as such a list, so that nothing of an element is lost.
export type Attributes = ReadonlyArray<readonly [string, string]>;

export const attribute = (list: Attributes | null, name: string): string | null =>
  list?.find(([each]) => each === name)?.[1] ?? null;

export const without = (list: Attributes | null, ...names: string[]): Attributes | null => {
  const rest = (list ?? []).filter(([name]) => !names.includes(name));
  return rest.length ? rest : null;
};

/** The list with `name` set; null takes it out. The place of an attribute that is there already stays. */
export function withAttribute(list: Attributes | null, name: string, value: string | null): Attributes | null {
  if (value === null) return without(list, name);
  if (attribute(list, name) === null) return [...(list ?? []), [name, value]];
  return (list ?? []).map(pair => (pair[0] === name ? [name, value] : pair));
}

export const classes = (list: Attributes | null): string[] =>
  (attribute(list, "class") ?? "").split(/\s+/).filter(name => name !== "");

export function withClasses(
  list: Attributes | null,
  drop: (name: string) => boolean,
  add: string[],
): Attributes | null {
  const names = classes(list).filter(name => !drop(name));
  for (const name of add) if (name && !names.includes(name)) names.push(name);
  return withAttribute(list, "class", names.length ? names.join(" ") : null);
}
