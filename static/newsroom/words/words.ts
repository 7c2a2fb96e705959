// words: what the app says, in the site's language. English stands in the code and is the key of the catalogues
// (po/*.po); what a catalogue lacks is said in English.
import { site } from "../site";

type Catalogue = Record<string, string[]>;
let catalogue: Catalogue = {};
const plural = new Intl.PluralRules(site.language);
const order = ["zero", "one", "two", "few", "many", "other"] as const;
// In the order of gettext's forms for this language.
const categories = order.filter(name => plural.resolvedOptions().pluralCategories.includes(name));

/** Fetches the catalogue of the site's language; call once, before anything is shown. */
export async function loadWords(): Promise<void> {
  const language = site.language.split("-")[0]!;
  try {
    catalogue = (await import(`./po/${language}.po`)).default;
  } catch {
    // There is none for this language, or it could not be fetched: English is better than nothing.
  }
}

/** Values for the `{name}`s of a sentence. */
export type Values = Record<string, string | number>;

function fill(sentence: string, values?: Values): string {
  if (!values) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? formatNumber(value) : value;
  });
}

/** A sentence: `t("Delete {title}?", { title })`. Whole sentences only; nothing is glued together. */
export function t(english: string, values?: Values): string {
  return fill(catalogue[english]?.[0] ?? english, values);
}

/** The same where one English text needs different translations. */
export function tc(context: string, english: string, values?: Values): string {
  return fill(catalogue[`${context}|${english}`]?.[0] ?? english, values);
}

/** A sentence about a number, which stands in it as `{n}`: `tn("{n} comment", "{n} comments", 3)`. */
export function tn(one: string, many: string, n: number, values?: Values): string {
  const forms = catalogue[one];
  const chosen = forms?.[Math.min(categories.indexOf(plural.select(n)), forms.length - 1)];
  return fill(chosen ?? (n === 1 ? one : many), { n, ...values });
}

const numbers = new Intl.NumberFormat(site.language);
export function formatNumber(n: number): string {
  return numbers.format(n);
}
