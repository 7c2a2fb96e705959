// desk: the screen on which an article is written: the text, its settings beside it, and above both what state it is in
// and what can be done with it.
import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { Button } from "../../kit/button";
import { Confirm, Dialog } from "../../kit/dialog";
import { Copy, ExternalLink, Eye, Lock } from "../../kit/icon";
import { Menu } from "../../kit/menu";
import { useShortcuts } from "../../kit/shortcuts";
import { Loading, Notice } from "../../kit/states";
import { toast } from "../../kit/toast";
import { rest } from "../../rest/client";
import { messageOf } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { Post } from "../../rest/types";
import { guardLeaving } from "../../shell/leaving";
import { formatAgo, moment } from "../../words/time";
import { t } from "../../words/words";
import { Address } from "./address";
import { Categories } from "./categories";
import { ConflictDialog, PublishCheck, ShareDialog, fieldWords } from "./dialogs";
import { Discussion } from "./discussion";
import { fieldsOf, isBlank } from "./fields";
import { useLock } from "./lock";
import type { Manuscript } from "./manuscript";
import { Excerpt, More, PagePlace } from "./more";
import type { Rights } from "./part";
import { FeaturedPicture } from "./picture";
import { previewLink } from "./preview";
import { Publication, statusWords, type Visibility } from "./publication";
import { Recovery } from "./recovery";
import { isAhead } from "./schedule";
import { Tags } from "./tags";
import { ArticleText, type TextHandle } from "./text";
import type { ComponentType } from "preact";

type RevisionsType = ComponentType<{ manuscript: Manuscript; onClose: () => void }>;

/** The dialog with its comparing of texts is fetched when it is first opened. */
function LazyRevisions({ manuscript, onClose }: { manuscript: Manuscript; onClose: () => void }) {
  const [Loaded, setLoaded] = useState<{ component: RevisionsType }>();
  useEffect(() => {
    import("./revisions").then(
      module => setLoaded({ component: module.default }),
      () => {
        toast(t("There is no connection to the server."), { kind: "error" });
        onClose();
      },
    );
  }, []);
  if (Loaded) return <Loaded.component manuscript={manuscript} onClose={onClose} />;
  return (
    <Dialog title={t("Revisions")} onClose={onClose}>
      <Loading />
    </Dialog>
  );
}

function rightsOf({ post, me, kind }: Manuscript): Rights {
  const can = (capability: string) => me.capabilities?.[capability] === true;
  const links = post?._links;
  const allowed = (action: string, otherwise: boolean) => (links ? `wp:action-${action}` in links : otherwise);
  const own = !post || post.author === me.id;
  const live = post?.status === "publish" || post?.status === "private" || post?.status === "future";
  return {
    publish: allowed("publish", can(`publish_${kind}`)),
    editOthers: can(`edit_others_${kind}`),
    sticky: allowed("sticky", can("publish_posts") && can("edit_others_posts")),
    changeAuthor: allowed("assign-author", can(`edit_others_${kind}`)),
    manageCategories: can("manage_categories"),
    upload: can("upload_files"),
    delete: can(own ? (live ? `delete_published_${kind}` : `delete_${kind}`) : `delete_others_${kind}`),
  };
}

/** "Saved", "Unsaved changes", ...: said aloud only when it matters. */
function SavedState({ manuscript, online }: { manuscript: Manuscript; online: boolean }) {
  const { state, dirty, post, autosavedAt } = manuscript;
  const [, tick] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 30_000);
    return () => clearInterval(timer);
  }, []);
  const words =
    state === "saving"
      ? t("Saving…")
      : state === "failed"
        ? t("Not saved")
        : !online || state === "offline"
          ? dirty
            ? t("Kept in this browser until there is a connection")
            : t("No connection")
          : dirty
            ? manuscript.keptApart && autosavedAt
              ? t("Unsaved changes, kept {ago}", { ago: formatAgo(new Date(autosavedAt)) })
              : t("Unsaved changes")
            : post
              ? t("Saved {ago}", { ago: formatAgo(moment(post.modified_gmt)) })
              : t("Nothing written yet");
  const kind = state === "failed" ? "bad" : dirty || state === "saving" ? "pending" : "good";
  return (
    <span class={`saved-state ${kind}`} role="status">
      {words}
    </span>
  );
}

function useRedraw(manuscript: Manuscript) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => manuscript.listen(() => redraw(0)), [manuscript]);
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener("online", update);
    addEventListener("offline", update);
    return () => {
      removeEventListener("online", update);
      removeEventListener("offline", update);
    };
  }, []);
  return online;
}

type Asked = "publish" | "trash" | "revisions" | "share" | "draft" | undefined;

