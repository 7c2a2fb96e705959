// avatar: initials in a circle, its hue from the name, as on the site.
function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : undefined];
  return letters
    .map(word => (word ? [...word][0] : ""))
    .join("")
    .toLocaleUpperCase();
}

function hue(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return sum % 12;
}

export function Avatar({ name }: { name: string }) {
  return (
    <span class={`avatar hue-${hue(name)}`} aria-hidden="true">
      {initials(name) || "?"}
    </span>
  );
}
