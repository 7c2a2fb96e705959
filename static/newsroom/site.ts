// site: what the page around the app says of the site (server/pages/newsroom.c).

const root = document.getElementById("newsroom")!;
const said = root.dataset;

// "UTC+3", as the site may be set to: browsers know such zones by other names.
function zoneOf(name: string): string {
  const offset = /^UTC([+-])(\d{1,2})(?:[:.](\d{2}|5))?$/.exec(name);
  if (!offset) return name || "UTC";
  const minutes = offset[3] === "5" ? "30" : (offset[3] ?? "00");
  return `${offset[1]}${offset[2]!.padStart(2, "0")}:${minutes}`;
}

export const site = {
  root,
  /** Path of the app without a trailing slash: "/newsroom". */
  base: said.base ?? "/newsroom",
  /** Path of the REST API: "/wp-json". */
  rest: said.rest ?? "/wp-json",
  /** Path of the front page: "/". */
  home: said.home ?? "/",
  title: said.title ?? "",
  /** "de_DE". */
  locale: said.locale ?? "en_US",
  /** A BCP 47 tag: "de-DE". */
  language: document.documentElement.lang || "en-US",
  direction: (document.documentElement.dir === "rtl" ? "rtl" : "ltr") as "ltr" | "rtl",
  /** IANA name or an offset, as Intl takes it. */
  timeZone: zoneOf(said.timeZone ?? "UTC"),
  /** 0 is Sunday. */
  firstWeekday: Number(said.week ?? 1),
  /** What new articles are written in. */
  contentFormat: (said.contentFormat === "markdown" ? "markdown" : "html") as "html" | "markdown",
  /** Where a forgotten password is asked for; undefined: the site sends no mail. */
  lostPassword: said.lostPassword || undefined,
  /** What the page knew of the session when it was made. */
  nonce: said.nonce,
  user: Number(said.user ?? 0),
};
