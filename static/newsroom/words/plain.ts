// plain: text out of HTML that the API has rendered (titles, excerpts): for names, labels and one-liners.
export function plain(html: string): string {
  if (!/[<&]/.test(html)) return html;
  return new DOMParser().parseFromString(html, "text/html").body.textContent ?? "";
}
