// pager: which page of a list, as links, so that they can be opened beside.
import { Link } from "wouter-preact";
import { formatNumber, t } from "../words/words";

interface PagerProps {
  page: number;
  pages: number;
  /** The address of a page. */
  href: (page: number) => string;
}

function near(page: number, pages: number): (number | "gap")[] {
  const wanted = new Set([1, pages, page - 1, page, page + 1]);
  const list = [...wanted].filter(n => n >= 1 && n <= pages).sort((a, b) => a - b);
  return list.flatMap((n, i) => (i > 0 && n > list[i - 1]! + 1 ? (["gap", n] as const) : [n]));
}

export function Pager({ page, pages, href }: PagerProps) {
  if (pages <= 1) return null;
  return (
    <nav class="pager" aria-label={t("Pages of the list")}>
      {page > 1 && (
        <Link href={href(page - 1)} class="pager-step">
          {t("Previous")}
        </Link>
      )}
      <ol>
        {near(page, pages).map(n => (
          <li>
            {n === "gap" ? (
              <span aria-hidden="true">…</span>
            ) : (
              <Link href={href(n)} aria-current={n === page ? "page" : undefined} aria-label={t("Page {n}", { n })}>
                {formatNumber(n)}
              </Link>
            )}
          </li>
        ))}
      </ol>
      {page < pages && (
        <Link href={href(page + 1)} class="pager-step">
          {t("Next")}
        </Link>
      )}
    </nav>
  );
}
