// dom: elements in a line of code, for the views of nodes.
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function button(label: string, run: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "button quiet" }, label);
  made.addEventListener("click", run);
  return made;
}