interface DeskProps {
  manuscript: Manuscript;
  /** The address of what is written, and of the list it stands in. */
  addressOf: (id: number) => string;
  list: string;
}

export function Desk({ manuscript, addressOf, list }: DeskProps) {
  useRedraw(manuscript);
  const online = useOnline();
  const [, go] = useLocation();
  const [asked, ask] = useState<Asked>();
  const [busy, setBusy] = useState(false);
  const [wish, setWish] = useState<"public" | "private">("public");
  const [withPassword, setWithPassword] = useState(false);
  const [link, setLink] = useState<string>();
  const text = useRef<TextHandle | null>(null);
  const { post, fields, kind, id } = manuscript;
  const may = rightsOf(manuscript);
  const { hold, takeOver } = useLock(id, (version, by) => void manuscript.hear(version, by));
  const shut = hold.state === "theirs" || hold.state === "lost";
  const inTrash = post?.status === "trash";
  const readOnly = shut || inTrash;
  manuscript.resting = shut;

  useEffect(() => {
    manuscript.told = {
      onTaken: (by, names) =>
        toast(
          t("{name} saved a newer version meanwhile. From it is now here: {fields}.", {
            name: by || t("Somebody"),
            fields: names.map(fieldWords).join(", "),
          }),
        ),
      // Only the address changes, so the screen stays as it is.
      onCreated: created => go(addressOf(created), { replace: true, state: { same: true } }),
    };
  }, [manuscript]);

  // What is typed is on its way when the screen is left; the copy in the browser outlives the window.
  useEffect(() => {
    const stop = guardLeaving(
      async () => {
        text.current?.flush();
        await manuscript.keep();
        if (manuscript.dirty && !manuscript.resting) await manuscript.autosave();
        return true;
      },
      () => {
        text.current?.flush();
        return manuscript.dirty && manuscript.keepsNothing;
      },
    );
    return () => {
      stop();
      manuscript.close();
    };
  }, [manuscript]);

  useEffect(() => {
    const title = fields.title.trim() || t("(no title)");
    document.title = `${manuscript.dirty ? "• " : ""}${title} · ${t("Newsroom")}`;
  }, [fields.title, manuscript.dirty]);

  const visibility: Visibility = (
    post?.status === "publish" || post?.status === "private" ? fields.status === "private" : wish === "private"
  )
    ? "private"
    : withPassword || fields.password
      ? "password"
      : "public";

  function changeVisibility(next: Visibility) {
    setWithPassword(next === "password");
    if (next !== "password" && fields.password) manuscript.set({ password: "" });
    // A private one cannot wait for its moment.
    setWish(next === "private" ? "private" : "public");
    if (post?.status === "publish" || post?.status === "private")
      manuscript.set({ status: next === "private" ? "private" : "publish" });
  }

  async function run<T>(work: () => Promise<T>): Promise<T> {
    text.current?.flush();
    setBusy(true);
    try {
      return await work();
    } finally {
      setBusy(false);
    }
  }

  const live = post?.status === "publish" || post?.status === "private" || post?.status === "future";

  // What is on its way is not in the text yet.
  function waits(): boolean {
    if (!text.current?.uploading()) return false;
    toast(t("A picture is still being uploaded: wait until it is there."), { kind: "error" });
    return true;
  }

  async function save() {
    if (readOnly || busy || waits()) return;
    await run(() => manuscript.save());
  }

  async function publish() {
    if (waits()) return;
    const ahead = wish !== "private" && isAhead(fields.date);
    const status = wish === "private" ? "private" : ahead ? "future" : "publish";
    if (!(await run(() => manuscript.save({ status })))) return;
    ask(undefined);
    const now = manuscript.post!;
    toast(
      now.status === "future"
        ? t("Scheduled.")
        : now.status === "private"
          ? t("Published privately.")
          : t("Published."),
      now.status === "publish"
        ? { action: { label: t("Open the article"), run: () => void open(now.link, "_blank", "noopener") } }
        : {},
    );
  }

  async function becomes(status: "draft" | "pending") {
    const before = post?.status;
    if (!(await run(() => manuscript.save({ status })))) return;
    ask(undefined);
    toast(
      status === "pending" ? t("Submitted for review.") : t("It is a draft again; readers do not see it any more."),
      before && before !== "draft" ? { undo: () => void manuscript.save({ status: before }) } : {},
    );
  }

  async function trash() {
    if (!id) return;
    await run(async () => {
      try {
        const before = post!.status;
        await rest<Post>(manuscript.path, { method: "DELETE" });
        manuscript.resting = true;
        await manuscript.discard();
        const { path } = manuscript;
        void refresh(`/wp/v2/${kind}`);
        go(list);
        toast(t("“{title}” is in the trash.", { title: fields.title || t("(no title)") }), {
          undo: () =>
            void rest<Post>(path, { method: "PUT", body: { status: before } }).then(
              () => {
                void refresh(`/wp/v2/${kind}`);
                go(addressOf(id));
              },
              error => toast(messageOf(error), { kind: "error" }),
            ),
        });
      } catch (error) {
        toast(messageOf(error), { kind: "error" });
      }
    });
  }

  async function preview() {
    // A window that is opened after an answer has come would be taken for an advertisement.
    const shown = open("", "_blank");
    const found = await run(() => previewLink(manuscript)).catch(error => {
      toast(messageOf(error), { kind: "error" });
      return undefined;
    });
    if (!found) {
      shown?.close();
      if (manuscript.state === "offline") toast(t("There is no connection to the server."), { kind: "error" });
      return;
    }
    if (shown) {
      shown.opener = null;
      shown.location.replace(found);
    } else location.assign(found);
  }

  async function share() {
    setLink(undefined);
    ask("share");
    const found = await run(() => previewLink(manuscript)).catch(() => undefined);
    if (found) setLink(found);
    else {
      ask(undefined);
      toast(t("The preview could not be made: the text is not saved yet."), { kind: "error" });
    }
  }

  useShortcuts(t("Writing"), [{ keys: "mod+s", words: t("Save"), run: () => void save() }]);

  const theirs = useMemo(() => manuscript.conflict && fieldsOf(manuscript.conflict.theirs), [manuscript.conflict]);
  const isNewNothing = !id && isBlank(fields);
  const primary = live
    ? { words: t("Update"), run: () => void save() }
    : may.publish
      ? {
          words: wish !== "private" && isAhead(fields.date) ? t("Schedule…") : t("Publish…"),
          run: () => ask("publish"),
        }
      : post?.status === "pending"
        ? { words: t("Save"), run: () => void save() }
        : { words: t("Submit for review"), run: () => void becomes("pending") };

  return (
    <div class="writing" onBlurCapture={() => manuscript.dirty && id && !busy && void manuscript.blurred()}>
      <header class="screen-head writing-head">
        <h1>
          <span class="unseen">{kind === "posts" ? t("Article") : t("Page")}: </span>
          <span class="writing-title" dir="auto">
            {fields.title.trim() || (id ? t("(no title)") : kind === "posts" ? t("New article") : t("New page"))}
          </span>
        </h1>
        <span class={`label${live ? " good" : post?.status === "pending" ? " warn" : ""}`}>
          {statusWords(post?.status ?? "draft")}
        </span>
        <SavedState manuscript={manuscript} online={online} />
        {!readOnly && (
          <div class="actions">
            <Button kind="quiet" icon={Eye} disabled={isNewNothing || busy} onClick={() => void preview()}>
              {t("Preview")}
            </Button>
            {!live && post?.status !== "pending" && (
              <Button disabled={isNewNothing} busy={busy} onClick={() => void save()}>
                {t("Save draft")}
              </Button>
            )}
            {post?.status === "pending" && may.publish && (
              <Button busy={busy} onClick={() => void save()}>
                {t("Save")}
              </Button>
            )}
            <Button kind="primary" busy={busy} disabled={isNewNothing} onClick={primary.run}>
              {primary.words}
            </Button>
            <Menu
              label={t("More")}
              items={[
                post?.status === "publish" && {
                  label: t("Open on the site"),
                  onSelect: () => void open(post.link, "_blank", "noopener"),
                },
                !isNewNothing && { label: t("Copy a preview link for a colleague"), onSelect: () => void share() },
                id !== undefined && { label: t("Revisions"), onSelect: () => ask("revisions") },
                (live || post?.status === "pending") &&
                  (may.publish || post?.status === "pending") && {
                    label: t("Switch to draft"),
                    onSelect: () => (live ? ask("draft") : void becomes("draft")),
                  },
                id !== undefined &&
                  may.delete && { label: t("Move to the trash"), danger: true, onSelect: () => ask("trash") },
              ]}
            />
          </div>
        )}
      </header>

      {hold.state === "theirs" && (
        <Notice kind="warning">
          <p>
            <Lock size={18} aria-hidden />{" "}
            {hold.holder.own
              ? t("You opened this in another window, {ago}.", {
                  ago: formatAgo(moment(hold.holder.since_gmt)),
                })
              : t("{name} has this open (opened {ago}). You can read it, not change it.", {
                  name: hold.holder.name,
                  ago: formatAgo(moment(hold.holder.since_gmt)),
                })}
          </p>
          <p class="actions">
            <Button onClick={() => void takeOver()}>{t("Take over")}</Button>
            <Link href={list}>{t("Back to the list")}</Link>
          </p>
        </Notice>
      )}
      {hold.state === "lost" && (
        <Notice kind="warning">
          <p>
            <Lock size={18} aria-hidden />{" "}
            {hold.holder.own
              ? t("You went on with this in another window. What you wrote here is kept.")
              : t("{name} has taken this over. What you wrote is kept in this browser.", { name: hold.holder.name })}
          </p>
          <p class="actions">
            <Button onClick={() => void takeOver()}>{t("Take it back")}</Button>
            <Link href={list}>{t("Back to the list")}</Link>
          </p>
        </Notice>
      )}
      {inTrash && (
        <Notice kind="warning">
          <p>{t("This is in the trash.")}</p>
          <p class="actions">
            <Button busy={busy} onClick={() => void run(() => manuscript.save({ status: "draft" }))}>
              {t("Restore as a draft")}
            </Button>
          </p>
        </Notice>
      )}
      {manuscript.gone ? (
        <Notice kind="error">
          <p>{t("This was deleted meanwhile. What you wrote is still here.")}</p>
          <p class="actions">
            <Button onClick={() => void run(() => manuscript.saveAsNew())}>{t("Save it as a new draft")}</Button>
          </p>
        </Notice>
      ) : (
        manuscript.problem && asked !== "publish" && <Notice kind="error">{manuscript.problem}</Notice>
      )}
      {manuscript.keepsNothing && (
        <Notice kind="warning">
          {t("This browser keeps nothing: until it is saved, what you write is in this window alone.")}
        </Notice>
      )}
      {!readOnly && hold.state !== "asking" && <Recovery manuscript={manuscript} />}

      <div class="writing-body">
        <ArticleText manuscript={manuscript} may={may} readOnly={readOnly} handle={handle => (text.current = handle)} />
        <aside class="writing-side" aria-label={t("Settings of the article")}>
          <fieldset disabled={readOnly} class="plain">
            <legend class="unseen">{t("Settings of the article")}</legend>
            <Publication manuscript={manuscript} may={may} visibility={visibility} onVisibility={changeVisibility} />
            {kind === "posts" ? (
              <>
                <Categories manuscript={manuscript} may={may} />
                <Tags manuscript={manuscript} may={may} />
              </>
            ) : (
              <PagePlace manuscript={manuscript} may={may} />
            )}
            <Excerpt manuscript={manuscript} may={may} />
            <FeaturedPicture manuscript={manuscript} may={may} />
            <Address manuscript={manuscript} may={may} />
            <Discussion manuscript={manuscript} may={may} />
            <More manuscript={manuscript} may={may} />
          </fieldset>
          {id && (
            <p class="toolbar side-tools">
              <Button kind="quiet" onClick={() => ask("revisions")}>
                {t("Revisions")}
              </Button>
              {!readOnly && (
                <Button kind="quiet" icon={Copy} onClick={() => void share()}>
                  {t("Preview link")}
                </Button>
              )}
              {post?.status === "publish" && (
                <a href={post.link} target="_blank" rel="noopener" class="button quiet">
                  <ExternalLink size={18} aria-hidden /> {t("Open on the site")}
                </a>
              )}
            </p>
          )}
        </aside>
      </div>

      {asked === "publish" && (
        <PublishCheck
          manuscript={manuscript}
          visibility={visibility}
          busy={busy}
          onPublish={() => void publish()}
          onClose={() => ask(undefined)}
        />
      )}
      {asked === "revisions" && id && <LazyRevisions manuscript={manuscript} onClose={() => ask(undefined)} />}
      {asked === "share" && <ShareDialog link={link} onClose={() => ask(undefined)} />}
      {asked === "draft" && (
        <Confirm
          title={t("Back to a draft?")}
          action={t("Switch to draft")}
          busy={busy}
          onConfirm={() => void becomes("draft")}
          onClose={() => ask(undefined)}
        >
          <p>{t("Readers will not see it any more. Its text, comments and revisions stay.")}</p>
        </Confirm>
      )}
      {asked === "trash" && (
        <Confirm
          title={t("Move it to the trash?")}
          action={t("Move to the trash")}
          danger
          busy={busy}
          onConfirm={() => void trash()}
          onClose={() => ask(undefined)}
        >
          <p>{t("Readers will not see it any more. It can be brought back from the trash.")}</p>
        </Confirm>
      )}
      {manuscript.conflict && theirs && (
        <ConflictDialog
          conflict={manuscript.conflict}
          theirs={theirs}
          onMine={() => void manuscript.decide("mine")}
          onTheirs={() => {
            const undo = manuscript.decide("theirs");
            toast(t("Their version is here now."), { undo });
          }}
        />
      )}
    </div>
  );
}
