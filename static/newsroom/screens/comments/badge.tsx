// badge: how many comments wait, beside the screen's name in the navigation and in the title of the window.
import { useEffect } from "preact/hooks";
import { useCounts } from "../../rest/counts";
import { formatNumber, tn } from "../../words/words";

/** "(3) " before whatever title a screen gives the window. */
function useInTitle(n: number) {
  useEffect(() => {
    const mark = () => {
      const bare = document.title.replace(/^\(\S+\) /, "");
      const title = n > 0 ? `(${formatNumber(n)}) ${bare}` : bare;
      if (document.title !== title) document.title = title;
    };
    mark();
    const watch = new MutationObserver(mark);
    watch.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => watch.disconnect();
  }, [n]);
}

export function WaitingBadge() {
  const n = useCounts()?.comments?.hold ?? 0;
  useInTitle(n);
  if (n === 0) return null;
  return (
    <span class="badge">
      <span aria-hidden="true">{formatNumber(n)}</span>
      <span class="unseen">{tn("{n} comment waits", "{n} comments wait", n)}</span>
    </span>
  );
}
