// media: the library: what is there, found, looked at, described, replaced and deleted; and what comes into it.
import { useEffect, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useAddress } from "../../kit/address";
import { Button } from "../../kit/button";
import { SelectField, TextField } from "../../kit/field";
import { Bin } from "../../kit/icon";
import { Pager } from "../../kit/pager";
import { SearchField } from "../../kit/search-field";
import { useShortcuts } from "../../kit/shortcuts";
import { Empty, Failure, Loading } from "../../kit/states";
import { may, useMe } from "../../rest/me";
import { useList } from "../../rest/queries";
import type { Media, User } from "../../rest/types";
import { t, tn } from "../../words/words";
import { Details } from "./details";
import { Grid } from "./grid";
import { MediaList } from "./list";
import { Remove } from "./remove";
import { fieldsRead } from "./words";
import { DropAnywhere, UploadButton, Uploads } from "./uploads";

const PER_PAGE = 60;

function Filters() {
  const { wanted, want } = useAddress();
  const people = useList<User>("/wp/v2/users", { per_page: 100, _fields: "id,name", orderby: "name" });
  const bind = (name: string) => ({
    value: wanted[name] ?? "",
    onChange: (event: { currentTarget: { value: string } }) => want({ [name]: event.currentTarget.value }),
  });
  return (
    <search class="toolbar library-filters">
      <SearchField
        label={t("Find in the library")}
        hideLabel
        placeholder={t("Find in the library")}
        value={wanted.search ?? ""}
        onSearch={search => want({ search }, true)}
      />
      <SelectField label={t("Kind")} hideLabel {...bind("type")}>
        <option value="">{t("All kinds")}</option>
        <option value="image">{t("Pictures")}</option>
        <option value="video">{t("Video")}</option>
        <option value="audio">{t("Audio")}</option>
        <option value="application">{t("Documents")}</option>
        <option value="text">{t("Text")}</option>
      </SelectField>
      <SelectField label={t("Uploaded by")} hideLabel {...bind("author")}>
        <option value="">{t("Everybody’s")}</option>
        {people.data?.items.map(user => (
          <option value={user.id} key={user.id}>
            {user.name}
          </option>
        ))}
      </SelectField>
      <TextField label={t("From")} type="date" {...bind("from")} />
      <TextField label={t("To")} type="date" {...bind("to")} />
    </search>
  );
}

function Tabs() {
  const { wanted, href } = useAddress();
  const tabs = [
    { show: undefined, words: t("All") },
    { show: "no-alt", words: t("Without alternative text") },
    { show: "unused", words: t("Used nowhere") },
  ];
  return (
    <nav class="tabs" aria-label={t("Which media")}>
      {tabs.map(tab => (
        <Link
          href={href({ show: tab.show, id: undefined, page: undefined })}
          aria-current={wanted.show === tab.show ? "page" : undefined}
        >
          {tab.words}
        </Link>
      ))}
    </nav>
  );
}

export default function MediaScreen() {
  const { wanted, want, href } = useAddress();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [removing, setRemoving] = useState(false);
  const me = useMe();
  const page = Math.max(1, Number(wanted.page) || 1);
  const asRows = wanted.view === "list";
  const open = Number(wanted.id) || 0;
  const read = useList<Media>("/wp/v2/media", {
    // With it the API leaves out what may not be changed; that may be looked at and used all the same.
    context: may(me, "edit_others_posts") ? "edit" : undefined,
    _fields: fieldsRead,
    per_page: PER_PAGE,
    page,
    search: wanted.search,
    media_type: wanted.type,
    author: wanted.author,
    after: wanted.from && `${wanted.from}T00:00:00`,
    before: wanted.to && `${wanted.to}T23:59:59`,
    unused: wanted.show === "unused" || undefined,
    missing_alt: wanted.show === "no-alt" || undefined,
  });
  const items = read.data?.items ?? [];
  const filtered = ["search", "type", "author", "from", "to", "show"].some(name => wanted[name]);
  const at = items.findIndex(media => media.id === open);
  const show = (media: Media | undefined) => want({ id: media?.id });

  // What is not on the screen any more is not chosen any more.
  const keys = items.map(media => media.id).join();
  useEffect(() => {
    const left = [...chosen].filter(id => items.some(media => media.id === id));
    if (left.length !== chosen.size) setChosen(new Set(left));
  }, [keys]);
  // The last page may be gone.
  useEffect(() => {
    if (read.error?.code === "rest_post_invalid_page_number") want({ page: undefined }, true);
  }, [read.error]);

  useShortcuts(t("Media"), [
    { keys: "v", words: t("As pictures or as a list"), run: () => want({ view: asRows ? undefined : "list", page }) },
    { keys: "Delete", words: t("Delete what is chosen"), run: () => chosen.size && setRemoving(true) },
    { keys: "Escape", words: t("Choose nothing"), run: () => setChosen(new Set()) },
  ]);

  return (
    <>
      <header class="screen-head">
        <h1>{t("Media")}</h1>
        {read.data && <span class="count">{tn("{n} medium", "{n} media", read.data.total)}</span>}
        <UploadButton />
      </header>
      <Uploads />
      <Filters />
      <Tabs />
      <div class="toolbar media-tools">
        <span role="status">{chosen.size > 0 && tn("{n} chosen", "{n} chosen", chosen.size)}</span>
        {chosen.size > 0 && (
          <>
            <Button kind="danger" icon={Bin} onClick={() => setRemoving(true)}>
              {t("Delete…")}
            </Button>
            <Button kind="quiet" onClick={() => setChosen(new Set())}>
              {t("Choose nothing")}
            </Button>
          </>
        )}
        <span class="media-views" role="group" aria-label={t("Shown as")}>
          <Button kind="quiet" aria-pressed={!asRows} onClick={() => want({ view: undefined, page })}>
            {t("Pictures")}
          </Button>
          <Button kind="quiet" aria-pressed={asRows} onClick={() => want({ view: "list", page })}>
            {t("List")}
          </Button>
        </span>
      </div>
      {read.isPending ? (
        <Loading />
      ) : read.isError ? (
        <Failure error={read.error} onRetry={() => void read.refetch()} />
      ) : !items.length ? (
        <Empty title={filtered ? t("Nothing fits these filters.") : t("The library is empty.")}>
          {filtered ? (
            <p>
              <Link href="/media">{t("Show everything")}</Link>
            </p>
          ) : (
            <p class="quiet">{t("Drop files anywhere on this screen, or press “Upload files”.")}</p>
          )}
        </Empty>
      ) : (
        <div class={read.isPlaceholderData ? "stale" : undefined} aria-busy={read.isPlaceholderData || undefined}>
          {asRows ? (
            <MediaList items={items} chosen={chosen} onChoose={setChosen} onOpen={show} />
          ) : (
            <Grid items={items} chosen={chosen} onChoose={setChosen} onOpen={show} />
          )}
          <Pager page={page} pages={read.data?.pages ?? 1} href={n => href({ page: n })} />
        </div>
      )}
      <DropAnywhere />
      {open > 0 && (
        <Details
          id={open}
          onClose={() => show(undefined)}
          onPrevious={at > 0 ? () => show(items[at - 1]) : undefined}
          onNext={at >= 0 && at < items.length - 1 ? () => show(items[at + 1]) : undefined}
        />
      )}
      {removing && (
        <Remove
          ids={[...chosen]}
          onClose={() => setRemoving(false)}
          onDone={() => {
            setRemoving(false);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
}
